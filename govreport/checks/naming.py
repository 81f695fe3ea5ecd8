"""What cells and places are called in messages to people."""

from __future__ import annotations

from collections.abc import Iterable

from govreport.checks.text import Place
from govreport.model.cell import Cell
from govreport.model.labels import base, pick
from govreport.model.report import Report
from govreport.wording import listed, quote, say, show_value


def label(cell: Cell, report: Report, language: str) -> str:
    """Return what a cell is called: its row's label and, where it has any, its members', without quotes."""
    indicator = report.form.indicators[cell.indicator]
    name = pick(indicator.labels, language, indicator.id)
    members = []
    for axis, member in zip(indicator.axes, cell.members, strict=True):
        found = report.member_of(axis, member)
        members.append(member if found is None else found.short or pick(found.labels, language, member))
    if not members:
        return name
    return f"{name}（{'，'.join(members)}）" if base(language) == "zh" else f"{name} ({', '.join(members)})"


def with_value(cell: Cell, report: Report, language: str) -> str:
    """Return what a cell is called, and its value."""
    colon = "：" if base(language) == "zh" else ": "
    return f"{quote(label(cell, report, language), language)}{colon}{show_value(report[cell], language)}"


def with_values(cells: Iterable[Cell], report: Report, language: str) -> str:
    """Return several cells with their values."""
    return listed((with_value(cell, report, language) for cell in cells), language)


def quoted(places: Iterable[Place], language: str) -> str:
    """Return the words of several places, each in quotation marks and with its line if it has one."""
    return listed((quote(each.quote, language) + line_of(each, language) for each in places), language)


def line_of(place: Place, language: str) -> str:
    """Return the line of a place in its source, in brackets; nothing if the source has no lines."""
    return line_words(place.line, language)


def line_words(line: int | None, language: str) -> str:
    """Return the number of a line of the source, in brackets; nothing if there is none."""
    return "" if line is None else say("line", language, line)
