"""Waivers: findings that someone accepted with a reason, as long as what they were accepted with stays the same."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from govreport.checks.outcome import Outcome, Status
from govreport.errors import InvalidInput
from govreport.model.frozen import FrozenMap
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
    """Return what is no longer as the waiver has it: addresses of cells, and words of the text."""
    figures = [str(cell) for cell, value in waiver.figures.items() if report[cell] != value]
    quotes = {place.quote for place in outcome.places}
    return (*figures, *(each for each in waiver.quotes if each not in quotes))


def unused(report: Report, outcomes: Iterable[Outcome]) -> tuple[Waiver, ...]:
    """Return the waivers of a report that cover no finding: what they accepted is mended, or they name it wrongly."""
    used = {id(each) for outcome in outcomes for each in (outcome.waiver, outcome.lapsed) if each is not None}
    return tuple(each for each in report.waivers if id(each) not in used)


def waiver_for(outcome: Outcome, reason: str, by: str | None, date: object) -> Waiver:
    """Return the waiver that accepts an outcome with the figures and words that it has now.

    Raises:
        InvalidInput: if no reason is given.
    """
    if not reason.strip():
        raise InvalidInput(f"a waiver of {outcome.rule.id} needs a reason", hint="say why the finding is accepted")
    figures = {each.cell: each.value for each in outcome.operands if not each.previous}
    quotes = tuple(place.quote for place in outcome.places if place.quote)
    return Waiver(outcome.rule.id, reason, outcome.cells, by, date, FrozenMap(figures), quotes)  # type: ignore[arg-type]
