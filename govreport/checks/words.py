"""A failing assertion in words: labels, numbers, the relation that is true instead, and the difference."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import attrs

from govreport.checks.evaluate import amount, elements, evaluate
from govreport.checks.judge import decisive, is_of_table
from govreport.checks.naming import label, members_label, row_label, with_value
from govreport.checks.outcome import Outcome
from govreport.checks.rule import Policy
from govreport.checks.scope import SKIP, UNKNOWN, Scope
from govreport.checks.syntax import (
    AGGREGATES,
    Call,
    Comparison,
    Expression,
    Filter,
    Operation,
    Reference,
    walk,
)
from govreport.model.cell import Cell
from govreport.model.labels import base
from govreport.model.report import Report
from govreport.model.value import ABSENT, EXACT
from govreport.wording import listed, quote, say, show_amount, show_value

_OPPOSITE = {"==": "≠", "!=": "=", "<=": ">", ">=": "<", "<": "≥", ">": "≤"}
_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}
_MANY = 8
"""Longer sums are told without their zeros."""
_MANY_REPLACED = 3
"""More missing values that were replaced alike are counted."""


@attrs.frozen
class _Names:
    """What cells are called in the words of one outcome.

    Args:
        language: of the words.
        row: the one that all cells of the comparison stand in, which is named once in front of them; None if there are
            several.
    """

    language: str
    row: Cell | None = None

    def __call__(self, cell: Cell, report: Report) -> str:
        """Return the name of a cell."""
        if self.row is not None and cell.indicator == self.row.indicator:
            return members_label(cell, report, self.language)
        return quote(label(cell, report, self.language), self.language)


def _names(comparison: Comparison, scope: Scope, language: str) -> _Names:
    inside = scope.inside(aggregated=True)
    cells = {cell: None for tree in walk(comparison) for cell, _ in elements(tree, inside) or ()}
    rows = {each.indicator for each in cells}
    return _Names(language, next(iter(cells)) if len(rows) == 1 and len(cells) > 1 else None)


def identity(outcome: Outcome, report: Report, previous: Report | None, policy: Policy, language: str) -> str:
    """Return the comparison that fails, with labels and numbers, and the difference; else the cell and its value.

    Cells of one row are told by their columns behind its label. Missing values that were replaced are named.
    """
    told, names = _comparison(outcome, report, previous, policy, language)
    return told + _replaced(outcome, report, previous, names)


def _comparison(
    outcome: Outcome, report: Report, previous: Report | None, policy: Policy, language: str
) -> tuple[str, _Names]:
    apart = _Names(language)
    if not outcome.rule.asserts:
        return "", apart
    rule = outcome.rule
    scope = Scope(report, previous, rule.missing or policy, outcome.binding, outcome.target, tolerance=rule.tolerance)
    comparison = decisive(rule.asserts[outcome.part], scope)
    if (
        comparison is None
        or is_of_table(comparison)
        or not isinstance(evaluate(comparison.first, scope), Decimal | dt.date)
    ):
        return "" if outcome.it is None else with_value(outcome.it, report, language), apart
    operator, right_tree = comparison.rest[0]
    left, right = evaluate(comparison.first, scope), evaluate(right_tree, scope)
    names = _names(comparison, scope, language)
    told = f"{_tell(comparison.first, scope, names)} {_OPPOSITE[operator]} {_tell(right_tree, scope, names)}"
    if names.row is not None:
        row = quote(row_label(names.row, report, language), language)
        told = f"{row}{'：' if base(language) == 'zh' else ': '}{told}"
    if isinstance(left, Decimal) and isinstance(right, Decimal) and operator != "!=":
        difference = EXACT.subtract(left, right).copy_abs()
        told += ("，" if base(language) == "zh" else ", ") + say("difference", language, f"{difference:f}")
    return told, names


def _tell(tree: Expression, scope: Scope, names: _Names) -> str:
    """Return one side of a comparison: what it is made of, then what that comes to if it is more than one thing."""
    parts, terms = _spell(tree, scope, names)
    whole = evaluate(tree, scope)
    return parts if terms == 1 or whole is UNKNOWN else f"{parts} = {show_amount(whole, names.language)}"


def _spell(tree: Expression, scope: Scope, names: _Names) -> tuple[str, int]:
    """Return an expression in words, and of how many terms it is made."""
    if isinstance(tree, Reference):
        found = elements(tree, scope) or []
        return (_told_cell(*found[0], names), 1) if len(found) == 1 else ("?", 1)
    if isinstance(tree, Operation) and len(tree.operands) == 2:
        sides = [_spell(each, scope, names) for each in tree.operands]
        told = [_bracketed(tree, place, side[0], names) for place, side in enumerate(sides)]
        return f"{told[0]} {_SIGNS[tree.operator]} {told[1]}", sides[0][1] + sides[1][1]
    if isinstance(tree, Call) and tree.function == "sum":
        return _spell_sum(tree, scope, names)
    if isinstance(tree, Call) and tree.function == "previous" and scope.previous is not None:
        return _spell(tree.arguments[0], scope.inside(report=scope.previous, in_previous=True), names)
    if isinstance(tree, Call) and tree.function in AGGREGATES:
        return f"{tree.function}(…) {show_amount(evaluate(tree, scope), names.language)}", 1
    whole = evaluate(tree, scope)
    return "?" if whole is UNKNOWN else show_amount(whole, names.language), 1


def _bracketed(tree: Operation, place: int, told: str, names: _Names) -> str:
    """Return a side of an operation, in brackets where it would else be read another way."""
    side = tree.operands[place]
    is_sum = (isinstance(side, Operation) and side.operator in "+-") or (
        isinstance(side, Call) and side.function == "sum"
    )
    needs = is_sum and (tree.operator in "*/" or (tree.operator == "-" and place == 1))
    divides = isinstance(side, Operation) and side.operator in "*/" and tree.operator == "/" and place == 1
    if not needs and not divides:
        return told
    return f"（{told}）" if base(names.language) == "zh" else f"({told})"


def _spell_sum(tree: Call, scope: Scope, names: _Names) -> tuple[str, int]:
    inside = scope.inside(aggregated=True)
    told: list[str] = []
    zeros = 0
    found = [(argument, elements(argument, inside)) for argument in tree.arguments if not isinstance(argument, Filter)]
    cells = [pair for _, each in found for pair in each or ()]
    for argument, each in found:
        if each is None:
            told.append(_spell(argument, inside, names)[0])
    for cell, where in cells:
        reckoned = amount(cell, where)
        if len(cells) > _MANY and reckoned == 0:
            zeros += 1
        elif reckoned is not SKIP:
            told.append(_told_cell(cell, where, names))
    if zeros:
        told.append(say("others_zero", names.language, zeros))
    filtered = [argument for argument in tree.arguments if isinstance(argument, Filter)]
    if filtered or not told:
        return show_amount(evaluate(tree, scope), names.language), 1
    return " + ".join(told), len(told)


def _told_cell(cell: Cell, scope: Scope, names: _Names) -> str:
    value = scope.report.values.get(cell, ABSENT)
    before = say("previous", names.language) if scope.in_previous else ""
    reckoned = amount(cell, scope)
    shown = show_value(value, names.language) if reckoned in (UNKNOWN, SKIP) else show_amount(reckoned, names.language)
    return f"{before}{names(cell, scope.report)} {shown}"


def _replaced(outcome: Outcome, report: Report, previous: Report | None, names: _Names) -> str:
    """Say which missing values the policy replaced by a number, so that no blank becomes 0 without a word.

    Of many that were replaced alike, two are named and all counted.
    """
    language = names.language
    found: dict[tuple[str, str], list[str]] = {}
    for operand in outcome.operands:
        if isinstance(operand.used, Decimal):
            owner = previous if operand.previous and previous is not None else report
            key = show_value(operand.value, language), show_amount(operand.used, language)
            found.setdefault(key, []).append(names(operand.cell, owner))
    return "".join(
        say("replaced.many", language, listed(cells[:2], language), shown, used, len(cells))
        if len(cells) > _MANY_REPLACED
        else "".join(say("replaced", language, cell, shown, used) for cell in cells)
        for (shown, used), cells in found.items()
    )
