"""Data in a PDF: the report that its pages print, as an associated file (ISO 32000-2, 14.13; PDF/A-3, ISO 19005-3)."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pikepdf

NAME = "report.json"
"""What the file in the PDF is called."""


def embed_report(pdf: Any, data: bytes, date: str | None) -> None:
    """Put the data of a report into an opened PDF, as the source of its pages.

    Args:
        pdf: as pikepdf opened it.
        data: the report in JSON.
        date: of publication (ISO 8601); the file in the PDF is told to be of that day, so that no clock is read.
    """
    day = dt.date.fromisoformat(date) if date else dt.date(1980, 1, 1)
    stream = pdf.make_stream(data)
    stream.Type = pikepdf.Name.EmbeddedFile
    stream.Subtype = pikepdf.Name("/application/json")
    stream.Params = pikepdf.Dictionary(Size=len(data), ModDate=pikepdf.String(f"D:{day:%Y%m%d}000000Z"))
    spec = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Filespec,
            F=pikepdf.String(NAME),
            UF=pikepdf.String(NAME),
            AFRelationship=pikepdf.Name.Source,
            Desc=pikepdf.String("The report as data (govreport report/1)"),
            EF=pikepdf.Dictionary(F=stream, UF=stream),
        )
    )
    names = pdf.Root.get("/Names", pikepdf.Dictionary())
    names.EmbeddedFiles = pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String(NAME), spec]))
    pdf.Root.Names = names
    pdf.Root.AF = pikepdf.Array([spec])


def embedded_report(pdf: bytes) -> bytes | None:
    """Return the data of the report that a PDF carries, in JSON; None if it carries none.

    Raises:
        pikepdf.PdfError: if it is no PDF, or locked by a password.
    """
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for name, spec in opened.attachments.items():
            if name == NAME:
                return bytes(spec.get_file().read_bytes())
    return None
