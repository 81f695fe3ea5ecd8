"""`govreport doctor`: what this machine has and lacks."""

from __future__ import annotations

import platform

import click

from govreport.cli.common import echo_columns, echo_json, format_option


@click.command("doctor")
@format_option
@click.pass_context
def command(ctx: click.Context, style: str) -> None:
    """Say what this machine has for the work: plugins, native libraries, fonts; and what to install."""
    from govreport import __version__
    from govreport.plugin import Diagnostic, PluginStatus
    from govreport.verbs import default_registry

    registry = default_registry()
    found = [Diagnostic("govreport", True, __version__), Diagnostic("Python", True, platform.python_version())]
    found += registry.diagnostics()
    for record in registry.plugins():
        ok = record.status in {PluginStatus.ACTIVE, PluginStatus.BLOCKED}
        found.append(Diagnostic(f"plugin {record.name}", ok, record.status.value, "; ".join(record.reasons)))
    if style == "json":
        echo_json([{"name": each.name, "ok": each.ok, "detail": each.detail, "remedy": each.remedy} for each in found])
    else:
        echo_columns([("ok" if each.ok else "!!", each.name, each.detail) for each in found], ("", "what", "state"))
        for each in found:
            if not each.ok and each.remedy:
                click.echo(f"\n{each.name}: {each.remedy}")
    ctx.exit(0)
