"""A report as Markdown: for repositories, issue trackers, wikis, and whatever reads Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from govreport.plugin import BLOCKS, Capabilities, OutputFormat, hookimpl


@hookimpl
def govreport_formats() -> Iterator[OutputFormat]:
    """Give the format `markdown`."""
    yield OutputFormat(
        "markdown",
        (".md", ".markdown"),
        "text/markdown",
        "govreport_markdown.render:render",
        capabilities=Capabilities(blocks=BLOCKS - {"figure"}, spans=False),
        summary="the report as Markdown, with tables as GitHub has them and no HTML",
        aliases=("md",),
    )
