"""Reports: one form, filled in by one publisher for one period."""

from __future__ import annotations

import datetime as dt
import importlib
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

import attrs

from govreport.errors import InvalidInput, UnknownName, repeated
from govreport.model.cell import Cell, original
from govreport.model.form import Form
from govreport.model.frozen import FrozenMap
from govreport.model.indicator import Member
from govreport.model.labels import Labels, base, pick
from govreport.model.value import ABSENT, Value

BOUND_FIGURE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")
"""A figure in a narrative that is bound to a cell: `{requests_new[total]}`; doubled braces are braces."""


@attrs.frozen
class Publisher:
    """The authority whose report it is; `level` is the rule set's own word (部门, 乡镇, agency)."""

    name: str
    id: str | None = None
    level: str | None = None


@attrs.frozen
class Revision:
    """Which version of a filed report this is, and why it was made.

    Args:
        number: 1 is the report as first filed.
        reason: why it was revised.
        date: when.
        was: the values that the version before had where this one has others; so the filed report is kept.
    """

    number: int = 1
    reason: str | None = None
    date: dt.date | None = None
    was: FrozenMap[Cell, Value] = FrozenMap()


@attrs.frozen
class Note:
    """A footnote on cells, on a section, or (with neither) on the report."""

    id: str
    text: str
    cells: tuple[Cell, ...] = ()
    section: str | None = None


@attrs.frozen
class Attestation:
    """Who signed, checked and filled in the report."""

    head: str | None = None
    reviewer: str | None = None
    preparer: str | None = None
    unit: str | None = None
    phone: str | None = None
    date: dt.date | None = None


@attrs.frozen
class Origin:
    """Where in its source a value was found, as what, and how sure the reader is of it (0 to 1; None: as entered).

    `label` and `unit` are those that the source prints beside the value; `rows` are those of a ledger that it counts.
    """

    file: str | None = None
    line: int | None = None
    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None
    confidence: Decimal | None = None
    label: str | None = None
    unit: str | None = None
    rows: tuple[int, ...] = ()


@attrs.frozen
class Contribution:
    """What the value of a rolled-up cell rests on.

    Args:
        parts: what each report had there, by its publisher's name (by its period, where years became one).
        complete: no value that belongs in it was missing.
        lower_bound: a value exists and was withheld: the true total is at least this.
        refused: why there is no total, by language; empty if there is one.
    """

    parts: FrozenMap[str, Value] = FrozenMap()
    complete: bool = True
    lower_bound: bool = False
    refused: Labels = FrozenMap()


def _frozen(values: Mapping[Cell, Value]) -> FrozenMap[Cell, Value]:
    return values if isinstance(values, FrozenMap) else FrozenMap(values)


def _frozen_numbers(given: Mapping[str, tuple[int, ...]]) -> FrozenMap[str, tuple[int, ...]]:
    return FrozenMap(given)


def _frozen_texts(given: Mapping[str, tuple[str, ...]]) -> FrozenMap[str, tuple[str, ...]]:
    return FrozenMap(given)


@attrs.frozen
class Layout:
    """How the source of a published report prints it; what judges the layout needs it, and nothing else does.

    Args:
        lines: by section, the line of each paragraph of its narrative, from 1.
        columns: by table, the heads of its columns.
        printed: what its pages print otherwise than the data that it carries.
    """

    lines: FrozenMap[str, tuple[int, ...]] = attrs.field(default=FrozenMap(), converter=_frozen_numbers)
    columns: FrozenMap[str, tuple[str, ...]] = attrs.field(default=FrozenMap(), converter=_frozen_texts)
    printed: FrozenMap[Cell, Value] = attrs.field(default=FrozenMap(), converter=_frozen)


@attrs.frozen
class Waiver:
    """A finding that someone accepted: the rule, its cells, why, who and when.

    Args:
        rule: the id of the rule.
        reason: why it is accepted.
        cells: those that the finding must speak of; none is any finding of the rule.
        by: who accepted it.
        date: when.
        figures: the values that it was accepted with; when one of them changes, the waiver lapses.
        quotes: likewise the words of the text that it was accepted with.
    """

    rule: str
    reason: str
    cells: tuple[Cell, ...] = ()
    by: str | None = None
    date: dt.date | None = None
    figures: FrozenMap[Cell, Value] = FrozenMap()
    quotes: tuple[str, ...] = ()


@attrs.frozen
class Unplaced:
    """Something that a reader found and could not place, and why if it knows."""

    text: str
    line: int | None = None
    reason: str | None = None


def _frozen_extra(given: Mapping[str, object]) -> FrozenMap[str, object]:
    return given if isinstance(given, FrozenMap) else FrozenMap(given)


def _period_words(period: str, language: str) -> str:
    """Return an ISO 8601 interval in words: `2024年4月至2025年3月`; what is none stays as it is."""
    ends = period.split("/")
    if language != "zh":
        return " to ".join(ends)
    units = "年月日"
    told = ("".join(f"{int(part)}{unit}" for part, unit in zip(end.split("-"), units, strict=False)) for end in ends)
    return "至".join(told) if all(re.fullmatch(r"\d{4}(-\d{2}){0,2}", end) for end in ends) else period


@attrs.frozen
class Report:
    """One form, filled in by one publisher for one period. Every change gives a new report.

    Args:
        form: the edition of the form.
        publisher: whose report it is.
        period: a year (`2024`) or an ISO 8601 interval.
        values: by cell; a cell that is not there was not reported.
        kind: the rule set's kind of report, such as `body` or `government_rollup`.
        members: the members that the reporter names, by open axis.
        narrative: by section, CommonMark without raw HTML; `{cell}` puts the value of a cell in.
        partial: only a part of the report is known.
        layout: how its source prints it; None if it was not read from a publication.
        filed_on: the form that it was filed on, if it was carried over to a newer edition since.
        contributions: for a report rolled up from others, what each of its values rests on.
        extra: what only writing back to some format needs, by plugin.
    """

    form: Form = attrs.field(eq=lambda form: form.id, repr=lambda form: repr(form.id))
    publisher: Publisher
    period: str
    values: FrozenMap[Cell, Value] = attrs.field(default=FrozenMap(), converter=_frozen)
    kind: str | None = None
    published: dt.date | None = None
    language: str | None = None
    title: str | None = None
    source: str | None = None
    partial: bool = False
    revision: Revision | None = None
    members: FrozenMap[str, tuple[Member, ...]] = FrozenMap()
    narrative: FrozenMap[str, str] = FrozenMap()
    notes: tuple[Note, ...] = ()
    attestation: Attestation = Attestation()
    origins: FrozenMap[Cell, Origin] = FrozenMap()
    waivers: tuple[Waiver, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    layout: Layout | None = None
    filed_on: str | None = None
    contributions: FrozenMap[Cell, Contribution] = FrozenMap()
    extra: FrozenMap[str, object] = attrs.field(default=FrozenMap(), converter=_frozen_extra)

    @property
    def year(self) -> int | None:
        """The year of the period (its first four digits), or None if it does not begin with one."""
        return int(self.period[:4]) if re.match(r"\d{4}(?!\d)", self.period) else None

    @property
    def in_language(self) -> str:
        """The language that the report is written in: its own, else its form's."""
        return self.language or self.form.language

    def heading(self, language: str | None = None) -> str:
        """Return the title: as given, else as the form makes it of publisher and period."""
        language = language or self.in_language
        if self.title and language == self.in_language:
            return self.title
        return self.in_words(pick(self.form.title_pattern, language, "{publisher} {period}"), language)

    def in_words(self, pattern: str, language: str) -> str:
        """Return a pattern of the form with `{publisher}` and `{period}` put in.

        A period that is no single year takes the place of `{period}年` as a whole, in words of its own.
        """
        parts = {"{publisher}": self.publisher.name, "{period}": self.period}
        if self.period.isdigit():
            return re.sub(r"\{(?:publisher|period)\}", lambda found: parts[found[0]], pattern)
        parts["{period}"] = _period_words(self.period, base(language))
        return re.sub(r"\{publisher\}|\{period\}年?", lambda found: parts[found[0].removesuffix("年")], pattern)

    def __getitem__(self, address: str | Cell) -> Value:
        """Return the value of a cell; one that was not reported gives `ABSENT`.

        Raises:
            UnknownName: if the form has no such cell.
        """
        return self.values.get(self.locate(address), ABSENT)

    def locate(self, address: str | Cell) -> Cell:
        """Return the cell of an address, after making sure that form and report have it (see `Form.locate`)."""
        return self.form.locate(address, self._named)

    def cells(self) -> Iterator[Cell]:
        """Yield the cells of the form's tables for this report, in printed order, reported or not."""
        return self.form.cells(self)

    def fill(self, values: Mapping[str | Cell, object] | Mapping[str, object] | Mapping[Cell, object]) -> Report:
        """Return the report with `values` put in: numbers, texts, dates, booleans, None for blank, or `Value`s.

        Raises:
            InvalidInput: if a cell is unknown or a value does not fit it; nothing is put in then.
        """
        filled: dict[Cell, Value] = {}
        for address, given in values.items():
            cell = self.locate(address)
            try:
                value = Value.of(given)
            except InvalidInput as error:
                raise error.within(str(cell)) from None
            filled[cell] = self.form.conform(cell, value)
        return attrs.evolve(self, values=self.values.with_items(filled))

    def fill_from(self, ledger: Any, mapping: Any = None) -> Report:
        """Return the report with the cells filled that a case ledger is counted into.

        See `govreport.reading.ledger`, which is asked only here: a report itself knows nothing of files. Without a
        mapping the ledger is read as the form's rule set says that such ledgers usually are.
        """
        if mapping is None:
            mapping = importlib.import_module("govreport.verbs").usual_ledger(self.form)
        found: Report = importlib.import_module("govreport.reading.ledger").fill_from(self, ledger, mapping)
        return found

    def _repr_html_(self) -> str | None:
        """Return what a notebook shows: see `govreport.verbs.display`, which a report itself knows nothing of."""
        found: str | None = importlib.import_module("govreport.verbs.display").as_html(self)
        return found

    def tell(self, section: str, text: str) -> Report:
        """Return the report with `text` (CommonMark; `{cell}` stands for a value) as the narrative of a section.

        Raises:
            UnknownName: if the form has no such section, or a figure is bound to no cell.
        """
        if not self.form.section(section).narrative:
            raise InvalidInput(f"section {section!r} of form {self.form.id} holds tables only")
        for cell in bound_cells(text):
            self.locate(cell)
        return attrs.evolve(self, narrative=self.narrative.with_items({section: text}))

    def name(self, axis: str, members: Iterable[Member]) -> Report:
        """Return the report with `members` as what it names on an open axis.

        Raises:
            InvalidInput: if the axis is not open, or two members have one id.
        """
        self._check_open(axis)
        named = tuple(members)
        ids = [member.id for member in named]
        for member in self.form.axes[axis].members:
            if member.id in ids:
                raise InvalidInput(f"{member.id!r} is a member of the form itself", place=f"members.{axis}")
        if (twice := repeated(ids)) is not None:
            raise InvalidInput(f"{twice!r} is named twice", place=f"members.{axis}")
        return attrs.evolve(self, members=self.members.with_items({axis: named}))

    def _check_open(self, axis: str) -> None:
        if axis not in self.form.axes:
            raise UnknownName.among("axis", axis, [each.id for each in self.form.axes.values() if each.open])
        if not self.form.axes[axis].open:
            raise InvalidInput(f"axis {axis!r} of form {self.form.id} is closed", place=f"members.{axis}")

    @cached_property
    def _named(self) -> dict[str, dict[str, Member]]:
        """The members that the report names, by axis and id."""
        return {axis: {member.id: member for member in named} for axis, named in self.members.items()}

    @cached_property
    def _known_members(self) -> dict[tuple[str, str, FrozenMap[str, str]], frozenset[str]]:
        """What `members_in` found before."""
        return {}

    @cached_property
    def _by_table(self) -> dict[str, list[dict[str, str]]]:
        """For each table the members, by axis, of the cells that have a value."""
        found: dict[str, list[dict[str, str]]] = {}
        for cell in self.values:
            table = self.form.table_of(cell)
            if table is not None:
                axes = self.form.indicators[cell.indicator].axes
                found.setdefault(table.id, []).append(dict(zip(axes, cell.members, strict=True)))
        return found

    def places_on(self, axis: str) -> Mapping[str, int]:
        """Return the order in which report and form name the members of an axis."""
        if axis not in self._known_places:
            named = (*self.members.get(axis, ()), *self.form.axes[axis].members)
            self._known_places[axis] = {member.id: place for place, member in enumerate(named)}
        return self._known_places[axis]

    @cached_property
    def _known_places(self) -> dict[str, dict[str, int]]:
        """What `places_on` found before."""
        return {}

    @cached_property
    def _rows(self) -> frozenset[tuple[str, ...]]:
        keys = (self.form.row_key(cell) for cell in self.values)
        return frozenset(key for key in keys if key is not None)

    @cached_property
    def adds_rows(self) -> bool:
        """Whether it may have rows that the form does not name: those of open axes, and those given twice."""
        return any(axis.open for axis in self.form.axes.values()) or any(
            "#" in member for cell in self.values for member in cell.members
        )

    def has_row(self, cell: Cell) -> bool:
        """Whether the row of a cell's table that holds it has any value."""
        return self.form.row_key(cell) in self._rows

    def members_in(self, table: str, axis: str, given: Mapping[str, str] = FrozenMap()) -> frozenset[str]:
        """Return the members of an axis that have a value in a table, in cells that also have the `given` ones."""
        key = (table, axis, FrozenMap(given))
        if key not in self._known_members:
            self._known_members[key] = frozenset(
                members[axis]
                for members in self._by_table.get(table, ())
                if axis in members and all(members.get(each, given[each]) == given[each] for each in given)
            )
        return self._known_members[key]

    def notes_on(self, cell: Cell) -> Iterator[Note]:
        """Yield the notes on a cell: those that name it, and the one that its value names."""
        mine = self.values.get(cell, ABSENT).note
        return (note for note in self.notes if cell in note.cells or note.id == mine)

    def member_of(self, axis: str, member: str) -> Member | None:
        """Return a member by its id, of the form or named by the report; a repeated row's is its original's."""
        found = self.form.axes[axis].member(member)
        if found is None:
            found = self._named.get(axis, {}).get(original(member))
        return found

    def is_unknown(self, axis: str, member: str) -> bool:
        """Whether a member that the report names on an axis is a reference that resolves to nothing."""
        found = self._named.get(axis, {}).get(original(member))
        return found is not None and found.unknown


def bound_cells(text: str) -> Iterator[str]:
    """Yield the addresses that a narrative binds its figures to.

    >>> list(bound_cells("received {requests_new[total]}, braces {{so}}"))
    ['requests_new[total]']
    """
    return (found[1].strip() for found in BOUND_FIGURE.finditer(text) if found[1] is not None)


def blank(
    form: Form,
    publisher: str | Publisher,
    period: int | str,
    *,
    kind: str | None = None,
    language: str | None = None,
) -> Report:
    """Return an empty report: the start of every script that fills one.

    Args:
        form: the edition, from `govreport.form`.
        publisher: the authority, by name or with id and level.
        period: the report year, or an ISO 8601 interval.
        kind: the kind of report; the form's usual one if not given.
        language: the language it is written in; the form's if not given.

    Raises:
        InvalidInput: if publisher or period is empty, or the form does not know the kind.
    """
    if isinstance(publisher, str):
        publisher = Publisher(publisher)
    if not publisher.name.strip():
        raise InvalidInput("a report needs a publisher", hint="give the authority's full name")
    if not str(period).strip():
        raise InvalidInput("a report needs a period", hint="give the report year")
    if kind is not None and form.kinds and kind not in form.kinds:
        raise UnknownName.among("kind of report", kind, form.kinds)
    chosen = kind or form.usual_kind
    return Report(form, publisher, str(period), kind=chosen, language=language)
