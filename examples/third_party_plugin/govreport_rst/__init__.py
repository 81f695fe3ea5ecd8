"""Reports as reStructuredText, for sites that Sphinx makes: a whole plugin for govreport."""

from __future__ import annotations

from collections.abc import Iterator

from govreport.plugin import BLOCKS, Capabilities, OutputFormat, hookimpl

GOVREPORT_API = (1, 0)


@hookimpl
def govreport_formats() -> Iterator[OutputFormat]:
    """Give the format `rst`."""
    yield OutputFormat(
        "rst",
        (".rst",),
        "text/x-rst",
        "govreport_rst.render:render",  # by name, so that listing formats does not import it
        capabilities=Capabilities(blocks=BLOCKS - {"figure", "pagebreak"}, spans=False),  # what is lost is told
        summary="reStructuredText, for Sphinx and docutils",
    )
