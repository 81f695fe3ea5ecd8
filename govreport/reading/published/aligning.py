"""Which row of a form each row of the published tables is: by labels, in printed order where labels stand twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from govreport.reading.labels import alike, normalise, number_of
from govreport.reading.published.expected import Expected, Row, best
from govreport.reading.published.heads import Heads, heads_of
from govreport.reading.published.page import RawCell, RawTable
from govreport.reading.published.values import has_digits, is_number

_PARENTS = 0.3
_HEADS = 0.1
_NUMBER = 0.05
_FUZZY = 0.2
"""What speaks for a row beside its own label: those it stands under, its heads, its number; and what a label that is
only alike lacks."""


@attrs.frozen
class RawRow:
    """A row of a table that may hold data.

    Args:
        at: which of the tables.
        row: which of its rows.
        cells: the cells that take a place in it.
        begun: those that begin in it.
    """

    at: int
    table: RawTable
    row: int
    cells: tuple[RawCell, ...]
    begun: tuple[RawCell, ...]


@attrs.frozen
class Match:
    """A row of the source and the row of the form that it is.

    Args:
        raw: as published.
        row: of the form.
        label: the cell that holds its own label; None where it has none.
        heads: what stands over it.
        likeness: how alike the labels are.
    """

    raw: RawRow
    row: Row
    label: RawCell | None
    heads: Heads | None
    likeness: float = 1.0


@attrs.frozen
class Alignment:
    """What became of the rows of the tables.

    Args:
        matches: in printed order.
        doubtful: rows that could be several of the form, or of which there are several for one.
        heads: the heads over each row, by table and row.
    """

    matches: tuple[Match, ...]
    doubtful: tuple[RawRow, ...]
    heads: Mapping[tuple[int, int], Heads]


def align(tables: Sequence[RawTable], form: Expected) -> Alignment:
    """Return which rows of the form the rows of some tables are."""
    raws = list(_raw_rows(tables))
    labelled = {(raw.at, raw.row) for raw in raws if any(_labels(raw, form))}
    over = heads_of(tables, form, labelled)
    options = [_options(raw, form, over.get((raw.at, raw.row))) for raw in raws]
    rows = [(raw, found) for raw, found in zip(raws, options, strict=True) if found]
    matches, doubtful = _best_path(rows, form, over)
    matches += _out_of_order(rows, matches, form, over)
    return Alignment(tuple(matches), tuple(doubtful), over)


def _raw_rows(tables: Sequence[RawTable]) -> Iterator[RawRow]:
    for at, table in enumerate(tables):
        for row, cells in enumerate(table.rows):
            yield RawRow(at, table, row, cells, tuple(cell for cell in cells if cell.row == row))


def _labels(raw: RawRow, form: Expected) -> Iterator[tuple[RawCell, str]]:
    """Yield the cells that may be the own label of a row, each with the label: a cell for a value stands behind."""
    for place, cell in enumerate(raw.begun[:-1]):
        label = best(normalise(cell.text), form.stub)
        behind = raw.begun[place + 1 :]
        if label is not None and all(best(normalise(each.text), form.labels) is None for each in behind):
            yield cell, label


def _options(raw: RawRow, form: Expected, heads: Heads | None) -> dict[int, tuple[float, RawCell | None]]:
    """Return for each row of the form that a row may be how well it fits, and which cell is its label."""
    found: dict[int, tuple[float, RawCell | None]] = {}
    own = next(_labels(raw, form), None)
    if own is not None:
        cell, label = own
        texts = frozenset(filter(None, (normalise(each.text) for each in raw.cells)))
        for place in form.by_leaf.get(label, ()):
            row = form.rows[place]
            likeness = alike(normalise(cell.text), label)
            score = likeness - _FUZZY * (likeness < 1) + _around(row, texts, cell, heads)
            found[place] = (score, cell)
        return found
    if heads is None or not raw.begun or not _holds_values(raw):
        return found
    if (raw.row - 1 in heads.rows) if heads.below else raw.row == 0:
        for place in form.by_leaf.get("", ()):
            if heads.are_whole(form.rows[place].block):
                found[place] = (1.0, None)
    return found


def _holds_values(raw: RawRow) -> bool:
    return any(has_digits(cell.text) for cell in raw.begun) and all(is_number(cell.text) for cell in raw.begun)


def _around(row: Row, texts: frozenset[str], cell: RawCell, heads: Heads | None) -> float:
    """Return what beside its label speaks for a row of the form."""
    above = row.path[:-1]
    parents = sum(best(label, texts) is not None for label in above) / len(above) if above else 0.5
    number = row.number != "" and number_of(cell.text) == row.number
    return _PARENTS * parents + _NUMBER * number + _HEADS * (heads is not None and heads.are_whole(row.block))


_Options = dict[int, tuple[float, RawCell | None]]


def _best_path(
    rows: Sequence[tuple[RawRow, _Options]], form: Expected, over: Mapping[tuple[int, int], Heads]
) -> tuple[list[Match], list[RawRow]]:
    """Return the matches that fit best of all that keep the order of the form, and the rows that leave a choice."""
    height, width = len(rows), len(form.rows)
    before = [[0.0] * (width + 1) for _ in range(height + 1)]  # the best for rows[:i] and form.rows[:j]
    after = [[0.0] * (width + 1) for _ in range(height + 1)]  # for rows[i:] and form.rows[j:]
    for i in range(1, height + 1):
        options = rows[i - 1][1]
        for j in range(1, width + 1):
            own = before[i - 1][j - 1] + options[j - 1][0] if j - 1 in options else 0.0
            before[i][j] = max(before[i - 1][j], before[i][j - 1], own)
    for i in range(height - 1, -1, -1):
        options = rows[i][1]
        for j in range(width - 1, -1, -1):
            own = after[i + 1][j + 1] + options[j][0] if j in options else 0.0
            after[i][j] = max(after[i + 1][j], after[i][j + 1], own)
    total = before[height][width]
    chosen = [
        (i, j)
        for i, (_, options) in enumerate(rows)
        for j in sorted(options)
        if before[i][j] + options[j][0] + after[i + 1][j + 1] > total - 1e-9
    ]
    of_raw, of_form = _times(i for i, _ in chosen), _times(j for _, j in chosen)
    matches, doubtful = [], {}
    for i, j in chosen:
        raw, options = rows[i]
        if of_raw[i] == 1 and of_form[j] == 1:
            matches.append(_match(raw, form.rows[j], options[j], over))
        else:
            doubtful[i] = raw
    return matches, list(doubtful.values())


def _times(places: Iterator[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for place in places:
        found[place] = found.get(place, 0) + 1
    return found


def _match(
    raw: RawRow, row: Row, option: tuple[float, RawCell | None], over: Mapping[tuple[int, int], Heads]
) -> Match:
    label = option[1]
    likeness = 1.0 if label is None else alike(normalise(label.text), row.leaf)
    return Match(raw, row, label, over.get((raw.at, raw.row)), likeness)


def _out_of_order(
    rows: Sequence[tuple[RawRow, _Options]],
    matches: Sequence[Match],
    form: Expected,
    over: Mapping[tuple[int, int], Heads],
) -> list[Match]:
    """Return matches that break the order of the form: rows whose label stands once in the form and in the source."""
    taken_raw = {(each.raw.at, each.raw.row) for each in matches}
    taken_form = {id(each.row) for each in matches}
    left = [(raw, options) for raw, options in rows if (raw.at, raw.row) not in taken_raw and len(options) == 1]
    wanted = _times(next(iter(options)) for _, options in left)
    found = []
    for raw, options in left:
        (place,) = options
        row = form.rows[place]
        if wanted[place] == 1 and id(row) not in taken_form and row.leaf and len(form.by_leaf[row.leaf]) == 1:
            found.append(_match(raw, row, options[place], over))
    return found
