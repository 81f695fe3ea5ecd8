"""The plain table: aligned, indented, and safe for a terminal."""

from __future__ import annotations

import re

import attrs
import pytest
import tabulate
import wcwidth

import govreport as gr


def test_columns_align_for_wide_characters(report):
    lines = gr.render(report, "table").splitlines()
    rule = next(line for line in lines if line.startswith("-----") and "  --" in line)
    at = lines.index(rule)
    for line in [line for line in lines[at + 1 : at + 60] if line.endswith(" 0")]:
        assert wcwidth.wcswidth(line) == wcwidth.wcswidth(rule)


def test_long_labels_go_on_below_with_their_indentation(report):
    text = gr.render(report, "table", width=60)
    lines = text.splitlines()
    at = next(number for number, line in enumerate(lines) if "（二）本部门及机关各业务处室制发公" in line)
    assert lines[at].startswith("\u3000（二）")
    assert lines[at + 1].startswith("\u3000\u3000")
    assert max(wcwidth.wcswidth(line) for line in lines) <= 64


@pytest.mark.parametrize("style", ["grid", "pipe", "github", "rounded_outline", "plain"])
def test_any_style_of_tabulate(report, style):
    assert "26" in gr.render(report, "table", style=style)


def test_an_unknown_style_or_width_is_told(report):
    with pytest.raises(gr.InvalidInput, match="no style 'fancy'") as error:
        gr.render(report, "table", style="fancy")
    assert "simple" in str(error.value)
    with pytest.raises(gr.InvalidInput, match="width 'wide'"):
        gr.render(report, "table", width="wide")
    with pytest.raises(gr.UnknownName, match="unknown option of format table 'styl'; did you mean 'style'"):
        gr.render(report, "table", styl="grid")


def test_numbers_are_never_reread(form):
    assert "simple" in tabulate.tabulate_formats
    report = gr.blank(form, "某局", 2017).fill({"own_docs": 10**25, "sub_docs": 100000})
    text = gr.render(report, "table")
    assert "10000000000000000000000000" in text
    assert " 100000\n" in text


def test_no_character_moves_the_cursor_or_turns_the_text(report):
    told = attrs.evolve(report, title="甲\x1b[31m乙\u202e丙").tell("lead", "a\x07b\u200bc")
    text = gr.render(told, "table")
    assert not {"\x1b", "\u202e", "\x07", "\u200b"} & set(text)
    assert "甲\\u001b[31m乙\\u202e丙" in text


def test_narrative_can_be_left_out(report):
    told = report.tell("lead", "引言。")
    assert "引言。" in gr.render(told, "table")
    assert "引言。" not in gr.render(told, "table", narrative=False)


def test_many_headed_tables_keep_every_column_apart(mini):
    report = gr.blank(mini("china"), "某局", 2021)
    report = report.fill({cell: number for number, cell in enumerate(report.cells(), 101)})
    text = gr.render(report, "table", width=120)
    assert all(str(value.amount) in text for value in report.values.values())
    assert text.count("（本列数据的勾稽关系为") == 1
    assert "×" in gr.render(gr.blank(mini("canada"), "P", 1).fill({"size.pages[total,lt100]": 1}), "table")


def test_no_line_begins_with_a_full_stop_or_ends_with_an_opening_bracket(report):
    sentence = "园区（管委会）公开信息，依法依规；做到“应公开尽公开”。"
    text = gr.render(report.tell("lead", sentence * 12), "table", width=44)
    for line in text.splitlines():
        assert line.strip()[:1] not in set("，。；：”）")
        assert line.rstrip()[-1:] not in set("（“《")


def test_heads_over_several_columns_are_drawn_over_them():
    report = gr.blank(gr.form("cn/2021"), "某局", 2023)
    lines = gr.render(report.fill(dict.fromkeys(report.cells(), 7)), "table").splitlines()
    at = next(number for number, line in enumerate(lines) if "法人或其他组织" in line)
    start, stop = (len(lines[at + 1]) - len(lines[at + 1].lstrip()), len(lines[at + 1].rstrip()))
    assert lines[at + 1].strip("- ") == ""
    rule = next(line for line in lines[at:] if line.startswith("-----"))
    spans = [match.span() for match in re.finditer("-+", rule)]
    assert (start, stop) == (spans[4][0], spans[8][1])  # from businesses to others
    assert "申请人情况" in lines[at - 2]


def test_no_word_of_a_spanning_head_is_lost(mini):
    report = gr.blank(mini("china"), "某局", 2021)
    text = gr.render(report, "table", language="en", width=40)
    heads = {cell.text for block in gr.build(report, language="en").blocks if block.kind == "grid" for cell in block.cells
             if cell.kind == "column"}  # fmt: skip
    for word in {word for head in heads for word in head.split()}:
        assert word in text
