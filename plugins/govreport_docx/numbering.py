"""The numbers that Word itself prints before paragraphs: they stand in no text, and a reader of the page sees them.

Names are those of WordprocessingML (ECMA-376, part 1, 17.9): a list (`num`) follows a definition (`abstractNum`), whose
levels (`lvl`) say how they are numbered; lists of one definition count on. Paragraphs in tables are not counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import attrs

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
"""A list has no more levels."""
OFF = frozenset({"0", "false", "off"})
"""What says that a mark does not hold."""


@attrs.frozen
class _Level:
    """How one level of a list is numbered.

    Args:
        kind: of its numerals.
        words: around the numbers of this level and those above it.
        start: the first number.
        restart: the number of the levels, counted from the outermost, behind which it starts anew; 0: it never does.
        legal: whether its words have all numbers in digits.
        style: the paragraph style that it numbers.
    """

    kind: str = "decimal"
    words: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False
    style: str = ""


@attrs.frozen
class _Place:
    """The list and the level that a paragraph or a style stands in; what is not said is None."""

    name: str | None = None
    level: int | None = None


class Numbering:
    """Tells the number before each paragraph of a document, which are asked for from the first to the last.

    Args:
        numbering: the root of the part `word/numbering.xml`; None if there is none.
        styles: the root of the part `word/styles.xml`, since styles number paragraphs too.
    """

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._definition: dict[str, str] = {}  # of each list
        self._levels: dict[str, dict[int, _Level]] = {}  # of each list, what it changes put in
        self._starts: dict[tuple[str, int], int] = {}  # where a list begins its count anew
        self._counts: dict[str, list[int | None]] = {}  # of each definition
        definitions = {} if numbering is None else _definitions(numbering)
        for each in () if numbering is None else numbering.findall(f"{W}num"):
            name, definition = each.get(f"{W}numId"), _value(each.find(f"{W}abstractNumId"))
            self._definition[name] = definition
            self._levels[name] = dict(definitions.get(definition, {}))
            for own in each.findall(f"{W}lvlOverride"):
                level = _number(own.get(f"{W}ilvl"))
                if (changed := own.find(f"{W}lvl")) is not None:
                    self._levels[name][level] = _level(changed)
                if (start := own.find(f"{W}startOverride")) is not None:
                    self._starts[name, level] = _number(_value(start))
        self._styles = {} if styles is None else _styles(styles)

    def before(self, paragraph: Any) -> str:
        """Return what Word prints before a paragraph, with the space behind it; bullets say nothing."""
        style = _value(paragraph.find(f"{W}pPr/{W}pStyle"))
        own, given = _place(paragraph.find(f"{W}pPr/{W}numPr")), self._styles.get(style, _Place())
        name = own.name if own.name is not None else given.name
        levels = self._levels.get(name or "", {})
        linked = next((at for at, each in levels.items() if style and each.style == style), None)
        level = next((each for each in (own.level, linked, given.level) if each is not None), 0)
        if name is None or level not in levels:
            return ""
        counts = self._counts.setdefault(self._definition[name], [None] * _LEVELS)
        start = self._starts.pop((name, level), None)
        count = counts[level]
        counts[level] = start if start is not None else levels[level].start if count is None else count + 1
        for below in range(level + 1, _LEVELS):
            restart = levels.get(below, _Level()).restart
            if restart is None or restart > level:
                counts[below] = None
        return self._told(levels, counts, level)

    @staticmethod
    def _told(levels: dict[int, _Level], counts: list[int | None], level: int) -> str:
        own = levels[level]
        if own.kind in {"bullet", "none"}:
            return ""

        def number(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            each, count = levels.get(at, _Level()), counts[at]
            return numeral(each.start if count is None else count, "decimal" if own.legal else each.kind)

        words = re.sub(r"%([1-9])", number, own.words)
        return f"{words} " if words and words[-1].isascii() else words


def _definitions(numbering: Any) -> dict[str, dict[int, _Level]]:
    """Return the levels of each definition; one that only links to a style has those that the style is linked to."""
    found: dict[str, dict[int, _Level]] = {}
    styled: dict[str, str] = {}
    links: dict[str, str] = {}
    for each in numbering.findall(f"{W}abstractNum"):
        name = each.get(f"{W}abstractNumId")
        found[name] = {_number(level.get(f"{W}ilvl")): _level(level) for level in each.findall(f"{W}lvl")}
        styled[_value(each.find(f"{W}styleLink"))] = name
        links[name] = _value(each.find(f"{W}numStyleLink"))
    return {name: levels or found.get(styled.get(links[name], ""), {}) for name, levels in found.items()}


def _styles(styles: Any) -> dict[str, _Place]:
    """Return the place of each style, with what it has from the styles that it is based on."""
    own = {each.get(f"{W}styleId"): _place(each.find(f"{W}pPr/{W}numPr")) for each in styles.findall(f"{W}style")}
    based = {each.get(f"{W}styleId"): _value(each.find(f"{W}basedOn")) for each in styles.findall(f"{W}style")}
    found: dict[str, _Place] = {}
    for name, first in own.items():
        place, above, seen = first, based[name], {name}
        while above in own and above not in seen:
            seen.add(above)
            place = _Place(
                own[above].name if place.name is None else place.name,
                own[above].level if place.level is None else place.level,
            )
            above = based[above]
        found[name] = place
    return found


def _level(element: Any) -> _Level:
    legal, restart = element.find(f"{W}isLgl"), element.find(f"{W}lvlRestart")
    start = element.find(f"{W}start")
    return _Level(
        _value(element.find(f"{W}numFmt")) or "decimal",
        _value(element.find(f"{W}lvlText")),
        1 if start is None else _number(_value(start)),
        None if restart is None else _number(_value(restart)),
        legal is not None and legal.get(f"{W}val") not in OFF,
        _value(element.find(f"{W}pStyle")),
    )


def _place(element: Any) -> _Place:
    """Return the list and the level that `numPr` says; list 0 is none, and takes one back that a style gives."""
    if element is None:
        return _Place()
    level = element.find(f"{W}ilvl")
    own = None if level is None else min(_number(_value(level)), _LEVELS - 1)
    return _Place(_value(element.find(f"{W}numId")) or None, own)


def _value(element: Any) -> str:
    return "" if element is None else element.get(f"{W}val") or ""


def _number(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text) else 0


# --- numerals --------------------------------------------------------------------------------------------------------


def numeral(number: int, kind: str) -> str:
    """Return a number in one of the kinds of numerals of Word (ECMA-376, part 1, 17.18.59); else in digits.

    >>> [numeral(24, kind) for kind in ("decimal", "chineseCounting", "upperRoman", "lowerLetter", "ideographDigital")]
    ['24', '二十四', 'XXIV', 'x', '二四']
    """
    told = _KINDS[kind](number) if kind in _KINDS and number > 0 else ""
    return told or str(number)


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    found = ""
    for worth, sign in _ROMAN if number < 4000 else ():
        found += sign * (number // worth)
        number %= worth
    return found


def _counting(digits: str, tens: str) -> Callable[[int], str]:
    """Return what counts to 99 as it is spoken: ten is one word, eleven is ten-one."""

    def told(number: int) -> str:
        high, low = divmod(number, 10)
        if number > 99:
            return ""
        return (digits[high] if high > 1 else "") + (tens if high else "") + (digits[low] if low else "")

    return told


def _digits(digits: str) -> Callable[[int], str]:
    return lambda number: "".join(digits[int(each)] for each in str(number))


def _signs(first: str, most: int) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if number <= most else ""


def _listed(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if number <= len(signs) else ""


_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_SPOKEN = _counting("零一二三四五六七八九", "十")
_KINDS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    **dict.fromkeys(
        (
            "chineseCounting",
            "chineseCountingThousand",
            "japaneseCounting",
            "taiwaneseCounting",
            "taiwaneseCountingThousand",
        ),
        _SPOKEN,
    ),
    **dict.fromkeys(
        ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"), _digits("〇一二三四五六七八九")
    ),
    "chineseLegalSimplified": _counting("零壹贰叁肆伍陆柒捌玖", "拾"),
    "ideographLegalTraditional": _counting("零壹貳參肆伍陸柒捌玖", "拾"),
    "decimalFullWidth": _digits("０１２３４５６７８９"),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _signs("①", 20)),
    "decimalEnclosedParen": _signs("⑴", 20),
    "decimalEnclosedFullstop": _signs("⒈", 20),
    "ideographEnclosedCircle": _signs("㊀", 10),
    "ideographTraditional": _listed("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _listed("子丑寅卯辰巳午未申酉戌亥"),
}
