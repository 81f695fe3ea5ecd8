"""Which cells of a form are totals of others, so that a workbook can work them out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

import attrs

from govreport.checks.evaluate import elements, evaluate
from govreport.checks.formulas import Places, is_certain, sum_formula
from govreport.checks.identities import Identity, is_sum
from govreport.checks.rule import Policy, Replacement, Severity
from govreport.checks.scope import Scope
from govreport.checks.syntax import Call, Comparison, Expression, Operation, Reference, walk
from govreport.model.cell import Cell
from govreport.model.frozen import FrozenMap
from govreport.model.indicator import Datatype
from govreport.model.report import Report
from govreport.model.value import State


@attrs.frozen(eq=False)
class Total:
    """A cell that must be what others come to.

    Args:
        cell: the cell.
        identity: the rule that says so.
        side: what it is made of.
        operands: the cells of that, in printed order.
    """

    cell: Cell
    identity: Identity
    side: Expression
    operands: tuple[Cell, ...]

    def scope(self, report: Report) -> Scope:
        """Return what it is worked out in: what the policy counts as nothing counts as nothing, and no more."""
        policy = self.identity.policy
        return attrs.evolve(
            self.identity.scope(report), policy=Policy(_nothing(policy.compare), _nothing(policy.aggregate))
        )

    def amount(self, report: Report) -> Decimal | None:
        """Return what its operands come to in a report; None if none is a number, or one is not known."""
        values = (report.values.get(cell) for cell in self.operands)
        if not any(value is not None and value.is_number for value in values):
            return None
        found = evaluate(self.side, self.scope(report))
        return found if isinstance(found, Decimal) else None

    def formula(self, report: Report, places: Places) -> str | None:
        """Return it as a formula of a workbook, without `=`; None if there is no way to say it."""
        whole = all(report.form.traits(cell).datatype is Datatype.COUNT for cell in self.operands)
        return sum_formula(self.side, self.scope(report), places, self.operands, whole=whole)


_SILENT = frozenset({State.BLANK, State.ABSENT, State.NOT_APPLICABLE})
"""States that may count as nothing in a total; one that lacks a figure which exists would be wrong."""


def _nothing(part: Mapping[State, Replacement]) -> FrozenMap[State, Replacement]:
    return FrozenMap({state: each for state, each in part.items() if state in _SILENT and each in {"skip", 0}})


def totals(found: Iterable[Identity], report: Report) -> dict[Cell, Total]:
    """Return for each cell that is a total of others what it is made of, those that it needs first.

    A total is a sum or difference of figures of its own table, by a rule that admits no exception; a cell that repeats
    one further up is made of that. Where several rules say what a cell is, the one with the fewest figures is
    taken, and none that would need the cell itself.

    Args:
        found: instances of the rules of the report's form.
        report: whose rows and members they are for.
    """
    order = {cell: place for place, cell in enumerate(report.cells())}
    candidates = [each for identity in found for each in _candidates(identity, report, order)]
    candidates.sort(key=lambda each: (len(each.operands) == 1, len(each.operands), order[each.cell]))
    chosen: dict[Cell, Total] = {}
    for each in candidates:
        if each.cell not in chosen and not _needs(each.operands, each.cell, chosen):
            chosen[each.cell] = each
    return {cell: chosen[cell] for cell in _sorted(chosen)}


def _candidates(identity: Identity, report: Report, order: Mapping[Cell, int]) -> Iterator[Total]:
    rule, tree = identity.rule, identity.tree
    if rule.severity is not Severity.ERROR or rule.settled_by is not None or rule.demote is not None or rule.tolerance:
        return
    if not isinstance(tree, Comparison) or not is_sum(tree) or len(tree.rest) != 1:
        return
    scope = identity.scope(report)
    if rule.where is not None and not is_certain(rule.where, scope):
        return
    for whole, side in ((tree.first, tree.rest[0][1]), (tree.rest[0][1], tree.first)):
        cell = _single(whole, scope)
        if cell is None or cell not in order or not _is_plain_sum(side):
            continue
        operands = tuple(sorted(identity.cells - {cell}, key=lambda each: order.get(each, 0)))
        if operands and _may_make(operands, cell, report, order):
            yield Total(cell, identity, side, operands)


def _single(tree: Expression, scope: Scope) -> Cell | None:
    """Return the cell that an expression is, if it is one and no more (also as a sum of it alone)."""
    if isinstance(tree, Call) and tree.function == "sum" and len(tree.arguments) == 1:
        tree = tree.arguments[0]
    cells = elements(tree, scope) if isinstance(tree, Reference) else None
    many = isinstance(tree, Reference) and any(each.member == "*" for each in tree.selectors)
    return cells[0][0] if cells is not None and len(cells) == 1 and not many else None


def _is_plain_sum(tree: Expression) -> bool:
    """Whether an expression only adds and subtracts cells."""
    for each in walk(tree):
        if isinstance(each, Operation) and (each.operator not in {"+", "-"} or len(each.operands) != 2):
            return False
        if isinstance(each, Call) and each.function not in {"sum", "children", "leaves"}:
            return False
        if not isinstance(each, Operation | Call | Reference):
            return False
    return True


def _may_make(operands: tuple[Cell, ...], cell: Cell, report: Report, order: Mapping[Cell, int]) -> bool:
    """Whether a cell may be worked out of others: those of its own table, or one further up that it repeats."""
    form = report.form
    tables = {id(form.table_of(each)) for each in operands}
    if len(operands) == 1:
        return order.get(operands[0], len(order)) < order[cell]
    return tables == {id(form.table_of(cell))} and all(each in order for each in operands)


def _needs(operands: Iterable[Cell], cell: Cell, chosen: Mapping[Cell, Total]) -> bool:
    """Whether some cells are in the end made of another."""
    waiting, seen = list(operands), set[Cell]()
    while waiting:
        each = waiting.pop()
        if each == cell:
            return True
        if each in chosen and each not in seen:
            seen.add(each)
            waiting.extend(chosen[each].operands)
    return False


def _sorted(chosen: Mapping[Cell, Total]) -> list[Cell]:
    """Return totals so that each comes behind those that it is made of."""
    found: dict[Cell, None] = {}
    for first in chosen:
        waiting = [first]
        while waiting:
            cell = waiting[-1]
            missing = [each for each in chosen[cell].operands if each in chosen and each not in found]
            if missing:
                waiting.extend(missing)
            else:
                found.setdefault(waiting.pop())
    return list(found)
