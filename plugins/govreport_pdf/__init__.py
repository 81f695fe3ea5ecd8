"""The PDF, by WeasyPrint: A4 as official documents are set, tagged, with bookmarks and every font embedded."""

from __future__ import annotations

from collections.abc import Iterator

from govreport.plugin import Capabilities, Diagnostic, OutputFormat, Reader, hookimpl


@hookimpl
def govreport_formats() -> Iterator[OutputFormat]:
    """Give the format `pdf`, by the engine `weasyprint`."""
    yield OutputFormat(
        "pdf",
        (".pdf",),
        "application/pdf",
        "govreport_pdf.render:render",
        options={"data": True},
        capabilities=Capabilities(links=True),
        summary="pages to print and sign, by WeasyPrint",
        engine="weasyprint",
        preference=2,
    )


def sniff(head: bytes, name: str) -> float:
    """Say whether a file is a PDF: by what it begins with."""
    return 0.95 if b"%PDF-" in head[:1024] else 0.0


@hookimpl
def govreport_readers() -> Iterator[Reader]:
    """Give the reader `pdf`."""
    yield Reader(
        "pdf",
        (".pdf",),
        ("application/pdf",),
        sniff,
        "govreport_pdf.read:read",
        requires=("read",),
        summary="a report in a PDF: the data that it carries, else what its pages say",
    )


@hookimpl
def govreport_diagnose() -> Iterator[Diagnostic]:
    """Say whether Pango is there, which way fonts are subset, and which official faces the machine has."""
    from govreport_pdf.doctor import diagnose

    yield from diagnose()
