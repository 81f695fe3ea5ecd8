"""Rules about a report that adds up others, beside the reports of its members: functions for rule files.

None has an instance where no members were given. Members' reports come carried over to the form of the sum. What adds
up only from one starting point is left out by `args.leave_out`, a list of ids of members of axes (`cumulative`).
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from decimal import Decimal

from govreport.checks.naming import label
from govreport.checks.outcome import Context, Outcome
from govreport.model.cell import Cell
from govreport.model.indicator import Aggregation
from govreport.model.report import Report
from govreport.model.value import EXACT
from govreport.wording import in_languages, listed


def _adding(report: Report, context: Context) -> Iterator[tuple[Cell, Decimal]]:
    """Yield the cells of a report that add up over units, and their amounts."""
    left_out = set(context.words("leave_out"))
    for cell in report.cells():
        if not left_out.isdisjoint(cell.members) or not _is_whole(report, cell):
            continue
        amount = report[cell].amount
        traits = report.form.traits(cell)
        if traits.aggregation is Aggregation.SUM and report.form.is_numeric(cell) and isinstance(amount, Decimal):
            yield cell, amount


def _is_whole(report: Report, cell: Cell) -> bool:
    """Whether a cell is of the publisher as a whole: rows that a reporter names are its own, also under the same id."""
    axes = report.form.indicators[cell.indicator].axes
    known = (report.form.axes[axis] for axis in axes)
    return all(not axis.open or member == axis.total for axis, member in zip(known, cell.members, strict=True))


def _amount(report: Report, cell: Cell) -> Decimal | None:
    amount = report.values[cell].amount if cell in report.values else None
    return amount if isinstance(amount, Decimal) else None


def part(report: Report, context: Context) -> Iterator[Outcome]:
    """Judge for each cell that adds up: the sum is not less than any one member's figure."""
    if not context.members.reports:
        return
    for cell, amount in _adding(report, context):
        known = {
            name: found for name, each in context.members.reports.items() if (found := _amount(each, cell)) is not None
        }
        more = {name: found for name, found in known.items() if found > amount}
        if not known:
            yield context.not_evaluable(cells=[cell])
        elif not more:
            yield context.holds(cells=[cell])
        else:
            called, those = functools.partial(label, cell, report), [f"{name} {each}" for name, each in more.items()]
            told = in_languages("members.part", called, amount, functools.partial(listed, those))
            yield context.fails(told, cells=[cell])


def same(report: Report, context: Context) -> Iterator[Outcome]:
    """Judge for each member: the sum does not equal its report in every cell; all zeros are no copy."""
    if not context.members.reports:
        return
    own = dict(_adding(report, context))
    for name, each in context.members.reports.items():
        both = [cell for cell in own if _amount(each, cell) is not None]
        if not both:
            yield context.not_evaluable()
        elif any(own[cell] for cell in both) and all(own[cell] == _amount(each, cell) for cell in both):
            yield context.fails(in_languages("members.same", name, len(both)), cells=both)
        else:
            yield context.holds()


def total(report: Report, context: Context) -> Iterator[Outcome]:
    """Judge for each cell that adds up, where the list of members is known and complete: it is their sum."""
    members = context.members
    if not members.reports or members.missing is None:
        return
    for cell, amount in _adding(report, context):
        if report.form.indicators[cell.indicator].formula is not None:
            continue  # it is made of others, also where a member's printed total is wrong
        known = [_amount(each, cell) for each in members.reports.values()]
        if members.missing or any(each is None for each in known):
            yield context.not_evaluable(cells=[cell])
            continue
        summed = Decimal(0)
        for each in known:
            summed = EXACT.add(summed, each or Decimal(0))
        if summed == amount:
            yield context.holds(cells=[cell])
        else:
            told = in_languages("members.sum", functools.partial(label, cell, report), amount, summed)
            yield context.fails(told, cells=[cell])


def missing(_: Report, context: Context) -> Iterator[Outcome]:
    """Judge for each member that owes a report: it has one."""
    members = context.members
    if members.missing is None:
        return
    for _name in members.reports:
        yield context.holds()
    for name in members.missing:
        yield context.fails(in_languages("members.missing", name))


def mixed(report: Report, context: Context) -> Iterator[Outcome]:
    """Judge for each member: its report is on the same edition of the form."""
    for name, each in context.members.reports.items():
        if each.filed_on in {None, report.form.id}:
            yield context.holds()
        else:
            yield context.fails(in_languages("members.mixed", name, each.filed_on))
