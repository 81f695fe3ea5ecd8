"""How wide columns and how high rows must be, for no text to be cut off."""

from __future__ import annotations

import math
from collections.abc import Sequence

import attrs

from govreport.document import Columns, Grid, GridCell, Room, columns_of, ems, paper_size

_INCH = 72.0
MARGIN = 0.55
"""Inches around a printed page."""
_PADDING, _INDENT = 8.0, 9.0
_HIGH = 1e9
"""Points: rows of a sheet need not stay together."""
HIGHEST = 400.0
"""Points: a row cannot be higher than 409."""
_NARROW, _WIDE = 26.0, 420.0
_DENSE = 0.92
"""How much of a line words fill, since none is broken."""


@attrs.frozen
class Widths:
    """The columns of a grid on a sheet.

    Args:
        points: how wide each is.
        turned: whether it is to be printed on a turned page.
    """

    points: tuple[float, ...]
    turned: bool


def widths_of(grid: Grid, size: float, paper: str) -> Widths:
    """Return the columns of a grid: as wide as the page, or wider if its words need it; printing makes it smaller."""
    width, height = paper_size(paper)
    beside = 2 * MARGIN * _INCH
    line = size * 1.3
    turned = (height - beside, _HIGH)
    room = Room(width - beside, _HIGH, size, line, _PADDING, 4.0, _INDENT, turned)
    found = columns_of(grid, room)
    if found.scale < 1:
        space = (turned[0] if found.turned else room.width) / found.scale
        found = attrs.evolve(_unscaled(grid, attrs.evolve(room, width=space, turned=None)), turned=found.turned)
    return Widths(tuple(min(max(each, _NARROW), _WIDE) for each in found.widths), found.turned)


def _unscaled(grid: Grid, room: Room) -> Columns:
    """Return the columns in a room that is made wider until the text keeps its size."""
    found = columns_of(grid, room)
    for _ in range(8):
        if found.scale >= 1:
            break
        room = attrs.evolve(room, width=room.width / found.scale)
        found = columns_of(grid, room)
    return found


def heights_of(grid: Grid, widths: Sequence[float], size: float) -> list[float]:
    """Return how high each row of a grid is; what a merged cell needs beyond its rows its last one gets."""
    line = size * 1.35
    rows = [line + 5] * grid.rows
    for cell in sorted(grid.cells, key=lambda cell: cell.rowspan):
        own = range(cell.row, min(cell.row + cell.rowspan, grid.rows))
        need = lines_in(cell.text, _room(cell, widths), size) * line + 5
        lacking = need - sum(rows[each] for each in own)
        if lacking > 0:
            for each in own:
                rows[each] += lacking / len(own)
    return [min(each, HIGHEST) for each in rows]


def _room(cell: GridCell, widths: Sequence[float]) -> float:
    return sum(widths[cell.column : cell.column + cell.colspan]) - _PADDING - cell.level * _INDENT


def lines_in(text: str, width: float, size: float) -> int:
    """Return in how many lines a text is set."""
    return sum(math.ceil(ems(each) * size / max(width * _DENSE, size)) or 1 for each in text.split("\n"))


def height_of(text: str, width: float, size: float, least: float = 0.0) -> float:
    """Return how high a row with one text is."""
    return min(max(lines_in(text, width - _PADDING, size) * size * 1.4 + 5, least), HIGHEST)


def characters(points: float) -> float:
    """Return a width as spreadsheets tell it: in digits of the usual font, with what stands beside them."""
    return max((points * 96 / _INCH - 5) / 7, 0.5)
