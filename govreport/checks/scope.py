"""What an expression is evaluated in: the reports, the policy, and what the instance binds."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from typing import Final

import attrs

from govreport.checks.outcome import Operand, Target
from govreport.checks.rule import Policy
from govreport.checks.syntax import Reference, Selector
from govreport.model.cell import Cell, original, repeat_order
from govreport.model.form import Form
from govreport.model.frozen import FrozenMap
from govreport.model.layout import row_axes
from govreport.model.report import Report
from govreport.model.value import ABSENT, Value

ALL: Final = "*"


class Skip:
    """What stands for a cell that an aggregate leaves out; `SKIP` is the only one."""

    def __repr__(self) -> str:
        return "SKIP"


class Unknown:
    """The third truth value, and the amount that is not known; `UNKNOWN` is the only one."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown()
SKIP: Final = Skip()


@attrs.define
class Scope:
    """What an expression is evaluated in.

    Args:
        report: the report whose cells are meant; inside `previous()` the one of the period before.
        previous: the report of the period before, if there is one.
        policy: what stands for missing values.
        binding: the member of each axis that the instance is for.
        it: what `it` stands for.
        element: inside a `where`, the cell in question and its amount.
        tolerance: by how much numbers may differ and still count as equal.
        aggregated: inside an aggregate, where the policy's other part holds.
        in_previous: inside `previous()`.
        trace: every value that was looked at, in order.
        known: aggregates over whole tables, which need not be reckoned again for each cell.
        alone: the table whose row the instance is for, if that row has no counterpart in another table.
    """

    report: Report
    previous: Report | None
    policy: Policy
    binding: Mapping[str, str] = FrozenMap()
    it: Target | None = None
    element: tuple[Cell, object] | None = None
    tolerance: Decimal = Decimal(0)
    aggregated: bool = False
    in_previous: bool = False
    trace: dict[tuple[Cell, bool], Operand] = attrs.field(factory=dict)
    known: dict[tuple[int, str | None, bool], object] = attrs.field(factory=dict)
    alone: str | None = None

    @property
    def form(self) -> Form:
        """The form of the report whose cells are meant."""
        return self.report.form

    def name(self, reference: Reference) -> str:
        """Return the indicator that a reference means, that of `it` included; empty if there is none."""
        if reference.indicator != "it":
            return reference.indicator
        return (self.it.indicator if self.it else None) or ""

    def inside(
        self,
        *,
        report: Report | None = None,
        element: tuple[Cell, object] | None = None,
        aggregated: bool = False,
        in_previous: bool = False,
        afresh: bool = False,
    ) -> Scope:
        """Return the scope with some changes; the trace stays the same one, unless it is to begin `afresh`."""
        return Scope(
            report or self.report,
            self.previous,
            self.policy,
            self.binding,
            self.it,
            element or self.element,
            self.tolerance,
            aggregated or self.aggregated,
            in_previous or self.in_previous,
            {} if afresh else self.trace,
            self.known,
            self.alone,
        )

    def value(self, cell: Cell) -> Value:
        """Return the value of a cell.

        A second row for one member, and that of an unknown one, has no counterpart in another table: whose figures
        stand there under the same name is not known.
        """
        if self.alone is not None and not holds(self.form, self.alone, cell.indicator) and self.bound(cell):
            return ABSENT
        return self.report.values.get(cell, ABSENT)

    def bound(self, cell: Cell) -> bool:
        """Whether a cell is of the member that the instance is for, on an open axis."""
        axes = self.form.indicators[cell.indicator].axes
        return any(self.form.axes[axis].open and self.binding.get(axis) == member
                   for axis, member in zip(axes, cell.members, strict=True))  # fmt: skip

    def looked_at(self, cell: Cell, value: Value, used: object = None) -> None:
        """Remember that a value was looked at, and what the policy put in its place."""
        key = (cell, self.in_previous)
        if key not in self.trace or used is not None:
            self.trace[key] = Operand(cell, value, used, self.in_previous)


def resolve(reference: Reference, scope: Scope) -> tuple[Cell, ...]:
    """Return the cells that a reference means here: one, or with `*` many; none if the form has no such cell."""
    name = scope.name(reference)
    indicator = scope.form.indicators.get(name)
    if indicator is None or indicator.group:
        return ()
    plan = _plan(reference, indicator.axes, tuple(scope.binding))
    if plan is None:
        return ()
    chosen = {axis: scope.binding[axis] if member is None else member for axis, member in plan}
    if ALL not in chosen.values():
        cell = Cell(name, tuple(chosen.values()))
        return (cell,) if scope.form.table_of(cell) is not None else ()
    found: list[tuple[str, ...]] = [()]
    for axis in indicator.axes:
        if chosen[axis] != ALL:
            found = [(*members, chosen[axis]) for members in found]
        else:
            found = [(*members, each) for members in found for each in _all_members(scope, name, axis, chosen, members)]
    cells = [Cell(name, members) for members in found]
    if cells and scope.form.is_full(name):  # then all of them are there, or the members named beside the * have none
        return tuple(cells) if scope.form.table_of(cells[0]) is not None else ()
    return tuple(cell for cell in cells if scope.form.table_of(cell) is not None)


@functools.lru_cache(maxsize=8192)
def _plan(
    reference: Reference, axes: tuple[str, ...], bound: tuple[str, ...]
) -> tuple[tuple[str, str | None], ...] | None:
    """Return for each axis the member that a reference names, or None where the instance binds it; found once."""
    chosen = choose(reference.selectors, axes, dict.fromkeys(bound, ""))
    return None if chosen is None else tuple((axis, chosen[axis] or None) for axis in axes)


def choose(selectors: tuple[Selector, ...], axes: tuple[str, ...], binding: Mapping[str, str]) -> dict[str, str] | None:
    """Return the member (or `*`) of each axis: named, bound by the instance, or None if one is left open.

    Members without an axis are for all axes in order if there are as many, else for those that nothing binds.
    """
    chosen = {each.axis: each.member for each in selectors if each.axis is not None}
    loose = [each.member for each in selectors if each.axis is None]
    if loose and len(loose) == len(axes) - len(chosen):
        free = [axis for axis in axes if axis not in chosen]
    else:
        free = [axis for axis in axes if axis not in chosen and axis not in binding]
    if len(loose) > len(free):
        return None
    chosen.update(zip(free, loose, strict=False))
    for axis in axes:
        if axis not in chosen:
            if axis not in binding:
                return None
            chosen[axis] = binding[axis]
    return chosen


def _all_members(
    scope: Scope, indicator: str, axis: str, chosen: Mapping[str, str], before: tuple[str, ...]
) -> list[str]:
    """Return what `*` means: the leaf members but the total; on an open axis those with a row in the table."""
    form = scope.form
    known = form.axes[axis]
    if not known.open:
        return [member.id for member in known.leaves()]
    axes = form.indicators[indicator].axes
    fixed = {**chosen, **dict(zip(axes, before, strict=False))}
    table = form.first_table_of(indicator)
    if table is None:
        return []
    rows = row_axes(table)
    given = {each: fixed[each] for each in axes if each != axis and each in rows and fixed[each] != ALL}
    present = scope.report.members_in(table.id, axis, given)
    return in_order(scope.report, axis, {each for each in present if original(each) != known.total})


def holds(form: Form, table: str, indicator: str) -> bool:
    """Whether a table prints cells of an indicator."""
    return indicator in form.indicators_of(table)


def in_order(report: Report, axis: str, members: AbstractSet[str]) -> list[str]:
    """Return members of an open axis in the order in which report and form name them, the unnamed last."""
    places = report.places_on(axis)
    return sorted(members, key=lambda each: (places.get(original(each), len(places)), *repeat_order(each)))
