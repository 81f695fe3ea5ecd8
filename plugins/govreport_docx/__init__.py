"""Word files: a report as a document of real styles, headings and tables."""

from __future__ import annotations

from collections.abc import Iterator

from govreport.plugin import BLOCKS, Capabilities, OutputFormat, Reader, hookimpl


@hookimpl
def govreport_formats() -> Iterator[OutputFormat]:
    """Give the format `docx`."""
    yield OutputFormat(
        "docx",
        (".docx",),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "govreport_docx.render:render",
        capabilities=Capabilities(blocks=BLOCKS - {"figure"}, links=True),  # Word has no SVG without a raster beside it
        summary="a Word document to edit, send on and sign: real styles, headings, tables; each figure has its address",
    )


def sniff(head: bytes, name: str) -> float:
    """Say whether a file is a Word file: an archive with a part of one, or by its name."""
    if not head.startswith(b"PK"):
        return 0.0
    return 0.9 if b"word/" in head or name.lower().endswith(".docx") else 0.0


@hookimpl
def govreport_readers() -> Iterator[Reader]:
    """Give the reader `docx`."""
    yield Reader(
        "docx",
        (".docx",),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",),
        sniff,
        "govreport_docx.read:read",
        requires=("docx",),
        summary="a report as published in a Word file",
    )
