"""The tables of a published text: which lines are rows of a form's table, whatever stands between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from govreport.model.form import Form
from govreport.model.value import Value
from govreport.reading.labels import likeness_to, normalise
from govreport.reading.numerals import half_width
from govreport.reading.published.page import Line
from govreport.reading.published.values import has_digits, is_number, read_value

_RUN_IN = re.compile(r"(.*\S)\s(\S{1,4})\s(\S+)")
"""A row whose cells only single spaces part: label, unit, number."""
_ORDINAL = re.compile(r"[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[）)、.．]?")
"""What stands in a column of running numbers."""
_UNIT_BEHIND = re.compile(r"\s*[（(](?:单位[:：]?\s*)?\S{1,2}[）)]$")
_VALUE_HEADS = re.compile(r"(?:汇总|统计)?数[据量值]?|数目|合计|(?:本年|本期|当年).*|number|total|value", re.IGNORECASE)


@attrs.frozen
class Row:
    """One row as printed.

    Args:
        line: where it stands; of a label cut in two the line with the value.
        label: as printed; the parts of one that is cut are joined by a line end.
        unit: as printed, if it is.
        value: what stands in its cell; None if it cannot be said which of several numbers it is.
        rest: what else stands in the row, such as a remark.
    """

    line: Line
    label: str
    unit: str | None
    value: Value | None
    rest: str = ""


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


def likeness_of_lines(lines: Sequence[Line], form: Form, table: str) -> float:
    """Return how surely the rows among some lines are those of a plain list of a form: the share of them it knows."""
    labels = [_label(cells) for line in lines if len(cells := line.cells) > 1]
    labels = labels or [found[1] for line in lines if (found := _RUN_IN.fullmatch(line.text.strip()))]
    bare = [_UNIT_BEHIND.sub("", label) for label in labels]
    return max(likeness_to(form, table, labels), likeness_to(form, table, bare))


def _label(cells: Sequence[str]) -> str:
    """Return the cell of a row that is its label: the first that is no running number."""
    return cells[1] if _ORDINAL.fullmatch(cells[0]) else cells[0]


class TableReader:
    """Tells rows of a form's table from other lines, and reads them."""

    def __init__(self, form: Form, table: str | None, period: str = "") -> None:
        self.form, self.table, self.period = form, table, period
        rows = () if table is None else tuple(form.indicators.values())
        self.names = {normalise(each) for row in rows if not row.group for each in row.labels.values()}
        self.heads = {normalise(each) for row in rows if row.group for each in row.labels.values()}
        self.units = {each for unit in form.units.values() for each in unit.labels.values()}
        self.words = "|".join(sorted(map(re.escape, self.units), key=len, reverse=True))
        self.bracketed = re.compile(rf"(.*\S)\s*[（(](?:单位[:：]?\s*)?({self.words})[）)]")
        self.run_in = re.compile(rf"(.*\S)\s*({self.words})\s*(\d\S*|\S{{1,2}})\s*") if self.words else None

    def cells(self, line: Line) -> tuple[str, ...]:
        """Return the cells of a line, without a running number; in a known row a unit is enough to part them."""
        first, *behind = line.cells
        rows = self.names | self.heads if len(behind) > 1 else self.heads
        if behind and _ORDINAL.fullmatch(first) and normalise(behind[0]) in rows:
            first, *behind = behind
        bracketed = self.bracketed.fullmatch(first) if self.words else None
        if bracketed is not None and normalise(bracketed[1]) in self.names:
            return *bracketed.groups(), *behind
        found = (first, *behind)
        if behind or self.run_in is None:
            return found
        parts = self.run_in.fullmatch(line.text.strip())
        if parts is not None and normalise(parts[1]) in self.names and is_number(parts[3]):
            return parts.groups()
        return found

    def unstacked(self, lines: Sequence[Line]) -> list[Line]:
        """Return the lines, with a known label, its unit and its number that stand below each other made one row."""
        found = list(lines)
        for at in range(len(lines) - 3, -1, -1):
            label, unit, number = (line.text.strip() for line in lines[at : at + 3])
            if normalise(label) in self.names and unit in self.units and is_number(number):
                found[at : at + 3] = [Line(lines[at + 2].number, f"{label}\t{unit}\t{number}")]
        return found

    def segments(self, lines: Sequence[Line]) -> Iterator[Segment]:
        """Yield the runs of lines that are rows, in order; a heading below the last row belongs to what comes after."""
        at = 0
        while at < len(lines):
            stop = at
            while stop < len(lines) and (
                self.is_row(lines[stop]) or self.is_cut(lines, stop) or (stop > at and self.is_rest(lines, stop))
            ):
                stop += 1
            end = stop
            while (
                end > at
                and len(self.cells(lines[end - 1])) == 1
                and normalise(self.cells(lines[end - 1])[0]) in self.heads
            ):
                end -= 1
            rows = [line for line in lines[at:end] if len(self.cells(line)) > 1]
            if rows:
                known = [line for line in rows if normalise(self.cells(line)[0]) in self.names]
                yield Segment(at, end, bool(known))
            at = max(stop, at + 1)

    def is_row(self, line: Line) -> bool:
        """Whether a line has several cells, or is a heading row or a known row without a value."""
        first, *behind = self.cells(line)
        return bool(behind) or normalise(first) in self.heads | self.names

    def is_cut(self, lines: Sequence[Line], at: int) -> bool:
        """Whether a line is the first part of a label whose rest stands in the next row."""
        if at + 1 >= len(lines) or len(lines[at].cells) > 1:
            return False
        below = self.cells(lines[at + 1])
        return normalise(below[0]) not in self.names and normalise(lines[at].text.strip() + below[0]) in self.names

    def is_rest(self, lines: Sequence[Line], at: int) -> bool:
        """Whether a line is the last part of a label whose first part stands in the row above, with its value."""
        above = self.cells(lines[at - 1]) if at else ()
        if len(above) < 2 or len(lines[at].cells) > 1 or normalise(above[0]) in self.names:
            return False
        return normalise(above[0] + lines[at].text.strip()) in self.names

    def rows(self, lines: Sequence[Line], segment: Segment) -> tuple[tuple[str, ...], list[Row]]:
        """Return the heads of the columns as printed, and the rows below them."""
        inside = lines[segment.start : segment.stop]
        heads: tuple[str, ...] = ()
        found: list[Row] = []
        beside: dict[int, list[Row]] = {}
        before = ""
        for at, line in enumerate(inside):
            if panels := self.panels(line):
                for place, each in enumerate(panels):
                    beside.setdefault(place, []).append(self.row(each, "", ()))
                continue
            if self.is_cut(inside, at):
                before = line.text.strip()
                continue
            if heads and line.cells == heads:  # printed again on the next page
                continue
            if found and self.is_rest(inside, at):
                found[-1] = attrs.evolve(found[-1], label=f"{found[-1].label}\n{line.text.strip()}")
                continue
            known = normalise(before + self.cells(line)[0]) in self.names | self.heads
            if not known and not found and not any(map(_is_digits, self.cells(line))):
                heads = heads or line.cells
            else:
                found.append(self.row(line, before, heads))
            before = ""
        return heads, [*found, *(row for place in sorted(beside) for row in beside[place])]

    def panels(self, line: Line) -> list[Line]:
        """Return the rows that stand beside each other in a line, if several do: each begins with a known label."""
        cells = line.cells
        starts = [at for at, cell in enumerate(cells) if normalise(cell) in self.names | self.heads]
        if len(starts) < 2:
            return []
        stops = [*starts[1:], len(cells)]
        parts = ("\t".join(cells[start:stop]) for start, stop in zip([0, *starts[1:]], stops, strict=True))
        return [attrs.evolve(line, text=part) for part in parts]

    def row(self, line: Line, before: str, heads: Sequence[str]) -> Row:
        """Return one row; `before` is the first part of its label, if that was cut in two."""
        label, *behind = self.cells(line)
        unit = None
        label = f"{before}\n{label}" if before else label
        filled = [cell for cell in behind if cell]
        if filled and (filled[0] in self.units or (len(filled) > 1 and not is_number(filled[0]))):
            unit = filled.pop(0)
        numbers = [cell for cell in filled if is_number(cell, unit or self.unit_behind(cell))]
        own = self.own_column(heads, line)
        if own is not None and (own in numbers or own == ""):
            numbers = [own]
        elif len(numbers) > 1 and any(map(_is_digits, numbers)):
            return Row(line, label, unit, None)
        if numbers:
            rest = " ".join(cell for cell in filled if cell != numbers[0] and not _is_mark(cell))
            return Row(line, label, unit, self.value(numbers[0], unit), rest)
        if len(filled) > 1:
            return Row(line, label, unit, self.value("", unit), " ".join(filled))
        return Row(line, label, unit, self.value("".join(filled), unit))

    def own_column(self, heads: Sequence[str], line: Line) -> str | None:
        """Return the cell of a row in the column of this report: the one whose head names its year, or the only one."""
        cells = line.cells
        if len(cells) != len(heads) == len(self.cells(line)):  # the unit stands with the label
            cells = self.cells(line)
        elif line.ruled:  # the last cells may be empty, and then are not seen
            cells = (*cells, *[""] * (len(heads) - len(cells)))
        if len(heads) != len(cells):
            return None
        plain = [normalise(head) for head in heads]
        year = [cell for head, cell in zip(plain, cells, strict=True) if self.period and self.period in head]
        named = [cell for head, cell in zip(plain, cells, strict=True) if _VALUE_HEADS.fullmatch(head)]
        return next((own[0] for own in (year, named) if len(own) == 1), None)

    def value(self, text: str, unit: str | None) -> Value:
        """Return what stands in a cell; a unit that is typed behind the number is the row's or the form's."""
        return read_value(text, unit if unit and text.endswith(unit) else self.unit_behind(text))

    def unit_behind(self, text: str) -> str | None:
        """Return the unit of the form that is typed behind a number in its cell."""
        plain = half_width(text).strip()
        return next((unit for unit in self.units if plain.endswith(unit) and plain != unit), None)


def _is_mark(cell: str) -> bool:
    return is_number(cell) and not _is_digits(cell)


def _is_digits(cell: str) -> bool:
    return has_digits(cell) and is_number(cell)
