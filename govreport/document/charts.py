"""The charts that a form declares, as figures of a document: drawn, told in words, and with their numbers below."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

import attrs

from govreport.document.blocks import Block, Figure, Grid, GridCell, Run
from govreport.document.drawing import Bar, Group, draw_bars, draw_columns, draw_stacks, height_of, plain
from govreport.errors import InvalidInput
from govreport.model.cell import Cell
from govreport.model.chart import Chart, ChartKind, Series
from govreport.model.labels import base, pick
from govreport.model.report import Report
from govreport.model.value import ABSENT, EXACT, Quality, State, Value
from govreport.wording import say, show_marks, show_value

_HIGHEST = 600
"""Of one drawing, so that it fits a page; the groups of a longer chart go on in another."""
_LONGEST = 12
"""Characters of a value that is no number, beside its bar; the table has all of it."""


def in_order(report: Report, earlier: Iterable[Report]) -> tuple[Report, ...]:
    """Return earlier reports from the first year to the last, after making sure that they are such.

    Raises:
        InvalidInput: if one is of another edition of the form or another publisher, of no year or no earlier one, or
            given twice.
    """
    found: dict[int, Report] = {}
    for each in earlier:
        place = f"earlier report {each.period}"
        if each.form.id != report.form.id:
            hint = f"carry it over to {report.form.id} first, with map_to"
            raise InvalidInput(f"is on form {each.form.id}", place=place, hint=hint)
        if each.publisher.name != report.publisher.name and (
            each.publisher.id is None or each.publisher.id != report.publisher.id
        ):
            hint = f"charts over the years are of one publisher, here {report.publisher.name}"
            raise InvalidInput(f"is of {each.publisher.name}", place=place, hint=hint)
        if each.year is None or report.year is None or each.year >= report.year:
            raise InvalidInput(f"is not of a year before {report.period}", place=place)
        if each.year in found:
            raise InvalidInput("there are two of this year", place=place, hint="give one of them")
        found[each.year] = each
    return tuple(found[year] for year in sorted(found))


def chart_blocks(chart: Chart, report: Report, language: str, earlier: Sequence[Report] = ()) -> Iterator[Block]:
    """Yield the figures of a chart, and a table of their numbers where none above has them; nothing if there are none.

    Args:
        chart: of the report's form.
        report: whose figures.
        language: of the words.
        earlier: reports of the years before, on the same form, in order.
    """
    artist = _Artist(chart, report, language)
    groups = artist.members() if chart.kind is ChartKind.BARS else artist.years(earlier)
    if not any(bar.extent is not None for group in groups for bar in group.bars):
        return
    parts = artist.parts(groups)
    for number, part in enumerate(parts, 1):
        counted = say("chart.part", language, number, len(parts)) if len(parts) > 1 else ""
        caption = artist.title() + counted
        if artist.is_above():
            caption += "\n" + say("chart.above", language)
        place = f"chart-{chart.id}" + f"-{number}" * (number > 1)
        yield Figure(artist.drawn(part, groups), artist.told(part), (Run(caption),), place, language)
    if not artist.is_above():
        yield artist.table(groups)


class _Artist:
    """Turns one chart of one report into groups of bars, and these into drawings, words and a table."""

    def __init__(self, chart: Chart, report: Report, language: str) -> None:
        self.chart, self.report, self.form, self.language = chart, report, report.form, language

    def members(self) -> tuple[Group, ...]:
        """Return the values of each member; where no axis is drawn, those of all series as one group."""
        axis = self.chart.axis(self.form)
        if axis is None:
            bars = tuple(self.bar(series, self.report) for series in self.chart.series)
            return (Group("", bars, self.unit(self.chart.series[0])),)
        own = [member.id for member in self.report.members.get(axis, ())]
        wanted = self.chart.only or (*own, *(member.id for member in self.form.axes[axis].leaves()))
        total = self.form.axes[axis].total
        found = [group for each in wanted if (group := self.member(axis, each)) is not None]
        if not found and total is not None:  # a report without parts of its own
            found = [group for group in [self.member(axis, total)] if group is not None]
        return tuple(found)

    def member(self, axis: str, member: str) -> Group | None:
        """Return the values of a member; None if the report says nothing of it."""
        bars = tuple(self.bar(series, self.report, member) for series in self.chart.series)
        if all(bar.value == ABSENT for bar in bars):
            return None
        found = self.report.member_of(axis, member)
        label = member if found is None else pick(found.labels, self.language, member)
        unknown = say("unknown_member", self.language) if self.report.is_unknown(axis, member) else ""
        return Group(plain(label + unknown), bars, self.unit(self.chart.series[0], member))

    def years(self, earlier: Sequence[Report]) -> tuple[Group, ...]:
        """Return the values of each series over the years; a year without a report is a gap."""
        by_year = {each.year: each for each in (*earlier, self.report) if each.year is not None}
        if len(by_year) < 2:
            return ()
        found: list[Group] = []
        for series in self.chart.series:
            bars = tuple(
                attrs.evolve(self.bar(series, by_year.get(year)), label=str(year))
                for year in range(min(by_year), max(by_year) + 1)
            )
            found.append(Group(self.name(series), bars, self.unit(series)))
        return tuple(found)

    def name(self, series: Series) -> str:
        own = self.form.indicators[series.of.indicator]
        return plain(pick(series.labels, self.language) or pick(own.labels, self.language, own.id))

    def bar(self, series: Series, report: Report | None, member: str = "") -> Bar:
        cells = series.parts(self.form, member)
        value = ABSENT if report is None else _sum([_value(report, cell) for cell in cells])
        return Bar(self.name(series), value, plain(self.shown(value)))

    def shown(self, value: Value) -> str:
        """Return a value as it stands in a drawing; what had to be added up is marked as such in the table only."""
        if value.state is State.INVALID and len(value.raw or "") > _LONGEST:
            value = attrs.evolve(value, raw=f"{(value.raw or '')[:_LONGEST]}…")
        marked = attrs.evolve(value, quality=None) if value.quality is Quality.DERIVED else value
        return show_value(value, self.language) + show_marks(marked, self.language)

    def unit(self, series: Series, member: str = "") -> str:
        return self.form.unit(series.parts(self.form, member or "")[0], self.language)

    def title(self) -> str:
        units = dict.fromkeys(unit for series in self.chart.series if (unit := self.unit(series)))
        title = pick(self.chart.labels, self.language, self.chart.id)
        return say("chart.title", self.language, title, next(iter(units))) if len(units) == 1 else title

    def is_above(self) -> bool:
        """Whether the table behind which it stands prints all that it draws."""
        is_cell = all(not self.form.indicators[series.of.indicator].group for series in self.chart.series)
        tables = {table.id for cell in self.chart.cells(self.form) if (table := self.form.table_of(cell)) is not None}
        return self.chart.kind is ChartKind.BARS and is_cell and tables == {self.chart.table}

    def parts(self, groups: tuple[Group, ...]) -> list[tuple[Group, ...]]:
        """Return the groups in as many parts, of about the same size, as drawings need."""
        for count in range(1, len(groups) + 1):
            stops = [len(groups) * number // count for number in range(count + 1)]
            parts = [groups[start:stop] for start, stop in itertools.pairwise(stops)]
            if self.chart.kind is ChartKind.TREND or all(
                height_of(self.drawn(part, groups)) <= _HIGHEST for part in parts
            ):
                return parts
        return [(group,) for group in groups]

    def drawn(self, groups: tuple[Group, ...], over: tuple[Group, ...]) -> str:
        """Return the drawing of some groups, on one scale with all."""
        if self.chart.kind is ChartKind.TREND:
            return draw_columns(groups)
        if self.chart.stacked and self.chart.axis(self.form) is not None:
            return draw_stacks(groups, say("chart.zero", self.language), over)
        return draw_bars(groups, over)

    def told(self, groups: tuple[Group, ...]) -> str:
        """Return in words what a drawing shows."""
        comma, semicolon = ("，", "；") if base(self.language) == "zh" else (", ", "; ")
        said: list[str] = []
        for group in groups:
            zero = len(group.bars) > 1 and all(bar.value.amount == 0 and bar.extent is not None for bar in group.bars)
            each = (f"{bar.label} {bar.shown}" for bar in group.bars)
            words = say("chart.zero", self.language) if zero else comma.join(each)
            said.append(say("chart.group", self.language, group.label, words) if group.label else words)
        years = [bar.label for bar in groups[0].bars]
        told = say(
            f"chart.{self.chart.kind.value}", self.language, self.title(), semicolon.join(said), years[0], years[-1]
        )
        return plain(told)

    def table(self, groups: tuple[Group, ...]) -> Grid:
        """Return the numbers of a drawing as a table: a row for each member or year."""
        if self.chart.kind is ChartKind.TREND:
            corner, heads = say("chart.year", self.language), [group.label for group in groups]
            rows = [(bars[0].label, bars) for bars in zip(*(group.bars for group in groups), strict=True)]
        elif len(groups) == 1 and not groups[0].label:
            corner, heads = say("chart.of", self.language), [groups[0].unit]
            rows = [(bar.label, (bar,)) for bar in groups[0].bars]
        else:
            axis = self.form.axes[self.chart.axis(self.form) or ""]
            corner, heads = pick(axis.labels, self.language), [bar.label for bar in groups[0].bars]
            rows = [(group.label, group.bars) for group in groups]
        cells = [GridCell(0, 0, (Run(corner),) if corner else (), "corner")]
        cells += [GridCell(0, column, (Run(head),), "column") for column, head in enumerate(heads, 1)]
        for row, (label, bars) in enumerate(rows, 1):
            cells.append(GridCell(row, 0, (Run(label),), "row"))
            cells += [self.cell(row, column, bar) for column, bar in enumerate(bars, 1)]
        place = f"chart-{self.chart.id}-figures"  # no caption: the drawing's stands just above
        return Grid(tuple(cells), len(rows) + 1, len(heads) + 1, 1, 1, (), place, self.language)

    def cell(self, row: int, column: int, bar: Bar) -> GridCell:
        runs = [Run(show_value(bar.value, self.language), state=bar.value.state)]
        if marks := show_marks(bar.value, self.language):
            runs.append(Run(marks, note=True))
        return GridCell(row, column, tuple(runs), state=bar.value.state, numeric=True)


def _value(report: Report, cell: Cell) -> Value:
    return ABSENT if report.form.table_of(cell) is None else report.values.get(cell, ABSENT)


def _sum(values: Sequence[Value]) -> Value:
    """Return the one value, or the sum of several; where one of them is missing, so is the sum.

    What cannot exist for the publisher is left out.
    """
    if len(values) == 1:
        return values[0]
    counted = [each for each in values if each.state is not State.NOT_APPLICABLE]
    if not counted:
        return Value(state=State.NOT_APPLICABLE)
    total = Decimal(0)
    for each in counted:
        if not isinstance(each.amount, Decimal):
            return Value(state=each.state) if each.state not in {State.BELOW, State.NUMBER} else ABSENT
        total = EXACT.add(total, each.amount)
    return Value(total, quality=Quality.DERIVED)
