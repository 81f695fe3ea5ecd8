"""How wide the columns of a table are: as CSS lays out a table of full width, from what its cells hold.

Widths are estimated from the kinds of characters, in ems; Typst's own automatic columns neither fill the page nor
know the longest word of a column.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import attrs

from govreport.document import Grid, GridCell

LONG = 24
"""Characters of a word after which it may be broken anywhere, lest it leave the page."""
WIDE_TABLE = 4
"""With more columns than these a table is set closer, and the heads of its columns in several lines."""
WIDE = "[\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
"""Characters between which a line may end."""

_NARROW = dict.fromkeys("iljtf.,;:'|!()[] I", 0.34) | dict.fromkeys("mwMW@%—…", 0.95)
_USUAL = 0.6
"""Of an em: a digit or a letter, with something to spare; letters that are much narrower or wider stand above."""
_UNBROKEN = re.compile(f"{WIDE}|[^{WIDE[1:-1]}\\s]{{1,{LONG}}}")
_SHORT = 6.5
_SMALLEST = 0.6
"""Below this share of its size a table's text is no longer made smaller."""


@attrs.frozen
class Columns:
    """The widths of a table's columns, and by how much its text is to be made smaller for them.

    Args:
        widths: one for each column, in points.
        scale: of the text; 1 unless the longest words would not fit.
    """

    widths: tuple[float, ...]
    scale: float = 1.0


def columns_of(grid: Grid, available: float, size: float, padding: float, indent: float) -> Columns:
    """Return the columns of a grid.

    Args:
        grid: the table.
        available: the width of the page, in points.
        size: of its text.
        padding: to the left and right of a cell's text, together.
        indent: for each level of a row's head.
    """

    def in_points(measure: Callable[[GridCell], float]) -> Callable[[GridCell], float]:
        return lambda cell: measure(cell) * size + padding + cell.level * indent

    wide = grid.columns > WIDE_TABLE

    def least_of(cell: GridCell) -> float:
        return max(_longest_word(cell), 0.0 if wide and cell.kind == "column" else _short_whole(cell))

    least = _widths(grid, in_points(least_of))
    natural = [max(*pair) for pair in zip(_widths(grid, in_points(_whole)), least, strict=True)]
    total, needed = sum(natural), sum(least)
    if not grid.columns or not total:
        return Columns(())
    if total <= available:
        return Columns(tuple(each * available / total for each in natural))
    if needed > available:
        fixed = padding * grid.columns
        scale = max(_SMALLEST, (available - fixed) / max(needed - fixed, 1))
        return Columns(tuple(each * available / needed for each in least), scale)
    share = (available - needed) / (total - needed)
    return Columns(tuple(low + (high - low) * share for low, high in zip(least, natural, strict=True)))


def _widths(grid: Grid, measure: Callable[[GridCell], float]) -> list[float]:
    """Return for each column what its cells need; what a merged cell needs beyond its columns they share."""
    found = [0.0] * grid.columns
    for cell in sorted(grid.cells, key=lambda each: each.colspan):
        span = range(cell.column, min(cell.column + cell.colspan, grid.columns))
        missing = measure(cell) - sum(found[each] for each in span)
        across = cell.kind in {"title", "group"} and len(span) == grid.columns
        if missing > 0 and not across:
            for each in span:
                found[each] += missing / len(span)
    return found


def ems(text: str) -> float:
    """Return about how wide a text is, in ems.

    >>> ems("公文"), ems("")
    (2.0, 0.0)
    """
    widths = (1.0 if unicodedata.east_asian_width(each) in "WF" else _NARROW.get(each, _USUAL) for each in text)
    return sum(widths, 0.0)


def _whole(cell: GridCell) -> float:
    return max(map(ems, cell.text.split("\n")))


def _short_whole(cell: GridCell) -> float:
    """Return a head's width where it is short enough to stay in one line; of others nothing."""
    alone = cell.kind in {"row", "column"} and cell.colspan == 1 and cell.rowspan == 1
    return width if alone and (width := _whole(cell)) <= _SHORT else 0.0


def _longest_word(cell: GridCell) -> float:
    """Return the width of what cannot be broken; a number never is."""
    if cell.numeric or cell.kind == "unit":
        return _whole(cell)
    return max(map(ems, _UNBROKEN.findall(cell.text)), default=0)
