"""The hidden sheet: what the report says beside its tables, and formulas that point to each cell, head and text.

Spreadsheets keep such formulas right when rows are inserted and sheets renamed: so a reader finds each place again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

import attrs

from govreport import Report
from govreport.writing import plain_report, to_json
from govreport_xlsx.book import Book, Held
from govreport_xlsx.tables import Place

NAME = "govreport"
FORMAT = "workbook/1"
_CHANGED = re.compile(r"[^\x20-\x7e]")
_PIECE = 30_000
"""Characters of a cell."""


@attrs.frozen
class Entry:
    """One row of the hidden sheet.

    Args:
        kind: `cell`, `head`, `field`, `member`, `text` or `told`.
        key: the address, the name of the field, the axis and id of the member, the section.
        place: to which it points.
        held: what was put there.
    """

    kind: str
    key: str
    place: Place
    held: Held | None = None


def write_data(book: Book, report: Report, mode: str, language: str, entries: Iterable[Entry]) -> None:
    """Write the hidden sheet as the last of a book."""
    sheet, _ = book.sheet(NAME)
    for column, text in enumerate((NAME, FORMAT, mode, report.form.id, language)):
        book.text(sheet, 0, column, text)
    row = 1
    for piece in pieces(report):
        book.text(sheet, row, 0, "report")
        book.text(sheet, row, 1, piece)
        row += 1
    for each in entries:
        book.text(sheet, row, 0, each.kind)
        book.text(sheet, row, 1, each.key)
        book.formula(sheet, row, 2, each.place.fixed, 0)
        book.put(sheet, row, 3, each.held)
        row += 1
    sheet.very_hidden()
    sheet.protect()


def pieces(report: Report) -> Iterator[str]:
    """Yield a report as JSON, in pieces that a cell holds, of characters that no spreadsheet changes."""
    text = re.sub(r"\n *", "", to_json(plain_report(report)))
    text = _CHANGED.sub(lambda found: json.dumps(found[0])[1:-1], text).replace(
        "_", "\\u005f"
    )  # _x0041_ is a character
    for at in range(0, len(text), _PIECE):
        yield text[at : at + _PIECE]
