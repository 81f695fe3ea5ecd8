"""`govreport check`: judge reports by the rules of their forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from govreport.cli.common import echo_json, format_option, language_option, tell
from govreport.errors import GovReportError

if TYPE_CHECKING:
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
@language_option
@format_option
@click.pass_context
def command(
    ctx: click.Context, reports: tuple[str, ...], previous: str | None, language: str | None, style: str
) -> None:
    """Check each REPORT: every rule of its form, with the numbers put in, the source, and what to do."""
    import govreport as gr

    before = None if previous is None else gr.read(previous)
    results: list[dict[str, Any]] = []
    for name in reports:
        try:
            results.append(_check(name, before, language, style, alone=len(reports) == 1))
        except GovReportError as error:
            results.append({"report": name, "error": " ".join(str(error).splitlines())})
            tell(results[-1]["error"])
    if style == "json":
        echo_json(results[0] if len(results) == 1 else results)
    if any("error" in each for each in results):
        ctx.exit(2)
    ctx.exit(1 if any(each["verdict"] == "fail" for each in results) else 0)


def _check(name: str, previous: Report | None, language: str | None, style: str, *, alone: bool) -> dict[str, Any]:
    """Check one report; in text style, print what was found."""
    import govreport as gr

    report = gr.read(name)
    findings = gr.check(report, previous=previous)
    if style == "text":
        if not alone:
            click.echo(f"== {name}")
        click.echo(f"{report.heading(language)}  ({report.form.id})\n")
        click.echo(findings.explain(language) + ("" if alone else "\n"))
    return findings.as_data(language) | {"report": name}
