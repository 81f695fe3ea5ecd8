"""The web page: one self-contained file, readable on any screen, on paper and by a screen reader."""

from __future__ import annotations

from collections.abc import Iterator

from govreport.plugin import Capabilities, OutputFormat, hookimpl


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
        summary="a self-contained web page, no script, nothing loaded; purpose: screen, or print for an engine",
    )
