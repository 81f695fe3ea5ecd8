"""Checking a report: every rule of its form, judged on it."""

from __future__ import annotations

from collections.abc import Iterable

from govreport.checks.evaluate import evaluate
from govreport.checks.findings import Findings
from govreport.checks.judge import judge
from govreport.checks.outcome import Outcome, Status
from govreport.checks.rule import Policy, Rule, Severity
from govreport.checks.scope import Scope
from govreport.model.frozen import FrozenMap
from govreport.model.report import Report


def check_with(rules: Iterable[Rule], policy: Policy, report: Report, previous: Report | None = None) -> Findings:
    """Judge `rules` on a report; `govreport.check` takes them from the rule set of its form.

    Args:
        rules: the rules, already made sure to fit the form (`verify_rules`).
        policy: what stands for missing values where a rule does not say.
        report: the report to check.
        previous: the filed report of the period before.
    """
    rules = tuple(rules)
    outcomes: list[Outcome] = []
    severities: dict[int, Severity] = {}
    for rule in rules:
        for outcome in judge(rule, report, previous, policy):
            if outcome.status is Status.FAILS and _is_demoted(rule, outcome, report, previous, policy):
                severities[len(outcomes)] = Severity.WARNING
            outcomes.append(outcome)
    ids = tuple(dict.fromkeys(rule.id for rule in rules))
    return Findings(report, tuple(outcomes), ids, previous, policy, FrozenMap(severities))


def _is_demoted(rule: Rule, outcome: Outcome, report: Report, previous: Report | None, policy: Policy) -> bool:
    if rule.demote is None or rule.severity is not Severity.ERROR:
        return False
    scope = Scope(report, previous, rule.missing or policy, outcome.binding, outcome.target)
    return evaluate(rule.demote, scope) is True
