"""Fees for processing requests, which the format of 2021 wants told in section six (CN-EXCESSIVE-FEE)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from govreport import Report
from govreport.checks import Context, Outcome, Passage

_FEE = "信息处理费"
_MONEY = re.compile(r"^(?:余|多)?(?:万|亿)?元")
_NONE = re.compile(
    r"(?:未|没有|无)[^。;]{0,24}(?:收取|收费|收入|缴纳|信息处理费)|(?:收取|收费|信息处理费)[^。;]{0,16}(?:为零|为无)"
)


def judge_fees(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield whether a report whose cells or text show that fees were demanded or charged states them where it should.

    Args of the rule: `unpaid` (the cell of requests closed for want of payment), `section` (where fees are told).
    """
    if not report.narrative:
        yield context.not_evaluable()
        return
    unpaid = report.form.locate(str(context.args["unpaid"]))
    passages = [each for each in context.text.passages if not each.table]
    charged = [each for each in passages if any(_amounts(each))]
    demanded = report[unpaid].is_number and bool(report[unpaid].amount)
    told = any(_tells(each) for each in passages if each.section == context.args["section"])
    if told or not (demanded or charged):
        yield context.holds()
        return
    yield context.fails(
        {"zh": "第六部分未报告信息处理费收取情况", "en": "section VI does not say what fees were charged"},
        places=[each.place() for each in charged],
        cells=[unpaid] if demanded else [],
    )


def _amounts(passage: Passage) -> list[Decimal]:
    """Return the sums of money that a passage names in one sentence with the fee."""
    return [
        each.value
        for each in passage.numerals
        if _MONEY.match(passage.plain[each.end :]) and _FEE in passage.sentence_at(each.start).text
    ]


def _tells(passage: Passage) -> bool:
    """Whether a passage says how much was charged, or that nothing was."""
    return _FEE in passage.plain and bool(_amounts(passage) or _NONE.search(passage.plain))
