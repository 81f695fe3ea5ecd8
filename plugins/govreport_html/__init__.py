"""The web page: one self-contained file, readable on any screen, on paper and by a screen reader."""

from __future__ import annotations

from collections.abc import Iterator

from govreport.plugin import Capabilities, OutputFormat, Reader, hookimpl


@hookimpl
def govreport_formats() -> Iterator[OutputFormat]:
    """Give the format `html`."""
    yield OutputFormat(
        "html",
        (".html", ".htm"),
        "text/html",
        "govreport_html.render:render",
        options={"purpose": "screen"},
        capabilities=Capabilities(links=True),
        summary="a self-contained web page, no script, nothing loaded; purpose: screen, print, part (of another page)",
    )


def sniff(head: bytes, name: str) -> float:
    """Say whether a file is a web page: by what it begins with, and by its name."""
    if name.lower().endswith(".xml"):
        return 0.06  # who reads such files says better what is wrong with a page that is called one
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1024].lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return 0.9
    if b"<html" in start or b"<body" in start or b"<table" in start:
        return 0.7
    return 0.5 if name.lower().endswith((".html", ".htm", ".shtml", ".xhtml")) else 0.0


@hookimpl
def govreport_readers() -> Iterator[Reader]:
    """Give the reader `html`."""
    yield Reader(
        "html",
        (".html", ".htm", ".shtml"),
        ("text/html",),
        sniff,
        "govreport_html.read:read",
        requires=("read",),
        summary="a report as published on a web page",
    )
