"""The Word file: real styles, headings and tables, each figure with the address of its cell, and pages as they should be."""

from __future__ import annotations

import datetime as dt
import io
import os
import random
import shutil
import subprocess
import zipfile

import attrs
import docx
import pytest
from lxml import etree

import govreport as gr
from govreport.document import Document, Grid, GridCell, Heading, List, Note, Notes, PageBreak, Paragraph, Run
from govreport.model.frozen import FrozenMap
from govreport.model.indicator import Datatype, Member
from govreport.plugin import Registry, RenderContext

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NUMBERS = {Datatype.COUNT, Datatype.NUMBER, Datatype.MONEY}


def parts(data: bytes) -> dict[str, etree._Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return {name: etree.fromstring(package.read(name)) for name in package.namelist()}


def main(data: bytes) -> etree._Element:
    return parts(data)["word/document.xml"]


def found(root, path: str) -> list:
    return etree.XPath(path, namespaces={"w": W[1:-1]})(root)


def text(element) -> str:
    """Return the text of an element, a line end where one is."""
    return "".join("\n" if each.tag == f"{W}br" else each.text or "" for each in element.iter(f"{W}t", f"{W}br"))


def style(paragraph) -> str:
    return found(paragraph, "string(w:pPr/w:pStyle/@w:val)")


def rendered(*blocks, language: str = "en", **fields) -> bytes:
    registry = Registry()
    document = Document(fields.pop("title", "The title"), language, blocks, **fields)
    return registry.render_document("docx", document, RenderContext(None, language, registry.theme(), {}, registry))


def cells_of(table) -> set:
    """Return row, column, rowspan, colspan and text of each cell of a table of the file."""
    made, open_cells = {}, {}
    for row, element in enumerate(found(table, "w:tr")):
        column = 0
        for cell in found(element, "w:tc"):
            span = int(found(cell, "string(w:tcPr/w:gridSpan/@w:val)") or 1)
            merge = found(cell, "w:tcPr/w:vMerge")
            if merge and merge[0].get(f"{W}val", "continue") == "continue":
                made[open_cells[column]][0] += 1
                assert not text(cell)
            else:
                made[row, column] = [1, span, text(cell)]
                open_cells[column] = row, column
            column += span
        assert column == len(found(table, "w:tblGrid/w:gridCol"))
    return {(*place, *told) for place, told in made.items()}


def expected_cells(grid: Grid) -> set:
    """Return the same of a grid; a line end and what no page holds is not in these."""
    return {(each.row, each.column, each.rowspan, each.colspan, each.text) for row in grid.whole_rows() for each in row}


def scattered(form: gr.Form) -> gr.Report:
    """A report with another five-digit number in every cell that holds one, open rows named."""
    report = gr.blank(form, "某局", 2021)
    for axis in form.axes.values():
        if axis.open:
            report = report.name(axis.id, [Member(f"{axis.id}{at}", FrozenMap(en=f"{axis.id} {at}")) for at in (1, 2)])
    cells = [cell for cell in report.cells() if form.traits(cell).datatype in NUMBERS]
    drawn = random.Random(20180118).sample(range(10_000, 99_999), len(cells))
    return report.fill(dict(zip(map(str, cells), drawn, strict=True)))


@pytest.fixture(params=["cn/2021", "cn/2014", "cn/ningxia-2017", "us/2017", "china", "us", "canada"])
def numbered(request, mini) -> gr.Report:
    return scattered(gr.form(request.param) if "/" in request.param else mini(request.param))


def test_the_spans_are_those_of_the_grids(numbered):
    grids = [block for block in gr.build(numbered).walk() if isinstance(block, Grid)]
    tables = found(main(gr.render(numbered, "docx")), "//w:tbl")
    assert len(tables) == len([grid for grid in grids if grid.cells]) > 0
    for grid, table in zip(grids, tables, strict=True):
        assert cells_of(table) == expected_cells(grid), grid.id
        widths = [int(each) for each in found(table, "w:tblGrid/w:gridCol/@w:w")]
        assert sum(widths) == int(found(table, "string(w:tblPr/w:tblW/@w:w)"))
        for row in found(table, "w:tr"):
            assert sum(int(each) for each in found(row, "w:tc/w:tcPr/w:tcW/@w:w")) == sum(widths)


def test_heads_repeat_and_no_row_is_divided(numbered):
    grids = [block for block in gr.build(numbered).walk() if isinstance(block, Grid)]
    for grid, table in zip(grids, found(main(gr.render(numbered, "docx")), "//w:tbl"), strict=True):
        rows = found(table, "w:tr")
        assert [bool(found(row, "w:trPr/w:tblHeader")) for row in rows] == [
            place < grid.head_rows for place in range(grid.rows)
        ]
        assert all(found(row, "w:trPr/w:cantSplit") for row in rows)


def test_every_value_is_found_by_its_address(numbered):
    controls = found(main(gr.render(numbered, "docx")), "//w:tc//w:sdt")
    told = {found(each, "string(w:sdtPr/w:tag/@w:val)"): text(each) for each in controls}
    assert len(told) == len(controls)
    for cell, value in numbered.values.items():
        assert told[str(cell)] == f"{value.amount}", cell


def test_a_blank_and_a_zero_are_told_apart_at_their_address(report):
    body = main(gr.render(report.fill({"sub_offices": None, "own_docs": 0}), "docx"))
    one = "string(//w:sdt[w:sdtPr/w:tag/@w:val='{}']//w:t)"
    assert [found(body, one.format(each)) for each in ("sub_offices", "own_docs")] == ["（空）", "0"]


def test_an_address_that_no_tag_holds_is_cut_and_told(tmp_path):
    cell = GridCell(0, 0, (Run("7", cell="x" * 80),), cell="x" * 80)
    document = Document("t", "en", (Grid((cell,), 1, 1),))
    registry = Registry()
    context = RenderContext(None, "en", registry.theme(), {}, registry)
    data = registry.render_document("docx", document, context)
    assert len(found(main(data), "string(//w:tag/@w:val)")) <= 64
    assert context.warnings == [f"the address {'x' * 80} is longer than Word keeps one: it was cut"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_style_is_declared_and_nothing_is_set_by_hand(language):
    report = scattered(gr.form("cn/2021"))
    told = "## 一、甲\n\n**强** *调* `码` [链](https://example.org/)\n\n- 甲\n  1. 乙\n- 丙"
    report = attrs.evolve(report.tell("overview", told), published=dt.date(2022, 2, 8))
    made = parts(gr.render(report, "docx", language=language, findings=True))
    ids = found(made["word/styles.xml"], "//w:style/@w:styleId")
    assert len(ids) == len(set(ids))
    for name in ("word/document.xml", *(each for each in made if each.startswith("word/footer"))):
        used = found(made[name], "//w:pStyle/@w:val | //w:rStyle/@w:val | //w:tblStyle/@w:val")
        assert used
        assert set(used) <= set(ids)
        by_hand = "//w:rFonts | //w:sz | //w:spacing | //w:jc | //w:color | //w:ind | //w:tblBorders | //w:vAlign"
        assert not found(made[name], by_hand)
        assert not found(made[name], "//w:p[not(w:pPr/w:pStyle)]")
    based = set(found(made["word/styles.xml"], "//w:basedOn/@w:val | //w:next/@w:val"))
    assert based <= set(ids)


def test_the_styles_have_the_tokens_of_the_theme():
    opened = docx.Document(io.BytesIO(rendered(Paragraph((Run("政"),)), language="zh")))
    fonts = {
        name: found(opened.styles[name].element, "string(w:rPr/w:rFonts/@w:eastAsia)")
        for name in ("Title", "Heading 1", "Heading 2", "Annex Title", "Note")
    }
    assert fonts == {
        "Title": "方正小标宋简体",
        "Heading 1": "黑体",
        "Heading 2": "楷体_GB2312",
        "Annex Title": "方正小标宋简体",
        "Note": "宋体",
    }
    normal, body = opened.styles["Normal"], opened.styles["Body Text"]
    assert normal.paragraph_format.line_spacing.pt == pytest.approx(28.9)
    assert found(body.element, "string(w:pPr/w:ind/@w:firstLineChars)") == "200"
    assert opened.styles["Title"].font.size.pt == 22
    assert opened.styles["Title"].font.bold is False
    (section,) = opened.sections
    sides = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    assert [round(each.mm) for each in sides] == [37, 28, 26, 35]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert opened.settings.odd_and_even_pages_header_footer
    feet = {"odd": section.footer, "even": section.even_page_footer}
    for name, side in (("odd", "right"), ("even", "left")):
        (paragraph,) = feet[name].paragraphs
        assert "".join(found(paragraph._p, ".//w:t/text()")) == "— 1 —"
        assert found(paragraph._p, "string(w:fldSimple/@w:instr)") == " PAGE "
        assert found(paragraph.style.element, "string(w:pPr/w:jc/@w:val)") == side


def test_an_english_document_has_its_own_fonts_and_one_for_chinese():
    opened = docx.Document(io.BytesIO(rendered(Paragraph((Run("a"),)), title="T", paper="Letter")))
    fonts = found(opened.styles.element, "w:docDefaults//w:rFonts")[0]
    assert (fonts.get(f"{W}ascii"), fonts.get(f"{W}eastAsia")) == ("Source Serif 4", "仿宋_GB2312")
    assert opened.styles["Heading 1"].font.bold is True
    assert "Georgia" in found(
        parts(rendered())["word/fontTable.xml"], "string(//w:font[@w:name='Source Serif 4']/w:altName/@w:val)"
    )
    assert round(opened.sections[0].page_width.inches, 1) == 8.5
    assert opened.sections[0].footer.paragraphs[0].text == "T\t / "  # the numbers are fields
    assert not opened.settings.odd_and_even_pages_header_footer


def test_headings_are_headings():
    blocks = (Heading(2, (Run("section"),)), Heading(3, (Run("below"),)), Heading(5, (Run("deep"),)))
    annex = (PageBreak(), Paragraph((Run("Annex"),), "annex"), Heading(2, (Run("annexed"),)))
    opened = docx.Document(io.BytesIO(rendered(*blocks, *annex)))
    told = [(each.style.name, each.text) for each in opened.paragraphs]
    assert told == [
        ("Title", "The title"),
        ("Heading 1", "section"),
        ("Heading 2", "below"),
        ("Heading 4", "deep"),
        ("Annex", "Annex"),
        ("Annex Title", "annexed"),
    ]
    assert opened.paragraphs[4].paragraph_format.page_break_before
    assert opened.styles["Annex Title"].base_style.name == "Heading 1"
    assert found(opened.styles["Heading 2"].element, "string(w:pPr/w:outlineLvl/@w:val)") == "1"


def test_lists_are_numbered_from_their_start_and_nested():
    inner = List(((Paragraph((Run("inner"),)),),))
    first = (Paragraph((Run("one"),)), Paragraph((Run("more"),)), inner)
    data = rendered(
        List((first, ()), ordered=True, start=7), List(((Paragraph((Run("anew"),)),),), ordered=True), language="zh"
    )
    made = parts(data)
    told = [
        (
            text(each),
            style(each),
            found(each, "string(w:pPr/w:numPr/w:numId/@w:val)"),
            found(each, "string(w:pPr/w:numPr/w:ilvl/@w:val)"),
        )
        for each in found(made["word/document.xml"], "//w:p")
    ]
    assert told[1:] == [
        ("one", "ListNumber", "2", "0"),
        ("more", "ListContinue", "", ""),
        ("inner", "ListBullet2", "1", "1"),
        ("", "ListNumber", "2", "0"),
        ("anew", "ListNumber", "3", "0"),
    ]
    starts = found(made["word/numbering.xml"], "//w:startOverride/@w:val")
    assert starts == ["7", "1"]


def test_links_lead_out_only_where_they_may_and_inside_to_their_place():
    runs = [
        Run("out", href="https://example.org/a b?x=1&y=<2>"),
        Run("js", href="javascript:alert(1)"),
        Run("in", target="n-1"),
    ]
    data = rendered(Paragraph((*runs, Run("nowhere", target="gone"))), Notes((Note("[1]", (Run("told"),), "n-1"),)))
    made = parts(data)
    relations = made["word/_rels/document.xml.rels"]
    outside = [each.get("Target") for each in relations if each.get("TargetMode") == "External"]
    assert outside == ["https://example.org/a%20b?x=1&y=%3C2%3E"]
    links = found(made["word/document.xml"], "//w:hyperlink")
    assert [text(each) for each in links] == ["out", "in"]
    (mark,) = found(made["word/document.xml"], "//w:bookmarkStart")
    assert links[1].get(f"{W}anchor") == mark.get(f"{W}name")
    assert text(mark.getparent()) == "[1] told"
    assert text(found(made["word/document.xml"], "//w:body")[0]).count("js") == 1


def test_a_finding_leads_to_its_cell_and_the_cell_to_the_finding(report):
    body = main(gr.render(report.fill({"own_docs": 999}), "docx", findings=True))
    names = found(body, "//w:bookmarkStart/@w:name")
    assert len(names) == len(set(names))
    assert all(len(each) <= 40 for each in names)
    anchors = found(body, "//w:hyperlink/@w:anchor")
    assert set(anchors) == set(names)
    assert any("own_docs" in each for each in anchors)
    (flag,) = found(body, "//w:tc[.//w:tag/@w:val='own_docs']//w:hyperlink")
    assert text(flag) == "※"


def test_a_wide_table_stands_on_a_turned_page_with_its_heading_and_notes():
    wide = Grid(tuple(GridCell(0, at, (Run(f"{10**9 + at}"),), numeric=True) for at in range(18)), 1, 18)
    blocks = (Heading(2, (Run("wide"),)), wide, Notes((Note("", (Run("a note"),)),)), Paragraph((Run("after"),)))
    data = rendered(Paragraph((Run("before"),)), *blocks)
    opened = docx.Document(io.BytesIO(data))
    turned = [section.page_width > section.page_height for section in opened.sections]
    assert turned == [False, True, False]
    ends = [text(each) for each in found(main(data), "//w:p[w:pPr/w:sectPr]")]
    assert ends == ["before", "a note"]
    width = int(found(main(data), "string(//w:tblW/@w:w)"))
    section = opened.sections[1]
    assert width == pytest.approx((section.page_width - section.left_margin - section.right_margin) / 635, abs=2)


def test_two_tables_do_not_become_one_and_the_last_is_not_the_end():
    one = Grid((GridCell(0, 0, (Run("1"),)),), 1, 1)
    tags = [each.tag for each in found(main(rendered(one, one)), "w:body/*")]
    assert tags == [f"{W}{each}" for each in ("p", "tbl", "p", "tbl", "p", "sectPr")]


def test_a_table_with_more_columns_than_word_takes_is_refused():
    wide = Grid(tuple(GridCell(0, at, (Run("1"),)) for at in range(64)), 1, 64, id="t")
    with pytest.raises(gr.InvalidInput, match="table t has 64 columns, and Word takes 63 at most"):
        rendered(wide)


def test_what_xml_forbids_is_spelt_out():
    told = "a\x00b\ud800c\uffffd\u202ee"
    assert text(found(main(rendered(Paragraph((Run(told),)))), "//w:p[2]")[0]) == r"a\u0000b\ud800c\uffffd\u202ee"


def test_the_properties_are_those_of_the_document(report):
    opened = docx.Document(io.BytesIO(gr.render(report, "docx")))
    told = opened.core_properties
    assert (told.title, told.author) == (
        "银川德胜工业园区管委会2017年政府信息公开工作年度报告",
        "银川德胜工业园区管委会",
    )
    assert told.language.startswith("zh")
    assert told.subject
    assert told.created == told.modified == dt.datetime(2018, 1, 18, tzinfo=told.created.tzinfo)
    assert docx.Document(io.BytesIO(rendered())).core_properties.created is None  # it has no clock


def test_the_same_report_gives_the_same_bytes(report):
    first, second = gr.render(report, "docx", findings=True), gr.render(report, "docx", findings=True)
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {each.date_time for each in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.fixture
def official_fonts(tmp_path) -> dict[str, str]:
    """An environment in which the theme's own fonts stand in for the official ones, which this machine may lack."""
    theme = Registry().theme()
    wanted = {each for role in theme.tokens["zh"].values() for each in role.get("families", ())}
    folder = theme.fonts[0].path.parent
    stand_in = "".join(
        f'<match target="pattern"><test name="family"><string>{each}</string></test>'
        '<edit name="family" mode="assign" binding="strong"><string>Noto Serif SC</string></edit></match>'
        for each in sorted(wanted)
    )
    config = f"<fontconfig><dir>{folder}</dir><cachedir>{tmp_path}/fonts</cachedir>{stand_in}</fontconfig>"
    (tmp_path / "fonts.conf").write_text(config, "utf-8")
    return {**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}


@pytest.mark.slow
@pytest.mark.parametrize("form", ["cn/2021", "cn/ningxia-2017", "us/2017"])
def test_libreoffice_makes_pages_of_it_with_every_number(form, tmp_path, official_fonts):
    if shutil.which("soffice") is None or shutil.which("pdftotext") is None:
        pytest.skip("LibreOffice or poppler-utils are not installed")
    report = scattered(gr.form(form))
    (tmp_path / "report.docx").write_bytes(gr.render(report, "docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    command.append(str(tmp_path / "report.docx"))
    subprocess.run(command, capture_output=True, check=True, timeout=120, env=official_fonts)
    done = subprocess.run(["pdftotext", "-layout", str(tmp_path / "report.pdf"), "-"], capture_output=True, check=True)
    assert {f"{value.amount}" for value in report.values.values()} <= set(done.stdout.decode().split())
