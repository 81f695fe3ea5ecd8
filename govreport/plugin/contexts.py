"""What renderers and readers are given beside the document or source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from govreport.plugin.records import Theme

if TYPE_CHECKING:
    from govreport.checks import Findings
    from govreport.document import Document
    from govreport.model.form import Form
    from govreport.model.report import Report
    from govreport.plugin.registry import Registry


@attrs.define
class RenderContext:
    """What a renderer is given beside the document.

    Args:
        report: the report that the document was made from; None for a document made otherwise.
        language: the language of the output.
        theme: how it is to look.
        options: the format's own options, every one of them present.
        findings: what was checked, if findings are to be shown.
        registry: for asking another format's help.
        warnings: what the user should know; a renderer may add to it.
        data: for a document made otherwise, what formats for programs write of it.
    """

    report: Report | None
    language: str
    theme: Theme
    options: Mapping[str, object]
    registry: Registry
    findings: Findings | None = None
    warnings: list[str] = attrs.field(factory=list)
    data: Mapping[str, object] | None = None

    def report_json(self) -> bytes | None:
        """Return the report as JSON, for formats whose files can carry it along; None for a document made otherwise."""
        if self.report is None:
            return None
        from govreport.writing import plain_report, to_json

        return to_json(plain_report(self.report)).encode("utf-8", "backslashreplace")

    def render(self, name: str, document: Document, **options: object) -> str | bytes:
        """Render a document in another format, with the same report and theme, by the first engine that can run."""
        return self.registry.render_document(name, document, attrs.evolve(self, options=options))


@attrs.frozen
class ReadContext:
    """What a reader is given beside the source.

    Args:
        registry: for forms.
        wanted: the form that the user says it is of, for sources that do not say.
    """

    registry: Registry
    wanted: str | None = None

    def form(self, name: str) -> Form:
        """Return a form by id or alias; raises `UnknownName` if there is none."""
        return self.registry.form(name)
