"""The rows of a section: their elements as values, by what the map says of each."""

from __future__ import annotations

import functools
from collections.abc import Callable
from xml.etree.ElementTree import Element

import attrs

from govreport import Cell, Form, State, Value
from govreport_us.niem import BELOW_ONE, FOIA, Group, Items, Leaf, Part, Wrap, XmlSection, sections_of
from govreport_us.values import BELOW_ONE as UNDER_ONE
from govreport_us.values import date_of, number_of, text_of

Leave = Callable[[Element], None]
Values = dict[Cell, Value]
Token = Callable[[str | None], Value]
_OF_TYPE: dict[str, Token] = {"text": text_of, "date": date_of}
_ABSENT = Value(state=State.ABSENT)


@attrs.frozen
class _Target:
    """Where the value of an element goes."""

    cell: str
    members: tuple[str, ...]
    value: Token
    code: bool = False


@attrs.frozen(eq=False)
class RowReader:
    """Reads the rows of one section: what each element is, found once for all rows and files."""

    section: XmlSection
    leaves: dict[str, _Target] = attrs.field(factory=dict)
    groups: dict[str, tuple[Group, dict[str, str]]] = attrs.field(factory=dict)
    wraps: dict[str, dict[str, _Target]] = attrs.field(factory=dict)
    items: dict[str, tuple[Items, dict[str, _Target], tuple[str, ...]]] = attrs.field(factory=dict)

    @classmethod
    def of(cls, section: XmlSection, form: Form) -> RowReader:
        """Return the reader of a section."""
        return _readers(form)[section.table]

    def add(self, part: Part, form: Form) -> RowReader:
        """Take in one part of what a row holds."""
        if isinstance(part, Leaf):
            self.leaves.update(_targets([part], form))
        elif isinstance(part, Wrap):
            self.wraps[FOIA + part.element] = _targets(part.content, form)
        elif isinstance(part, Group):
            self.groups[FOIA + part.group] = part, {code: member for member, code in part.codes.items()}
        else:
            places = () if part.member else tuple(member.id for member in form.axes[part.axis].leaves())
            self.items[FOIA + part.element] = part, _targets(part.content, form), places
        return self

    def read(self, row: Element, member: str, values: Values, leave: Leave) -> int:
        """Put in the values of a row, and return how many items of a reporter's own it has.

        A row without any value is marked by an absent one, so that it is known to be there.
        """
        before, own = len(values), 0
        counts: dict[str, int] = {}
        for child in row:
            tag = child.tag
            if tag in self.leaves:
                _put(self.leaves[tag], member, child, values, leave)
            elif tag in self.groups:
                self._read_group(child, member, values, leave)
            elif tag in self.wraps:
                targets = self.wraps[tag]
                for inside in child:
                    _put_known(targets, member, inside, values, leave)
            elif tag in self.items:
                counts[tag] = counts.get(tag, 0) + 1
                own = max(own, self._read_item(child, member, counts[tag], values, leave))
            else:
                leave(child)
        if len(values) == before and (mark := self.section.marker) is not None:
            values[Cell(mark[0], (member, *mark[1]))] = _ABSENT
        return own

    def _read_group(self, child: Element, member: str, values: Values, leave: Leave) -> None:
        group, members = self.groups[child.tag]
        code = members.get(child.findtext(FOIA + group.code) or "")
        quantity = child.find(FOIA + group.element)
        if code is None or quantity is None:
            leave(child)
            return
        cell = Cell(group.cell, (member, code))
        again = 1
        while cell in values:
            again += 1
            cell = Cell(group.cell, (member, f"{code}#{again}"))
        values[cell] = number_of(quantity.text)

    def _read_item(self, child: Element, member: str, place: int, values: Values, leave: Leave) -> int:
        """Put in an item; one after the last place of the form is a further one of that place."""
        items, targets, places = self.items[child.tag]
        own = items.member + str(place)
        if places and place > len(places):
            own = f"{places[-1]}#{place - len(places) + 1}"
        for inside in child:
            target = targets.get(inside.tag)
            if target is None:
                leave(inside)
            else:
                values[Cell(target.cell, (member, own))] = target.value(inside.text)
        return place if items.member else 0


def _put_known(targets: dict[str, _Target], member: str, child: Element, values: Values, leave: Leave) -> None:
    target = targets.get(child.tag)
    if target is None:
        leave(child)
    else:
        _put(target, member, child, values, leave)


def _put(target: _Target, member: str, child: Element, values: Values, leave: Leave) -> None:
    cell = Cell(target.cell, (member, *target.members))
    if cell in values or (target.code and child.text != BELOW_ONE):
        leave(child)
    else:
        values[cell] = UNDER_ONE if target.code else target.value(child.text)


def _targets(leaves: tuple[Leaf, ...] | list[Leaf], form: Form) -> dict[str, _Target]:
    found: dict[str, _Target] = {}
    for leaf in leaves:
        datatype = form.indicators[leaf.cell].traits.datatype
        value = _OF_TYPE.get(datatype.value if datatype else "", number_of)
        found[FOIA + leaf.element] = _Target(leaf.cell, leaf.members, value)
        if leaf.below is not None:
            found[FOIA + leaf.below] = _Target(leaf.cell, leaf.members, value, code=True)
    return found


@functools.lru_cache(maxsize=8)
def _readers(form: Form) -> dict[str, RowReader]:
    found: dict[str, RowReader] = {}
    for section in sections_of(form):
        reader = RowReader(section)
        for part in section.content:
            reader.add(part, form)
        found[section.table] = reader
    return found
