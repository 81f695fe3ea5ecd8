"""The hooks that a plugin may implement; a plugin is a module with functions of these names.

Register it under the entry-point group `govreport.plugins`. Each function takes the arguments that it needs, by
name and without defaults (pluggy never fills a default in).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from govreport.document import Document
    from govreport.model.report import Report
    from govreport.plugin.contexts import RenderContext
    from govreport.plugin.records import Artifact, Diagnostic, OutputFormat, Reader, RuleSet, Theme

PROJECT = "govreport"
GROUP = "govreport.plugins"
"""The entry-point group through which bundled and third-party plugins are found alike."""
API_VERSION = (1, 0)
"""Major: something was taken away. Minor: something optional was added."""

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def govreport_formats() -> Iterable[OutputFormat]:  # type: ignore[empty-body]  # a specification
    """Give output formats.

    Example:
        ```python
        @hookimpl
        def govreport_formats():
            yield OutputFormat("tsv", (".tsv",), "text/tab-separated-values", "my_package.render:render")
        ```
    """


@hookspec
def govreport_readers() -> Iterable[Reader]:  # type: ignore[empty-body]  # a specification
    """Give readers: what turns a file into a report."""


@hookspec
def govreport_rulesets() -> Iterable[RuleSet]:  # type: ignore[empty-body]  # a specification
    """Give rule sets: the forms and rules of a jurisdiction, as data files in the plugin's package."""


@hookspec
def govreport_themes() -> Iterable[Theme]:  # type: ignore[empty-body]  # a specification
    """Give themes: typographic tokens and the fonts that go with them."""


@hookspec
def govreport_prepare_document(document: Document, context: RenderContext) -> Document | None:
    """Change a document before any format sees it; None leaves it as it is.

    The implementations of all plugins are called one after the other, each with what the one before returned: first
    those declared `hookimpl(tryfirst=True)`, last those declared `trylast=True`, else by the names of their plugins.

    Args:
        document: the document as built from the report.
        context: the report, language, theme and options of this rendering.
    """


@hookspec
def govreport_written(artifact: Artifact, report: Report) -> None:
    """Learn that a file was written; whatever goes wrong here leaves the file as it is.

    Args:
        artifact: path, media type, digest, losses and warnings of the file.
        report: the report that was written.
    """


@hookspec
def govreport_diagnose() -> Iterable[Diagnostic]:  # type: ignore[empty-body]  # a specification
    """Say what this machine has and lacks: fonts, native libraries; `govreport doctor` shows it."""
