"""A grid on a sheet: merged heads, tints, indentation and borders as the printed form has them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import attrs

from govreport import State, Value
from govreport.document import Grid, GridCell, plain_text
from govreport_xlsx.book import Book, Held, decimals_of, is_exact, plain, reference
from govreport_xlsx.measures import MARGIN, characters, heights_of, widths_of

_NUMBER = re.compile(r"-?[0-9]{1,40}(?:\.[0-9]{1,40})?")
_LONGEST_MARKS = 100
"""Characters: a number format has at most 255."""


@attrs.frozen
class Place:
    """A cell of a sheet.

    Args:
        sheet: its name.
        row, column: from 0.
        held: what was put there; None if nothing was, or a formula.
    """

    sheet: str
    row: int
    column: int
    held: Held | None = None

    @property
    def reference(self) -> str:
        """How formulas refer to it."""
        return reference(self.sheet, self.row, self.column)

    @property
    def fixed(self) -> str:
        """How formulas refer to it that are copied."""
        return reference(self.sheet, self.row, self.column, fixed=True)


@attrs.frozen
class Drawn:
    """A grid as it was drawn.

    Args:
        sheet, name: where.
        rows, columns: the first and the row behind the last, likewise columns.
        cells: where the data cells stand, by address.
        heads: the cells that head others, with what they say.
    """

    sheet: Any
    name: str
    rows: tuple[int, int]
    columns: tuple[int, int]
    cells: dict[str, Place]
    heads: tuple[Place, ...]
    turned: bool


Fill = Callable[[GridCell], tuple[Held | None, dict[str, object]] | None]
"""Gives what is put into a data cell and how it looks; None if the caller puts it there."""


def shown(book: Book, cell: GridCell, value: Value | None) -> tuple[Held | None, dict[str, object]]:
    """Return what a data cell holds: a number as such, a date as such, else the words that are printed.

    Args:
        book: the workbook.
        cell: of a grid.
        value: its value, if a report is at hand.
    """
    marks = plain_text(run for run in cell.runs if run.note)
    text = plain_text(run for run in cell.runs if not run.note)
    held = _held(cell, text, value)
    return held, looks(book, held, marks)


def looks(book: Book, held: Held | None, marks: str = "") -> dict[str, object]:
    """Return the number format of a value: its decimals as written, and the marks of notes behind it."""
    words = plain(marks).replace('"', "'").replace("\n", " ")[:_LONGEST_MARKS]
    behind = f'"{words}"' if words else ""
    if isinstance(held, Decimal) and is_exact(held):
        decimals = decimals_of(held)
        digits = "0." + "0" * decimals if decimals else "0"
        if decimals <= 30 and (behind or decimals):
            return {"num_format": book.shown_as(f"{digits}{behind}")}
        return {"num_format": "0"} if not decimals else {}
    if isinstance(held, dt.date):
        pattern = 'yyyy"年"m"月"d"日"' if book.look["chinese"] else "[$-409]mmmm d, yyyy"
        return {"num_format": book.shown_as(pattern + behind)}
    return {"num_format": book.shown_as(f"General;General;General;@{behind}")} if behind else {}


def _held(cell: GridCell, text: str, value: Value | None) -> Held:
    if value is not None and value.state is State.NUMBER:
        if value.is_number and _NUMBER.fullmatch(text):
            return value.amount or Decimal(text)
        if isinstance(value.amount, dt.date):
            return value.amount
        return text
    return Decimal(text) if value is None and cell.numeric and _NUMBER.fullmatch(text) else text


class Drawing:
    """Draws grids on the sheets of one book."""

    def __init__(self, book: Book, paper: str) -> None:
        self.book, self.paper = book, paper
        look = book.look
        border = {"border": 1, "border_color": look["line"], "text_wrap": True}
        heads = {**border, "bg_color": look["tint"], "font_name": look["head"]}
        bold = {} if look["chinese"] else {"bold": True}
        self.styles: dict[str, dict[str, object]] = {
            "title": {**heads, **bold, "align": "center"},
            "corner": {**heads, "align": "left"},
            "column": {**heads, **bold, "align": "center"},
            "row": {**border, "align": "left"},
            "group": {**heads, **bold, "align": "left"},
            "unit": {**border, "align": "center"},
            "data": {**border, "align": "center" if look["chinese"] else "right"},
            "void": {**border, "bg_color": "#d9d9d9", "pattern": 16, "fg_color": "#bfbfbf"},
        }

    def draw(self, grid: Grid, sheet: Any, name: str, top: int, fill: Fill) -> Drawn:
        """Draw a grid from a row of a sheet on, and set its columns, rows and page."""
        widths = widths_of(grid, self.book.look["size"], self.paper)
        for column, points in enumerate(widths.points):
            sheet.set_column(column, column, characters(points))
        for row, points in enumerate(heights_of(grid, widths.points, self.book.look["size"])):
            sheet.set_row(top + row, points)
        cells: dict[str, Place] = {}
        heads: list[Place] = []
        for cell in grid.cells:
            place = self.cell(cell, sheet, name, top, fill)
            if cell.cell:
                cells[cell.cell] = place
            elif cell.kind not in {"void", "data"}:
                heads.append(place)
        self.page(grid, sheet, top, turned=widths.turned)
        columns = (0, max(grid.columns, 1))
        return Drawn(sheet, name, (top, top + grid.rows), columns, cells, tuple(heads), widths.turned)

    def cell(self, cell: GridCell, sheet: Any, name: str, top: int, fill: Fill) -> Place:
        """Draw one cell."""
        style = dict(self.styles[cell.kind])
        if cell.kind == "row" and cell.level:
            style["indent"] = min(cell.level, 15)
        if cell.kind == "group" and cell.level:
            style["indent"] = min(cell.level, 15)
        if cell.kind == "data" and not cell.numeric and cell.cell:
            style["align"] = "left"
        given = fill(cell) if cell.kind == "data" else (cell.text, {})
        row, column = top + cell.row, cell.column
        if given is not None:
            style |= given[1]
        if cell.rowspan > 1 or cell.colspan > 1:
            last = row + cell.rowspan - 1, column + cell.colspan - 1
            sheet.merge_range(row, column, *last, "", self.book.format(**style))
        if given is None:
            return Place(name, row, column)
        self.book.put(sheet, row, column, given[0], **style)
        return Place(name, row, column, given[0])

    def page(self, grid: Grid, sheet: Any, top: int, *, turned: bool) -> None:
        """Set how a sheet is printed: as wide as the page, its heads on each, numbered."""
        sheet.set_paper(1 if self.paper.lower() == "letter" else 9)
        if turned:
            sheet.set_landscape()
        sheet.set_margins(MARGIN, MARGIN, MARGIN + 0.1, MARGIN + 0.2)
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.set_footer("&C&P / &N")
        if grid.head_rows:
            sheet.repeat_rows(top, top + grid.head_rows - 1)
            sheet.freeze_panes(top + grid.head_rows, min(grid.stub_columns, 1) if grid.columns > 4 else 0)
