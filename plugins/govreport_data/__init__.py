"""Reports as data, both ways and exact: `report/1` in JSON and TOML, and the figures alone in CSV."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govreport.plugin import Capabilities, OutputFormat, Reader, hookimpl

_THE_REPORT_ITSELF = Capabilities(blocks=frozenset(), findings=False)


@hookimpl
def govreport_formats() -> Iterator[OutputFormat]:
    """Give the formats `csv`, `json` and `toml`."""
    yield OutputFormat(
        "csv",
        (".csv",),
        "text/csv",
        "govreport_data.tidy:render",
        options={"bom": True, "formulas": "guard"},
        capabilities=Capabilities(blocks={"grid"}, spans=False, links=True, findings=False),
        summary="the figures, one a row, for spreadsheets and statistics; formulas: guard, or keep texts as they are",
    )
    yield OutputFormat(
        "json",
        (".json",),
        "application/json",
        "govreport_data.formats:render_json",
        capabilities=_THE_REPORT_ITSELF,
        summary="the report itself, exact, for programs",
    )
    yield OutputFormat(
        "toml",
        (".toml",),
        "application/toml",
        "govreport_data.formats:render_toml",
        options={"comments": False},
        capabilities=_THE_REPORT_ITSELF,
        summary="the report itself, exact, for people with an editor",
    )


def sniff_json(head: bytes, name: str) -> float:
    """Say whether a file is a report in JSON: by its name, and by what it begins with."""
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return 0.9 if b'"govreport"' in head else 0.6
    return 0.5 if name.lower().endswith(".json") else 0.0


def sniff_toml(head: bytes, name: str) -> float:
    """Say whether a file is a report in TOML."""
    if name.lower().endswith(".toml"):
        return 0.8
    return 0.7 if b'govreport = "report/' in head else 0.0


def sniff_csv(head: bytes, name: str) -> float:
    """Say whether a file is figures in CSV, by the heads of its columns: a case ledger has others."""
    line = head.split(b"\n", 1)[0].lstrip(b"\xef\xbb\xbf")
    heads = {each.strip(b' "\r') for each in re.split(rb"[,;\t]", line)}
    return 0.95 if {b"publisher", b"form", b"period", b"address", b"value", b"state"} <= heads else 0.0


@hookimpl
def govreport_readers() -> Iterator[Reader]:
    """Give the readers `csv`, `json` and `toml`."""
    yield Reader(
        "csv",
        (".csv",),
        ("text/csv",),
        sniff_csv,
        "govreport_data.tidy_reading:read",
        summary="the figures of one report, one a row, as the format csv writes them",
    )
    yield Reader(
        "json",
        (".json",),
        ("application/json",),
        sniff_json,
        "govreport_data.formats:read_json",
        summary="report/1 in JSON",
    )
    yield Reader(
        "toml",
        (".toml",),
        ("application/toml",),
        sniff_toml,
        "govreport_data.formats:read_toml",
        summary="report/1 in TOML",
    )
