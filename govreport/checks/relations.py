"""Rules that a form itself states: its partitions and "of which" rows, where it says that they are rules."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from govreport.checks.rule import Rule
from govreport.checks.syntax import Call, Comparison, Reference
from govreport.errors import FormError
from govreport.model.form import Form
from govreport.model.indicator import Indicator, PartRule, Relation
from govreport.model.labels import pick
from govreport.wording import in_languages


def relation_rules(form: Form) -> Iterator[Rule]:
    """Yield a rule for each relation of a form that is to be one.

    An indicator with parts must equal their sum; of one without, no "of which" row may be greater than it.
    """
    for indicator in form.indicators.values():
        for rule in indicator.rules:
            yield _rule(form, indicator, rule)


def _rule(form: Form, indicator: Indicator, rule: PartRule) -> Rule:
    whole = Reference(indicator.id)
    if form.children(indicator.id):
        asserts = [Comparison(whole, (("==", Call("sum", (Call("children", (whole,)),))),))]
        words = "parts"
    else:
        included = [
            each.id
            for each in form.indicators.values()
            if each.parent == indicator.id and each.relation is Relation.INCLUDED
        ]
        asserts = [Comparison(Reference(each), (("<=", whole),)) for each in included]
        words = "included"
    if not asserts:
        what = f'{indicator.id} has a rule, and no row below it that is a part or an "of which"'
        raise FormError(
            what, place=f"{form.id}: {rule.id}", hint="give the rows below a relation, or take the rule out"
        )
    default = in_languages(words, functools.partial(pick, indicator.labels))
    return Rule(
        id=rule.id,
        severity=rule.severity,
        asserts=tuple(asserts),
        each=tuple(Reference(axis) for axis in indicator.axes),
        labels=rule.labels or default,
        source=rule.source or form.source,
        forms=(form.id,),
        place=form.id,
    )
