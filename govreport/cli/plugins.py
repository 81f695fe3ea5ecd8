"""`govreport plugins`: who gives what, and what does not work."""

from __future__ import annotations

import contextlib
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from govreport.cli.common import echo_columns, echo_json, format_option
from govreport.errors import GovReportError, UnknownName

if TYPE_CHECKING:
    from govreport.plugin import Registry


@click.command("plugins")
@click.argument("name", required=False, metavar="[NAME]")
@click.option("--check", is_flag=True, help="Write a sample report in every format first, so that failures show.")
@format_option
def command(name: str | None, check: bool, style: str) -> None:
    """List the plugins with distribution, version and state; with NAME show one with all that it gives."""
    from govreport.verbs import default_registry

    if check:
        _try_all(default_registry())
    records = default_registry().plugins()
    if name is not None:
        records = tuple(each for each in records if each.name == name)
        if not records:
            raise UnknownName.among("plugin", name, [each.name for each in default_registry().plugins()])
    if style == "json":
        echo_json(
            [
                {
                    "name": each.name,
                    "module": each.module,
                    "distribution": each.distribution,
                    "version": each.version,
                    "status": each.status.value,
                    "reasons": each.reasons,
                    "hooks": list(each.hooks),
                    "gives": each.gives,
                }
                for each in records
            ]
        )
        return
    rows = [
        (each.name, f"{each.distribution} {each.version}", each.status.value, ", ".join(each.gives)) for each in records
    ]
    echo_columns(rows, ("plugin", "distribution", "state", "gives"))
    for each in records:
        for reason in each.reasons:
            click.echo(f"\n{each}: {reason}")
    if name is not None:
        click.echo(f"\nmodule: {records[0].module}\nhooks: {', '.join(records[0].hooks)}")


def _try_all(registry: Registry) -> None:
    """Write a sample report in every format; what fails on the way is then in the records of the plugins."""
    from govreport.testing.samples import sample_reports
    from govreport.verbs import write

    report = sample_reports()["english"]
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(sys.stderr):
        for found in registry.formats():
            with contextlib.suppress(GovReportError):
                write(report, Path(folder) / "report", format=found.name, registry=registry)
