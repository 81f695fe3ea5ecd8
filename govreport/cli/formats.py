"""`govreport formats`: what a report can be written as."""

from __future__ import annotations

import click

from govreport.cli.common import echo_columns, echo_json, format_option


@click.command("formats")
@format_option
def command(style: str) -> None:
    """List the output formats: the file name endings that mean them, their engines in order of trial, their options."""
    from govreport.verbs import default_registry

    registry = default_registry()
    formats = registry.formats()
    engines = {
        each.name: [record.engine for record in registry.engines(each.name) if record.engine] for each in formats
    }
    if style == "json":
        echo_json(
            [
                {
                    "name": each.name,
                    "aliases": list(each.aliases),
                    "suffixes": list(each.suffixes),
                    "media_type": each.media_type,
                    "engines": engines[each.name],
                    "options": dict(each.options),
                    "summary": each.summary,
                }
                for each in formats
            ]
        )
        return
    rows = [
        (
            each.name,
            " ".join(each.suffixes),
            " ".join(engines[each.name]),
            " ".join(f"{key}={value}" for key, value in each.options.items()),
            each.summary,
        )
        for each in formats
    ]
    echo_columns(rows, ("format", "endings", "engines", "options", "for"))
