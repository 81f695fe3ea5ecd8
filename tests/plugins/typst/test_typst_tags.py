"""The structure of a tagged PDF: one table for each, heads tied to their cells, names of the standards it is made for."""

from __future__ import annotations

import io

import pytest

import govreport as gr
from govreport.document import Figure, Heading, Run
from govreport_typst import data
from tests.pages import BLOCKS, SVG, render

pikepdf = pytest.importorskip("pikepdf")


def opened(pdf: bytes):
    return pikepdf.open(io.BytesIO(pdf))


def kids(element) -> list:
    given = element.get("/K", [])
    return [each for each in (given if isinstance(given, pikepdf.Array) else [given]) if hasattr(each, "S")]


def walk(element):
    for each in kids(element):
        yield each
        yield from walk(each)


def tags(pdf, kind) -> list:
    return [each for each in walk(pdf.Root.StructTreeRoot) if kind == each.S]


def attributes(cell) -> dict:
    given = cell.get("/A", [])
    own = [each for each in (given if isinstance(given, pikepdf.Array) else [given]) if each.O == "/Table"]
    return dict(own[0].items()) if own else {}


def heads(pdf, table) -> list[list[str]]:
    """Return the kind of each cell, row by row: `Column`, `Row`, or `-` for data."""
    rows = [each for each in walk(table) if each.S == "/TR"]
    return [[str(attributes(c).get("/Scope", "-")).lstrip("/") if c.S == "/TH" else "-" for c in kids(r)] for r in rows]


def test_language_title_standards_and_outline():
    with opened(render(*BLOCKS, language="zh-Hans", date="2018-01-18", author="issuer", subject="what")) as pdf:
        assert str(pdf.Root.Lang) == "zh-Hans"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert [str(pdf.docinfo[key]) for key in ("/Title", "/Author", "/Subject")] == ["The title", "issuer", "what"]
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20180118")
        with pdf.open_metadata() as about:
            assert (about["pdfuaid:part"], about["pdfaid:part"], about["pdfaid:conformance"]) == ("1", "3", "A")
        with pdf.open_outline() as outline:
            assert [each.title for each in outline.root] == ["The title"]
            assert [each.title for each in outline.root[0].children] == ["heading two", "annexed"]


def test_without_a_date_none_is_made_up_and_the_archive_s_standard_is_not_named():
    with opened(render(*BLOCKS)) as pdf:
        assert "/CreationDate" not in pdf.docinfo
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert "pdfaid:part" not in about


def test_levels_of_headings_are_not_skipped_whatever_a_text_skips():
    with opened(render(Heading(4, (Run("a"),)), Heading(2, (Run("b"),)), Heading(6, (Run("c"),)))) as pdf:
        assert [str(each.S) for each in walk(pdf.Root.StructTreeRoot) if str(each.S)[:2] == "/H"] == [
            *("/H1", "/H2", "/H2", "/H3")
        ]


def test_one_table_for_each_and_every_head_has_its_scope():
    with opened(render(*BLOCKS)) as pdf:
        tables = tags(pdf, "/Table")
        assert len(tables) == 2
        for table in tables:
            assert heads(pdf, table) == [["Column"] * 3, ["Column"], ["Row", "-", "-"], ["Row", "-", "-"]]


def test_a_long_table_is_still_one(report):
    long = gr.render(report, "pdf", engine="typst")
    with opened(long) as pdf:
        assert len(pdf.pages) > 2
        (table,) = tags(pdf, "/Table")
        assert len(tags(pdf, "/THead")) == 1
        assert len([each for each in walk(table) if each.S == "/TR"]) == 55


def test_a_figure_has_its_words_and_links_lead_to_their_cells():
    with opened(render(*BLOCKS)) as pdf:
        assert [str(each.Alt) for each in tags(pdf, "/Figure") if "/Alt" in each] == ["a grey bar"]
        annotations = [each for page in pdf.pages for each in page.get("/Annots", [])]
        leads = [str(each.A.URI) for each in annotations if "/A" in each and each.A.S == "/URI"]
        assert leads == ["https://example.org/?a=1&b=2"]
        assert len(annotations) == 3  # cell and paragraph of the finding; its other cell is nowhere to be seen


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh-Hans", ["zh", "CN"]),
        ("zh", ["zh", "CN"]),
        ("zh-Hant", ["zh", "TW"]),
        ("en-US", ["en", "US"]),
        ("", ["en", None]),
    ],
)
def test_a_language_is_told_to_typst_in_its_own_way(language, expected):
    assert data.tongue(language) == expected


def test_a_figure_without_a_caption_is_a_figure():
    with opened(render(Figure(SVG, "bar"))) as pdf:
        assert tags(pdf, "/Figure")
