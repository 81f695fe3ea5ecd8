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
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs

from govreport.errors import InvalidInput, Unavailable
from govreport.model.cell import Cell
from govreport.model.form import Form
from govreport.model.indicator import Indicator, Member
from govreport.model.labels import Labels, base
from govreport.model.report import Origin, Report, Unplaced
from govreport.reading.dates import read_date
from govreport.reading.labels import normalise
from govreport.reading.ledger_file import PART, Count, LedgerMapping, read_ledger_mapping
from govreport.reading.source import Source, bound_package, open_source
from govreport.wording import say

MAX_ROWS = 200_000
MAX_TITLES = 10
"""How many lines the heads of the columns may stand below."""
_NOTHING = re.compile(r"[-–—－_/／\\＼]+|无")
_BETWEEN = re.compile(r"[-–—:/>→|;]+")
"""What stands between a heading and what is below it, in half width."""
_BEHIND = re.compile(r"\(([^()]*)\)$")
"""What is below a heading in brackets behind it."""


@attrs.frozen
class Row:
    """One row of a ledger: its line, and what stands in it by the names of the mapping."""

    line: int
    entries: Mapping[str, object]

    def text(self, column: str) -> str:
        """Return what stands in a column, as text; nothing where a mark says that there is nothing."""
        entry = self.entries.get(column)
        text = "" if entry is None else str(entry).strip()
        return "" if _NOTHING.fullmatch(text) else text


@attrs.frozen
class Ledger:
    """A ledger: how it calls the columns that it has, by the names of the mapping, and its rows."""

    columns: Mapping[str, str]
    rows: Iterator[Row]


def open_ledger(source: Source, mapping: LedgerMapping) -> Ledger:
    """Return a ledger in CSV or XLSX; lines above the heads of its columns are passed over.

    Raises:
        InvalidInput: if it lacks a column that the mapping needs, or is too long.
        Unavailable: for XLSX, if openpyxl is not installed.
    """
    lines = _xlsx_lines(source) if source.data[:2] == b"PK" else _csv_lines(source)
    first: InvalidInput | None = None
    for _, entries in itertools.islice((each for each in lines if _is_filled(each[1])), MAX_TITLES):
        try:
            heads = _heads(entries, mapping, source.name)
        except InvalidInput as error:
            first = first or error
        else:
            called = {column: str(entries[at]).strip() for column, at in heads.items()}
            return Ledger(called, _rows(lines, heads, source.name))
    raise first or InvalidInput("is empty", place=source.name)


def _is_filled(entries: list[object]) -> bool:
    return any(str(entry).strip() for entry in entries if entry is not None)


def _rows(lines: Iterator[tuple[int, list[object]]], heads: Mapping[str, int], name: str) -> Iterator[Row]:
    for line, entries in lines:
        if line > MAX_ROWS:
            raise InvalidInput(f"has more than {MAX_ROWS} rows", place=name)
        if _is_filled(entries):
            yield Row(line, {column: entries[at] for column, at in heads.items() if at < len(entries)})


def _heads(entries: list[object], mapping: LedgerMapping, place: str) -> dict[str, int]:
    """Return at which place each column stands: under the first of its names that the ledger has."""
    printed = {normalise(str(entry or "")): at for at, entry in reversed(list(enumerate(entries)))}
    found: dict[str, int] = {}
    for column, names in mapping.columns.items():
        at = next((printed[name] for name in map(normalise, (*names, column)) if name in printed), None)
        if at is not None:
            found[column] = at
    used = frozenset[str]().union(*(count.columns for count in mapping.counts)) - set(mapping.optional)
    for column in sorted(used - set(found)):
        names = mapping.columns[column]
        what = f"has no column for {column}"
        told = ", ".join(names) or column
        raise InvalidInput(what, place=place, hint=f"call it {told}, or give its name in the mapping")
    return found


def _csv_lines(source: Source) -> Iterator[tuple[int, list[object]]]:
    text = source.text()
    first = "\n".join(text.split("\n", MAX_TITLES)[:MAX_TITLES])
    delimiter = max(",\t;", key=first.count)
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
    bound_package(source, "a workbook")
    try:
        book = openpyxl.load_workbook(io.BytesIO(source.data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for line, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            yield line, list(cells)
    except (KeyError, ValueError, OSError, IndexError) as error:  # what openpyxl makes of a broken workbook
        raise InvalidInput(f"is no workbook: {error}", place=source.name) from None


def fill_from(report: Report, ledger: str | Path | Source, mapping: LedgerMapping | str | Path | Source) -> Report:
    """Return a report with the cells filled that a ledger is counted into.

    Each cell's origin names the rows that it counts; rows that fit nowhere are in `unplaced`, with line and reason (in
    the report's language).

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
    opened = open_ledger(source, how)
    counter = _Counter(report, how, opened.columns)
    for row in opened.rows:
        cells, reason = counter.cells(row)
        if reason:
            unplaced.append(Unplaced(", ".join(filter(None, map(row.text, how.columns))), row.line, reason))
        for cell in cells:
            counted.setdefault(cell, []).append(row.line)
    values: dict[str | Cell, object] = dict.fromkeys(counter.possible(), 0)
    values.update({cell: len(rows) for cell, rows in counted.items()})
    origins = {cell: Origin(file=source.name, rows=tuple(rows)) for cell, rows in counted.items()}
    return attrs.evolve(
        report.fill(values),
        origins=report.origins.with_items(origins),
        unplaced=(*report.unplaced, *unplaced),
    )


class _Counter:
    """Says for each row of a ledger in which cells it counts, or why in none."""

    def __init__(self, report: Report, mapping: LedgerMapping, columns: Mapping[str, str]) -> None:
        if report.year is None:
            raise InvalidInput(f"the period {report.period!r} is no year", hint="give the report year")
        self.report, self.mapping = report, mapping
        self.called = columns if base(report.in_language) == "zh" else {}
        self.counts = [
            each
            for each in mapping.counts
            if each.columns <= columns.keys() and not (each.lacking and columns.keys() >= set(each.lacking))
        ]
        self.needs = {column: other for column, other in mapping.needs.items() if other in columns}
        self.words = {column: _Words(words, report.form) for column, words in mapping.words.items()}
        self.first, self.last = dt.date(report.year, 1, 1), dt.date(report.year, 12, 31)
        self.seen: dict[str, int] = {}
        self.located: dict[str, tuple[Cell, ...]] = {}

    def possible(self) -> Iterator[Cell]:
        """Yield the cells that a row could count in: where none does, they are 0."""
        for table in self.mapping.tables:
            yield from self.report.form.cells(self.report, table)
        for count in self.counts:
            columns = dict.fromkeys(PART.findall(count.cell))
            if not all(column in self.words for column in columns):
                continue  # free words: what they may be, only the rows tell
            choices = [
                [each for each in self.words[column].meant if each in count.given.get(column, (each,))]
                for column in columns
            ]
            for chosen in itertools.product(*choices):
                yield from self.locate(_with_parts(count.cell, dict(zip(columns, chosen, strict=True))))

    def cells(self, row: Row) -> tuple[tuple[Cell, ...], str]:
        """Return the cells that a row counts in, and the reason if it fits nowhere."""
        if reason := self.repeated(row):
            return (), reason
        dates: dict[str, dt.date | None] = {}
        for column in self.mapping.dates:
            if not row.text(column):
                dates[column] = None
            elif (date := self.date(row, column)) is not None:
                dates[column] = date
            else:
                return (), self.say("no_date", column, row.text(column))
        places = {column: self.place(date) for column, date in dates.items()}
        found: list[Cell] = []
        wrong = ""
        for count in self.counts:
            if self.applies(count, row, places):
                cells, lacking = self.address(count, row)
                found.extend(cells)
                wrong = wrong or lacking
        if not found and not wrong and self.is_outside(places):
            return (), ""
        wrong = self.unknown_word(row) or wrong or self.contradiction(row, dates)
        wrong = wrong or ("" if found else self.say("nowhere"))
        return ((), wrong) if wrong else (tuple(found), "")

    def say(self, reason: str, *parts: object) -> str:
        """Return a reason in the report's language; a column goes by its name in the ledger."""
        named = (self.called.get(part, part) if isinstance(part, str) else part for part in parts)
        return say(f"ledger.{reason}", self.report.in_language, *named)

    def repeated(self, row: Row) -> str:
        key = row.text(self.mapping.key) if self.mapping.key else ""
        if not key:
            return ""
        first = self.seen.setdefault(unicodedata.normalize("NFKC", "".join(key.split())).casefold(), row.line)
        return "" if first == row.line else self.say("twice", self.mapping.key, key, first)

    def date(self, row: Row, column: str) -> dt.date | None:
        entry = row.entries[column]
        date = entry.date() if isinstance(entry, dt.datetime) else entry
        return date if isinstance(date, dt.date) else read_date(str(entry))

    def place(self, date: dt.date | None) -> str:
        if date is None:
            return "empty"
        return "before" if date < self.first else "after" if date > self.last else "within"

    def is_outside(self, places: Mapping[str, str]) -> bool:
        """Whether a row has nothing to do with the year: it came in after it, or all was over before."""
        first = next(iter(places.values()), "empty")
        return first == "after" or (first == "before" and "within" not in places.values())

    def contradiction(self, row: Row, dates: Mapping[str, dt.date | None]) -> str:
        """Return what in a row cannot be."""
        first = next(iter(dates), None)
        if first is not None and dates[first] is None:
            return self.say("empty", first)
        for column, other in self.mapping.not_before.items():
            date, earlier = dates.get(column), dates.get(other)
            if date is not None and earlier is not None and date < earlier:
                return self.say("before", column, date, other, earlier)
        for column, other in self.needs.items():
            word = self.word(row, column)
            if word and word not in self.mapping.unfinished and not row.text(other):
                return self.say("needs", column, row.text(column), other)
        return ""

    def unknown_word(self, row: Row) -> str:
        for column, words in self.words.items():
            if (text := row.text(column)) and words.find(text) is None:
                return self.say("word", column, text)
        return ""

    def applies(self, count: Count, row: Row, places: Mapping[str, str]) -> bool:
        in_time = all(places.get(column) in wanted for column, wanted in count.when.items())
        return in_time and all(self.word(row, column) in wanted for column, wanted in count.given.items())

    def word(self, row: Row, column: str) -> str:
        text = row.text(column)
        return (self.words[column].find(text) or "") if text and column in self.words else text

    def address(self, count: Count, row: Row) -> tuple[tuple[Cell, ...], str]:
        """Return the cells of a count for a row, or which word they lack."""
        words = {column: self.word(row, column) for column in PART.findall(count.cell)}
        empty = next((column for column, word in words.items() if not word), None)
        return ((), self.say("empty", empty)) if empty else (self.locate(_with_parts(count.cell, words)), "")

    def locate(self, address: str) -> tuple[Cell, ...]:
        """Return the cell of an address with those of the totals of its axes."""
        if address not in self.located:
            try:
                self.located[address] = tuple(self.with_totals(self.report.locate(address)))
            except InvalidInput as error:
                raise InvalidInput(error.what, place=f"{self.mapping.place}: count", hint=error.hint) from None
        return self.located[address]

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


def _with_parts(pattern: str, words: Mapping[str, str]) -> str:
    return PART.sub(lambda found: words[found[1]], pattern)


class _Words:
    """What the words of a column stand for: those of the mapping, and how the form itself calls what is meant.

    A word may begin with its number, and with the heading that it stands under in the form.
    """

    def __init__(self, words: Mapping[str, str], form: Form) -> None:
        self.meant = tuple(dict.fromkeys(each for each in words.values() if each))
        self.words = dict(words)
        self.headings: dict[str, set[str]] = {}
        self.known: dict[str, str | None] = {}
        for each in self.meant:
            levels = [{normalise(label) for label in labels.values()} for labels in _labels(each, form)]
            self.headings[each] = set().union(*levels)
            for label in levels[0] if levels else ():
                self.words.setdefault(label, each)

    def find(self, text: str) -> str | None:
        """Return what a word stands for: an id, or nothing where nothing happened yet; None if it is not known."""
        if text not in self.known:
            self.known[text] = self.look_up(text)
        return self.known[text]

    def look_up(self, text: str) -> str | None:
        plain = unicodedata.normalize("NFKC", text).strip()
        for each in (plain, plain.lstrip("0123456789")):
            if (name := normalise(each)) in self.words:
                return self.words[name]
        *headings, last = (normalise(each) for each in _BETWEEN.split(_BEHIND.sub(r"-\1", plain)))
        meant = self.words.get(last) or None
        above = () if meant is None else self.headings[meant]
        return meant if all(any(each.startswith(heading) for each in above) for heading in headings) else None


def _labels(name: str, form: Form) -> Iterator[Labels]:
    """Yield what a form calls a row or a member, and then what stands above it."""
    rows = form.indicators
    axis = next((axis for axis in form.axes.values() if name not in rows and axis.member(name) is not None), None)
    at: Indicator | Member | None = rows.get(name) if axis is None else axis.member(name)
    while at is not None:
        yield at.labels
        at = None if at.parent is None else rows[at.parent] if axis is None else axis.member(at.parent)
