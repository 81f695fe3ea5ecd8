"""Reports as published in plain text, as one person typed them and as others might have."""

from __future__ import annotations

import datetime as dt
import json
import random
import re

import pytest

import govreport as gr
from govreport.model.labels import pick

TITLE = "某工业园区2017年政府信息公开工作年度报告"
BODY = """今年来，园区认真落实公开要求，现将情况报告如下：

一、加强组织领导

园区成立了领导小组（{}），下设办公室。

二、拓宽主动公开渠道

发布信息 39 条。

三、存在的主要问题

公开不够及时。

附件：2017年政务公开情况统计表

某工业园区管委会

2018年1月18日

附件：

2017 年政务公开情况统计表
"""
SIGNED = "单位负责人：甲\n\n填表单位：某工业园区管委会\n\n电话：8060333\n\n日期：2018年1月18日\n"


@pytest.fixture(scope="module")
def numbered(form):
    """A number for every cell, one left blank."""
    drawn = random.Random(7).sample(range(1, 9999), 49)
    values: dict[gr.Cell, int | None] = dict(zip(form.cells(), drawn, strict=True))
    return values | {gr.Cell("sub_offices"): None}


def rows_of(form, values, tab="\t", number=str) -> list[str]:
    found = []
    for indicator in form.indicators.values():
        label, cell = pick(indicator.labels, "zh"), gr.Cell(indicator.id)
        if indicator.group:
            found.append(label)
        else:
            value = values[cell]
            found.append(tab.join((label, form.unit(cell, "zh"), "" if value is None else number(value))))
    return found


def page(rows, *, title=TITLE, body=BODY, signed=SIGNED, head="统 计 指 标\t单 位\t汇 总 数") -> str:
    return "\n".join(["", title, "", body, head, *rows, "", signed])


def read(text, **more):
    return gr.read(text.encode(**more), name="report.txt")


def amounts(report):
    return {cell: value.amount for cell, value in report.values.items()}


def test_everything_is_found_and_every_value_keeps_its_line(form, numbered):
    text = page(rows_of(form, numbered))
    report = read(text)
    assert amounts(report) == numbered
    assert report.title == TITLE
    assert (report.publisher.name, report.period) == ("某工业园区管委会", "2017")
    assert report.published == report.attestation.date == dt.date(2018, 1, 18)
    assert (report.attestation.head, report.attestation.phone) == ("甲", "8060333")
    assert not report.unplaced
    lines = text.splitlines()
    for cell, origin in report.origins.items():
        assert pick(form.indicators[cell.indicator].labels, "zh") in lines[origin.line - 1]


def test_sections_keep_their_text_and_their_headings_as_printed(form, numbered):
    report = read(page(rows_of(form, numbered)))
    assert {key: text.splitlines()[0] for key, text in report.narrative.items()} == {
        "lead": "今年来，园区认真落实公开要求，现将情况报告如下：",
        "organisation": "# 一、加强组织领导",
        "proactive": "# 二、拓宽主动公开渠道",
        "problems": "# 三、存在的主要问题",
    }
    assert "（{}）" in gr.render(report, "table")


VARIATIONS = {
    "bars": lambda form, values: page(rows_of(form, values, tab=" | "), head="统计指标 | 单位 | 汇总数"),
    "runs of spaces": lambda form, values: page(rows_of(form, values, tab="     "), head="统计指标    单位    汇总数"),
    "full-width digits": lambda form, values: page(
        rows_of(
            form,
            values,
            number=lambda number: str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        )
    ),
    "thousands": lambda form, values: page(rows_of(form, values, number=lambda number: f"{number:,}")),
    "spaces in labels": lambda form, values: page([re.sub("公开", "公 开", row) for row in rows_of(form, values)]),
    "other brackets": lambda form, values: page(
        [row.translate(str.maketrans("（）：“”", '():""')) for row in rows_of(form, values)]
    ),
    "blank lines between": lambda form, values: page([f"{row}\n\n" for row in rows_of(form, values)]),
    "no head": lambda form, values: page(rows_of(form, values), head=""),
    "parts in another order": lambda form, values: page(in_other_order(rows_of(form, values))),
    "a label cut short": lambda form, values: page(
        [row.replace("标注为“主动公开”的数量", "标注为“主动公开”数量") for row in rows_of(form, values)]
    ),
}


def in_other_order(rows: list[str]) -> list[str]:
    """Return the five parts of the table from the last to the first, each whole."""
    starts = [at for at, row in enumerate(rows) if "\t" not in row]
    parts = [rows[start:stop] for start, stop in zip(starts, [*starts[1:], len(rows)], strict=True)]
    return [row for part in reversed(parts) for row in part]


@pytest.mark.parametrize("name", VARIATIONS)
def test_the_table_is_found_however_it_was_typed(form, numbered, name):
    report = read(VARIATIONS[name](form, numbered))
    assert amounts(report) == numbered
    assert not report.unplaced


def test_gb18030_and_byte_order_marks_are_known(form, numbered):
    text = page(rows_of(form, numbered))
    for encoding in ("gb18030", "utf-8-sig", "utf-16"):
        assert amounts(read(text, encoding=encoding)) == numbered


def test_missing_rows_are_not_reported_and_foreign_rows_are_listed(form, numbered):
    rows = [row for row in rows_of(form, numbered) if "新闻发布会" not in row]
    rows.insert(4, "其中：标注为“内部”的数量\t件\t77")
    rows.append("（三）本部门自设的一项\t件\t88")
    report = read(page(rows))
    lacking = {gr.Cell("own_press_conferences"), gr.Cell("own_press_conferences_head")}
    assert amounts(report) == {cell: value for cell, value in numbered.items() if cell not in lacking}
    assert [each.text.split("\t")[0] for each in report.unplaced] == [
        "其中：标注为“内部”的数量",
        "（三）本部门自设的一项",
    ]


def test_a_row_that_could_be_two_is_not_guessed(form, numbered):
    rows = rows_of(form, numbered)
    alone = next(row for row in rows if row.startswith("兼职人员数量"))
    report = read(page([alone, *(row for row in rows if "兼职人员" not in row and "专职" not in row)]))
    assert gr.Cell("own_staff_part_time") not in report.values
    assert "兼职人员数量" in report.unplaced[0].text


@pytest.mark.parametrize(
    ("typed", "expected"),
    {
        "/": gr.Value(state="blank", raw="/"),
        "——": gr.Value(state="blank", raw="——"),
        "无": gr.Value(state="blank", raw="无"),
        "十二": gr.Value(state="invalid", raw="十二"),
    }.items(),
)
def test_what_is_no_number_is_kept_as_it_stands(form, numbered, typed, expected):
    rows = [
        row.rsplit("\t", 1)[0] + f"\t{typed}" if row.startswith("（一）本部门收到申请") else row
        for row in rows_of(form, numbered)
    ]
    assert read(page(rows))["own_requests"] == expected


def test_a_unit_behind_the_number_is_taken_off_and_kept_as_read(form, numbered):
    rows = [row + "件" if row.startswith("（一）本部门收到申请") else row for row in rows_of(form, numbered)]
    value = read(page(rows))["own_requests"]
    number = numbered[gr.Cell("own_requests")]
    assert (value.amount, value.raw) == (number, f"{number}件")


@pytest.mark.parametrize(
    ("text", "told"),
    {
        "今天天气很好。\n": "has a table of no form that is known",
        "": "has a table of no form that is known",
        "甲\t件\t1\n乙\t件\t2\n": "has a table of no form that is known",
    }.items(),
)
def test_what_is_no_such_report_is_refused(text, told):
    with pytest.raises(gr.InvalidInput, match=told):
        read(text)


def test_a_table_without_a_title_is_refused(form, numbered):
    with pytest.raises(gr.InvalidInput, match="has no title with publisher and year"):
        read("\n".join(rows_of(form, numbered)))


def test_what_is_read_can_be_written_and_read_again(form, numbered):
    report = read(page(rows_of(form, numbered)))
    again = gr.read(str(gr.render(report, "json")).encode(), name="a.json")
    assert again == report


def test_the_report_it_began_with(shared):
    report = gr.read(shared / "seed" / "desheng-2017.txt")
    case = json.loads((shared / "cn" / "cases" / "nx-2017-desheng.json").read_text("utf-8"))
    assert json.loads(str(gr.render(report, "json")))["values"] == case["values"]
    assert report.title == case["title"]
    assert report.published == dt.date.fromisoformat(case["published"])
    assert report.attestation.unit == "银川的神工业园区管委会"
    assert not report.unplaced
    assert sum(text.count("# ") for text in report.narrative.values()) == 6
