"""`govreport forms`: what can be filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from govreport.cli.common import echo_columns, echo_json, format_option, language_option

if TYPE_CHECKING:
    from govreport.model.form import Form


@click.command("forms")
@click.argument("name", required=False, metavar="[ID]")
@language_option
@format_option
def command(name: str | None, language: str | None, style: str) -> None:
    """List the forms; with ID show the cells of one, with units and labels, and its rules."""
    from govreport.model.labels import pick
    from govreport.verbs import default_registry

    registry = default_registry()
    if name is not None:
        _show(registry.form(name), language, style)
        return
    forms = registry.forms()
    if style == "json":
        echo_json([_summary(form) for form in forms])
        return
    rows = [
        (form.id, _years(form), str(len(list(form.cells()))), pick(form.titles, language or form.language))
        for form in forms
    ]
    echo_columns(rows, ("form", "years", "cells", "title"))


def _years(form: Form) -> str:
    if form.first_year == form.last_year:
        return str(form.first_year or "")
    return f"{form.first_year or ''}–{form.last_year or ''}"


def _summary(form: Form) -> dict[str, Any]:
    return {
        "id": form.id,
        "aliases": list(form.aliases),
        "title": dict(form.titles),
        "first_year": form.first_year,
        "last_year": form.last_year,
        "language": form.language,
        "kinds": list(form.kinds),
        "cells": len(list(form.cells())),
    }


def _show(form: Form, language: str | None, style: str) -> None:
    from govreport.checks.naming import label
    from govreport.model.labels import pick
    from govreport.model.report import blank
    from govreport.verbs import default_registry

    language = language or form.language
    report = blank(form, "-", form.first_year or 1)
    rules = default_registry().rules(form).rules
    cells = [(str(cell), form.unit(cell, language), label(cell, report, language)) for cell in form.cells()]
    if style == "json":
        data = _summary(form) | {
            "axes": {
                axis.id: {"open": axis.open, "members": [each.id for each in axis.members]}
                for axis in form.axes.values()
            },
            "sections": [
                {"id": each.id, "label": dict(each.labels), "narrative": each.narrative} for each in form.sections
            ],
            "cell_list": [{"cell": cell, "unit": unit, "label": text} for cell, unit, text in cells],
            "rules": [{"id": rule.id, "severity": rule.severity.value, "text": dict(rule.labels)} for rule in rules],
        }
        echo_json(data)
        return
    click.echo(f"{form.id}  {pick(form.titles, language)}\n")
    echo_columns(
        [(each.id, pick(each.labels, language) or "-") for each in form.sections if each.narrative],
        ("section", "heading"),
    )
    click.echo()
    echo_columns(cells, ("cell", "unit", "label"))
    click.echo()
    echo_columns(
        [(rule.id, rule.severity.value, pick(rule.labels, language)) for rule in rules], ("rule", "severity", "text")
    )
