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
    "a column of running numbers": lambda form, values: page(
        [f"{number}\t{row}" for number, row in enumerate(rows_of(form, values), 1)],
        head="序号\t统计指标\t单位\t汇总数",
    ),
    "units in brackets behind the labels": lambda form, values: page(
        [re.sub(r"\t(.)\t", r"（\1）\t", row) for row in rows_of(form, values)]
    ),
    "a frame of lines": lambda form, values: page(
        [f"├────┼──┼──┤\n│{row.replace(chr(9), '│')}│" for row in rows_of(form, values)], head="│指标│单位│汇总数│"
    ),
    "one cell to a line": lambda form, values: page(
        [row if row.endswith("\t") else row.replace("\t", "\n") for row in rows_of(form, values)], head=""
    ),
    "this year beside the last": lambda form, values: page(
        [row if "\t" not in row else re.sub(r"\t([^\t]*)$", r"\t77\t\1", row) for row in rows_of(form, values)],
        head="指标\t单位\t2016年\t2017年",
    ),
    "the last year behind this": lambda form, values: page(
        [row if "\t" not in row else f"{row} | 77".replace("\t", " | ") for row in rows_of(form, values)],
        head="指标 | 单位 | 2017年 | 2016年",
    ),
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
    assert not [each for each in report.unplaced if each.reason != "数值之外的内容"]


def test_a_remark_is_no_part_of_a_value_and_is_listed(form, numbered):
    rows = [row + "\t含转发" if row.endswith("5") else row for row in rows_of(form, numbered)]
    report = read(page(rows, head="指标\t单位\t汇总数\t备注"))
    assert amounts(report) == numbered
    assert [each.text for each in report.unplaced] == ["含转发"] * sum(row.endswith("含转发") for row in rows)


def test_of_two_numbers_in_a_row_none_is_chosen_by_chance(form, numbered):
    report = read(page([row if "\t" not in row else row + "\t9" for row in rows_of(form, numbered)], head=""))
    assert not [
        cell for cell, amount in amounts(report).items() if amount is not None and cell != gr.Cell("sub_offices")
    ]
    assert {each.reason for each in report.unplaced} == {"一行中有几个数"}


def test_a_value_that_its_cell_cannot_hold_is_kept_as_printed(form, numbered):
    report = read(page([row.replace("\t", "\t") for row in rows_of(form, numbered | {gr.Cell("own_docs"): -5})]))
    assert report["own_docs"].state is gr.State.INVALID
    assert report["own_docs"].raw == "-5"
    assert amounts(report) == numbered | {gr.Cell("own_docs"): None}


@pytest.mark.parametrize(
    "title",
    [
        "《某工业园区2017年政府信息公开工作年度报告》",
        "标题：某工业园区关于2017年度政府信息公开工作年度报告",
        "首页 > 年报 > 某工业园区2017年政府信息公开年度报告",
        "# 某工业园区二〇一七年政务公开工作报告",
        "2017年某工业园区政府信息公开工作年度报告",
        "某工业园区\n2017年\n政府信息公开工作年度报告",
    ],
)
def test_a_title_as_web_pages_and_editors_have_it(form, numbered, title):
    report = read(page(rows_of(form, numbered), title=title))
    assert (report.publisher.name, report.period) == ("某工业园区管委会", "2017")


@pytest.mark.parametrize(
    "signed",
    [
        "单位负责人：甲  审核人：乙  填报人：丙  填报单位：某工业园区管委会（盖章）  联系电话：8060333  填报日期：2018年1月18日",
        "负责人（签字）：甲\t审核：乙\t制表人：丙\n填表单位（盖章）：某工业园区管委会\t电话：8060333\t日期：2018-01-18",
        "负 责 人：甲\n审 核：乙\n填 表 人：丙\n报送单位：某工业园区管委会\n电 话：8060333\n日 期：二〇一八年一月十八日",
    ],
)
def test_a_signature_block_as_it_is_typed(form, numbered, signed):
    report = read(page(rows_of(form, numbered), signed=signed))
    assert report.attestation == gr.Attestation(
        head="甲", reviewer="乙", preparer="丙", unit="某工业园区管委会", phone="8060333", date=dt.date(2018, 1, 18)
    )
    assert amounts(report) == numbered


def test_a_label_of_several_words_may_have_wide_spaces(form, numbered):
    report = read(page(rows_of(form, numbered), signed="Head  of the authority: A\nReviewed by: B"))
    assert (report.attestation.head, report.attestation.reviewer) == ("A", "B")


def test_issuer_seal_and_date_on_one_line(form, numbered):
    body = BODY.replace("某工业园区管委会\n\n2018年1月18日", "某工业园区管委会（盖章）  2018年1月18日")
    report = read(page(rows_of(form, numbered), body=body))
    assert (report.publisher.name, report.published) == ("某工业园区管委会", dt.date(2018, 1, 18))


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
        "今天天气很好。\n": "has a table of no form that is known, and no title of a report",
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
    headings = [line.split()[0] for text in report.narrative.values() for line in text.splitlines() if line[0:1] == "#"]
    assert [headings.count(mark) for mark in ("#", "##", "###")] == [6, 2, 1]


# --- several tables, none, and what stands in the way -----------------------------------------------------------------


def test_a_table_in_two_parts_is_one(form, numbered):
    rows = rows_of(form, numbered)
    head = "统 计 指 标\t单 位\t汇 总 数"
    cut = [*rows[:20], "", "2017 年政务公开情况统计表", head, *rows[20:]]
    report = read(page(cut))
    assert amounts(report) == numbered
    assert not report.unplaced
    assert report.layout.columns == {"statistics": tuple(head.split("\t"))}


def test_a_second_table_of_the_same_rows_is_listed_not_mixed_in(form, numbered):
    rows = rows_of(form, numbered)
    copy = [row for row in rows_of(form, dict.fromkeys(numbered, 5)) if "\t" in row][:6]
    report = read(page([*rows, "", "2016年情况", *copy]))
    assert amounts(report) == numbered
    assert [each.text.split("\t")[0] for each in report.unplaced][-6:] == [row.split("\t")[0] for row in copy]


def test_a_table_of_the_text_stays_in_the_text(form, numbered):
    own = "项目\t数量\n热线|来电\t12\n来信\t3\n"
    report = read(page(rows_of(form, numbered), body=BODY.replace("发布信息 39 条。", f"发布信息 39 条。\n\n{own}")))
    assert amounts(report) == numbered
    assert "| 来信 | 3 |" in report.narrative["proactive"]
    assert "热线|来电" not in report.narrative["proactive"]  # the bar is escaped
    assert "来信" in gr.render(report, "table")
    assert not report.unplaced


def test_a_report_without_a_table_is_of_the_form_for_its_year(form):
    text = f"{TITLE}\n\n{BODY[: BODY.index('附件')]}某工业园区管委会\n\n2018年1月18日\n"
    report = gr.read(text.encode(), name="a.txt", form="cn-nx-2017")
    assert (report.form.id, report.values, report.published) == (form.id, {}, dt.date(2018, 1, 18))
    assert report.publisher.name == "某工业园区管委会"
    assert "LY-NO-TABLE" in [each.rule for each in gr.check(report).errors]
    assert read(text.replace("2017年政府", "2022年政府")).form.id == "cn/2021"
    for year, forms in (("2017", "cn/2014, cn/fujian-2017, cn/ningxia-2017"), ("1999", ".*")):
        with pytest.raises(
            gr.InvalidInput, match=f"does not say which form it is of; say which: --form, one of {forms}"
        ):
            read(text.replace("2017年政府", f"{year}年政府"))
    named = gr.read(text.replace("2017年政府", "1999年政府").encode(), name="a.txt", form="cn-nx-2017")
    assert (named.form.id, named.period) == (form.id, "1999")


def test_a_form_that_is_asked_for_must_be_the_one(form, numbered, first_json):
    with pytest.raises(gr.UnknownName, match="unknown form 'cn/2099'"):
        gr.read(page(rows_of(form, numbered)).encode(), name="a.txt", form="cn/2099")
    assert gr.read(first_json, name="a.json", form="cn-nx-2017").form is form


@pytest.fixture
def first_json(form):
    return str(gr.render(gr.blank(form, "某局", 2017), "json")).encode()


def test_a_label_cut_in_two_is_put_together_and_said_to_be(form, numbered):
    rows = [
        row.replace("热点或重大", "热点\n或重大") if row.startswith("(一) 本部门回应") else row
        for row in rows_of(form, numbered)
    ]
    report = read(page(rows))
    assert amounts(report) == numbered
    assert not report.unplaced
    told = {each.rule: each.identity("zh") for each in gr.check(report)}
    assert "标签被分成两段" in told["LY-BREAK"]


def test_single_spaces_part_a_known_row(form, numbered):
    report = read(page(rows_of(form, numbered, tab=" "), head=""))
    lacking = {gr.Cell("sub_offices")}  # nothing stands behind its unit
    assert {cell: value for cell, value in amounts(report).items() if cell not in lacking} == {
        cell: value for cell, value in numbered.items() if cell not in lacking
    }


def test_lines_cut_at_a_width_are_one_paragraph_and_markup_is_no_markup(form, numbered):
    long = "今年来，园区认真落实*公开*要求，按照[办法](http://x)和<b>流程</b>逐项办理，\n&nbsp;并及时发布。"
    body = BODY.replace("今年来，园区认真落实公开要求，现将情况报告如下：", f"{long}\n\n1. 第一\n\n# 井号\n\n- 横线")
    report = read(page(rows_of(form, numbered), body=body))
    from govreport.checks import Text

    told = [each.text for each in Text(report).passages if each.section == "lead"]
    assert told == [long.replace("\n", ""), "1. 第一", "# 井号", "- 横线"]
    assert report.layout.lines["lead"][:2] == (4, 7)


def test_a_title_may_stand_on_two_lines(form, numbered):
    report = read(page(rows_of(form, numbered), title="某工业园区\n2017年度政府信息公开工作年度报告"))
    assert (report.publisher.name, report.period) == ("某工业园区管委会", "2017")
    assert report.title == "某工业园区2017年度政府信息公开工作年度报告"


def test_an_unknown_unit_is_kept_as_printed(form, numbered):
    rows = [row.replace("\t件\t", "\t份\t") if "收到申请" in row else row for row in rows_of(form, numbered)]
    report = read(page(rows))
    assert amounts(report) == numbered
    assert report.origins[gr.Cell("own_requests")].unit == "份"
    assert "LY-UNIT-CELL" in [each.rule for each in gr.check(report)]


def test_what_stands_below_the_table_is_text_if_a_heading_says_so(form, numbered):
    text = page(rows_of(form, numbered)) + "\n打印 关闭\n\n四、其他需要报告的事项\n\n没有其他事项。\n"
    report = read(text)
    assert report.narrative["other"].endswith("没有其他事项。")
    assert [each.text for each in report.unplaced] == ["打印 关闭"]
