"""Checking a report: every rule of its form, judged on it."""

from __future__ import annotations

from govreport.checks.evaluate import evaluate
from govreport.checks.findings import Findings
from govreport.checks.judge import judge
from govreport.checks.outcome import NO_MEMBERS, Members, Outcome, Status
from govreport.checks.printed import RULE
from govreport.checks.rule import Policy, Rule, Severity
from govreport.checks.rulebook import Rulebook
from govreport.checks.scope import Scope
from govreport.checks.text import Text
from govreport.checks.waivers import waive
from govreport.model.frozen import FrozenMap
from govreport.model.report import Report


def check_with(
    book: Rulebook, report: Report, previous: Report | None = None, members: Members = NO_MEMBERS
) -> Findings:
    """Judge the rules of a book on a report; `govreport.check` takes the book from the rule set of its form.

    Args:
        book: the rules, already made sure to fit the form (`verify_rules`).
        report: the report to check.
        previous: the filed report of the period before.
        members: of a report that adds up others, theirs.
    """
    outcomes: list[Outcome] = []
    severities: dict[int, Severity] = {}
    text = Text(report)
    printed = (RULE,) if report.layout is not None and report.layout.printed else ()
    for rule in (*book.rules, *printed):
        for outcome in judge(rule, report, previous, book, text, members):
            if outcome.status is Status.FAILS and _is_demoted(rule, outcome, report, previous, book.policy):
                severities[len(outcomes)] = Severity.WARNING
            outcomes.append(waive(outcome, report))
    return Findings(report, tuple(outcomes), book, previous, FrozenMap(severities))


def _is_demoted(rule: Rule, outcome: Outcome, report: Report, previous: Report | None, policy: Policy) -> bool:
    if rule.demote is None or rule.severity is not Severity.ERROR:
        return False
    scope = Scope(report, previous, rule.missing or policy, outcome.binding, outcome.target)
    return evaluate(rule.demote, scope) is True
