"""Case ledgers: one row for each application, counted into the cells of a form.

How a ledger is read is data (`ledger/1`): what its columns and words are called, and which rows count in which cell.
Each cell then knows the rows that it counts, and a row that fits nowhere is listed with its line and the reason.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs

from govreport.errors import InvalidInput, Unavailable, near
from govreport.model.cell import Cell
from govreport.model.frozen import FrozenMap
from govreport.model.report import Origin, Report, Unplaced
from govreport.reading.dates import read_date
from govreport.reading.keyed import Keyed, author_mends, open_keyed
from govreport.reading.labels import normalise
from govreport.reading.source import Source, open_source

FORMAT = "ledger/1"
WHEN = ("before", "within", "after", "empty")
"""Where a date may lie: before, within or after the period of the report, or nowhere."""
MAX_ROWS = 200_000
MAX_UNPACKED = 200 * 1024 * 1024
_PART = re.compile(r"\{(\w+)\}")


@attrs.frozen
class Count:
    """Which rows count in a cell.

    Args:
        cell: the address; `{column}` stands for what the row has there.
        when: for each column of dates, where the date may lie.
        given: for each other column, what it may hold.
    """

    cell: str
    when: FrozenMap[str, tuple[str, ...]] = FrozenMap()
    given: FrozenMap[str, tuple[str, ...]] = FrozenMap()


@attrs.frozen
class LedgerMapping:
    """How a ledger is read.

    Args:
        form: the form that it is counted into.
        columns: by our name, the names under which a column may stand in the ledger.
        words: by column, what its words stand for.
        dates: the columns that hold dates.
        key: the column that no two rows share.
        counts: which rows count in which cells.
        tables: whose other cells are 0, since the ledger is all there is.
        place: the file it comes from.
    """

    form: str
    columns: FrozenMap[str, tuple[str, ...]]
    words: FrozenMap[str, FrozenMap[str, str]]
    dates: tuple[str, ...]
    key: str | None
    counts: tuple[Count, ...]
    tables: tuple[str, ...] = ()
    place: str = ""


def read_ledger_mapping(source: Source | str | Path) -> LedgerMapping:
    """Return what a ledger mapping says.

    Raises:
        FormError: with file, key path and remedy, if it is none.
    """
    source = source if isinstance(source, Source) else open_source(source)
    with author_mends():
        return _mapping(open_keyed(source, FORMAT, "mapping of a ledger"))


def _mapping(keyed: Keyed) -> LedgerMapping:
    columns = keyed.table("columns")
    names = FrozenMap({name: columns.texts(name) for name in columns.left()})
    words = keyed.table("words")
    found: dict[str, FrozenMap[str, str]] = {}
    for column in words.left():
        inside = words.table(column)
        found[column] = FrozenMap({normalise(word): inside.need(word) for word in inside.left()})
    mapping = LedgerMapping(
        form=keyed.need("form"),
        columns=names,
        words=FrozenMap(found),
        dates=keyed.texts("dates"),
        key=keyed.text("key"),
        counts=tuple(_count(each, names) for each in keyed.tables("count")),
        tables=keyed.texts("tables"),
        place=keyed.place,
    )
    for column in (*found, *mapping.dates, *((mapping.key,) if mapping.key else ())):
        if column not in names:
            raise keyed.error(f"no column {column!r}", "columns", hint=near(column, names))
    keyed.done()
    return mapping


def _count(keyed: Keyed, columns: Mapping[str, tuple[str, ...]]) -> Count:
    when, given = keyed.table("when"), keyed.table("given")
    count = Count(
        keyed.need("cell"),
        FrozenMap({column: when.texts(column) for column in when.left()}),
        FrozenMap({column: given.texts(column) for column in given.left()}),
    )
    for column in (*count.when, *count.given, *_PART.findall(count.cell)):
        if column not in columns:
            raise keyed.error(f"no column {column!r}", hint=near(column, columns))
    for place in itertools.chain.from_iterable(count.when.values()):
        if place not in WHEN:
            raise keyed.error(f"{place!r} is no place of a date", "when", hint="one of " + ", ".join(WHEN))
    keyed.done()
    return count


@attrs.frozen
class Row:
    """One row of a ledger: its line, and what stands in it by the names of the mapping."""

    line: int
    entries: Mapping[str, object]

    def text(self, column: str) -> str:
        """Return what stands in a column, as text."""
        entry = self.entries.get(column)
        return "" if entry is None else str(entry).strip()


def ledger_rows(source: Source, mapping: LedgerMapping) -> Iterator[Row]:
    """Yield the rows of a ledger in CSV or XLSX.

    Raises:
        InvalidInput: if it lacks a column that the mapping needs, or is too long.
        Unavailable: for XLSX, if openpyxl is not installed.
    """
    lines = _xlsx_lines(source) if source.data[:2] == b"PK" else _csv_lines(source)
    heads: dict[int, str] = {}
    for line, entries in lines:
        if line > MAX_ROWS:
            raise InvalidInput(f"has more than {MAX_ROWS} rows", place=source.name)
        if not heads:
            heads = _heads(entries, mapping, source.name)
        elif any(entry not in (None, "") for entry in entries):
            yield Row(line, {heads[place]: entry for place, entry in enumerate(entries) if place in heads})
    if not heads:
        raise InvalidInput("is empty", place=source.name)


def _heads(entries: list[object], mapping: LedgerMapping, place: str) -> dict[int, str]:
    wanted = {normalise(name): column for column, names in mapping.columns.items() for name in (column, *names)}
    printed = [normalise(str(entry or "")) for entry in entries]
    found = {at: wanted[name] for at, name in enumerate(printed) if name in wanted}
    used = {column for count in mapping.counts for column in (*count.when, *count.given, *_PART.findall(count.cell))}
    for column in sorted(used - set(found.values())):
        names = ", ".join(mapping.columns[column]) or column
        what = f"has no column for {column}"
        raise InvalidInput(what, place=place, hint=f"call it {names}, or give its name in the mapping")
    return found


def _csv_lines(source: Source) -> Iterator[tuple[int, list[object]]]:
    text = source.text()
    first = text.partition("\n")[0]
    delimiter = max("\t;,", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for entries in reader:
            yield reader.line_num, list(entries)
    except csv.Error as error:
        raise InvalidInput(f"is no CSV: {error}", place=f"{source.name}: line {reader.line_num}") from None


def _xlsx_lines(source: Source) -> Iterator[tuple[int, list[object]]]:
    try:
        import openpyxl
    except ModuleNotFoundError:
        raise Unavailable(f"{source.name}: XLSX needs openpyxl: pip install 'govreport[xlsx]'") from None
    _bound(source)
    try:
        book = openpyxl.load_workbook(io.BytesIO(source.data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for line, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            yield line, list(cells)
    except (KeyError, ValueError, OSError, IndexError) as error:  # what openpyxl makes of a broken workbook
        raise InvalidInput(f"is no workbook: {error}", place=source.name) from None


def _bound(source: Source) -> None:
    """Refuse a workbook that would unpack to far more than it is, before anything of it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            unpacked = sum(each.file_size for each in archive.infolist())
    except zipfile.BadZipFile as error:
        raise InvalidInput(f"is no workbook: {error}", place=source.name) from None
    if unpacked > MAX_UNPACKED:
        what = f"would unpack to {unpacked / 1e6:.0f} MB, and {MAX_UNPACKED / 1e6:.0f} MB is the most"
        raise InvalidInput(what, place=source.name)


def fill_from(report: Report, ledger: str | Path | Source, mapping: LedgerMapping | str | Path | Source) -> Report:
    """Return a report with the cells filled that a ledger is counted into.

    Each cell's origin names the rows that it counts; rows that fit nowhere are in `unplaced`, with line and reason.

    Args:
        report: of the form that the mapping is for.
        ledger: CSV or XLSX, one row for each case.
        mapping: how it is read.

    Raises:
        InvalidInput: if ledger or mapping cannot be read, or a cell of the mapping is not of the form.
    """
    source = ledger if isinstance(ledger, Source) else open_source(ledger)
    how = mapping if isinstance(mapping, LedgerMapping) else read_ledger_mapping(mapping)
    if how.form not in {report.form.id, *report.form.aliases}:
        raise InvalidInput(f"is for form {how.form}, not {report.form.id}", place=how.place)
    counted: dict[Cell, list[int]] = {}
    unplaced: list[Unplaced] = []
    counter = _Counter(report, how)
    for row in ledger_rows(source, how):
        cells, reason = counter.cells(row)
        if reason:
            unplaced.append(Unplaced(", ".join(filter(None, map(row.text, how.columns))), row.line, reason))
        for cell in cells:
            counted.setdefault(cell, []).append(row.line)
    empty = (cell for table in how.tables for cell in report.form.cells(report, table))
    values: dict[str | Cell, object] = dict.fromkeys(empty, 0)
    values.update({cell: len(rows) for cell, rows in counted.items()})
    origins = {cell: Origin(file=source.name, rows=tuple(rows)) for cell, rows in counted.items()}
    return attrs.evolve(
        report.fill(values),
        origins=report.origins.with_items(origins),
        unplaced=(*report.unplaced, *unplaced),
    )


class _Counter:
    """Says for each row of a ledger in which cells it counts, or why in none."""

    def __init__(self, report: Report, mapping: LedgerMapping) -> None:
        if report.year is None:
            raise InvalidInput(f"the period {report.period!r} is no year", hint="give the report year")
        self.report, self.mapping = report, mapping
        self.first, self.last = dt.date(report.year, 1, 1), dt.date(report.year, 12, 31)
        self.seen: dict[str, int] = {}

    def cells(self, row: Row) -> tuple[tuple[Cell, ...], str]:
        """Return the cells that a row counts in, and the reason if it fits nowhere."""
        if reason := self.repeated(row):
            return (), reason
        places: dict[str, str] = {}
        for column in self.mapping.dates:
            place = self.when(row, column)
            if place is None:
                return (), f"{column}: {row.text(column)!r} is no date"
            places[column] = place
        found: list[Cell] = []
        for count in self.mapping.counts:
            if self.applies(count, row, places):
                address = self.address(count, row)
                if isinstance(address, str):
                    return (), address
                found.extend(self.with_totals(address))
        outside = set(places.values()) <= {"before", "empty"} or places.get(self.mapping.dates[0]) == "after"
        return tuple(found), "" if found or outside else "no cell counts it"

    def repeated(self, row: Row) -> str:
        key = row.text(self.mapping.key) if self.mapping.key else ""
        if not key:
            return ""
        first = self.seen.setdefault(key, row.line)
        return "" if first == row.line else f"{self.mapping.key} {key!r} stands in line {first} already"

    def when(self, row: Row, column: str) -> str | None:
        entry = row.entries.get(column)
        if entry is None or not str(entry).strip():
            return "empty"
        date = entry.date() if isinstance(entry, dt.datetime) else entry
        date = date if isinstance(date, dt.date) else read_date(str(entry))
        if date is None:
            return None
        return "before" if date < self.first else "after" if date > self.last else "within"

    def applies(self, count: Count, row: Row, places: Mapping[str, str]) -> bool:
        in_time = all(places.get(column) in wanted for column, wanted in count.when.items())
        return in_time and all(self.word(row, column) in wanted for column, wanted in count.given.items())

    def word(self, row: Row, column: str) -> str:
        text = row.text(column)
        return self.mapping.words.get(column, FrozenMap()).get(normalise(text), text)

    def address(self, count: Count, row: Row) -> Cell | str:
        """Return the cell of a count for a row, or what is wrong with the words that it is made of."""
        for column in _PART.findall(count.cell):
            text = row.text(column)
            if not text:
                return f"{column} is empty"
            if column in self.mapping.words and normalise(text) not in self.mapping.words[column]:
                return f"{column}: {text!r} is none of the words of the mapping"
        address = _PART.sub(lambda found: self.word(row, found[1]), count.cell)
        try:
            return self.report.locate(address)
        except InvalidInput as error:
            raise InvalidInput(error.what, place=f"{self.mapping.place}: count", hint=error.hint) from None

    def with_totals(self, cell: Cell) -> Iterator[Cell]:
        """Yield a cell, and those of the totals of its axes."""
        axes = self.report.form.indicators[cell.indicator].axes
        choices = [
            tuple(dict.fromkeys(each for each in (member, self.report.form.axes[axis].total) if each is not None))
            for axis, member in zip(axes, cell.members, strict=True)
        ]
        for members in itertools.product(*choices):
            made = Cell(cell.indicator, members)
            if self.report.form.table_of(made) is not None:
                yield made
