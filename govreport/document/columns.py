"""How wide the columns of a table are: as CSS lays out a table of full width, from what its cells hold.

Widths are estimated from the kinds of characters, in ems: near enough to say whether a table fits a page, and by how
much its text is to be made smaller if it does not.
"""

from __future__ import annotations

import functools
import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

import attrs

from govreport.document.blocks import Block, Grid, GridCell, Heading, Notes

LONG_WORD = 24
"""Characters of a word after which it may be broken anywhere, lest it leave the page."""
WIDE_TABLE = 4
"""With more columns than these a table is set closer, and the heads of its columns in several lines."""
CROWDED = 8
"""With more columns than these what is absent is shown by a mark, and not in words."""
WIDE_SIGN = "[\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
"""Characters between which a line may end."""

_OTHERS = {each: width for width, those in {
    0.36: "iljtf.,;:'|!()[] I",
    0.57: "0123456789",
    0.72: "ABCDEFGHJKLNOPQRSTUVXYZ",
    0.95: "mwMW@%—…",
}.items() for each in those}  # fmt: skip
_USUAL = 0.6
"""Of an em: a small letter, with something to spare; those that are narrower or wider, and digits, stand above."""
_UNBROKEN = re.compile(
    f"[（《〈“‘【〔]*{WIDE_SIGN}[）》〉”’】〕，。、；：！？]*|[^{WIDE_SIGN[1:-1]}\\s]{{1,{LONG_WORD}}}"
)
_SHORT = 6.5
_SQUEEZED = 3.0
"""Ems: as wide as a Chinese head of a column is made at least, so that it has two lines and not one for each sign."""
_SMALLER = (1.0, 0.95, 0.9, 0.85, 0.8)
"""Sizes that are tried to keep a table on one page."""
_HEADY = 1.1
"""How much wider a word is in a head, which is set bolder."""
_LOW = 0.4
"""Up to this share of a page a table is never divided."""
_TURNS = 0.9
"""Below this share of its size a table turns the page before its text is made smaller."""
_SMALLEST = 0.6
"""Below this share of its size a table's text is no longer made smaller."""


@attrs.frozen
class Room:
    """What a page gives to a table, in points.

    Args:
        width, height: of the page's text; of the height, without the heading that stands above.
        size, line: of the table's text.
        padding: to the left and right of a cell's text, together.
        between: what a row needs beside its lines.
        indent: for each level of a row's head.
        turned: width and height where the page is turned, for tables that are too wide for it else.
    """

    width: float
    height: float
    size: float
    line: float
    padding: float
    between: float
    indent: float = 0.0
    turned: tuple[float, float] | None = None


@attrs.frozen
class Columns:
    """The widths of a table's columns, and by how much its text is to be made smaller.

    Args:
        widths: one for each column, in points, or shares where that is more than there is.
        scale: of the text; 1 unless the longest words would not fit, or the table not stay together.
        together: whether it should, and can, stand on one page.
        turned: whether the page is to be turned for it.
    """

    widths: tuple[float, ...]
    scale: float = 1.0
    together: bool = False
    turned: bool = False


def columns_of(grid: Grid, room: Room) -> Columns:
    """Return the columns of a grid.

    A table whose words and numbers would have to be set much smaller turns the page. One that should keep together and
    is only a little too high for a page is set smaller, by a fifth at most; any low one keeps together.
    """
    usual = _columns(grid, room)
    if usual.scale < _TURNS and room.turned is not None:
        width, height = room.turned
        sideways = attrs.evolve(room, width=width, height=height, turned=None)
        return attrs.evolve(columns_of(grid, sideways), turned=True)
    if grid.keeps_together:
        for factor in _SMALLER:
            smaller = attrs.evolve(room, size=room.size * factor, line=room.line * factor)
            columns = _columns(grid, smaller)
            if _height(grid, columns, smaller) <= room.height:
                return attrs.evolve(columns, scale=columns.scale * factor, together=True)
    may_be_low = grid.rows * (room.line * usual.scale + room.between) <= _LOW * room.height
    return attrs.evolve(usual, together=may_be_low and _height(grid, usual, room) <= _LOW * room.height)


def turned_along(blocks: Sequence[Block], turned: Callable[[Grid], bool]) -> tuple[bool, ...]:
    """Return for each block whether it stands on a turned page: with a table its notes, and the heading just above."""
    found = [isinstance(block, Grid) and turned(block) for block in blocks]
    for place, block in enumerate(blocks):
        if isinstance(block, Notes) and place and found[place - 1]:
            found[place] = True
        if isinstance(block, Heading) and place + 1 < len(blocks) and found[place + 1]:
            found[place] = True
    return tuple(found)


def _columns(grid: Grid, room: Room) -> Columns:
    """Return the columns of a grid at one size of text."""
    wide = grid.columns > WIDE_TABLE

    def needs(measure: Callable[[GridCell], float]) -> list[float]:
        return _widths(
            grid, [measure(cell) * room.size + room.padding + cell.level * room.indent for cell in grid.cells]
        )

    def whole(cell: GridCell) -> float:
        if wide and cell.kind == "column":
            return max(_least(cell, wide=wide), ems(cell.text) / 3)  # in about three lines: room is for the labels
        return ems(cell.text)

    least = needs(functools.partial(_least, wide=wide))
    natural = list(map(max, needs(whole), least))
    total, needed = sum(natural), sum(least)
    if not grid.columns or not total:
        return Columns(())
    if total <= room.width:
        return Columns(tuple(each * room.width / total for each in natural))
    if needed > room.width:
        fixed = room.padding * grid.columns
        scale = max(_SMALLEST, (room.width - fixed) / max(needed - fixed, 1))
        return Columns(tuple((each - room.padding) * scale + room.padding for each in least), scale)
    share = (room.width - needed) / (total - needed)
    return Columns(tuple(low + (high - low) * share for low, high in zip(least, natural, strict=True)))


def _height(grid: Grid, columns: Columns, room: Room) -> float:
    """Return about how high a grid is."""
    rows = [0.0] * grid.rows
    for cell in sorted(grid.cells, key=lambda cell: cell.rowspan):
        width = sum(columns.widths[cell.column : cell.column + cell.colspan]) - room.padding - cell.level * room.indent
        signs = max(math.floor(width / (room.size * columns.scale)), 1)
        unbroken = cell.numeric or cell.kind == "unit"
        lines = sum(1 if unbroken else math.ceil(ems(each) / signs) or 1 for each in cell.text.split("\n"))
        own = range(cell.row, min(cell.row + cell.rowspan, grid.rows))
        need = lines * room.line * columns.scale + room.between
        rows[own[-1]] += max(need - sum(rows[each] for each in own), 0)
    return sum(rows)


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


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the pieces between which a line may end, each with whether a space is before it.

    >>> list(pieces("公文 of"))
    [('公', False), ('文', False), ('of', True)]
    """
    for found in _UNBROKEN.finditer(text):
        yield found[0], text[: found.start()][-1:].isspace()


@functools.lru_cache(maxsize=4096)
def _longest_piece(text: str) -> float:
    return max(map(ems, _UNBROKEN.findall(text)), default=0.0)


def _least(cell: GridCell, *, wide: bool) -> float:
    """Return the width of what cannot be broken: a number, a short head that stands alone, else the longest word."""
    whole = ems(cell.text)
    if wide and cell.kind == "column":
        word = _longest_piece(cell.text)
        return max(min(whole, max(2.0, math.ceil(whole / 2)), _SQUEEZED), word * (_HEADY if word > 1 else 1))
    alone = cell.colspan == cell.rowspan == 1 and (cell.kind in {"row", "column"})
    kept = cell.numeric or cell.kind == "unit" or (alone and whole <= _SHORT)
    return whole if kept else _longest_piece(cell.text)
