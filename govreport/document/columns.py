"""How wide the columns of a table are: as CSS lays out a table of full width, from what its cells hold.

Widths are estimated from the kinds of characters, in ems: near enough to say whether a table fits a page, and by how
much its text is to be made smaller if it does not.
"""

from __future__ import annotations

import functools
import re
import unicodedata

import attrs

from govreport.document.blocks import Grid, GridCell

LONG_WORD = 24
"""Characters of a word after which it may be broken anywhere, lest it leave the page."""
WIDE_TABLE = 4
"""With more columns than these a table is set closer, and the heads of its columns in several lines."""
WIDE_SIGN = "[\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
"""Characters between which a line may end."""

_OTHERS = {each: width for width, those in {
    0.36: "iljtf.,;:'|!()[] I",
    0.57: "0123456789",
    0.95: "mwMW@%—…",
}.items() for each in those}  # fmt: skip
_USUAL = 0.6
"""Of an em: a letter, with something to spare; those that are much narrower or wider, and digits, stand above."""
_UNBROKEN = re.compile(f"{WIDE_SIGN}|[^{WIDE_SIGN[1:-1]}\\s]{{1,{LONG_WORD}}}")
_SHORT = 6.5
_SMALLEST = 0.6
"""Below this share of its size a table's text is no longer made smaller."""


@attrs.frozen
class Columns:
    """The widths of a table's columns, and by how much its text is to be made smaller for them.

    Args:
        widths: one for each column, in points, or shares where that is more than there is.
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
    wide = grid.columns > WIDE_TABLE

    def around(cell: GridCell) -> float:
        return padding + cell.level * indent

    least = _widths(grid, [_least(cell, wide=wide) * size + around(cell) for cell in grid.cells])
    whole = _widths(grid, [ems(cell.text) * size + around(cell) for cell in grid.cells])
    natural = list(map(max, whole, least))
    total, needed = sum(natural), sum(least)
    if not grid.columns or not total:
        return Columns(())
    if total <= available:
        return Columns(tuple(each * available / total for each in natural))
    if needed > available:
        fixed = padding * grid.columns
        scale = max(_SMALLEST, (available - fixed) / max(needed - fixed, 1))
        return Columns(tuple((each - padding) * scale + padding for each in least), scale)
    share = (available - needed) / (total - needed)
    return Columns(tuple(low + (high - low) * share for low, high in zip(least, natural, strict=True)))


def _widths(grid: Grid, needs: list[float]) -> list[float]:
    """Return for each column what its cells need; what a merged cell needs beyond its columns they share."""
    found = [0.0] * grid.columns
    for cell, need in sorted(zip(grid.cells, needs, strict=True), key=lambda pair: pair[0].colspan):
        if cell.colspan == 1 and cell.column < grid.columns:
            found[cell.column] = max(found[cell.column], need)
        elif cell.kind not in {"title", "group"} or cell.colspan < grid.columns:
            span = range(cell.column, min(cell.column + cell.colspan, grid.columns))
            missing = need - sum(found[each] for each in span)
            for each in span:
                found[each] += max(missing, 0) / len(span)
    return found


@functools.lru_cache(maxsize=4096)
def ems(text: str) -> float:
    """Return about how wide a text is in its widest line, in ems.

    >>> ems("公文"), ems("")
    (2.0, 0.0)
    """
    return max(sum(map(_em, line), 0.0) for line in text.split("\n"))


def _em(character: str) -> float:
    return 1.0 if unicodedata.east_asian_width(character) in "WF" else _OTHERS.get(character, _USUAL)


@functools.lru_cache(maxsize=4096)
def _longest_piece(text: str) -> float:
    return max(map(ems, _UNBROKEN.findall(text)), default=0.0)


def _least(cell: GridCell, *, wide: bool) -> float:
    """Return the width of what cannot be broken: a number, a short head that stands alone, else the longest word."""
    whole = ems(cell.text)
    alone = cell.colspan == cell.rowspan == 1 and (cell.kind == "row" or (cell.kind == "column" and not wide))
    kept = cell.numeric or cell.kind == "unit" or (alone and whole <= _SHORT)
    return whole if kept else _longest_piece(cell.text)
