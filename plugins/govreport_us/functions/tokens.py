"""What may stand in which cell: numbers that are none, N/A and `<1`."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator
from decimal import Decimal

from govreport import Cell, Report, State
from govreport.checks import Context, Outcome
from govreport_us.values import has_odd_comma


def judge_numbers(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield each number that is negative, broken where things are counted, or written oddly; else one that holds."""
    counts = _counts(context)
    wrong: list[tuple[Cell, str, str]] = []
    for cell, value in report.values.items():
        amount = value.amount
        if isinstance(amount, Decimal):
            if amount < 0:
                wrong.append((cell, "is negative", "为负数"))
            elif cell.indicator in counts and amount % 1:
                wrong.append((cell, "is no whole number", "不是整数"))
            elif value.raw is not None and has_odd_comma(value.raw):
                wrong.append((cell, "has a comma where no thousands end", "的逗号不在千位上"))
        elif value.state is State.INVALID and context.form.is_numeric(cell):
            wrong.append((cell, "is no number", "不是数字"))
    for cell, en, zh in wrong:
        told = report[cell].raw or f"{report[cell].amount}"
        yield context.fails({"en": f"{told!r} {en}", "zh": f"“{told}”{zh}"}, cells=(cell,))
    if not wrong:
        yield context.holds()


def _counts(context: Context) -> frozenset[str]:
    """Return the indicators that count things."""
    units = {unit.id for unit in context.form.units.values() if unit.kind == "count"}
    return frozenset(each.id for each in context.form.indicators.values() if each.traits.unit in units)


def judge_state(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield each value of a state that stands where the form does not admit it; one that holds if there is none.

    args: `state`; `allowed`, the indicators that admit it (`*` stands for anything).
    """
    state, given = State(str(context.args["state"])), context.args["allowed"]
    allowed = [str(each) for each in given] if isinstance(given, list) else []
    wrong = [
        cell
        for cell, value in report.values.items()
        if value.state is state and not any(fnmatch.fnmatchcase(cell.indicator, each) for each in allowed)
    ]
    for cell in wrong:
        told = report[cell].raw or ("N/A" if state is State.NOT_APPLICABLE else f"<{report[cell].bound}")
        yield context.fails({"en": f"{told} stands there", "zh": f"填的是“{told}”"}, cells=(cell,))
    if not wrong:
        yield context.holds()
