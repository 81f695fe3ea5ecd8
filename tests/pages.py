"""A document with every kind of block, its pages by Typst, and their words."""

from __future__ import annotations

import io

from govreport.document import (
    Attestation,
    Document,
    Figure,
    Finding,
    Findings,
    Grid,
    GridCell,
    Heading,
    List,
    Note,
    Notes,
    PageBreak,
    Paragraph,
    Run,
)
from govreport.model.value import State
from govreport.plugin import RenderContext
from govreport.verbs import default_registry

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><rect width="90" height="20" fill="#888"/></svg>'
GRID = Grid(
    (
        GridCell(0, 0, (Run("corner"),), "corner"),
        GridCell(0, 1, (Run("unit"),), "column"),
        GridCell(0, 2, (Run("head"),), "column"),
        GridCell(1, 0, (Run("group"),), "group", colspan=3),
        GridCell(2, 0, (Run("row"),), "row", level=1),
        GridCell(2, 1, (Run("items"),), "unit"),
        GridCell(2, 2, (Run("31415", cell="a[b]"), Run("[1]", note=True)), cell="a[b]", numeric=True),
        GridCell(3, 0, (Run("other"),), "row"),
        GridCell(3, 1, (), "void"),
        GridCell(3, 2, (Run("(blank)", state=State.BLANK),), state=State.BLANK, cell="c"),
    ),
    *(4, 3, 1, 1),
    caption=(Run("caption"),),
    id="table-t",
)
FINDING = Finding(
    "error",
    "error",
    "RULE-1",
    "the sum",
    "1 ≠ 2",
    ("a[b]", "gone"),
    ("label", "lost"),
    ("h2",),
    ("line 3",),
    (("source", "law"), ("what to do", "mend it")),
    "finding-1",
)
BLOCKS = (
    Heading(1, (Run("The title"),)),
    Paragraph((Run("the lead"),), "lead"),
    Heading(2, (Run("heading two"),), "h2"),
    Heading(5, (Run("heading five"),), "h5"),
    Paragraph(
        (
            Run("plain "),
            Run("strong ", strong=True),
            Run("slanted ", emphasis=True),
            Run("x  = 1", code=True),
            Run("\nsecond line "),
            Run("linked", href="https://example.org/?a=1&b=2"),
        )
    ),
    List(((Paragraph((Run("one"),)), List(((Paragraph((Run("inner"),)),),))), (GRID,)), ordered=True, start=7),
    GRID,
    Notes((Note("[1]", (Run("a note"),), "n1"), Note("", (Run("the key"),)))),
    Paragraph((Run("Annex: caption"),), "annex-note"),
    Paragraph((Run("issuer"),), "issuer"),
    Paragraph((Run("January 18, 2018"),), "date"),
    PageBreak(),
    Paragraph((Run("Annex"),), "annex"),
    Heading(2, (Run("annexed"),), "h3"),
    Figure(SVG, "a grey bar", (Run("figure caption"),)),
    Attestation((("Head", "somebody"), ("Telephone", ""))),
    Findings((FINDING,), "the sum of it"),
    Paragraph((Run("中文“引文”，（括号）。"),), language="zh-Hans"),
)


def render(*blocks, language="en", **more) -> bytes:
    registry = default_registry()
    context = RenderContext(None, language, registry.theme(), {}, registry)
    document = Document("The title", language, blocks, **more)
    result = registry.render_document("pdf", document, context, "typst")
    assert context.warnings == []
    return result


def words(pdf: bytes) -> str:
    """Return the text of all pages, as pdfplumber finds it."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        return "\n".join(page.extract_text() for page in opened.pages)
