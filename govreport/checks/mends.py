"""What would mend a broken identity: single changes that clear it without breaking another rule, the best first.

They are candidates, never corrections: which figure is wrong only the records say. A change that clears more errors,
that is a likelier slip of the hand, or that fills a cell left empty comes first.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

import attrs

from govreport.checks.evaluate import evaluate
from govreport.checks.instances import Instance
from govreport.checks.judge import decisive, judge, judge_one
from govreport.checks.outcome import Outcome, Status
from govreport.checks.rule import Rule
from govreport.checks.scope import Scope
from govreport.errors import InvalidInput
from govreport.model.cell import Cell
from govreport.model.report import Report
from govreport.model.value import EXACT, State, Value

if TYPE_CHECKING:
    from govreport.checks.findings import Findings

_MOST = 3
"""How many candidates are told."""
_CELLS = 120
"""Longer identities are not searched: a change of any of so many cells says nothing."""


@attrs.frozen
class Mend:
    """One change that would clear a finding.

    Args:
        cell: what is changed.
        before: its value now.
        after: the number that it would have.
        clears: the ids of the rules of which findings would go away, each once.
        all_errors: whether no error would be left.
    """

    cell: Cell
    before: Value
    after: Decimal
    clears: tuple[str, ...]
    all_errors: bool = False


def find_mends(findings: Findings) -> dict[int, tuple[Mend, ...]]:
    """Return the best single changes for each failing outcome, by its place in `findings.outcomes`."""
    search = _Search(findings)
    return {place: found for place in search.failing if (found := search.mends(place))}


_Change: TypeAlias = tuple[Cell, Decimal]
"""A cell and the number that it would have."""
_Rank: TypeAlias = tuple[int, int, int, Decimal]


class _Search:
    """The outcomes of one check, by the cells that they rest on."""

    def __init__(self, findings: Findings) -> None:
        self.findings, self.report, self.outcomes = findings, findings.report, findings.outcomes
        self.by_cell: dict[Cell, list[int]] = {}
        for place, outcome in enumerate(self.outcomes):
            for cell in _touched(outcome):
                self.by_cell.setdefault(cell, []).append(place)
        self.always = [
            place for place, each in enumerate(self.outcomes) if each.rule.where is not None and each.rule.asserts
        ]
        self.failing = [
            place
            for place, each in enumerate(self.outcomes)
            if each.status is Status.FAILS and each.rule.asserts and each.actual is not None
        ]
        standing = {id(each.outcome) for each in findings.errors}
        self.errors = {place for place, each in enumerate(self.outcomes) if id(each) in standing}
        self.known: dict[tuple[Cell, Decimal], tuple[int, ...] | None] = {}

    def mends(self, place: int) -> tuple[Mend, ...]:
        outcome = self.outcomes[place]
        found: dict[_Change, tuple[int, ...]] = {}
        for cell, amount in self.candidates(outcome):
            cleared = self.cleared(cell, amount)
            if cleared is not None and place in cleared:
                found[cell, amount] = cleared
        ranks = {each: self.rank(each, cleared) for each, cleared in found.items()}
        ranked = self.telling(sorted(found, key=lambda each: (*ranks[each], str(each[0]))), ranks)
        return tuple(
            Mend(
                cell,
                self.report[cell],
                amount,
                tuple(dict.fromkeys(self.outcomes[each].rule.id for each in found[cell, amount])),
                self.errors <= set(found[cell, amount]),
            )
            for cell, amount in ranked[:_MOST]
        )

    def telling(self, ranked: list[_Change], ranks: Mapping[_Change, _Rank]) -> list[_Change]:
        """Return the changes up to those that fill one of many empty cells: none of these is likelier than another."""
        times = Counter(ranks[each][:2] for each in ranked if self.report[each[0]].state is State.BLANK)
        return list(itertools.takewhile(lambda each: times[ranks[each][:2]] <= _MOST, ranked))

    def rank(self, change: _Change, cleared: Iterable[int]) -> _Rank:
        """Return what sorts a change: more errors cleared, more findings cleared, likelier as a slip, smaller."""
        cell, amount = change
        before = self.report[cell]
        was = before.amount if isinstance(before.amount, Decimal) else Decimal(0)
        slip = 0 if before.state is State.BLANK else slips(was, amount)
        places = set(cleared)
        return -len(places & self.errors), -len(places), slip, abs(EXACT.subtract(was, amount))

    def candidates(self, outcome: Outcome) -> Iterator[tuple[Cell, Decimal]]:
        """Yield for each number that an identity rests on the value that would make it true."""
        cells = [each.cell for each in outcome.operands if not each.previous and self.is_number(each.cell)]
        for cell in cells if len(cells) <= _CELLS else ():
            amount = self.solve(outcome, cell)
            if amount is not None and amount != self.report[cell].amount:
                yield cell, amount

    def is_number(self, cell: Cell) -> bool:
        state = self.report[cell].state
        return self.report.form.is_numeric(cell) and state in {State.NUMBER, State.BLANK, State.INVALID}

    def solve(self, outcome: Outcome, cell: Cell) -> Decimal | None:
        """Return the number of a cell with which both sides of a comparison are equal, if it is linear in it."""
        before = self.report[cell].amount
        start = before if isinstance(before, Decimal) else Decimal(0)
        first = self.distance(outcome, self.changed(cell, start))
        second = self.distance(outcome, self.changed(cell, start + 1))
        if first is None or second is None or first == second:
            return None
        slope = EXACT.subtract(second, first)
        amount = EXACT.subtract(start, EXACT.divide(first, slope))
        if EXACT.remainder(first, slope):
            return None  # no exact number
        try:
            self.report.form.conform(cell, Value.of(amount))
        except InvalidInput:
            return None
        return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount

    def changed(self, cell: Cell, amount: Decimal) -> Report:
        return attrs.evolve(self.report, values=self.report.values.with_items({cell: Value(amount)}))

    def scope(self, outcome: Outcome, report: Report) -> Scope:
        rule = outcome.rule
        policy = rule.missing or self.findings.book.policy
        previous = self.findings.previous
        return Scope(report, previous, policy, outcome.binding, outcome.target, tolerance=rule.tolerance)

    def distance(self, outcome: Outcome, report: Report) -> Decimal | None:
        """Return by how much the sides of a failing comparison differ in a changed report."""
        tree = decisive(outcome.rule.asserts[outcome.part], self.scope(outcome, self.report))
        if tree is None or tree.rest[0][0] == "!=":
            return None
        scope = self.scope(outcome, report)
        left, right = evaluate(tree.first, scope), evaluate(tree.rest[0][1], scope)
        if isinstance(left, Decimal) and isinstance(right, Decimal):
            return EXACT.subtract(left, right)
        return None

    def cleared(self, cell: Cell, amount: Decimal) -> tuple[int, ...] | None:
        """Return which failing outcomes a change clears; None if it breaks one that holds."""
        key = (cell, amount)
        if key not in self.known:
            self.known[key] = self._cleared(cell, self.changed(cell, amount))
        return self.known[key]

    def _cleared(self, cell: Cell, report: Report) -> tuple[int, ...] | None:
        found: list[int] = []
        functions: dict[str, Rule] = {}
        for place in sorted({*self.by_cell.get(cell, ()), *self.always}):
            outcome = self.outcomes[place]
            if outcome.rule.function is not None:
                functions[outcome.rule.id] = outcome.rule
                continue
            instance = Instance(outcome.binding, outcome.target)
            scope = self.scope(outcome, report)
            status = judge_one(outcome.rule, outcome.part, instance, scope).status
            if status is Status.FAILS and outcome.status is not Status.FAILS:
                return None
            if outcome.status is Status.FAILS and status is not Status.FAILS:
                found.append(place)
        for rule in functions.values():
            now = self.by_function(rule, report)
            if now is None:
                return None
            found.extend(now)
        return tuple(found)

    def by_function(self, rule: Rule, report: Report) -> list[int] | None:
        """Return which failures of a rule's function a change clears; None if there are new ones."""
        before = [place for place, each in enumerate(self.outcomes) if each.rule.id == rule.id]
        after = list(judge(rule, report, self.findings.previous, self.findings.book))
        fails = [place for place in before if self.outcomes[place].status is Status.FAILS]
        left = [each for each in after if each.status is Status.FAILS]
        if len(left) > len(fails):
            return None
        still = {_identity(each) for each in left}
        if still - {_identity(self.outcomes[place]) for place in fails}:
            return None
        return [place for place in fails if _identity(self.outcomes[place]) not in still]


def _identity(outcome: Outcome) -> object:
    return outcome.cells, tuple((each.section, each.paragraph, each.quote) for each in outcome.places)


def _touched(outcome: Outcome) -> set[Cell]:
    return {*outcome.cells, *(each.cell for each in outcome.operands if not each.previous)}


def slips(before: Decimal, after: Decimal) -> int:
    """Return how likely one number was typed for the other: 1 for one wrong, lost, doubled or swapped digit; 9 else.

    >>> slips(Decimal(1931), Decimal(1913)), slips(Decimal(26), Decimal(36)), slips(Decimal(26), Decimal(0))
    (1, 1, 9)
    """
    one, two = f"{before:f}", f"{after:f}"
    if len(one) == len(two):
        differ = [place for place in range(len(one)) if one[place] != two[place]]
        swapped = len(differ) == 2 and differ[1] == differ[0] + 1 and one[differ[0]] == two[differ[1]]
        is_slip = (len(differ) == 1 and len(one) > 1) or (swapped and one[differ[1]] == two[differ[0]])
        return 1 if is_slip else 9
    short, long = sorted((one, two), key=len)
    lost = any(long[:place] + long[place + 1 :] == short for place in range(len(long)))
    return 1 if len(long) - len(short) == 1 and lost and short != "0" else 9
