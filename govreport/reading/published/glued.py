"""Digits of neighbouring cells that run together: which ways of parting them the form's own sums admit."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from govreport.checks.identities import Identity
from govreport.checks.outcome import Status
from govreport.model.cell import Cell
from govreport.model.report import Report
from govreport.model.value import Value
from govreport.reading.numerals import half_width
from govreport.reading.published.values import read_value

_MOST = 4000
"""More ways of parting one row are not looked at: it says too little then."""
_DIGITS = re.compile(r"\d+")
_PIECE = re.compile(r"0|[1-9]\d*")


@attrs.frozen
class GluedRow:
    """A row of whose text it is not plain which digits are whose.

    Args:
        cells: of the row, in order; None where the form has none.
        texts: what stands in it, in order, each for one or more cells.
        run_in: whether the source has no cells at all; then what can be parted in one way only needs no sum to say so.
    """

    cells: tuple[Cell | None, ...]
    texts: tuple[str, ...]
    run_in: bool = False

    def ways(self) -> tuple[tuple[str, ...], ...]:
        """Return every way of giving each cell its digits; none if there are too many to tell."""
        wanted = sum(cell is not None for cell in self.cells)
        pieces = [piece for text in self.texts for piece in half_width(text).split()]
        if not all(_DIGITS.fullmatch(piece) for piece in pieces) or not pieces or wanted < len(pieces):
            return ()
        if sum(map(len, pieces)) < wanted:
            return ()
        ways = list(itertools.islice(_ways(pieces, wanted), _MOST + 1))
        return tuple(ways) if len(ways) <= _MOST else ()

    def values(self, way: Sequence[str]) -> dict[Cell, Value]:
        """Return the values of its cells, parted in one way."""
        own = (cell for cell in self.cells if cell is not None)
        return {cell: read_value(text) for cell, text in zip(own, way, strict=True)}


def _ways(pieces: Sequence[str], wanted: int) -> Iterator[tuple[str, ...]]:
    """Yield the ways of parting some pieces into a number of figures, none of which begins with an idle zero."""
    first, rest = pieces[0], pieces[1:]
    if not rest:
        yield from _parts(first, wanted)
        return
    least = len(rest)
    for count in range(1, min(len(first), wanted - least) + 1):
        for head in _parts(first, count):
            for tail in _ways(rest, wanted - count):
                yield (*head, *tail)


def _parts(digits: str, count: int) -> Iterator[tuple[str, ...]]:
    if count == 1:
        if _PIECE.fullmatch(digits):
            yield (digits,)
        return
    longest = 1 if digits.startswith("0") else len(digits) - count + 1
    for length in range(1, longest + 1):
        for tail in _parts(digits[length:], count - 1):
            yield (digits[:length], *tail)


def part(
    rows: Mapping[int, GluedRow], known: Mapping[Cell, Value], report: Report, sums: Iterable[Identity]
) -> tuple[dict[int, dict[Cell, Value]], dict[int, tuple[tuple[str, ...], ...]]]:
    """Return the rows that can be parted in one way only, and for the others the ways that are left.

    A way is out if a sum of the form that rests on nothing but its row, and on what is known, fails with it.

    Args:
        rows: by any number.
        known: the values of other rows.
        report: of the form; its own values do not matter.
        sums: what the form's figures must come to.
    """
    left = {at: row.ways() for at, row in rows.items()}
    told = dict(known)
    solved: dict[int, dict[Cell, Value]] = {}
    by_cell: dict[Cell, list[Identity]] = {}
    for each in sums:
        for cell in each.cells:
            by_cell.setdefault(cell, []).append(each)
    going_on = True
    while going_on:
        going_on = False
        for at, ways in left.items():
            if at in solved:
                continue
            admitted, tested = _admitted(rows[at], ways, told, report, by_cell)
            left[at] = admitted
            if len(admitted) == 1 and (tested or rows[at].run_in):
                solved[at] = rows[at].values(admitted[0])
                told.update(solved[at])
                going_on = True
    return solved, {at: ways for at, ways in left.items() if at not in solved}


def _admitted(
    row: GluedRow,
    ways: tuple[tuple[str, ...], ...],
    known: Mapping[Cell, Value],
    report: Report,
    by_cell: Mapping[Cell, list[Identity]],
) -> tuple[tuple[tuple[str, ...], ...], bool]:
    """Return the ways that no sum speaks against, and whether any sum was asked; a single way of a text needs none."""
    if row.run_in and len(ways) <= 1:
        return ways, False
    own = {cell for cell in row.cells if cell is not None}
    touching = {id(each): each for cell in own for each in by_cell.get(cell, ())}
    ready = [each for each in touching.values() if all(cell in own or cell in known for cell in each.cells)]
    return tuple(way for way in ways if _stands(row.values(way), known, ready, report)), bool(ready)


def _stands(own: Mapping[Cell, Value], known: Mapping[Cell, Value], sums: Iterable[Identity], report: Report) -> bool:
    return not any(each.status(report, {**_of(known, each), **own}) is Status.FAILS for each in sums)


def _of(known: Mapping[Cell, Value], each: Identity) -> dict[Cell, Value]:
    return {cell: known[cell] for cell in each.cells if cell in known}
