"""`govreport plugins`: who gives what, and what does not work."""

from __future__ import annotations

import click

from govreport.cli.common import echo_columns, echo_json, format_option
from govreport.errors import UnknownName


@click.command("plugins")
@click.argument("name", required=False, metavar="[NAME]")
@format_option
def command(name: str | None, style: str) -> None:
    """List the plugins with distribution, version and state; with NAME show one with all that it gives."""
    from govreport.verbs import default_registry

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
