"""Workbooks: a report with live totals, to read or to fill in, and read back."""

from __future__ import annotations

from collections.abc import Iterator

from govreport.plugin import BLOCKS, Capabilities, OutputFormat, Reader, hookimpl

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@hookimpl
def govreport_formats() -> Iterator[OutputFormat]:
    """Give the format `xlsx`."""
    yield OutputFormat(
        "xlsx",
        (".xlsx",),
        _MEDIA_TYPE,
        "govreport_xlsx.render:render",
        options={"fill_in": False, "rows": 10, "data": True},
        capabilities=Capabilities(blocks=BLOCKS - {"figure"}, links=True),  # no spreadsheet takes SVG alone
        requires=("xlsx",),
        summary="a workbook: live totals and checks; fill_in: to be filled in; rows: free rows; data: to be read back",
    )


def sniff(head: bytes, name: str) -> float:
    """Say whether a file is a workbook: an archive with a part of one, or by its name."""
    if not head.startswith(b"PK"):
        return 0.0
    return 0.9 if b"xl/" in head or name.lower().endswith((".xlsx", ".xlsm")) else 0.0


@hookimpl
def govreport_readers() -> Iterator[Reader]:
    """Give the reader `xlsx`."""
    yield Reader(
        "xlsx",
        (".xlsx",),
        (_MEDIA_TYPE,),
        sniff,
        "govreport_xlsx.read:read",
        requires=("xlsx",),
        summary="a report in a workbook: one of ours filled in or edited, or any as published",
    )
