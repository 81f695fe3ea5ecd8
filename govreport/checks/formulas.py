"""Rules as formulas of a workbook, which say of its cells what the library says of the figures in them.

A formula gives TRUE where the rule holds, FALSE where it fails, and an empty text where it cannot be judged or does not
apply. Inside it `NA()` stands for what is not known: arithmetic hands it on, and `and` and `or` are three-valued. Only
functions that every spreadsheet has are used, so the formulas are the same for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

import attrs

from govreport.checks.evaluate import elements, evaluate
from govreport.checks.identities import Identity
from govreport.checks.instances import row_alone
from govreport.checks.rule import Policy, Replacement
from govreport.checks.scope import UNKNOWN, Scope, resolve
from govreport.checks.spreadsheet import FALSE, NA, TRUE, Texts, all_of, any_of, condition, negated, quoted_text, ranges
from govreport.checks.syntax import (
    AGGREGATES,
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
from govreport.model.indicator import Datatype
from govreport.model.report import Report
from govreport.model.value import State

LONGEST = 8000
"""The longest formula that is written; spreadsheets take 8192 characters."""
_FAR = "1E+300"
"""Lies beyond every figure: what a minimum takes for a cell that does not count."""
_FINE, _COARSE = 10, 6
"""To how many decimals sides are rounded before they are compared: ratios, and all else that is no whole number."""
_NEEDS_FINE = frozenset({"round"})


@attrs.frozen
class Places:
    """Where the cells of a report stand in a workbook, and how one sees there that a figure is missing.

    Args:
        refer: gives the reference of a cell (`'III'!D5`); None if its figure cannot be reckoned with there.
        words: by which each state is told.
        row: gives a condition that is true if the row of a cell is there; `TRUE` if it always is.
        member: gives a condition that is true if a member of an open axis is there.
        fixed: whether publisher, period and kind stay as they are.
    """

    refer: Callable[[Cell], str | None]
    words: Mapping[State, tuple[str, ...]]
    row: Callable[[Cell], str] = lambda _: TRUE
    member: Callable[[str, str], str] = lambda *_: TRUE
    fixed: bool = True


class _Unsaid(Exception):
    """What no formula can say."""


def formula_of(identity: Identity, report: Report, places: Places) -> str | None:
    """Return what a rule asserts of the cells of a workbook as a formula, without `=`.

    Args:
        identity: the instance of a rule.
        report: whose rows and members the workbook has.
        places: of its cells.

    Returns:
        The formula; None if formulas cannot say it, so that only the library can check it.
    """
    rule, scope = identity.rule, identity.scope(report)
    if row_alone(rule, identity.instance, report) is not None:
        return None
    writer = _Writer(report, places, identity.policy, _decimals(identity, report))
    try:
        where = TRUE if rule.where is None else writer.truth(rule.where, scope)
        found = condition(where, writer.truth(identity.tree, scope), NA)
    except _Unsaid:
        return None
    there = all_of(places.member(axis, member) for axis, member in identity.instance.binding.items())
    formula = condition(there, f'IFERROR({found},"")', '""')
    return formula if len(formula) <= LONGEST else None


def is_certain(where: Expression, scope: Scope) -> bool:
    """Whether a condition is true whatever is filled in."""
    places = Places(lambda _: "A1", {}, lambda _: "A1", lambda *_: "A1", fixed=False)
    try:
        return _Writer(scope.report, places, scope.policy, None).truth(where, scope) == TRUE
    except _Unsaid:
        return False


def sum_formula(side: Expression, scope: Scope, places: Places, operands: Iterable[Cell], *, whole: bool) -> str | None:
    """Return what a total comes to as a formula, without `=`: an empty text as long as none of its figures is there.

    Args:
        side: what it is made of.
        scope: in which that is evaluated; its policy says which missing figures count as nothing.
        places: of the cells.
        operands: the cells that it is made of.
        whole: whether they are whole numbers.
    """
    writer = _Writer(scope.report, places, scope.policy, None)
    try:
        made = writer.number(side, scope)
        counted = ",".join(ranges(writer.reference(cell) for cell in operands))
    except _Unsaid:
        return None
    reckoned = made if whole else f"ROUND({made},{_FINE})"
    formula = f'IF(COUNT({counted})=0,"",IFERROR({reckoned},""))'
    return formula if len(formula) <= LONGEST else None


def _decimals(identity: Identity, report: Report) -> int | None:
    """Return to how many decimals the sides of comparisons are rounded; None if they are whole numbers."""
    parts = list(walk(identity.tree))
    divides = any(isinstance(each, Operation) and each.operator == "/" for each in parts)
    if divides or any(isinstance(each, Call) and each.function in _NEEDS_FINE for each in parts):
        return _FINE
    numbers = [each.value for each in parts if isinstance(each, Number)]
    averages = any(isinstance(each, Call) and each.function == "avg" for each in parts)
    counts = all(report.form.traits(cell).datatype is Datatype.COUNT for cell in identity.cells)
    return None if counts and not averages and all(each == each.to_integral() for each in numbers) else _COARSE


class _Writer:
    """Writes expressions for one instance; raises `_Unsaid` where a formula has no words for them."""

    def __init__(self, report: Report, places: Places, policy: Policy, decimals: int | None) -> None:
        self.report, self.places, self.policy, self.decimals = report, places, policy, decimals
        self.texts = Texts(places.words)

    # --- truths ----------------------------------------------------------------------------------------------------

    def truth(self, tree: Expression, scope: Scope) -> str:
        """Return a condition as a formula."""
        if self.is_static(tree):
            known = evaluate(tree, scope)
            return NA if known is UNKNOWN else TRUE if known else FALSE
        match tree:
            case Truth(value):
                return TRUE if value else FALSE
            case Logic(operator, operands):
                return self.logic(operator, operands, scope)
            case Comparison(first, rest):
                sides = [first, *(each for _, each in rest)]
                links = zip(sides, rest, strict=False)
                return all_of(self.link(operator, left, right, scope) for left, (operator, right) in links)
            case Membership(item, Sequence(items), is_negated):
                found = any_of(self.link("==", item, each, scope) for each in items)
                return negated(found) if is_negated else found
            case Call("row", (Reference() as reference,)):
                cells = resolve(reference, scope)
                return self.places.row(cells[0]) if len(cells) == 1 else FALSE
            case Call("if", (when, then, otherwise)):
                return condition(self.truth(when, scope), self.truth(then, scope), self.truth(otherwise, scope))
            case _:
                raise _Unsaid

    def is_static(self, tree: Expression) -> bool:
        """Whether the figures make no difference to an expression."""
        parts = list(walk(tree))
        names = {id(argument) for each in parts if isinstance(each, Call) and each.function == "member"
                 for argument in each.arguments}  # fmt: skip
        others = [each for each in parts if id(each) not in names]
        if any(isinstance(each, Property) and each.name.startswith("previous.") for each in parts):
            raise _Unsaid
        moving = any(isinstance(each, Property) and (each.name == "value" or not self.places.fixed) for each in parts)
        return not moving and not any(isinstance(each, Reference) for each in others)

    def logic(self, operator: str, operands: Iterable[Expression], scope: Scope) -> str:
        """Return `and`, `or`, `not`, `implies` of conditions; one that is not known stays so unless another decides."""
        truths = [self.truth(each, scope) for each in operands]
        if operator == "not":
            return negated(truths[0])
        if operator == "implies":
            return any_of([negated(truths[0]), truths[1]])
        return all_of(truths) if operator == "and" else any_of(truths)

    def link(self, operator: str, left: Expression, right: Expression, scope: Scope) -> str:
        """Return one comparison of a chain."""
        if isinstance(left, Call) and left.function == "state" and isinstance(right, Text):
            found = self.is_state(left.arguments[0], State(right.value), scope)
            if operator not in {"==", "!="}:
                raise _Unsaid
            return found if operator == "==" else negated(found)
        first, second = self.number(left, scope), self.number(right, scope)
        if scope.tolerance and operator in {"==", "<=", ">="}:
            apart = {"==": f"ABS({first}-{second})", "<=": f"{first}-{second}", ">=": f"{second}-{first}"}[operator]
            return f"({self.rounded(apart)}<={_decimal(scope.tolerance)})"
        sign = {"==": "=", "!=": "<>"}.get(operator, operator)
        return f"({self.rounded(first)}{sign}{self.rounded(second)})"

    def rounded(self, number: str) -> str:
        """Return a side of a comparison without what floats add to sums of decimals."""
        return number if self.decimals is None or _is_literal(number) else f"ROUND({number},{self.decimals})"

    def is_state(self, tree: Expression, state: State, scope: Scope) -> str:
        """Return the condition that a cell is in a state."""
        if isinstance(tree, Property) and tree.name == "value" and scope.element is not None:
            cell = scope.element[0]
        else:
            cells = resolve(tree, scope) if isinstance(tree, Reference) else ()
            if len(cells) != 1:
                raise _Unsaid
            cell = cells[0]
        datatype = self.report.form.traits(cell).datatype
        if state is State.INVALID or (datatype is not Datatype.DATE and not self.report.form.is_numeric(cell)):
            raise _Unsaid
        reference, there = self.reference(cell), self.places.row(cell)
        found = self.texts.test(reference, state)
        return any_of([negated(there), found]) if state is State.ABSENT else all_of([there, found])

    # --- numbers ---------------------------------------------------------------------------------------------------

    def number(self, tree: Expression, scope: Scope) -> str:
        """Return an amount as a formula."""
        match tree:
            case Number(value):
                return _decimal(value)
            case Reference():
                cells = resolve(tree, scope)
                return self.term(cells[0], scope) if len(cells) == 1 else NA
            case Property("value") if scope.element is not None:
                return str(scope.element[1])
            case Operation(operator, operands):
                sides = [self.number(each, scope) for each in operands]
                return f"({operator.join(sides)})" if len(sides) > 1 else f"(-{sides[0]})"
            case Call("if", (when, then, otherwise)):
                return condition(self.truth(when, scope), self.number(then, scope), self.number(otherwise, scope))
            case Call("abs", (inside,)):
                return f"ABS({self.number(inside, scope)})"
            case Call("round", (inside, *places)):
                digits = [self.number(each, scope) for each in places] or ["0"]
                return f"ROUND({self.number(inside, scope)},{digits[0]})"
            case Call(function, arguments) if function in AGGREGATES:
                return self.aggregate(function, arguments, scope)
            case _:
                raise _Unsaid

    def reference(self, cell: Cell) -> str:
        """Return where a cell stands."""
        found = self.places.refer(cell)
        if found is None:
            raise _Unsaid
        return found

    def replacements(self, cell: Cell, *, aggregated: bool) -> dict[State, Replacement | None]:
        """Return what stands for a cell in each state in which it has no number."""
        found: dict[State, Replacement | None] = {
            state: self.policy.replacement(state, aggregated=aggregated) for state in State if state is not State.NUMBER
        }
        if aggregated and self.report.form.indicators[cell.indicator].optional:
            found[State.ABSENT] = "skip"
        return found

    def term(self, cell: Cell, scope: Scope) -> str:
        """Return the amount of a cell, or what the policy puts in its place."""
        if not self.report.form.is_numeric(cell):
            raise _Unsaid
        used = self.replacements(cell, aggregated=scope.aggregated)
        return self.texts.amount(self.reference(cell), {state: _said(each) for state, each in used.items()})

    # --- aggregates ------------------------------------------------------------------------------------------------

    def aggregate(self, function: str, arguments: Iterable[Expression], scope: Scope) -> str:
        """Return a sum, minimum, maximum, mean or count as a formula."""
        inside = scope.inside(aggregated=True)
        plain: list[Cell] = []  # those that a sum takes as ranges
        items: list[_Item] = []
        for argument in arguments:
            cells = elements(argument.cells if isinstance(argument, Filter) else argument, inside)
            if cells is None:
                if isinstance(argument, Filter):
                    raise _Unsaid
                items.append(_Item(self.scalar(argument, inside)))
                continue
            for cell, where in cells:
                if not self.report.form.is_numeric(cell) and function != "count":
                    raise _Unsaid
                if function == "sum" and not isinstance(argument, Filter) and self.is_plain(cell):
                    plain.append(cell)
                else:
                    asked = argument.condition if isinstance(argument, Filter) else None
                    items.append(_Item(self.item(cell, asked, where, counting=function == "count")))
        return self.put_together(function, plain, items)

    def scalar(self, tree: Expression, scope: Scope) -> Callable[[str], str]:
        """Return what writes an amount that is an item of an aggregate; it always counts."""
        amount = self.number(tree, scope)
        return lambda _: amount

    def is_plain(self, cell: Cell) -> bool:
        """Whether a row of a cell that is not there changes no sum."""
        nothing = self.replacements(cell, aggregated=True)[State.BLANK] in {Decimal(0), "skip"}
        return nothing or self.places.row(cell) == TRUE

    def put_together(self, function: str, plain: list[Cell], items: list[_Item]) -> str:
        if function == "sum":
            parts = [*self.sum_of(plain), *(each.write("0") for each in items)]
            return f"({'+'.join(parts)})" if parts else "0"
        if function == "count":
            return f"({'+'.join(each.write('0') for each in items)})" if items else "0"
        if not items:
            return NA
        if function == "avg":
            total = "+".join(each.write("0") for each in items)
            number = "+".join(f"IF({each.write(_FAR)}={_FAR},0,1)" for each in items)
            return f"(({total})/({number}))"
        neutral = _FAR if function == "min" else f"-{_FAR}"
        found = f"{function.upper()}({','.join(each.write(neutral) for each in items)})"
        return found if all(each.counts for each in items) else f"IF({found}={neutral},{NA},{found})"

    def sum_of(self, cells: list[Cell]) -> Iterable[str]:
        """Yield the sums of cells as ranges; each is unknown if one of its cells is."""
        groups: dict[tuple[tuple[State, Replacement | None], ...], list[str]] = {}
        for cell in cells:
            used = tuple(self.replacements(cell, aggregated=True).items())
            groups.setdefault(used, []).append(self.reference(cell))
        for used, references in groups.items():
            yield self.texts.sum(ranges(references), {state: _said(each, skip="0") for state, each in used})

    def item(self, cell: Cell, asked: Expression | None, scope: Scope, *, counting: bool) -> Callable[[str], str]:
        """Return what writes one cell of an aggregate, given what stands there if it does not count."""
        there = self.places.row(cell)
        used = self.replacements(cell, aggregated=True)
        reference = self.reference(cell)
        left_out = any_of(self.texts.test(reference, state) for state, each in used.items() if each == "skip")
        amount = self.texts.amount(reference, {state: _said(each) for state, each in used.items()})
        by_amount = asked is not None and any(
            isinstance(each, Property) and each.name == "value" for each in _outside_of_state(asked)
        )

        def write(neutral: str) -> str:
            value = "1" if counting and asked is not None else f"({amount}*0+1)" if counting else amount
            if asked is None:
                kept = condition(left_out, neutral, value)
            else:
                truth = self.truth(asked, scope.inside(element=(cell, amount)))
                if by_amount:
                    kept = condition(left_out, neutral, condition(truth, value, neutral))
                else:
                    kept = condition(truth, value if counting else condition(left_out, neutral, value), neutral)
            return condition(there, kept, neutral)

        return write


@attrs.frozen
class _Item:
    """One item of an aggregate: what writes it, given what stands for it if it does not count."""

    _write: Callable[[str], str]

    def write(self, neutral: str) -> str:
        return self._write(neutral)

    @property
    def counts(self) -> bool:
        """Whether it counts in every case."""
        return self.write("?") == self.write("!")


def _outside_of_state(tree: Expression) -> Iterable[Expression]:
    """Yield the parts of a condition, but for what is inside `state()`, which asks for no amount."""
    inside = {
        id(argument)
        for each in walk(tree)
        if isinstance(each, Call) and each.function == "state"
        for argument in each.arguments
    }
    return (each for each in walk(tree) if id(each) not in inside)


def _said(replacement: Replacement | None, skip: str = NA) -> str:
    """Return what stands for a missing figure as a formula says it."""
    if replacement is None:
        return NA
    return _decimal(replacement) if isinstance(replacement, Decimal) else skip


def _decimal(value: Decimal) -> str:
    return f"{value:f}"


def _is_literal(formula: str) -> bool:
    return formula.replace(".", "", 1).isdigit()


__all__ = ["LONGEST", "Places", "formula_of", "is_certain", "quoted_text", "sum_formula"]
