"""The lists of the ten oldest: how long, in which order, and whether the agency's is its components' merged."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

import attrs

from govreport import Cell, Report, State, Value
from govreport.checks import Context, Outcome
from govreport_us.niem import OVERALL
from govreport_us.rows import original

_MOST = 10
_ABSENT = Value(state=State.ABSENT)
_BELOW = Decimal("0.1")
"""What counts for a value under 1, as in the tools of the Department of Justice."""


@attrs.frozen
class Item:
    """One entry of a list."""

    date: Value
    days: Value
    cells: tuple[Cell, ...]

    @property
    def number(self) -> Decimal:
        """The days as the official tools compare them: under 1 is 0.1, what is no number is 0."""
        if isinstance(self.days.amount, Decimal):
            return self.days.amount
        return _BELOW if self.days.state is State.BELOW else Decimal(0)


@attrs.frozen
class Oldest:
    """The list of one row, in its order."""

    member: str
    items: tuple[Item, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """All cells of the list."""
        return tuple(cell for item in self.items for cell in item.cells)

    @property
    def falls(self) -> bool:
        """Whether no entry is older than the one before it."""
        return all(one.number >= other.number for one, other in itertools.pairwise(self.items))

    @property
    def rises(self) -> bool:
        """Whether no entry is younger than the one before it."""
        return all(one.number <= other.number for one, other in itertools.pairwise(self.items))


def lists(report: Report, context: Context) -> Iterator[Oldest]:
    """Yield the list of each row, in the order of the components."""
    date, days = str(context.args["date"]), str(context.args["days"])
    table = context.form.table_of(Cell(days, (OVERALL, "1")))
    if table is None:
        return
    ranks = [member.id for member in context.form.axes["rank"].leaves()]
    for member in sorted(report.members_in(table.id, "component")):
        further = (f"{ranks[-1]}#{number}" for number in itertools.count(2))
        found = [_item(report, date, days, member, rank) for rank in ranks]
        found += itertools.takewhile(bool, (_item(report, date, days, member, rank) for rank in further))
        yield Oldest(member, tuple(item for item in found if item is not None))


def _item(report: Report, date: str, days: str, member: str, rank: str) -> Item | None:
    cells = Cell(date, (member, rank)), Cell(days, (member, rank))
    dated, pending = (report.values.get(cell, _ABSENT) for cell in cells)
    if dated.state is State.ABSENT and pending.state is State.ABSENT:
        return None
    return Item(dated, pending, tuple(cell for cell in cells if cell in report.values))


def judge_count(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield for each row whether its list has no more than ten entries."""
    for each in lists(report, context):
        if len(each.items) <= _MOST:
            yield context.holds(cells=each.cells)
        else:
            told = {"en": f"{len(each.items)} entries", "zh": f"列有{len(each.items)}件"}
            yield context.fails(told, cells=each.cells)


def judge_order(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield for each row with several entries whether their days all fall, or all rise."""
    for each in lists(report, context):
        if len(each.items) < 2:
            continue
        if each.falls or each.rises:
            yield context.holds(cells=each.cells)
        else:
            days = ", ".join(f"{item.number:f}" for item in each.items)
            yield context.fails({"en": f"the days are {days}", "zh": f"天数依次为{days}"}, cells=each.cells)


def judge_dates(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield for each row with several entries, all with a date, whether the order of the dates is that of the days.

    Where the days are in no order (which is another rule's matter), or all the same, nothing follows for the dates.
    """
    for each in lists(report, context):
        dates = [item.date.amount for item in each.items if isinstance(item.date.amount, dt.date)]
        if len(each.items) < 2 or len(dates) < len(each.items):
            continue
        pairs = list(zip(itertools.pairwise(each.items), itertools.pairwise(dates), strict=True))
        wrong = None
        if each.falls and not each.rises:
            wrong = next((items for items, (one, other) in pairs if one > other), None)
        elif each.rises and not each.falls:
            wrong = next((items for items, (one, other) in pairs if one < other), None)
        if wrong is None:
            yield context.holds(cells=each.cells)
            continue
        told = [f"{item.date.amount} ({item.number:f})" for item in wrong]
        detail = {
            "en": f"{told[0]} stands before {told[1]} (days pending)",
            "zh": f"{told[0]}在{told[1]}之前（括号内为待办天数）",
        }
        yield context.fails(detail, cells=(*wrong[0].cells, *wrong[1].cells))


def judge_merge(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield whether the agency's list has the days of the ten oldest of its components' lists."""
    found = list(lists(report, context))
    overall = next((each for each in found if each.member == OVERALL), None)
    below = [each for each in found if original(each.member) != OVERALL]
    if overall is None or not below or not any(each.items for each in found):
        return
    largest = sorted((item.number for each in below for item in each.items), reverse=True)[:_MOST]
    own = [item.number for item in overall.items]
    if Counter(own) == Counter(largest):
        yield context.holds(cells=overall.cells)
        return
    lacking, more = Counter(largest) - Counter(own), Counter(own) - Counter(largest)
    told = [", ".join(f"{days:f}" for days in sorted(each.elements(), reverse=True)) or "–" for each in (lacking, more)]
    detail = {
        "en": f"days that its components have and it lacks: {told[0]}; that none of them has: {told[1]}",
        "zh": f"各部门有而全机关没有的天数：{told[0]}；各部门没有的天数：{told[1]}",
    }
    yield context.fails(detail, cells=overall.cells)
