"""The sheets to be filled in beside the tables: what concerns the whole report, and its texts; and the help."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from govreport import Report, Section
from govreport.document import say
from govreport.writing import starter_of
from govreport_xlsx.book import Book, Held, plain, quoted
from govreport_xlsx.data import Entry
from govreport_xlsx.inputs import WORDS
from govreport_xlsx.measures import MARGIN, characters, height_of
from govreport_xlsx.tables import Place
from govreport_xlsx.words import explained, help_lines, told

_LABELS, _INPUTS, _HINTS = 170.0, 300.0, 190.0
_NUMBER, _TEXT, _STARTER = 28.0, 420.0, 300.0
_SPARE = 3
"""How many empty paragraphs a text has behind those that it was given."""
_FIELDS = ("publisher.name", "publisher.id", "publisher.level", "period", "kind", "published")
_WORDS_AT = 6
"""The line of the help below which the words for what is missing stand."""


def lock(sheet: Any) -> None:
    """Lock what is not to be filled in; columns and rows may still be made wider and higher."""
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _page(sheet: Any, *, turned: bool = False) -> None:
    sheet.set_paper(9)
    if turned:
        sheet.set_landscape()
    sheet.set_margins(MARGIN, MARGIN, MARGIN + 0.1, MARGIN + 0.2)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")


class Inputs:
    """Writes labelled cells to be filled in, and remembers where each stands."""

    def __init__(self, book: Book, language: str) -> None:
        self.book, self.language = book, language
        self.entries: list[Entry] = []
        border: dict[str, object] = {"border": 1, "border_color": book.look["line"], "text_wrap": True}
        self.label: dict[str, object] = {**border, "bg_color": book.look["tint"]}
        self.input: dict[str, object] = {**border, "bg_color": book.look["input"], "locked": False}

    def head(self, sheet: Any, text: str, how: str) -> None:
        """Write the title of a sheet and what is to be done on it."""
        self.book.text(sheet, 0, 0, text, bold=True, font_size=16, font_name=self.book.look["head"])
        sheet.set_row(0, 28)
        self.book.text(sheet, 1, 0, how, font_color="#444444")

    def put(self, sheet: Any, name: str, row: int, column: int, kind: str, key: str, held: Held | None) -> Place:
        """Write one cell to be filled in."""
        looks: dict[str, object] = {"num_format": "yyyy-mm-dd"} if isinstance(held, dt.date) else {"num_format": "@"}
        self.book.put(sheet, row, column, held, **self.input, **looks)
        place = Place(name, row, column, plain(held) if isinstance(held, str) else held)
        self.entries.append(Entry(kind, key, place, place.held))
        return place


class AboutSheet(Inputs):
    """The sheet for what concerns the whole report, and for the members that the reporter names."""

    def draw(self, sheet: Any, name: str, report: Report) -> int:
        """Write the fields, those of the signature if the form has one; return the row behind them."""
        for column, points in enumerate((_LABELS, _INPUTS, _HINTS)):
            sheet.set_column(column, column, characters(points))
        self.head(sheet, told("about", self.language), told("about.how", self.language))
        row = 3
        for key in _FIELDS:
            hint = {"published": "hint.date"}.get(key, f"hint.{key}" if key in {"publisher.name", "period"} else "")
            self.field(sheet, name, row, key, told(f"field.{key}", self.language), _given(report, key), hint)
            row += 1
        self.choices(sheet, report)
        if report.form.attestation:
            self.book.text(sheet, row + 1, 0, told("signed", self.language), bold=True, font_size=12)
            row += 2
            for key, labels in report.form.attestation.items():
                label = _picked(labels, self.language) or say(f"attestation.{key}", self.language)
                given = getattr(report.attestation, key)
                hint = "hint.date" if key == "date" else ""
                self.field(sheet, name, row, f"attestation.{key}", label, given, hint)
                row += 1
        _page(sheet)
        lock(sheet)
        return row + 1

    def field(self, sheet: Any, name: str, row: int, key: str, label: str, held: Held | None, hint: str) -> None:
        """Write one field with its label, and what may stand there."""
        self.book.text(sheet, row, 0, label, **self.label)
        self.put(sheet, name, row, 1, "field", key, held)
        if hint:
            self.book.text(sheet, row, 2, told(hint, self.language), font_color="#666666", indent=1)
        sheet.set_row(row, height_of(label, _LABELS, self.book.look["size"], 20))

    def choices(self, sheet: Any, report: Report) -> None:
        """Let the kind be chosen from those that the form knows."""
        kinds = list(report.form.kinds)
        if kinds and len(",".join(kinds)) <= 255:
            row = 3 + _FIELDS.index("kind")
            sheet.data_validation(
                row,
                1,
                row,
                1,
                {"validate": "list", "source": kinds, "input_message": told("input.code", self.language)},
            )

    def members(self, sheet: Any, name: str, row: int, axis: str, title: str, given: Mapping[str, str]) -> int:
        """Write the rows for the names of members of an axis; return the row behind them."""
        self.book.text(sheet, row, 0, told("rows", self.language, title), bold=True, font_size=12)
        row += 1
        for number, (member, label) in enumerate(given.items(), 1):
            self.book.text(sheet, row, 0, f"{title} {number}", **self.label)
            self.put(sheet, name, row, 1, "member", f"{axis}/{member}", label)
            sheet.set_row(row, height_of(label, _INPUTS, self.book.look["size"], 20))
            row += 1
        return row + 1


def _given(report: Report, key: str) -> Held | None:
    owner, _, name = key.rpartition(".")
    found: Held | None = getattr(report.publisher if owner else report, name)
    return found


def _picked(labels: Mapping[str, str], language: str) -> str:
    base = language.partition("-")[0].lower()
    return labels.get(language) or labels.get(base) or next(iter(labels.values()), "")


class TextsSheet(Inputs):
    """The sheet for the texts: for each section some cells, one paragraph each, beside what they may begin with."""

    def draw(self, sheet: Any, name: str, report: Report) -> None:
        """Write every section that has a text."""
        for column, points in enumerate((_NUMBER, _TEXT, _STARTER)):
            sheet.set_column(column, column, characters(points))
        self.head(sheet, told("texts", self.language), told("texts.how", self.language))
        row = 3
        for section in report.form.sections:
            if section.narrative:
                row = self.section(sheet, name, row, report, section)
        _page(sheet, turned=True)
        lock(sheet)

    def section(self, sheet: Any, name: str, row: int, report: Report, section: Section) -> int:
        """Write one section; return the row behind it."""
        heading = report.in_words(_picked(section.labels, self.language), self.language) or told(
            "texts.first", self.language
        )
        self.book.text(sheet, row, 0, heading, bold=True, font_size=13, font_name=self.book.look["head"])
        sheet.set_row(row, 24)
        for column, text in enumerate(("", told("texts.own", self.language), told("texts.starter", self.language))):
            self.book.put(sheet, row + 1, column, text, **self.label)
        paragraphs = paragraphs_of(report.narrative.get(section.id, ""))
        starters = [each for each in paragraphs_of(starter_of(report, section)) if each]
        first = row + 2
        number = max(len(paragraphs) + _SPARE, len(starters) + 1)
        for at in range(number):
            text = paragraphs[at] if at < len(paragraphs) else ""
            starter = starters[at] if at < len(starters) else ""
            self.paragraph(sheet, name, first + at, section.id, at + 1, text, starter)
        if section.max_characters is not None:
            area = f"B{first + 1}:B{first + number}"
            words = told("texts.length", self.language, f'"&SUMPRODUCT(LEN({area}))&"', section.max_characters)
            self.book.formula(sheet, first + number, 1, f'"{words}"', "", font_color="#666666")
        return first + number + 2

    def paragraph(self, sheet: Any, name: str, row: int, section: str, number: int, text: str, starter: str) -> None:
        """Write one paragraph with its number and, if there is one, what it may begin with."""
        self.book.text(sheet, row, 0, str(number), font_color="#888888", align="center", valign="top")
        self.put(sheet, name, row, 1, "text", section, text)
        if starter:
            self.book.text(sheet, row, 2, starter, font_color="#777777", text_wrap=True, valign="top", indent=1)
        size = self.book.look["size"]
        sheet.set_row(row, max(height_of(text, _TEXT, size, 34), height_of(starter, _STARTER - 10, size)))

    def put(self, sheet: Any, name: str, row: int, column: int, kind: str, key: str, held: Held | None) -> Place:
        """Write one cell for a paragraph."""
        self.book.put(sheet, row, column, held, **self.input, valign="top", num_format="@")
        place = Place(name, row, column, plain(held) if isinstance(held, str) else held)
        self.entries.append(Entry(kind, key, place, place.held))
        return place


def paragraphs_of(text: str) -> list[str]:
    """Return a text in its paragraphs, so that they make up the text again; in one piece if they would not."""
    found = text.split("\n\n") if text else []
    return found if all(each.strip() for each in found) else [text]


def draw_help(book: Book, sheet: Any, name: str, language: str, names: Mapping[str, str]) -> None:
    """Write the help: how to fill in, the words for what is missing, colours, how it is read back."""
    sheet.set_column(0, 0, characters(84))
    sheet.set_column(1, 1, characters(520))
    title, *lines = help_lines(language)
    book.text(sheet, 0, 0, title, bold=True, font_size=16, font_name=book.look["head"])
    sheet.set_row(0, 28)
    row = 2
    for number, line in enumerate(lines, 1):
        text = line.format(**names)
        book.text(sheet, row, 0, f"{number}.", align="right", valign="top")
        book.text(sheet, row, 1, text, text_wrap=True, valign="top")
        sheet.set_row(row, height_of(text, 520, book.look["size"]) + 3)
        row += 1
        if number == _WORDS_AT - 1:
            row = _words(book, sheet, name, row, language)
    row += 1
    for colour, key in (("input", "about.how"),):
        book.put(sheet, row, 0, "", border=1, border_color=book.look["line"], bg_color=book.look[colour])
        book.text(sheet, row, 1, told(key, language), text_wrap=True)
    _page(sheet)
    lock(sheet)


def _words(book: Book, sheet: Any, name: str, row: int, language: str) -> int:
    """Write the words that may stand in place of a number, each with what it means; return the row behind them."""
    found: Sequence[tuple[str, str]] = explained(language)
    for place, (word, meaning) in enumerate(found):
        book.text(sheet, row + place, 0, word, border=1, border_color=book.look["line"], align="center")
        book.text(sheet, row + place, 1, meaning, border=1, border_color=book.look["line"], text_wrap=True)
    area = f"{quoted(name)}!$A${row + 1}:$A${row + len(found)}"
    book.workbook.define_name(WORDS, f"={area}")
    return row + len(found)
