"""The numbers that Word prints before paragraphs are read as a person sees them."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

import govreport as gr
from govreport_docx.numbering import Numbering, numeral
from tests.plugins.cn.valid import two_years

LISTS = """
<w:numbering {ns}>
  <w:abstractNum w:abstractNumId="1">
    <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
    <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
    <w:lvl w:ilvl="2"><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%3."/></w:lvl>
    <w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>
  </w:abstractNum>
  <w:abstractNum w:abstractNumId="2">
    <w:lvl w:ilvl="0"><w:start w:val="0"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
    <w:lvl w:ilvl="1"><w:lvlRestart w:val="0"/><w:numFmt w:val="decimalEnclosedCircleChinese"/><w:pStyle w:val="Item"/>
      <w:lvlText w:val="%2"/></w:lvl>
    <w:styleLink w:val="Linked"/>
  </w:abstractNum>
  <w:abstractNum w:abstractNumId="3"><w:numStyleLink w:val="Linked"/></w:abstractNum>
  <w:num w:numId="7"><w:abstractNumId w:val="2"/></w:num>
  <w:num w:numId="8"><w:abstractNumId w:val="3"/></w:num>
  <w:num w:numId="9"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">
    <w:lvl w:ilvl="0"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl></w:lvlOverride></w:num>
  <w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>
  <w:num w:numId="6"><w:abstractNumId w:val="1"/>
    <w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
</w:numbering>"""
STYLES = """
<w:styles {ns}>
  <w:style w:styleId="Title1"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="5"/></w:numPr></w:pPr></w:style>
  <w:style w:styleId="Below"><w:basedOn w:val="Title1"/></w:style>
  <w:style w:styleId="Item"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>
</w:styles>"""


def element(text: str):
    return parse_xml(text.strip().replace("{ns}", nsdecls("w")))


def paragraph(number: str = "", level: int = 0, style: str = ""):
    inside = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return element(f"<w:p {{ns}}><w:pPr>{named}{inside}</w:pPr></w:p>")


@pytest.fixture
def numbering():
    return Numbering(element(LISTS), element(STYLES))


def test_numbers_count_on_and_start_anew_below_a_higher_one(numbering):
    asked = [("5", 0), ("5", 1), ("5", 1), ("5", 0), ("5", 1), ("5", 2), ("5", 2), ("5", 3)]
    told = [numbering.before(paragraph(*each)) for each in asked]
    assert told == ["一、", "（一）", "（二）", "二、", "（一）", "2.1. ", "2.2. ", ""]


def test_a_list_may_begin_elsewhere_once(numbering):
    assert [numbering.before(paragraph("6")) for _ in range(2)] == ["五、", "六、"]
    assert numbering.before(paragraph("5")) == "七、"  # lists of one definition count on


def test_styles_number_paragraphs_and_paragraphs_take_it_back(numbering):
    assert numbering.before(paragraph(style="Title1")) == "（一）"
    assert numbering.before(paragraph("0", style="Title1")) == ""
    assert numbering.before(paragraph(style="Other")) == ""
    assert numbering.before(paragraph("99")) == ""
    assert Numbering(None, None).before(paragraph("5")) == ""


def test_a_count_may_begin_with_nought_and_need_not_begin_anew(numbering):
    asked = [("7", 0), ("7", 1), ("7", 1), ("7", 0), ("7", 1)]
    assert [numbering.before(paragraph(*each)) for each in asked] == ["0. ", "①", "②", "1. ", "③"]


def test_lists_change_levels_and_styles_lead_to_definitions(numbering):
    assert numbering.before(paragraph("9")) == "I. "
    assert numbering.before(paragraph("8")) == "0. "  # the definition that the style is linked to
    assert numbering.before(paragraph(style="Below")) == "（一）"  # as the style that it is based on
    assert numbering.before(paragraph(style="Item")) == "①"  # the level that names the style


@pytest.mark.parametrize(
    ("number", "kind", "told"),
    [
        (1, "decimal", "1"),
        (3, "decimalZero", "03"),
        (10, "chineseCounting", "十"),
        (11, "japaneseCounting", "十一"),
        (20, "taiwaneseCountingThousand", "二十"),
        (4, "decimalEnclosedCircle", "④"),
        (27, "upperLetter", "AA"),
        (9, "lowerRoman", "ix"),
        (7, "hebrew1", "7"),
        (10, "ideographDigital", "一〇"),
        (12, "chineseLegalSimplified", "拾贰"),
        (3, "ideographTraditional", "丙"),
        (21, "decimalEnclosedCircle", "21"),
        (2026, "upperRoman", "MMXXVI"),
        (100, "chineseCounting", "100"),
        (0, "lowerLetter", "0"),
    ],
)
def test_numerals(number, kind, told):
    assert numeral(number, kind) == told


def test_headings_that_word_numbers_begin_their_sections():
    report = two_years("cn/2021")[0].tell("overview", "# 一、总体情况\n\n平稳。")
    report = report.tell("problems", "# 五、存在问题和打算\n\n更新慢。").tell(
        "other", "# 六、其他需要报告的事项\n\n无。"
    )
    document = docx.Document(io.BytesIO(gr.render(report, "docx")))
    headings = [
        each for each in document.paragraphs if each.text[1:2] == "、" and each.style.name.startswith("Heading")
    ]
    assert len(headings) == 6
    root = document.part.numbering_part.element
    for each in element(LISTS):
        root.append(each)
    for each in headings:
        text = each.text[2:]
        for run in each.runs[1:]:
            run._r.getparent().remove(run._r)
        each.runs[0].text = text
        each._p.get_or_add_pPr().append(element('<w:numPr {ns}><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr>'))
    out = io.BytesIO()
    document.save(out)
    back = gr.read(out.getvalue(), name="a.docx")
    assert back.narrative["problems"] == "# 五、存在问题和打算\n\n更新慢。"
    assert back.narrative["other"] == "# 六、其他需要报告的事项\n\n无。"
    assert back.unplaced == ()
