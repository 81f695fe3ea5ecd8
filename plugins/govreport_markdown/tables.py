"""Grids as pipe tables, which have one row of heads and no merged cells.

The heads above a column become one, from the top down; the head of several rows stands in each of them, so that a row
says by itself what it is; the blocks of a grid become tables of their own, each below its title.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wcwidth import wcswidth

from govreport.document import Grid, GridCell, NumberedRow, Run, plain_text
from govreport_markdown.inline import Place, inline

_WIDEST = 140
"""Up to this width the columns of the source stand below each other."""
_BETWEEN = " / "
_INDENT = "&emsp;"
"""A space at the beginning of a cell would be taken off."""
_ACROSS = {"title", "group"}


def table(grid: Grid) -> str:
    """Return a grid as pipe tables, the caption above as strong text."""
    parts = [part for heads, rows in grid.parts() for part in _part(heads, rows)]
    return "\n\n".join(filter(None, (_strong(grid.caption, "paragraph"), *parts)))


def _strong(runs: Sequence[Run], place: Place) -> str:
    return inline([Run(plain_text(runs), strong=True)], place)


def _part(heads: list[NumberedRow], rows: list[NumberedRow]) -> Iterator[str]:
    """Yield what stands above a block, its title first, and its table."""
    columns = sorted({cell.column for _, row in (*heads, *rows) for cell in row if cell.kind not in _ACROSS} or {0})
    stub = {cell.column for _, row in rows for cell in row if cell.kind == "row"}
    above = [cell for _, row in heads for cell in row if _is_above(cell, columns, len(stub))]
    yield from (_strong(cell.runs, "paragraph") for cell in above if cell.kind == "title")
    yield from (inline(cell.runs) for cell in above if cell.kind != "title")
    if rows or any(cell.kind != "title" for _, row in heads for cell in row):
        lines = [_heads(heads, columns, above), *_body(rows, columns)]
        yield "\n".join(_drawn(lines, [_end(rows, column) for column in columns]))


def _is_above(cell: GridCell, columns: list[int], stub: int) -> bool:
    """Whether a head belongs above the table: a title, a note over several columns of labels, one over all figures."""
    over = sum(cell.column <= column < cell.column + cell.colspan for column in columns)
    return cell.kind == "title" or (over > 1 and (cell.kind == "corner" or over == len(columns) - stub))


def _heads(heads: list[NumberedRow], columns: list[int], above: list[GridCell]) -> list[str]:
    """Return the head of each column: all that stand over it, from the top down."""
    found: dict[int, list[str]] = {column: [] for column in columns}
    for cell in (cell for _, row in heads for cell in row if cell not in above):
        words = inline(cell.runs, "cell")
        for column in columns:
            if words and cell.column <= column < cell.column + cell.colspan:
                found[column].append(words)
    return [_BETWEEN.join(found[column]) for column in columns]


def _body(rows: list[NumberedRow], columns: list[int]) -> Iterator[list[str]]:
    """Yield the texts of each row; the head of several rows stands in each of them."""
    beside: dict[int, tuple[int, str]] = {}
    for place, cells in rows:
        line = {column: words for column, (last, words) in beside.items() if place <= last}
        for cell in cells:
            words = _words(cell, columns)
            line[cell.column] = words
            if cell.kind == "row" and cell.rowspan > 1:
                beside[cell.column] = (cell.row + cell.rowspan - 1, words)
        yield [line.get(column, "") for column in columns]


def _words(cell: GridCell, columns: list[int]) -> str:
    if cell.kind == "void":
        return "×"
    words = _strong(cell.runs, "cell") if cell.kind == "group" else inline(cell.runs, "cell")
    return _INDENT * cell.level * (cell.column == columns[0]) + words


def _end(rows: list[NumberedRow], column: int) -> str:
    """Return to which end the texts of a column stand."""
    cells = [cell for _, row in rows for cell in row if cell.column == column and cell.kind in {"data", "unit"}]
    if cells and all(cell.kind == "unit" for cell in cells):
        return "center"
    return "right" if cells and all(cell.numeric for cell in cells) else "left"


def _drawn(lines: list[list[str]], ends: list[str]) -> Iterator[str]:
    """Yield the lines of a pipe table, its columns below each other if there is room."""
    widths = [max(3, *(wcswidth(line[place]) for line in lines)) for place in range(len(ends))]
    if sum(widths) + 3 * len(widths) > _WIDEST:
        widths = [0] * len(widths)
    rule = [
        ":" * (end == "center") + "-" * (max(width, 3) - (end == "center") - (end != "left")) + ":" * (end != "left")
        for width, end in zip(widths, ends, strict=True)
    ]
    for line in (lines[0], rule, *lines[1:]):
        padded = (
            " " * (width - wcswidth(words)) * (end == "right")
            + words
            + " " * (width - wcswidth(words)) * (end != "right")
            for words, width, end in zip(line, widths, ends, strict=True)
        )
        yield f"| {' | '.join(padded)} |"
