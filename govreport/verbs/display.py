"""How reports, findings and comparisons show themselves in a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govreport.checks.findings import Findings
from govreport.document.blocks import Document, Heading, Run
from govreport.document.build import build_document, findings_blocks
from govreport.errors import GovReportError
from govreport.model.report import Report
from govreport.plugin.contexts import RenderContext
from govreport.verbs.finding import default_registry

if TYPE_CHECKING:
    from govreport.combine.compare import Comparison


def as_html(thing: Report | Findings | Comparison) -> str | None:
    """Return what a notebook shows of a report, of findings or of a comparison; None if there is no format for it.

    >>> import govreport as gr
    >>> as_html(gr.blank(gr.form("cn/2021"), "某局", 2024)).splitlines()[0]
    '<div class="govreport" lang="zh-Hans">'
    """
    if isinstance(thing, Findings):
        report = thing.report
        title = Heading(1, (Run(report.heading()),), "title", report.in_language)
        blocks = (title, *findings_blocks(thing, report.in_language))
        document = Document(report.heading(), report.in_language, blocks)
    elif isinstance(thing, Report):
        document = build_document(thing)
    else:
        document = thing.document(thing.in_language)
    registry = default_registry()
    context = RenderContext(None, document.language, registry.theme(), {"purpose": "part"}, registry)
    try:
        return str(registry.render_document("html", document, context))
    except GovReportError:  # a notebook shows the text instead
        return None
