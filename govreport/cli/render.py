"""`govreport render`: publish a report."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from govreport.cli.common import form_option, language_option, parse_options, project_for, project_option, tell

if TYPE_CHECKING:
    from govreport import Registry, Report


@click.command(
    "render",
    epilog="""\b
Examples:
  govreport render report.json                          the plain table on the screen
  govreport render report.json out/report.html out/report.pdf
  govreport render report.json --to html > page.html
  govreport render report.json report.pdf --engine typst
  govreport render report.json -o style=grid
  govreport render 2023.json 2023.pdf --charts --earlier 2022.json --earlier 2021.json
  govreport render 2020.json 2020-new.json --form cn/2021    carried over to a newer edition""",
)
@click.argument("report", type=click.Path())
@click.argument("out", type=click.Path(), nargs=-1)
@click.option("--to", "name", metavar="NAME", help="The output format, where the file name ending does not say.")
@click.option("--engine", metavar="E", help="Which engine of the format is to make it; else the first that can run.")
@click.option("--theme", metavar="T", help="How its pages are to look (pdf).")
@click.option("--findings", is_flag=True, help="Check the report, and print what is found at its end.")
@click.option("--charts", is_flag=True, help="Put in the charts that the form declares.")
@click.option(
    "--earlier", multiple=True, type=click.Path(), metavar="FILE", help="A report of a year before, for charts."
)
@click.option("-o", "--option", "pairs", multiple=True, metavar="NAME=VALUE", help="An option of the format.")
@form_option
@project_option
@language_option
def command(
    report: str,
    out: tuple[str, ...],
    name: str | None,
    engine: str | None,
    theme: str | None,
    findings: bool,
    charts: bool,
    earlier: tuple[str, ...],
    pairs: tuple[str, ...],
    form: str | None,
    project_file: str | None,
    language: str | None,
) -> None:
    """Publish REPORT in each OUT; the ending of OUT names the format. Without OUT, the plain table is printed."""
    import govreport as gr
    from govreport.reading import open_source
    from govreport.verbs import rendered

    project, registry = project_for(report, project_file)
    loaded = _read(report, form, registry, language)
    if project is not None:
        language, theme = language or project.language, theme or project.theme
    checked = gr.check(loaded, project=project, registry=registry) if findings else None
    if earlier and not charts:
        raise click.UsageError("--earlier is for charts over the years: add --charts")
    options = parse_options(pairs)
    asked: dict[str, Any] = {
        "language": language,
        "theme": theme,
        "findings": checked,
        "engine": engine,
        "charts": charts,
        "earlier": [registry.read(open_source(each)) for each in earlier],
        "registry": registry,
        **options,
    }
    for path in out:
        artifact = gr.write(loaded, path, format=name, **asked)
        click.echo(f"{artifact.path}  {artifact.format}  {artifact.size} bytes")
        for warning in artifact.warnings:
            tell(f"{artifact.path}: {warning}")
    if not out:
        made = rendered(loaded, name or "table", **asked)
        for warning in made.context.warnings:
            tell(warning)
        result = made.result
        if isinstance(result, bytes):
            if sys.stdout.isatty():
                raise click.UsageError(f"format {name} is binary: name a file for it")
            sys.stdout.buffer.write(result)
        else:
            click.echo(result, nl=False)


def _read(name: str, form: str | None, registry: Registry, language: str | None) -> Report:
    """Read a report; one of an older edition than the wanted one is carried over, and what became of it is told."""
    import govreport as gr
    from govreport.combine.words import told
    from govreport.reading import open_source

    report = registry.read(open_source(name), form)
    if form is None or registry.form(form).id == report.form.id:
        return report
    mapped = gr.map_to(report, form, registry=registry)
    for line in told(mapped, report, language or report.in_language):
        click.echo(line, err=True)
    return mapped.report
