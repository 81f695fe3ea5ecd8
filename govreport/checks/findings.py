"""Findings: the outcomes worth telling, in words that a person can act on."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import attrs

from govreport.checks.outcome import Outcome, Status
from govreport.checks.rule import Policy, Severity
from govreport.checks.words import identity, label, replaced
from govreport.errors import ReportHasErrors
from govreport.model.cell import Cell
from govreport.model.frozen import FrozenMap
from govreport.model.labels import base, pick
from govreport.model.report import Report
from govreport.wording import say
from govreport.writing.report_file import plain_value

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
STATUSES = tuple(status.value for status in Status)


@attrs.frozen
class Finding:
    """One outcome worth telling.

    Args:
        outcome: what became of the rule.
        severity: how bad it is here (a rule may be demoted).
        report: the report that was checked.
        previous: the one of the period before, if it was given.
        policy: what stood for missing values.
    """

    outcome: Outcome
    severity: Severity
    report: Report = attrs.field(repr=False)
    previous: Report | None = attrs.field(default=None, repr=False)
    policy: Policy = attrs.field(default=Policy(), repr=False)

    @property
    def rule(self) -> str:
        """The id of the rule."""
        return self.outcome.rule.id

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells that it speaks of."""
        return self.outcome.cells

    @property
    def stands(self) -> bool:
        """Whether it is still open: a failure that no note settles."""
        return self.outcome.status is Status.FAILS and self.outcome.settled_by is None

    def text(self, language: str) -> str:
        """Return the rule in words."""
        return pick(self.outcome.rule.labels, language, self.rule)

    def identity(self, language: str) -> str:
        """Return what fails, with labels, numbers and the difference; missing values that were replaced are named."""
        if self.outcome.detail:
            return pick(self.outcome.detail, language)
        told = identity(self.outcome, self.report, self.previous, self.outcome.rule.missing or self.policy, language)
        return told + replaced(self.outcome.operands, self.report, self.previous, language)

    def message(self, language: str) -> str:
        """Return one paragraph: the rule, then what fails."""
        what = self.identity(language)
        end = "。" if base(language) == "zh" else "."
        return self.text(language) + ((" " if base(language) != "zh" else "") + what + end if what else "")

    def hint(self, language: str) -> str:
        """Return what to do about it."""
        told = pick(self.outcome.rule.hints, language)
        return told or say("hint.identity" if len(self.cells) > 1 else "hint.cell", language)

    def source(self, language: str) -> str:
        """Return the legal or technical source of the rule."""
        return pick(self.outcome.rule.source, language)

    def as_data(self, language: str) -> dict[str, Any]:
        """Return it as plain data, in the shape of `govreport check --format json`."""
        outcome = self.outcome
        return {
            "rule": self.rule,
            "severity": self.severity.value,
            "outcome": outcome.status.value,
            "cells": [str(cell) for cell in self.cells],
            "operands": [
                {"cell": str(each.cell), "value": plain_value(each.value)}
                | ({"previous": True} if each.previous else {})
                for each in outcome.operands
            ],
            "expected": _plain(outcome.expected),
            "actual": _plain(outcome.actual),
            "message": self.message(language),
            "hint": self.hint(language),
            "source": self.source(language),
            "settled_by": outcome.settled_by,
        }

    def explain(self, language: str) -> str:
        """Return a few lines: severity and rule, what fails, the cells, the source, what to do."""
        zh = base(language) == "zh"
        colon = "：" if zh else ": "
        lines = [f"[{say(f'severity.{self.severity.value}', language)}] {self.rule}  {self.text(language)}"]
        if told := self.identity(language):
            lines.append(f"    {told}")
        names = [f"{cell}" for cell in self.cells[:6]] + (["…"] if len(self.cells) > 6 else [])
        lines.append(f"    {say('cells', language)}{colon}{'、'.join(names) if zh else ', '.join(names)}")
        if source := self.source(language):
            lines.append(f"    {say('source', language)}{colon}{source}")
        if self.outcome.settled_by is not None:
            lines.append(f"    {say('settled', language, self.outcome.settled_by)}")
        else:
            lines.append(f"    {say('hint', language)}{colon}{self.hint(language)}")
        return "\n".join(lines)


def _plain(amount: Any) -> Any:
    return amount.isoformat() if hasattr(amount, "isoformat") else amount


@attrs.frozen
class Findings:
    """What a check found: iterate over it for the findings, the worst first; `outcomes` has all that was judged.

    Args:
        report: the report that was checked.
        outcomes: of every instance of every rule.
        rules: the ids of all rules that were applied, in order, also those without an instance.
        previous: the report of the period before.
        policy: what stood for missing values where a rule does not say.
        severities: of each finding outcome, by its place in `outcomes`.
    """

    report: Report = attrs.field(repr=False)
    outcomes: tuple[Outcome, ...] = attrs.field(repr=False)
    rules: tuple[str, ...] = attrs.field(default=(), repr=False)
    previous: Report | None = attrs.field(default=None, repr=False)
    policy: Policy = attrs.field(default=Policy(), repr=False)
    severities: FrozenMap[int, Severity] = attrs.field(default=FrozenMap(), repr=False)

    @cached_property
    def _findings(self) -> tuple[Finding, ...]:
        found = [
            Finding(outcome, self.severities.get(place, outcome.rule.severity), self.report, self.previous, self.policy)
            for place, outcome in enumerate(self.outcomes)
            if outcome.status is Status.FAILS
        ]
        return tuple(sorted(found, key=lambda each: _ORDER[each.severity]))

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._findings)

    def __len__(self) -> int:
        return len(self._findings)

    def __getitem__(self, place: int) -> Finding:
        return self._findings[place]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings of severity error that nothing settles."""
        return tuple(each for each in self if each.severity is Severity.ERROR and each.stands)

    @property
    def verdict(self) -> str:
        """`fail` when an error stands, else `pass`."""
        return "fail" if self.errors else "pass"

    @cached_property
    def by_rule(self) -> FrozenMap[str, FrozenMap[str, int]]:
        """How many instances of each rule hold, fail, are not evaluable and are not applicable."""
        counts = {rule: dict.fromkeys(STATUSES, 0) for rule in self.rules}
        for outcome in self.outcomes:
            counts.setdefault(outcome.rule.id, dict.fromkeys(STATUSES, 0))[outcome.status.value] += 1
        return FrozenMap({rule: FrozenMap(each) for rule, each in counts.items()})

    @property
    def totals(self) -> FrozenMap[str, int]:
        """The same four counts over all rules."""
        return FrozenMap({status: sum(each[status] for each in self.by_rule.values()) for status in STATUSES})

    def as_data(self, language: str | None = None) -> dict[str, Any]:
        """Return all of it as plain data, in the shape of `govreport check --format json`."""
        language = language or self.report.in_language
        return {
            "report": self.report.heading(),
            "form": self.report.form.id,
            "verdict": self.verdict,
            "rules": {rule: dict(counts) for rule, counts in self.by_rule.items()},
            "totals": dict(self.totals),
            "findings": [each.as_data(language) for each in self],
        }

    def explain(self, language: str | None = None) -> str:
        """Return the findings as text: each with its numbers, cells, source and remedy, then the totals."""
        language = language or self.report.in_language
        parts = [each.explain(language) for each in self] or [say("nothing", language)]
        counts = {severity.value: sum(each.severity is severity for each in self) for severity in Severity}
        lines = [say("counts", language, **counts)] if len(self) else []
        lines.append(
            say("summary", language, rules=len(self.by_rule), instances=sum(self.totals.values()), **self.totals)
        )
        if unjudged := self.unjudged:
            separator = "、" if base(language) == "zh" else ", "
            lines.append(say("unjudged", language, separator.join(unjudged)))
        return "\n\n".join(parts) + "\n\n" + "\n".join(lines)

    @property
    def unjudged(self) -> tuple[str, ...]:
        """The rules of which some instance could not be judged for lack of data."""
        return tuple(rule for rule, counts in self.by_rule.items() if counts["not_evaluable"])

    def raise_for_errors(self) -> None:
        """Do nothing if the verdict is `pass`.

        Raises:
            ReportHasErrors: with every error in words.
        """
        if self.errors:
            language = self.report.in_language
            told = "\n".join(each.explain(language) for each in self.errors)
            raise ReportHasErrors(f"{self.report.heading()}\n{told}")

    def labels(self, finding: Finding, language: str) -> tuple[str, ...]:
        """Return what the cells of a finding are called."""
        return tuple(label(cell, self.report, language) for cell in finding.cells)
