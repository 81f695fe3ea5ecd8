"""Statistical tables that are lists, as people type them: the figure of this report, or none."""

from __future__ import annotations

import pytest

import govreport as gr

TITLE = "某县教育局2015年政府信息公开工作年度报告"


def read(*rows: tuple[str, ...]) -> gr.Report:
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return gr.read(f"<h1>{TITLE}</h1><table>{table}</table>".encode(), name="a.html", form="cn/2014")


def of(report: gr.Report, row: str) -> str:
    value = report[row]
    return str(value.amount) if value.is_number else f"{value.state.value} {value.raw or ''}".strip()


ROWS = ("1.政府公报公开政府信息数", "2.政府网站公开政府信息数", "3.政务微博公开政府信息数", "4.政务微信公开政府信息数")
GAZETTE, WEBSITE, WEIBO, WECHAT = "channel_gazette", "channel_website", "channel_weibo", "channel_wechat"


@pytest.mark.parametrize(
    ("head", "beside"),
    [
        (("指标", "单位", "本年", "上年"), ("", "55")),
        (("指标", "单位", "区政府", "合计"), ("55", "")),
        (("指标", "单位", "数量", "备注"), ("", "3")),
        (("指标", "单位", "数量", "上年数量"), ("", "55")),
    ],
)
def test_a_blank_is_not_filled_from_another_column(head, beside):
    full = ("13", "53") if beside[0] == "" else ("53", "13")
    report = read(head, *((label, "条", *full) for label in ROWS[:2]), (ROWS[2], "条", *beside))
    assert of(report, WEIBO) in {"blank", "absent"}
    assert any("55" in each.text or each.text == "3" for each in report.unplaced)


def test_a_row_printed_again_is_no_other_row():
    report = read(*((label, "条", str(at)) for at, label in enumerate((*ROWS[:3], ROWS[2]), 11)))
    assert [of(report, each) for each in (GAZETTE, WEBSITE, WEIBO, WECHAT)] == ["11", "12", "absent", "absent"]
    assert len(report.unplaced) == 2
    same = read(*((label, "条", "7") for label in (*ROWS[:3], ROWS[2], ROWS[3])))
    assert [of(same, each) for each in (WEIBO, WECHAT)] == ["7", "7"]
    assert [each.reason.rpartition(": ")[2] for each in same.unplaced] == ["这一行在前面已经有了"]


def test_granted_is_not_refused():
    granted = ("2.同意公开答复数", "件", "12")
    report = read(("（三）申请答复数", "件", "26"), granted, granted, ("4.不同意公开答复数", "件", "14"))
    assert [of(report, each) for each in ("answer_granted", "answer_refused")] == ["12", "14"]


@pytest.mark.parametrize(
    ("label", "unit", "row", "told"),
    [
        ("七、依申请公开信息收取的费用", "元", "fees_collected", "invalid 1200元"),
        ("七、依申请公开信息收取的费用", "万元", "fees_collected", "1200"),
        (ROWS[1], "万条", WEBSITE, "invalid 1200万条"),
        (ROWS[1], "件", WEBSITE, "1200"),  # another word for one is another finding
    ],
)
def test_a_unit_of_another_size_is_no_unit_of_the_form(label, unit, row, told):
    assert of(read((ROWS[0], "条", "1"), (label, unit, "1200")), row) == told


def test_figures_on_two_lines_are_not_one():
    assert of(read((ROWS[0], "条", "1"), (ROWS[1], "条", "3<br>105")), WEBSITE) == "invalid 3 / 105"


def test_panels_beside_each_other_are_rows_of_their_own():
    head = ("指标", "单位", "数量") * 2
    report = read(head, (ROWS[0], "条", "", ROWS[2], "条", "15"), (ROWS[1], "条", "12", ROWS[3], "条", "16"))
    assert [of(report, each) for each in (GAZETTE, WEBSITE, WEIBO, WECHAT)] == ["blank", "12", "15", "16"]


@pytest.mark.parametrize(
    "title",
    [
        "某县教育局关于2015年度政府信息公开工作的年度报告",
        "某县教育局2015年政府信息公开年报",
        "2015年某县教育局政府信息公开年报",
        "某县教育局政府信息公开工作年度报告（2015年度）",
        "某县教育局政府信息公开2015年度报告",
        "某县教育局2015年度信息公开工作年度报告",
        "某县教育局2015年政府信息公开工作情况报告",
        "某县教育局关于2015年度政府信息公开工作的报告",
        "【年报】某县教育局2015年政府信息公开工作年度报告（公开版）",
        "某县教育局二〇一五年政府信息公开工作年度报告",
    ],
)
def test_titles_are_worded_in_many_ways(title):
    table = "".join(f"<tr><td>{label}</td><td>条</td><td>7</td></tr>" for label in ROWS)
    page = f"<div><p>字号：大 中 小</p><h2>{title}</h2><table>{table}</table></div>"
    report = gr.read(page.encode(), name="a.html", form="cn/2014")
    assert (report.publisher.name, report.period) == ("某县教育局", "2015")
