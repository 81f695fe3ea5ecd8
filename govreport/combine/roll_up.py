"""Many reports into one: each cell by its own aggregation, each total with all that it rests on.

Over units, flows and stocks add up; over time, flows add up, of a stock the last counts, of an opening the first.
Minima and maxima stay such, top lists are merged and cut, totals and ratios are made anew of what they are made of;
medians and texts do not become one, and the reason is told. What is missing is never counted as zero.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import attrs

from govreport.checks.evaluate import evaluate
from govreport.checks.rule import NO_POLICY, Policy
from govreport.checks.scope import Scope
from govreport.checks.syntax import Expression, parse
from govreport.combine.algebra import total
from govreport.combine.gather import TEXTS, Gathered, Over, Parts, gather
from govreport.model.cell import Cell
from govreport.model.form import Form
from govreport.model.frozen import FrozenMap
from govreport.model.indicator import Aggregation, Axis, Nature, Traits
from govreport.model.labels import pick
from govreport.model.report import Contribution, Note, Publisher, Report
from govreport.model.value import ABSENT, State, Value
from govreport.wording import in_languages, listed, say, show_value

_MOST_NAMES, _MOST_NOTES = 20, 20
"""How many names a note lists, and how many notes tell which cells lack whose values; `contributions` have all."""


def add_up(
    reports: Mapping[str, Report],
    publisher: Publisher,
    *,
    period: str,
    over: Over = "units",
    kind: str | None = None,
    missing: Sequence[str] = (),
    policy: Policy = NO_POLICY,
) -> Report:
    """Return one report of several on the same form; `govreport.roll_up` finds form, names and policy.

    Args:
        reports: those to be added up, by the name under which the result tells of them.
        publisher: whose report the result is.
        period: of the result.
        kind: of the result.
        over: whether units of one period become one, or periods of one unit, given in their order.
        missing: the names of those that owe a report and have none.
        policy: what stands for missing values by the rule set of the form; its part `roll_up` counts here.
    """
    first = next(iter(reports.values()))
    gathered = gather(reports, over)
    work = _Work(first.form, over, policy, reports, gathered)
    for cell, parts in gathered.shares.items():
        work.add(cell, parts)
    for cell, value, parts in gathered.lists(first.form):
        work.values[cell], work.resting[cell] = value, Contribution(FrozenMap(parts))
    result = Report(
        form=first.form,
        publisher=publisher,
        period=period,
        kind=kind,
        language=first.language,
        partial=bool(missing) or any(report.partial for report in reports.values()),
        members=gathered.members,
    )
    work.make_totals_anew()
    work.make_formulas_anew(result)
    values = FrozenMap({**gathered.rows, **work.values})
    result = attrs.evolve(result, values=values, contributions=FrozenMap(work.resting))
    return attrs.evolve(result, notes=tuple(_notes(result, reports, missing)))


@attrs.frozen
class _Work:
    """One roll-up under way: the values of the whole, and what each rests on."""

    form: Form
    over: Over
    policy: Policy
    reports: Mapping[str, Report]
    gathered: Gathered
    values: dict[Cell, Value] = attrs.field(factory=dict)
    resting: dict[Cell, Contribution] = attrs.field(factory=dict)
    zeros: dict[tuple[str, str], bool] = attrs.field(factory=dict)

    def add(self, cell: Cell, given: Parts) -> None:
        """Put in the total of a cell, or why there is none."""
        traits = self.form.traits(cell)
        if traits.datatype in TEXTS or traits.aggregation is Aggregation.TOP:
            return
        parts = FrozenMap(given if self.may_lack(cell) else {name: given.get(name, ABSENT) for name in self.reports})
        if self.over == "time" and traits.nature is not Nature.FLOW:
            value = list(parts.values())[0 if traits.nature is Nature.OPENING else -1]
            self.put(cell, value, Contribution(parts, complete=value.state is State.NUMBER))
        elif traits.aggregation is Aggregation.NONE:
            self.resting[cell] = Contribution(parts, complete=False, refused=in_languages("rollup.refused"))
        else:
            counted = (self.counted(cell, name, value) for name, value in parts.items())
            found = total(counted, _how(traits))
            about = Contribution(parts, complete=found.complete, lower_bound=found.lower_bound)
            self.put(cell, attrs.evolve(found.value, quality=None), about)

    def put(self, cell: Cell, value: Value, about: Contribution) -> None:
        """Put in a value of the whole; one that no report has stays absent."""
        self.resting[cell] = about
        if value is not ABSENT and value.state is not State.ABSENT:
            self.values[cell] = attrs.evolve(value, note=None)

    def may_lack(self, cell: Cell) -> bool:
        """Whether a report need not have a cell: in rows that reports name themselves, and in optional ones."""
        indicator = self.form.indicators[cell.indicator]
        own = any(self.form.axes[axis].open and not self.form.axes[axis].total for axis in indicator.axes)
        return own or indicator.optional

    def counted(self, cell: Cell, name: str, value: Value) -> Value:
        """Return a value as the policy counts it.

        What stands for a blank counts only where a zero was left unwritten: beside a mark such as `/`, or in a table in
        which the report writes no zero at all.
        """
        zero = self.form.traits(cell).zero
        if zero is not None and value.is_number and not value.amount:
            value = Value(state=zero)
        used = self.policy.roll_up.get(value.state)
        if value.state is State.BLANK and not value.raw and self.writes_zeros(name, cell):
            return value
        return Value(state=State.NOT_APPLICABLE) if used == "skip" else value if used is None else Value(used)

    def writes_zeros(self, name: str, cell: Cell) -> bool:
        """Whether a report writes zeros in the table of a cell."""
        table = self.form.table_of(cell)
        key = name, "" if table is None else table.id
        if key not in self.zeros:
            values = self.reports[name].values.items()
            self.zeros[key] = any(each.amount == 0 and self.form.table_of(other) is table for other, each in values
                                  if isinstance(each.amount, Decimal))  # fmt: skip
        return self.zeros[key]

    def make_totals_anew(self) -> None:
        """Make the totals over closed axes anew of the members that they are totals of, where any of these is there."""
        found = [(cell, axis) for cell in self.values if (axis := self.closed_total(cell)) is not None]
        for cell, axis in sorted(found, key=lambda pair: self.totals_in(pair[0])):
            place = self.form.indicators[cell.indicator].axes.index(axis.id)
            parts = [
                Cell(cell.indicator, (*cell.members[:place], member.id, *cell.members[place + 1 :]))
                for member in axis.leaves()
            ]
            self.anew(cell, [part for part in parts if self.form.table_of(part) is not None])

    def anew(self, cell: Cell, parts: list[Cell]) -> None:
        """Make a total anew of its parts; printed totals are never added up where the parts are known."""
        known = [part for part in parts if part in self.values]
        if not known:
            return
        found = total((self.values.get(part, ABSENT) for part in parts), _how(self.form.traits(cell)))
        rests = [self.resting.get(part, Contribution(complete=False)) for part in parts]
        about = attrs.evolve(
            self.resting[cell],
            complete=found.complete and all(each.complete for each in rests),
            lower_bound=any(each.lower_bound for each in rests),
        )
        self.put(cell, attrs.evolve(found.value, quality=None), about)

    def closed_total(self, cell: Cell) -> Axis | None:
        """Return the first closed axis on which a cell is the total, if its members add up."""
        indicator = self.form.indicators[cell.indicator]
        if indicator.formula is not None or self.form.traits(cell).aggregation in {Aggregation.NONE, Aggregation.TOP}:
            return None
        for axis, member in zip(indicator.axes, cell.members, strict=True):
            known = self.form.axes[axis]
            if not known.open and member == known.total and known.aggregation is not Aggregation.NONE:
                return known
        return None

    def totals_in(self, cell: Cell) -> int:
        """Return on how many axes a cell is a total: of what is a total on one, the parts are made first."""
        axes = self.form.indicators[cell.indicator].axes
        return sum(self.form.axes[axis].total == member for axis, member in zip(axes, cell.members, strict=True))

    def make_formulas_anew(self, result: Report) -> None:
        """Make what the form gives a formula for anew of the whole, until nothing changes: one may speak of another."""
        formulas: dict[Cell, Expression] = {}
        for cell in self.gathered.shares:
            indicator = self.form.indicators[cell.indicator]
            if indicator.formula is not None:
                formulas[cell] = parse(indicator.formula, f"{self.form.id}: {indicator.id}")
        for _ in formulas:  # no chain of them is longer than there are
            before = dict(self.values), dict(self.resting)
            report = attrs.evolve(result, values=FrozenMap({**self.gathered.rows, **self.values}))
            for cell, formula in formulas.items():
                self.make_anew(cell, formula, report)
            if before == (self.values, self.resting):
                return

    def make_anew(self, cell: Cell, formula: Expression, report: Report) -> None:
        """Make one cell anew by its formula, where that comes to a number."""
        binding = FrozenMap(dict(zip(self.form.indicators[cell.indicator].axes, cell.members, strict=True)))
        scope = Scope(report, None, NO_POLICY, binding)
        amount = evaluate(formula, scope)
        if isinstance(amount, Decimal):
            rests = [self.resting[each] for each, _ in scope.trace if each in self.resting]
            parts = self.resting[cell].parts if cell in self.resting else FrozenMap(self.gathered.shares[cell])
            complete, bound = all(each.complete for each in rests), any(each.lower_bound for each in rests)
            self.put(cell, Value(amount), Contribution(parts, complete, bound))


def _how(traits: Traits) -> Aggregation:
    """Return how values become one: minima and maxima stay such, all else that has a total adds up."""
    found = traits.aggregation
    return found if found is Aggregation.MIN or found is Aggregation.MAX else Aggregation.SUM


def _notes(result: Report, reports: Mapping[str, Report], missing: Sequence[str]) -> Iterator[Note]:
    """Yield what readers of a roll-up must know: of which reports it is, what they lack, and what does not add up."""
    language = result.in_language
    numbers = (f"n{number}" for number in itertools.count(1))
    yield Note(next(numbers), say("rollup.of", language, len(reports), _names(list(reports), language)))
    if missing:
        yield Note(next(numbers), say("rollup.missing", language, len(missing), listed(missing, language)))
    lacking: dict[tuple[str, ...], list[Cell]] = {}
    refused: list[Cell] = []
    for cell, about in result.contributions.items():
        if about.refused:
            refused.append(cell)
        elif not about.complete and cell in result.values:
            told = tuple(
                say("rollup.lacks", language, name, show_value(value, language).strip("（）()"))
                for name, value in about.parts.items()
                if value.state not in {State.NUMBER, State.NOT_APPLICABLE, State.NOT_COLLECTED}
            )
            lacking.setdefault(told, []).append(cell)
    sets = sorted(lacking.items(), key=lambda pair: -len(pair[1]))
    for told, cells in sets[:_MOST_NOTES]:
        bound = any(result.contributions[cell].lower_bound for cell in cells)
        key = "rollup.bound" if bound else "rollup.incomplete"
        yield Note(next(numbers), say(key, language, _names(told, language)), tuple(cells))
    if rest := tuple(cell for _, cells in sets[_MOST_NOTES:] for cell in cells):
        yield Note(next(numbers), say("rollup.incomplete.more", language), rest)
    if refused:
        rows = dict.fromkeys(
            pick(result.form.indicators[cell.indicator].labels, language, cell.indicator) for cell in refused
        )
        yield Note(next(numbers), say("rollup.refused.rows", language, _names(list(rows), language)))


def _names(names: Sequence[str], language: str) -> str:
    more = len(names) - _MOST_NAMES
    told = listed(names[:_MOST_NAMES], language)
    return told if more <= 0 else say("rollup.more", language, told, more)
