"""What a screen reader says of each cell: the tags of both engines' tables, read back together with the text they mark."""

from __future__ import annotations

import io
import re
from collections import defaultdict

import attrs
import pytest

import govreport as gr
from govreport.document import Document, Grid, GridCell, Run
from govreport.document.tags import tag_tables
from govreport.plugin import RenderContext
from tests.formats.readers_of_output import squeeze

pikepdf = pytest.importorskip("pikepdf")
pdfplumber = pytest.importorskip("pdfplumber")
EDITIONS = ["cn/2014", "cn/2019", "cn/2021", "cn/fujian-2009", "cn/fujian-2017", "cn/ningxia-2017"]


def kids(element):
    given = element.get("/K", [])
    return list(given) if isinstance(given, pikepdf.Array) else [given]


def elements(parent, kind):
    """Yield the structure elements of a kind below another."""
    for each in kids(parent):
        if isinstance(each, pikepdf.Dictionary) and "/S" in each:
            if kind == each.S:
                yield each
            yield from elements(each, kind)


class Heard:
    """A tagged PDF as a screen reader has it."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pikepdf.open(io.BytesIO(pdf))
        self.root = self.pdf.Root.StructTreeRoot
        self.texts: dict[tuple[int, int], str] = defaultdict(str)
        with pdfplumber.open(io.BytesIO(pdf)) as read:
            for number, page in enumerate(read.pages):
                for char in page.chars:
                    if char["mcid"] is not None:
                        self.texts[number, char["mcid"]] += char["text"]
        self.pages = {page.obj.objgen: number for number, page in enumerate(self.pdf.pages)}
        self.names = {
            bytes(name): element
            for kid in self.root.IDTree.Kids
            for name, element in zip(list(kid.Names)[::2], list(kid.Names)[1::2], strict=True)
        }

    def marks(self, element, page=None):
        """Yield page and number of each piece of marked content below an element."""
        page = self.pages[element.Pg.objgen] if "/Pg" in element else page
        for each in kids(element):
            if not isinstance(each, pikepdf.Dictionary):
                yield page, int(each)
            elif "/MCID" in each:
                yield self.pages[each.Pg.objgen] if "/Pg" in each else page, int(each.MCID)
            elif "/S" in each:
                yield from self.marks(each, page)

    def text(self, element) -> str:
        return squeeze("".join(self.texts[place] for place in self.marks(element)))

    def table(self, element) -> list[list[tuple]]:
        """Return each cell of a table: kind, spans, scope, text, texts of its heads."""
        rows = []
        for row in elements(element, "/TR"):
            cells = []
            for cell in kids(row):
                about = cell.A
                heads = [self.text(self.names[bytes(each)]) for each in about.get("/Headers", [])]
                spans = (int(about.get("/RowSpan", 1)), int(about.get("/ColSpan", 1)))
                cells.append((str(cell.S), spans, str(about.get("/Scope", "")), self.text(cell), heads))
            rows.append(cells)
        return rows


def expected(grid: Grid) -> list[list[tuple]]:
    """Return the same of a grid."""
    headers = grid.headers()
    scopes = {"row": "/Row", "data": "", "unit": "", "void": ""}

    def told(cell: GridCell) -> tuple:
        heads = [squeeze(each.text) for each in headers.get((cell.row, cell.column), ())]
        kind = "/TH" if cell.is_header else "/TD"
        return kind, (cell.rowspan, cell.colspan), scopes.get(cell.kind, "/Column"), squeeze(cell.text), heads

    return [[told(cell) for cell in row] for row in grid.whole_rows()]


def hold(pdf: bytes, document: Document) -> Heard:
    """Assert that a PDF says of each table what its grid is, and that nothing marked is lost."""
    heard = Heard(pdf)
    grids = [block for block in document.walk() if isinstance(block, Grid)]
    tables = list(elements(heard.root, "/Table"))
    assert len(tables) == len(grids)
    for table, grid in zip(tables, grids, strict=True):
        assert heard.table(table) == expected(grid)
    in_tree = set(heard.marks(heard.root))
    marked = {
        (number, int(mark))
        for number, page in enumerate(heard.pdf.pages)
        for mark in re.findall(rb"/MCID (\d+)", page.Contents.read_bytes())
    }
    assert marked == in_tree
    return heard


def filled(form: gr.Form) -> gr.Report:
    report = gr.blank(form, "某局", form.last_year or form.first_year)
    return report.fill({cell: 1000 + number for number, cell in enumerate(report.cells())})


@pytest.mark.parametrize("edition", EDITIONS)
def test_each_cell_of_each_edition_is_told_with_its_heads(edition, engine):
    report = filled(gr.form(edition))
    hold(gr.render(report, "pdf", engine=engine), gr.build(report))


@pytest.mark.parametrize("name", ["china", "us", "canada"])
def test_each_cell_of_the_miniatures_is_told_with_its_heads(name, mini, engine):
    report = filled(mini(name))
    hold(gr.render(report, "pdf", engine=engine), gr.build(report))


def test_heads_that_are_printed_again_are_told_once(engine):
    report = filled(gr.form("cn/ningxia-2017"))
    pdf = gr.render(report, "pdf", engine=engine)
    heard = hold(pdf, gr.build(report))
    with pdfplumber.open(io.BytesIO(pdf)) as read:
        printed = sum(squeeze(page.extract_text()).count("统计指标") for page in read.pages)
    assert printed > 1
    assert sum(text.count("统计指标") for text in map(heard.text, elements(heard.root, "/Table"))) == 1


def rendered(document: Document, engine: str) -> tuple[bytes, list[str]]:
    registry = gr.Registry()
    context = RenderContext(None, document.language, registry.theme(), {}, registry)
    return registry.render_document("pdf", document, context, engine), context.warnings


def grid(rows: int, name: str, *, text: str = "1") -> Grid:
    heads = (GridCell(0, 0, kind="corner"), GridCell(0, 1, (Run(f"head {name}"),), kind="column"))
    body = (
        cell
        for row in range(1, rows)
        for cell in (GridCell(row, 0, (Run(f"row {row}"),), kind="row"), GridCell(row, 1, (Run(text),)))
    )
    return Grid((*heads, *body), rows, 2, 1, 1, id=f"table-{name}")


def test_tables_one_after_the_other_that_break_over_pages_stay_apart(engine):
    document = Document("t", "en", tuple(grid(rows, name) for name, rows in (("a", 95), ("b", 3), ("c", 120))))
    pdf, warnings = rendered(document, engine)
    assert not warnings
    heard = hold(pdf, document)
    assert len(heard.pages) > 3


def test_where_a_row_is_taller_than_a_page_no_cell_is_tied_to_heads_and_that_is_said(pango):
    document = Document("t", "en", (grid(3, "a"), grid(3, "b", text="word " * 9000)))
    pdf, warnings = rendered(document, "weasyprint")
    assert len([each for each in warnings if "no cell is tied to its heads" in each]) == 1
    heard = Heard(pdf)
    assert heard.text(heard.root).count("word") == 18000
    assert not any("/Headers" in each.get("/A", {}) for each in elements(heard.root, "/TD"))


def test_what_is_not_the_pdf_of_a_document_is_left_without_heads(engine):
    report = filled(gr.form("cn/2021"))
    pdf = gr.render(report, "pdf", engine=engine)
    other = attrs.evolve(gr.build(report), blocks=(grid(4, "a"),))
    warnings: list[str] = []
    heard = Heard(tag_tables(pdf, other, warnings.append))
    assert len(warnings) == 1
    assert not any("/Headers" in each.get("/A", {}) for each in elements(heard.root, "/TD"))
