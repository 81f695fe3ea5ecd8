"""The tables of a published text: which lines are rows of a form's table, whatever stands between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from govreport import Form, InvalidInput, State, Value
from govreport.plugin import ReadContext
from govreport.reading import half_width, likeness_to, normalise
from govreport_text.lines import Line
from govreport_text.values import is_number, read_value

_RUN_IN = re.compile(r"(.*\S)\s(\S{1,4})\s(\S+)")
"""A row whose cells only single spaces part: label, unit, number."""
_LEAST = 0.4
"""Which share of its rows a table must have in common with a form to be taken for it."""


@attrs.frozen
class Row:
    """One row as printed.

    Args:
        line: where it stands; of a label cut in two the line with the value.
        label: as printed; the parts of one that is cut are joined by a line end.
        unit: as printed, if it is.
        value: what stands in its cell.
    """

    line: Line
    label: str
    unit: str | None
    value: Value


@attrs.frozen
class Segment:
    """A run of lines that are rows: of the form's table, or of a table of the text.

    Args:
        start, stop: its place among the lines.
        of_form: whether it belongs to the form.
    """

    start: int
    stop: int
    of_form: bool


def find_table(lines: Sequence[Line], context: ReadContext, place: str) -> tuple[Form, str] | None:
    """Return the form and table that the rows of a text are alike to; None if it has no table of any form.

    Raises:
        InvalidInput: if two forms fit equally well.
    """
    labels = [cells[0] for line in lines if len(cells := line.cells) > 1]
    labels = labels or [found[1] for line in lines if (found := _RUN_IN.fullmatch(line.text.strip()))]
    forms = (context.form(context.wanted),) if context.wanted else context.registry.forms()
    scored = [(likeness_to(form, table, labels), form, table) for form in forms for table in form.tables]
    best = max((score for score, _, _ in scored), default=0.0)
    chosen = [(form, table) for score, form, table in scored if score == best]
    if best < _LEAST and not (context.wanted and best):
        return None
    if len(chosen) > 1:
        names = " or ".join(form.id for form, _ in chosen)
        raise InvalidInput(f"could be of several forms: {names}", place=place, hint="say which: --form ID")
    return chosen[0]


class TableReader:
    """Tells rows of a form's table from other lines, and reads them."""

    def __init__(self, form: Form, table: str | None) -> None:
        self.form, self.table = form, table
        rows = () if table is None else tuple(form.indicators.values())
        self.names = {normalise(each) for row in rows if not row.group for each in row.labels.values()}
        self.heads = {normalise(each) for row in rows if row.group for each in row.labels.values()}
        self.units = {each for unit in form.units.values() for each in unit.labels.values()}
        words = "|".join(sorted(map(re.escape, self.units), key=len, reverse=True))
        self.run_in = re.compile(rf"(.*\S)\s+({words})\s+(\S+)\s*") if words else None

    def cells(self, line: Line) -> tuple[str, ...]:
        """Return the cells of a line; single spaces part them if a unit and a number end a known row."""
        found = line.cells
        if len(found) > 1 or self.run_in is None:
            return found
        parts = self.run_in.fullmatch(line.text.strip())
        return parts.groups() if parts is not None and normalise(parts[1]) in self.names else found

    def segments(self, lines: Sequence[Line]) -> Iterator[Segment]:
        """Yield the runs of lines that are rows, in order."""
        at = 0
        while at < len(lines):
            stop = at
            while stop < len(lines) and (self.is_row(lines[stop]) or self.is_cut(lines, stop)):
                stop += 1
            rows = [line for line in lines[at:stop] if len(self.cells(line)) > 1]
            if rows:
                known = [line for line in rows if normalise(self.cells(line)[0]) in self.names]
                yield Segment(at, stop, bool(known))
            at = max(stop, at + 1)

    def is_row(self, line: Line) -> bool:
        """Whether a line has several cells, or is a heading row or a known row without a value."""
        return len(self.cells(line)) > 1 or normalise(line.text) in self.heads | self.names

    def is_cut(self, lines: Sequence[Line], at: int) -> bool:
        """Whether a line is the first part of a label whose rest stands in the next row."""
        if at + 1 >= len(lines) or len(lines[at].cells) > 1:
            return False
        below = self.cells(lines[at + 1])
        return normalise(below[0]) not in self.names and normalise(lines[at].text.strip() + below[0]) in self.names

    def rows(self, lines: Sequence[Line], segment: Segment) -> tuple[tuple[str, ...], list[Row]]:
        """Return the heads of the columns as printed, and the rows below them."""
        inside = lines[segment.start : segment.stop]
        heads: tuple[str, ...] = ()
        found: list[Row] = []
        before = ""
        for at, line in enumerate(inside):
            if self.is_cut(inside, at):
                before = line.text.strip()
                continue
            row = self.row(line, before)
            before = ""
            if row.value.state is State.INVALID and normalise(row.label) not in self.names and not found:
                heads = self.cells(line)
            else:
                found.append(row)
        return heads, found

    def row(self, line: Line, before: str) -> Row:
        """Return one row; `before` is the first part of its label, if that was cut in two."""
        label, *behind = self.cells(line)
        unit = None
        if behind and (behind[0] in self.units or (len(behind) > 1 and not is_number(behind[0]) and behind[0])):
            unit = behind.pop(0)
        value = read_value(" ".join(behind), unit or self.unit_behind(" ".join(behind)))
        return Row(line, f"{before}\n{label}" if before else label, unit, value)

    def unit_behind(self, text: str) -> str | None:
        """Return the unit of the form that is typed behind a number in its cell."""
        plain = half_width(text).strip()
        return next((unit for unit in self.units if plain.endswith(unit) and plain != unit), None)
