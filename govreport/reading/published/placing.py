"""From the tables of a published report to values: each in the cell that its row and the heads over it name."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

import attrs

from govreport.checks.identities import Identity
from govreport.checks.spreadsheet import column_letters
from govreport.errors import InvalidInput
from govreport.model.cell import Cell
from govreport.model.frozen import FrozenMap
from govreport.model.indicator import Member
from govreport.model.report import Origin, Report, Unplaced
from govreport.model.value import State, Value
from govreport.reading.labels import normalise
from govreport.reading.published.aligning import Alignment, Match, align
from govreport.reading.published.expected import Expected, best
from govreport.reading.published.glued import GluedRow, part
from govreport.reading.published.heads import Heads
from govreport.reading.published.named import named_rows
from govreport.reading.published.page import Page, RawCell, RawTable, as_figure
from govreport.reading.published.values import has_digits, read_amount, read_value, scale
from govreport.wording import say

_UNIT = re.compile(r"[（(]\s*(?:单位\s*[:：]?\s*)?([百千万亿]{0,2}(?:元|件|条|次|人|个|项))\s*[)）]")
"""A unit in brackets, as heads and labels give it."""
_BY_ORDER = Decimal("0.9")
_GLUED = Decimal("0.7")
"""How sure a value is that was placed by the order of its row, or whose digits had to be parted."""


Sums: TypeAlias = Callable[[], Iterable[Identity]]
"""Gives the sums that the figures of a form must come to."""


@attrs.frozen
class Placing:
    """What tables gave.

    Args:
        values, origins: by cell.
        unplaced: what stands in them and could not be placed.
        tables: those that are tables of the form.
        members: those that the reporter names, by axis.
    """

    values: Mapping[Cell, Value]
    origins: Mapping[Cell, Origin]
    unplaced: tuple[Unplaced, ...]
    tables: tuple[RawTable, ...]
    members: Mapping[str, tuple[Member, ...]] = FrozenMap()


def place_tables(page: Page, form: Expected, report: Report, sums: Sums) -> Placing:
    """Return the values of the tables that are tables of a form.

    Args:
        page: the source.
        form: what is looked for.
        report: an empty one of the form.
        sums: gives what its figures must come to; asked only where digits run together.
    """
    named = named_rows(page, form)
    found = align(page.tables, form)
    own = tuple(each for each in found.matches if each.raw.at not in named.tables)
    found = attrs.evolve(found, matches=(*own, *named.matches))
    placing = _Placer(form, report, sums, found).place(page.tables, named.names)
    return attrs.evolve(placing, members=named.members)


class _Placer:
    """What grows while rows are placed."""

    def __init__(self, form: Expected, report: Report, sums: Sums, found: Alignment) -> None:
        self.form, self.report, self.sums, self.found = form, report, sums, found
        self.language = report.in_language
        units = {label for unit in form.form.units.values() for label in unit.labels.values()}
        self.units = tuple(sorted(units, key=len, reverse=True))
        self.values: dict[Cell, Value] = {}
        self.origins: dict[Cell, Origin] = {}
        self.unplaced: list[Unplaced] = []
        self.glued: dict[int, GluedRow] = {}

    def place(self, tables: Sequence[RawTable], names: Collection[tuple[int, int]] = ()) -> Placing:
        for number, match in enumerate(self.found.matches):
            self.row(number, match)
        self.part()
        mine = {each.raw.at for each in self.found.matches}
        taken = {(each.at, each.row) for each in (*(match.raw for match in self.found.matches), *self.found.repeated)}
        taken.update(names)
        doubtful = {(each.at, each.row) for each in self.found.doubtful}
        for at in sorted(mine):
            self.leave_rows(self.found.tables[at], at, taken, doubtful)
        for each in self.found.repeated:
            text = " ".join(cell.text.strip() for cell in each.begun)
            self.leave(each.table, each.row, text, "left.again")
        return Placing(self.values, self.origins, tuple(self.unplaced), tuple(tables[at] for at in sorted(mine)))

    def row(self, number: int, match: Match) -> None:
        """Place the values of one row, or keep it until all others are."""
        cells, unit = self.behind(match)
        by_title = self.by_titles(match, cells)
        texts = by_title
        if texts is None:
            texts = self.by_order(match, cells)
        if texts is None:
            if self.may_be_glued(match, cells):
                pieces = tuple(filter(None, map(self.bare, cells)))
                self.glued[number] = GluedRow(match.row.cells, pieces, match.raw.table.run_in)
            else:
                self.leave_row(match, cells, "left.columns")
            return
        rest = [each for each in cells if each.text.strip() and all(each is not own for own in texts)]
        for cell, raw in zip(match.row.cells, texts, strict=True):
            text = "" if raw is None else raw.text
            if cell is not None:
                printed = unit or self.unit_over(match, raw)
                self.put(cell, self.read(text, cell, printed), match, raw, unit, None if by_title else _BY_ORDER)
            elif has_digits(text):
                self.leave(match.raw.table, match.raw.row, text, "left.no_cell")
        for each in rest:
            self.leave(match.raw.table, match.raw.row, each.text, "left.beside")

    def may_be_glued(self, match: Match, cells: Sequence[RawCell]) -> bool:
        """Whether one cell of a row may hold several figures: all heads are there, cells lack, and none is empty."""
        if match.raw.table.run_in:
            return True
        whole = match.heads is not None and match.heads.are_whole(match.row.block)
        return whole and all(cell.text.strip() for cell in cells) and len(cells) < len(match.row.block.columns)

    def bare(self, cell: RawCell) -> str:
        """Return what stands in a cell without the unit that ran into its figures."""
        text = cell.text.strip()
        unit = next((each for each in self.units if text.startswith(each)), "")
        return text.removeprefix(unit).strip()

    def behind(self, match: Match) -> tuple[list[RawCell], str | None]:
        """Return the cells behind the label of a row, without that of its unit, and the unit."""
        start = 0 if match.label is None else match.label.stop
        cells = [cell for cell in match.raw.begun if cell.column >= start]
        if len(cells) > 1 and cells[0].text.strip() in self.units:
            return cells[1:], cells[0].text.strip()
        return cells, None

    def by_titles(self, match: Match, cells: Sequence[RawCell]) -> list[RawCell | None] | None:
        """Return what stands under the heads of each column of the form; None where heads or spans leave a doubt."""
        heads, block = match.heads, match.row.block
        if heads is None or not block.heads:
            return None
        if not heads.below and heads.table.width != match.raw.table.width:
            return None
        columns = heads.columns(block)
        if set(columns.values()) != set(range(len(block.columns))):
            return None
        found: list[RawCell | None] = [None] * len(block.columns)
        covered: set[int] = set()
        for cell in cells:
            places = {columns[column] for column in range(cell.column, cell.stop) if column in columns}
            covered |= places
            if not cell.text.strip() or (not places and self.is_foreign(heads, cell)):
                continue
            if len(places) != 1 or found[place := places.pop()] is not None:
                return None
            found[place] = cell
        if covered != set(range(len(block.columns))) or not self.is_even(match, columns):
            return None
        return found

    def is_foreign(self, heads: Heads, cell: RawCell) -> bool:
        """Whether a cell stands under a head of the publisher's own, such as one for remarks or for last year."""
        lowest = next(filter(None, map(normalise, reversed(self.over(heads, cell)))), None)
        return lowest is not None and best(lowest, self.form.labels) is None

    @staticmethod
    def over(heads: Heads, cell: RawCell) -> list[str]:
        """Return what the heads over a cell say, from top to bottom."""
        rows = (heads.table.rows[row] for row in heads.rows)
        return [each.text for row in rows for each in row if each.column <= cell.column < each.stop]

    def is_even(self, match: Match, columns: Mapping[int, int]) -> bool:
        """Whether a row reaches as far as its table, and no cell from above or label stands under a head of figures."""
        behind = match.label.stop if match.label else 0
        ends = max(cell.stop for cell in match.raw.cells) == match.raw.table.width
        return ends and all(
            cell.row == match.raw.row and cell.column >= behind
            for cell in match.raw.cells
            if any(column in columns for column in range(cell.column, cell.stop))
        )

    def by_order(self, match: Match, cells: Sequence[RawCell]) -> list[RawCell | None] | None:
        """Return the cells of a row as they stand, if the heads are all there in order and there is one for each."""
        block, heads = match.row.block, match.heads
        whole = heads is not None and heads.are_whole(block)
        if heads is not None and heads.below:
            cells = [cell for cell in cells if not self.is_foreign(heads, cell)]
        if len(block.columns) == 1:
            filled = [cell for cell in cells if cell.text.strip()]
            if len(filled) <= 1 and (whole or not block.heads or self.stands_among_others(match)):
                return [filled[0] if filled else None]
            return None
        return list(cells) if whole and len(cells) == len(block.columns) else None

    def stands_among_others(self, match: Match) -> bool:
        """Whether other rows of the same block or of its neighbours stand in the same table: its heads were lost."""
        return sum(each.raw.at == match.raw.at for each in self.found.matches) > 1

    def unit_over(self, match: Match, cell: RawCell | None) -> str | None:
        """Return the unit that a head over a cell, or the label of its row, gives in brackets; None if none does."""
        heads = match.heads
        over = [] if heads is None or not heads.below or cell is None else self.over(heads, cell)
        texts = [*reversed(over), "" if match.label is None else match.label.text]
        return next((found[1] for text in texts if (found := _UNIT.search(text)) is not None), None)

    def read(self, text: str, cell: Cell, printed: str | None = None) -> Value:
        """Return the value of a cell as printed; one that the form does not admit as what is printed.

        Args:
            text: what stands in it.
            cell: of the form.
            printed: the unit that is printed for it elsewhere; a figure in ten thousands is none in ones.
        """
        joined = as_figure(text)
        if (
            printed is not None
            and scale(printed) != scale(self.report.form.unit(cell, self.language))
            and has_digits(joined)
        ):
            return Value(state=State.INVALID, raw=f"{joined}{printed}")
        unit = next((each for each in self.units if joined.endswith(each) and joined != each), None)
        numeric = self.report.form.is_numeric(cell)
        value = read_value(joined, unit) if numeric else read_amount(text, self.report.form.traits(cell).datatype)
        try:
            return self.report.form.conform(cell, value)
        except InvalidInput:
            return Value(state=State.INVALID, raw=joined)

    def put(
        self, cell: Cell, value: Value, match: Match, raw: RawCell | None, unit: str | None, sure: Decimal | None
    ) -> None:
        """Put in a value with its origin; how sure it is, is the least of what is known of its label and place."""
        if value.state is State.ABSENT:
            return
        alike = Decimal(str(round(match.likeness, 3)))
        label = None if match.label is None else match.label.text.strip()
        column = None if raw is None else raw.column
        self.values[cell] = value
        self.origins[cell] = origin_in(
            match.raw.table, match.raw.row, column, min(alike, sure or alike), label=label, unit=unit
        )

    def part(self) -> None:
        """Part the digits of rows that run together, with what all other rows say."""
        if not self.glued:
            return
        solved, left = part(self.glued, self.values, self.report, self.sums())
        for number, values in solved.items():
            match = self.found.matches[number]
            for cell, value in values.items():
                self.put(cell, value, match, None, None, _GLUED)
        for number, ways in left.items():
            match = self.found.matches[number]
            cells, _ = self.behind(match)
            self.leave_row(match, cells, *_why(ways, self.language))

    def leave_row(self, match: Match, cells: Sequence[RawCell], reason: str, *values: object) -> None:
        """List what stands in the cells of a row, if anything does, with its label."""
        text = " ".join(filter(None, (each.text.strip() for each in cells)))
        if text:
            label = "" if match.label is None else f"{match.label.text.strip()}: "
            self.leave(match.raw.table, match.raw.row, label + text, reason, *values)

    def leave_rows(self, table: RawTable, at: int, taken: set[tuple[int, int]], doubtful: set[tuple[int, int]]) -> None:
        """List what stands in the other rows of a table of the form, but for heads and labels of the form."""
        for row, cells in enumerate(table.rows):
            if (at, row) in taken:
                continue
            begun = [cell.text.strip() for cell in cells if cell.row == row]
            strange = [text for text in begun if text and best(normalise(text), self.form.labels) is None]
            if (at, row) in doubtful:
                self.leave(table, row, " ".join(filter(None, begun)), "left.ambiguous")
            elif strange:
                self.leave(table, row, " ".join(filter(None, begun)), "left.unknown")

    def leave(self, table: RawTable, row: int, text: str, reason: str, *values: object) -> None:
        """List something that could not be placed, with its place; `reason` is the key of the words for why."""
        told, why = " ".join(text.split()), say(reason, self.language, *values)
        if table.lines:
            self.unplaced.append(Unplaced(told, table.lines[row], why))
        else:
            self.unplaced.append(Unplaced(told, None, f"{place_of(table, row, self.language)}: {why}"))


def origin_in(
    table: RawTable,
    row: int,
    column: int | None,
    sure: float | Decimal,
    *,
    label: str | None,
    unit: str | None,
) -> Origin:
    """Return where a value stands in a table of the source.

    Args:
        table: the table.
        row: its row there, from 0.
        column: its column, from 0; None if only the row is known.
        sure: how sure it is, from 0 to 1.
        label: as printed.
        unit: as printed.
    """
    confidence = Decimal(str(round(sure, 3)))
    line = table.lines[row] if table.lines else None
    at, beside = row + table.first_row, None if column is None else column + table.first_column
    return Origin(
        line=line,
        page=table.page,
        table=None if line else table.number,
        row=None if line else at,
        column=beside,
        sheet=table.sheet,
        cell=None if table.sheet is None or beside is None else f"{column_letters(beside)}{at}",
        confidence=None if confidence == 1 else confidence,
        label=label,
        unit=unit,
    )


def place_of(table: RawTable, row: int, language: str) -> str:
    """Return where a row of a table stands in its source, in words."""
    number = row + table.first_row
    if table.sheet is not None:
        return say("left.sheet", language, table.sheet, number)
    place = say("left.table", language, table.number, number)
    return place if table.page is None else f"{say('left.page', language, table.page)}, {place}"


def _why(ways: tuple[tuple[str, ...], ...], language: str) -> tuple[str, ...]:
    """Say why the digits of a row were not parted: the key of the words, and what is put into them."""
    if not ways:
        return ("left.glued",)
    shown = say("left.or", language).join(" ".join(way) for way in ways[:3]) + (" …" if len(ways) > 3 else "")
    return "left.ways", shown
