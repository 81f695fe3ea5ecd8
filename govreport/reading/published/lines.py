"""The lines of a published text: which go on from the line above, and how a line is quoted."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

import attrs

from govreport.reading.published.page import Line

_ENDS = tuple("。！？；：.!?;:”’」』)）")
_BEGINS = re.compile(
    r"[\s\u3000]|[（(]?(?:[一二三四五六七八九十]+|\d{1,2})[）)、.．]|[①-⑳]|附件|[一二三四五六七八九十]是|第.{1,3}[章节]"
)
_RULE = re.compile(r"[|+┌├└╔╠╚│┃][-=:|+─━═┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝│┃\s]{2,}")
_BREAKS_PARAGRAPH = 12
"""A shorter line is a line of its own (an issuer, a caption), not the first part of a wrapped paragraph."""
_MARKUP = re.compile(
    r"[\\`*{}]|\[(?=[^\[\]]{0,200}\][(:])|<(?=[a-zA-Z/!])|&(?=#?\w+;)|(?<!\w)_|_(?!\w)|^(?:#{1,6}|[-+>=])(?=\s|[-=]|$)"
)
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s)")


_UNDERLINE = re.compile(r"\s*[-=─━]{4,}\s*")


def without_lines(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines but those that are only drawn, as under a heading."""
    return (line for line in lines if line.table is not None or not _UNDERLINE.fullmatch(line.text))


def lines_of(text: str) -> Iterator[Line]:
    """Yield the lines that say anything: not the rules that are drawn between rows."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not _RULE.fullmatch(line.strip()):
            yield Line(number, line.rstrip())


def unwrapped(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines with those put together that a fixed width has cut: directly below, and in mid-sentence.

    Lines of a source that has paragraphs of its own, as a web page has, stay as they are.
    """
    held: list[Line] = []
    for line in lines:
        if held and line.numbered and line.number == held[-1].number + 1 and _goes_on(held, line):
            held.append(line)
            continue
        if held:
            yield _together(held)
        held = [line]
    if held:
        yield _together(held)


def _together(lines: Sequence[Line]) -> Line:
    text = lines[0].text
    if len(lines) > 1:
        pieces = [text]
        for above, line in itertools.pairwise(lines):
            pieces.append(_joined(above.text, line.text.strip())[len(above.text) :])
        text = "".join(pieces)
    return attrs.evolve(lines[0], text=text)


def _goes_on(held: Sequence[Line], line: Line) -> bool:
    above = held[-1]
    short = len(held) == 1 and len(above.text.strip()) < _BREAKS_PARAGRAPH
    whole = above.text.rstrip().endswith(_ENDS) or short or above.heading or len(above.cells) > 1
    return not whole and not line.heading and len(line.cells) == 1 and not _BEGINS.match(line.text)


def _joined(before: str, after: str) -> str:
    latin = before[-1:].isascii() and after[:1].isascii() and before[-1:].isalnum() and after[:1].isalnum()
    return f"{before} {after}" if latin else before + after


def as_markup(text: str) -> str:
    r"""Return characters as CommonMark that means just them: what would mark something up is escaped.

    >>> as_markup("1. 共{26}件*"), as_markup("贺政办发[2017]121号")
    ('1\\. 共{{26}}件\\*', '贺政办发[2017]121号')
    """
    escaped = _MARKUP.sub(lambda found: found[0] * 2 if found[0] in "{}" else "\\" + found[0], text)
    return _NUMBERED.sub(r"\1\\\2", escaped)


def as_table(rows: Sequence[Line]) -> str:
    """Return lines of several cells as a table of CommonMark, the first of them its head."""
    width = max(len(row.cells) for row in rows)
    cells = [[as_markup(cell).replace("|", "\\|") for cell in (*row.cells, *[""] * width)][:width] for row in rows]
    told = ["| " + " | ".join(row) + " |" for row in cells]
    return "\n".join([told[0], "|" + " --- |" * width, *told[1:]])
