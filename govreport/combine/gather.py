"""What several reports share, cell by cell: their values under one address, whoever named its rows."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Literal, TypeAlias

import attrs

from govreport.combine.algebra import total
from govreport.model.cell import Cell, original
from govreport.model.form import Form
from govreport.model.frozen import FrozenMap
from govreport.model.indicator import Aggregation, Axis, Datatype, Member
from govreport.model.report import Report
from govreport.model.value import Value

Over: TypeAlias = Literal["units", "time"]
Parts: TypeAlias = dict[str, Value]
TEXTS = frozenset({Datatype.TEXT, Datatype.DATE, Datatype.BOOLEAN, Datatype.CODE})
"""What does not add up whatever it is a text, date or answer of."""


@attrs.frozen
class Gathered:
    """What reports share.

    Args:
        shares: for each cell of the whole, the value of each report by its name.
        rows: the cells of rows that stand for one report each, and the texts of rows that reports name.
        members: what the whole names on open axes.
    """

    shares: dict[Cell, Parts] = attrs.field(factory=dict)
    rows: dict[Cell, Value] = attrs.field(factory=dict)
    members: FrozenMap[str, tuple[Member, ...]] = FrozenMap()

    def lists(self, form: Form) -> Iterator[tuple[Cell, Value, Parts]]:
        """Yield the cells of lists of the largest (or oldest), merged and cut to the length of the form's list.

        The last axis of such indicators counts the places; the first of them that is a number orders the items.
        """
        places: dict[tuple[str, tuple[str, ...]], dict[tuple[str, str], dict[str, Value]]] = {}
        for cell, parts in self.shares.items():
            table = form.table_of(cell)
            if form.traits(cell).aggregation is Aggregation.TOP and table is not None:
                items = places.setdefault((table.id, cell.members[:-1]), {})
                for name, value in parts.items():
                    items.setdefault((name, cell.members[-1]), {})[cell.indicator] = value
        for (_, members), items in places.items():
            yield from _merged(form, members, items)


def _merged(
    form: Form, members: tuple[str, ...], items: Mapping[tuple[str, str], Mapping[str, Value]]
) -> Iterator[tuple[Cell, Value, Parts]]:
    names = [name for item in items.values() for name in item]
    key = next((name for name in names if form.is_numeric(Cell(name, (*members, next(iter(items))[1])))), names[0])
    axis = form.axes[form.indicators[key].axes[-1]]
    known = [
        (amount, name, item)
        for (name, _), item in items.items()
        if key in item and isinstance(amount := item[key].amount, Decimal)
    ]
    known.sort(key=lambda each: each[0], reverse=True)
    for rank, (_, name, item) in zip((member.id for member in axis.leaves()), known, strict=False):
        for indicator, value in item.items():
            yield Cell(indicator, (*members, rank)), value, {name: value}


def gather(reports: Mapping[str, Report], over: Over) -> Gathered:
    """Return what reports on one form share.

    Over units, an axis on which reporters name their own parts and which has a total becomes the axis of the reports:
    each has one row, its total. The rows of other open axes, and over time of all, are one if they are called the same.
    """
    form = next(iter(reports.values())).form
    naming = _Naming(form, over)
    found = Gathered()
    for name, report in reports.items():
        renamed = naming.take(name, report)
        for cell, value in _wholes_of(report, naming.wholes):
            axes = form.indicators[cell.indicator].axes
            pairs = list(zip(axes, cell.members, strict=True))
            to = Cell(cell.indicator, tuple(renamed.get(pair, pair[1]) for pair in pairs))
            if naming.wholes.intersection(axes):
                row = tuple(naming.rows[name] if axis in naming.wholes else renamed.get((axis, member), member)
                            for axis, member in pairs)  # fmt: skip
                found.rows[Cell(cell.indicator, row)] = value
            traits = form.traits(cell)
            adds_up = traits.datatype not in TEXTS or traits.aggregation is Aggregation.TOP
            if adds_up or not any(form.axes[axis].open for axis in axes):
                found.shares.setdefault(to, {})[name] = value
            elif not naming.wholes.intersection(axes):
                found.rows.setdefault(to, value)  # what such a row is called
    return attrs.evolve(found, members=naming.members())


def _wholes_of(report: Report, wholes: frozenset[str]) -> Iterator[tuple[Cell, Value]]:
    """Yield the values of a report as a whole: of its parts only where it has no total of them in a table.

    Of a row that stands twice the first counts.
    """
    form = report.form
    parts: dict[Cell, list[Value]] = {}
    have_wholes: set[str] = set()
    for cell, value in report.values.items():
        table = form.table_of(cell)
        if table is None or any("#" in member for member in cell.members):
            continue
        axes = form.indicators[cell.indicator].axes
        whole = tuple(
            form.axes[axis].total or member if axis in wholes else member
            for axis, member in zip(axes, cell.members, strict=True)
        )
        if whole == cell.members:
            have_wholes.update([table.id] if wholes.intersection(axes) else [])
            yield cell, value
        else:
            parts.setdefault(Cell(cell.indicator, whole), []).append(value)
    for cell, values in parts.items():
        table, traits = form.table_of(cell), form.traits(cell)
        adds_up = traits.aggregation in {Aggregation.SUM, Aggregation.MIN, Aggregation.MAX}
        if table is not None and table.id not in have_wholes and adds_up and traits.datatype not in TEXTS:
            yield cell, attrs.evolve(total(values, traits.aggregation or Aggregation.SUM).value, quality=None)


class _Naming:
    """The members of the whole on open axes: a row for each report, and one for all rows that are called the same."""

    def __init__(self, form: Form, over: Over) -> None:
        self.form = form
        open_axes = [axis for axis in form.axes.values() if axis.open]
        self.wholes = frozenset(axis.id for axis in open_axes if axis.total and over == "units")
        self.shared = [axis for axis in open_axes if axis.id not in self.wholes]
        self.rows: dict[str, str] = {}
        self.found: dict[str, dict[str, Member]] = {axis.id: {} for axis in open_axes}
        self.by_label: dict[tuple[str, str], str] = {}

    def take(self, name: str, report: Report) -> dict[tuple[str, str], str]:
        """Take the names of a report, and return under which ids the whole has its members, by axis and own id."""
        if self.wholes:
            taken = set(self.rows.values()) | {axis.total or "" for axis in self.form.axes.values()}
            self.rows[name] = row = _free(report.publisher.id or name, taken)
            labels = FrozenMap({report.in_language: report.publisher.name})
            for whole in self.wholes:
                self.found[whole][row] = Member(row, labels, report.publisher.id)
        renamed: dict[tuple[str, str], str] = {}
        for axis in self.shared:
            for member in report.members.get(axis.id, ()):
                renamed[axis.id, member.id] = self._one(axis, member)
        return renamed

    def _one(self, axis: Axis, member: Member) -> str:
        """Return the id of a member in the whole: that of the first one that is called the same."""
        label = next(iter(member.labels.values()), member.id)
        key = axis.id, " ".join(label.split()).casefold()
        if key not in self.by_label:
            known = self.found[axis.id]
            new = _free(member.id, {*known, *(each.id for each in axis.members)})
            self.by_label[key] = new
            known[new] = attrs.evolve(member, id=new)
        return self.by_label[key]

    def members(self) -> FrozenMap[str, tuple[Member, ...]]:
        """Return the members of the whole by axis."""
        return FrozenMap({axis: tuple(named.values()) for axis, named in self.found.items() if named})


def _free(wanted: str, taken: set[str]) -> str:
    """Return an id that is not taken: as wanted, if it can be one, else with a number."""
    bare = re.sub(r"[^A-Za-z0-9_.+-]+", "", original(wanted))
    if bare and bare not in taken:
        return bare
    stem = bare.rstrip("0123456789") or "M"
    return next(found for number in itertools.count(1) if (found := f"{stem}{number}") not in taken)
