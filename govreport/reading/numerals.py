"""Numbers in running text: Arabic and Chinese, full and half width, with 万 and 亿, percentages, and what is no count.

A number that is a part of a date, an article of a law, a document number or a name is told apart from one that counts
something; words that make a number vague ("余", "about") are noted, since nothing exact can be said of it then.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

import attrs

_DIGITS = {each: value for value, each in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2, "壹": 1}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_CHINESE = "〇○零一二三四五六七八九十百千两"
NUMBER = (
    rf"(?:(?<![\d.])(?:\d{{1,3}}(?:[,，]\d{{3}}){{1,6}}(?!\d)|\d{{1,18}}(?!\d))(?:\.\d{{1,12}}(?!\d))?\s*[万亿]?"
    rf"|(?<![{_CHINESE}万亿])[{_CHINESE}]{{1,12}}(?:[万亿][{_CHINESE}]{{0,8}}){{0,3}}(?![{_CHINESE}万亿]))"
)
"""What a number looks like, as a part of a regular expression; `read_number` says what it comes to."""
_FOUND = re.compile(rf"(?P<share>百分之|千分之)?\s*(?P<number>{NUMBER})\s*(?P<sign>%|‰)?")
_VAGUE_BEFORE = re.compile(r"(?:约|近|超过|超|逾|不足|不少于|至少|about|over|nearly|some|almost)\s*$", re.IGNORECASE)
_VAGUE_AFTER = re.compile(r"\s*(?:余|多|来|以上|以下|左右|上下)")
_UNIT = re.compile(r"\s*([a-zA-Z]+|[\u4e00-\u9fff]{1,3})")
_NO_COUNT_BEFORE = re.compile(r"(?:第\s*|[a-zA-Z0-9_/:.\-—~#№]|[〔\[])$")
_DATE_AFTER = re.compile(r"\s*(?:年(?![限度]内)|月|日|号|时(?![间段])|点|届|次?全会|世纪|周年)")


@attrs.frozen
class Numeral:
    """One number of a text.

    Args:
        value: what it comes to; a percentage as the number before the sign.
        start, end: its place in the text.
        raw: as printed.
        digits: how many digits stand behind the point.
        percent: whether it is a percentage.
        vague: whether words around it make it a rough one.
        arabic: whether it is written in digits.
        before, after: the characters around it, in half width, for what it counts.
    """

    value: Decimal
    start: int
    end: int
    raw: str
    digits: int = 0
    percent: bool = False
    vague: bool = False
    arabic: bool = True
    before: str = ""
    after: str = ""

    def unit(self, units: tuple[str, ...]) -> str | None:
        """Return the longest of the given measure words that stands behind the number, or None."""
        behind = self.after.lstrip()
        return max((each for each in units if behind.startswith(each)), key=len, default=None)

    @property
    def unit_of_last_digit(self) -> Decimal:
        """What its last digit counts, as a power of ten: 1000 in `286.4万`."""
        return Decimal(1).scaleb({"万": 4, "亿": 8}.get(self.raw[-1:], 0) - self.digits)

    @property
    def counts(self) -> bool:
        """Whether it may count something: it is no part of a date, an article, a document number or a name."""
        if self.percent or _NO_COUNT_BEFORE.search(self.before):
            return False
        return not _DATE_AFTER.match(self.after)


def half_width(text: str) -> str:
    """Return text with full-width digits, letters and marks in their usual width, character by character.

    The length stays the same, so that a place in one is a place in the other; ① and ² are marks, and stay.

    >>> half_width("２６件（１）①")
    '26件(1)①'
    """
    return "".join(map(_half_width, text))


@functools.lru_cache(maxsize=8192)
def _half_width(character: str) -> str:
    narrow = unicodedata.normalize("NFKC", character)
    return narrow if len(narrow) == 1 and unicodedata.category(character) != "No" else character


def read_number(raw: str) -> Decimal | None:
    """Return what a number as printed comes to, or None if it is none.

    >>> [str(read_number(each)) for each in ("1,260", "615.54万", "三百二十一", "十二", "二〇一七", "1亿")]
    ['1260', '6155400', '321', '12', '2017', '100000000']
    """
    text = re.sub(r"[\s,]", "", half_width(raw))
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([万亿]?)", text)
    if found:
        amount = Decimal(found[1]) * _MYRIADS.get(found[2], 1)
        return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() and found[2] else amount
    return _chinese(text) if text and not set(text) - set(_CHINESE) - set(_MYRIADS) else None


def _chinese(text: str) -> Decimal | None:
    if len(text) > 1 and all(each in _DIGITS for each in text):  # digit by digit, as years are
        return Decimal("".join(str(_DIGITS[each]) for each in text))
    total = section = digit = 0
    for each in text:
        if each in _DIGITS:
            digit = _DIGITS[each]
        elif each in _TENS:
            section, digit = section + (digit or 1) * _TENS[each], 0
        else:
            if not total + section + digit:
                return None
            here = section + digit
            total = total + here * _MYRIADS[each] if each == "万" else (total + here) * _MYRIADS[each]
            section = digit = 0
    return Decimal(total + section + digit)


def numerals_in(text: str) -> Iterator[Numeral]:
    """Yield the numbers of a text in order.

    >>> [(str(each.value), each.percent) for each in numerals_in("收到申请１２件，占百分之三十；办结率91.7%")]
    [('12', False), ('30', True), ('91.7', True)]
    """
    plain = half_width(text)
    for found in _FOUND.finditer(plain):
        value = read_number(found["number"])
        if value is None:
            continue
        arabic = found["number"][0].isdigit()
        start, end = found.start("number"), found.end("number")
        before, after = plain[max(0, start - 12) : start], plain[found.end() : found.end() + 12]
        _, point, behind = found["number"].rstrip("万亿 ").partition(".")
        yield Numeral(
            value,
            start,
            end,
            text[start:end].strip(),
            digits=len(behind) if point else 0,
            percent=bool(found["share"] or found["sign"]),
            vague=bool(_VAGUE_BEFORE.search(before) or _VAGUE_AFTER.match(after)),
            arabic=arabic,
            before=before,
            after=after,
        )
