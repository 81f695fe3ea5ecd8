"""The numbers that Word itself prints before paragraphs: they stand in no text, and a reader of the page sees them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import attrs

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
"""A list has no more levels (ECMA-376, 17.9.6)."""
_HAN = "零一二三四五六七八九"
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LETTERS = 26


@attrs.frozen
class _Level:
    """How one level of a list is numbered.

    Args:
        kind: of its numerals.
        words: around the numbers of this level and those above it.
        start: the first number.
        legal: whether its words have all numbers in digits.
    """

    kind: str = "decimal"
    words: str = ""
    start: int = 1
    legal: bool = False


class Numbering:
    """Tells the number before each paragraph of a document, which are asked for from the first to the last.

    Args:
        numbering: the root of the part `word/numbering.xml`; None if there is none.
        styles: the root of the part `word/styles.xml`, since styles number paragraphs too.
    """

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._levels: dict[str, Mapping[int, _Level]] = {}
        self._lists: dict[str, str] = {}  # of each list which definition it follows: those of one count on
        self._counts: dict[str, list[int]] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._styles: dict[str, tuple[str | None, int]] = {}
        for each in () if numbering is None else numbering.findall(f"{_W}abstractNum"):
            self._levels[each.get(f"{_W}abstractNumId")] = dict(map(_level, each.findall(f"{_W}lvl")))
        for each in () if numbering is None else numbering.findall(f"{_W}num"):
            name = each.get(f"{_W}numId")
            self._lists[name] = _value(each.find(f"{_W}abstractNumId"))
            for own in each.findall(f"{_W}lvlOverride"):
                if (start := own.find(f"{_W}startOverride")) is not None:
                    self._starts[name, _number(own.get(f"{_W}ilvl"))] = _number(_value(start))
        for each in () if styles is None else styles.findall(f"{_W}style"):
            if (found := each.find(f"{_W}pPr/{_W}numPr")) is not None:
                self._styles[each.get(f"{_W}styleId")] = _list_of(found)

    def before(self, paragraph: Any) -> str:
        """Return what Word prints before a paragraph, with the space behind it; bullets say nothing."""
        own, style = paragraph.find(f"{_W}pPr/{_W}numPr"), paragraph.find(f"{_W}pPr/{_W}pStyle")
        given = self._styles.get(_value(style), (None, 0))
        name, level = given if own is None else _list_of(own)
        name = name or given[0]
        definition = self._lists.get(name or "")
        if name is None or definition is None or level not in self._levels.get(definition, {}):
            return ""
        levels = self._levels[definition]
        counts = self._counts.setdefault(definition, [0] * _LEVELS)
        if (start := self._starts.pop((name, level), None)) is not None:
            counts[level] = start - 1
        elif not counts[level]:
            counts[level] = levels[level].start - 1
        counts[level] += 1
        counts[level + 1 :] = [0] * (_LEVELS - level - 1)
        if levels[level].kind in {"bullet", "none"}:
            return ""
        own = levels[level]

        def told(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            each = levels.get(at, _Level())
            return numeral(counts[at] or each.start, "decimal" if own.legal else each.kind)

        words = re.sub(r"%([1-9])", told, own.words)
        return f"{words} " if words and words[-1].isascii() else words


def _level(element: Any) -> tuple[int, _Level]:
    return _number(element.get(f"{_W}ilvl")), _Level(
        _value(element.find(f"{_W}numFmt")) or "decimal",
        _value(element.find(f"{_W}lvlText")),
        _number(_value(element.find(f"{_W}start")) or "1"),
        element.find(f"{_W}isLgl") is not None,
    )


def _list_of(element: Any) -> tuple[str | None, int]:
    """Return the list and the level that a paragraph or a style stands in; list 0 is none."""
    name = _value(element.find(f"{_W}numId"))
    return name or None, min(_number(_value(element.find(f"{_W}ilvl"))), _LEVELS - 1)


def _value(element: Any) -> str:
    return "" if element is None else element.get(f"{_W}val") or ""


def _number(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text) else 0


def numeral(number: int, kind: str) -> str:
    """Return a number in one of the kinds of numerals of Word (ECMA-376, 17.18.59); unknown kinds are in digits.

    >>> [numeral(24, kind) for kind in ("decimal", "chineseCounting", "upperRoman", "lowerLetter")]
    ['24', '二十四', 'XXIV', 'x']
    """
    if kind.endswith("Letter"):
        letter = chr(ord("a") + (number - 1) % _LETTERS) * ((number - 1) // _LETTERS + 1)
        return letter.upper() if kind.startswith("upper") else letter
    if kind.endswith("Roman") and number < 400:
        rest, found = number, ""
        for worth, sign in _ROMAN:
            found += sign * (rest // worth)
            rest %= worth
        return found.upper() if kind.startswith("upper") else found
    if kind == "decimalEnclosedCircle" and number <= 20:
        return chr(ord("①") + number - 1)
    if kind == "decimalZero":
        return f"{number:02}"
    if any(word in kind.lower() for word in ("chinese", "japanese", "taiwanese", "ideographdigital")) and number < 100:
        tens, ones = divmod(number, 10)
        return (_HAN[tens] if tens > 1 else "") + ("十" if tens else "") + (_HAN[ones] if ones or not tens else "")
    return str(number)
