"""Numbered headings and lists of a Chinese text: which number each paragraph begins with, and how deep it stands."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import attrs

from govreport.checks import Passage, Place, Text
from govreport.reading import read_number

_HAN = "[一二三四五六七八九十]{1,3}"
_STYLES = (
    ("一、", 1, re.compile(rf"({_HAN})、")),
    ("（一）", 2, re.compile(rf"（({_HAN})）")),
    ("(一)", 2, re.compile(rf"\(({_HAN})\)")),
    ("（一)", 2, re.compile(rf"[（(]({_HAN})[）)]")),
    ("1.", 3, re.compile(r"(\d{1,2})\.(?!\d)")),
    ("1．", 3, re.compile(r"([\d０-９]{1,2})．")),
    ("1、", 3, re.compile(r"([\d０-９]{1,2})、")),
    ("（1）", 4, re.compile(r"（([\d０-９]{1,2})）")),
    ("(1)", 4, re.compile(r"\((\d{1,2})\)")),
    ("（1)", 4, re.compile(r"[（(]([\d０-９]{1,2})[）)]")),
    ("①", 5, re.compile(r"([①-⑳])")),
)
_EDGE = "(?:^|(?<=[。；：，;:,！）)]))"
_RUNNING = (
    re.compile(rf"{_EDGE}({_HAN})是(?!否)"),
    re.compile(rf"{_EDGE}({_HAN})要(?!求|点|素|件|闻|么)"),
)
"""Sequence words whose list may run on over paragraphs."""
_WITHIN = (
    re.compile(rf"{_EDGE}\(({_HAN})\)"),
    re.compile(rf"{_EDGE}\((\d{{1,2}})\)"),
    re.compile(r"(?:^|(?<=[。；：;:]))(\d{1,2})[.、](?!\d)"),
    re.compile(rf"{_EDGE}([①-⑳])"),
    re.compile(
        rf"{_EDGE}(首先|其次|再次|第[二三四五六七八九十](?![一二三四五六七八九十百季方批届次期条款章名组步时年个代人位产类轮大]|阶段))"
    ),
)
"""Numbers of a list inside one paragraph."""
_ORDER_WORDS = {"首先": 1, "其次": 2, "再次": 3}


@attrs.frozen(eq=False)
class Item:
    """One number that a paragraph begins with.

    Args:
        style: how it is written, with 一 or 1 for the number.
        family: 1 to 5 for 一、 （一） 1. （1） ①, whatever the width of the brackets.
        number: what it comes to.
        depth: how deep it stands below the others, from 1.
        passage: where.
        mark: the number as printed.
        rest: what follows it, spaces included.
        before: the number before it in its list; 0 for the first.
    """

    style: str
    family: int
    number: int
    depth: int
    passage: Passage
    mark: str
    rest: str
    before: int

    @property
    def place(self) -> Place:
        """The number and the first words behind it."""
        place = self.passage.place()
        quote = (self.mark + self.rest)[:14] + ("…" if len(self.mark + self.rest) > 14 else "")
        return attrs.evolve(place, quote=quote)


def items_of(text: Text) -> tuple[Item, ...]:
    """Return the numbers that paragraphs begin with, in the order of the text."""
    return text.once("numbering", lambda each: tuple(_items(each)))


def _printed(text: Text) -> Iterator[tuple[Passage, bool]]:
    """Yield the passages, and between them the headings that the form itself prints over its tables (False)."""
    passages = itertools.groupby(text.passages, key=lambda each: each.section)
    told = {section: list(found) for section, found in passages}
    for section in text.report.form.sections:
        if section.id in told:
            yield from ((passage, True) for passage in told[section.id])
        elif section.tables:
            yield from ((Passage(section.id, 1, label, 1), False) for label in section.labels.values())


def _items(text: Text) -> Iterator[Item]:
    lists: list[tuple[int, int]] = []  # family and last number of each list that is open, from the outside in
    for passage, is_told in _printed(text):
        found = None if passage.table else _number(passage.text)
        if found is None:
            continue
        style, family, mark = found
        value = read_number(re.sub(r"[^\w一-十]", "", mark)) if family < 5 else ord(mark) - ord("①") + 1
        if value is None:
            continue
        number = int(value)
        if any(each == family for each, _ in lists):
            while lists[-1][0] != family:
                lists.pop()
            before = lists.pop()[1]
            before = 0 if number == 1 and before != 1 else before
        else:
            before = 0
        lists.append((family, number))
        if is_told:
            yield Item(style, family, number, len(lists), passage, mark, passage.text[len(mark) :], before)


def _number(text: str) -> tuple[str, int, str] | None:
    for style, family, pattern in _STYLES:
        found = pattern.match(text)
        if found is not None:
            return style, family, found[0]
    return None


@attrs.frozen(eq=False)
class InLine:
    """One sequence word or number inside a paragraph (二是, 三要, （二）, 2.).

    Args:
        number: what it comes to.
        before: the number before it in its list; 0 for the first.
        series: which list of the text it belongs to.
        passage: where.
        start, end: its place in the passage.
        runs_on: whether its list may run on over paragraphs.
    """

    number: int
    before: int
    series: int
    passage: Passage
    start: int
    end: int
    runs_on: bool

    @property
    def place(self) -> Place:
        """The number and the first words behind it."""
        return self.passage.place(self.start, min(self.end + 8, len(self.passage.plain)))


def in_line_of(text: Text) -> tuple[InLine, ...]:
    """Return the sequence words and numbers inside paragraphs; a list may stand inside an item of another."""
    return text.once("in line", lambda each: tuple(_in_line(each)))


def _in_line(text: Text) -> Iterator[InLine]:
    series = itertools.count(1)
    for pattern in _RUNNING:
        yield from _running(text, pattern, series)
    for passage in text.passages:
        for pattern in () if passage.table else _WITHIN:
            yield from _listed(passage, pattern, series)


def _running(text: Text, pattern: re.Pattern[str], series: Iterator[int]) -> Iterator[InLine]:
    """Yield the sequence words of one kind; their lists end with the heading that they stand under."""
    open_lists: list[tuple[int, int]] = []  # the last number of each list that is open, and which list it is
    heading = None
    for passage in text.passages:
        if passage.heading or text.heading_of(passage) != heading:
            open_lists, heading = [], text.heading_of(passage)
        for found in pattern.finditer(passage.plain):
            number = int(read_number(found[1]) or 0)
            if number == 1 or not open_lists:
                before, name = 0, next(series)
                if number != 1 and "要" in found[0]:
                    continue
            else:
                numbers = [each for each, _ in open_lists]
                while len(numbers) > 1 and numbers[-1] + 1 != number and number - 1 in numbers[:-1]:
                    numbers.pop()
                before, name = open_lists[len(numbers) - 1]
                del open_lists[len(numbers) - 1 :]
            open_lists.append((number, name))
            yield InLine(number, before, name, passage, found.start(1), found.end(), True)


def _listed(passage: Passage, pattern: re.Pattern[str], series: Iterator[int]) -> Iterator[InLine]:
    """Yield the numbers of one kind inside one paragraph; a list that does not begin with 1 begins elsewhere."""
    before = name = 0
    for found in pattern.finditer(passage.plain):
        number = _within(found[1])
        if number == 1 or not name:
            before, name = number - 1, next(series)
        yield InLine(number, min(before, number), name, passage, found.start(), found.end(), False)
        before = number


def _within(mark: str) -> int:
    """Return what the number of a list inside a paragraph comes to."""
    if mark in _ORDER_WORDS:
        return _ORDER_WORDS[mark]
    if "①" <= mark <= "⑳":
        return ord(mark) - ord("①") + 1
    return int(read_number(mark.removeprefix("第")) or 0)
