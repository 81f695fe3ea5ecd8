"""Markdown as others read it: every number in its row and column, text that stays text, marks beside Chinese signs."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import govreport as gr
from govreport.document import Document, Figure, Grid, GridCell, Heading, List, Note, Notes, Paragraph, Run
from govreport.plugin import RenderContext
from govreport.testing import random_report, sample_reports
from govreport_markdown.inline import inline

few = partial(settings, max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
PARSERS = {
    "github": MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]),
    "with html": MarkdownIt("commonmark").enable(["table", "strikethrough"]),
}


def markdown(*blocks, language="en") -> str:
    registry = gr.Registry()
    context = RenderContext(None, language, registry.theme(), {}, registry)
    text = registry.render_document("markdown", Document("t", language, blocks), context)
    assert isinstance(text, str)
    return text


def said(token) -> str:
    """Return the words of an inline token."""
    words = (each.content if each.type in {"text", "code_inline"} else " " for each in token.children)
    return "".join(words)


def tables(text: str) -> list[list[list[str]]]:
    """Return the rows of each table as a Markdown parser finds them."""
    found: list[list[list[str]]] = []
    tokens = PARSERS["github"].parse(text)
    for place, token in enumerate(tokens):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type in {"th_open", "td_open"}:
            found[-1][-1].append("".join(each.content for each in tokens[place + 1].children if each.type == "text"))
    return found


def squeezed(text: str) -> str:
    return "".join(text.split())


# --- tables --------------------------------------------------------------------------------------------------------


def check_places(report: gr.Report) -> int:
    """Make sure that each value stands in a row that begins with its own heads, in a column below its own."""
    document = gr.build(report)
    found = tables(gr.render(report, "markdown"))
    assert all(len({len(row) for row in table}) == 1 for table in found), "rows of different lengths"
    rows = [([*map(squeezed, table[0])], [*map(squeezed, row)]) for table in found for row in table[1:]]
    count = 0
    for grid in (block for block in document.walk() if isinstance(block, Grid)):
        heads = grid.headers()
        for cells in grid.by_row():
            data = [cell for cell in cells if cell.kind == "data"]
            if not data:
                continue
            beside = [squeezed(head.text) for head in heads[data[0].row, data[0].column] if head.kind == "row" and head.row <= data[0].row < head.row + head.rowspan]  # fmt: skip
            fitting = [
                row for row in rows if row[1][: len([each for each in beside if each])] == [*filter(None, beside)]
            ]
            for cell in data:
                over = [squeezed(head.text) for head in heads[cell.row, cell.column] if head.kind == "column"]
                assert any(
                    squeezed(cell.text) == entry and [*filter(None, head.split("/"))] == "/".join(over[-head.count("/") - 1 :]).split("/")
                    for head_row, row in fitting
                    for head, entry in zip(head_row, row, strict=True)
                    if head
                ), f"{cell.text!r} of {cell.cell} is not below {over} in the row {beside}"  # fmt: skip
                count += 1
    return count


def test_each_number_stands_in_its_row_and_column(shared):
    for name in ("pingtan-2021", "huaian-2024", "pingtan-area-2015", "qianan-dawuli-2020"):
        assert check_places(gr.read(shared / "cn" / "cases" / f"{name}.json")) > 30, name


def test_each_number_of_a_random_report_stands_in_its_row_and_column():
    for seed in range(3):
        assert check_places(random_report(seed)) > 10


def test_each_number_of_a_wide_american_table_stands_in_its_row_and_column(shared):
    report = gr.read(shared / "us" / "cases" / "gsa-2024.xml")
    found = tables(gr.render(report, "markdown"))
    table = next(table for table in found if any("No Records" in head for head in table[0]))
    assert len(table[0]) == 14
    row = next(row for row in table if row[0] == "Headquarters")
    at = next(place for place, head in enumerate(table[0]) if head.endswith("/ No Records"))
    assert row[at] == str(report["V_B_1.reason[C1,NoRecords]"].amount) == "312"


def test_the_head_of_several_rows_stands_in_each_and_titles_above_their_tables(shared):
    text = gr.render(gr.read(shared / "cn" / "cases" / "pingtan-2021.json"), "markdown")
    assert "\n**第二十条第（一）项**\n\n| 信息内容" in text
    assert "| 三、本年度办理结果 | （三）不予公开 | 7.属于行政执法案卷 | 6 | 0 |" in text
    assert (
        "\n（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）\n\n申请人情况\n\n|  |  |  | 自然人 |"
        in text
    )


def test_columns_stand_below_each_other_where_there_is_room():
    cells = [GridCell(0, 0, (Run("单位"),), "column"), GridCell(0, 1, (Run("n"),), "column")]
    cells += [GridCell(1, 0, (Run("某某局"),), "row"), GridCell(1, 1, (Run("26"),), "data", numeric=True)]
    text = markdown(Grid(tuple(cells), 2, 2, 1, 1))
    assert text == "| 单位   |   n |\n| ------ | --: |\n| 某某局 |  26 |\n"


def test_a_grid_without_heads_or_without_rows_is_a_table_still():
    headless = Grid((GridCell(0, 0, (Run("a"),)), GridCell(0, 1, (Run("b|c"),))), 1, 2)
    assert tables(markdown(headless)) == [[["", ""], ["a", "b|c"]]]
    empty = Grid((GridCell(0, 0, (Run("None."),), "group", colspan=2),), 1, 2)
    assert tables(markdown(empty)) == [[[""], ["None."]]]
    assert markdown(Grid((), 0, 0)) == "\n"


def test_groups_are_strong_and_what_is_below_them_is_indented():
    text = gr.render(gr.blank(gr.form("cn/ningxia-2017"), "某局", 2017).fill({"own_docs": -0}), "markdown")
    assert "| **一、公文类信息主动公开情况** " in text
    assert "| &emsp;（一）本部门及机关各业务处室制发的公文总数 " in text


def test_states_are_told():
    text = gr.render(sample_reports()["states"], "markdown")
    assert "(blank)" in text
    assert "<5" in text
    assert "- (blank): the cell was left empty; this is not 0." in text


# --- text stays text -----------------------------------------------------------------------------------------------

MARKUP = st.text("ab1 .)(#*_`~[]<>!&;:|\\/\"'=+-{}$@\n公（）“”、。", min_size=1, max_size=14)
ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@few()
@given(MARKUP | ANYTHING, st.sampled_from(["paragraph", "heading", "cell", "item", "note"]))
def test_any_text_stays_text(text, place):
    runs = (Run(text),)
    blocks = {
        "paragraph": Paragraph(runs),
        "heading": Heading(3, runs),
        "cell": Grid((GridCell(0, 0, runs), GridCell(0, 1, (Run("x"),))), 1, 2),
        "item": List(((Paragraph(runs),), (Paragraph((Run("x"),)),))),
        "note": Notes((Note("[1]", runs), Note("", (Run("x"),)))),
    }
    source = markdown(blocks[place], Paragraph((Run("after"),)))
    plain = markdown(
        {
            "paragraph": Paragraph((Run("x"),)),
            "heading": Heading(3, (Run("x"),)),
            "cell": Grid((GridCell(0, 0, (Run("x"),)), GridCell(0, 1, (Run("x"),))), 1, 2),
            "item": List(((Paragraph((Run("x"),)),),) * 2),
            "note": Notes((Note("[1]", (Run("x"),)), Note("", (Run("x"),)))),
        }[place],
        Paragraph((Run("after"),)),
    )
    shown = "".join(each if each.isprintable() or each in "\n\t\r" else "" for each in text)
    for parser in PARSERS.values():
        tokens = parser.parse(source)
        if squeezed(shown):
            assert [each.type for each in tokens] == [each.type for each in parser.parse(plain)], source
        kinds = {child.type for token in tokens for child in token.children or ()}
        assert kinds <= {"text", "hardbreak", "softbreak"}, source
        if text.isprintable():
            words = squeezed("".join(said(token) for token in tokens if token.type == "inline"))
            assert squeezed(text) in words, source


@few()
@given(st.lists(st.tuples(st.text("a1 公“”（）。*_`\\|<", min_size=1, max_size=5), st.booleans(), st.booleans(), st.booleans()), max_size=5))  # fmt: skip
def test_marked_text_says_the_same_whatever_its_marks(pieces):
    runs = [Run(text, strong, emphasis, code and "`" not in text) for text, strong, emphasis, code in pieces]
    for place in ("paragraph", "cell"):
        block = Paragraph(tuple(runs)) if place == "paragraph" else Grid((GridCell(0, 0, tuple(runs)),), 1, 1)
        tokens = PARSERS["github"].parse(markdown(block))
        words = "".join(said(token) for token in tokens if token.type == "inline")
        assert squeezed(words) == squeezed("".join(text for text, *_ in pieces)), inline(runs)


def parts(runs, kind: str) -> list[str]:
    """Return what a parser takes for strong or emphasised."""
    found, open_parts = [], 0
    for each in PARSERS["github"].parseInline(inline(runs))[0].children:
        if each.type == f"{kind}_open":
            open_parts += 1
            found.append("")
        elif each.type == f"{kind}_close":
            open_parts -= 1
        elif open_parts:
            found[-1] += each.content
    return found


@pytest.mark.parametrize(
    ("before", "marked", "after", "read"),
    [
        ("全年", "新收", "申请", "新收"),
        ("见", "《条例》", "规定", "条例"),
        ("", "注：", "以下", "注"),
        ("（", "一", "）", "一"),
        ("其中", "“不予公开”", "，共", "不予公开”"),
        ("。", "“不予公开”", "。", "“不予公开”"),
        ("is ", "so", ".", "so"),
        ("a", " b ", "c", "b"),
        ("全年", "100%", "办结", "100"),
    ],
)
def test_marks_beside_chinese_signs_are_read_as_marks(before, marked, after, read):
    for kind, style in (("strong", {"strong": True}), ("em", {"emphasis": True})):
        runs = [Run(before), Run(marked, **style), Run(after)]
        assert parts(runs, kind) == [read]
    both = [Run(before), Run(marked, strong=True, emphasis=True), Run(after)]
    assert parts(both, "strong") == parts(both, "em") == [read]


def test_what_cannot_be_marked_is_plain():
    assert inline([Run("见"), Run("——", strong=True), Run("处")]) == "见——处"
    assert parts([Run("a", strong=True), Run("b", emphasis=True), Run("c", strong=True)], "strong") == ["a", "c"]


@pytest.mark.parametrize(
    "plain", ["a_b", "-5", "<5", "26[1]", "2 # 3", "R&D", "50%", "（一）", "1.属于", "$5", "C:\\", "x@"]
)
def test_what_is_no_markup_stays_easy_to_read(plain):
    assert inline([Run(plain)]).replace("\\\\", "\\") == plain


def test_links_lead_where_they_led():
    href = "https://example.org/a_(b)?c=<d>&amp;"
    (token,) = PARSERS["github"].parseInline(inline([Run("a [b]", href=href), Run("]")]))
    assert token.children[0].attrs["href"].startswith("https://example.org/a_(b)?c=%3Cd%3E&amp;amp;"[:36])
    assert said(token).strip().startswith("a [b]")


# --- blocks --------------------------------------------------------------------------------------------------------


def test_a_broken_title_is_one_line():
    heading = Heading(1, (Run("银川德胜工业园区管委会\n2017年政府信息公开工作年度报告"),))
    assert markdown(heading) == "# 银川德胜工业园区管委会2017年政府信息公开工作年度报告\n"
    assert markdown(Heading(2, (Run("Two\nlines ##"),))) == "## Two lines \\##\n"


def test_lists_nest_and_do_not_run_into_each_other():
    inner = List(((Paragraph((Run("c"),)),),), ordered=True, start=3)
    outer = List(((Paragraph((Run("a"),)), inner), (Paragraph((Run("b"),)),)))
    text = markdown(outer, outer, Notes((Note("", (Run("n"),)),)))
    assert text == "- a\n  3. c\n- b\n\n* a\n  3. c\n* b\n\n- n\n"
    kinds = [each.type for each in PARSERS["github"].parse(text) if each.level == 0]
    assert kinds == ["bullet_list_open", "bullet_list_close"] * 3


def test_a_figure_is_told_in_words_and_declared_lost(tmp_path):
    figure = Figure("<svg/>", "Received: 12, 13.", (Run("Chart"),))
    assert markdown(figure) == "Received: 12, 13.\n\nChart\n"
    assert "figure" not in gr.Registry().format("markdown").capabilities.blocks


def test_findings_and_signature(report):
    text = gr.render(report, "markdown", findings=True)
    assert "\n1. **错误** `NX-MARKS-OWN` 本机关制发的公文总数" in text
    assert "\n   依据：2017年政务公开情况统计表" in text
    signed = gr.render(sample_reports()["chinese"], "markdown")
    assert signed.endswith("- [2] 暂定\n\n* 负责人：甲\n* 填表人：乙\n")
