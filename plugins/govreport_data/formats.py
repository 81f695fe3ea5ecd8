"""The work of the formats and readers of this plugin, imported when one of them is first used."""

from __future__ import annotations

from govreport import InvalidInput, Report
from govreport.document import Document
from govreport.plugin import ReadContext, RenderContext
from govreport.reading import Source, build_report, parse_json, parse_toml
from govreport.writing import plain_report, to_fill_in, to_json, to_toml


def _report(context: RenderContext) -> Report:
    if context.report is None:
        msg = "this document was not made from one report, and only a report can be written as data"
        raise InvalidInput(msg)
    return context.report


def render_json(document: Document, context: RenderContext) -> str:
    """Return the report as JSON, or the data of what else the document was made of."""
    return to_json(plain_report(_report(context)) if context.data is None else context.data)


def render_toml(document: Document, context: RenderContext) -> str:
    """Return the report as TOML."""
    report = _report(context)
    return to_fill_in(report, context.language) if context.options["comments"] else to_toml(report)


def read_json(source: Source, context: ReadContext) -> Report:
    """Read a report in JSON."""
    return build_report(parse_json(source), source.name, context.form)


def read_toml(source: Source, context: ReadContext) -> Report:
    """Read a report in TOML."""
    return build_report(parse_toml(source), source.name, context.form)
