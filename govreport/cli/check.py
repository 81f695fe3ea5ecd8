"""`govreport check`: judge reports by the rules of their forms."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import click

from govreport.cli.common import (
    echo_json,
    form_option,
    format_option,
    language_option,
    progress,
    project_for,
    project_option,
    tell,
)
from govreport.errors import GovReportError

if TYPE_CHECKING:
    from govreport.checks import Findings
    from govreport.combine.register import Register
    from govreport.model.report import Report


@click.command(
    "check",
    epilog="""\b
Exit status: 0 no error, 1 some report has errors, 2 some report could not be checked.

\b
Examples:
  govreport check 2024.json --previous 2023.json
  govreport check 2019.json 2020.json 2021.json --chain
  govreport check county.json --member bureau.json --member township.json
  govreport check reports/*.json --format json > findings.json""",
)
@click.argument("reports", type=click.Path(), nargs=-1, required=True, metavar="REPORT ...")
@click.option("--previous", type=click.Path(), metavar="FILE", help="The filed report of the period before.")
@click.option(
    "--member", "members", type=click.Path(), multiple=True, metavar="FILE", help="One whose figures it adds up."
)
@click.option(
    "--register", "register_file", type=click.Path(), metavar="FILE", help="Who owes it a report (register/1)."
)
@click.option("--chain", is_flag=True, help="All of one publisher: check each against the year before.")
@form_option
@project_option
@language_option
@format_option
@click.pass_context
def command(
    ctx: click.Context,
    reports: tuple[str, ...],
    previous: str | None,
    members: tuple[str, ...],
    register_file: str | None,
    chain: bool,
    form: str | None,
    project_file: str | None,
    language: str | None,
    style: str,
) -> None:
    """Check each REPORT: every rule of its form, with the numbers put in, the source, and what to do."""
    import govreport as gr

    before = None if previous is None else gr.read(previous, form=form)
    below = tuple(gr.read(name) for name in progress(members, "reading"))
    register = None if register_file is None else gr.register(register_file)
    work = _Work(form, project_file, before, below, register)
    if chain:
        work.read_all(reports)
    results: list[dict[str, Any]] = []
    for name in reports if style == "text" else progress(reports, "checking"):  # text shows itself how far it is
        try:
            findings, wanted = work.findings(name)
            if style == "text":
                _show(name, findings, language or wanted, alone=len(reports) == 1)
            results.append(findings.as_data(language or wanted) | {"report": name})
        except GovReportError as error:
            results.append({"report": name, "error": " ".join(str(error).splitlines())})
            tell(results[-1]["error"])
    if style == "json":
        echo_json(results[0] if len(results) == 1 else results)
    if any("error" in each for each in results):
        ctx.exit(2)
    ctx.exit(1 if any(each["verdict"] == "fail" for each in results) else 0)


class _Work:
    """What the checks of one call share: how reports are read, and which is whose report of the year before."""

    def __init__(
        self,
        form: str | None,
        project_file: str | None,
        before: Report | None,
        members: tuple[Report, ...],
        register: Register | None,
    ) -> None:
        self.form, self.project_file, self.before = form, project_file, before
        self.members, self.register = members, register
        self.read_before: dict[str, Report] = {}
        self.by_year: dict[int, Report] = {}

    def read_all(self, names: tuple[str, ...]) -> None:
        """Read the reports of a chain; one that cannot be read is told of when its turn comes."""
        for name in names:
            with contextlib.suppress(GovReportError):
                report = self.read_before[name] = self.read(name)
                if report.year is not None:
                    self.by_year[report.year] = report

    def read(self, name: str) -> Report:
        import govreport as gr

        return gr.read(name, form=self.form, registry=project_for(name, self.project_file)[1])

    def previous(self, report: Report) -> Report | None:
        earlier = None if report.year is None else self.by_year.get(report.year - 1)
        return self.before if earlier is None else earlier

    def findings(self, name: str) -> tuple[Findings, str | None]:
        """Return what is found in one report, and the language that its project wants."""
        import govreport as gr

        project, registry = project_for(name, self.project_file)
        report = self.read_before[name] if name in self.read_before else self.read(name)
        findings = gr.check(
            report,
            previous=self.previous(report),
            members=self.members,
            register=self.register,
            project=project,
            registry=registry,
        )
        if project is not None and project.unknown_rules((*findings.book.ids, *findings.book.skipped)):
            project.refuse_unknown(rule for each in registry.forms() for rule in registry.rules(each).ids)
        return findings, None if project is None else project.language


def _show(name: str, findings: Findings, language: str | None, *, alone: bool) -> None:
    report = findings.report
    if not alone:
        click.echo(f"== {name}")
    click.echo(f"{report.heading(language)}  ({report.form.id})\n")
    click.echo(findings.explain(language) + ("" if alone else "\n"))
