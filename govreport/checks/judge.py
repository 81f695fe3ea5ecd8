"""One rule judged on one report: an outcome for each of its instances."""

from __future__ import annotations

import functools
import importlib
import itertools
from collections.abc import Iterable, Iterator
from typing import Any, cast

import attrs

from govreport.checks.evaluate import compare, evaluate
from govreport.checks.instances import Instance, instances, row_alone
from govreport.checks.outcome import NO_MEMBERS, Context, Members, Outcome, Status
from govreport.checks.rule import Rule
from govreport.checks.rulebook import Rulebook
from govreport.checks.scope import UNKNOWN, Scope
from govreport.checks.syntax import Call, Comparison, Expression, Logic, walk
from govreport.checks.text import Text
from govreport.errors import PluginError
from govreport.model.cell import Cell
from govreport.model.report import Report


def judge(
    rule: Rule,
    report: Report,
    previous: Report | None,
    book: Rulebook,
    text: Text | None = None,
    members: Members = NO_MEMBERS,
) -> Iterator[Outcome]:
    """Yield the outcome of each instance of a rule.

    Args:
        rule: the rule.
        report: the report to judge.
        previous: the report of the period before, if there is one.
        book: the book that the rule is of, for its policy and claims.
        text: the narrative, if other rules of the check share it.
        members: of a report that adds up others, theirs.

    Raises:
        PluginError: if the rule's function is not there, or fails.
    """
    if rule.function is not None:
        context = Context(report, report.form, previous, rule, text or Text(report), book.claims, book.policy, members)
        yield from _by_function(rule, context)
        return
    known: dict[tuple[int, str | None, bool], object] = {}
    policy = rule.missing or book.policy
    for instance, parts in _instances(rule, report, book):
        for part in parts:
            scope = Scope(
                report,
                previous,
                policy,
                instance.binding,
                instance.it,
                tolerance=rule.tolerance,
                known=known,
                alone=row_alone(rule, instance, report),
            )
            yield _settled(judge_one(rule, part, instance, scope), report)


def _instances(rule: Rule, report: Report, book: Rulebook) -> Iterable[tuple[Instance, tuple[int, ...]]]:
    """Return the instances of a rule, each with the assertions that it has cells for; the form alone often decides."""
    key = id(rule), id(report.form)
    if report.adds_rows:
        _, _, shapes = book.shapes.setdefault(key, (rule, report.form, {}))
        return instances(rule, report, shapes)
    if key not in book.known:
        book.known[key] = rule, report.form, tuple(instances(rule, report))  # held: no id must come twice
    return book.known[key][2]


def judge_one(rule: Rule, part: int, instance: Instance, scope: Scope) -> Outcome:
    """Return the outcome of one assertion of a rule for one instance of it."""
    tree, it = rule.asserts[part], instance.cell(scope.report)
    about = functools.partial(Outcome, rule, part=part, binding=instance.binding, it=it, target=instance.it)
    if rule.where is not None:
        where = evaluate(rule.where, scope)
        if where is not True:
            status = Status.NOT_APPLICABLE if where is False else Status.NOT_EVALUABLE
            return about(status=status, cells=_cells(scope, it))
        scope = scope.inside(afresh=True)
    status = {True: Status.HOLDS, False: Status.FAILS}.get(evaluate(tree, scope), Status.NOT_EVALUABLE)
    actual, expected = _sides(tree, scope) if status is not Status.HOLDS else (None, None)
    operands = tuple(scope.trace.values())
    return about(status=status, cells=_cells(scope, it), operands=operands, actual=actual, expected=expected)


def failing_link(tree: Comparison, scope: Scope) -> tuple[str, Expression, Expression] | None:
    """Return operator and sides of the first comparison of a chain that is false, if one is."""
    left = tree.first
    for operator, right in tree.rest:
        if compare(operator, evaluate(left, scope), evaluate(right, scope), scope.tolerance) is False:
            return operator, left, right
        left = right
    return None


def decisive(tree: Expression, scope: Scope) -> Comparison | None:
    """Return the comparison on which a failing assertion rests: that of its conclusion, or its false conjunct."""
    if isinstance(tree, Comparison):
        link = failing_link(tree, scope)
        return Comparison(link[1], ((link[0], link[2]),)) if link else tree
    if isinstance(tree, Logic) and tree.operator == "implies":
        return decisive(tree.operands[1], scope)
    if isinstance(tree, Logic) and tree.operator == "and":
        false = (each for each in tree.operands if evaluate(each, scope) is False)
        return decisive(next(false, tree.operands[0]), scope)
    return None


def is_of_table(tree: Expression) -> bool:
    """Whether an expression reckons over a whole table: its numbers are not what a cell should be, nor say much."""
    return any(isinstance(each, Call) and each.function == "cells" for each in walk(tree))


def _sides(tree: Expression, scope: Scope) -> tuple[Any, Any]:
    comparison = decisive(tree, scope)
    if comparison is None or is_of_table(comparison):
        return None, None
    sides = (evaluate(comparison.first, scope), evaluate(comparison.rest[-1][1], scope))
    actual, expected = (None if side is UNKNOWN or isinstance(side, tuple) else side for side in sides)
    return actual, expected


def _cells(scope: Scope, it: Cell | None) -> tuple[Cell, ...]:
    looked_at = tuple(cell for cell, previous in scope.trace if not previous)
    return looked_at or (() if it is None else (it,))


def _settled(outcome: Outcome, report: Report) -> Outcome:
    """Mark a failure that a note settles, where the rule admits that."""
    section = outcome.rule.settled_by
    if section is None or outcome.status is not Status.FAILS:
        return outcome
    on_cells = (note for cell in outcome.cells for note in report.notes_on(cell))
    on_section = (note for note in report.notes if note.section == section)
    note = next((note for note in itertools.chain(on_section, on_cells) if note.text.strip()), None)
    return outcome if note is None else attrs.evolve(outcome, settled_by=note.id)


def _by_function(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Yield what the function of a rule has to say; whatever goes wrong in it is told with its name."""
    name = rule.function or ""
    module, _, function = name.partition(":")
    try:
        call = getattr(importlib.import_module(module), function)
        found = list(cast("Iterable[Outcome]", call(context.report, context)))
    except Exception as error:
        msg = f"rule {rule.id}: its function {name} failed: {type(error).__name__}: {error}"
        raise PluginError(msg) from error
    yield from (_settled(outcome, context.report) for outcome in found)
