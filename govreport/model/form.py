"""Forms: one edition of a statutory form, and every question about it that a report raises."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NoReturn

import attrs

from govreport.errors import InvalidInput, UnknownName
from govreport.model.cell import Cell, original, parse_cell
from govreport.model.chart import Chart
from govreport.model.frozen import FrozenMap
from govreport.model.indicator import (
    DEFAULT_TRAITS,
    Axis,
    Datatype,
    Indicator,
    Relation,
    Sign,
    Traits,
    Unit,
)
from govreport.model.labels import Labels, pick
from govreport.model.layout import OPEN, join, lay_out, row_places
from govreport.model.table import LaidBlock, Table
from govreport.model.value import EXACT, State, Value

if TYPE_CHECKING:
    from govreport.model.report import Report


_MOST_KNOWN = 65536
"""How many cells of members that reporters name a form remembers the table of."""


@attrs.frozen
class Section:
    """A section of a form: narrative, tables, or both.

    Args:
        id: the key of its narrative.
        labels: the heading as printed, number included.
        tables: the tables that stand in it.
        narrative: whether a text belongs in it.
        synonyms: words by which readers know a heading of it that is worded otherwise.
        required: whether the law demands its matter.
        mentions: words that show that its matter is reported, wherever they stand; none: its own text must be there.
        starter: sentences that a text of it may begin with, figures bound to cells.
        max_characters: the longest text that the form admits.
        numbered: whether its heading gets a number, in the order in which sections appear; else the label has it.
        annex: whether it starts on a page of its own after the signature.
    """

    id: str
    labels: Labels = FrozenMap()
    tables: tuple[Table, ...] = ()
    narrative: bool = True
    synonyms: tuple[str, ...] = ()
    required: bool = False
    mentions: tuple[str, ...] = ()
    starter: Labels = FrozenMap()
    max_characters: int | None = None
    numbered: bool = False
    annex: bool = False


@attrs.frozen(eq=False)
class Form:
    """One edition of a statutory form.

    Args:
        id: rule set and edition, as in `cn/2021`.
        titles: the title of the report or of its table, by language.
        sections: in printed order.
        axes, indicators, units: by id.
        first_year, last_year: the report years it is for; None is open.
        language: the language in which it is filled in.
        kinds: the kinds of report that the rule set knows, the usual one first.
        source: the legal source.
        aliases: other names by which it is found.
        title_pattern: how a report's title is made of `{publisher}` and `{period}`, by language.
        title_words: what publishers vary in it: words of it, each with those that stand for it, parted by bars.
        attestation: labels of the signature block, by its key and language; empty if the form has none.
        paper: the paper it is printed on.
        charts: what documents may draw of it.
    """

    id: str
    titles: Labels = FrozenMap()
    sections: tuple[Section, ...] = ()
    axes: FrozenMap[str, Axis] = FrozenMap()
    indicators: FrozenMap[str, Indicator] = FrozenMap()
    units: FrozenMap[str, Unit] = FrozenMap()
    first_year: int | None = None
    last_year: int | None = None
    language: str = "en"
    kinds: tuple[str, ...] = ()
    source: Labels = FrozenMap()
    aliases: tuple[str, ...] = ()
    title_pattern: Labels = FrozenMap()
    title_words: tuple[str, ...] = ()
    attestation: FrozenMap[str, Labels] = FrozenMap()
    paper: str = "A4"
    charts: tuple[Chart, ...] = ()

    @property
    def ruleset(self) -> str:
        """The name of the rule set that the form belongs to: `cn` of `cn/2021`."""
        return self.id.partition("/")[0]

    @property
    def usual_kind(self) -> str | None:
        """The kind that a report is of if it does not say: the first that the rule set names."""
        return next(iter(self.kinds), None)

    @cached_property
    def tables(self) -> FrozenMap[str, Table]:
        """All tables by id, in printed order."""
        return FrozenMap({table.id: table for section in self.sections for table in section.tables})

    @cached_property
    def _templates(self) -> dict[tuple[str, tuple[str, ...]], Table]:
        """The cells of all tables, with `OPEN` for a member that the reporter names, and where each stands."""
        return {
            (cell.indicator, cell.members): table for table in self.tables.values() for cell in self._printed[table.id]
        }

    @cached_property
    def _printed(self) -> dict[str, tuple[Cell, ...]]:
        """The cells of each table, with `OPEN` for a member that the reporter names."""
        return {table.id: tuple(self._cells(table, None)) for table in self.tables.values()}

    @cached_property
    def _children(self) -> dict[str, list[Indicator]]:
        found: dict[str, list[Indicator]] = {}
        for indicator in self.indicators.values():
            if indicator.parent is not None:
                found.setdefault(indicator.parent, []).append(indicator)
        return found

    def layout(self, table: str, report: Report | None = None) -> tuple[LaidBlock, ...]:
        """Return the blocks of a table with every axis expanded; open axes need the report that names members."""
        return lay_out(self, self.tables[table], report)

    def _cells(self, table: Table, report: Report | None) -> Iterator[Cell]:
        for laid in lay_out(self, table, report):
            columns = tuple(laid.column_nodes())
            for row in laid.row_nodes():
                for column in columns:
                    cell = join(self, table, row, column)
                    if cell is not None:
                        yield cell

    def cells(self, report: Report | None = None, table: str | None = None) -> Iterator[Cell]:
        """Yield the cells of all tables (or of one) in printed order; open rows are those of the report."""
        for each in self.tables.values() if table is None else (self.tables[table],):
            if report is not None and report.adds_rows:
                yield from self._cells(each, report)
            else:
                yield from (cell for cell in self._printed[each.id] if OPEN not in cell.members)

    def starting_cells(self) -> Iterator[Cell]:
        """Yield the cells that every report has: on an axis whose members the reporter names, those of its total."""
        for cell in (cell for table in self.tables for cell in self._printed[table]):
            if OPEN not in cell.members:
                yield cell
                continue
            axes = self.indicators[cell.indicator].axes
            members = tuple(
                (self.axes[axis].total or OPEN) if member == OPEN else member
                for axis, member in zip(axes, cell.members, strict=True)
            )
            if OPEN not in members:
                yield Cell(cell.indicator, members)

    def cells_with(self, named: Mapping[str, Collection[str]]) -> Iterator[Cell]:
        """Yield the cells of all tables with some members on the axes whose members reporters name, and the form's own.

        Args:
            named: the ids of members, by open axis.
        """
        own = {
            axis.id: (*named.get(axis.id, ()), *(each.id for each in axis.members if not each.group))
            for axis in self.axes.values()
            if axis.open
        }
        for cell in (cell for table in self.tables for cell in self._printed[table]):
            axes = self.indicators[cell.indicator].axes
            ways = (own[axis] if member == OPEN else (member,) for axis, member in zip(axes, cell.members, strict=True))
            for members in itertools.product(*ways):
                yield Cell(cell.indicator, members)

    def table_of(self, cell: Cell) -> Table | None:
        """Return the table that prints a cell, or None if the form has no such cell."""
        key = cell.indicator, cell.members
        found = self._templates.get(key)  # by far the usual case
        if found is not None:
            return found
        known = self._known_tables
        if key not in known:
            if len(known) >= _MOST_KNOWN:
                known.clear()
            known[key] = self._templates.get(self._template(cell))
        return known[key]

    @cached_property
    def _known_tables(self) -> dict[tuple[str, tuple[str, ...]], Table | None]:
        """What `table_of` found before, for cells of members that reporters name."""
        return {}

    def _template(self, cell: Cell) -> tuple[str, tuple[str, ...]]:
        indicator = self.indicators.get(cell.indicator)
        if indicator is None or not cell.members or len(indicator.axes) != len(cell.members):
            return cell.indicator, cell.members
        members = (
            OPEN if self.axes[axis].open else original(member)
            for axis, member in zip(indicator.axes, cell.members, strict=True)
        )
        return cell.indicator, tuple(members)

    @cached_property
    def _indicators_by_table(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {table: set() for table in self.tables}
        for (indicator, _), table in self._templates.items():
            found[table.id].add(indicator)
        return {table: frozenset(names) for table, names in found.items()}

    def indicators_of(self, table: str) -> frozenset[str]:
        """Return the ids of the indicators that a table prints cells of."""
        return self._indicators_by_table[table]

    def is_full(self, indicator: str) -> bool:
        """Whether an indicator has a cell for every combination of the members that its axes have cells for."""
        return indicator in self._full

    @cached_property
    def _full(self) -> frozenset[str]:
        counts: dict[str, int] = {}
        for name, _ in self._templates:
            counts[name] = counts.get(name, 0) + 1

        def most(name: str) -> int:
            axes = (self.axes[axis] for axis in self.indicators[name].axes)
            return math.prod(1 if axis.open else sum(not each.group for each in axis.members) for axis in axes)

        return frozenset(name for name, count in counts.items() if count == most(name))

    def first_table_of(self, indicator: str) -> Table | None:
        """Return the first table that prints cells of an indicator, or None if none does."""
        return self._first_tables.get(indicator)

    @cached_property
    def _first_tables(self) -> dict[str, Table]:
        found: dict[str, Table] = {}
        for table, names in self._indicators_by_table.items():
            for name in names:
                found.setdefault(name, self.tables[table])
        return found

    def row_key(self, cell: Cell) -> tuple[str, ...] | None:
        """Return what tells the row of a cell from the others of its table, or None if there is no such cell."""
        table = self.table_of(cell)
        if table is None:
            return None
        key = table.id, cell.indicator
        if key not in self._row_places:
            self._row_places[key] = row_places(self, table, cell.indicator)
        names_row, places = self._row_places[key]
        members = (f"{axis}={cell.members[place]}" for axis, place in places)
        return (table.id, *([cell.indicator] if names_row else []), *members)

    @cached_property
    def _row_places(self) -> dict[tuple[str, str], tuple[bool, tuple[tuple[str, int], ...]]]:
        """What `row_key` found before of tables and indicators."""
        return {}

    def locate(self, address: str | Cell, named: Mapping[str, Collection[str]] = FrozenMap()) -> Cell:
        """Return the cell of an address, after making sure that the form has it.

        Args:
            address: as written, or a cell.
            named: the ids of the members that the report names on open axes.

        Raises:
            UnknownName: if the indicator or a member is not known, or the form has no such cell.
            InvalidInput: if the address is none, or names too few or too many members.
        """
        cell = parse_cell(address) if isinstance(address, str) else address
        if self.table_of(cell) is None or not self._are_named(cell, named):
            self._refuse(cell, named)
        return cell

    def _are_named(self, cell: Cell, named: Mapping[str, Collection[str]]) -> bool:
        """Whether each open member of a cell is known; the closed ones are, if the form has the cell."""
        for axis, member in zip(self.indicators[cell.indicator].axes, cell.members, strict=True):
            is_own = self.axes[axis].open and self.axes[axis].member(member) is None
            if is_own and original(member) not in named.get(axis, ()):
                return False
        return True

    def _refuse(self, cell: Cell, named: Mapping[str, Collection[str]]) -> NoReturn:
        """Say what is wrong with the address of a cell."""
        indicator = self.indicators.get(cell.indicator)
        if indicator is None:
            known = [each.id for each in self.indicators.values() if not each.group]
            raise UnknownName.among("cell", cell.indicator, known)
        if indicator.group:
            hint = "its value is computed from the rows below it"
            raise InvalidInput(f"{cell} is a heading of form {self.id} and has no cell", hint=hint)
        if len(indicator.axes) != len(cell.members):
            shape = f"{indicator.id}[{','.join(indicator.axes)}]" if indicator.axes else indicator.id
            raise InvalidInput(f"{cell} does not fit the form", hint=f"write {shape}")
        for axis, member in zip(indicator.axes, cell.members, strict=True):
            self._check_member(self.axes[axis], member, named.get(axis, ()), cell)
        alike = [str(each) for each in self.cells() if each.indicator == cell.indicator]
        raise UnknownName.among("cell", str(cell), alike)

    def _check_member(self, axis: Axis, member: str, named: Collection[str], cell: Cell) -> None:
        known = [*(each.id for each in axis.members if not each.group), *named]
        if original(member) not in known:
            hint = f"list it under members.{axis.id}" if axis.open else ""
            error = UnknownName.among(f"member of {axis.id}", member, known, place=str(cell))
            raise UnknownName(error.what, place=error.place, hint=error.hint or hint)

    def traits(self, cell: Cell) -> Traits:
        """Return unit, datatype and the rest of one cell: its indicator's, overridden by its members'."""
        key = self._template(cell)
        if key not in self._known_traits:
            self._known_traits[key] = self._resolve_traits(cell)
        return self._known_traits[key]

    @cached_property
    def _known_traits(self) -> dict[tuple[str, tuple[str, ...]], Traits]:
        """What `traits` found before."""
        return {}

    def _resolve_traits(self, cell: Cell) -> Traits:
        indicator = self.indicators[cell.indicator]
        members = [
            found
            for axis, member in zip(indicator.axes, cell.members, strict=True)
            if (found := self.axes[axis].member(member)) is not None
        ]
        said = indicator.traits
        for member in members:
            said = member.traits.over(said)
        traits = said.over(DEFAULT_TRAITS)
        if traits.datatype is not Datatype.COUNT and said.sign is None:
            return attrs.evolve(traits, sign=Sign.ANY)  # only what counts things cannot be negative
        return traits

    def is_numeric(self, cell: Cell) -> bool:
        """Whether a cell holds a number."""
        return _is_numeric(self.traits(cell))

    def unit(self, cell: Cell, language: str) -> str:
        """Return the printed unit of a cell, empty if it has none."""
        unit = self.units.get(self.traits(cell).unit or "")
        return "" if unit is None else pick(unit.labels, language, unit.id)

    def children(self, indicator: str) -> tuple[Indicator, ...]:
        """Return the indicators that are parts of `indicator`, a heading without a cell replaced by its own."""
        found: list[Indicator] = []
        for child in self._children.get(indicator, ()):
            if child.relation is Relation.PART:
                found.extend(self.children(child.id) if child.group else (child,))
        return tuple(found)

    def leaves(self, indicator: str) -> tuple[Indicator, ...]:
        """Return the lowest parts of `indicator`."""
        found: list[Indicator] = []
        for child in self.children(indicator):
            found.extend(self.leaves(child.id) or (child,))
        return tuple(found)

    def section(self, section: str) -> Section:
        """Return a section by its id.

        Raises:
            UnknownName: if there is none of that id.
        """
        for each in self.sections:
            if each.id == section:
                return each
        raise UnknownName.among("section", section, [each.id for each in self.sections])

    def conform(self, cell: Cell, value: Value) -> Value:
        """Return `value` in the datatype of its cell (a date for the text of one).

        Raises:
            InvalidInput: if it does not fit: text in a count, a negative or broken count, an unknown code.
        """
        traits = self.traits(cell)
        if value.state is not State.NUMBER:
            if value.state is State.BELOW and not _is_numeric(traits):
                raise InvalidInput(f"a bound does not fit a {traits.datatype}", place=str(cell))
            if value.bound is not None and value.bound <= 0 and traits.sign is Sign.NONNEGATIVE:
                raise InvalidInput(f"nothing that is counted lies below {value.bound}", place=str(cell))
            return value
        try:
            return _CONFORM[traits.datatype or Datatype.COUNT](value, traits)
        except InvalidInput as error:
            raise error.within(str(cell)) from None


def _is_numeric(traits: Traits) -> bool:
    return traits.datatype in {Datatype.COUNT, Datatype.NUMBER, Datatype.MONEY, Datatype.RATIO}


def _keep_hint(value: Value) -> str:
    return f'to keep it as published, write {{"state": "invalid", "raw": "{value.raw or value.amount}"}}'


def _conform_number(value: Value, traits: Traits) -> Value:
    if not value.is_number:
        raise InvalidInput(
            f"{value.amount!r} is no number", hint=f"write a number, or null for a blank; {_keep_hint(value)}"
        )
    amount = value.amount
    if traits.sign is Sign.NONNEGATIVE and amount < 0:  # type: ignore[operator]  # is_number: a Decimal
        raise InvalidInput(f"{amount} is negative, and the cell counts things", hint=_keep_hint(value))
    if traits.datatype is Datatype.COUNT and EXACT.remainder(amount, 1):  # type: ignore[arg-type]  # likewise
        raise InvalidInput(f"{amount} is no whole number, and the cell counts things", hint=_keep_hint(value))
    return value


def _conform_date(value: Value, _: Traits) -> Value:
    if isinstance(value.amount, dt.datetime):
        return attrs.evolve(value, amount=value.amount.date())
    if isinstance(value.amount, dt.date):
        return value
    try:
        return attrs.evolve(value, amount=dt.date.fromisoformat(str(value.amount)))
    except ValueError:
        raise InvalidInput(f"{value.amount!r} is no date", hint=f"write YYYY-MM-DD; {_keep_hint(value)}") from None


def _conform_text(value: Value, traits: Traits) -> Value:
    if not isinstance(value.amount, str):
        raise InvalidInput(f"{value.amount} is no text", hint="put it in quotes")
    if traits.datatype is Datatype.CODE and traits.codes and value.amount not in traits.codes:
        raise UnknownName.among("code", value.amount, traits.codes)
    return value


def _conform_boolean(value: Value, _: Traits) -> Value:
    if not isinstance(value.amount, bool):
        raise InvalidInput(f"{value.amount!r} is neither true nor false", hint="write true or false")
    return value


_CONFORM = {
    Datatype.COUNT: _conform_number,
    Datatype.NUMBER: _conform_number,
    Datatype.MONEY: _conform_number,
    Datatype.RATIO: _conform_number,
    Datatype.DATE: _conform_date,
    Datatype.TEXT: _conform_text,
    Datatype.CODE: _conform_text,
    Datatype.BOOLEAN: _conform_boolean,
}
