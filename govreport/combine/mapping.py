"""Between editions of a form: what continues, under which name, what ends, what is new, what must not be compared.

A mapping is data: for each cell of the newer form an expression over the report on the older one. What it does not name
is not carried over, and is listed.
"""

from __future__ import annotations

from collections.abc import Container, Iterator

import attrs

from govreport.checks.evaluate import evaluate
from govreport.checks.rule import NO_POLICY
from govreport.checks.scope import Scope, resolve
from govreport.checks.syntax import Expression, Reference
from govreport.errors import UnknownName
from govreport.model.cell import Cell
from govreport.model.form import Form
from govreport.model.frozen import FrozenMap
from govreport.model.labels import Labels
from govreport.model.report import BOUND_FIGURE, Note, Report
from govreport.model.value import ABSENT, Quality, Value
from govreport.wording import show_value


@attrs.frozen
class Line:
    """One line of a mapping: a cell of the newer form, and what it is made of.

    Args:
        to: the cell, without its member on the axis `each`.
        made_of: an expression over the older report.
        near: the two are not quite the same quantity.
        each: the axis for each of whose members the line stands.
        where: a condition on the older report, without which nothing is known of the cell.
    """

    to: str
    made_of: Expression
    near: bool = False
    each: str | None = None
    where: Expression | None = None

    def places(self, form: Form) -> Iterator[tuple[Cell, FrozenMap[str, str]]]:
        """Yield the cells of the newer form that the line gives, each with the members that it binds.

        Raises:
            InvalidInput: if the form has no such cell.
        """
        if self.each is None:
            yield form.locate(self.to), FrozenMap()
        elif self.each in form.axes:
            for member in (member.id for member in form.axes[self.each].members if not member.group):
                yield form.locate(f"{self.to}[{member}]"), FrozenMap({self.each: member})
        else:
            raise UnknownName.among("axis", self.each, form.axes)


@attrs.frozen
class Break:
    """Rows that look alike and must not be compared: those of older and newer form, and why, by language."""

    old: str
    new: str
    labels: Labels = FrozenMap()

    def speaks_of(self, report: Report) -> bool:
        """Whether a report on the older form has a figure in that row."""
        return any(self.old in {cell.indicator, str(cell)} for cell in report.values)


@attrs.frozen
class Mapping:
    """How a report on one edition becomes one on a newer edition.

    Args:
        old, new: the ids of the two forms.
        same: indicators that both have and that continue cell by cell.
        lines: the other cells of the newer form that continue.
        breaks: rows that must not be compared.
        sections: the section of the newer form in which a narrative goes on, where it has another id.
        place: the file it comes from.
    """

    old: str
    new: str
    same: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    breaks: tuple[Break, ...] = ()
    sections: FrozenMap[str, str] = FrozenMap()
    place: str = ""


@attrs.frozen
class Mapped:
    """A report on a newer edition, and what became of each figure of the older one.

    Args:
        report: the report; `filed_on` names the form that it was filed on.
        continued: cells that are the same quantity under the same name.
        derived: cells that were made of others, or are only nearly the same; their values say so.
        lost: cells of the older report that have no place in the newer form.
        new: cells of the newer form that the older one did not ask.
        broken: what must not be compared, with reasons.
        sections: narratives that have no place in the newer form.
        made_of: for each cell of the newer report the cells of the older one that it rests on.
    """

    report: Report
    continued: tuple[Cell, ...] = ()
    derived: tuple[Cell, ...] = ()
    lost: tuple[Cell, ...] = ()
    new: tuple[Cell, ...] = ()
    broken: tuple[Break, ...] = ()
    sections: tuple[str, ...] = ()
    made_of: FrozenMap[Cell, tuple[Cell, ...]] = FrozenMap()


def apply_mapping(mapping: Mapping, report: Report, form: Form) -> Mapped:
    """Return a report on a newer edition of its form.

    A value that continues is kept as it is, states included; what is made of several is a number only if all of them
    are, and of quality `derived`. A narrative keeps the figures that were bound to cells of the older form, as words.
    """
    values = {
        cell: value
        for cell, value in report.values.items()
        if cell.indicator in mapping.same and form.table_of(cell) is not None
    }
    made_of: dict[Cell, tuple[Cell, ...]] = {cell: (cell,) for cell in values}
    for line in mapping.lines:
        for cell, members in line.places(form):
            value, sources = _value(line, report, members)
            if value is not ABSENT:
                values[cell], made_of[cell] = value, sources
    narrative = _narrative(mapping, report)
    known = {section.id for section in form.sections if section.narrative}
    made = attrs.evolve(
        report,
        form=form,
        values=FrozenMap(values),
        kind=report.kind if report.kind in form.kinds else form.usual_kind,
        members=FrozenMap({axis: named for axis, named in report.members.items() if axis in form.axes}),
        narrative=FrozenMap({section: text for section, text in narrative.items() if section in known}),
        notes=tuple(_carried_notes(report, form, mapping, values)),
        origins=FrozenMap({cell: origin for cell, origin in report.origins.items() if made_of.get(cell) == (cell,)}),
        waivers=(),
        layout=None,
        filed_on=report.filed_on or report.form.id,
    )
    return _mapped(
        report,
        made,
        made_of,
        tuple(each for each in mapping.breaks if each.speaks_of(report)),
        tuple(section for section in narrative if section not in known),
    )


def _mapped(
    report: Report,
    made: Report,
    made_of: dict[Cell, tuple[Cell, ...]],
    breaks: tuple[Break, ...],
    sections: tuple[str, ...],
) -> Mapped:
    """Return what became of each figure, told by what each cell of the newer report rests on."""
    same = {cell for cell in made.values if made_of[cell] == (cell,) and report.values[cell] == made.values[cell]}
    used = {source for sources in made_of.values() for source in sources}
    return Mapped(
        made,
        continued=tuple(cell for cell in made.values if cell in same),
        derived=tuple(cell for cell in made.values if cell not in same),
        lost=tuple(cell for cell in report.values if cell not in used),
        new=tuple(cell for cell in made.form.cells(made) if cell not in made.values),
        broken=breaks,
        sections=sections,
        made_of=FrozenMap(made_of),
    )


def _carried_notes(report: Report, form: Form, mapping: Mapping, values: Container[Cell]) -> Iterator[Note]:
    """Yield the notes that still have something to stand on: cells that continue, a section, or the report."""
    sections = {None, *(section.id for section in form.sections)}
    for note in report.notes:
        cells = tuple(cell for cell in note.cells if cell in values)
        section = note.section if note.section is None else mapping.sections.get(note.section, note.section)
        if cells or (not note.cells and section in sections):
            yield attrs.evolve(note, cells=cells, section=section)


def _value(line: Line, report: Report, members: FrozenMap[str, str]) -> tuple[Value, tuple[Cell, ...]]:
    """Return what a line gives for one of its cells, and the cells that this is made of."""
    scope = Scope(report, None, NO_POLICY, binding=members)
    if line.where is not None and evaluate(line.where, scope) is not True:
        return ABSENT, ()
    if isinstance(line.made_of, Reference) and not line.near:
        cells = resolve(line.made_of, scope)
        if len(cells) == 1:
            return report.values.get(cells[0], ABSENT), (*cells, *(cell for cell, _ in scope.trace))
    amount = evaluate(line.made_of, scope)
    sources = tuple(cell for cell, _ in scope.trace)  # those of the condition among them
    try:
        return attrs.evolve(Value.of(amount), quality=Quality.DERIVED, note=None), sources
    except ValueError:  # unknown, since something that it is made of is no number
        return ABSENT, sources


def _narrative(mapping: Mapping, report: Report) -> dict[str, str]:
    """Return the texts by the sections in which they go on; several of one section one after the other."""
    found: dict[str, str] = {}
    for section, text in report.narrative.items():
        goes_on = mapping.sections.get(section, section)
        told = BOUND_FIGURE.sub(
            lambda bound: bound[0] if bound[1] is None else show_value(report[bound[1].strip()], report.in_language),
            text,
        )
        found[goes_on] = f"{found[goes_on]}\n\n{told}" if goes_on in found else told
    return found


def joined(report: Report, steps: list[Mapped]) -> Mapped:
    """Return several steps as one: what the first edition had and the last one has."""
    made_of: dict[Cell, tuple[Cell, ...]] = {cell: (cell,) for cell in report.values}
    for step in steps:
        made_of = {
            cell: tuple(dict.fromkeys(first for each in sources for first in made_of.get(each, ())))
            for cell, sources in step.made_of.items()
        }
    return _mapped(
        report,
        steps[-1].report,
        made_of,
        tuple(each for step in steps for each in step.broken),
        tuple(section for step in steps for section in step.sections),
    )


def chain(mappings: tuple[Mapping, ...], old: str, new: str) -> Iterator[Mapping]:
    """Yield the mappings that lead from one form to another, the fewest there are; none if none do."""
    ways: list[tuple[Mapping, ...]] = [(each,) for each in mappings if each.old == old]
    seen = {old}
    while ways:
        way = ways.pop(0)
        if way[-1].new == new:
            yield from way
            return
        if way[-1].new not in seen:
            seen.add(way[-1].new)
            ways.extend((*way, each) for each in mappings if each.old == way[-1].new)
