"""Rows that reporters name themselves (offices, statutes): known by the section and the heads they stand under."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence

import attrs

from govreport.model.cell import Cell
from govreport.model.frozen import FrozenMap
from govreport.model.indicator import Member
from govreport.model.labels import base
from govreport.model.layout import OPEN
from govreport.reading.labels import normalise
from govreport.reading.published.aligning import Match, RawRow
from govreport.reading.published.expected import Block, Expected, Row, best
from govreport.reading.published.heads import Heads, is_head
from govreport.reading.published.page import Page, RawCell, RawTable
from govreport.reading.published.sections import Sections
from govreport.reading.published.values import NOTHING
from govreport.wording import LANGUAGES, say

_AGAIN = re.compile(r"\s*#([1-9]\d*)$")
"""What marks a row that a report carries a second time."""


@attrs.frozen
class Named:
    """What the tables with rows of the reporter's own gave.

    Args:
        matches: their rows, as rows of the form with members in place.
        members: those that the reporter names, by axis.
        tables: the tables, by their place among those of the page.
        names: the rows that only name what stands below them, by table and row.
    """

    matches: tuple[Match, ...] = ()
    members: FrozenMap[str, tuple[Member, ...]] = FrozenMap()
    tables: frozenset[int] = frozenset()
    names: frozenset[tuple[int, int]] = frozenset()


def named_rows(page: Page, form: Expected) -> Named:
    """Return the rows of the tables of a page whose rows the form leaves to the reporter."""
    if not form.open_blocks:
        return Named()
    return _Namer(form).read(page)


class _Namer:
    """Reads one table after the other; what one names, the next knows."""

    def __init__(self, form: Expected) -> None:
        self.form = form
        self.members: dict[str, list[Member]] = {}
        self.matches: list[Match] = []
        self.ids = {axis.id: dict(_labels_of(axis.members)) for axis in form.form.axes.values() if axis.open}
        self.unknown = tuple(say("unknown_member", language) for language in LANGUAGES)
        self.names: set[tuple[int, int]] = set()

    def read(self, page: Page) -> Named:
        heads: Heads | None = None
        block: Block | None = None
        mine: set[int] = set()
        for at, (table, section) in enumerate(zip(page.tables, sections_above(page, self.form), strict=True)):
            blocks = [each for each in self.form.open_blocks if each.section == section]
            own = tuple(itertools.takewhile(functools.partial(is_head, table, form=self.form), range(len(table.rows))))
            found = Heads(table, own) if own else heads
            fitting = [each for each in blocks if found is not None and found.fit(each)]
            if own or section is None or block not in blocks:
                block = fitting[0] if len(fitting) == 1 else None
            heads = found
            if block is None or heads is None:
                continue
            mine.add(at)
            self.rows(table, at, block, heads if own else attrs.evolve(heads, below=False), len(own))
        named = FrozenMap({axis: tuple(members) for axis, members in self.members.items()})
        return Named(tuple(self.matches), named, frozenset(mine), frozenset(self.names))

    def rows(self, table: RawTable, at: int, block: Block, heads: Heads, first: int) -> None:
        """Read the rows of one table below its heads."""
        current: dict[str, str] = {}
        templates = [row for row in self.form.rows if row.block is block]
        for row in range(first, len(table.rows)):
            cells = table.rows[row]
            begun = tuple(cell for cell in cells if cell.row == row)
            if not any(cell.text.strip() for cell in begun) or is_head(table, row, self.form):
                continue
            raw = RawRow(at, table, row, cells, begun)
            found = self.row(raw, block, templates, current, heads)
            if found is not None:
                self.matches.append(Match(raw, found[0], found[1], heads))

    def row(
        self, raw: RawRow, block: Block, templates: Sequence[Row], current: dict[str, str], heads: Heads
    ) -> tuple[Row, RawCell | None] | None:
        """Return the row of the form that a row is, and the cell of its label; a row that only names gives none."""
        if not block.labelled:
            axis = templates[0].open[-1]
            return self.with_members(templates[0], {axis: self.new(axis, raw.begun[0].text.strip())}), None
        label, *values = raw.begun
        text = normalise(label.text)
        if text in NOTHING:
            self.names.add((raw.at, raw.row))
            return None
        own = next((row for row in templates if row.leaf and row.leaf == best(text, block.stub)), None)
        if own is not None:
            return self.with_members(own, current), label
        unnamed = [row for row in templates if not row.leaf]
        outer = templates[0].open[0]
        if not any(cell.text.strip(" ×") for cell in values) and all(row.open[-1] != outer for row in unnamed):
            current.clear()
            current[outer] = self.id_of(outer, label.text)
            self.names.add((raw.at, raw.row))
            return None
        template = self.template(label.text, values, unnamed, heads)
        if template is None:
            return None
        axis = template.open[-1]
        for row in templates:
            for inner in row.open[row.open.index(axis) + 1 :] if axis in row.open else ():
                current.pop(inner, None)
        current[axis] = self.id_of(axis, label.text)
        return self.with_members(template, current), label

    def template(self, label: str, values: Sequence[RawCell], rows: Sequence[Row], heads: Heads) -> Row | None:
        """Return which of several rows of a block a row is: the only one that has all cells that are filled."""
        if len(rows) == 1:
            return rows[0]
        columns = heads.columns(rows[0].block) if rows else {}
        filled = {columns[cell.column] for cell in values if cell.text.strip(" ×") and cell.column in columns}
        fitting = [row for row in rows if all(row.cells[place] is not None for place in filled)]
        known = [row for row in fitting if _plain(label) in self.ids[row.open[-1]]]
        chosen = fitting if len(fitting) == 1 else known
        return chosen[0] if len(chosen) == 1 else None

    def with_members(self, row: Row, members: dict[str, str]) -> Row:
        """Return a row of the form with the members of the reporter in place."""
        cells = tuple(None if cell is None else self.cell(cell, members) for cell in row.cells)
        return attrs.evolve(row, cells=cells)

    def cell(self, cell: Cell, members: dict[str, str]) -> Cell | None:
        axes = self.form.form.indicators[cell.indicator].axes
        found = tuple(
            members.get(axis, OPEN) if own == OPEN else own for axis, own in zip(axes, cell.members, strict=True)
        )
        return None if OPEN in found else Cell(cell.indicator, found)

    def id_of(self, axis: str, label: str) -> str:
        """Return the id of the member that a label names; a new one is named. A mark of a second row goes along."""
        again = _AGAIN.search(label)
        name = _AGAIN.sub("", label).strip()
        found = self.ids[axis].get(_plain(name)) or self.new(axis, name)
        return f"{found}#{again[1]}" if again else found

    def new(self, axis: str, label: str) -> str:
        own = self.members.setdefault(axis, [])
        name = next((label.removesuffix(words) for words in self.unknown if label.endswith(words)), label)
        labels = FrozenMap({base(self.form.language): name})
        member = Member(f"{axis[0]}{len(own) + 1}", labels, unknown=name != label)
        own.append(member)
        self.ids[axis].setdefault(_plain(label), member.id)
        return member.id


def _labels_of(members: Sequence[Member]) -> Iterator[tuple[str, str]]:
    for member in members:
        for label in member.labels.values():
            yield _plain(label), member.id


def _plain(label: str) -> str:
    """Return a name for comparing: its numbers stay, since statutes differ by nothing else."""
    return re.sub(r"\s+", "", label).casefold()


def sections_above(page: Page, form: Expected) -> list[str | None]:
    """Return for each table of a page the id of the section of the form whose heading stands last above it."""
    sections = Sections(form.form)
    found: list[str | None] = []
    current: str | None = None
    seen: int | None = None
    above = ""  # a heading may go on in the next line
    for line in page.lines:
        if line.table is not None:
            above = ""
            if id(line.table) != seen:
                found.append(current)
                seen = id(line.table)
            continue
        for text in (line.text, f"{above} {line.text}"):
            if (at := sections.entitled(text)) is not None:
                current = form.form.sections[at].id
        above = line.text
    return found
