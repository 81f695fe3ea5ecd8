"""Which row of a form each row of the published tables is: by labels, in printed order where labels stand twice."""

from __future__ import annotations

import itertools
from collections import Counter
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
        doubtful: rows that could be several of the form, or of which there are several with other figures for one.
        repeated: rows that are printed again, figure for figure.
        tables: the tables that were looked at, labels that a page cut in two made whole.
    """

    matches: tuple[Match, ...]
    doubtful: tuple[RawRow, ...]
    repeated: tuple[RawRow, ...]
    tables: tuple[RawTable, ...]


def align(tables: Sequence[RawTable], form: Expected) -> Alignment:
    """Return which rows of the form the rows of some tables are."""
    tables = whole_labels(tables, form)
    raws = list(_raw_rows(tables))
    labelled = {(raw.at, raw.row) for raw in raws if any(_labels(raw, form))}
    over = heads_of(tables, form, labelled)
    options = [_options(raw, form, over.get((raw.at, raw.row))) for raw in raws]
    rows = [(raw, found) for raw, found in zip(raws, options, strict=True) if found]
    found = _best_path(rows, form, over)
    more = _out_of_order(rows, found.matches, form, over)
    return attrs.evolve(found, matches=(*found.matches, *more), tables=tuple(tables))


def whole_labels(tables: Sequence[RawTable], form: Expected) -> list[RawTable]:
    """Return the tables, with the label of a row that a page cut in two put together again.

    The halves stand below each other in rows that follow each other; the label goes where figures are.
    """
    changed: dict[tuple[int, int, int], str] = {}
    rows = list(_raw_rows(tables))
    for upper, lower in itertools.pairwise(rows):
        for first, second in itertools.product(upper.begun, lower.begun):
            if not _are_halves(first.text, second.text, form):
                continue
            whole = first.text.strip() + second.text.strip()
            above, below = (any(has_digits(cell.text) for cell in raw.begun[1:]) for raw in (upper, lower))
            changed[upper.at, first.row, first.column] = whole if above or not below else ""
            changed[lower.at, second.row, second.column] = whole if below else ""
    return [_changed(table, at, changed) for at, table in enumerate(tables)]


def _are_halves(first: str, second: str, form: Expected) -> bool:
    one, two = normalise(first), normalise(second)
    return bool(one and two) and normalise(first.strip() + second.strip()) in form.stub and not {one, two} & form.labels


def _changed(table: RawTable, at: int, texts: Mapping[tuple[int, int, int], str]) -> RawTable:
    if not any(key[0] == at for key in texts):
        return table
    cells = (attrs.evolve(cell, text=texts.get((at, cell.row, cell.column), cell.text)) for cell in table.cells)
    return attrs.evolve(table, cells=tuple(cells))


def _raw_rows(tables: Sequence[RawTable]) -> Iterator[RawRow]:
    for at, table in enumerate(tables):
        for row, cells in enumerate(table.rows):
            yield RawRow(at, table, row, cells, tuple(cell for cell in cells if cell.row == row))


def _labels(raw: RawRow, form: Expected) -> Iterator[tuple[RawCell, str]]:
    """Yield the cells that may be the own label of a row, each with the label: a cell for a value stands behind."""
    texts = {normalise(each.text) for each in raw.begun}
    is_of_heads = any(best(text, form.only_heads) is not None for text in texts)
    for place, cell in enumerate(raw.begun[:-1]):
        label = best(normalise(cell.text), form.stub)
        behind = raw.begun[place + 1 :]
        if is_of_heads and label in form.heads:
            continue  # a head that some row is called by too
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
    values = sum(is_number(cell.text) or has_digits(cell.text[:1]) for cell in raw.begun)
    if heads is None or not raw.begun or 2 * values < len(raw.begun) or _is_idle(raw):
        return found
    above = raw.row - 1
    while heads.below and above not in heads.rows and above >= 0 and not _says(raw.table, above):
        above -= 1
    if (above in heads.rows) if heads.below else (raw.row == 0 and raw.table.width == heads.table.width):
        for place in form.by_leaf.get("", ()):
            if heads.fit(form.rows[place].block):
                found[place] = (1.0, None)
    return found


def _says(table: RawTable, row: int) -> bool:
    """Whether anything stands in a row."""
    return any(cell.text.strip() for cell in table.rows[row] if cell.row == row)


def _is_idle(raw: RawRow) -> bool:
    """Whether a row is empty, and another below it is not: it only parts heads from figures."""
    below = range(raw.row + 1, len(raw.table.rows))
    return not _says(raw.table, raw.row) and any(_says(raw.table, row) for row in below)


def _around(row: Row, texts: frozenset[str], cell: RawCell, heads: Heads | None) -> float:
    """Return what beside its label speaks for a row of the form."""
    above = row.path[:-1]
    parents = sum(best(label, texts) is not None for label in above) / len(above) if above else 0.5
    number = row.number != "" and number_of(cell.text) == row.number
    return _PARENTS * parents + _NUMBER * number + _HEADS * (heads is not None and heads.fit(row.block))


_Options = dict[int, tuple[float, RawCell | None]]


def _best_path(
    rows: Sequence[tuple[RawRow, _Options]], form: Expected, over: Mapping[tuple[int, int], Heads]
) -> Alignment:
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
    of_raw = Counter(i for i, _ in chosen)
    matches: list[Match] = []
    doubtful: dict[int, RawRow] = {i: rows[i][0] for i, _ in chosen if of_raw[i] > 1}
    repeated: list[RawRow] = []
    for j in dict.fromkeys(j for _, j in chosen):
        mine = [i for i, other in chosen if other == j]
        first = rows[mine[0]][0]
        if any(i in doubtful for i in mine) or any(_figures(rows[i][0]) != _figures(first) for i in mine):
            doubtful.update({i: rows[i][0] for i in mine})
        else:
            matches.append(_match(first, form.rows[j], rows[mine[0]][1][j], over))
            repeated.extend(rows[i][0] for i in mine[1:])
    return Alignment(tuple(matches), tuple(doubtful.values()), tuple(repeated), ())


def _figures(raw: RawRow) -> tuple[str, ...]:
    return tuple(normalise(cell.text) for cell in raw.begun)


def _match(raw: RawRow, row: Row, option: tuple[float, RawCell | None], over: Mapping[tuple[int, int], Heads]) -> Match:
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
    wanted = Counter(place for _, options in left for place in options)
    found = []
    for raw, options in left:
        (place,) = options
        row = form.rows[place]
        if wanted[place] == 1 and id(row) not in taken_form and row.leaf and len(form.by_leaf[row.leaf]) == 1:
            found.append(_match(raw, row, options[place], over))
    return found
