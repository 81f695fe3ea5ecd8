"""A grid as a table of Word: merged cells as such, heads that each page repeats, rows that no page divides."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from govreport import InvalidInput
from govreport.document import WIDE_TABLE, Columns, Grid, GridCell
from govreport_docx.inline import Inline
from govreport_docx.look import Look
from govreport_docx.markup import Element, node, plain, twips
from govreport_docx.styles import Styles

_MOST_COLUMNS = 63
"""A table with more, Word does not open."""
_SHADED = {"title", "column", "group", "void"}
_KINDS = {
    "title": "Head",
    "column": "Head",
    "corner": "Corner",
    "group": "Group",
    "row": "Row",
    "unit": "Number",
}


def table(
    grid: Grid, columns: Columns, look: Look, styles: Styles, inline: Inline, *, indent: float, called: str, tied: bool
) -> Element:
    """Return the element of a grid, which has a cell.

    Args:
        grid: the table.
        columns: how wide its columns are, and how small its text.
        look: how it is to look.
        styles: of the document.
        inline: makes the runs.
        indent: by how many points it stands in.
        called: what a screen reader is told that it is.
        tied: whether its last row stays with what follows.

    Raises:
        InvalidInput: if it has more columns than Word takes.
    """
    if grid.columns > _MOST_COLUMNS:
        msg = f"table {grid.id} has {grid.columns} columns, and Word takes {_MOST_COLUMNS} at most"
        raise InvalidInput(msg, hint="write it in another format, such as html or xlsx")
    widths = _whole(columns.widths, look.width(turned=columns.turned) - indent)
    writer = _Rows(grid, columns, look, styles, inline, widths)
    made = node("tbl", _about(grid, sum(widths), indent, called), node("tblGrid", *(_column(each) for each in widths)))
    made.extend(writer.rows(tied=tied))
    return made


def _whole(widths: tuple[float, ...], room: float) -> list[int]:
    """Return widths in twips that fill the room exactly."""
    edges = [0.0]
    for each in widths:
        edges.append(edges[-1] + each)
    factor = room / edges[-1]
    places = [twips(each * factor) for each in edges]
    return [right - left for left, right in itertools.pairwise(places)]


def _column(width: int) -> Element:
    return node("gridCol", w=width)


def _about(grid: Grid, width: int, indent: float, called: str) -> Element:
    look = {"firstRow": int(grid.head_rows > 0), "firstColumn": int(grid.stub_columns > 0)}
    rest = {"lastRow": 0, "lastColumn": 0, "noHBand": 1, "noVBand": 1}
    bits = 0x20 * look["firstRow"] | 0x80 * look["firstColumn"] | 0x600
    return node(
        "tblPr",
        node("tblStyle", val="ReportTableWide" if grid.columns > WIDE_TABLE else "ReportTable"),
        node("tblW", w=width, type="dxa"),
        node("tblInd", w=twips(indent), type="dxa"),
        node("tblLayout", type="fixed"),
        node("tblLook", val=f"{bits:04X}", **look, **rest),
        node("tblCaption", val=plain(called)),
    )


class _Rows:
    """Makes the rows of a table."""

    def __init__(
        self, grid: Grid, columns: Columns, look: Look, styles: Styles, inline: Inline, widths: list[int]
    ) -> None:
        self.grid, self.columns, self.styles, self.inline = grid, columns, styles, inline
        self.widths = widths
        self.tint = look.tokens["colour"]["tint"]
        self.names: dict[tuple[str, int], str] = {}
        self.abouts: dict[tuple[int, int, str, bool], Element] = {}
        self.paragraphs: dict[tuple[str, bool], Element] = {}

    def rows(self, *, tied: bool) -> Iterator[Element]:
        """Yield the rows; `tied` keeps the last one with what follows."""
        covering: dict[int, GridCell] = {}  # by column, the last cell of many rows
        whole = self.grid.whole_rows()
        for place, cells in enumerate(whole):
            begun = {cell.column: cell for cell in cells}
            about = [node("cantSplit")]
            if place < self.grid.head_rows:
                about.append(node("tblHeader"))
            made = node("tr", node("trPr", *about))
            keep = tied if place + 1 == self.grid.rows else self.keeps(place, cells)
            column = 0
            while column < self.grid.columns:
                cell = begun.get(column) or covering[column]
                if cell.rowspan > 1:
                    covering[column] = cell
                made.append(self.cell(cell, first=column in begun, keep=keep))
                column += max(cell.colspan, 1)
            yield made

    def keeps(self, place: int, cells: tuple[GridCell, ...]) -> bool:
        """Whether a row is not to be the last of its page.

        So neither heads nor the first row below them stand alone, nor the last row, which is a total.
        """
        if self.columns.together:
            return True
        heads = {cell.kind for cell in cells} & {"title", "column", "group"}
        return bool(heads) or place <= self.grid.head_rows or place + 2 == self.grid.rows

    def cell(self, cell: GridCell, *, first: bool, keep: bool) -> Element:
        """Return a cell, or where it is not `first` what stands for it in the rows further down."""
        merged = "" if cell.rowspan <= 1 else "restart" if first else "continue"
        last = min(cell.column + cell.colspan, self.grid.columns)
        shaded = cell.kind in _SHADED or (cell.kind == "corner" and bool(cell.runs))
        content = self.inline.runs(cell.runs, self.grid.language) if first else []
        paragraph = node(
            "p", self.paragraph(self.style(cell), keep), *self.inline.placed(cell.cell if first else None, content)
        )
        return node("tc", self.about((cell.column, last, merged, shaded)), paragraph)

    def about(self, key: tuple[int, int, str, bool]) -> Element:
        """Return the properties of cells from one column to another; cells that are alike share them."""
        if key not in self.abouts:
            first, last, merged, shaded = key
            found = [node("tcW", w=sum(self.widths[first:last]), type="dxa")]
            if last > first + 1:
                found.append(node("gridSpan", val=last - first))
            if merged:
                found.append(node("vMerge", val=merged))
            if shaded:
                found.append(node("shd", val="clear", color="auto", fill=self.tint))
            self.abouts[key] = node("tcPr", *found)
        return self.abouts[key]

    def paragraph(self, style: str, keep: bool) -> Element:
        """Return the properties of the paragraphs of a style; those that are alike share them."""
        if (style, keep) not in self.paragraphs:
            found = [node("pStyle", val=style), *([node("keepNext")] if keep else [])]
            self.paragraphs[style, keep] = node("pPr", *found)
        return self.paragraphs[style, keep]

    def style(self, cell: GridCell) -> str:
        """Return the id of the style of a cell's paragraph."""
        kind = _KINDS.get(cell.kind) or ("Number" if cell.numeric else "Text")
        level = cell.level if kind in {"Row", "Group"} else 0
        if (kind, level) not in self.names:
            self.names[kind, level] = self.styles.cell(kind, level, self.columns.scale)
        return self.names[kind, level]
