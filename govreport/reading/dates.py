"""Dates as people write them: 2018-01-18, 2018/1/18, 20180118, 2018年1月18日, 二〇一八年一月十八日, March 10, 2025."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import attrs

from govreport.reading.numerals import half_width, read_number

_HAN = "〇○零一二三四五六七八九十"
_DATE = re.compile(
    rf"(?P<y>\d{{4}}|[{_HAN}]{{4}})\s*年\s*(?P<m>\d{{1,2}}|[{_HAN}]{{1,3}})\s*月\s*(?P<d>\d{{1,2}}|[{_HAN}]{{1,3}})\s*[日号]"
    r"|(?<!\d)(?P<y2>\d{4})\s*(?P<sep>[-/.])\s*(?P<m2>\d{1,2})\s*(?P=sep)\s*(?P<d2>\d{1,2})(?!\d)"
    r"|(?<!\d)(?P<y3>(?:19|20)\d{2})(?P<m3>\d{2})(?P<d3>\d{2})(?!\d)"
)
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_NUMBERS = {name[:3]: number for number, name in enumerate(_MONTHS.split("|"), 1)}
_ENGLISH = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m1>{_MONTHS})\.?,?"
    rf"|(?P<m2>{_MONTHS})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?)"
    r"\s+(?P<y>\d{4})\b",
    re.IGNORECASE,
)


@attrs.frozen
class FoundDate:
    """A date and its place in a text.

    Args:
        date: the date.
        start, stop: where it stands.
    """

    date: dt.date
    start: int
    stop: int


def find_date(text: str) -> FoundDate | None:
    """Return the first date in a text and where it stands, or None.

    >>> find_date("于2018/1/8办结")
    FoundDate(date=datetime.date(2018, 1, 8), start=1, stop=9)
    """
    return next(iter(sorted(_dates(half_width(text)), key=lambda each: each.start)), None)


def read_date(text: str) -> dt.date | None:
    """Return the first date in a text, or None.

    >>> [str(read_date(each)) for each in ("2018年 1月18日", "二○一八年一月十八日", "于2018/1/8办结", "20180118")]
    ['2018-01-18', '2018-01-18', '2018-01-08', '2018-01-18']
    >>> [str(read_date(each)) for each in ("March 10, 2025", "10 March 2025", "Mar. 10th, 2025", "Decision 12, 2024")]
    ['2025-03-10', '2025-03-10', '2025-03-10', 'None']
    """
    found = find_date(text)
    return None if found is None else found.date


def _dates(text: str) -> Iterator[FoundDate]:
    """Yield the first date of each way of writing."""
    if (found := _DATE.search(text)) is not None:
        parts = [read_number(part) for part in found.group("y", "m", "d", "y2", "m2", "d2", "y3", "m3", "d3") if part]
        yield from _dated([int(part) for part in parts if part is not None], found)
    if (found := _ENGLISH.search(text)) is not None:
        month = _NUMBERS[(found["m1"] or found["m2"])[:3].lower()]
        yield from _dated([int(found["y"]), month, int(found["d1"] or found["d2"])], found)


def _dated(parts: list[int], found: re.Match[str]) -> Iterator[FoundDate]:
    try:
        yield FoundDate(dt.date(*parts), *found.span())
    except (TypeError, ValueError):
        return
