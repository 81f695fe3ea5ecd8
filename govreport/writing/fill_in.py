"""A report as TOML for people to fill in: cells with what they are called, sections with sentences to begin with."""

from __future__ import annotations

import re
from typing import Any

from govreport.model.cell import Cell
from govreport.model.form import Section
from govreport.model.labels import pick
from govreport.model.report import Report
from govreport.wording import say, say_lower_number
from govreport.writing.report_file import TomlTable, plain_report, plain_value, toml_item, toml_scalar

_BELOW = re.compile(r"^(#{2,6}) +", re.MULTILINE)
"""A heading below that of its section."""


def to_fill_in(report: Report, language: str) -> str:
    """Return a report as TOML with comments: the labels and units of cells, headings, starters of each section.

    Args:
        report: usually a new one, every cell of it blank.
        language: of the comments.
    """
    import tomlkit

    document = tomlkit.document()
    for line in say("fill.how", language).split("\n"):
        document.add(tomlkit.comment(line))
    document.add(tomlkit.nl())
    data = plain_report(report)
    head = {key: value for key, value in data.items() if not isinstance(value, dict | list)}
    for key, value in head.items():
        document.add(key, toml_scalar(value))
    if report.published is None:
        document.add(tomlkit.comment('published = "YYYY-MM-DD"'))
    document.add("publisher", _table(data["publisher"]))
    document.add("values", _Values(report, language).table())
    document.add("narrative", _narrative(report, language))
    if report.form.attestation:
        document.add("attestation", _attestation(report, language))
    told = {*head, "publisher", "values", "narrative", "attestation"}
    toml_item({key: value for key, value in data.items() if key not in told}, document)
    return tomlkit.dumps(document)


def _table(data: dict[str, Any]) -> TomlTable:
    import tomlkit

    table = tomlkit.table()
    for key, value in data.items():
        table.add(key, toml_scalar(value))
    return table


class _Values:
    """The table of values: plain cells first, since TOML would count them to the sub-table above them."""

    def __init__(self, report: Report, language: str) -> None:
        self.report, self.form, self.language = report, report.form, language
        self.groups: list[str] = []

    def table(self) -> TomlTable:
        import tomlkit

        table = tomlkit.table()
        for cell in (cell for cell in self.report.values if not cell.members):
            self.headings(table, cell)
            item = toml_scalar(plain_value(self.report.values[cell]))
            item.comment(self.label(cell))
            table.add(cell.indicator, item)
        for indicator in dict.fromkeys(cell.indicator for cell in self.report.values if cell.members):
            table.add(indicator, self.row(indicator))
        return table

    def headings(self, table: TomlTable, cell: Cell) -> None:
        """Add a line for each heading row that begins above a cell."""
        import tomlkit

        above: list[str] = []
        parent = self.form.indicators[cell.indicator].parent
        while parent is not None:
            if self.form.indicators[parent].group:
                above.insert(0, parent)
            parent = self.form.indicators[parent].parent
        for group in above:
            if group not in self.groups:
                table.add(tomlkit.comment(pick(self.form.indicators[group].labels, self.language, group)))
        self.groups = above

    def label(self, cell: Cell) -> str:
        """Return what a cell is called, its unit behind it."""
        label = pick(self.form.indicators[cell.indicator].labels, self.language, cell.indicator)
        unit = self.form.unit(cell, self.language)
        return f"{label} [{unit}]" if unit else label

    def row(self, indicator: str) -> TomlTable:
        """Return the cells of one indicator, by their members."""
        import tomlkit

        table = tomlkit.table()
        table.comment(pick(self.form.indicators[indicator].labels, self.language, indicator))
        axes = self.form.indicators[indicator].axes
        for cell in (cell for cell in self.report.values if cell.indicator == indicator):
            item = toml_scalar(plain_value(self.report.values[cell]))
            names = []
            for axis, member in zip(axes, cell.members, strict=True):
                found = self.report.member_of(axis, member)
                names.append(member if found is None else pick(found.labels, self.language, member))
            unit = self.form.unit(cell, self.language)
            item.comment(", ".join(names) + (f" [{unit}]" if unit else ""))
            table.add(",".join(cell.members), item)
        return table


def _narrative(report: Report, language: str) -> TomlTable:
    """Return the table of texts; a section without one has its starter as a comment, to be taken up or left."""
    import tomlkit

    table = tomlkit.table()
    for line in say("fill.text", language).split("\n"):
        table.add(tomlkit.comment(line))
    for section in (each for each in report.form.sections if each.narrative):
        table.add(tomlkit.nl())
        heading = report.in_words(pick(section.labels, language), report.in_language)
        table.add(tomlkit.comment(heading or section.id))
        if section.id in report.narrative:
            table.add(section.id, toml_scalar(report.narrative[section.id]))
            continue
        starter = starter_of(report, section)
        lines = [f'{section.id} = """', *starter.splitlines(), '"""'] if starter else [f'{section.id} = ""']
        for line in lines:
            table.add(tomlkit.comment(line))
    return table


def starter_of(report: Report, section: Section) -> str:
    """Return the sentences that a text of a section may begin with, in the report's language; empty if it has none.

    Publisher and period are put in, and headings that stand below the section's (`##` and deeper) get their numbers.
    """
    language = report.in_language
    counts = [0] * 6

    def numbered(heading: re.Match[str]) -> str:
        depth = len(heading[1]) - 1
        counts[depth - 1 :] = [counts[depth - 1] + 1] + [0] * (6 - depth)
        return f"{heading[1]} {say_lower_number(counts[depth - 1], depth, language)}"

    return _BELOW.sub(numbered, report.in_words(pick(section.starter, language), language))


def _attestation(report: Report, language: str) -> TomlTable:
    import tomlkit

    table = tomlkit.table()
    for key, labels in report.form.attestation.items():
        given, label = getattr(report.attestation, key), pick(labels, language, key)
        if given is None:
            table.add(tomlkit.comment(f'{key} = ""  # {label}'))
            continue
        item = toml_scalar(given)
        item.comment(label)
        table.add(key, item)
    return table
