"""A workbook that someone drew as lines and tables: each filled part of a sheet with several columns is a table."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from govreport import InvalidInput
from govreport.reading import Source, bound_package
from govreport.reading.published import Page, RawCell, RawTable, Text, lines_of_parts
from govreport_xlsx.words import HEAD_OF_CHECKS, told

_UNKNOWN = re.compile(rb"<f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
"""A formula without what it came to."""
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


def page_of_book(book: Any, source: Source) -> Page:
    """Return the sheets of a workbook without those that are hidden, and that of our checks.

    They follow each other as they stand, but for one that a cell of another links to: it is read behind the link.
    """
    formulas = open_book(source, formulas=True) if _has_unknown(source.data) else None
    parts = _Sheets(book, formulas).parts()
    return Page(source.name, lines_of_parts(parts), titles=tuple(filter(None, (book.properties.title,))))


def _has_unknown(data: bytes) -> bool:
    """Whether a formula of a workbook was saved without what it came to."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheets = (parts.read(each) for each in parts.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", each))
        return any(_UNKNOWN.search(each) for each in sheets)


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


@attrs.frozen
class _Link:
    """A link to a sheet of the same workbook."""

    sheet: str


class _Sheets:
    """The sheets of a workbook while they are read, each once."""

    def __init__(self, book: Any, formulas: Any = None) -> None:
        seen = (each for each in book.worksheets if each.sheet_state == "visible" and not _is_of_checks(each))
        self.left = {each.title: each for each in seen}
        self.formulas = formulas
        self.tables = 0

    def parts(self) -> Iterator[Text | RawTable]:
        """Yield the lines and tables of all sheets; one that is linked to comes behind the link."""
        while self.left:
            waiting = [self.sheet(next(iter(self.left)))]
            while waiting:
                part = next(waiting[-1], None)
                if part is None:
                    waiting.pop()
                elif not isinstance(part, _Link):
                    yield part
                elif part.sheet in self.left:
                    waiting.append(self.sheet(part.sheet))

    def text(self, cell: Any) -> str:
        """Return what a cell shows; a formula that was saved without what it came to is kept as it is."""
        if cell.value is None and self.formulas is not None:
            return text_of(self.formulas[cell.parent.title].cell(cell.row, cell.column).value)
        return text_of(cell.value)

    def sheet(self, title: str) -> Iterator[Text | RawTable | _Link]:
        """Yield the lines and tables of a sheet, and the sheets that it links to."""
        sheet = self.left.pop(title)
        box = {"max_row": min(sheet.max_row, _MOST_ROWS), "max_col": min(sheet.max_column, _MOST_COLUMNS)}
        hidden = set(_hidden(sheet, sheet.max_column))
        rows, links = [], dict[int, list[str]]()
        for at, row in enumerate(sheet.iter_rows(**box)):
            rows.append([self.text(cell) for cell in row])
            seen = [cell for cell in row if cell.hyperlink is not None and cell.column - 1 not in hidden]
            links[at] = [_target(cell.hyperlink) for cell in seen]
        for texts in rows:
            for column in hidden & set(range(len(texts))):
                texts[column] = ""
        ranges = sheet.merged_cells.ranges
        merged = {(each.min_row - 1, each.min_col - 1): each for each in ranges}
        covered = {
            (row - 1, column - 1)
            for each in ranges
            for row in range(each.min_row, each.max_row + 1)
            for column in range(each.min_col, each.max_col + 1)
            if (row, column) != (each.min_row, each.min_col)
        }
        for first, stop in _filled(rows):
            wide = [at for at in range(first, stop) if sum(map(bool, rows[at])) > 1]
            begin, end = (min(wide), max(wide) + 1) if wide else (stop, stop)
            yield from self.lines(rows, range(first, begin), links)
            if wide:
                self.tables += 1
                yield _table(rows, begin, end, merged, covered, sheet.title, self.tables)
            yield from self.lines(rows, range(end, stop), links)

    def lines(
        self, rows: Sequence[Sequence[str]], places: Iterable[int], links: Mapping[int, Sequence[str]]
    ) -> Iterator[Text | _Link]:
        """Yield the texts of some rows, and the links in them; words of ours that only lead to a sheet are none."""
        for at in places:
            own = {told("go", language, sheet) for sheet in links[at] for language in ("zh", "en")}
            yield from (Text(text) for text in rows[at] if text and text not in own)
            yield from map(_Link, filter(None, links[at]))


def _target(link: Any) -> str:
    """Return the sheet that a link leads to; empty if it leads elsewhere."""
    found = re.fullmatch(r"#?(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^'!]+))!.*", link.location or "")
    return "" if found is None else (found["plain"] or found["quoted"].replace("''", "'"))


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
