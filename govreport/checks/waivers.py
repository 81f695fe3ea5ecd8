"""Waivers: findings that someone accepted with a reason, as long as what they were accepted with stays the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import attrs

from govreport.checks.outcome import Outcome, Status
from govreport.errors import InvalidInput
from govreport.model.frozen import FrozenMap
from govreport.model.labels import pick
from govreport.model.report import Report, Waiver


def waive(outcome: Outcome, report: Report) -> Outcome:
    """Return an outcome with the waiver of the report that covers it: in force, else one that has lapsed."""
    if outcome.status is not Status.FAILS or not report.waivers:
        return outcome
    covering = [each for each in report.waivers if _covers(each, outcome)]
    in_force = [each for each in covering if not changed(each, outcome, report)]
    if in_force:
        return attrs.evolve(outcome, waiver=in_force[0])
    return attrs.evolve(outcome, lapsed=covering[0]) if covering else outcome


def _covers(waiver: Waiver, outcome: Outcome) -> bool:
    return waiver.rule == outcome.rule.id and set(waiver.cells) <= set(outcome.cells)


def changed(waiver: Waiver, outcome: Outcome, report: Report) -> tuple[str, ...]:
    """Return what is no longer as the waiver has it: addresses of cells, and words that are gone or have come to it.

    A waiver that names no words accepts the rule whatever it says.
    """
    figures = [str(cell) for cell, value in waiver.figures.items() if report[cell] != value]
    quotes = dict.fromkeys(place.quote for place in outcome.places if place.quote)
    said = {*outcome.detail.values(), _compared(outcome)}
    gone = [each for each in waiver.quotes if each not in quotes and each not in said]
    come = [each for each in quotes if waiver.quotes and each not in waiver.quotes]
    return (*figures, *gone, *come)


def _compared(outcome: Outcome) -> str:
    """Return what a comparison compared that is neither in a cell nor in the text, such as a date."""
    return f"{outcome.actual} / {outcome.expected}"


def unused(report: Report, outcomes: Iterable[Outcome]) -> tuple[Waiver, ...]:
    """Return the waivers of a report that cover no finding: what they accepted is mended, or they name it wrongly."""
    used = {id(each) for outcome in outcomes for each in (outcome.waiver, outcome.lapsed) if each is not None}
    return tuple(each for each in report.waivers if id(each) not in used)


def waiver_for(outcome: Outcome, report: Report, reason: str, by: str | None, date: dt.date | None) -> Waiver:
    """Return the waiver that accepts an outcome with the figures and words that it has now.

    Raises:
        InvalidInput: if no reason is given.
    """
    if not reason.strip():
        raise InvalidInput(f"a waiver of {outcome.rule.id} needs a reason", hint="say why the finding is accepted")
    figures = {cell: report[cell] for cell in outcome.cells}
    figures |= {each.cell: each.value for each in outcome.operands if not each.previous}
    quotes = tuple(dict.fromkeys(place.quote for place in outcome.places if place.quote))
    if not quotes and not figures:
        quotes = (pick(outcome.detail, report.in_language) if outcome.detail else _compared(outcome),)
    return Waiver(outcome.rule.id, reason, outcome.cells, by, date, FrozenMap(figures), quotes)
