"""`govreport check`: judge reports by the rules of their forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from govreport.cli.common import (
    echo_json,
    form_option,
    format_option,
    language_option,
    project_for,
    project_option,
    tell,
)
from govreport.errors import GovReportError

if TYPE_CHECKING:
    from govreport.checks import Findings
    from govreport.model.report import Report


@click.command(
    "check",
    epilog="""\b
Exit status: 0 no error, 1 some report has errors, 2 some report could not be checked.

\b
Examples:
  govreport check 2024.json --previous 2023.json
  govreport check reports/*.json --format json > findings.json""",
)
@click.argument("reports", type=click.Path(), nargs=-1, required=True, metavar="REPORT ...")
@click.option("--previous", type=click.Path(), metavar="FILE", help="The filed report of the period before.")
@form_option
@project_option
@language_option
@format_option
@click.pass_context
def command(
    ctx: click.Context,
    reports: tuple[str, ...],
    previous: str | None,
    form: str | None,
    project_file: str | None,
    language: str | None,
    style: str,
) -> None:
    """Check each REPORT: every rule of its form, with the numbers put in, the source, and what to do."""
    import govreport as gr

    before = None if previous is None else gr.read(previous, form=form)
    results: list[dict[str, Any]] = []
    for name in reports:
        try:
            found = _findings(name, before, form, project_file)
            if style == "text":
                _show(name, found, language, alone=len(reports) == 1)
            results.append(found[0].as_data(language or found[1]) | {"report": name})
        except GovReportError as error:
            results.append({"report": name, "error": " ".join(str(error).splitlines())})
            tell(results[-1]["error"])
    if style == "json":
        echo_json(results[0] if len(results) == 1 else results)
    if any("error" in each for each in results):
        ctx.exit(2)
    ctx.exit(1 if any(each["verdict"] == "fail" for each in results) else 0)


def _findings(
    name: str, before: Report | None, form: str | None, project_file: str | None
) -> tuple[Findings, str | None]:
    """Return what is found in one report, and the language that its project wants."""
    import govreport as gr

    project, registry = project_for(name, project_file)
    report = gr.read(name, form=form, registry=registry)
    findings = gr.check(report, previous=before, project=project, registry=registry)
    if project is not None and project.unknown_rules((*findings.book.ids, *findings.book.skipped)):
        project.refuse_unknown(rule for each in registry.forms() for rule in registry.rules(each).ids)
    return findings, None if project is None else project.language


def _show(name: str, found: tuple[Findings, str | None], language: str | None, *, alone: bool) -> None:
    findings, language = found[0], language or found[1]
    report = findings.report
    if not alone:
        click.echo(f"== {name}")
    click.echo(f"{report.heading(language)}  ({report.form.id})\n")
    click.echo(findings.explain(language) + ("" if alone else "\n"))
