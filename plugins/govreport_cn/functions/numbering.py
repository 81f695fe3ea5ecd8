"""Numbered headings and lists of a Chinese text: which number each paragraph begins with, and how deep it stands."""

from __future__ import annotations

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
_IN_LINE = re.compile(rf"(?:^|(?<=[。；：，;:,！）)]))({_HAN})是(?!否)")


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


def _items(text: Text) -> Iterator[Item]:
    lists: list[tuple[int, int]] = []  # family and last number of each list that is open, from the outside in
    for passage in text.passages:
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
        yield Item(style, family, number, len(lists), passage, mark, passage.text[len(mark) :], before)


def _number(text: str) -> tuple[str, int, str] | None:
    for style, family, pattern in _STYLES:
        found = pattern.match(text)
        if found is not None:
            return style, family, found[0]
    return None


@attrs.frozen(eq=False)
class InLine:
    """One `二是` inside a paragraph: its number, the number before it in its list, and where it stands."""

    number: int
    before: int
    place: Place


def in_line_of(text: Text) -> tuple[InLine, ...]:
    """Return the sequence words (一是, 二是) of a text; a list may stand inside an item of another."""
    return text.once("in line", lambda each: tuple(_in_line(each)))


def _in_line(text: Text) -> Iterator[InLine]:
    open_lists: list[int] = []
    heading = None
    for passage in text.passages:
        if passage.heading or text.heading_of(passage) != heading:
            open_lists, heading = [], text.heading_of(passage)
        for found in _IN_LINE.finditer(passage.plain):
            value = read_number(found[1])
            number = 0 if value is None else int(value)
            if number == 1:
                before = 0
            else:
                while len(open_lists) > 1 and open_lists[-1] + 1 != number and number - 1 in open_lists[:-1]:
                    open_lists.pop()
                before = open_lists.pop() if open_lists else 0
            open_lists.append(number)
            yield InLine(number, before, passage.place(found.start(1), min(found.end() + 8, len(passage.plain))))
