"""A workbook that someone drew as lines and tables: each filled part of a sheet with several columns is a table."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from typing import Any

from govreport import InvalidInput
from govreport.reading import Source, bound_package
from govreport.reading.published import Page, RawCell, RawTable, Text, lines_of_parts
from govreport_xlsx.words import HEAD_OF_CHECKS, told

_MOST_ROWS, _MOST_COLUMNS = 20_000, 500


def open_book(source: Source, *, formulas: bool = False) -> Any:
    """Return a workbook as openpyxl has it: the values that its formulas had, or the formulas themselves.

    Raises:
        InvalidInput: if it is none.
    """
    import openpyxl

    bound_package(source, "a workbook")
    try:
        return openpyxl.load_workbook(io.BytesIO(source.data), data_only=not formulas)
    except (KeyError, ValueError, OSError, IndexError, TypeError, AttributeError) as error:
        raise InvalidInput(f"is no workbook: {error}", place=source.name, hint="save it as .xlsx again") from None


def page_of_book(book: Any, name: str) -> Page:
    """Return the sheets of a workbook, one after the other, without those that are hidden, and that of our checks."""
    parts: list[Text | RawTable] = []
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible" and not _is_of_checks(sheet):
            parts.extend(_parts(sheet, sum(isinstance(each, RawTable) for each in parts)))
    return Page(name, lines_of_parts(parts), title=book.properties.title or None)


def text_of(value: object) -> str:
    """Return what a cell shows: numbers with the 15 digits that a spreadsheet holds, dates as dates."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.15g}" if abs(value) < 1e15 else f"{value:f}".removesuffix(".000000")
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    return str(value).strip()


def _parts(sheet: Any, tables: int) -> Iterator[Text | RawTable]:
    rows = [
        [text_of(cell.value) for cell in row]
        for row in sheet.iter_rows(max_row=min(sheet.max_row, _MOST_ROWS), max_col=min(sheet.max_column, _MOST_COLUMNS))
    ]
    for column in _hidden(sheet, len(rows[0]) if rows else 0):
        for row in rows:
            row[column] = ""
    merged = {(each.min_row - 1, each.min_col - 1): each for each in sheet.merged_cells.ranges}
    covered = {
        (row - 1, column - 1)
        for each in sheet.merged_cells.ranges
        for row in range(each.min_row, each.max_row + 1)
        for column in range(each.min_col, each.max_col + 1)
        if (row, column) != (each.min_row, each.min_col)
    }
    for first, stop in _filled(rows):
        wide = [at for at in range(first, stop) if sum(map(bool, rows[at])) > 1]
        begin, end = (min(wide), max(wide) + 1) if wide else (stop, stop)
        yield from (Text(text) for at in range(first, begin) for text in rows[at] if text)
        if wide:
            tables += 1
            yield _table(rows, begin, end, merged, covered, sheet.title, tables)
        yield from (Text(text) for at in range(end, stop) for text in rows[at] if text)


def _is_of_checks(sheet: Any) -> bool:
    """Whether a sheet is the one that says which rules hold, as it is drawn here."""
    said = sheet.cell(1, 1).value, sheet.cell(HEAD_OF_CHECKS, 1).value
    return any(said == (told("checks", each), told("checks.head", each).partition("|")[0]) for each in ("zh", "en"))


def _hidden(sheet: Any, columns: int) -> Iterator[int]:
    """Yield the columns that are not seen."""
    for each in sheet.column_dimensions.values():
        if each.hidden and each.min:
            yield from (column - 1 for column in range(each.min, each.max + 1) if column <= columns)


def _filled(rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    """Yield the runs of rows in which anything stands."""
    first: int | None = None
    for at, row in enumerate([*rows, []]):
        if any(row) and first is None:
            first = at
        elif not any(row) and first is not None:
            yield first, at
            first = None


def _table(
    rows: Sequence[Sequence[str]],
    begin: int,
    end: int,
    merged: dict[tuple[int, int], Any],
    covered: set[tuple[int, int]],
    sheet: str,
    number: int,
) -> RawTable:
    used = [at for row in rows[begin:end] for at, text in enumerate(row) if text]
    used += [merged[place].max_col - 1 for place in merged if begin <= place[0] < end]
    left, right = min(used), max(used) + 1
    cells = []
    for row in range(begin, end):
        for column in range(left, right):
            if (row, column) in covered:
                continue
            across = merged.get((row, column))
            down = 1 if across is None else min(across.max_row, end) - row
            wide = 1 if across is None else min(across.max_col, right) - column
            text = rows[row][column] if column < len(rows[row]) else ""
            cells.append(RawCell(text, row - begin, column - left, down, wide))
    return RawTable(tuple(cells), number, sheet=sheet, first_row=begin + 1, first_column=left + 1)
