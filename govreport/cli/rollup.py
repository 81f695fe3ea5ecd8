"""`govreport rollup`: many reports into one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from govreport.cli.common import form_option, language_option, progress, reports_in, tell
from govreport.errors import InvalidInput

if TYPE_CHECKING:
    from govreport import Report
    from govreport.combine.register import Register


@click.command(
    "rollup",
    epilog="""\b
Examples:
  govreport rollup departments/*.json --publisher 某县 county.json
  govreport rollup departments/*.json --register members.toml county.json
  govreport rollup workbooks --register members.toml county.xlsx
  govreport rollup 2021.json 2022.json 2023.json three-years.json
  govreport rollup departments/*.json --publisher 某县 county.json --cell 'requests_new[total]'""",
)
@click.argument("reports", type=click.Path(), nargs=-1, required=True, metavar="REPORT ...")
@click.argument("out", type=click.Path())
@click.option("--publisher", metavar="NAME", help="Whose report the sum is; else as the register says.")
@click.option("--period", metavar="P", help="The period of the sum, where it is not that of the reports.")
@click.option("--kind", metavar="K", help="The kind of report that the sum is.")
@click.option("--register", "register_file", type=click.Path(), metavar="FILE", help="Who owes a report (register/1).")
@click.option("--cell", "cells", multiple=True, metavar="ADDRESS", help="Show what each report had in a cell.")
@click.option("--force", is_flag=True, help="Replace OUT if it exists.")
@form_option
@language_option
def command(
    reports: tuple[str, ...],
    out: str,
    publisher: str | None,
    period: str | None,
    kind: str | None,
    register_file: str | None,
    cells: tuple[str, ...],
    force: bool,
    form: str | None,
    language: str | None,
) -> None:
    """Add REPORTs up in OUT, each cell by its own aggregation; of one publisher's, over time.

    Of a folder all reports in it are taken: those that cannot be read, are of nobody on the register, or have findings
    of severity error are named, and the others are added up.
    """
    import govreport as gr
    from govreport.verbs import default_registry

    if Path(out).exists() and not force:
        hint = "the last name is where the sum is written; choose another one, or say --force"
        raise InvalidInput("exists already", place=out, hint=hint)
    register = None if register_file is None else gr.register(register_file)
    endings = (suffix for reader in default_registry().readers() for suffix in reader.suffixes)
    names, inside = reports_in(reports, endings, out)
    members = [gr.read(name, form=form) for name in progress([each for each in names if each not in inside], "reading")]
    mine = [each for each in names if each in inside]
    collected = [_collected(name, form, register, language) for name in progress(mine, "reading")]
    members += [each for each in collected if each is not None]
    if not members:
        raise InvalidInput("holds no report that can be added up", place=", ".join(reports))
    total = gr.roll_up(members, publisher, period=period, kind=kind, register=register)
    artifact = gr.write(total, out, language=language)
    lacking = sum(not about.complete and not about.refused for about in total.contributions.values())
    click.echo(
        f"{artifact.path}  {artifact.format}  {len(members)} reports, {len(total.values)} cells, {lacking} not complete"
    )
    for warning in artifact.warnings:
        tell(f"{artifact.path}: {warning}")
    _tell_standings(register, members)
    for address in cells:
        _show(total, address, language or total.in_language)
    if None in collected:
        click.get_current_context().exit(2)


def _collected(name: str, form: str | None, register: Register | None, language: str | None) -> Report | None:
    """Return a report of a folder, after saying what is wrong with it; None if it cannot be added up."""
    import govreport as gr

    try:
        report = gr.read(name, form=form)
        if register is not None:
            register.standings([report], report.year or 0)
    except gr.GovReportError as error:
        tell(f"left out: {error}" if name in str(error) else f"left out: {name}: {error}")
        return None
    for each in report.unplaced:
        tell(f"{name}: {each.reason or each.text}")
    if errors := gr.check(report).errors:
        rules = ", ".join(dict.fromkeys(each.rule for each in errors))
        tell(f"{name}: {report.publisher.name}: {len(errors)} findings of severity error: {rules}")
    return report


def _tell_standings(register: Register | None, members: list[Report]) -> None:
    """Say whose report is missing, and whose was late."""
    year = members[0].year
    if register is None or year is None:
        return
    for standing in register.standings(members, year):
        if standing.report is None:
            tell(f"missing: {standing.member.name}" + (f" (due {standing.due})" if standing.due else ""))
        elif standing.late:
            tell(f"late: {standing.member.name} ({standing.report.published}, due {standing.due})")


def _show(total: Report, address: str, language: str) -> None:
    from govreport.checks.naming import label
    from govreport.wording import show_value

    cell = total.locate(address)
    about = total.contributions.get(cell)
    click.echo(f"\n{label(cell, total, language)} [{cell}]: {show_value(total[cell], language)}")
    for name, value in {} if about is None else about.parts.items():
        click.echo(f"  {name}: {show_value(value, language)}")
