"""A PDF is also data: the report that it prints comes back from it, and where its pages say otherwise, that is found."""

from __future__ import annotations

import io

import pytest

import govreport as gr
from govreport.document.embedding import embed_report, embedded_report

pikepdf = pytest.importorskip("pikepdf")


@pytest.fixture
def report():
    report = gr.blank(gr.form("cn/2021"), "某县司法局", 2023).tell(
        "overview", "全年新收申请 {requests_new[total]} 件。"
    )
    report = report.fill({cell: number for number, cell in enumerate(report.cells(), 100)})
    return report.fill({"rules[issued]": None, "rules[repealed]": gr.Value(state="blank", raw="/")})


def test_the_report_comes_back_identical(report, engine):
    pdf = gr.render(report, "pdf", engine=engine)
    assert gr.read(pdf, name="report.pdf") == report
    assert gr.render(report, "pdf", engine=engine) == pdf


def test_the_file_is_associated_as_the_source_of_the_pages(report, engine):
    with pikepdf.open(io.BytesIO(gr.render(report, "pdf", engine=engine))) as pdf:
        (spec,) = pdf.Root.AF
        assert (str(spec.UF), spec.AFRelationship) == ("report.json", "/Source")
        assert spec.EF.F.Subtype == "/application/json"
        assert gr.read(spec.EF.F.read_bytes(), name="report.json") == report


def test_it_can_be_left_out(report, engine):
    pdf = gr.render(report, "pdf", engine=engine, data=False)
    assert embedded_report(pdf) is None
    back = gr.read(pdf, name="report.pdf")
    assert back["requests_new[total]"] == report["requests_new[total]"]
    assert back != report


def test_a_comparison_carries_no_report(report, engine):
    other = report.fill({"rules[issued]": 5})
    assert embedded_report(gr.render(gr.compare(report, other), "pdf", engine=engine)) is None


def test_where_the_pages_say_otherwise_that_is_a_finding(report, engine):
    pdf = gr.render(report, "pdf", engine=engine)
    changed = report.fill({"granted[total]": 7, "licensing[decisions]": 1})
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        embed_report(opened, gr.render(changed, "json").encode(), None)
        out = io.BytesIO()
        opened.save(out)
    back = gr.read(out.getvalue(), name="report.pdf")
    assert back.values == changed.values
    found = [each for each in gr.check(back).errors if each.rule == "GR-PRINTED"]
    assert {str(cell) for each in found for cell in each.cells} == {"granted[total]", "licensing[decisions]"}
    own = report["granted[total]"].amount
    assert f"版面为{own}，数据为7" in gr.check(back).explain("zh")
    assert f"the pages print {own}, the data have 7" in gr.check(back).explain("en")
    assert gr.read(gr.render(back, "json").encode(), name="report.json") == back


def test_agreeing_pages_bring_no_finding(report):
    back = gr.read(gr.render(report, "pdf"), name="report.pdf")
    assert "GR-PRINTED" not in gr.check(back).by_rule
