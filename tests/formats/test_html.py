"""The web page: self-contained, semantic, and without a word of a report as markup."""

from __future__ import annotations

import itertools
import re

import attrs
import pytest
from lxml import html as parser

import govreport as gr
from govreport.plugin import RenderContext


@pytest.fixture(scope="module")
def page(report):
    told = report.tell("lead", "引言 {own_docs} 件。").tell("problems", "问题。")
    signed = attrs.evolve(told, attestation=gr.Attestation(head="甲"))
    return parser.document_fromstring(gr.render(signed, "html", findings=True))


def test_nothing_is_loaded_and_nothing_runs(report):
    text = gr.render(report, "html", findings=True)
    page = parser.document_fromstring(text)
    assert not page.xpath("//script | //link | //img | //iframe | //object | //@onclick | //@style")
    assert not re.search(r"url\(|@import|https?:", text)
    assert len(page.xpath("//style")) == 1


def test_language_title_and_metadata(page, report):
    assert page.get("lang") == "zh-Hans"
    assert page.findtext(".//title") == report.heading()
    assert page.xpath("string(//meta[@name='dcterms.created']/@content)") == "2018-01-18"
    assert page.xpath("//meta[@name='viewport']")


def test_landmarks_skip_link_and_contents_lead_somewhere(page):
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert page.xpath("//body/*[1][self::a[@class='skip']]")
    assert len(page.xpath("//main")) == len(page.xpath("//header")) == len(page.xpath("//nav")) == 1
    assert page.xpath("//nav//a")
    for target in page.xpath("//a/@href"):
        assert target[1:] in ids
    for section in page.xpath("//section[@aria-labelledby]"):
        assert section.xpath("./h2/@id") == [section.get("aria-labelledby")]


def test_headings_descend_one_level_at_a_time(page):
    levels = [int(each.tag[1]) for each in page.xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_every_header_cell_has_a_scope_and_every_value_its_row(page):
    table = page.xpath("//table[@id='table-statistics']")[0]
    assert {each.get("scope") for each in table.xpath(".//th")} == {"col", "row", "rowgroup"}
    assert len(table.xpath(".//td[@class='number']")) == 49
    assert all(row.xpath("./th[@scope='row']") for row in table.xpath(".//tr[td[@class='number']]"))
    assert [each.get("data-unit") for each in table.xpath(".//td[@id='cell-own_leader_mailbox']")] == ["件"]


def test_merged_heads_are_spelt_out(mini):
    report = gr.blank(mini("china"), "某局", 2021)
    report = report.fill(dict.fromkeys(report.cells(), 1))
    page = parser.document_fromstring(gr.render(report, "html"))
    texts = {each.get("id"): each.text_content().strip() for each in page.xpath("//th[@id]")}

    def heads(cell):
        return [texts[each] for each in page.xpath(f"//td[@id='{cell}']/@headers")[0].split()]

    assert heads("cell-refused_state_secret:natural_person") == [
        "申请人情况",
        "自然人",
        "三、本年度办理结果",
        "（三）不予公开",
        "1.属于国家秘密",
    ]
    assert heads("cell-requests_new:research") == [
        "申请人情况",
        "法人或其他组织",
        "科研机构",
        "一、本年新收政府信息公开申请数量",
    ]
    assert heads("cell-litigation_after_review:pending") == ["行政诉讼", "复议后起诉", "尚未审结"]


def test_findings_link_to_their_cells(page):
    items = page.xpath("//ol[@class='findings']/li")
    assert [each.get("class") for each in items] == ["error"] * 4 + ["warning", "info"]
    unlinked = [each.xpath("string(.//code)") for each in items if not each.xpath(".//a")]
    assert unlinked == ["LY-MISSING-SECTION", "LY-SIGN"]
    assert page.xpath("//td[@id='cell-own_docs']/sup/a/@href") == ["#finding-1"]
    assert page.xpath("//li[@id='finding-1']//code[text()='NX-MARKS-OWN']")
    assert items[0].xpath(".//a/@href")[0] == "#cell-own_docs"
    assert "26" in items[0].xpath("string(.//p[@class='identity'])")
    assert not page.xpath("//ol[@class='findings']//a[not(starts-with(@href, '#cell-'))]")


def test_no_word_of_a_report_becomes_markup(report):
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)>{{ 7*7 }}'
    told = attrs.evolve(
        report,
        title=evil,
        publisher=gr.Publisher(evil),
        narrative=report.narrative.with_items({"lead": evil.replace("{{", "{{{{")}),
        attestation=gr.Attestation(head=evil),
        notes=(gr.Note("n", evil),),
        values=report.values.with_items({gr.Cell("own_docs"): gr.Value(state="invalid", raw=evil)}),
    )
    page = parser.document_fromstring(gr.render(told, "html", findings=True))
    assert not page.xpath("//script | //img | //@onerror")
    assert page.xpath("string(//h1)") == evil
    assert evil in page.xpath("string(//td[@id='cell-own_docs'])")


def test_print_html_has_neither_style_nor_navigation(report):
    page = parser.document_fromstring(gr.render(report, "html", purpose="print"))
    assert not page.xpath("//style | //nav | //a[@class='skip']")
    with pytest.raises(gr.InvalidInput, match="no purpose 'wall'"):
        gr.render(report, "html", purpose="wall")


def test_english_has_english_words(report):
    page = parser.document_fromstring(gr.render(report, "html", language="en"))
    assert page.get("lang") == "en"
    assert page.xpath("string(//a[@class='skip'])") == "Skip to the report"
    assert page.xpath("string(//td[@id='cell-own_docs']/@data-unit)") == "items"


def test_a_settled_finding_says_so_and_an_address_in_a_cell_may_break():
    from govreport.testing import synthetic_documents
    from govreport.verbs import default_registry

    registry = default_registry()

    def page(text, kind):
        context = RenderContext(None, "en", registry.theme(), {}, registry)
        output = registry.render_document("html", synthetic_documents(text)[kind], context)
        return parser.document_fromstring(output)

    assert page("x", "findings").xpath("//li[@class='warning']//dd/text()") == ["x"]
    assert not page("公开信息" * 20, "grid").xpath("//*[@data-long]")
    assert len(page("https://example.org/" + "a" * 40, "grid").xpath("//*[@data-long]")) == 8
