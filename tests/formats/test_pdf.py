"""The PDF: fonts embedded, no box for a character, tagged, heads repeated, the same bytes twice, and shut off."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys

import attrs
import pytest

import govreport as gr
from tests.formats.readers_of_output import squeeze


@pytest.fixture(scope="module")
def pdf(report, tmp_path_factory, engine):
    """The PDF of the first report with a narrative, opened."""
    pikepdf = pytest.importorskip("pikepdf")
    told = report.tell("lead", "引言 {own_docs} 件。").tell("problems", "问题。" * 300)
    signed = attrs.evolve(told, attestation=gr.Attestation(head="甲"))
    path = tmp_path_factory.mktemp("pdf") / "report.pdf"
    gr.write(signed, path, engine=engine)
    with pikepdf.open(path) as opened:
        yield opened


def fonts_of(pdf):
    for page in pdf.pages:
        for font in page.get("/Resources", {}).get("/Font", {}).values():
            yield font["/DescendantFonts"][0]


def test_every_font_is_embedded_and_ours(pdf):
    fonts = list(fonts_of(pdf))
    assert fonts
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts)
    assert {str(font["/BaseFont"]).partition("+")[2].rpartition("-")[0] or str(font["/BaseFont"]) for font in fonts}


def test_language_title_bookmarks_and_tags(pdf, report):
    assert str(pdf.Root.Lang) == "zh-Hans"
    assert str(pdf.docinfo["/Title"]) == report.heading()
    assert bool(pdf.Root.MarkInfo.Marked)
    assert "/StructTreeRoot" in pdf.Root
    with pdf.open_outline() as outline:
        assert [each.title for each in outline.root] == [report.heading()]
        assert [each.title for each in outline.root[0].children] == [
            "一、存在的主要问题及改进情况",
            "2017年政务公开情况统计表",
        ]


def test_page_is_a4_with_the_margins_of_the_standard(pdf):
    width, height = (float(each) for each in list(pdf.pages[0].mediabox)[2:])
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (210, 297)


def test_table_head_is_on_each_page_of_the_table_and_page_numbers_are_outside(report, tmp_path, poppler, engine):
    gr.write(report, tmp_path / "report.pdf", engine=engine)
    done = subprocess.run(["pdftotext", "-layout", str(tmp_path / "report.pdf"), "-"], capture_output=True, check=True)
    pages = done.stdout.decode().split("\f")[:-1]
    for number, page in enumerate(pages, 1):
        last = page.rstrip().splitlines()[-1]
        assert "".join(last.split()) == f"—{number}—"
        assert (len(last) - len(last.lstrip()) > 30) is (number % 2 == 1)
        if number > 1:
            assert "汇总数" in "".join(page.split())


def test_a_character_that_no_font_has_is_an_error_that_names_it_and_its_place(report, engine):
    rare = chr(0x10FFFD)
    with pytest.raises(gr.MissingGlyph, match=r"U\+10FFFD.*in paragraph lead-1"):
        gr.render(report.tell("lead", f"某{rare}某"), "pdf", engine=engine)
    with pytest.raises(gr.MissingGlyph, match="in cell own_docs"):
        gr.render(report.fill({"own_docs": gr.Value(state="invalid", raw=rare)}), "pdf", engine=engine)


def test_what_was_not_handed_over_is_not_fetched(report, engine):
    from govreport.document import Document, Figure
    from govreport.plugin import RenderContext
    from govreport.verbs import default_registry

    registry = default_registry()
    svg = '<img alt="" src="file:///etc/hostname">'
    document = Document("t", "en", (Figure(svg, "alternative"),))
    context = RenderContext(report, "en", registry.theme(), {}, registry)
    with pytest.raises(gr.PluginError, match=r"file:///etc/hostname|failed to parse SVG"):
        registry.render_document("pdf", document, context, engine)


MAKE = """
import sys, govreport as gr
report = gr.blank(gr.form("cn/ningxia-2017"), "某局", 2017).fill({"own_docs": 26, "sub_docs": None}).tell("lead", "引言")
pages = ("html", "table", *sys.argv[2:])
for each in (*pages, "json", "toml"):
    name, _, engine = each.partition(":")
    more = {"engine": engine or None, "findings": True if each in pages else None}
    gr.write(report, f"{sys.argv[1]}/{engine}.{name}", format=name, **more)
"""


def test_two_processes_give_the_same_bytes_in_every_format(tmp_path, engine):
    for seed, zone in (("0", "Asia/Shanghai"), ("42", "America/New_York")):
        (tmp_path / seed).mkdir()
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C.UTF-8" if seed == "0" else "C"}
        subprocess.run([sys.executable, "-c", MAKE, str(tmp_path / seed), f"pdf:{engine}"], check=True, env=environment)
    files = sorted(each.name for each in (tmp_path / "0").iterdir())
    assert len(files) == 5
    for name in files:
        assert (tmp_path / "0" / name).read_bytes() == (tmp_path / "42" / name).read_bytes(), name


def test_an_english_report_has_english_pages(report, tmp_path, poppler, engine):
    gr.write(report, tmp_path / "report.pdf", language="en", findings=True, engine=engine)
    text = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "report.pdf"), "-"], capture_output=True, check=True
    ).stdout.decode()
    assert "Statistics on open government, 2017" in text
    assert re.search(r"1/[45]", "".join(text.split()))
    assert "NX-MARKS-OWN" in text


def test_a_crowded_table_stays_on_its_page(mini, tmp_path, engine):
    import pdfplumber

    report = gr.blank(mini("china"), "某县人民政府", 2021)
    report = report.fill(dict.fromkeys(report.cells(), 98765))
    gr.write(report, tmp_path / "report.pdf", engine=engine)
    with pdfplumber.open(tmp_path / "report.pdf") as pages:
        for page in pages.pages:
            right = max(float(each["x1"]) for each in (*page.chars, *page.lines, *page.rects))
            assert right <= float(page.width) - 26 * 72 / 25.4 + 2


def test_no_line_begins_or_ends_with_the_wrong_mark(shared, tmp_path, engine):
    import pdfplumber

    report = gr.read(shared / "seed" / "desheng-2017.txt")
    gr.write(report, tmp_path / "report.pdf", engine=engine)
    with pdfplumber.open(tmp_path / "report.pdf") as pages:
        text = "\n".join(page.extract_text(y_tolerance=6) for page in pages.pages)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    assert len(lines) > 100
    assert not [line for line in lines if line[0] in "，。、；：？！）》”’" or line[-1] in "（《“‘"]


@pytest.mark.parametrize("edition", ["cn/2019", "cn/2021"])
@pytest.mark.parametrize("figure", [0, 1234])
def test_the_application_table_stands_on_one_page_below_its_heading(edition, figure, engine):
    import pdfplumber

    report = gr.blank(gr.form(edition), "某某市某某区人民政府办公室", 2020 if edition == "cn/2019" else 2022)
    pdf = gr.render(report.fill(dict.fromkeys(report.cells(), figure)), "pdf", engine=engine)
    with pdfplumber.open(io.BytesIO(pdf)) as read:
        texts = [squeeze(page.extract_text()) for page in read.pages]
    (page,) = [text for text in texts if "三、收到和处理政府信息公开申请情况" in text]
    for words in ("申请人情况", "1.属于国家秘密", "（七）总计", "四、结转下年度继续办理"):
        assert words in page
    assert sum(text.count("申请人情况") for text in texts) == 1


def test_a_table_too_wide_for_the_page_turns_it_with_its_heading_and_notes(engine):
    import pdfplumber

    from govreport.document import Document, Grid, GridCell, Heading, Note, Notes, Paragraph, Run
    from govreport.plugin import RenderContext

    cells = tuple(GridCell(0, at, (Run(f"{10**9 + at}"),), numeric=True) for at in range(12))
    document = Document(
        "t",
        "en",
        (
            Heading(2, (Run("before"),), "before"),
            Paragraph((Run("a paragraph"),)),
            Heading(2, (Run("wide"),), "section-V.B.1"),
            Grid(cells, 1, 12, id="table-wide"),
            Notes((Note("", (Run("the key"),)),), "notes-wide"),
            Heading(2, (Run("after"),), "after"),
            Paragraph((Run("another paragraph"),)),
        ),
    )
    registry = gr.Registry()
    context = RenderContext(None, "en", registry.theme(), {}, registry)
    with pdfplumber.open(io.BytesIO(registry.render_document("pdf", document, context, engine))) as read:
        pages = [(page.width > page.height, page.extract_text()) for page in read.pages]
        edge = max(char["x1"] for char in read.pages[1].chars)
        assert edge < read.pages[1].width - 50
    assert [turned for turned, _ in pages] == [False, True, False]
    for words in ("wide", "1000000011", "the key"):
        assert words in pages[1][1]
    assert "another paragraph" in pages[2][1]
    assert context.warnings == []
