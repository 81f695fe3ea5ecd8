"""`govreport new`: an empty report to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from govreport.cli.common import language_option, tell


@click.command(
    "new",
    epilog="""\b
Examples:
  govreport new cn/ningxia-2017 --publisher 某县司法局 --period 2017 report.toml
  govreport new cn/2021 --publisher 某县司法局 --period 2024 report.toml --ledger cases.csv""",
)
@click.argument("form")
@click.argument("out", type=click.Path())
@click.option("--publisher", required=True, metavar="NAME", help="The authority, by its full name.")
@click.option("--period", required=True, metavar="P", help="The report year.")
@click.option("--kind", metavar="K", help="The kind of report, where the form knows several.")
@click.option("--ledger", type=click.Path(), metavar="FILE", help="Count a case ledger (CSV, XLSX) into the cells.")
@click.option("--mapping", type=click.Path(), metavar="FILE", help="How the ledger is read; else as the rule set says.")
@click.option("--force", is_flag=True, help="Replace OUT if it exists.")
@language_option
def command(
    form: str,
    out: str,
    publisher: str,
    period: str,
    kind: str | None,
    ledger: str | None,
    mapping: str | None,
    force: bool,
    language: str | None,
) -> None:
    """Write an empty report of FORM to OUT, every cell of it blank; the ending of OUT names the format."""
    import govreport as gr
    from govreport.verbs import default_registry

    if Path(out).exists() and not force:
        raise gr.InvalidInput("exists already", place=out, hint="choose another name, or say --force")
    registry = default_registry()
    report = gr.blank(registry.form(form), publisher, period, kind=kind, language=language)
    report = report.fill(dict.fromkeys(report.form.starting_cells()))
    if ledger is not None:
        report = report.fill_from(ledger, mapping)
        for each in report.unplaced:
            tell(f"{ledger}: line {each.line}: {each.reason}: {each.text}")
    options: dict[str, Any] = {"comments": True} if "comments" in registry.format_for(Path(out)).options else {}
    artifact = gr.write(report, out, language=language, **options)
    left = sum(value.state is gr.State.BLANK for value in report.values.values())
    click.echo(f"{artifact.path}  {artifact.format}  {left} cells to fill in")
