"""Where a fee for processing was demanded or charged, section six says so (CN-EXCESSIVE-FEE)."""

from __future__ import annotations

import pytest

import govreport as gr


def verdict(unpaid: int = 0, **told: str) -> dict[str, int]:
    report = gr.blank(gr.form("cn/2021"), "某市", 2023).fill({"other_handling_fee_unpaid[total]": unpaid})
    for section, text in told.items():
        report = report.tell(section, text)
    counts = gr.check(report).by_rule["CN-EXCESSIVE-FEE"]
    return {status: count for status, count in counts.items() if count}


@pytest.mark.parametrize(
    "told",
    [
        {"other": "无。"},
        {"overview": "规范收取信息处理费。", "other": "无其他需要报告的事项。"},
        {"unpaid": 2, "other": "发出收费通知2件，收取信息处理费0元。"},
        {"unpaid": 2, "other": "本年度发出收费通知2件，未收取信息处理费。"},
        {"unpaid": 1, "other": "全年收取政府信息公开信息处理费3940元。"},
        {"overview": "全年收取信息处理费3940元。", "other": "信息处理费共3940元，已全额上缴。"},
    ],
)
def test_told_or_nothing_to_tell(told):
    assert verdict(**told) == {"holds": 1}


@pytest.mark.parametrize(
    "told",
    [
        {"unpaid": 2, "other": "无。"},
        {"unpaid": 2, "other": "无其他需要报告的事项。"},
        {"unpaid": 1, "overview": "收取信息处理费3940元。", "other": "无。"},
        {"overview": "全年收取信息处理费3940元。"},
        {"unpaid": 1, "other": "加强信息处理费管理。"},
    ],
)
def test_not_told(told):
    assert verdict(**told) == {"fails": 1}


def test_a_report_without_words_is_not_judged():
    assert verdict(3) == {"not_evaluable": 1}
