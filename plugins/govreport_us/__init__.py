"""The United States: the Annual FOIA Report, its two forms, its rules, and the official XML, read and written."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from govreport.plugin import Capabilities, OutputFormat, Reader, RuleSet, hookimpl

_ROOT = b"FoiaAnnualReport"


@hookimpl
def govreport_rulesets() -> Iterator[RuleSet]:
    """Give the rule set `us`."""
    labels = {"en": "United States: the Annual FOIA Report", "zh": "美国《信息自由法》年度报告"}
    yield RuleSet("us", files(__name__), labels)


def sniff(head: bytes, name: str) -> float:
    """Say whether a file is an Annual FOIA Report in the official XML: by its root element."""
    if _ROOT in head and b"leisp.usdoj.gov/niem" in head:
        return 1.0
    return 0.3 if name.lower().endswith(".xml") else 0.0


@hookimpl
def govreport_readers() -> Iterator[Reader]:
    """Give the reader `foia-xml`."""
    yield Reader(
        "foia-xml",
        (".xml",),
        ("application/xml", "text/xml"),
        sniff,
        "govreport_us.read:read",
        summary="an Annual FOIA Report in the official XML (NIEM)",
    )


@hookimpl
def govreport_formats() -> Iterator[OutputFormat]:
    """Give the format `foia-xml`."""
    yield OutputFormat(
        "foia-xml",
        (".xml",),
        "application/xml",
        "govreport_us.write:render",
        options={"schema": ""},
        capabilities=Capabilities(blocks=frozenset(), findings=False),
        summary="an Annual FOIA Report in the official XML (NIEM), for foia.gov",
    )
