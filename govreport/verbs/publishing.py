"""From a report, or a comparison of two, to text, bytes and files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from govreport.document import Document, build_document
from govreport.errors import InvalidInput
from govreport.model.report import Report
from govreport.plugin.contexts import RenderContext
from govreport.plugin.losses import losses_of
from govreport.plugin.records import Artifact, OutputFormat
from govreport.plugin.registry import Registry
from govreport.verbs.finding import default_registry
from govreport.verbs.judging import check, map_to
from govreport.wording import say
from govreport.writing.atomic import write_atomically

if TYPE_CHECKING:
    from govreport.checks import Findings
    from govreport.combine.compare import Comparison


def render(
    report: Report | Comparison,
    format: str,  # noqa: A002  # the word of the field
    *,
    language: str | None = None,
    theme: str | None = None,
    findings: Findings | bool | None = None,
    engine: str | None = None,
    charts: bool = False,
    earlier: Iterable[Report] = (),
    registry: Registry | None = None,
    **options: object,
) -> str | bytes:
    """Return a report in an output format: text formats give str, binary formats bytes.

    Args:
        report: what to render: a report, or a comparison of two.
        format: the name of an output format, as `govreport formats` lists them.
        language: of headings and labels; the report's own if not given.
        theme: how it is to look; the official theme if not given.
        findings: findings to be printed at the end; True checks the report first.
        engine: which of the format's engines is to make it; the first that can run if not given.
        charts: whether the charts that the form declares are put in.
        earlier: reports of the years before, for charts over the years; those on older editions are carried over.
        registry: where to look for formats.
        **options: of the format.

    Raises:
        UnknownName: if there is no such format, engine, theme or option.
        Unavailable: if the machine lacks what the format needs.

    >>> import govreport as gr
    >>> print(render(gr.blank(gr.form("cn/ningxia-2017"), "某局", 2017), "table").splitlines()[0].strip())
    某局2017年政府信息公开工作年度报告
    """
    return rendered(
        report,
        format,
        language=language,
        theme=theme,
        findings=findings,
        engine=engine,
        charts=charts,
        earlier=earlier,
        registry=registry,
        **options,
    ).result


@attrs.frozen
class Rendered:
    """What became of a report in an output format.

    Args:
        result: text or bytes.
        format: the record that made it.
        document: what it was made from.
        context: what the renderer was given; its warnings are what the user should know.
    """

    result: str | bytes = attrs.field(repr=False)
    format: OutputFormat
    document: Document = attrs.field(repr=False)
    context: RenderContext = attrs.field(repr=False)


def rendered(
    report: Report | Comparison,
    name: str,
    *,
    language: str | None = None,
    theme: str | None = None,
    findings: Findings | bool | None = None,
    engine: str | None = None,
    charts: bool = False,
    earlier: Iterable[Report] = (),
    registry: Registry | None = None,
    **options: object,
) -> Rendered:
    """Render a report as `render` does, and return beside the result what it was made from and what went with it."""
    registry = registry or default_registry()
    language = language or report.in_language
    if not isinstance(report, Report):
        given = registry.options(name, options, engine)
        document, data = report.document(language), report.as_data(language)
        context = RenderContext(None, language, registry.theme(theme), given, registry, data=data)
        document = registry.prepare(document, context)
        taken, result = registry.render_by(name, document, context, engine)
        return Rendered(result, taken, document, context)
    if findings is True:
        findings = check(report, registry=registry)
    checked = None if findings is None or findings is False else findings
    if registry.format(name, engine).capabilities.blocks:
        before = _carried_over(earlier, report, registry) if charts else ()
        document = build_document(report, language=language, findings=checked, charts=charts, earlier=before)
    else:  # it writes the report itself, not pages of it
        document = Document(report.heading(), report.in_language, ())
    given = registry.options(name, options, engine)
    context = RenderContext(report, language, registry.theme(theme), given, registry, checked)
    if charts and not registry.format(name, engine).capabilities.blocks:
        context.warnings.append(say("charts.none", language, name))
    document = registry.prepare(document, context)
    taken, result = registry.render_by(name, document, context, engine)
    return Rendered(result, taken, document, context)


def write(
    report: Report | Comparison,
    path: str | Path,
    *,
    format: str | None = None,  # noqa: A002  # as above
    language: str | None = None,
    theme: str | None = None,
    findings: Findings | bool | None = None,
    engine: str | None = None,
    charts: bool = False,
    earlier: Iterable[Report] = (),
    registry: Registry | None = None,
    **options: object,
) -> Artifact:
    """Write a report to a file, whole or not at all, and say what was written.

    Args:
        report: what to write.
        path: the file; its suffix names the format.
        format: the name of the format, if the suffix does not say.
        language: as for `render`.
        theme: as for `render`.
        findings: as for `render`.
        engine: as for `render`.
        charts: as for `render`.
        earlier: as for `render`.
        registry: as for `render`.
        **options: as for `render`.

    Raises:
        UnknownName: if no format has the suffix.
        WriteFailed: if the file cannot be written; an old file stays as it was.
    """
    path = Path(path)
    if not path.name:
        raise InvalidInput("is no file name", place=str(path), hint="add one, as in report.html")
    registry = registry or default_registry()
    name = format or registry.format_for(path).name
    made = rendered(
        report,
        name,
        language=language,
        theme=theme,
        findings=findings,
        engine=engine,
        charts=charts,
        earlier=earlier,
        registry=registry,
        **options,
    )
    found = made.format
    data = _bytes(made.result, path)
    write_atomically(path, data)
    artifact = Artifact(
        path,
        found.name,
        found.media_type,
        hashlib.sha256(data).hexdigest(),
        len(data),
        losses=losses_of(made.document, found.capabilities, findings=made.context.findings is not None),
        warnings=tuple(made.context.warnings),
        engine=found.engine,
    )
    if not isinstance(report, Report):
        return artifact
    return attrs.evolve(artifact, warnings=(*artifact.warnings, *registry.written(artifact, report)))


def _carried_over(earlier: Iterable[Report], report: Report, registry: Registry) -> tuple[Report, ...]:
    """Return earlier reports on the form of a report."""
    return tuple(map_to(each, report.form, registry=registry).report for each in earlier)


def _bytes(result: str | bytes, path: Path) -> bytes:
    try:
        return result.encode("utf-8") if isinstance(result, str) else result
    except UnicodeEncodeError as error:
        half = error.object[error.start]
        raise InvalidInput(f"the text holds half a character ({half!r})", place=str(path), hint="delete it") from None


def build(
    report: Report,
    *,
    language: str | None = None,
    findings: Findings | None = None,
    charts: bool = False,
    earlier: Iterable[Report] = (),
    registry: Registry | None = None,
) -> Document:
    """Return the format-neutral document of a report (see `govreport.document`).

    Args:
        report: what to publish.
        language: of headings and labels; the report's own if not given.
        findings: what a check found, to be printed at the end.
        charts: as for `render`.
        earlier: as for `render`.
        registry: where to look for the mappings by which reports on older editions are carried over.
    """
    before = _carried_over(earlier, report, registry or default_registry()) if charts else ()
    return build_document(report, language=language, findings=findings, charts=charts, earlier=before)
