"""What a rule ranges over: the instances that `each` gives, and none where the form has no cell."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TypeAlias

import attrs

from govreport.checks.outcome import Target
from govreport.checks.rule import NO_POLICY, Rule
from govreport.checks.scope import ALL, Scope, in_order, resolve
from govreport.checks.syntax import SETS, Call, Expression, Reference, below, walk
from govreport.model.cell import Cell
from govreport.model.form import Form
from govreport.model.frozen import FrozenMap
from govreport.model.report import Report


@attrs.frozen
class Instance:
    """What one instance binds: a member for each of some axes, and what `it` stands for."""

    binding: FrozenMap[str, str] = FrozenMap()
    it: Target | None = None

    def cell(self, report: Report) -> Cell | None:
        """Return the cell that `it` stands for, if it is one."""
        if self.it is None or self.it.indicator is None:
            return None
        axes = report.form.indicators[self.it.indicator].axes
        if any(axis not in self.binding for axis in axes):
            return None
        return Cell(self.it.indicator, tuple(self.binding[axis] for axis in axes))


Shapes: TypeAlias = dict[tuple[object, ...], tuple[int, ...]]
"""Which assertions of a rule have all their cells, by what decides it."""


def instances(rule: Rule, report: Report, known: Shapes | None = None) -> Iterator[tuple[Instance, tuple[int, ...]]]:
    """Yield the instances of a rule on a report: one without `each`, else the product of what it lists.

    Each comes with the assertions that are to be judged for it: those all of whose cells the form has. `known` is what
    was found of that for the same rule and form before.
    """
    if not rule.each:
        yield Instance(), tuple(range(len(rule.asserts)))
        return
    ranges = [list(_range(each, rule, report)) for each in rule.each]
    known = {} if known is None else known
    for parts in itertools.product(*ranges):
        binding = FrozenMap({axis: member for part in parts for axis, member in part.binding.items()})
        it = next((part.it for part in reversed(parts) if part.it is not None), None)
        key = _shape(binding, it, report.form)
        if key not in known:
            scope = Scope(report, None, NO_POLICY, binding, it)
            known[key] = tuple(part for part, tree in enumerate(rule.asserts) if _exists(tree, scope))
        yield Instance(binding, it), known[key]


def _shape(binding: FrozenMap[str, str], it: Target | None, form: Form) -> tuple[object, ...]:
    """Return what decides which cells of an instance the form has: members that reporters name are all alike there."""
    return it, *((axis, ALL if form.axes[axis].open else member) for axis, member in binding.items())


def _range(each: Expression, rule: Rule, report: Report) -> Iterator[Instance]:
    if isinstance(each, Reference):
        for member in _axis_members(each.indicator, rule, report):
            yield Instance(FrozenMap({each.indicator: member}))
    elif isinstance(each, Call):
        names = [argument.indicator for argument in each.arguments if isinstance(argument, Reference)]
        for name in names:
            yield from _RANGES[each.function](name, report)


def _axis_members(axis: str, rule: Rule, report: Report) -> list[str]:
    """Return the members of a closed axis, total included; of an open one those with a row in the first table named."""
    form = report.form
    if not form.axes[axis].open:
        return [member.id for member in form.axes[axis].members if not member.group]
    table = table_for(axis, rule, form)
    return [] if table is None else in_order(report, axis, report.members_in(table, axis))


def table_for(axis: str, rule: Rule, form: Form) -> str | None:
    """Return the table whose rows an open axis in `each` ranges over: the first that the rule names and that has it."""
    trees = [*rule.each, *rule.asserts, *([rule.where] if rule.where is not None else [])]
    for reference in (each for tree in trees for each in walk(tree) if isinstance(each, Reference)):
        name = reference.indicator
        if name in form.tables and any(axis in form.indicators[each].axes for each in form.indicators_of(name)):
            return name
        if name in form.indicators and axis in form.indicators[name].axes:
            found = form.first_table_of(name)
            return None if found is None else found.id
    return None


def row_alone(rule: Rule, instance: Instance, report: Report) -> str | None:
    """Return the table of an instance whose row has no counterpart elsewhere: a second one, or an unknown member's."""
    for axis, member in instance.binding.items():
        if report.form.axes[axis].open and ("#" in member or report.is_unknown(axis, member)):
            own = instance.it.table if instance.it is not None else None
            return own or table_for(axis, rule, report.form)
    return None


def _rows(table: str, report: Report) -> Iterator[Instance]:
    for block in report.form.layout(table, report):
        for node in block.row_nodes():
            yield Instance(node.members, Target(node.indicator, table))


def _columns(table: str, report: Report) -> Iterator[Instance]:
    for block in report.form.layout(table, report):
        for node in block.column_nodes():
            yield Instance(node.members, Target(node.indicator, table))


def _cells(table: str, report: Report) -> Iterator[Instance]:
    for name in report.form.tables if table == ALL else (table,):
        for cell in report.form.cells(report, name):
            axes = report.form.indicators[cell.indicator].axes
            binding = FrozenMap(dict(zip(axes, cell.members, strict=True)))
            yield Instance(binding, Target(cell.indicator, name))


def _of(indicator: str, report: Report) -> Iterator[Instance]:
    table = report.form.first_table_of(indicator)
    yield Instance(it=Target(indicator, None if table is None else table.id))


_RANGES = {"rows": _rows, "columns": _columns, "cells": _cells, "of": _of}


def _exists(tree: Expression, scope: Scope) -> bool:
    """Whether the form has every cell that an assertion speaks of by name (those of last year's do not count)."""
    if isinstance(tree, Reference):
        return any(each.member == ALL for each in tree.selectors) or bool(resolve(tree, scope))
    if isinstance(tree, Call) and (tree.function in {"previous", "member"} or tree.function in SETS):
        return True
    return all(_exists(each, scope) for each in below(tree))
