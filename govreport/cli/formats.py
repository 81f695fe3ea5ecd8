"""`govreport formats`: what a report can be written as."""

from __future__ import annotations

import click

from govreport.cli.common import echo_columns, echo_json, format_option


@click.command("formats")
@format_option
def command(style: str) -> None:
    """List the output formats, with the file name endings that mean them and their options."""
    from govreport.verbs import default_registry

    formats = default_registry().formats()
    if style == "json":
        echo_json(
            [
                {
                    "name": each.name,
                    "aliases": list(each.aliases),
                    "suffixes": list(each.suffixes),
                    "media_type": each.media_type,
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
            " ".join(f"{key}={value}" for key, value in each.options.items()),
            each.summary,
        )
        for each in formats
    ]
    echo_columns(rows, ("format", "endings", "options", "for"))
