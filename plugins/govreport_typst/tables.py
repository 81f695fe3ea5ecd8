"""A grid as data for the template: rows in order, the rows that head others set apart, widths of columns."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

from govreport.document import WIDE_TABLE, Grid, GridCell, Room, Run, columns_of
from govreport_typst.style import Style

Data = dict[str, Any]
Part = tuple[int, bool, list[tuple[GridCell, ...]]]
_CENTRED = {"column", "title", "unit"}
_HEADS = {"column", "corner", "title"}


def table_data(
    grid: Grid,
    style: Style,
    runs: Callable[[Sequence[Run]], list[Data]],
    unnamed: dict[str, str],
    *,
    may_turn: bool = True,
) -> Data:
    """Return a grid as data.

    Args:
        grid: the table.
        style: how it is to look.
        runs: turns runs into data.
        unnamed: the anchors of cells that no table has yet; each is taken by the first cell that shows its value.
        may_turn: whether the page may be turned for it.
    """
    table = style.tokens["table"]
    vertical, horizontal = (2.0, 2.0) if grid.columns > WIDE_TABLE else table["padding"]
    padding, between = 2 * horizontal, 2 * vertical + table["rule"]
    sizes = table["size"], table["line"], padding, between, table["level"]
    columns = columns_of(grid, Room(style.width, style.height, *sizes, style.turned if may_turn else None))

    def cell_data(cell: GridCell) -> Data:
        data: Data = {"kind": cell.kind, "runs": runs(cell.runs)}
        if cell.rowspan > 1 or cell.colspan > 1:
            data["span"] = [cell.rowspan, cell.colspan]
        if cell.level:
            data["indent"] = cell.level * table["level"]
        if cell.numeric or cell.kind in _CENTRED or (cell.kind == "corner" and style.chinese):
            data["centred"] = True
        if cell.numeric or cell.kind == "unit":
            data["whole"] = True
        if cell.cell and (anchor := unnamed.pop(cell.cell, None)):
            data["anchor"] = anchor
        return data

    return {
        "caption": runs(grid.caption),
        "widths": columns.widths,
        "scale": columns.scale,
        "padding": [vertical, horizontal],
        "together": columns.together,
        "turned": columns.turned,
        "parts": [
            {"head": level, "repeat": repeat, "cells": [cell_data(cell) for row in rows for cell in row]}
            for level, repeat, rows in parts(grid)
        ],
    }


def parts(grid: Grid) -> list[Part]:
    """Return the rows of a grid in runs: level (0 for a body), whether repeated on each page, the rows.

    A heading row is a head of its own level: so it is never left alone at the foot of a page, and its words are tied
    to the cells below it.
    """
    keyed = [(_level(grid, place, row), row) for place, row in enumerate(grid.whole_rows())]
    found: list[Part] = []
    for level, members in itertools.groupby(keyed, key=lambda pair: pair[0]):
        rows = [row for _, row in members]
        if level > 1:  # each heading row by itself
            found.extend((level, False, [row]) for row in rows)
        else:
            found.append((level, level == 1, rows))
    return found


def _level(grid: Grid, place: int, row: tuple[GridCell, ...]) -> int:
    kinds = {cell.kind for cell in row}
    if place < grid.head_rows or (kinds and kinds <= _HEADS):
        return 1
    if kinds == {"group"} and len(row) == 1 and place + 1 < grid.rows:
        return 2 + row[0].level
    return 0
