"""Values: an amount, or the reason why there is none.

Presence (`State`), quality and confidentiality are three attributes, never one. Amounts are `Decimal`; no float
ever touches a figure, since 0.1 + 0.2 must be 0.3 in an official table.
"""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import TypeAlias

import attrs

from govreport.errors import InvalidInput

Amount: TypeAlias = Decimal | str | bool | dt.date
"""What a reported cell may hold: a number, a text, yes or no, a date."""

EXACT = Context(prec=200, traps=[InvalidOperation, DivisionByZero, Overflow])
"""The arithmetic of figures: wide enough that no sum, difference or product of admitted numbers is rounded."""

MAX_DIGITS = 40
"""The longest number that is admitted, in digits before and after the point; longer ones are typing errors."""
_TOO_LONG = Decimal(10) ** MAX_DIGITS
_MAX_BITS = 4 * MAX_DIGITS
"""A whole number of more bits is longer for sure; turning millions of digits into a Decimal would take minutes."""


class State(enum.StrEnum):
    """Why a cell has a number, or has none."""

    NUMBER = "number"
    """Reported, 0 included (also a text, a date, yes or no)."""
    BLANK = "blank"
    """The cell was left empty, or marked with a sign for nothing, which `raw` keeps."""
    ABSENT = "absent"
    """Not reported at all."""
    NOT_APPLICABLE = "not_applicable"
    """Cannot exist for this publisher."""
    NOT_COLLECTED = "not_collected"
    """Not asked in this edition or period."""
    WITHHELD = "withheld"
    """Exists, and is not shown."""
    BELOW = "below"
    """Known only to lie under a bound, as in "<1"."""
    INVALID = "invalid"
    """Something stands where a number belongs; `raw` keeps it."""


class Quality(enum.StrEnum):
    """How good a number is; independent of whether there is one."""

    PROVISIONAL = "provisional"
    ESTIMATED = "estimated"
    RESTATED = "restated"
    DERIVED = "derived"


@attrs.frozen
class Value:
    """What one cell holds.

    Args:
        amount: the amount; present exactly when `state` is `number`.
        state: why there is an amount, or none.
        quality: how good the amount is; None means final and as entered.
        confidentiality: the publisher's own mark, such as `restricted`; None means free.
        bound: with state `below`, the bound.
        raw: the token as the source had it, where it says more than the amount.
        note: the id of a note of the report.

    >>> Value.of(120).amount
    Decimal('120')
    >>> Value.of(None).state
    <State.BLANK: 'blank'>
    """

    amount: Amount | None = None
    state: State = attrs.field(default=State.NUMBER, converter=State)
    quality: Quality | None = attrs.field(default=None, converter=attrs.converters.optional(Quality))
    confidentiality: str | None = None
    bound: Decimal | None = None
    raw: str | None = None
    note: str | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse a value that contradicts itself."""
        if (self.amount is None) == (self.state is State.NUMBER):
            raise InvalidInput(f"a value of state {self.state} and amount {self.amount!r} contradicts itself")
        if (self.bound is None) == (self.state is State.BELOW):
            raise InvalidInput("a bound goes with the state 'below', and with no other")

    @classmethod
    def of(cls, given: object) -> Value:
        """Return the value that a script or file means: a number, text, date, yes or no; None is a blank.

        Raises:
            InvalidInput: for a float (it cannot hold a figure exactly), NaN, or a number over `MAX_DIGITS`.
        """
        if isinstance(given, Value):
            return given
        if given is None or given == "":
            return BLANK
        if isinstance(given, State):
            return cls(state=given)
        if isinstance(given, bool | str | dt.date):
            return cls(given)
        if isinstance(given, int | Decimal):
            return cls(number(given))
        if isinstance(given, float):
            hint = f'write Decimal("{given!r}") or a whole number'
            raise InvalidInput(f"{given!r} is a float, which cannot hold a figure exactly", hint=hint)
        raise InvalidInput(f"{given!r} is no value", hint="give a number, a text, a date, True, False or None")

    @classmethod
    def below(cls, bound: int | Decimal) -> Value:
        """Return a value that is known only to be under `bound`."""
        return cls(state=State.BELOW, bound=number(bound))

    @property
    def is_number(self) -> bool:
        """Whether the amount is one to reckon with (not a text, a date, yes or no)."""
        return isinstance(self.amount, Decimal)


ABSENT = Value(state=State.ABSENT)
"""The value of every cell that a report does not hold."""
BLANK = Value(state=State.BLANK)
"""The value of a cell that was left empty."""


def number(given: int | Decimal) -> Decimal:
    """Return `given` as the Decimal that figures are kept in.

    Raises:
        InvalidInput: if it is not finite or has more than `MAX_DIGITS` digits.

    >>> number(26)
    Decimal('26')
    """
    try:
        amount = Decimal(given) if isinstance(given, Decimal) or given.bit_length() <= _MAX_BITS else _TOO_LONG
    except (InvalidOperation, TypeError, AttributeError):  # something that only looks like a number
        raise InvalidInput(f"{given!r} is no number") from None
    if not amount.is_finite():
        raise InvalidInput(f"{amount} is no number", hint="use null for a blank cell, or a state")
    if amount and (amount.adjusted() >= MAX_DIGITS or -int(amount.as_tuple().exponent) > MAX_DIGITS):
        raise InvalidInput(f"a number of more than {MAX_DIGITS} digits", hint="check it for a typing error")
    return amount
