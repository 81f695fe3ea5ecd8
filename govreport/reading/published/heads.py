"""The heads of a table as published: which rows they are, of which block, and over which columns they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import attrs

from govreport.reading.labels import normalise
from govreport.reading.published.expected import Block, Expected, Path, best
from govreport.reading.published.page import RawTable
from govreport.reading.published.values import has_digits


@attrs.frozen
class Heads:
    """Some head rows of a table, which head what stands below them.

    Args:
        table: the table.
        rows: which of its rows.
        below: whether they stand in the same table as what they head, and not in the one before it.
    """

    table: RawTable
    rows: tuple[int, ...]
    below: bool = True
    _columns: dict[int, Mapping[int, int]] = attrs.field(factory=dict, init=False, eq=False, repr=False)

    def texts(self) -> Iterator[str]:
        """Yield what the heads say, row by row, from left to right."""
        for row in self.rows:
            for cell in self.table.rows[row]:
                if cell.row == row and (text := normalise(cell.text)):
                    yield text

    def are_whole(self, block: Block) -> bool:
        """Whether they are all heads of a block, each once, each level in the order of the form.

        Heads that are printed twice, one set below the other, are whole too; so are levels that change places.
        """
        wanted = [label for level in block.levels for label in level]
        found = [label for text in self.texts() if (label := block.column_label(text)) is not None]
        times, rest = divmod(len(found), len(wanted)) if wanted else (1, 0)
        if rest or not times:
            return False
        levels = ([label for label in found if label in level] == [*level] * times for level in block.levels)
        return found == wanted * times or (Counter(found) == Counter(wanted * times) and all(levels))

    def fit(self, block: Block) -> bool:
        """Whether they are all heads of a block: in order, or each over a column of its own."""
        return self.are_whole(block) or set(self.columns(block).values()) == set(range(len(block.columns)))

    def columns(self, block: Block) -> Mapping[int, int]:
        """Return for each column of the table the one of the block that has the same heads, if any has.

        It is asked for every row below the heads, and found once.
        """
        if id(block) not in self._columns:  # blocks are kept for as long as the form is
            self._columns[id(block)] = self._find_columns(block)
        return self._columns[id(block)]

    def _find_columns(self, block: Block) -> dict[int, int]:
        wanted: dict[Path, int] = {}
        for place, path in enumerate(block.columns):
            wanted[path] = -1 if path in wanted else place  # heads that stand twice tell no column
        found: dict[int, int] = {}
        for column in range(self.table.width):
            place = wanted.get(self.above(column, block), -1)
            if place >= 0:
                found[column] = place
        return found

    def above(self, column: int, block: Block) -> Path:
        """Return the heads of a block that stand over a column of the table, from top to bottom."""
        cells = {
            (cell.row, cell.column): cell
            for row in self.rows
            for cell in self.table.rows[row]
            if cell.column <= column < cell.stop
        }
        labels = (block.column_label(normalise(cell.text)) for _, cell in sorted(cells.items()))
        found = [label for label in labels if label is not None]
        half, odd = divmod(len(found), 2)  # printed twice, one set below the other
        return tuple(found[:half] if half and not odd and found[:half] == found[half:] else found)


def is_head(table: RawTable, row: int, form: Expected) -> bool:
    """Whether a row of a table holds heads: labels of the form, and no number."""
    texts = [normalise(cell.text) for cell in table.rows[row] if cell.row == row]
    said = [text for text in texts if text]
    if not said or any(has_digits(cell.text) for cell in table.rows[row] if cell.row == row and _is_short(cell.text)):
        return False
    known = sum(best(text, form.heads) is not None for text in said)
    return known > 0 and 2 * known >= len(said)


def _is_short(text: str) -> bool:
    return not any("\u4e00" <= each <= "\u9fff" or each.isalpha() for each in text)


def heads_of(tables: Sequence[RawTable], form: Expected, data: set[tuple[int, int]]) -> dict[tuple[int, int], Heads]:
    """Return the heads over each row that holds data.

    A table that begins with data goes on from the one before it, and has its heads.

    Args:
        tables: in order.
        form: whose labels are looked for.
        data: table (by its place) and row of the rows that may hold data.
    """
    found: dict[tuple[int, int], Heads] = {}
    current: Heads | None = None
    for at, table in enumerate(tables):
        own: list[int] = []
        open_heads = False
        if current is not None:
            current = attrs.evolve(current, below=False)
        for row in range(len(table.rows)):
            if (at, row) not in data and is_head(table, row, form):
                own = [*own, row] if open_heads else [row]
                current, open_heads = Heads(table, tuple(own)), True
            elif any(cell.text.strip() for cell in table.rows[row] if cell.row == row):
                open_heads = False
            if current is not None:
                found[at, row] = current
    return found
