"""Tables in plain text: columns under a rule of dashes, or cells between tabs or bars."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs
from wcwidth import wcwidth

from govreport.reading.published.page import Line, Page, RawCell, RawTable
from govreport.reading.published.values import is_number

_GROUP = re.compile(r"[-=─━]{2,}")
_RULE = re.compile(r"\s*[-=─━]{2,}(?:\s{1,}[-=─━]{2,})+\s*")
_DRAWN = re.compile(r"\s*[-=─━]{2,}(?:\s+[-=─━]{2,})*\s*")
_TOKEN = re.compile(r"\S+(?: \S+)*")
_MOST_HEADS = 24
"""Heads take no more lines than this."""


def with_tables(page: Page) -> Page:
    """Return a page of plain text on which the rows of tables know it: those under rules, and between tabs or bars."""
    lines = tuple(_tabbed(list(_ruled(page.lines))))
    return attrs.evolve(page, lines=lines)


# --- under rules -----------------------------------------------------------------------------------------------------


@attrs.frozen
class _Span:
    """A piece of a line, and the places on the screen that it takes."""

    text: str
    start: int
    stop: int


def _ruled(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines, those of a table under a rule of dashes as rows of it."""
    at = 0
    rules = [place for place, line in enumerate(lines) if line.table is None and _RULE.fullmatch(line.text)]
    full = [place for place in rules if _is_full(lines, place)]
    number = 0
    for here, rule in enumerate(full):
        start = max(at, _heads_begin(lines, rule))
        after = full[here + 1] if here + 1 < len(full) else len(lines)
        stop = min(_body_ends(lines, rule), _heads_begin(lines, after) if after < len(lines) else len(lines))
        if stop <= rule + 1:
            continue
        yield from lines[at:start]
        number += 1
        yield from _rows(lines, start, rule, stop, number)
        at = stop
    yield from lines[at:]


def _is_full(lines: Sequence[Line], place: int) -> bool:
    """Whether a rule stands right above data, and not between heads: it has most groups of those around it."""
    below = lines[place + 1].text if place + 1 < len(lines) else ""
    if not below.strip() or _DRAWN.fullmatch(below) or lines[place + 1].number != lines[place].number + 1:
        return False
    groups = len(_GROUP.findall(lines[place].text))
    near = lines[place + 1 : _ends(lines, place, place + 1 + _MOST_HEADS)]
    return _has_figures(below) or all(
        len(_GROUP.findall(each.text)) < groups for each in near if _RULE.fullmatch(each.text)
    )


def _has_figures(line: str) -> bool:
    """Whether a number, or what stands for one, is among the pieces of a line."""
    return any(piece and is_number(piece) for piece in re.split(r"\s{2,}", line.strip()))


def _heads_begin(lines: Sequence[Line], rule: int) -> int:
    """Return the first line of the heads above a rule: no blank line and no number stands between."""
    at = rule
    while at > 0 and rule - at < _MOST_HEADS:
        above = lines[at - 1]
        if above.number != lines[at].number - 1 or above.table is not None:
            break
        if _has_figures(above.text) and at < rule:  # a head may end in numbers, right above the rule
            break
        if _RULE.fullmatch(above.text) and _is_full(lines, at - 1):
            break
        at -= 1
    return at


def _ends(lines: Sequence[Line], rule: int, most: int) -> int:
    """Return where the lines end that no blank line parts from a rule; none behind a place is looked at."""
    at = rule + 1
    while at < min(len(lines), most) and lines[at].number == lines[at - 1].number + 1:
        at += 1
    return at


def _body_ends(lines: Sequence[Line], rule: int) -> int:
    """Return where the rows under a rule end: before a blank line, or the next rule."""
    drawn = (at for at in range(rule + 1, len(lines)) if _DRAWN.fullmatch(lines[at].text))
    return _ends(lines, rule, next(drawn, len(lines)))


def _rows(lines: Sequence[Line], start: int, rule: int, stop: int, number: int) -> Iterator[Line]:
    columns = [(each.start, each.stop) for each in _spans(lines[rule].text, _GROUP)]
    cells: list[RawCell] = []
    numbers: list[int] = []
    for heads in _head_rows(lines[start:rule], columns):
        cells.extend(RawCell(each.text, len(numbers), each.start, 1, each.stop - each.start) for each in heads)
        numbers.append(lines[rule].number)
    for line in lines[rule + 1 : stop]:
        sliced = _sliced(line.text, columns)
        if numbers and _goes_on(sliced, cells):
            for column, text in enumerate(sliced):
                if text.strip():
                    cells = _joined(cells, column, text.strip())
            continue
        cells.extend(RawCell(text.strip(), len(numbers), column) for column, text in enumerate(sliced))
        numbers.append(line.number)
    table = RawTable(tuple(cells), number, lines=tuple(numbers))
    for row, at in enumerate(numbers):
        yield Line(at, "\t".join(cell.text for cell in table.rows[row] if cell.row == row), table, row)


def _goes_on(line: Sequence[str], cells: Sequence[RawCell]) -> bool:
    """Whether a line goes on with texts that were too long for their column: indented, and no figure of its own."""
    above = {cell.column: cell.text for cell in cells if cell.text}  # the last that says anything
    filled = [(column, text) for column, text in enumerate(line) if text.strip()]
    return bool(filled) and all(
        text.startswith((" ", "\u3000"))
        and (not is_number(text) or not (line[0].strip() or is_number(above.get(column, ""))))
        for column, text in filled
    )


def _joined(cells: list[RawCell], column: int, text: str) -> list[RawCell]:
    """Return the cells with a text added to the last one of a column that says anything."""
    place = max((at for at, cell in enumerate(cells) if cell.column == column and cell.text), default=None)
    if place is None:
        return cells
    above = cells[place]
    tight = _is_wide(above.text[-1:]) or _is_wide(text[:1]) or above.text.endswith("-")
    longer = attrs.evolve(above, text=f"{above.text}{'' if tight else ' '}{text}")
    return [*cells[:place], longer, *cells[place + 1 :]]


def _is_wide(character: str) -> bool:
    return bool(character) and wcwidth(character) > 1


def _head_rows(lines: Sequence[Line], columns: Sequence[tuple[int, int]]) -> Iterator[list[_Span]]:
    """Yield the rows of heads, each over the columns from `start` to `stop`: those that the rule below it spans."""
    waiting: list[str] = []
    for line in [*lines, None]:
        if line is not None and not _DRAWN.fullmatch(line.text):
            waiting.append(line.text)
            continue
        below = [(each.start, each.stop) for each in _spans(line.text, _GROUP)] if line is not None else list(columns)
        found: dict[tuple[int, int], str] = {}
        for at, text in enumerate(waiting):
            tokens = list(_spans(text, _TOKEN))
            if len(tokens) == 1 and tokens[0].start == 0 and at + 1 < len(waiting):  # a title across the table
                yield [_Span(tokens[0].text, 0, len(columns))]
                continue
            for token in tokens:
                place = _over(token, below, columns)
                before = found.get(place, "")
                tight = not before or _is_wide(before[-1]) or _is_wide(token.text[0])
                found[place] = before + ("" if tight else " ") + token.text
        waiting = []
        if found:
            yield [_Span(text, *place) for place, text in sorted(found.items())]


def _over(token: _Span, below: Sequence[tuple[int, int]], columns: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return from which to which column a head stands: over the piece of the rule under it, else over its columns."""
    under = (each for each in below if each[0] < token.stop and token.start < each[1])
    start, stop = next(under, (token.start, token.stop))
    over = [at for at, (left, right) in enumerate(columns) if left < stop and start < right]
    return (over[0], over[-1] + 1) if over else (0, 1)


def _spans(text: str, pattern: re.Pattern[str]) -> Iterator[_Span]:
    places = _places(text)
    for found in pattern.finditer(text):
        yield _Span(found[0], places[found.start()], places[found.end()])


def _places(text: str) -> list[int]:
    """Return the place on the screen at which each character begins, and the end of the last."""
    places = [0]
    for character in text:
        places.append(places[-1] + max(0, wcwidth(character)))
    return places


def _sliced(text: str, columns: Sequence[tuple[int, int]]) -> list[str]:
    """Return the parts of a line that stand in each column; what reaches into the gap belongs to the one before it."""
    places = _places(text)
    found = [""] * len(columns)
    for at, character in enumerate(text):
        column = max((n for n, (left, _) in enumerate(columns) if left <= places[at]), default=0)
        found[column] += character
    return [part.rstrip() for part in found]


# --- between tabs and bars -------------------------------------------------------------------------------------------


def _tabbed(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines, runs of those whose cells tabs or bars part as rows of tables."""
    number = sum(1 for line in lines if line.table is not None and line.row == 0)
    at = 0
    while at < len(lines):
        stop = at
        while stop < len(lines) and lines[stop].table is None and lines[stop].ruled:
            stop += 1
        if stop - at < 2:
            yield lines[at]
            at += 1
            continue
        number += 1
        rows = [_between(line.text) for line in lines[at:stop]]
        cells = tuple(RawCell(text, row, column) for row, texts in enumerate(rows) for column, text in enumerate(texts))
        table = RawTable(cells, number, lines=tuple(line.number for line in lines[at:stop]))
        yield from (
            Line(line.number, "\t".join(texts), table, row)
            for row, (line, texts) in enumerate(zip(lines[at:stop], rows, strict=True))
        )
        at = stop


def _between(text: str) -> list[str]:
    mark = next((each for each in "|｜│" if each in text), "\t")
    inner = text.strip(" ")
    if mark != "\t":
        inner = inner.removeprefix(mark).removesuffix(mark)
    return [
        part.strip().replace("\\", "") if mark == "|" else part.strip()
        for part in re.split(r"(?<!\\)" + re.escape(mark), inner)
    ]
