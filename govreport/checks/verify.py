"""Whether rules fit a form: every name they use is there, so that a slip in a rule file is found before any report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from govreport.checks.claims import Claim
from govreport.checks.instances import table_for
from govreport.checks.rule import Rule, Severity
from govreport.checks.scope import ALL
from govreport.checks.syntax import (
    AGGREGATES,
    SETS,
    Call,
    Expression,
    Filter,
    Property,
    Reference,
    below,
)
from govreport.errors import FormError, near
from govreport.model.form import Form

_ARGUMENTS = {"if": (3, 3), "abs": (1, 1), "round": (1, 2), "date": (3, 3), "previous": (1, 1)} | dict.fromkeys(
    ("children", "leaves", "cells", "row", "state", "raw", "member"), (1, 1)
)


def verify_rules(rules: Iterable[Rule], form: Form) -> tuple[Rule, ...]:
    """Return the rules after making sure that they fit a form.

    Raises:
        FormError: naming file, rule and what does not fit, with near names.
    """
    rules = tuple(rules)
    for rule in rules:
        for each in rule.each:
            _verify_range(each, rule, form)
        for tree in _trees(rule):
            _verify(tree, rule, form, in_previous=False, in_filter=False)
    return rules


def verify_claims(claims: Iterable[Claim], form: Form) -> tuple[Claim, ...]:
    """Return the claims after making sure that what they say fits a form.

    Raises:
        FormError: naming file, claim and what does not fit, with near names.
    """
    claims = tuple(claims)
    for claim in claims:
        name = next(iter(claim.labels.values()))
        stand_in = Rule(name, Severity.ERROR, claim.expressions, place=claim.place)
        verify_rules([stand_in], form)
    return claims


def _trees(rule: Rule) -> Iterator[Expression]:
    yield from rule.asserts
    for tree in (rule.where, rule.demote):
        if tree is not None:
            yield tree


def _error(rule: Rule, what: str, hint: str = "") -> FormError:
    return FormError(what, place=f"{rule.place}: rule {rule.id}" if rule.place else f"rule {rule.id}", hint=hint)


def _verify_range(each: Expression, rule: Rule, form: Form) -> None:
    if isinstance(each, Reference):
        axis = each.indicator
        if axis not in form.axes:
            raise _error(rule, f"each: no axis {axis!r} in form {form.id}", near(axis, form.axes))
        if form.axes[axis].open and table_for(axis, rule, form) is None:
            raise _error(rule, f"each: the rule names no table whose rows {axis!r} could range over")
        return
    if not isinstance(each, Call):
        raise _error(rule, "each: name an axis, or write rows(T), columns(T), cells(T) or of(x, y)")
    known: Iterable[str] = form.indicators if each.function == "of" else form.tables
    for argument in each.arguments:
        name = argument.indicator if isinstance(argument, Reference) else "?"
        if name not in known and not (name == ALL and each.function == "cells"):
            what = "indicator" if each.function == "of" else "table"
            raise _error(rule, f"each: no {what} {name!r} in form {form.id}", near(name, known))


def _verify(tree: Expression, rule: Rule, form: Form, *, in_previous: bool, in_filter: bool) -> None:
    if isinstance(tree, Call):
        _verify_call(tree, rule, form)
        if tree.function in {"cells", "member"}:
            return
        in_previous = in_previous or tree.function == "previous"
    if isinstance(tree, Property) and tree.name == "value" and not in_filter:
        raise _error(rule, "'value' is known after 'where' only")
    if isinstance(tree, Reference):
        _verify_reference(tree, rule, form, in_previous=in_previous)
    if isinstance(tree, Filter):
        _verify(tree.cells, rule, form, in_previous=in_previous, in_filter=in_filter)
        _verify(tree.condition, rule, form, in_previous=in_previous, in_filter=True)
        return
    for each in below(tree):
        _verify_many(each, tree, rule)
        _verify(each, rule, form, in_previous=in_previous, in_filter=in_filter)


def _verify_many(inside: Expression, outside: Expression, rule: Rule) -> None:
    """Refuse many cells where one amount belongs."""
    many = (isinstance(inside, Call) and inside.function in SETS) or (
        isinstance(inside, Reference) and any(each.member == ALL for each in inside.selectors)
    )
    admits = isinstance(outside, Call) and (outside.function in AGGREGATES | SETS or outside.function == "previous")
    if many and not admits:
        raise _error(
            rule, "many cells stand where one value belongs", "put sum(), min(), max(), avg() or count() around"
        )


def _is_cell(argument: Expression) -> bool:
    return isinstance(argument, Reference) or (isinstance(argument, Property) and argument.name == "value")


def _verify_call(tree: Call, rule: Rule, form: Form) -> None:
    fewest, most = _ARGUMENTS.get(tree.function, (1, 1000))
    if not fewest <= len(tree.arguments) <= most:
        raise _error(rule, f"{tree.function}() takes {fewest} argument{'s' * (fewest > 1)}, not {len(tree.arguments)}")
    if tree.function in {"row", "state", "raw", *SETS} and not _is_cell(tree.arguments[0]):
        raise _error(rule, f"{tree.function}() takes the name of a cell")
    if tree.function == "member":
        argument = tree.arguments[0]
        axis = argument.indicator if isinstance(argument, Reference) else "?"
        if axis not in form.axes:
            raise _error(rule, f"member(): no axis {axis!r} in form {form.id}", near(axis, form.axes))
    if tree.function == "cells":
        argument = tree.arguments[0]
        name = argument.indicator if isinstance(argument, Reference) else "?"
        if name not in {ALL, "it"} and name not in form.tables:
            raise _error(rule, f"cells(): no table {name!r} in form {form.id}", near(name, form.tables))


def _verify_reference(tree: Reference, rule: Rule, form: Form, *, in_previous: bool) -> None:
    if tree.indicator == "it":
        if not any(isinstance(each, Call) for each in rule.each):
            raise _error(rule, "'it' is known only with each = rows(T), columns(T), cells(T) or of(x, y)")
        return
    indicator = form.indicators.get(tree.indicator)
    if indicator is None:
        if in_previous:
            return  # it may be one of an earlier edition
        what = f"no indicator {tree.indicator!r} in form {form.id}"
        raise _error(rule, what, near(tree.indicator, form.indicators))
    for selector in tree.selectors:
        axes = [selector.axis] if selector.axis else list(indicator.axes)
        if selector.axis and selector.axis not in indicator.axes:
            raise _error(rule, f"{indicator.id} has no axis {selector.axis!r}", near(selector.axis, indicator.axes))
        if selector.member != ALL and not any(_knows(form, axis, selector.member) for axis in axes):
            known = [member.id for axis in axes for member in form.axes[axis].members]
            raise _error(rule, f"{indicator.id} has no member {selector.member!r}", near(selector.member, known))


def _knows(form: Form, axis: str, member: str) -> bool:
    return form.axes[axis].open or form.axes[axis].member(member) is not None
