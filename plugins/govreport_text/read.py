"""A published text as lines."""

from __future__ import annotations

from govreport import Report
from govreport.plugin import ReadContext
from govreport.reading import Source
from govreport.reading.published import Page, read_published
from govreport.reading.published.lines import lines_of


def read(source: Source, context: ReadContext) -> Report:
    """Read a report as published in plain text.

    Raises:
        InvalidInput: if it is none, or does not say which form and year it is of (see `read_published`).
    """
    return read_published(Page(source.name, tuple(lines_of(source.text()))), context)
