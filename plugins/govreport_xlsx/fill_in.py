"""A report to be filled in: every table of its form, with rows for the members that the reporter names."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Any

import attrs

from govreport import Cell, InvalidInput, Report, State, Value
from govreport.checks import Places, Total, totals
from govreport.checks.identities import identities
from govreport.document import Document, Grid, GridCell, Run, build_document, plain_text
from govreport.plugin import RenderContext
from govreport_xlsx.about import AboutSheet, TextsSheet, draw_help, lock
from govreport_xlsx.book import Book, Held, plain
from govreport_xlsx.checks import ChecksSheet, checks_of, failing, failing_counts, mark_failing
from govreport_xlsx.data import Entry, write_data
from govreport_xlsx.inputs import Kind, kind_of, validate
from govreport_xlsx.render import draw_heads, grids_of, sheet_name
from govreport_xlsx.rows import Rows, rows_of
from govreport_xlsx.tables import Drawing, Drawn, Place, looks, shown
from govreport_xlsx.words import state_words, told

_MARK = re.compile("\ue000([0-9]+)\ue001(.*)", re.DOTALL)
_MOST_ROWS = 500
_BLANK = Value(state=State.BLANK)
_ROOM = "　" * 12
"""What a name that is still to come is taken to be as wide as."""


def render_fill_in(report: Report, document: Document, context: RenderContext) -> bytes:
    """Return a workbook in which a report is filled in; what it holds already stands there.

    Raises:
        InvalidInput: if the option `rows` is no number of rows.
    """
    rows = context.options.get("rows")
    if not isinstance(rows, int) or isinstance(rows, bool) or not 0 <= rows <= _MOST_ROWS:
        raise InvalidInput(f"rows: {rows!r} is no number from 0 to {_MOST_ROWS}", hint="as in rows=20")
    return _FillIn(report, document, context, rows).bytes()


class _FillIn:
    """A workbook to be filled in, while it is drawn.

    Attributes:
        full: the report with every row that the workbook has.
    """

    def __init__(self, report: Report, document: Document, context: RenderContext, rows: int) -> None:
        self.report, self.context, self.language = report, context, context.language
        self.rows: Rows = rows_of(report, rows, self.language)
        self.full = self.rows.full
        self.book = Book(document, context.theme)
        self.drawing = Drawing(self.book, report.form.paper)
        self.rules = context.registry.rules(report.form)
        self.found = tuple(identities(self.rules, self.full))
        self.made: dict[Cell, Total] = {
            cell: total for cell, total in totals(self.found, self.full).items() if _agrees(total, report)
        }
        self.drawn: list[Drawn] = []
        self.labels: dict[tuple[str, str], Place] = {}
        self.entries: list[Entry] = []
        self.kinds: dict[tuple[int, int], Kind] = {}

    def bytes(self) -> bytes:
        """Return the workbook."""
        book, language = self.book, self.language
        helping, help_name = book.sheet(told("sheet.help", language))
        about, about_name = book.sheet(told("sheet.about", language))
        self.about(about, about_name)
        self.tables()
        texts, texts_name = book.sheet(told("sheet.texts", language))
        writer = TextsSheet(book, language)
        writer.draw(texts, texts_name, self.report)
        checks, checks_name = book.sheet(told("sheet.checks", language))
        names = {"about": about_name, "texts": texts_name, "checks": checks_name}
        draw_help(book, helping, help_name, language, names)
        self.totals()
        self.checks(checks, checks_name)
        for drawn in self.drawn:
            lock(drawn.sheet)
        lock(checks)
        heads = [Entry("head", "", each, each.held) for drawn in self.drawn for each in drawn.heads if each.held]
        write_data(book, self.report, "fill-in", language, [*self.entries, *heads, *writer.entries])
        self.context.warnings.extend(book.warnings)
        return book.close()

    def about(self, sheet: Any, name: str) -> None:
        """Draw the sheet of what concerns the whole report, with the names of members."""
        writer = AboutSheet(self.book, self.language)
        row = writer.draw(sheet, name, self.report)
        for axis, members in self.rows.named.items():
            row = writer.members(sheet, name, row, axis, self.rows.titles[axis], members)
        self.entries.extend(writer.entries)
        for each in writer.entries:
            if each.kind == "member":
                axis, _, member = each.key.partition("/")
                self.labels[axis, member] = each.place

    def tables(self) -> None:
        """Draw every table on a sheet of its own."""
        document = build_document(
            attrs.evolve(self.full, narrative=type(self.full.narrative)()), language=self.language
        )
        for grid, headings, _ in grids_of(document.walk()):
            sheet, name = self.book.sheet(sheet_name(headings, self.language))
            top = max(draw_heads(self.book, sheet, [*headings, plain_text(grid.caption)]), 2)
            self.kinds = {}
            named, marks = self.named(grid)
            drawn = self.drawing.draw(named, sheet, name, top, functools.partial(self.fill, top))
            heads = tuple(each for each in drawn.heads if (each.row - top, each.column) not in marks)
            self.drawn.append(attrs.evolve(drawn, heads=heads))
            for address, place in drawn.cells.items():
                kind = "total" if self.full.locate(address) in self.made else "cell"
                self.entries.append(Entry(kind, address, place, place.held))
            self.names(sheet, top, named, marks)
            validate(sheet, self.kinds, self.language)

    def named(self, grid: Grid) -> tuple[Grid, dict[tuple[int, int], tuple[tuple[str, str], str]]]:
        """Return a grid with the names of members in place of their marks, and where those stood."""
        marks: dict[tuple[int, int], tuple[tuple[str, str], str]] = {}
        cells: list[GridCell] = []
        for cell in grid.cells:
            found = _MARK.fullmatch(cell.text)
            if found is None or cell.cell:
                cells.append(cell)
                continue
            key = self.rows.marked[int(found[1])]
            marks[cell.row, cell.column] = key, found[2]
            cells.append(attrs.evolve(cell, runs=(Run(self.rows.label(key) or _ROOM),)))
        for (axis, member), address in self.rows.naming.items():
            place = next((each for each in cells if each.cell == address), None)
            if place is not None:
                self.labels[axis, member] = Place("", place.row, place.column)
        return attrs.evolve(grid, cells=tuple(cells)), marks

    def names(
        self, sheet: Any, top: int, grid: Grid, marks: Mapping[tuple[int, int], tuple[tuple[str, str], str]]
    ) -> None:
        """Let heads repeat the names that are given elsewhere."""
        cells = {(cell.row, cell.column): cell for cell in grid.cells}
        here = self.drawn[-1]
        for key, place in self.labels.items():
            if not place.sheet and self.rows.naming[key] in here.cells:
                self.labels[key] = here.cells[self.rows.naming[key]]
        for (row, column), (key, behind) in marks.items():
            cell = cells[row, column]
            style = dict(self.drawing.styles[cell.kind])
            if cell.level:
                style["indent"] = min(cell.level, 15)
            name = self.labels[key].fixed
            more = f'&"{behind}"' if behind else ""
            formula = f'IF({name}="","",{name}{more})'
            self.book.formula(sheet, top + row, column, formula, plain(self.rows.label(key)) + behind, **style)

    def fill(self, top: int, cell: GridCell) -> tuple[Held | None, dict[str, object]] | None:
        """Return what a data cell holds: nothing in most, what the report has in others; totals come later."""
        if not cell.cell:
            return cell.text, {}
        address = self.full.locate(cell.cell)
        form, book = self.report.form, self.book
        if address in self.made:
            return None, {"bg_color": book.look["total"]}
        kind = kind_of(form, address, self.language)
        if kind is not None:
            self.kinds[top + cell.row, cell.column] = kind
        style: dict[str, object] = {"bg_color": book.look["input"], "locked": False}
        value = self.report.values.get(address)
        if value is None or value == _BLANK or (value.state is State.BLANK and not value.raw):
            if kind is None:
                style["num_format"] = "@"
            elif kind.key == "date":
                style["num_format"] = "yyyy-mm-dd"
            return None, style
        held, own = shown(book, attrs.evolve(cell, runs=_plainly(cell)), value)
        own = {"num_format": "yyyy-mm-dd"} if kind is not None and kind.key == "date" else looks(book, held) or own
        return held, style | own

    def totals(self) -> None:
        """Put the formulas of totals."""
        places = self.places()
        found = {address: (drawn, place) for drawn in self.drawn for address, place in drawn.cells.items()}
        for cell, total in self.made.items():
            drawn, place = found[str(cell)]
            formula = total.formula(self.full, places)
            value = self.report.values.get(cell, _BLANK)
            style = {**self.drawing.styles["data"], "bg_color": self.book.look["total"]}
            cached = value.amount if value.is_number else ""
            self.book.formula(drawn.sheet, place.row, place.column, formula or '""', cached, **style)

    def places(self) -> Places:
        """Return where the cells stand, for formulas; who publishes and when may still change."""
        found = {address: place for drawn in self.drawn for address, place in drawn.cells.items()}

        def refer(cell: Cell) -> str | None:
            return found[str(cell)].reference if str(cell) in found else None

        def there(key: tuple[str, str]) -> str:
            return f'({self.labels[key].reference}<>"")' if key in self.labels and self.rows.asked(key) else "TRUE"

        rows = self.rows.rows_by_cell(found)

        def row(cell: Cell) -> str:
            open_members = self.rows.open_members(cell)
            if len(open_members) > 1:
                return f"({'+'.join(rows[cell])}>0)" if cell in rows else "TRUE"
            return there(open_members[0]) if open_members else "TRUE"

        return Places(refer, state_words(self.language), row, lambda *key: there(key), fixed=False)

    def checks(self, sheet: Any, name: str) -> None:
        """Draw the sheet of checks; each table turns red where one fails, and says so on top."""
        checks = checks_of(self.rules, self.found, self.full, self.places())
        places = {address: place for drawn in self.drawn for address, place in drawn.cells.items()}
        writer = ChecksSheet(self.book, sheet, name, self.language)
        writer.draw(checks, self.full, self.rules, places)
        counts = failing_counts(checks, name)
        for drawn in self.drawn:
            mark_failing(self.book, drawn, counts)
            own = [each for each in writer.truths if any(str(cell) in drawn.cells for cell in each.cells)]
            if own:
                count = failing([each.reference for each in own])
                words = told("failing", self.language, f'"&({count})&"', name)
                now = sum(each.fails for each in own)
                cached = told("failing", self.language, now, name) if now else ""
                style = {"font_color": "#a11212", "bold": True}
                formula = f'IF(({count})>0,"{words}","")'
                self.book.formula(drawn.sheet, drawn.rows[0] - 1, 0, formula, cached, **style)


def _agrees(total: Total, report: Report) -> bool:
    """Whether a total is, as it was entered, what its parts come to; a fact that differs is no formula."""
    value, amount = report.values.get(total.cell), total.amount(report)
    if value is None or (value == _BLANK and amount is None):
        return True
    return value.is_number and amount == value.amount


def _plainly(cell: GridCell) -> tuple[Run, ...]:
    return tuple(run for run in cell.runs if not run.note)
