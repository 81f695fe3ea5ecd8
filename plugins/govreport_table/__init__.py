"""The plain table: a report as text in columns, for terminals and mail."""

from __future__ import annotations

from collections.abc import Iterator

from govreport.plugin import Capabilities, OutputFormat, hookimpl


@hookimpl
def govreport_formats() -> Iterator[OutputFormat]:
    """Give the format `table`."""
    yield OutputFormat(
        "table",
        (".txt",),
        "text/plain",
        "govreport_table.render:render",
        options={"style": "simple", "width": 100, "narrative": True},
        capabilities=Capabilities(spans=False),
        summary="the report as plain text; style: any of tabulate (simple, grid, pipe …)",
        aliases=("text", "txt"),
    )
