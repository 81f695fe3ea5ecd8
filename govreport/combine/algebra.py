"""The algebra of missing values: what several values come to when some of them are no numbers.

No state ever turns into 0, and none vanishes: a total says how many values it rests on, and what it met beside
numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from functools import reduce

import attrs

from govreport.checks.rule import NO_POLICY, Policy
from govreport.errors import InvalidInput
from govreport.model.frozen import FrozenMap
from govreport.model.indicator import Aggregation
from govreport.model.value import EXACT, Quality, State, Value

_SKIPPED = frozenset({State.NOT_APPLICABLE, State.NOT_COLLECTED})
"""States that a total may lack and still be whole."""
_REFUSED = frozenset({Aggregation.NONE, Aggregation.RECOMPUTE, Aggregation.TOP})


@attrs.frozen
class Total:
    """What several values come to.

    Args:
        value: the total, of quality `derived`; a state if there was no number.
        contributors: how many values it rests on.
        states: how many values of each state were met.
        complete: no value that belongs in it was missing.
        lower_bound: a value exists and is withheld, so that the true total is at least this.
    """

    value: Value
    contributors: int
    states: FrozenMap[State, int]
    complete: bool
    lower_bound: bool


def total(values: Iterable[Value], aggregation: Aggregation = Aggregation.SUM, policy: Policy = NO_POLICY) -> Total:
    """Return the sum, minimum or maximum of values, and what it rests on.

    Args:
        values: numbers and states; a text, date or boolean is refused.
        aggregation: how they become one.
        policy: its `aggregate` part may put a number in the place of a state (`below` as 0.1, `blank` as 0).

    Raises:
        InvalidInput: if values of this kind do not become one: medians, ratios, texts.

    >>> total([Value.of(3), Value.of(None), Value.of(4)]).value.amount
    Decimal('7')
    >>> total([Value.of(3), Value.of(None)]).complete
    False
    """
    if aggregation in _REFUSED:
        raise InvalidInput(
            f"values of aggregation {aggregation.value!r} do not add up: they must be entered or recomputed"
        )
    met: Counter[State] = Counter()
    amounts: list[Decimal] = []
    bounds: list[Decimal] = []
    for value in values:
        met[value.state] += 1
        amounts.extend(_amount(value, policy))
        bounds.extend([] if value.bound is None else [value.bound])
    left_out = {state for state in met if state is not State.NUMBER and state not in _SKIPPED}
    replaced = {state for state in left_out if isinstance(policy.replacement(state, aggregated=True), Decimal)}
    found = Value(_reckon(amounts, aggregation), quality=Quality.DERIVED) if amounts else Value(state=_state_of(met))
    if bounds and State.BELOW not in replaced and aggregation is not Aggregation.SUM:
        extreme = _extreme(amounts, bounds, aggregation)
        if extreme is not None:
            found, replaced = extreme, {*replaced, State.BELOW}
    return Total(
        value=found,
        contributors=len(amounts),
        states=FrozenMap({state: met[state] for state in State if met[state]}),
        complete=not left_out - replaced,
        lower_bound=State.WITHHELD in left_out and aggregation is Aggregation.SUM,
    )


def _extreme(amounts: list[Decimal], bounds: list[Decimal], aggregation: Aggregation) -> Value | None:
    """Return the minimum or maximum where some values are only known to lie below a bound; None if it is not known."""
    if aggregation is Aggregation.MIN and (not amounts or min(bounds) <= min(amounts)):
        return Value(state=State.BELOW, bound=min(bounds), quality=Quality.DERIVED)
    if aggregation is Aggregation.MAX and not amounts:
        return Value(state=State.BELOW, bound=max(bounds), quality=Quality.DERIVED)
    if aggregation is Aggregation.MAX and max(bounds) <= max(amounts):
        return Value(_reckon(amounts, aggregation), quality=Quality.DERIVED)
    return None


def _amount(value: Value, policy: Policy) -> Iterable[Decimal]:
    if value.state is State.NUMBER:
        if not isinstance(value.amount, Decimal):
            raise InvalidInput(f"{value.amount!r} is no number and cannot be added up")
        return (value.amount,)
    replacement = policy.replacement(value.state, aggregated=True)
    return (replacement,) if isinstance(replacement, Decimal) else ()


def _reckon(amounts: list[Decimal], aggregation: Aggregation) -> Decimal:
    if aggregation is Aggregation.SUM:
        return reduce(EXACT.add, amounts)
    return min(amounts) if aggregation is Aggregation.MIN else max(amounts)


def _state_of(met: Counter[State]) -> State:
    """Return the state of a total without a number: that of all values if they agree, else the most telling one."""
    if not met:
        return State.ABSENT
    telling = (State.WITHHELD, State.INVALID, State.BLANK, State.ABSENT, State.NOT_COLLECTED, State.NOT_APPLICABLE)
    return next((state for state in telling if met[state]), State.ABSENT)
