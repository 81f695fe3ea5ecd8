"""What of a document a format cannot carry, by what its record declares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from govreport.document import Document, Grid, GridCell
from govreport.model.frozen import FrozenMap
from govreport.model.value import State
from govreport.plugin.records import Capabilities

_WORDS: Mapping[str, str] = FrozenMap(
    heading="headings",
    paragraph="paragraphs",
    list="lists",
    grid="tables",
    notes="notes",
    findings="findings",
    attestation="signatures",
    figure="figures",
    pagebreak="page breaks",
)


def losses_of(document: Document, capabilities: Capabilities, *, findings: bool = False) -> tuple[str, ...]:
    """Return one sentence for each thing that stands in a document and that a format does not show.

    Args:
        document: what is to be rendered.
        capabilities: of the format; one that writes the report itself loses nothing of the document.
        findings: whether findings were asked for.

    >>> from govreport.document import PageBreak
    >>> losses_of(Document("t", "en", (PageBreak(),)), Capabilities(blocks={"heading", "grid"}))
    ('page breaks are not shown',)
    """
    return tuple(_losses(document, capabilities, findings))


def _losses(document: Document, capabilities: Capabilities, findings: bool) -> Iterator[str]:
    kinds = {block.kind for block in document.walk()} if capabilities.blocks else set[str]()
    shown = capabilities.blocks - (frozenset() if capabilities.findings else {"findings"})
    if findings and not capabilities.findings:
        kinds.add("findings")
    for kind, words in _WORDS.items():
        if kind in kinds - shown:
            yield f"{words} are not shown"
    cells = [cell for block in document.walk() if isinstance(block, Grid) for cell in block.cells]
    if not capabilities.blocks or "grid" not in shown:
        return
    if not capabilities.spans and any(cell.rowspan > 1 or cell.colspan > 1 for cell in cells):
        yield "cells that span rows or columns are not shown as such"
    if not capabilities.states and any(map(_is_missing, cells)):
        yield "the reasons why a value is missing are not told apart"
    if not capabilities.links and any(cell.cell for cell in cells):
        yield "no address leads back to the cell of a figure"


def _is_missing(cell: GridCell) -> bool:
    return cell.state not in {None, State.NUMBER}
