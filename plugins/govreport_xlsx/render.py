"""A document as a workbook: texts, a sheet for each table with live totals, and the checks; or a form to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from govreport import Cell, InvalidInput, Report, State
from govreport.checks import Places, Total, totals
from govreport.checks.identities import Identity, identities
from govreport.document import Block, Document, Grid, GridCell, Heading, Notes, plain_text
from govreport.plugin import RenderContext
from govreport_xlsx.book import Book, Held, decimals_of, is_exact
from govreport_xlsx.checks import ChecksSheet, checks_of, failing_counts, mark_failing
from govreport_xlsx.data import Entry, write_data
from govreport_xlsx.measures import height_of
from govreport_xlsx.tables import Drawing, Drawn, shown
from govreport_xlsx.text import TextSheet
from govreport_xlsx.words import state_words, told

_NUMBERED = re.compile(r"\S*[0-9.)）IVX、.]\S*")
_SAFE_DIGITS, _SAFE_DECIMALS = 13, 6
"""Numbers that a spreadsheet adds up without an error that shows."""


def render(document: Document, context: RenderContext) -> bytes:
    """Return a document as a workbook; with the option `fill_in` an empty or begun report to be filled in.

    Raises:
        InvalidInput: if `fill_in` is asked for what is no report, or `rows` is no number of rows.
    """
    if context.options.get("fill_in"):
        from govreport_xlsx.fill_in import render_fill_in

        if context.report is None:
            raise InvalidInput("only a report can be filled in", hint="leave out fill_in")
        return render_fill_in(context.report, document, context)
    return _Rendering(document, context).bytes()


class _Rendering:
    """A report, or another document, drawn to be read."""

    def __init__(self, document: Document, context: RenderContext) -> None:
        self.document, self.context, self.report = document, context, context.report
        self.language = context.language
        self.book = Book(document, context.theme)
        self.text, self.text_name = self.book.sheet(told("sheet.report", self.language))
        self.drawing = Drawing(self.book, document.paper)
        self.drawn: dict[str, Drawn] = {}
        self.entries: list[Entry] = []
        self.known: dict[str, Cell] = {}
        self.found: tuple[Identity, ...] = ()
        self.made: dict[Cell, Total] = {}
        if self.report is not None:
            self.known = {str(cell): cell for cell in (*self.report.cells(), *self.report.values)}
            self.rules = context.registry.rules(self.report.form)
            self.found = tuple(identities(self.rules, self.report))
            self.made = totals(self.found, self.report)

    def bytes(self) -> bytes:
        """Return the workbook."""
        for grid, headings, notes in grids_of(self.document.walk()):
            self.grid(grid, headings, notes)
        places = {address: place for each in self.drawn.values() for address, place in each.cells.items()}
        if self.report is not None:
            self.totals(self.report)
            if self.found:
                self.checks(self.report)
        text = TextSheet(self.book, self.text, self.text_name, self.drawn, self.language)
        text.write(self.document.blocks)
        if self.report is not None and self.context.options.get("data", True):
            own = (each for each in places.items() if each[0] in self.known)  # a plugin may have put others in
            cells = [Entry("cell", address, place, place.held) for address, place in own]
            heads = [Entry("head", "", each, each.held) for drawn in self.drawn.values() for each in drawn.heads]
            write_data(self.book, self.report, "report", self.language, [*cells, *heads, *text.entries])
        self.context.warnings.extend(self.book.warnings)
        return self.book.close()

    def grid(self, grid: Grid, headings: Sequence[str], notes: Notes | None) -> None:
        """Draw a table on a sheet of its own, with the heading above and its notes below."""
        sheet, name = self.book.sheet(sheet_name(headings, self.language))
        top = draw_heads(self.book, sheet, [*headings, plain_text(grid.caption)])
        drawn = self.drawing.draw(grid, sheet, name, top, self.fill)
        self.drawn[str(id(grid))] = drawn
        row = drawn.rows[1] + 1
        for note in notes.items if notes is not None else ():
            text = f"{note.mark} {plain_text(note.runs)}".strip()
            self.book.text(sheet, row, 0, text, font_color="#444444", font_size=self.book.look["size"] - 1)
            row += 1

    def fill(self, cell: GridCell) -> tuple[Held | None, dict[str, object]] | None:
        address = self.known.get(cell.cell or "")
        value = None if self.report is None or address is None else self.report[address]
        held, looks = shown(self.book, cell, value)
        if self.report is not None and value is not None and address in self.made:
            total = self.made[address]
            if value.is_number and total.amount(self.report) != value.amount:
                looks |= {"font_color": "#a11212", "bold": True}
        return held, looks

    def places(self) -> Places:
        """Return where the cells stand, for formulas."""
        report, language = self.report, self.language
        found = {address: place for each in self.drawn.values() for address, place in each.cells.items()}
        words = state_words(language)

        def refer(cell: Cell) -> str | None:
            place = found.get(str(cell))
            if place is None or report is None:
                return None
            value = report[cell]
            if value.is_number:
                return place.reference if value.amount is not None and _is_safe(value.amount) else None
            plainly = value.state in {State.BELOW, State.INVALID} or place.held in words.get(value.state, ())
            return place.reference if plainly else None

        def row(cell: Cell) -> str:
            return "TRUE" if report is not None and report.has_row(cell) else "FALSE"

        return Places(refer, words, row)

    def totals(self, report: Report) -> None:
        """Put formulas where totals are what their parts come to; the others stay the numbers that they are."""
        places = self.places()
        cells = {cell.cell: (cell, drawn) for drawn, grid in self.grids() for cell in grid.cells if cell.cell}
        for cell, total in self.made.items():
            value = report[cell]
            if str(cell) not in cells or not value.is_number or total.amount(report) != value.amount:
                continue
            formula = total.formula(report, places)
            if formula is None or places.refer(cell) is None:
                continue
            grid_cell, drawn = cells[str(cell)]
            place = drawn.cells[str(cell)]
            style = {**self.drawing.styles["data"], **self.fill(grid_cell)[1], "bg_color": self.book.look["total"]}  # type: ignore[index]  # its own fill
            self.book.formula(drawn.sheet, place.row, place.column, formula, value.amount, **style)

    def grids(self) -> Iterator[tuple[Drawn, Grid]]:
        """Yield each grid with how it was drawn."""
        for block in self.document.walk():
            if isinstance(block, Grid) and str(id(block)) in self.drawn:
                yield self.drawn[str(id(block))], block

    def checks(self, report: Report) -> None:
        """Draw the sheet of checks, and let tables show what fails."""
        sheet, name = self.book.sheet(told("sheet.checks", self.language))
        checks = checks_of(self.rules, self.found, report, self.places())
        places = {address: place for each in self.drawn.values() for address, place in each.cells.items()}
        ChecksSheet(self.book, sheet, name, self.language).draw(checks, report, self.rules, places)
        counts = failing_counts(checks, name)
        for drawn in self.drawn.values():
            mark_failing(self.book, drawn, counts)


def _is_safe(amount: Any) -> bool:
    """Whether a spreadsheet reckons with a number as the library does."""
    if not is_exact(amount):
        return False
    return amount.adjusted() + 1 + decimals_of(amount) <= _SAFE_DIGITS and decimals_of(amount) <= _SAFE_DECIMALS


def grids_of(blocks: Iterator[Block]) -> Iterator[tuple[Grid, tuple[str, ...], Notes | None]]:
    """Yield the tables of some blocks, each with the heading above it and the notes below it."""
    found = list(blocks)
    heading = ""
    for place, block in enumerate(found):
        if isinstance(block, Heading) and block.level > 1:
            heading = plain_text(block.runs)
        elif isinstance(block, Grid):
            after = found[place + 1] if place + 1 < len(found) else None
            yield block, (heading,) if heading else (), after if isinstance(after, Notes) else None


def sheet_name(headings: Sequence[str], language: str) -> str:
    """Return what the sheet of a table is called: the number of its section, else the heading.

    >>> sheet_name(["V.B.(1). Disposition of FOIA Requests"], "en"), sheet_name(["二、主动公开"], "zh")
    ('V.B.(1)', '二、主动公开')
    """
    heading = next(iter(headings), "")
    first, _, rest = heading.partition(" ")
    if rest and len(first) <= 12 and _NUMBERED.fullmatch(first):
        return first.rstrip(".、")
    return heading or told("sheet.table", language)


def draw_heads(book: Book, sheet: Any, lines: Sequence[str]) -> int:
    """Write lines above a table, and return the row in which it begins."""
    row = 0
    for text in dict.fromkeys(each for each in lines if each):
        book.text(sheet, row, 0, text, bold=True, font_size=13, font_name=book.look["head"])
        sheet.set_row(row, max(height_of("x", 500, 13), 24))
        row += 1
    return row + 1 if row else 0


def data_styles(book: Book) -> Mapping[str, object]:
    """Return how a cell to be filled in looks."""
    return {"bg_color": book.look["input"], "locked": False}
