r"""The figures of a document as CSV, one fact a row: what its columns are, how texts are made safe, and writing it.

A text is written so that reading it back gives the same text, and no spreadsheet takes it for a formula: a leading
apostrophe is put before what would be one (and before what would be taken for such an apostrophe, and for an empty
text, which else were none), and a control character is spelt out (`\u001b`).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from decimal import Decimal

from govreport import Cell, Form, InvalidInput, Member, Report, State, UnknownName, Value
from govreport.document import Document, Grid, GridCell, Notes, plain_text
from govreport.plugin import RenderContext

COLUMNS = (
    "publisher", "form", "period", "table", "address", "row", "column", "unit", "value", "state", "quality", "bound",
    "raw", "confidentiality", "note", "members", "title", "report", "publisher_id", "level", "kind", "language",
)  # fmt: skip
"""What a row says; those that tell one report from another are the same in every row."""
NEEDED = ("publisher", "form", "period", "address", "value", "state")
"""The columns without which nothing can be read back."""
_FORMULAS = ("guard", "keep")
_RISKY = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_APOSTROPHES = re.compile(r"'+(?:[=+\-@\t\r\n＝＋－＠]|\Z)")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|\\\\(?=u[0-9a-f]{4})")
_SPELT = re.compile(r"\\u([0-9a-f]{4})")
_KINDS_OF_ROWS = {"title", "row", "group"}


def render(document: Document, context: RenderContext) -> str:
    """Return the figures of a document as CSV; the options are `bom` and `formulas` (`guard` or `keep`).

    Raises:
        InvalidInput: if an option is none of what it may be.
    """
    bom, formulas = context.options["bom"], context.options["formulas"]
    if formulas not in _FORMULAS:
        raise InvalidInput(f"formulas {formulas!r} is no way to write texts", hint="one of " + ", ".join(_FORMULAS))
    if not isinstance(bom, bool):
        raise InvalidInput(f"bom {bom!r} is neither true nor false")
    file = io.StringIO(newline="")
    writer = csv.writer(file)  # as RFC 4180: commas, quotes where they are needed, CR LF
    writer.writerow(COLUMNS)
    for fact in _facts(document, context):
        writer.writerow(_written(fact.get(column), keep=formulas == "keep") for column in COLUMNS)
    return ("\ufeff" if bom else "") + file.getvalue()


def _written(text: str | None, *, keep: bool) -> str:
    r"""Return a text as it stands in the file.

    >>> [_written(each, keep=False) for each in (None, "", "-5", "-A1", "'-A1", "a\x1b")]
    ['', "'", '-5', "'-A1", "''-A1", 'a\\u001b']
    """
    if text is None:
        return ""
    text = _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    risky = _APOSTROPHES.match(text) or (not keep and _RISKY.match(text) and not _NUMBER.fullmatch(text))
    return f"'{text}" if risky or not text else text


def unwritten(text: str) -> str | None:
    r"""Return the text that stands in a file so; None where nothing does.

    >>> [unwritten(each) for each in ("", "'", "-5", "'-A1", "''-A1", "'tis", "a\\u001b")]
    [None, '', '-5', '-A1', "'-A1", "'tis", 'a\x1b']
    """
    if not text:
        return None
    if _APOSTROPHES.match(text):
        text = text[1:]
    return _SPELT.sub(lambda found: chr(int(found[1], 16)), text)


def _facts(document: Document, context: RenderContext) -> Iterator[Mapping[str, str | None]]:
    """Yield every data cell of a document's grids as texts by column."""
    report = context.report
    about = _about(document, report)
    notes: dict[str, str] = {}
    for block in document.walk():
        if isinstance(block, Notes):
            for note in block.items:
                notes.setdefault(note.mark, plain_text(note.runs))
    notes.pop("", None)  # the keys of tables
    seen: set[str] = set()
    for grid in (block for block in document.walk() if isinstance(block, Grid)):
        heads = grid.headers()
        for cell in grid.cells:
            if cell.kind != "data" or (report is not None and cell.cell in seen):
                continue
            seen.update([cell.cell] if cell.cell else ())
            own = heads[cell.row, cell.column]
            yield {
                **about,
                "table": grid.id.removeprefix("table-"),
                "title": _joined([plain_text(grid.caption)]),
                "address": cell.cell,
                "row": _joined(each.text for each in own if each.kind in _KINDS_OF_ROWS),
                "column": _joined(each.text for each in own if each.kind not in _KINDS_OF_ROWS),
                "unit": cell.unit or None,
                "note": "\n".join(notes[run.text] for run in cell.runs if run.note and run.text in notes) or None,
                **_told(cell, report),
            }


def _about(document: Document, report: Report | None) -> dict[str, str | None]:
    """Return what every row says of the report."""
    if report is None:
        return {"publisher": document.author or None, "report": document.title, "language": document.language}
    return {
        "publisher": report.publisher.name,
        "form": report.form.id,
        "period": report.period,
        "report": document.title,
        "publisher_id": report.publisher.id,
        "level": report.publisher.level,
        "kind": report.kind,
        "language": report.in_language,
    }


def _joined(labels: Iterable[str]) -> str | None:
    """Return labels one after the other, each on one line."""
    return " / ".join(filter(None, (" ".join(each.split()) for each in labels))) or None


def _told(cell: GridCell, report: Report | None) -> dict[str, str | None]:
    """Return what a row says of its value: exact where the report is known, else what the cell shows."""
    if report is not None and cell.cell:
        with suppress(UnknownName):  # a plugin may have put in a grid of its own
            address = report.locate(cell.cell)
            return {**_value(report[address]), "members": _members(report, address)}
    text = plain_text(run for run in cell.runs if not run.note)
    if cell.state is None and not text:
        return {"state": State.BLANK.value}
    if cell.state in {None, State.NUMBER}:
        return {"value": text, "state": State.NUMBER.value}
    bound = text.removeprefix("<") if cell.state is State.BELOW else None
    return {"state": str(cell.state), "bound": bound, "raw": text}


def _value(value: Value) -> dict[str, str | None]:
    return {
        "value": None if value.amount is None else shown(value.amount),
        "state": value.state.value,
        "quality": None if value.quality is None else value.quality.value,
        "bound": None if value.bound is None else f"{value.bound:f}",
        "raw": value.raw,
        "confidentiality": value.confidentiality,
    }


def shown(amount: Decimal | str | bool | dt.date) -> str:
    """Return an amount for programs: a number as entered, a date as YYYY-MM-DD, true or false.

    >>> shown(Decimal("1E+3")), shown(dt.date(2018, 1, 8)), shown(False)
    ('1000', '2018-01-08', 'false')
    """
    if isinstance(amount, bool):
        return str(amount).lower()
    if isinstance(amount, dt.date):
        return amount.isoformat()
    return f"{amount:f}" if isinstance(amount, Decimal) else amount


def own_places(form: Form, cell: Cell) -> Iterator[tuple[str, str]]:
    """Yield axis and id of each member of an address that the form itself does not name."""
    for axis, member in zip(form.indicators[cell.indicator].axes, cell.members, strict=True):
        about = form.axes[axis]
        if about.open and about.member(member) is None:
            yield axis, member.partition("#")[0]


def _members(report: Report, cell: Cell) -> str | None:
    """Return what the report calls its own members of an address: `label`, `label|short`, `label||?` if unknown."""
    named = (report.member_of(axis, member) or Member(member) for axis, member in own_places(report.form, cell))
    return "; ".join(map(_member, named)) or None


def _member(member: Member) -> str:
    parts = [next(iter(member.labels.values()), ""), member.short or "", "?" if member.unknown else ""]
    while parts and not parts[-1]:
        parts.pop()
    return "|".join(re.sub(r"[\\|;]", r"\\\g<0>", each) for each in parts)
