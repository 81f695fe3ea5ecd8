"""`govreport compare`: what changed between two reports."""

from __future__ import annotations

import click

from govreport.cli.common import echo_json, form_option, format_option, language_option, tell


@click.command(
    "compare",
    epilog="""\b
Examples:
  govreport compare 2022.json 2023.json                  the table on the screen
  govreport compare 2022.json 2023.json changes.html changes.pdf
  govreport compare 2020.json 2021.json --format json    also over a change of the form""",
)
@click.argument("old", type=click.Path())
@click.argument("new", type=click.Path())
@click.argument("out", type=click.Path(), nargs=-1)
@form_option
@language_option
@format_option
def command(old: str, new: str, out: tuple[str, ...], form: str | None, language: str | None, style: str) -> None:
    """Show what changed from OLD to NEW: two years, two revisions or two publishers of one form."""
    import govreport as gr

    comparison = gr.compare(gr.read(old, form=form), gr.read(new))
    for path in out:
        artifact = gr.write(comparison, path, language=language)
        click.echo(f"{artifact.path}  {artifact.format}  {artifact.size} bytes")
        for warning in artifact.warnings:
            tell(f"{artifact.path}: {warning}")
    if style == "json":
        echo_json(comparison.as_data(language))
    elif not out:
        click.echo(gr.render(comparison, "table", language=language), nl=False)
