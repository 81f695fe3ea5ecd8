"""Expressions reckoned on one report; three-valued, since an amount may be missing."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from govreport.checks.scope import ALL, SKIP, UNKNOWN, Scope, holds, resolve
from govreport.checks.syntax import (
    AGGREGATES,
    SETS,
    Call,
    Comparison,
    Expression,
    Filter,
    Logic,
    Membership,
    Number,
    Operation,
    Property,
    Reference,
    Sequence,
    Text,
    Truth,
    walk,
)
from govreport.model.cell import Cell
from govreport.model.value import EXACT, MAX_DIGITS, State


def evaluate(tree: Expression, scope: Scope) -> Any:
    """Return what an expression comes to: a Decimal, text, date, truth or list, or `UNKNOWN`."""
    return _EVALUATE[type(tree)](tree, scope)


def _sequence(tree: Sequence, scope: Scope) -> Any:
    return tuple(evaluate(each, scope) for each in tree.items)


def _reference(tree: Reference, scope: Scope) -> Any:
    cells = resolve(tree, scope)
    return amount(cells[0], scope) if len(cells) == 1 else UNKNOWN


def amount(cell: Cell, scope: Scope) -> Any:
    """Return the amount of a cell, or what the policy puts in its place; `UNKNOWN` where it says nothing.

    In an aggregate `SKIP` means that the cell is left out.
    """
    value = scope.value(cell)
    if value.state is State.NUMBER:
        scope.looked_at(cell, value)
        return value.amount
    if scope.aggregated and value.state is State.ABSENT and scope.form.indicators[cell.indicator].optional:
        return SKIP
    used = scope.policy.replacement(value.state, aggregated=scope.aggregated) if scope.form.is_numeric(cell) else None
    scope.looked_at(cell, value, used)
    if used == "skip":
        return SKIP if scope.aggregated else UNKNOWN
    return UNKNOWN if used is None else used


def _property(tree: Property, scope: Scope) -> Any:
    if tree.name == "value":
        return UNKNOWN if scope.element is None else scope.element[1]
    owner, _, name = tree.name.partition(".")
    if owner == "form":
        year = getattr(scope.form, name)  # an open end is before or after every year
        return Decimal({"first_year": 0, "last_year": 9999}[name] if year is None else year)
    report = scope.previous if owner == "previous" else scope.report
    if report is None:
        return UNKNOWN
    facts: dict[str, Any] = {
        "level": report.publisher.level,
        "kind": report.kind or report.form.usual_kind,
        "period": None if report.year is None else Decimal(report.year),
        "published": report.published,
        "form": report.filed_on or report.form.id,
        "partial": report.partial,
        "language": report.in_language,
    }
    return UNKNOWN if facts[name] is None else facts[name]


def _operation(tree: Operation, scope: Scope) -> Any:
    operands = [evaluate(each, scope) for each in tree.operands]
    if not all(isinstance(each, Decimal) for each in operands):
        return UNKNOWN
    if len(operands) == 1:
        return EXACT.minus(operands[0])
    if tree.operator == "/" and not operands[1]:
        return UNKNOWN
    return _ARITHMETIC[tree.operator](*operands)


_ARITHMETIC: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": EXACT.add,
    "-": EXACT.subtract,
    "*": EXACT.multiply,
    "/": EXACT.divide,
}


def _comparison(tree: Comparison, scope: Scope) -> Any:
    left = evaluate(tree.first, scope)
    truths: list[Any] = []
    for operator, right_tree in tree.rest:
        right = evaluate(right_tree, scope)
        truths.append(compare(operator, left, right, scope.tolerance))
        left = right
    return _and(truths)


def compare(operator: str, left: Any, right: Any, tolerance: Decimal = Decimal(0)) -> Any:
    """Compare two amounts; what cannot be compared (a text with a number) is unequal, and not ordered.

    Numbers that differ by no more than the tolerance count as equal for `==`, `<=` and `>=`.
    """
    if left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    if tolerance and operator in {"==", "<=", ">="} and _are_close(left, right, tolerance):
        return True
    if operator in {"==", "!="}:
        return (type(left) is type(right) and left == right) is (operator == "==")
    if type(left) is not type(right) or isinstance(left, bool | tuple):
        return UNKNOWN
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[operator]


def _are_close(left: Any, right: Any, tolerance: Decimal) -> bool:
    numbers = isinstance(left, Decimal) and isinstance(right, Decimal)
    return numbers and EXACT.subtract(left, right).copy_abs() <= tolerance


def _and(truths: list[Any]) -> Any:
    if any(each is False for each in truths):
        return False
    return True if all(each is True for each in truths) else UNKNOWN


def _or(truths: list[Any]) -> Any:
    if any(each is True for each in truths):
        return True
    return False if all(each is False for each in truths) else UNKNOWN


def _not(truth: Any) -> Any:
    return not truth if isinstance(truth, bool) else UNKNOWN


def _logic(tree: Logic, scope: Scope) -> Any:
    if tree.operator == "not":
        return _not(evaluate(tree.operands[0], scope))
    if tree.operator == "implies":
        premise = evaluate(tree.operands[0], scope)
        if premise is False:
            return True  # and the conclusion need not be looked at
        return _or([_not(premise), evaluate(tree.operands[1], scope)])
    decisive = tree.operator == "or"
    truths: list[Any] = []
    for each in tree.operands:
        truths.append(evaluate(each, scope))
        if truths[-1] is decisive:
            return decisive
    return _or(truths) if decisive else _and(truths)


def _membership(tree: Membership, scope: Scope) -> Any:
    item, within = evaluate(tree.item, scope), evaluate(tree.within, scope)
    if not isinstance(within, tuple):
        return UNKNOWN
    truth = _or([compare("==", item, each) for each in within])
    return _not(truth) if tree.negated else truth


def _call(tree: Call, scope: Scope) -> Any:
    if tree.function in AGGREGATES:
        return _aggregate(tree, scope)
    return _FUNCTIONS[tree.function](tree, scope)


# --- functions -------------------------------------------------------------------------------------------------------


def _if(tree: Call, scope: Scope) -> Any:
    condition, then, otherwise = tree.arguments
    truth = evaluate(condition, scope)
    if not isinstance(truth, bool):
        return UNKNOWN
    return evaluate(then if truth else otherwise, scope)


def _abs(tree: Call, scope: Scope) -> Any:
    inside = evaluate(tree.arguments[0], scope)
    return inside.copy_abs() if isinstance(inside, Decimal) else UNKNOWN


def _round(tree: Call, scope: Scope) -> Any:
    inside, *places = (evaluate(each, scope) for each in tree.arguments)
    if not isinstance(inside, Decimal) or not all(isinstance(each, Decimal) for each in places):
        return UNKNOWN
    digits = int(places[0]) if places else 0
    if abs(digits) > MAX_DIGITS:
        return UNKNOWN
    return inside.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, EXACT)


def _date(tree: Call, scope: Scope) -> Any:
    parts = [evaluate(each, scope) for each in tree.arguments]
    if not all(isinstance(each, Decimal) for each in parts):
        return UNKNOWN
    try:
        return dt.date(*(int(each) for each in parts))
    except (ValueError, OverflowError):
        return UNKNOWN


def _previous(tree: Call, scope: Scope) -> Any:
    if scope.previous is None:
        return UNKNOWN
    return evaluate(tree.arguments[0], scope.inside(report=scope.previous, in_previous=True))


def _one_cell(tree: Call, scope: Scope) -> Cell | None:
    argument = tree.arguments[0]
    if isinstance(argument, Property) and scope.element is not None:
        return scope.element[0]
    cells = resolve(argument, scope) if isinstance(argument, Reference) else ()
    return cells[0] if len(cells) == 1 else None


def _state(tree: Call, scope: Scope) -> Any:
    cell = _one_cell(tree, scope)
    if cell is None:
        return UNKNOWN
    value = scope.value(cell)
    scope.looked_at(cell, value)
    return value.state.value


def _raw(tree: Call, scope: Scope) -> Any:
    cell = _one_cell(tree, scope)
    return UNKNOWN if cell is None else scope.value(cell).raw or ""


def _row(tree: Call, scope: Scope) -> Any:
    cell = _one_cell(tree, scope)
    if cell is None or (scope.alone and not holds(scope.form, scope.alone, cell.indicator) and scope.bound(cell)):
        return False
    return scope.report.has_row(cell)


def _member(tree: Call, scope: Scope) -> Any:
    axis = tree.arguments[0]
    return scope.binding.get(axis.indicator, UNKNOWN) if isinstance(axis, Reference) else UNKNOWN


_FUNCTIONS: dict[str, Callable[[Call, Scope], Any]] = {
    "if": _if,
    "abs": _abs,
    "round": _round,
    "date": _date,
    "previous": _previous,
    "state": _state,
    "raw": _raw,
    "row": _row,
    "member": _member,
    **dict.fromkeys(SETS, lambda *_: UNKNOWN),  # of a form that has no such row or table: `elements` gave none
}


# --- aggregates ------------------------------------------------------------------------------------------------------


def _aggregate(tree: Call, scope: Scope) -> Any:
    if _is_of_table(tree):
        key = (id(tree), scope.it.table if scope.it else None, scope.in_previous)
        if key not in scope.known:
            scope.known[key] = _reckon(tree, scope.inside(afresh=True))
        return scope.known[key]
    return _reckon(tree, scope)


@functools.lru_cache(maxsize=8192)
def _is_of_table(tree: Call) -> bool:
    """Whether an aggregate is over the cells of a table, and so the same for all of them."""
    inside = list(walk(tree))
    references = [each for each in inside if isinstance(each, Reference)]
    sets = [each for each in inside if isinstance(each, Call) and each.function == "cells"]
    return bool(sets) and len(references) == len(sets)


def _reckon(tree: Call, scope: Scope) -> Any:
    inside = scope.inside(aggregated=True)
    items = [
        item for argument in tree.arguments for item in _items(argument, inside, counting=tree.function == "count")
    ]
    if any(item is UNKNOWN for item in items):
        return UNKNOWN
    if tree.function == "count":
        return Decimal(len(items))
    if tree.function != "sum" and not items:
        return UNKNOWN
    if not all(isinstance(item, Decimal) for item in items):
        return UNKNOWN
    if tree.function in {"min", "max"}:
        return min(items) if tree.function == "min" else max(items)
    total = functools.reduce(EXACT.add, items, Decimal(0))
    return total if tree.function == "sum" else EXACT.divide(total, Decimal(len(items)))


def _items(argument: Expression, scope: Scope, *, counting: bool) -> Iterator[Any]:
    """Yield the amounts that an argument of an aggregate gives, those to be skipped left out.

    When counting, a cell that meets the condition counts whether it has an amount or not.
    """
    condition = argument.condition if isinstance(argument, Filter) else None
    inside = argument.cells if isinstance(argument, Filter) else argument
    found = elements(inside, scope)
    if found is None:
        item = evaluate(inside, scope)
        if item is not SKIP:
            yield item
        return
    for cell, where in found:
        item = amount(cell, where)
        if condition is not None:
            value = UNKNOWN if item is SKIP else item
            truth = evaluate(condition, where.inside(element=(cell, value)))
            if truth is False or (truth is UNKNOWN and item is SKIP):
                continue
            if counting or truth is UNKNOWN:
                item = truth
        if item is not SKIP:
            yield item


def elements(tree: Expression, scope: Scope) -> list[tuple[Cell, Scope]] | None:
    """Return the cells that an expression stands for, each with the scope to read it in; None if it is no set."""
    if isinstance(tree, Reference):
        cells = resolve(tree, scope)
        many = any(each.member == ALL for each in tree.selectors) and scope.name(tree) in scope.form.indicators
        return [(cell, scope) for cell in cells] if cells or many else None
    if isinstance(tree, Call) and tree.function == "previous" and scope.previous is not None:
        return elements(tree.arguments[0], scope.inside(report=scope.previous, in_previous=True))
    if isinstance(tree, Call) and tree.function in SETS and isinstance(tree.arguments[0], Reference):
        found = _table_cells if tree.function == "cells" else _below
        below = found(tree, tree.arguments[0], scope)
        return None if below is None else [(cell, scope) for cell in below]
    return None


def _below(tree: Call, reference: Reference, scope: Scope) -> list[Cell] | None:
    """Return the cells below a row that are its parts, in the columns that the reference means."""
    name = scope.name(reference)
    if name not in scope.form.indicators:
        return None
    below = scope.form.children if tree.function == "children" else scope.form.leaves
    return [cell for child in below(name) for cell in resolve(Reference(child.id, reference.selectors), scope)]


def _table_cells(_: Call, reference: Reference, scope: Scope) -> list[Cell] | None:
    """Return the cells of a table, of the one that `it` stands in, or of all."""
    name = reference.indicator
    if name == "it":
        name = (scope.it.table if scope.it else None) or ALL
    if name != ALL and name not in scope.form.tables:
        return None
    return list(scope.form.cells(scope.report, None if name == ALL else name))


_EVALUATE: dict[type, Callable[[Any, Scope], Any]] = {
    Number: lambda tree, _: tree.value,
    Text: lambda tree, _: tree.value,
    Truth: lambda tree, _: tree.value,
    Sequence: _sequence,
    Reference: _reference,
    Property: _property,
    Operation: _operation,
    Comparison: _comparison,
    Logic: _logic,
    Membership: _membership,
    Call: _call,
}
