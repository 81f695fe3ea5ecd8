"""From a form's headers to the rows, columns and cells of a printed table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from govreport.model.cell import Cell, original, repeat_order
from govreport.model.frozen import FrozenMap
from govreport.model.indicator import Axis, Member
from govreport.model.table import Header, LaidBlock, Node, Table

if TYPE_CHECKING:
    from govreport.model.form import Form
    from govreport.model.report import Report

OPEN = "*"
"""Stands in a template for the members that a reporter names."""

_NOTHING = Node()


def lay_out(form: Form, table: Table, report: Report | None) -> tuple[LaidBlock, ...]:
    """Expand the header trees of a table: closed axes from the form, open ones from the report.

    Without a report an open axis has the one member `OPEN`. A report's own rows appear where the table holds any
    value of them.
    """
    expander = _Expander(form, table, report)
    return tuple(
        LaidBlock(block, expander.expand(block.rows or (Header(),)), expander.expand(block.columns or (Header(),)))
        for block in table.blocks
    )


class _Expander:
    """Expands the headers of one table; `above` is the node they stand under, which gives its part of the address."""

    def __init__(self, form: Form, table: Table, report: Report | None) -> None:
        self.form, self.table, self.report = form, table, report

    def expand(self, headers: tuple[Header, ...], above: Node = _NOTHING) -> tuple[Node, ...]:
        found: list[Node] = []
        for header in headers:
            if header.axis is not None and header.member is None:
                found.extend(self.expand_axis(header, above))
            else:
                found.append(self.expand_one(header, above))
        return tuple(found)

    def expand_one(self, header: Header, above: Node) -> Node:
        members, labels = above.members, header.labels
        if header.axis is not None and header.member is not None:
            members = members.with_items({header.axis: header.member})
            member = self.form.axes[header.axis].member(header.member)
            labels = labels or (member.labels if member else labels)
        indicator = self.form.indicators.get(header.indicator or "")
        if not labels and indicator is not None:
            labels = indicator.labels
        node = Node(labels, header.indicator or above.indicator, members)
        return attrs.evolve(node, children=self.expand(header.children, node))

    def expand_axis(self, header: Header, above: Node) -> Iterator[Node]:
        axis = self.form.axes[header.axis or ""]
        if axis.open:
            for member in self.open_members(axis, above):
                yield self.member_node(header, above, axis, member)
            return
        wanted = [member for member in axis.members if not header.only or member.id in header.only]
        ids = {member.id for member in wanted}
        for member in wanted:
            if member.parent not in ids:
                yield self.member_node(header, above, axis, member)
                for repeated in self.repeats(axis, member, above):
                    yield self.member_node(header, above, axis, repeated)

    def member_node(self, header: Header, above: Node, axis: Axis, member: Member) -> Node:
        """Make the node of one member, with the axis' own tree and then the header's children below it."""
        members = above.members if member.group else above.members.with_items({axis.id: member.id})
        node = Node(member.labels, above.indicator, members, (), member.unknown)
        below = (each for child in axis.under(member.id) for each in (child, *self.repeats(axis, child, above)))
        own = tuple(self.member_node(header, above, axis, each) for each in below)
        return attrs.evolve(node, children=own or self.expand(header.children, node))

    def open_members(self, axis: Axis, above: Node) -> Iterator[Member]:
        """Yield the members of an open axis that have a value in the table: as named, the form's own last."""
        if self.report is None:
            yield Member(OPEN)
            return
        present = self.report.members_in(self.table.id, axis.id, above.members)
        named = {member.id: member for member in (*self.report.members.get(axis.id, ()), *axis.members)}
        order = {member: place for place, member in enumerate(named)}
        for member in sorted(present, key=lambda each: (order.get(original(each), len(order)), *repeat_order(each))):
            yield _marked(named.get(original(member), Member(original(member))), member)

    def repeats(self, axis: Axis, member: Member, above: Node) -> Iterator[Member]:
        """Yield the rows that a report carries a second time for a member of a closed axis."""
        if self.report is not None and not member.group:
            for each in sorted(self.report.members_in(self.table.id, axis.id, above.members), key=repeat_order):
                if "#" in each and original(each) == member.id:
                    yield _marked(member, each)


def _marked(member: Member, marked_id: str) -> Member:
    """Return the member of a repeated row: the same, with the mark in id and label."""
    if marked_id == member.id:
        return member
    mark = marked_id.removeprefix(member.id)
    labels = FrozenMap({language: f"{label} {mark}" for language, label in member.labels.items()})
    return attrs.evolve(member, id=marked_id, labels=labels)


def join(form: Form, table: Table, row: Node, column: Node) -> Cell | None:
    """Return the cell where a row and a column meet: the union of their parts of an address, or None."""
    name = column.indicator or row.indicator
    indicator = form.indicators.get(name or "")
    if indicator is None or indicator.group:
        return None
    members = {**row.members, **column.members}
    if len(members) != len(indicator.axes) or any(axis not in members for axis in indicator.axes):
        return None
    cell = Cell(indicator.id, tuple(members[axis] for axis in indicator.axes))
    return None if cell in table.without else cell


def row_places(form: Form, table: Table, indicator: str) -> tuple[bool, tuple[tuple[str, int], ...]]:
    """Return what tells the rows of a table apart: whether the indicator does, and which axes, with their places."""
    axes = form.indicators[indicator].axes
    in_row = any(_names(header, indicator) for block in table.blocks for header in block.rows)
    return in_row, tuple((axis, axes.index(axis)) for axis in row_axes(table) if axis in axes)


def row_axes(table: Table) -> tuple[str, ...]:
    """Return the axes that stand in the row headers of a table."""
    found: dict[str, None] = {}
    for block in table.blocks:
        for header in block.rows:
            _collect_axes(header, found)
    return tuple(found)


def _collect_axes(header: Header, found: dict[str, None]) -> None:
    if header.axis is not None:
        found[header.axis] = None
    for child in header.children:
        _collect_axes(child, found)


def _names(header: Header, indicator: str) -> bool:
    return header.indicator == indicator or any(_names(child, indicator) for child in header.children)
