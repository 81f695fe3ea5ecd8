"""What users do: find a form; check, build, render, read and write a report. Each verb asks a registry of plugins."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from govreport.document import Document, build_document
from govreport.errors import InvalidInput
from govreport.model.frozen import FrozenMap
from govreport.model.report import Publisher, Report
from govreport.plugin.contexts import RenderContext
from govreport.plugin.losses import losses_of
from govreport.plugin.records import Artifact, OutputFormat
from govreport.plugin.registry import Registry, registry_from_environment
from govreport.reading.source import Source, open_source
from govreport.writing.atomic import write_atomically

if TYPE_CHECKING:
    from govreport.checks import Findings
    from govreport.checks.outcome import Members
    from govreport.checks.project import Project
    from govreport.combine.gather import Over
    from govreport.combine.mapping import Mapped
    from govreport.combine.register import Register
    from govreport.model.form import Form
    from govreport.reading.ledger_file import LedgerMapping


@functools.cache
def default_registry() -> Registry:
    """Return the registry of the installed plugins, made once in a process."""
    return registry_from_environment()


def form(name: str, *, registry: Registry | None = None) -> Form:
    """Return an edition of a form by its id or alias.

    Raises:
        UnknownName: if no rule set has it; the message offers near ones.

    >>> form("cn/ningxia-2017").first_year
    2017
    """
    return (registry or default_registry()).form(name)


def check(
    report: Report,
    *,
    previous: Report | None = None,
    members: Iterable[Report] = (),
    register: Register | None = None,
    project: Project | None = None,
    registry: Registry | None = None,
) -> Findings:
    """Judge every rule of the report's form, and return what was found.

    Args:
        report: what to check.
        previous: the filed report of the period before, for the rules over time.
        members: for a report that adds up others, the reports of its members.
        register: who owes it a report, for the rules about who is missing and about complete sums.
        project: which rules apply, and how strictly; all as their authors made them if not given.
        registry: where to look for rules; the installed plugins if not given.

    Raises:
        FormError: if a rule of the rule set is itself wrong.

    >>> import govreport as gr
    >>> report = gr.blank(gr.form("cn/ningxia-2017"), "某局", 2017).fill({"own_staff": 3, "own_staff_full_time": 2,
    ...     "own_staff_part_time": 2})
    >>> [finding.rule for finding in check(report).errors]
    ['NX-STAFF-OWN']
    """
    from govreport.checks.check import check_with

    registry = registry or default_registry()
    book = registry.rules(report.form)
    if previous is not None and registry.mapping(previous.form, report.form):
        previous = map_to(previous, report.form, registry=registry).report
    below = _members(report, tuple(members), register, registry)
    return check_with(book if project is None else project.apply(book), report, previous, below)


def _members(report: Report, members: tuple[Report, ...], register: Register | None, registry: Registry) -> Members:
    """Return the members' reports by name, carried over to the form of their sum, and who is missing."""
    from govreport.checks.outcome import Members

    missing: tuple[str, ...] | None = None
    if register is not None and report.year is not None:
        standings = register.standings(members, report.year)
        missing = tuple(each.member.name for each in standings if each.report is None)
    carried = (
        each if each.form is report.form else map_to(each, report.form, registry=registry).report for each in members
    )
    return Members(FrozenMap({each.publisher.name: each for each in carried}), missing)


def roll_up(
    reports: Iterable[Report],
    publisher: str | Publisher | None = None,
    *,
    period: int | str | None = None,
    kind: str | None = None,
    over: Over | None = None,
    register: Register | None = None,
    registry: Registry | None = None,
) -> Report:
    """Return one report of many: each cell by its own aggregation; `contributions` say what each total rests on.

    Reports on older editions of the form are carried over to the newest among them. Over units (bodies of one period)
    figures add up; over time (one body's periods), of stocks the last counts and of openings the first. Medians and
    texts have no total, totals and ratios are made anew, and what is missing is never counted as zero.

    Args:
        reports: those to be added up.
        publisher: whose report the result is; the register's, or over time that of the reports, if not given.
        period: of the result; that of the reports, or the span of theirs, if not given.
        kind: of the result.
        over: `units` or `time`; by whether the reports are of one publisher if not given.
        register: who owes a report; who is missing is then said in the result.
        registry: where to look for forms and mappings.

    Raises:
        InvalidInput: if the reports do not belong together; the message names the one that does not.

    >>> import govreport as gr
    >>> form = gr.form("cn/2021")
    >>> one = gr.blank(form, "某局", 2023).fill({"requests_new[natural_person]": 3})
    >>> two = gr.blank(form, "某镇", 2023).fill({"requests_new[natural_person]": 4})
    >>> total = roll_up([one, two], "某县")
    >>> cell = total.locate("requests_new[natural_person]")
    >>> print(total[cell].amount, *total.contributions[cell].parts)
    7 某局 某镇
    """
    from govreport.combine.belonging import together
    from govreport.combine.roll_up import add_up

    registry = registry or default_registry()
    found = together(tuple(reports), over, functools.partial(_carried, registry=registry))
    missing: tuple[str, ...] = ()
    if register is not None:
        publisher, kind = publisher or register.publisher, kind or register.kind
        year = next(iter(found.reports.values())).year
        if found.over == "units" and year is not None:
            standings = register.standings(found.reports.values(), year)
            missing = tuple(each.member.name for each in standings if each.report is None)
    publisher = publisher or found.publisher
    if publisher is None:
        raise InvalidInput("a roll-up needs a publisher", hint="say whose report the sum is")
    return add_up(
        found.reports,
        Publisher(publisher) if isinstance(publisher, str) else publisher,
        period=str(period or found.period),
        over=found.over,
        kind=kind,
        missing=missing,
        policy=registry.rules(found.form).policy,
    )


def _carried(report: Report, form: Form, registry: Registry) -> Report:
    return map_to(report, form, registry=registry).report


def map_to(report: Report, form: Form | str, *, registry: Registry | None = None) -> Mapped:
    """Return a report carried over to a newer edition of its form, with what became of each figure.

    Args:
        report: the report.
        form: the newer edition, or its id.
        registry: where to look for forms and mappings.

    Raises:
        InvalidInput: if no mapping leads there.
    """
    from govreport.combine.mapping import Mapped, apply_mapping, joined

    registry = registry or default_registry()
    target = registry.form(form) if isinstance(form, str) else form
    if target.id == report.form.id:
        return Mapped(report, tuple(report.values))
    steps = registry.mapping(report.form, target)
    if not steps:
        what = f"no mapping leads from form {report.form.id} to {target.id}"
        raise InvalidInput(what, hint="only newer editions of the same form can be reached")
    found = [apply_mapping(steps[0], report, registry.form(steps[0].new))]
    for step in steps[1:]:
        found.append(apply_mapping(step, found[-1].report, registry.form(step.new)))
    return found[0] if len(found) == 1 else joined(report, found)


def register(path: str | Path) -> Register:
    """Return the register that a file (`register/1`) holds: who owes a report, whose figures make up a sum.

    Raises:
        InvalidInput: with file, key path and remedy, if it is none.
    """
    from govreport.reading.register_file import read_register

    return read_register(path)


def project(path: str | Path) -> Project:
    """Return the project of a report or folder: what the nearest `govreport.toml` beside or above it says.

    Raises:
        InvalidInput: if the file is wrong, or there is none.
    """
    from govreport.checks.project import FILE, find_project
    from govreport.reading.project_file import read_project

    found = find_project(path)
    if found is None:
        raise InvalidInput(f"there is no {FILE} beside it or above", place=str(path), hint="write one")
    return read_project(found)


def usual_ledger(form: Form, *, registry: Registry | None = None) -> LedgerMapping:
    """Return how case ledgers are usually read for a form, as its rule set says.

    Raises:
        InvalidInput: if it does not say so.
    """
    found = (registry or default_registry()).ledger(form)
    if found is None:
        what = f"form {form.id} does not say how a ledger is read"
        raise InvalidInput(what, hint="write a mapping (ledger/1), and name it (on the command line with --mapping)")
    return found


def read(
    source: str | Path | bytes,
    *,
    name: str = "<bytes>",
    form: str | None = None,
    registry: Registry | None = None,
) -> Report:
    """Read a report from any file that a reader knows.

    Args:
        source: a path, or the bytes themselves.
        name: with bytes, the name by which errors call them.
        form: the form it is of, for a published report that could be of several.
        registry: where to look for readers; the installed plugins if not given.

    Raises:
        InvalidInput: with file, place and remedy, if it cannot be read.
    """
    opened = Source(source, name) if isinstance(source, bytes) else open_source(source)
    report = (registry or default_registry()).read(opened, form)
    if form is not None and form not in {report.form.id, *report.form.aliases}:
        raise InvalidInput(f"is of form {report.form.id}, not {form}", place=opened.name, hint="carry it over: map_to")
    return report


def render(
    report: Report,
    format: str,  # noqa: A002  # the word of the field
    *,
    language: str | None = None,
    theme: str | None = None,
    findings: Findings | bool | None = None,
    engine: str | None = None,
    registry: Registry | None = None,
    **options: object,
) -> str | bytes:
    """Return a report in an output format: text formats give str, binary formats bytes.

    Args:
        report: what to render.
        format: the name of an output format, as `govreport formats` lists them.
        language: of headings and labels; the report's own if not given.
        theme: how it is to look; the official theme if not given.
        findings: findings to be printed at the end; True checks the report first.
        engine: which of the format's engines is to make it; the first that can run if not given.
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
    report: Report,
    name: str,
    *,
    language: str | None = None,
    theme: str | None = None,
    findings: Findings | bool | None = None,
    engine: str | None = None,
    registry: Registry | None = None,
    **options: object,
) -> Rendered:
    """Render a report as `render` does, and return beside the result what it was made from and what went with it."""
    registry = registry or default_registry()
    language = language or report.in_language
    if findings is True:
        findings = check(report, registry=registry)
    checked = None if findings is None or findings is False else findings
    if registry.format(name, engine).capabilities.blocks:
        document = build_document(report, language=language, findings=checked)
    else:  # it writes the report itself, not pages of it
        document = Document(report.heading(), report.in_language, ())
    given = registry.options(name, options, engine)
    context = RenderContext(report, language, registry.theme(theme), given, registry, checked)
    document = registry.prepare(document, context)
    taken, result = registry.render_by(name, document, context, engine)
    return Rendered(result, taken, document, context)


def write(
    report: Report,
    path: str | Path,
    *,
    format: str | None = None,  # noqa: A002  # as above
    language: str | None = None,
    theme: str | None = None,
    findings: Findings | bool | None = None,
    engine: str | None = None,
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
    return attrs.evolve(artifact, warnings=(*artifact.warnings, *registry.written(artifact, report)))


def _bytes(result: str | bytes, path: Path) -> bytes:
    try:
        return result.encode("utf-8") if isinstance(result, str) else result
    except UnicodeEncodeError as error:
        half = error.object[error.start]
        raise InvalidInput(f"the text holds half a character ({half!r})", place=str(path), hint="delete it") from None


def build(report: Report, *, language: str | None = None, findings: Findings | None = None) -> Document:
    """Return the format-neutral document of a report (see `govreport.document`)."""
    return build_document(report, language=language, findings=findings)
