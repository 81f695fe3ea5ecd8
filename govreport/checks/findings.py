"""Findings: the outcomes worth telling, in words that a person can act on."""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from govreport.checks.naming import label, line_words, members_label
from govreport.checks.outcome import Outcome, Status
from govreport.checks.rule import Severity
from govreport.checks.rulebook import Rulebook
from govreport.checks.text import Place
from govreport.checks.waivers import changed, unused, waiver_for
from govreport.checks.words import identity
from govreport.errors import InvalidInput, ReportHasErrors, near
from govreport.model.cell import Cell
from govreport.model.frozen import FrozenMap
from govreport.model.labels import base, pick
from govreport.model.report import Report, Waiver
from govreport.wording import listed, quote, say, say_date, show_amount, show_value
from govreport.writing.report_file import plain_value

if TYPE_CHECKING:
    from govreport.checks.mends import Mend

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
_MOST_TOLD = 12
"""Of findings alike, no more are told one by one; documents name all their cells, and data have each."""
STATUSES = tuple(status.value for status in Status)


@attrs.frozen
class Finding:
    """One outcome worth telling.

    Args:
        outcome: what became of the rule.
        severity: how bad it is here (a rule may be demoted, or overridden by the project).
        of: the findings that it is one of.
    """

    outcome: Outcome
    severity: Severity
    of: Findings = attrs.field(repr=False, eq=False)

    @property
    def report(self) -> Report:
        """The report that was checked."""
        return self.of.report

    @property
    def rule(self) -> str:
        """The id of the rule."""
        return self.outcome.rule.id

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells that it speaks of."""
        return self.outcome.cells

    @property
    def places(self) -> tuple[Place, ...]:
        """The places of the text that it speaks of."""
        return self.outcome.places

    @property
    def stands(self) -> bool:
        """Whether it is still open: a failure that no note settles and no waiver in force accepts."""
        outcome = self.outcome
        return outcome.status is Status.FAILS and outcome.settled_by is None and outcome.waiver is None

    @property
    def mends(self) -> tuple[Mend, ...]:
        """The single changes that would clear it without breaking another rule, the likeliest first."""
        return self.of.mends_of(self.outcome)

    def text(self, language: str) -> str:
        """Return the rule in words."""
        return pick(self.outcome.rule.labels, language, self.rule)

    def identity(self, language: str) -> str:
        """Return what fails, with labels, numbers and the difference; missing values that were replaced are named."""
        if self.outcome.detail:
            return pick(self.outcome.detail, language)
        policy = self.outcome.rule.missing or self.of.book.policy
        return identity(self.outcome, self.report, self.of.previous, policy, language)

    def message(self, language: str) -> str:
        """Return one paragraph: the rule, then what fails."""
        what = self.identity(language)
        end = "。" if base(language) == "zh" else "."
        return self.text(language) + ((" " if base(language) != "zh" else "") + what + end if what else "")

    def hint(self, language: str) -> str:
        """Return what to do about it."""
        told = pick(self.outcome.rule.hints, language)
        default = "hint.text" if not self.cells else "hint.identity" if len(self.cells) > 1 else "hint.cell"
        return told or say(default, language)

    def source(self, language: str) -> str:
        """Return the legal or technical source of the rule."""
        return pick(self.outcome.rule.source, language)

    def status_words(self, language: str) -> str:
        """Return what became of the finding: settled by a note, accepted by a waiver, or accepted once and no more."""
        outcome = self.outcome
        if outcome.settled_by is not None:
            return say("settled", language, outcome.settled_by)
        if outcome.waiver is not None:
            return say("waived", language, _reason(outcome.waiver, language))
        if outcome.lapsed is not None:
            changes = listed(changed(outcome.lapsed, outcome, self.report), language)
            return say("lapsed", language, _reason(outcome.lapsed, language), changes)
        return ""

    def mend_words(self, language: str) -> tuple[str, ...]:
        """Return each mend in words."""
        return tuple(
            say(
                "mend.all" if mend.all_errors else "mend",
                language,
                quote(label(mend.cell, self.report, language), language),
                show_value(mend.before, language),
                show_amount(mend.after, language),
                listed(mend.clears, language),
            )
            for mend in self.mends
        )

    def as_data(self, language: str) -> dict[str, Any]:
        """Return it as plain data, in the shape of `govreport check --format json`."""
        outcome = self.outcome
        return {
            "rule": self.rule,
            "severity": self.severity.value,
            "outcome": outcome.status.value,
            "cells": [str(cell) for cell in self.cells],
            "places": [_plain_place(each) for each in self.places],
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
            "mends": [
                {
                    "cell": str(each.cell),
                    "value": each.after,
                    "clears": list(each.clears),
                    "all_errors": each.all_errors,
                }
                for each in self.mends
            ],
            "settled_by": "waiver" if outcome.waiver is not None else outcome.settled_by,
            "waiver": None if outcome.waiver is None else _plain_waiver(outcome.waiver),
            "lapsed": None if outcome.lapsed is None else _plain_waiver(outcome.lapsed),
        }

    def details(self, language: str) -> Iterator[tuple[str, str]]:
        """Yield what is to be told of it beside what is wrong, each with the word for what it is.

        The source, why it has another severity than its rule, whether it is settled or accepted; while it is open also
        what to do and what would mend it.
        """
        if source := self.source(language):
            yield say("source", language), source
        if override := self.outcome.rule.override:
            severity = say(f"severity.{self.severity.value}", language)
            yield say("status", language), say("overridden", language, severity, override)
        if status := self.status_words(language):
            yield say("status", language), status
        if self.stands:
            yield say("hint", language), self.hint(language)
            mends = self.mend_words(language)
            yield from ((say("mend.one" if len(mends) == 1 else "mend.many", language), mend) for mend in mends)

    def explain(self, language: str) -> str:
        """Return a few lines: severity and rule, what fails, where, the source, what to do, what would mend it."""
        return Alike((self,), language).explain()


@attrs.frozen
class Alike:
    """Findings that are told as one: they differ in nothing but what they are about.

    Args:
        findings: at least one.
        language: in which they are told.
    """

    findings: tuple[Finding, ...]
    language: str

    @property
    def first(self) -> Finding:
        """The finding that all are like."""
        return self.findings[0]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells that they speak of, each once."""
        return tuple(dict.fromkeys(cell for each in self.findings for cell in each.cells))

    @property
    def places(self) -> tuple[Place, ...]:
        """The places of the text that they speak of."""
        return tuple(place for each in self.findings for place in each.places)

    @property
    def text(self) -> str:
        """The rule in words, and how many findings these are if there are several."""
        many = say("alike", self.language, len(self.findings)) if len(self.findings) > 1 else ""
        return self.first.text(self.language) + many

    @property
    def identities(self) -> tuple[str, ...]:
        """What fails in each, if anything is to be said beyond the rule; of many the first, and how many more."""
        found = tuple(filter(None, (each.identity(self.language) for each in self.findings)))
        more = (say("alike.more", self.language, len(found) - _MOST_TOLD),) if len(found) > _MOST_TOLD else ()
        return (*found[:_MOST_TOLD], *more)

    @property
    def identity(self) -> str:
        """What fails in them, on one line."""
        return ("；" if base(self.language) == "zh" else "; ").join(self.identities)

    @property
    def labels(self) -> tuple[str, ...]:
        """What their cells are called; one in the row of the cell before it is called by its column only."""
        report, row, found = self.first.report, "", list[str]()
        for cell in self.cells:
            is_next = cell.members and cell.indicator == row
            found.append((members_label if is_next else label)(cell, report, self.language))
            row = cell.indicator
        return tuple(found)

    def explain(self) -> str:
        """Return a few lines: severity and rule, what fails, where, the source, what to do, what would mend it."""
        first, language = self.first, self.language
        colon = "：" if base(language) == "zh" else ": "
        lines = [f"[{say(f'severity.{first.severity.value}', language)}] {first.rule}  {self.text}"]
        lines.extend(f"    {each}" for each in self.identities)
        names = [f"{cell}" for cell in self.cells[:6]] + (["…"] if len(self.cells) > 6 else [])
        cells = [(say("cells", language), listed(names, language))] if names else []
        lines.extend(f"    {label}{colon}{text}" for label, text in (*cells, *first.details(language)))
        return "\n".join(lines)


def _plain(amount: Any) -> Any:
    return amount.isoformat() if hasattr(amount, "isoformat") else amount


def _plain_place(place: Place) -> dict[str, Any]:
    return {"section": place.section, "paragraph": place.paragraph, "line": place.line, "quote": place.quote}


def _plain_waiver(waiver: Waiver) -> dict[str, Any]:
    return {"reason": waiver.reason, "by": waiver.by, "date": _plain(waiver.date)}


def _reason(waiver: Waiver, language: str) -> str:
    date = None if waiver.date is None else say_date(waiver.date, language)
    who = listed(filter(None, (waiver.by, date)), language)
    return waiver.reason + (say("waived.by", language, who) if who else "")


@attrs.frozen
class Findings:
    """What a check found: iterate over it for the findings, the worst first; `outcomes` has all that was judged.

    Args:
        report: the report that was checked.
        outcomes: of every instance of every rule.
        book: the rules that were applied, also those without an instance.
        previous: the report of the period before.
        severities: of each demoted outcome, by its place in `outcomes`.
    """

    report: Report = attrs.field(repr=False)
    outcomes: tuple[Outcome, ...] = attrs.field(repr=False)
    book: Rulebook = attrs.field(default=Rulebook(), repr=False)
    previous: Report | None = attrs.field(default=None, repr=False)
    severities: FrozenMap[int, Severity] = attrs.field(default=FrozenMap(), repr=False)

    @cached_property
    def _findings(self) -> tuple[Finding, ...]:
        found = [
            Finding(outcome, self.severities.get(place, outcome.rule.severity), self)
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

    def alike(self, language: str) -> Iterator[Alike]:
        """Yield the findings as they are told, the worst first: those together that differ only in what they are about.

        One rule that a hundred blank cells break is one thing to do, not a hundred.
        """
        found: dict[object, list[Finding]] = {}
        for each in self:
            key = (each.rule, each.severity, each.text(language), tuple(each.details(language)))
            found.setdefault(key, []).append(each)
        yield from (Alike(tuple(each), language) for each in found.values())

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
        counts = {rule: dict.fromkeys(STATUSES, 0) for rule in self.book.ids}
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
            "skipped": dict(self.book.skipped),
        }

    def _repr_html_(self) -> str | None:
        """Return what a notebook shows."""
        found: str | None = importlib.import_module("govreport.verbs.display").as_html(self)
        return found

    def explain(self, language: str | None = None) -> str:
        """Return the findings as text: each with its numbers, cells, source and remedy, then the totals.

        Of findings that differ only in their cells it tells the first twelve; iterate over them for all.
        """
        language = language or self.report.in_language
        parts = [each.explain() for each in self.alike(language)] or [say("nothing", language)]
        counts = {severity.value: sum(each.severity is severity for each in self) for severity in Severity}
        lines = [say("counts", language, **counts)] if len(self) else []
        lines.append(
            say("summary", language, rules=len(self.by_rule), instances=sum(self.totals.values()), **self.totals)
        )
        if unjudged := self.unjudged:
            lines.append(say("unjudged", language, listed(unjudged, language)))
        if unplaced := self.report.unplaced:
            told = (
                quote(each.text, language)
                + line_words(each.line, language)
                + (f": {each.reason}" if each.reason else "")
                for each in unplaced[:12]
            )
            lines.append(say("unplaced", language, len(unplaced), listed(told, language)))
        if unused := self.unused_waivers:
            lines.append(say("unused", language, listed((each.rule for each in unused), language)))
        by_reason: dict[str, list[str]] = {}
        for rule, reason in self.book.skipped.items():
            by_reason.setdefault(reason, []).append(rule)
        lines.extend(say("skipped", language, listed(rules, language), why) for why, rules in by_reason.items())
        return "\n\n".join(parts) + "\n\n" + "\n".join(lines)

    @property
    def unjudged(self) -> tuple[str, ...]:
        """The rules of which some instance could not be judged for lack of data."""
        return tuple(rule for rule, counts in self.by_rule.items() if counts["not_evaluable"])

    @property
    def unused_waivers(self) -> tuple[Waiver, ...]:
        """The waivers of the report that cover no finding."""
        return unused(self.report, self.outcomes)

    @cached_property
    def _mends(self) -> dict[int, tuple[Mend, ...]]:
        from govreport.checks.mends import find_mends

        places = {id(outcome): place for place, outcome in enumerate(self.outcomes)}
        found = find_mends(self)
        return {key: found[place] for key, place in places.items() if place in found}

    def mends_of(self, outcome: Outcome) -> tuple[Mend, ...]:
        """Return the single changes that would clear an outcome of this check without breaking another rule."""
        return self._mends.get(id(outcome), ())

    def accept(self, rule: str, reason: str, *, by: str | None = None, date: dt.date | None = None) -> Report:
        """Return the report with a waiver for each open finding of a rule, with the figures that it has now.

        Raises:
            InvalidInput: if no reason is given, or no finding of the rule is open.

        >>> import govreport as gr
        >>> report = gr.blank(gr.form("cn/ningxia-2017"), "某局", 2017).fill({"own_staff": 3,
        ...     "own_staff_full_time": 2, "own_staff_part_time": 2})
        >>> accepted = gr.check(report).accept("NX-STAFF-OWN", "一人兼任两岗，记录在案", by="王某")
        >>> gr.check(accepted).verdict, gr.check(accepted.fill({"own_staff": 5})).verdict
        ('pass', 'fail')
        """
        open_ones = [each.outcome for each in self if each.rule == rule and each.stands]
        if not open_ones:
            raise InvalidInput(f"no finding of rule {rule!r} is open", hint=near(rule, [each.rule for each in self]))
        waivers = [waiver_for(each, self.report, reason, by, date) for each in open_ones]
        return attrs.evolve(self.report, waivers=(*self.report.waivers, *waivers))

    def raise_for_errors(self) -> None:
        """Do nothing if the verdict is `pass`.

        Raises:
            ReportHasErrors: with every error in words.
        """
        if self.errors:
            language = self.report.in_language
            told = "\n".join(each.explain(language) for each in self.errors)
            raise ReportHasErrors(f"{self.report.heading()}\n{told}")
