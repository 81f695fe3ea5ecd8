"""Reading back the CSV that `govreport_data.tidy` writes, also after a spreadsheet has saved it in its own way."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal

import attrs

from govreport import Cell, Form, InvalidInput, Member, Note, Publisher, Report, State, UnknownName, Value, blank
from govreport.plugin import ReadContext
from govreport.reading import Origin, Source, Unplaced, read_date
from govreport_data.tidy import COLUMNS, NEEDED, own_places, unwritten

_ABOUT = ("publisher", "form", "period", "publisher_id", "level", "kind", "language")
"""What is the same in every row."""
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_PART = re.compile(r"((?:[^\\;|]|\\.?)*)([;|]|\Z)", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_ABSENT = Value(state=State.ABSENT)
_MOST_DIGITS = 10_000
"""Longer texts are no numbers; turning millions of digits into one would take minutes."""


def separator_of(first_line: str) -> str | None:
    """Return what separates the columns in a file's first line; None if it does not head such a file."""
    for separator in ",;\t":
        if set(NEEDED) <= {each.strip().strip('"') for each in first_line.strip("\ufeff\r\n").split(separator)}:
            return separator
    return None


@attrs.frozen
class _Row:
    """One row: where it begins, and its texts by column."""

    file: str
    line: int
    texts: dict[str, str | None]

    def __getitem__(self, column: str) -> str | None:
        return self.texts.get(column)

    def place(self, column: str) -> str:
        return f"{self.file}: line {self.line}, column {column}"

    def error(self, what: str, column: str, hint: str = "") -> InvalidInput:
        return InvalidInput(what, place=self.place(column), hint=hint)

    @contextmanager
    def at(self, column: str) -> Generator[None]:
        """Tell where it stands, if something is wrong with a column."""
        try:
            yield
        except InvalidInput as error:
            raise error.within(self.place(column)) from None


def read(source: Source, context: ReadContext) -> Report:
    """Read the figures of a report from CSV; what else a report says is not there, so it is marked as partial.

    Raises:
        InvalidInput: naming line and column, if a row does not say what it must or holds another report.
    """
    rows = list(_rows(source))
    if not rows:
        raise InvalidInput("holds no figure", place=source.name, hint="only the heads of the columns are there")
    first = rows[0]
    for row in rows:
        for column in _ABOUT:
            if row[column] != first[column]:
                what = f"{row[column]!r} is of another report: line {first.line} has {first[column]!r}"
                raise row.error(what, column, "put each report into a file of its own")
    report = _named(_begun(first, context), rows)
    values: dict[Cell, Value] = {}
    origins: dict[Cell, Origin] = {}
    notes: dict[str, list[Cell]] = {}
    for row in rows:
        address = row["address"]
        if address is None:
            continue
        with row.at("address"):
            cell = report.locate(address)
        if cell in origins:
            raise row.error(f"{cell} stands in line {origins[cell].line} already", "address", "delete one of them")
        value = _value(report, cell, row)
        origins[cell] = Origin(line=row.line)
        values[cell] = value
        if note := row["note"]:
            notes.setdefault(note, []).append(cell)
    report = attrs.evolve(report, values=report.values.with_items(_reported(report, values)))
    return attrs.evolve(
        report,
        origins=report.origins.with_items({cell: each for cell, each in origins.items() if cell in report.values}),
        notes=tuple(Note(f"n{number}", text, tuple(on)) for number, (text, on) in enumerate(notes.items(), 1)),
        unplaced=tuple(_unplaced(rows)),
    )


def _reported(report: Report, values: Mapping[Cell, Value]) -> dict[Cell, Value]:
    """Return the values but for those that are not there; such a one is kept where it is all that a row has."""
    found = {cell: value for cell, value in values.items() if value != _ABSENT}
    rows = {report.form.row_key(cell) for cell in found}
    own = (cell for cell in values if cell not in found and any(own_places(report.form, cell)))
    return found | {cell: _ABSENT for cell in own if report.form.row_key(cell) not in rows}


def _rows(source: Source) -> Iterator[_Row]:
    """Yield the rows that say something."""
    text = source.text()
    separator = separator_of(text.partition("\n")[0]) or ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = 0
    try:
        heads = [each.strip().removeprefix("\ufeff") for each in next(reader, [])]
        _check_heads(heads, source.name)
        line = reader.line_num
        for entries in reader:
            begins, line = line + 1, reader.line_num
            if any(entries[len(heads) :]):
                what = f"has {len(entries)} entries, and there are {len(heads)} columns"
                place = f"{source.name}: line {begins}"
                raise InvalidInput(what, place=place, hint=f"put a text with {separator!r} in quotes")
            if any(entries):
                texts = {head: unwritten(entry) for head, entry in zip(heads, entries, strict=False)}
                yield _Row(source.name, begins, texts)
    except csv.Error as error:
        raise InvalidInput(f"is no CSV: {error}", place=f"{source.name}: line {line + 1}") from None


def _check_heads(heads: list[str], name: str) -> None:
    place = f"{name}: line 1"
    for column in NEEDED:
        if column not in heads:
            raise InvalidInput(f"has no column {column!r}", place=place, hint="columns: " + ", ".join(COLUMNS))
    for column in COLUMNS:
        if heads.count(column) > 1:
            raise InvalidInput(f"has two columns {column!r}", place=place, hint="delete one of them")


def _begun(row: _Row, context: ReadContext) -> Report:
    """Return the report that a row is of, with nothing in it."""
    form = _form(row, context)
    publisher, period, language = row["publisher"], row["period"], row["language"]
    for column, entry in (("publisher", publisher), ("period", period)):
        if not (entry or "").strip():
            raise row.error("is required", column, "add it")
    made = Publisher(publisher or "", row["publisher_id"], row["level"])
    with row.at("kind"):
        report = blank(form, made, period or "", kind=row["kind"])
    kept = None if language in {None, form.language} else language
    report = attrs.evolve(report, kind=row["kind"], language=kept, partial=True)
    title, usual = row["report"], {report.heading(each) for each in (*form.titles, report.in_language)}
    return report if title in {None, *usual} else attrs.evolve(report, title=title)


def _form(row: _Row, context: ReadContext) -> Form:
    name = row["form"] or context.wanted
    if not name:
        raise row.error("is required", "form", "add it, as in cn/2021")
    with row.at("form"):
        return context.form(name)


def _named(report: Report, rows: list[_Row]) -> Report:
    """Return the report with the members that its addresses name, called as the rows call them."""
    found: dict[str, dict[str, Member]] = {}
    before: dict[str, dict[str, dict[str, None]]] = {}
    last: dict[object, str] = {}
    for row in rows:
        cell = _parts(row["address"] or "")
        about = report.form.indicators.get(cell.indicator)
        if about is None or len(about.axes) != len(cell.members):
            continue  # an error that is told where the address is looked up
        places = list(own_places(report.form, cell))
        called = _called(row["members"] or "", report.in_language)
        if len(called) > len(places):
            what = f"calls {len(called)} members, and the address has {len(places)} of its own"
            raise row.error(what, "members")
        for (axis, member), words in zip(places, [*called, *[Member("")] * len(places)], strict=False):
            own = attrs.evolve(words, id=member)
            if own != found.setdefault(axis, {}).setdefault(member, own):
                raise row.error(f"{member!r} is called otherwise in a line above", "members", "call it the same")
            beside = row["table"], cell.indicator, axis, tuple(each for each in cell.members if each != member)
            previous = last.get(beside, member)
            before.setdefault(axis, {}).setdefault(member, {}).update({} if previous == member else {previous: None})
            last[beside] = member
    for axis, members in found.items():
        report = report.name(axis, [members[each] for each in _in_order(before[axis])])
    return report


def _parts(address: str) -> Cell:
    """Return what an address is made of, whether there is such a cell or not."""
    indicator, _, inside = address.partition("[")
    return Cell(indicator.strip(), tuple(each.strip() for each in inside.rstrip("] ").split(",")) if inside else ())


def _in_order(before: Mapping[str, Iterable[str]]) -> list[str]:
    """Return members as they come, each behind those that some table has just before it.

    A table leaves out those that it has no figure of, so none need have all.
    """
    found: dict[str, None] = {}
    seen: set[str] = set()
    for member in before:
        waiting = [member]
        while waiting:
            last = waiting[-1]
            first = [each for each in before[last] if each not in seen] if last not in seen else []
            seen.add(last)
            if first:
                waiting.extend(reversed(first))
            else:
                found.setdefault(waiting.pop())
    return list(found)


def _called(text: str, language: str) -> list[Member]:
    """Return what members are called, in order, as members without an id."""
    found: list[list[str]] = [[]]
    for part, end in _PART.findall(text):
        first = not found[-1] and len(found) > 1
        found[-1].append(_ESCAPED.sub(r"\1", part.removeprefix(" ") if first else part))
        if not end:
            break
        if end == ";":
            found.append([])
    members: list[Member] = []
    for label, short, unknown in ((*parts, "", "")[:3] for parts in found):
        members.append(Member("", {language: label} if label else {}, short or None, unknown=bool(unknown)))
    return members if text else []


def _value(report: Report, cell: Cell, row: _Row) -> Value:
    """Return the value of a row, after making sure that amount, bound and state agree."""
    state, text, lowest = _state(row), row["value"], row["bound"]
    with row.at("value"):
        amount = None if text is None else _amount(report.form, cell, text)
        given = Value.of(amount) if state is State.NUMBER else Value(state=State.BLANK)
    with row.at("bound"):
        bound = None if lowest is None else Value.below(_number(lowest)).bound
        value = Value(given.amount, state, bound=bound, raw=row["raw"], confidentiality=row["confidentiality"])
    try:
        value = attrs.evolve(value, quality=row["quality"])
    except ValueError:
        raise row.error(f"{row['quality']!r} is no quality", "quality", "as in estimated") from None
    with row.at("value"):
        return report.form.conform(cell, value)


def _state(row: _Row) -> State:
    """Return the state of a row's value; without one, a value is a number."""
    given, state = row["value"], row["state"]
    known = [each.value for each in State]
    if state is None and given is None:
        raise row.error("neither a value nor a state", "state", "write why there is none, as in blank")
    if state is not None and state not in known:
        raise UnknownName.among("state", state, known).within(row.place("state"))
    if given is not None and state not in {None, State.NUMBER}:
        raise row.error(f"a value beside the state {state!r}", "value", "delete one of them")
    if given is None and state == State.NUMBER:
        raise row.error("the state says that there is a value", "value", "write it, or why there is none in state")
    return State(state or State.NUMBER)


def _amount(form: Form, cell: Cell, text: str) -> object:
    """Return an amount in the datatype of its cell."""
    datatype = str(form.traits(cell).datatype)
    if datatype in {"text", "code"}:
        return text
    if datatype == "boolean":
        return {"true": True, "false": False}.get(text.strip().lower(), text)
    if datatype == "date":
        return read_date(text) or text
    return _number(text)


def _number(text: str) -> Decimal:
    digits = text.strip()
    if len(digits) > _MOST_DIGITS or not _NUMBER.fullmatch(digits):
        hint = (
            "write digits only; a spreadsheet may have shortened it" if "E" in digits.upper() else "write digits only"
        )
        raise InvalidInput(f"{text!r} is no number", hint=hint)
    return Decimal(digits)


def _unplaced(rows: list[_Row]) -> Iterator[Unplaced]:
    """Yield what stands in tables of the text, which is no figure of the form."""
    for row in rows:
        if row["address"] is None:
            said = (row[column] for column in ("row", "column", "value"))
            yield Unplaced(" / ".join(filter(None, said)) or "—", row.line)
