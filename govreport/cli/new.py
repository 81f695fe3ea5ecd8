"""`govreport new`: an empty report to fill in."""

from __future__ import annotations

from typing import Any

import click

from govreport.cli.common import language_option


@click.command(
    "new",
    epilog="""\b
Example:
  govreport new cn/ningxia-2017 --publisher 某县司法局 --period 2017 report.toml""",
)
@click.argument("form")
@click.argument("out", type=click.Path())
@click.option("--publisher", required=True, metavar="NAME", help="The authority, by its full name.")
@click.option("--period", required=True, metavar="P", help="The report year.")
@click.option("--kind", metavar="K", help="The kind of report, where the form knows several.")
@click.option("--force", is_flag=True, help="Replace OUT if it exists.")
@language_option
def command(
    form: str, out: str, publisher: str, period: str, kind: str | None, force: bool, language: str | None
) -> None:
    """Write an empty report of FORM to OUT, every cell of it blank; the ending of OUT names the format."""
    from pathlib import Path

    import govreport as gr
    from govreport.verbs import default_registry

    if Path(out).exists() and not force:
        raise gr.InvalidInput("exists already", place=out, hint="choose another name, or say --force")
    report = gr.blank(gr.form(form), publisher, period, kind=kind, language=language)
    report = report.fill(dict.fromkeys(report.cells()))
    registry = default_registry()
    made = registry.format_for(Path(out))
    options: dict[str, Any] = {"comments": True} if "comments" in made.options else {}
    artifact = gr.write(report, out, language=language, **options)
    click.echo(f"{artifact.path}  {artifact.format}  {len(report.values)} cells to fill in")
