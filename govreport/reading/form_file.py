"""`form/1`: from a TOML file to a `Form`."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import TypeVar

import attrs

from govreport.checks.rule import Severity
from govreport.checks.syntax import parse
from govreport.errors import InvalidInput, near, repeated
from govreport.model.cell import INDICATOR_ID, MEMBER_ID, Cell, parse_cell
from govreport.model.form import Form, Section
from govreport.model.frozen import FrozenMap
from govreport.model.indicator import (
    Aggregation,
    Axis,
    Datatype,
    Indicator,
    Member,
    Nature,
    PartRule,
    Relation,
    Sign,
    Traits,
    Unit,
)
from govreport.model.table import Block, Header, Stub, Table
from govreport.model.value import State
from govreport.reading.based import over_base
from govreport.reading.form_charts import read_charts
from govreport.reading.keyed import Keyed, author_mends, open_keyed
from govreport.reading.source import Source

C = TypeVar("C", bound=enum.StrEnum)
D = TypeVar("D", Unit, Axis, Table, Section)

FORMAT = "form/1"
_MOST_BASES = 8
"""How many editions may begin with one another in a row; more are a circle."""
_SIGNATURE = ("head", "reviewer", "preparer", "unit", "phone", "date")


def read_form(source: Source, find_base: Callable[[str], Source] | None = None) -> Form:
    """Return the form that a TOML file describes.

    Args:
        source: the file.
        find_base: gives the file of another edition, for one that begins with it (`base`).

    Raises:
        FormError: with file, key path and remedy, if it is none.
    """
    with author_mends():
        return _Builder(_opened(source, find_base)).form()


def _opened(source: Source, find_base: Callable[[str], Source] | None, depth: int = 0) -> Keyed:
    keyed = open_keyed(source, FORMAT, "form")
    base = keyed.text("base")
    if base is None:
        return keyed
    if find_base is None or depth > _MOST_BASES:
        raise keyed.error(f"the edition {base!r} cannot be read from here", "base")
    below = _opened(find_base(base), find_base, depth + 1)
    return Keyed(over_base(keyed, keyed.all_left(), below.all_left()), source.name)


class _Builder:
    """What grows while a form file is read: rows define indicators where they stand."""

    def __init__(self, keyed: Keyed) -> None:
        self.keyed = keyed
        self.units: dict[str, Unit] = {}
        self.axes: dict[str, Axis] = {}
        self.indicators: dict[str, Indicator] = {}

    def form(self) -> Form:
        keyed = self.keyed
        self.units = {unit.id: unit for unit in self.once("unit", map(self.unit, keyed.tables("unit")))}
        self.axes = {axis.id: axis for axis in self.once("axis", map(self.axis, keyed.tables("axis")))}
        tables = [self.table(each) for each in keyed.tables("table")]
        self.once("table", (table for _, table in tables))
        sections = self.once("section", (self.section(each, tables) for each in keyed.tables("section")))
        self.check_sections(sections, tables)
        signature = keyed.table("attestation")
        signed = signature.left()
        labels = {key: signature.labels(key) for key in _SIGNATURE}  # so that a misspelt one is offered a near one
        form = Form(
            id=self.form_id(),
            titles=keyed.labels("title"),
            sections=sections,
            axes=FrozenMap(self.axes),
            indicators=FrozenMap(self.indicators),
            units=FrozenMap(self.units),
            first_year=keyed.whole("first_year"),
            last_year=keyed.whole("last_year"),
            language=keyed.text("language") or "en",
            kinds=keyed.texts("kinds"),
            source=keyed.labels("source"),
            aliases=keyed.texts("aliases"),
            title_pattern=keyed.labels("title_pattern"),
            title_words=keyed.texts("title_words"),
            attestation=FrozenMap({key: labels[key] for key in _SIGNATURE if key in signed}),
            paper=keyed.text("paper") or "A4",
        )
        signature.done()
        charts = read_charts(keyed.tables("chart"), form)
        keyed.done()
        return attrs.evolve(form, charts=charts) if charts else form

    def once(self, key: str, made: Iterable[D]) -> tuple[D, ...]:
        """Return the things made, after making sure that no two have one id."""
        found = tuple(made)
        if (twice := repeated(each.id for each in found)) is not None:
            raise self.keyed.error(f"the {key} {twice!r} stands twice", key, hint="give one of them another id")
        return found

    def form_id(self) -> str:
        form = self.keyed.need("id")
        if form.count("/") != 1:
            raise self.keyed.error(f"{form!r} is no id of a form", "id", hint="write ruleset/edition, as in cn/2021")
        return form

    def unit(self, keyed: Keyed) -> Unit:
        multiplier = keyed.figure("multiplier")
        unit = Unit(
            id=keyed.need("id"),
            kind=keyed.text("kind") or "count",
            labels=keyed.labels(),
            multiplier=Decimal(1) if multiplier is None else multiplier,
            currency=keyed.text("currency"),
        )
        keyed.done()
        return unit

    def axis(self, keyed: Keyed) -> Axis:
        members = tuple(self.member(each) for each in keyed.tables("members"))
        axis = Axis(
            id=keyed.need("id"),
            labels=keyed.labels(),
            members=members,
            open=keyed.flag("open"),
            total=keyed.text("total"),
            aggregation=self.choice(keyed, "aggregation", Aggregation),
        )
        ids = [member.id for member in members]
        if axis.total is not None and axis.total not in ids:
            raise keyed.error(f"the total {axis.total!r} is no member", "total", hint=near(axis.total, ids))
        if (twice := repeated(ids)) is not None:
            raise keyed.error(f"the member {twice!r} stands twice", "members")
        for place, member in enumerate(members):
            if member.parent is not None and member.parent not in ids[:place]:
                what = f"{member.id}: no member {member.parent!r} above"
                raise keyed.error(what, "members", hint=near(member.parent, ids[:place]))
        keyed.done()
        return axis

    def member(self, keyed: Keyed) -> Member:
        member = Member(
            id=keyed.need("id"),
            labels=keyed.labels(),
            short=keyed.text("short"),
            parent=keyed.text("parent"),
            group=keyed.flag("group"),
            traits=self.traits(keyed),
            synonyms=keyed.texts("synonyms"),
        )
        if not MEMBER_ID.fullmatch(member.id):
            raise keyed.error(f"{member.id!r} is no id of a member", "id", hint="use letters, digits and _ . + -")
        keyed.done()
        return member

    def traits(self, keyed: Keyed) -> Traits:
        unit = keyed.text("unit")
        if unit is not None and unit not in self.units:
            raise keyed.error(f"no unit {unit!r}", "unit", hint=near(unit, self.units))
        return Traits(
            unit=unit,
            datatype=self.choice(keyed, "datatype", Datatype),
            sign=self.choice(keyed, "sign", Sign),
            nature=self.choice(keyed, "nature", Nature),
            aggregation=self.choice(keyed, "aggregation", Aggregation),
            codes=keyed.texts("codes"),
            zero=self.zero(keyed),
        )

    def zero(self, keyed: Keyed) -> State | None:
        """Take the state that a 0 stands for."""
        zero = self.choice(keyed, "zero", State)
        if zero is State.NUMBER or zero is State.BELOW:
            raise keyed.error(f"a 0 that stands for {zero.value!r} says nothing", "zero", hint="as in not_applicable")
        return zero

    def choice(self, keyed: Keyed, key: str, kind: type[C]) -> C | None:
        given = keyed.text(key)
        if given is None:
            return None
        try:
            return kind(given)
        except ValueError:
            known = [each.value for each in kind]
            raise keyed.error(f"unknown {key} {given!r}", key, hint="one of " + ", ".join(known)) from None

    def table(self, keyed: Keyed) -> tuple[str, Table]:
        section, table = keyed.need("section"), keyed.need("id")
        axes = self.known_axes(keyed)
        blocks = tuple(self.block(each, axes) for each in keyed.tables("block"))
        if not blocks:
            blocks = (self.block(keyed, axes, whole=True),)
        made = Table(
            id=table,
            labels=keyed.labels(),
            blocks=blocks,
            without=frozenset(self.cell(each, keyed) for each in keyed.texts("without")),
        )
        keyed.done()
        return section, made

    def cell(self, address: str, keyed: Keyed) -> Cell:
        """Return a cell that a table is to lack, after making sure that its indicator and members are known."""
        try:
            cell = parse_cell(address)
        except InvalidInput as error:
            raise keyed.error(error.what, "without", hint=error.hint) from None
        indicator = self.indicators.get(cell.indicator)
        if indicator is None or len(indicator.axes) != len(cell.members):
            hint = near(cell.indicator, self.indicators)
            raise keyed.error(f"{address!r} is no cell of the form", "without", hint=hint)
        for axis, member in zip(indicator.axes, cell.members, strict=True):
            if self.axes[axis].member(member) is None:
                hint = near(member, [each.id for each in self.axes[axis].members])
                raise keyed.error(f"{address!r}: no member {member!r} in axis {axis!r}", "without", hint=hint)
        return cell

    def known_axes(self, keyed: Keyed) -> tuple[str, ...]:
        axes = keyed.texts("axes")
        for axis in axes:
            if axis not in self.axes:
                raise keyed.error(f"no axis {axis!r}", "axes", hint=near(axis, self.axes))
        return axes

    def block(self, keyed: Keyed, axes: tuple[str, ...], *, whole: bool = False) -> Block:
        """Read one block; `whole`: the table's own keys describe its only block."""
        column_list, row_list = list(keyed.tables("columns")), list(keyed.tables("rows"))
        across = axes or (*self.axes_in(row_list), *self.axes_in(column_list))
        columns = self.headers(column_list, across)
        rows = self.headers(row_list, across)
        block = Block(
            rows=rows,
            columns=columns,
            title=FrozenMap() if whole else keyed.labels("title"),
            corner=keyed.labels("corner"),
            units=keyed.labels("units"),
            stub=self.choice(keyed, "stub", Stub) or Stub.INDENT,
        )
        if not whole:
            keyed.done()
        return block

    def axes_in(self, headers: list[Keyed]) -> tuple[str, ...]:
        """Return the axes that headers name, from left to right and from the outside in."""
        found: dict[str, None] = {}
        for each in headers:
            axis = each.peek("axis")
            if isinstance(axis, str):
                found[axis] = None
            found.update(dict.fromkeys(self.axes_in(list(each.look("rows")) + list(each.look("columns")))))
        return tuple(found)

    def headers(self, entries: list[Keyed], axes: tuple[str, ...]) -> tuple[Header, ...]:
        """Make the header tree of a list of entries; an entry with `parent` stands under that one."""
        made: dict[int, Header] = {}
        under: dict[int | None, list[int]] = {None: []}
        place_of: dict[str, int] = {}
        for place, entry in enumerate(entries):
            parent = entry.peek("parent")
            header = self.header(entry, axes)
            made[place] = header
            if parent is not None and (not isinstance(parent, str) or parent not in place_of):
                raise entry.error(f"no row {parent!r} above", "parent", hint=near(str(parent), place_of))
            under.setdefault(None if parent is None else place_of[parent], []).append(place)
            if header.indicator is not None:
                place_of[header.indicator] = place
            entry.take("parent")  # what defines no indicator has a parent only to stand under it
            entry.done()

        def grown(place: int) -> Header:
            below = tuple(grown(each) for each in under.get(place, ()))
            return attrs.evolve(made[place], children=made[place].children + below)

        return tuple(grown(place) for place in under[None])

    def header(self, keyed: Keyed, axes: tuple[str, ...]) -> Header:
        axis, member, only = keyed.text("axis"), keyed.text("member"), keyed.texts("only")
        if axis is not None and axis not in self.axes:
            raise keyed.error(f"no axis {axis!r}", "axis", hint=near(axis, self.axes))
        for each in (*only, *([member] if member else [])):
            if axis is None or self.axes[axis].member(each) is None:
                raise keyed.error(f"no member {each!r} in axis {axis!r}")
        indicator = keyed.text("indicator")
        if indicator is not None and indicator not in self.indicators:
            raise keyed.error(f"no indicator {indicator!r} above", "indicator", hint=near(indicator, self.indicators))
        below = list(keyed.tables("rows")) + list(keyed.tables("columns"))
        if indicator is None and keyed.peek("id") is not None:
            labels, indicator = FrozenMap[str, str](), self.indicator(keyed, axes)
        else:
            labels = keyed.labels()
        return Header(labels, indicator, axis, member, only, self.headers(below, axes))

    def indicator(self, keyed: Keyed, axes: tuple[str, ...]) -> str:
        """Define the indicator that a row or column describes."""
        inherits = keyed.peek("axes") is None
        own_axes = self.known_axes(keyed)
        one = keyed.peek("rule")
        rules = keyed.tables("rule") if isinstance(one, list) else iter([keyed.table("rule")] if one else [])
        if one is None:
            keyed.take("rule")
        indicator = Indicator(
            id=keyed.need("id"),
            labels=keyed.labels(),
            axes=axes if inherits else own_axes,
            traits=self.traits(keyed),
            parent=keyed.text("parent"),
            relation=self.choice(keyed, "relation", Relation),
            group=keyed.flag("group"),
            optional=keyed.flag("optional"),
            rules=tuple(self.part_rule(each) for each in rules),
            formula=self.formula(keyed),
        )
        if not INDICATOR_ID.fullmatch(indicator.id):
            raise keyed.error(
                f"{indicator.id!r} is no id of an indicator", "id", hint="use letters, digits, _ and dots"
            )
        if indicator.id in self.indicators:
            raise keyed.error(f"the indicator {indicator.id!r} stands twice", "id", hint="refer to it by indicator = …")
        self.indicators[indicator.id] = indicator
        return indicator.id

    def formula(self, keyed: Keyed) -> str | None:
        """Take the formula of an indicator, after making sure that it is an expression."""
        formula = keyed.text("formula")
        if formula is not None:
            parse(formula, f"{keyed.place}: {keyed.path}.formula")
        return formula

    def part_rule(self, keyed: Keyed) -> PartRule:
        source = keyed.texts_by_language("source")
        severity = self.choice(keyed, "severity", Severity) or Severity.ERROR
        rule = PartRule(keyed.need("id"), severity.value, keyed.labels(), source)
        keyed.done()
        return rule

    def section(self, keyed: Keyed, tables: list[tuple[str, Table]]) -> Section:
        section = keyed.need("id")
        own = tuple(table for name, table in tables if name == section)
        made = Section(
            id=section,
            labels=keyed.labels(),
            tables=own,
            narrative=keyed.flag("narrative", default=not own),
            synonyms=keyed.texts("synonyms"),
            required=keyed.flag("required"),
            mentions=keyed.texts("mentions"),
            starter=keyed.labels("starter"),
            max_characters=keyed.whole("max_characters"),
            numbered=keyed.flag("numbered"),
            annex=keyed.flag("annex"),
        )
        keyed.done()
        return made

    def check_sections(self, sections: tuple[Section, ...], tables: list[tuple[str, Table]]) -> None:
        known = [section.id for section in sections]
        for name, table in tables:
            if name not in known:
                raise self.keyed.error(f"table {table.id}: no section {name!r}", "table", hint=near(name, known))
