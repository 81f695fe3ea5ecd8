"""Between editions of a form: what continues, under which name, what ends, what is new, what must not be compared.

A mapping is data: for each cell of the newer form an expression over the report on the older one. What it does not name
is not carried over, and is listed.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from govreport.checks.evaluate import evaluate
from govreport.checks.rule import NO_POLICY
from govreport.checks.scope import Scope, resolve
from govreport.checks.syntax import Expression, Reference
from govreport.model.cell import Cell
from govreport.model.form import Form
from govreport.model.frozen import FrozenMap
from govreport.model.labels import Labels
from govreport.model.report import Report
from govreport.model.value import ABSENT, Quality, Value


@attrs.frozen
class Line:
    """One line of a mapping: a cell of the newer form, and what it is made of.

    Args:
        to: the cell.
        made_of: an expression over the older report.
        near: the two are not quite the same quantity.
    """

    to: str
    made_of: Expression
    near: bool = False


@attrs.frozen
class Break:
    """Rows that look alike and must not be compared: the indicators of older and newer form, and why, by language."""

    old: str
    new: str
    labels: Labels = FrozenMap()


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
    """

    report: Report
    continued: tuple[Cell, ...] = ()
    derived: tuple[Cell, ...] = ()
    lost: tuple[Cell, ...] = ()
    new: tuple[Cell, ...] = ()
    broken: tuple[Break, ...] = ()
    sections: tuple[str, ...] = ()


def apply_mapping(mapping: Mapping, report: Report, form: Form) -> Mapped:
    """Return a report on a newer edition of its form.

    A value that continues is kept as it is, states included; what is made of several is a number only if all of them
    are, and of quality `derived`.
    """
    continued = {cell: report.values[cell] for cell in report.values if cell.indicator in mapping.same}
    used = set(continued)
    values = {cell: value for cell, value in continued.items() if form.table_of(cell) is not None}
    derived: list[Cell] = []
    for line in mapping.lines:
        cell = form.locate(line.to)
        value, sources = _value(line, report)
        used |= sources
        if value is not ABSENT:
            values[cell] = value
            derived.append(cell)
    narrative = {mapping.sections.get(section, section): text for section, text in report.narrative.items()}
    known = {section.id for section in form.sections if section.narrative}
    made = attrs.evolve(
        report,
        form=form,
        values=FrozenMap(values),
        kind=report.kind if report.kind in form.kinds else form.usual_kind,
        members=FrozenMap({axis: named for axis, named in report.members.items() if axis in form.axes}),
        narrative=FrozenMap({section: text for section, text in narrative.items() if section in known}),
        notes=tuple(note for note in report.notes if not note.cells and note.section in {None, *known}),
        origins=FrozenMap({cell: origin for cell, origin in report.origins.items() if cell in values}),
        waivers=(),
        layout=None,
        filed_on=report.filed_on or report.form.id,
    )
    return Mapped(
        made,
        tuple(cell for cell in values if cell in continued),
        tuple(derived),
        tuple(cell for cell in report.values if cell not in used),
        tuple(cell for cell in form.cells(made) if cell not in values),
        mapping.breaks,
        tuple(section for section in narrative if section not in known),
    )


def _value(line: Line, report: Report) -> tuple[Value, set[Cell]]:
    """Return what a line gives for its cell, and the cells that it is made of."""
    scope = Scope(report, None, NO_POLICY)
    if isinstance(line.made_of, Reference) and not line.near:
        cells = resolve(line.made_of, scope)
        if len(cells) == 1:
            return report.values.get(cells[0], ABSENT), set(cells)
    amount = evaluate(line.made_of, scope)
    sources = {cell for cell, _ in scope.trace}
    try:
        return attrs.evolve(Value.of(amount), quality=Quality.DERIVED, note=None), sources
    except ValueError:  # unknown, since something that it is made of is no number
        return ABSENT, sources


def joined(report: Report, steps: list[Mapped]) -> Mapped:
    """Return several steps as one: what the first edition had and the last one has."""
    last = steps[-1]
    same = set.intersection(*(set(step.continued) for step in steps))
    lost = {cell for step in steps for cell in step.lost if cell in report.values}
    return Mapped(
        last.report,
        tuple(cell for cell in last.report.values if cell in same),
        tuple(cell for cell in last.report.values if cell not in same),
        tuple(cell for cell in report.values if cell in lost),
        last.new,
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
