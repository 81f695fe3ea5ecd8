"""`govreport new`: an empty report to fill in, or one for each of those who owe it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from govreport.cli.common import file_name, language_option, parse_options, progress, tell

if TYPE_CHECKING:
    from govreport import Publisher, Report
    from govreport.combine.register import Register
    from govreport.plugin import Registry


@click.command(
    "new",
    epilog="""\b
Examples:
  govreport new cn/ningxia-2017 --publisher 某县司法局 --period 2017 report.toml
  govreport new cn/2021 --publisher 某县司法局 --period 2024 report.xlsx
  govreport new cn/2021 --publisher 某县司法局 --period 2024 report.toml --ledger cases.csv
  govreport new cn/2021 --register members.toml --period 2024 --out workbooks""",
)
@click.argument("form")
@click.argument("out", type=click.Path(), required=False)
@click.option("--publisher", metavar="NAME", help="The authority, by its full name.")
@click.option("--register", "register_file", type=click.Path(), metavar="FILE", help="One for each who owes a report.")
@click.option("--out", "folder", type=click.Path(), metavar="DIR", help="Where those go, each called as its unit.")
@click.option("--to", metavar="NAME", default="xlsx", show_default=True, help="The format of those.")
@click.option("--period", required=True, metavar="P", help="The report year.")
@click.option("--kind", metavar="K", help="The kind of report, where the form knows several.")
@click.option("--ledger", type=click.Path(), metavar="FILE", help="Count a case ledger (CSV, XLSX) into the cells.")
@click.option("--mapping", type=click.Path(), metavar="FILE", help="How the ledger is read; else as the rule set says.")
@click.option("--force", is_flag=True, help="Replace what exists.")
@click.option("-o", "--option", "pairs", multiple=True, metavar="NAME=VALUE", help="An option of the format.")
@language_option
def command(
    form: str,
    out: str | None,
    publisher: str | None,
    register_file: str | None,
    folder: str | None,
    to: str,
    period: str,
    kind: str | None,
    ledger: str | None,
    mapping: str | None,
    force: bool,
    pairs: tuple[str, ...],
    language: str | None,
) -> None:
    """Write an empty report of FORM to OUT, every cell of it blank; the ending of OUT names the format.

    With --register one for each of those who owe a report for the period, into the folder of --out.
    """
    import govreport as gr
    from govreport.verbs import default_registry

    registry, given = default_registry(), parse_options(pairs)
    if register_file is None:
        if out is None or publisher is None or folder is not None:
            raise click.UsageError("give --publisher and OUT, or --register and --out")
        jobs: list[tuple[str | Publisher, Path]] = [(publisher, Path(out))]
    else:
        if out is not None or publisher is not None or folder is None or ledger is not None:
            raise click.UsageError("--register goes with --out, and with no --publisher, --ledger or OUT")
        jobs = list(_units(gr.register(register_file), period, Path(folder), registry.format(to).suffixes[0]))
    for _, path in jobs:
        if path.exists() and not force:
            raise gr.InvalidInput("exists already", place=str(path), hint="choose another name, or say --force")
    for unit, path in progress(jobs, "writing"):
        report = gr.blank(registry.form(form), unit, period, kind=kind, language=language)
        report = report.fill(dict.fromkeys(report.form.starting_cells()))
        if ledger is not None:
            report = report.fill_from(ledger, mapping)
            for each in report.unplaced:
                tell(f"{ledger}: line {each.line}: {each.reason}: {each.text}")
        _write(report, path, registry, given, language)


def _units(register: Register, period: str, folder: Path, ending: str) -> Iterator[tuple[Publisher, Path]]:
    """Yield each of those who owe a report for a period, and the file for it; no two have one file."""
    from govreport import InvalidInput, Publisher

    if not period[:4].isdigit():
        raise InvalidInput(f"{period!r} has no year", place="--period", hint="write the report year, as in 2024")
    folder.mkdir(parents=True, exist_ok=True)
    taken: set[str] = set()
    for member in register.members:
        if member.owes(int(period[:4])):
            name = file_name(member.name)
            name = file_name(f"{member.name} {member.id}") if name.lower() in taken else name
            taken.add(name.lower())
            yield Publisher(member.name, member.id, member.level), folder / f"{name}{ending}"


def _write(report: Report, path: Path, registry: Registry, given: dict[str, Any], language: str | None) -> None:
    """Write a report in the way of its format that is for filling in, and say how much is left."""
    import govreport as gr

    known = registry.format_for(path).options
    usual: dict[str, Any] = {option: True for option in ("comments", "fill_in") if option in known}
    artifact = gr.write(report, path, language=language, **(usual | given))
    left = sum(value.state is gr.State.BLANK for value in report.values.values())
    click.echo(f"{artifact.path}  {artifact.format}  {left} cells to fill in")
    for warning in artifact.warnings:
        tell(f"{artifact.path}: {warning}")
