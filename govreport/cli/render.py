"""`govreport render`: publish a report."""

from __future__ import annotations

import sys

import click

from govreport.cli.common import language_option, parse_options, tell


@click.command(
    "render",
    epilog="""\b
Examples:
  govreport render report.json                          the plain table on the screen
  govreport render report.json out/report.html out/report.pdf
  govreport render report.json --to html > page.html
  govreport render report.json -o style=grid""",
)
@click.argument("report", type=click.Path())
@click.argument("out", type=click.Path(), nargs=-1)
@click.option("--to", "name", metavar="NAME", help="The output format, where the file name ending does not say.")
@click.option("--theme", metavar="T", help="How its pages are to look (pdf).")
@click.option("--findings", is_flag=True, help="Check the report, and print what is found at its end.")
@click.option("-o", "--option", "pairs", multiple=True, metavar="NAME=VALUE", help="An option of the format.")
@language_option
def command(
    report: str,
    out: tuple[str, ...],
    name: str | None,
    theme: str | None,
    findings: bool,
    pairs: tuple[str, ...],
    language: str | None,
) -> None:
    """Publish REPORT in each OUT; the ending of OUT names the format. Without OUT, the plain table is printed."""
    import govreport as gr
    from govreport.verbs import _rendered

    loaded = gr.read(report)
    options = parse_options(pairs)
    for path in out:
        artifact = gr.write(
            loaded, path, format=name, language=language, theme=theme, findings=findings or None, **options
        )
        click.echo(f"{artifact.path}  {artifact.format}  {artifact.size} bytes")
        for warning in artifact.warnings:
            tell(f"{artifact.path}: {warning}")
    if not out:
        result, _, context = _rendered(loaded, name or "table", language, theme, findings or None, None, options)
        for warning in context.warnings:
            tell(warning)
        if isinstance(result, bytes):
            if sys.stdout.isatty():
                raise click.UsageError(f"format {name} is binary: name a file for it")
            sys.stdout.buffer.write(result)
        else:
            click.echo(result, nl=False)
