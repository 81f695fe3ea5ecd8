"""Documents of reports: what comes in which order, and how narrative becomes blocks."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

import govreport as gr
from govreport.document import Attestation, Findings, Grid, Heading, List, Notes, PageBreak, Paragraph, plain_text
from govreport.model.report import Note


def words(document):
    """Return kind and text of each block that has runs."""
    return [(block.kind, plain_text(block.runs)) for block in document.blocks if hasattr(block, "runs")]


def test_a_document_has_title_sections_signature_and_annex_in_order(report):
    told = report.tell("lead", "引言。").tell("problems", "问题。")
    signed = attrs.evolve(told, attestation=gr.Attestation(head="甲", date=dt.date(2018, 1, 18)))
    document = gr.build(signed)
    kinds = [type(block) for block in document.blocks]
    assert kinds == [
        Heading, Paragraph, Heading, Paragraph, Paragraph, Paragraph, Paragraph, PageBreak, Paragraph, Heading, Grid, Notes,
        Attestation,
    ]  # fmt: skip
    assert words(document) == [
        ("heading", "银川德胜工业园区管委会\n2017年政府信息公开工作年度报告"),
        ("paragraph", "引言。"),
        ("heading", "一、存在的主要问题及改进情况"),
        ("paragraph", "问题。"),
        ("paragraph", "附件：2017年政务公开情况统计表"),
        ("paragraph", "银川德胜工业园区管委会"),
        ("paragraph", "2018年1月18日"),
        ("paragraph", "附件"),
        ("heading", "2017年政务公开情况统计表"),
    ]
    assert dict(document.blocks[-1].items)["单位负责人"] == "甲"
    assert dict(document.blocks[-1].items)["日期"] == "2018年1月18日"


def test_labels_follow_the_language_and_the_narrative_keeps_its_own(report):
    document = gr.build(report.tell("lead", "引言。"), language="en")
    assert document.title == "银川德胜工业园区管委会: Annual Report on Open Government Information, 2017"
    grid = next(block for block in document.blocks if isinstance(block, Grid))
    assert grid.cells[0].text == "Indicator"
    lead = next(block for block in document.blocks if isinstance(block, Paragraph))
    assert (plain_text(lead.runs), lead.language) == ("引言。", "zh-Hans")


def test_figures_of_the_text_are_those_of_the_table(report):
    document = gr.build(report.tell("lead", "制发 {own_docs} 件，机构 {sub_offices} 个，{{原样}}。"))
    runs = document.blocks[1].runs
    assert plain_text(runs) == "制发 26 件，机构 （空） 个，{原样}。"
    assert [(run.cell, run.state) for run in runs if run.cell] == [("own_docs", "number"), ("sub_offices", "blank")]


def test_commonmark_becomes_blocks_and_html_stays_text(report):
    text = "**粗**与*斜*、`码`\n换行\n\n## 小标题\n\n1. 一\n2. 二\n   - 三\n\n> 引\n\n<b>x</b> [链](https://a.example) [坏](ftp://x) [恶](javascript:x)\n\n    代码\n"
    blocks = gr.build(report.tell("lead", text)).blocks[1:]
    first = blocks[0].runs
    assert [(run.text, run.strong, run.emphasis, run.code) for run in first if run.text] == [
        ("粗", True, False, False),
        ("与", False, False, False),
        ("斜", False, True, False),
        ("、", False, False, False),
        ("码", False, False, True),
        ("换行", False, False, False),
    ]
    assert (blocks[1].level, plain_text(blocks[1].runs)) == (3, "小标题")
    assert isinstance(blocks[2], List)
    assert blocks[2].ordered
    assert isinstance(blocks[2].items[1][1], List)
    links = {run.text: run.href for run in blocks[4].runs}
    assert plain_text(blocks[4].runs) == "<b>x</b> 链 坏 [恶](javascript:x)"
    assert (links["链"], links["坏"]) == ("https://a.example", None)


def test_figures_are_put_in_wherever_they_stand(report):
    text = "# 自己的**{own_docs}**\n\n`{own_docs}`[见](https://a.example/{own_docs})\n\n    {own_docs} 件\n"
    blocks = gr.build(report.tell("problems", text)).blocks[1:]
    assert [plain_text(block.runs) for block in blocks[:3]] == ["自己的26", "26见", "26 件"]
    assert [run.strong for run in blocks[0].runs] == [False, True]
    assert [run.code for run in blocks[1].runs] == [True, False]
    assert blocks[1].runs[1].href == "https://a.example/26"


def test_a_line_end_is_a_space_except_between_chinese_characters(report):
    blocks = gr.build(report.tell("lead", "公开\n信息 Alpha\nbeta {own_docs}\n3件，\n“完”\n")).blocks
    assert plain_text(blocks[1].runs) == "公开信息 Alpha beta 26 3件，“完”"


def test_a_table_in_the_text_is_a_table(report):
    block = gr.build(report.tell("lead", "| 项 | 数 |\n| --- | --- |\n| 甲 | {own_docs} |\n")).blocks[1]
    assert isinstance(block, Grid)
    assert [[cell.text for cell in row] for row in block.by_row()] == [["项", "数"], ["甲", "26"]]
    assert block.head_rows == 1


def test_every_note_is_printed_once_wherever_it_is_on(mini):
    form = mini("china")
    report = gr.blank(form, "某局", 2021)
    cells = (gr.Cell("rules", ("issued",)), gr.Cell("requests_new", ("total",)))
    notes = (Note("both", "两表。", cells=cells), Note("empty", "空节。", section="overview"))
    document = gr.build(attrs.evolve(report, notes=notes))
    ids = [item.id for block in document.blocks if isinstance(block, Notes) for item in block.items if item.id]
    assert sorted(ids) == ["note-both", "note-empty"]


def test_a_note_on_a_row_that_is_not_printed_still_is(mini):
    from govreport.model.indicator import Member

    report = gr.blank(mini("us"), "Agency", 2024).name("component", [Member("C1")])
    noted = attrs.evolve(report, notes=(Note("n", "Gone.", cells=(gr.Cell("V_A.start", ("C1",)),)),))
    assert [item.id for block in gr.build(noted).blocks if isinstance(block, Notes) for item in block.items] == [
        "note-n"
    ]


def test_a_period_that_is_no_year_is_told_in_words(report):
    span = attrs.evolve(report, period="2024-04/2025-03", title=None)
    assert span.heading() == "银川德胜工业园区管委会2024年4月至2025年3月政府信息公开工作年度报告"
    assert span.heading("en").endswith("Information, 2024-04 to 2025-03")
    assert attrs.evolve(report, period="FY2024", title=None).heading().endswith("FY2024政府信息公开工作年度报告")


def test_a_language_that_the_form_does_not_have_is_told(report):
    with pytest.raises(gr.UnknownName, match="unknown language of form cn/ningxia-2017 'fr'; known: en, zh"):
        gr.build(report, language="fr")


def test_a_narrative_may_bring_its_heading_along(report):
    document = gr.build(report.tell("problems", "# 五、存在的主要问题\n\n正文"))
    assert ("heading", "五、存在的主要问题") in words(document)


def test_a_required_section_that_is_absent_is_said_to_be(mini):
    document = gr.build(gr.blank(mini("china"), "某局", 2021))
    assert words(document)[1:3] == [("heading", "一、总体情况"), ("paragraph", "（缺）")]


def test_notes_stand_below_what_they_are_on_with_marks_in_order(report):
    notes = (
        Note("a", "关于报告。"),
        Note("b", "关于单元格。", cells=(gr.Cell("own_docs"),)),
        Note("c", "关于表。", section="statistics"),
        Note("d", "值所指。"),
    )
    values = report.values.with_items({gr.Cell("sub_docs"): gr.Value(report["sub_docs"].amount, note="d")})
    document = gr.build(attrs.evolve(report, notes=notes, values=values))
    items = [item for block in document.blocks if isinstance(block, Notes) for item in block.items if item.mark]
    found = [(item.id, item.mark, plain_text(item.runs)) for item in items]
    assert found == [
        ("note-a", "[1]", "关于报告。"),
        ("note-b", "[2]", "关于单元格。"),
        ("note-d", "[3]", "值所指。"),
        ("note-c", "[4]", "关于表。"),
    ]
    grid = next(block for block in document.blocks if isinstance(block, Grid))
    assert next(cell for cell in grid.cells if cell.cell == "own_docs").text == "26[2]"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_findings_are_put_at_the_end_when_given(report, language):
    document = gr.build(report, language=language, findings=gr.check(report))
    block = document.blocks[-1]
    assert isinstance(block, Findings)
    assert [item.rule for item in block.items] == [
        "NX-MARKS-OWN",
        "NX-POLICY-OWN",
        "NX-POLICY-PUBLISHED-OWN",
        "LY-BLANK",
    ]
    assert "26" in block.items[0].identity
    assert block.items[0].cells[0] == "own_docs"
