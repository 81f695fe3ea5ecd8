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
    name = row_label(cell, report, language)
    members = members_label(cell, report, language)
    if not members:
        return name
    return f"{name}（{members}）" if base(language) == "zh" else f"{name} ({members})"


def row_label(cell: Cell, report: Report, language: str) -> str:
    """Return what the row of a cell is called."""
    return pick(report.form.indicators[cell.indicator].labels, language, cell.indicator)


def members_label(cell: Cell, report: Report, language: str) -> str:
    """Return what the members of a cell are called, such as its column; nothing if it has none."""
    names = []
    for axis, member in zip(report.form.indicators[cell.indicator].axes, cell.members, strict=True):
        found = report.member_of(axis, member)
        names.append(member if found is None else found.short or pick(found.labels, language, member))
    return ("，" if base(language) == "zh" else ", ").join(names)


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
