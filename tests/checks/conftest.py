"""A rule written as in a rule file, judged on a report of a miniature form."""

from __future__ import annotations

import collections
from decimal import Decimal

import pytest

import govreport as gr
from govreport.checks import Policy, Rule, Rulebook
from govreport.checks.check import check_with
from govreport.checks.syntax import RANGES, parse
from govreport.checks.verify import verify_rules
from govreport.model.frozen import FrozenMap
from govreport.model.indicator import Member
from govreport.model.value import State


def policy(compare=None, aggregate=None) -> Policy:
    """Return a policy from plain words: `policy({"blank": 0}, {"blank": "skip"})`."""

    def part(given):
        return FrozenMap(
            {State(key): each if each == "skip" else Decimal(str(each)) for key, each in (given or {}).items()}
        )

    return Policy(part(compare), part(aggregate))


def make_rule(asserts, *, each=(), where=None, missing=None, **more) -> Rule:
    """Return a rule as a file would state it."""
    listed = lambda given: (given,) if isinstance(given, str) else tuple(given)
    return Rule(
        id="R",
        severity=more.pop("severity", "error"),
        asserts=tuple(parse(one) for one in listed(asserts)),
        each=tuple(parse(one, "", RANGES) for one in listed(each)),
        where=None if where is None else parse(where),
        missing=missing,
        labels=FrozenMap(en="rule", zh="规则"),
        demote=None if "demote" not in more else parse(more.pop("demote")),
        **more,
    )


@pytest.fixture
def findings():
    """Gives the findings of one rule on a report."""

    def run(report, asserts, *, previous=None, given=None, **rule):
        rules = verify_rules([make_rule(asserts, **rule)], report.form)
        return check_with(Rulebook(rules, given or Policy()), report, previous)

    return run


@pytest.fixture
def verdicts(findings):
    """Gives the four counts of one rule on a report, those that are 0 left out."""

    def run(report, asserts, **rule):
        return {key: count for key, count in findings(report, asserts, **rule).totals.items() if count}

    return run


@pytest.fixture(scope="session")
def china(mini):
    """Gives a report of the Chinese miniature: every cell 0 but those given."""
    form = mini("china")

    def make(values=None, *, period=2021, fill=0, **more):
        report = gr.blank(form, gr.Publisher("某县", level="县级"), period, **more)
        report = report.fill(dict.fromkeys(report.cells(), fill) if fill is not None else {})
        return report.fill(values or {})

    return make


@pytest.fixture(scope="session")
def us(mini):
    """Gives a report of the United States' miniature with three components, one of them unknown."""
    form = mini("us")
    label = lambda text: FrozenMap(en=text)

    def make(values=None, *, period=2024):
        report = gr.blank(form, "Agency", period)
        report = report.name(
            "component", [Member("C1", label("A")), Member("C2", label("B")), Member("C9", unknown=True)]
        )
        report = report.name("other_reason", [Member("r1"), Member("r2")]).name("statute", [Member("s1"), Member("s2")])
        return report.fill(values or {})

    return make


def counts(outcomes) -> dict[str, int]:
    """Return how many outcomes there are of each status."""
    return dict(collections.Counter(outcome.status.value for outcome in outcomes))
