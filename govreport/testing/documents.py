"""Documents to try formats on: one for each kind of block, with a given text wherever the block holds one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from govreport.document import (
    Attestation,
    Block,
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
from govreport.model.frozen import FrozenMap
from govreport.model.value import State


def synthetic_documents(text: str = "marked", language: str = "en") -> Mapping[str, Document]:
    """Return a document for each kind of block, by the kind's name.

    Args:
        text: what stands in each text of the block (behind it, where the block holds none), not in the title.
        language: of the document.

    >>> document = synthetic_documents("here")["heading"]
    >>> [block.runs[0].text for block in document.blocks]
    ['here', 'here', 'here']
    """
    return FrozenMap({kind: Document("Title", language, blocks) for kind, blocks in _blocks(text).items()})


def _blocks(text: str) -> dict[str, tuple[Block, ...]]:
    runs = (Run(text),)
    item = (Paragraph(runs), List(((Paragraph(runs),),)))
    finding = Finding("error", text, "R-1", text, text, ("a[b]",), (text,), ("h-1",), (text,), ((text, text),), "f-1")
    settled = Finding("warning", "warning", "R-2", text, "", (), (), details=(("state", text),))
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8" width="8" height="8"><path d="M0 0h8v8z"/></svg>'
    return {
        "heading": (Heading(2, runs, "h-1"), Heading(3, runs, "h-2"), Heading(2, runs, "h-3")),
        "paragraph": (
            Paragraph(runs),
            Paragraph((Run(text, strong=True), Run(" "), Run(text, emphasis=True), Run(" "), Run(text, code=True))),
            Paragraph((Run(text, href="https://example.org/"),)),
            Paragraph(runs, "issuer"),
            Paragraph(runs, "annex"),
        ),
        "list": (List((item, (Paragraph(runs),))), List((item, item), ordered=True, start=3)),
        "grid": (_grid(text),),
        "notes": (Notes((Note("[1]", runs, "note-1"), Note("", runs)), "notes"),),
        "findings": (Findings((finding, settled), text, "findings-list"),),
        "attestation": (Attestation(((text, text), ("Head", text)), "attestation"),),
        "figure": (Figure(svg, text, runs, "figure-1"),),
        "pagebreak": (Paragraph((Run("before"),)), PageBreak("break-1"), Paragraph(runs)),
    }


def _grid(text: str) -> Grid:
    """Return a grid in which every kind of cell stands, with heads over two rows and columns, and a group."""
    return Grid(tuple(_cells((Run(text),))), 6, 4, head_rows=3, stub_columns=2, caption=(Run(text),), id="grid-1")


def _cells(runs: tuple[Run, ...]) -> Iterator[GridCell]:
    yield GridCell(0, 0, runs, "title", colspan=4)
    yield GridCell(1, 0, runs, "corner", 2, 2)
    yield GridCell(1, 2, runs, "column", colspan=2)
    yield GridCell(2, 2, (Run("unit"),), "column")
    yield GridCell(2, 3, runs, "column")
    yield GridCell(3, 0, runs, "group", colspan=4)
    yield GridCell(4, 0, runs, "row", 2)
    yield GridCell(4, 1, runs, "row", level=1)
    yield GridCell(4, 2, (Run("items"),), "unit")
    yield GridCell(
        4, 3, (Run("314159", cell="a[b]", state=State.NUMBER),), state=State.NUMBER, cell="a[b]", numeric=True
    )
    yield GridCell(5, 1, (Run("second"),), "row", level=1)
    yield GridCell(5, 2, kind="void")
    invalid = (*runs, Run("(invalid)", state=State.INVALID), Run("[1]", note=True))
    yield GridCell(5, 3, invalid, state=State.INVALID, cell="c[d]")
