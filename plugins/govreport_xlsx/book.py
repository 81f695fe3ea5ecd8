"""A workbook in the making: cells that hold exactly what they should, formats made once, the same bytes each time."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeAlias

import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell

from govreport.document import Document, spelt_out
from govreport.plugin import Theme

Held: TypeAlias = Decimal | dt.date | str | bool
"""What a cell may be given."""

LONGEST_TEXT = 32_767
"""The most characters that a cell holds."""
_DIGITS = 15
"""How many a spreadsheet keeps of a number."""
_EPOCH = dt.date(1900, 3, 1)
"""The first day that all spreadsheets count alike."""
_NO_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")
_STEERS = re.compile(r"[=+\-@\t\r＝＋－＠]")
_MOST_NUMBER_FORMATS = 150
"""Spreadsheets know no more than some two hundred."""
_USUAL = {"font_name": "Arial", "font_size": 10}
"""The font by whose digits columns are measured: every system has one that is as wide."""
_UNNAMED = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")


def plain(text: str) -> str:
    r"""Return a text without what no cell may hold; any line end is the same.

    >>> plain("a\x00\r\nb\uffff")
    'a\\u0000\nb\\uffff'
    """
    if text.isprintable():
        return text
    told = spelt_out(re.sub(r"\r\n?|[\x85\u2028\u2029]", "\n", text))
    return _NO_CHARACTER.sub(lambda found: f"\\u{ord(found[0]):04x}", told)


def is_exact(number: Decimal) -> bool:
    """Whether a spreadsheet keeps every digit of a number.

    >>> is_exact(Decimal("0.1")), is_exact(Decimal("12345678901234567")), is_exact(Decimal("1e-20"))
    (True, False, True)
    """
    digits = number.normalize().as_tuple().digits
    return len(digits) <= _DIGITS and Decimal(repr(float(number))) == number


def decimals_of(number: Decimal) -> int:
    """Return how many decimals a number is written with."""
    exponent = number.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


class Book:
    """A workbook, its formats and its sheets.

    Attributes:
        warnings: what the user should know.
    """

    def __init__(self, document: Document, theme: Theme) -> None:
        self.buffer = io.BytesIO()
        options: dict[str, object] = {"in_memory": True, "default_format_properties": _USUAL}
        options |= dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
        self.workbook: Any = xlsxwriter.Workbook(self.buffer, options)
        self.look = look_of(theme, document.language)
        self.warnings: list[str] = []
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}
        self._names: set[str] = set()
        self._number_formats: set[str] = set()
        date = dt.date.fromisoformat(document.date) if document.date else dt.date(2000, 1, 1)
        self.workbook.set_properties(
            {
                "title": plain(document.title)[:255],
                "author": plain(document.author)[:255],
                "subject": plain(document.subject)[:255],
                "created": dt.datetime(max(date.year, 1900), date.month, date.day),  # noqa: DTZ001  # has no zone
            }
        )

    def format(self, **properties: object) -> Any:
        """Return the format of some properties."""
        usual: dict[str, object] = {"font_name": self.look["font"], "font_size": self.look["size"], "valign": "vcenter"}
        made = tuple(sorted((usual | properties).items()))
        if made not in self._formats:
            self._formats[made] = self.workbook.add_format(dict(made))
        return self._formats[made]

    def sheet(self, wanted: str) -> tuple[Any, str]:
        """Return a new sheet and its name: as wanted, as far as spreadsheets allow it and no other has it."""
        bare = _UNNAMED.sub(" ", plain(wanted).replace("\n", " ")).strip(" '")[:31].strip(" '") or "-"
        name, number = bare, 1
        while name.lower() in self._names or name.lower() == "history":
            number += 1
            end = f" ({number})"
            name = bare[: 31 - len(end)] + end
        self._names.add(name.lower())
        return self.workbook.add_worksheet(name), name

    def shown_as(self, pattern: str) -> str:
        """Return a number format, or the general one if there are too many of them."""
        if pattern not in self._number_formats and len(self._number_formats) >= _MOST_NUMBER_FORMATS:
            self.warn("some marks of notes, or decimals that are 0, are not shown: there are too many kinds of them")
            return "General"
        self._number_formats.add(pattern)
        return pattern

    def warn(self, text: str) -> None:
        """Let the user know something, once."""
        if text not in self.warnings:
            self.warnings.append(text)

    def put(self, sheet: Any, row: int, column: int, held: Held | None, **properties: object) -> None:
        """Put a value into a cell: a text is never taken for anything else, and a number never loses a digit."""
        if held is None or held == "":
            sheet.write_blank(row, column, None, self.format(**properties))
        elif isinstance(held, bool):
            sheet.write_boolean(row, column, held, self.format(**properties))
        elif isinstance(held, dt.date):
            if held >= _EPOCH:
                sheet.write_datetime(row, column, held, self.format(**{"num_format": "yyyy-mm-dd"} | properties))
            else:
                self.put(sheet, row, column, held.isoformat(), **properties)
        elif isinstance(held, Decimal) and is_exact(held):
            sheet.write_number(row, column, float(held), self.format(**properties))
        else:
            self.text(sheet, row, column, f"{held:f}" if isinstance(held, Decimal) else held, **properties)

    def text(self, sheet: Any, row: int, column: int, text: str, **properties: object) -> None:
        """Put a text into a cell."""
        told = plain(text)
        if len(told) > LONGEST_TEXT:
            self.warn(f"a text of {len(told)} characters was cut: a cell holds {LONGEST_TEXT}")
            told = told[:LONGEST_TEXT]
        if _STEERS.match(told):
            properties["quote_prefix"] = True
        sheet.write_string(row, column, told, self.format(**properties))

    def formula(self, sheet: Any, row: int, column: int, formula: str, cached: object, **properties: object) -> None:
        """Put a formula into a cell, with the value that it has now."""
        value = cached
        if isinstance(cached, Decimal):
            value = int(cached) if cached == cached.to_integral() else float(cached)
        sheet.write_formula(row, column, f"={formula}", self.format(**properties), value)

    def close(self) -> bytes:
        """Return the bytes of the workbook."""
        self.workbook.close()
        return self.buffer.getvalue()


def look_of(theme: Theme, language: str) -> Mapping[str, Any]:
    """Return how sheets look: fonts that other machines may have, sizes, colours."""
    base = "zh" if language.lower().startswith("zh") else "en"
    given = theme.tokens_for(language)
    private = {face.family for face in theme.fonts}
    table, title = given.get("table", {}), given.get("title", {})

    def family(found: Mapping[str, Any], key: str, otherwise: str) -> str:
        return next((each for each in found.get(key, ()) if each not in private), otherwise)

    return {
        "chinese": base == "zh",
        "font": family(table, "families", "Arial") if base == "zh" else "Arial",
        "head": family(table, "head_families", "Arial") if base == "zh" else "Arial",
        "title": family(title, "families", "Arial") if base == "zh" else "Arial",
        "size": 10.5 if base == "zh" else 10,
        "tint": given.get("colour", {}).get("tint", "#f0f0f0"),
        "line": "#7f7f7f",
        "input": "#fff8dc",
        "total": "#f2f2f2",
    }


def reference(sheet: str, row: int, column: int, *, fixed: bool = False) -> str:
    """Return how formulas refer to a cell of a sheet.

    >>> reference("it's", 4, 1), reference("III", 0, 0, fixed=True)
    ("'it''s'!B5", "'III'!$A$1")
    """
    return f"{quoted(sheet)}!{xl_rowcol_to_cell(row, column, row_abs=fixed, col_abs=fixed)}"


def quoted(sheet: str) -> str:
    """Return the name of a sheet as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"


_REFERENCE = re.compile(r"=?\+?\$?(?:'((?:[^']|'')+)'|([^'!$.]+))[!.]\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


def parse_reference(formula: str) -> tuple[str, int, int] | None:
    """Return sheet, row and column of a formula that only points to a cell; None if it is another, or points nowhere.

    >>> parse_reference("='it''s'!$B$5"), parse_reference("=#REF!$B$5")
    (("it's", 4, 1), None)
    """
    found = _REFERENCE.fullmatch(formula.strip())
    if found is None or "#REF" in formula:
        return None
    row, column = xl_cell_to_rowcol(f"{found[3].upper()}{found[4]}")
    return (found[1] or found[2]).replace("''", "'"), row, column
