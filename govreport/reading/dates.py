"""Dates as people write them: 2018-01-18, 2018/1/18, 20180118, 2018年1月18日, 二〇一八年一月十八日, March 10, 2025."""

from __future__ import annotations

import datetime as dt
import re

from govreport.reading.numerals import half_width, read_number

_HAN = "〇○零一二三四五六七八九十"
_DATE = re.compile(
    rf"(?P<y>\d{{4}}|[{_HAN}]{{4}})\s*年\s*(?P<m>\d{{1,2}}|[{_HAN}]{{1,3}})\s*月\s*(?P<d>\d{{1,2}}|[{_HAN}]{{1,3}})\s*[日号]"
    r"|(?<!\d)(?P<y2>\d{4})\s*(?P<sep>[-/.])\s*(?P<m2>\d{1,2})\s*(?P=sep)\s*(?P<d2>\d{1,2})(?!\d)"
    r"|(?<!\d)(?P<y3>(?:19|20)\d{2})(?P<m3>\d{2})(?P<d3>\d{2})(?!\d)"
)
_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_ENGLISH = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<m>{'|'.join(_MONTHS)})[a-z]*\.?,?\s+"
    r"(?:(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?\s+)?(?P<y>\d{4})\b",
    re.IGNORECASE,
)


def read_date(text: str) -> dt.date | None:
    """Return the first date in a text, or None.

    >>> [str(read_date(each)) for each in ("2018年 1月18日", "二○一八年一月十八日", "于2018/1/8办结", "20180118")]
    ['2018-01-18', '2018-01-18', '2018-01-08', '2018-01-18']
    >>> [str(read_date(each)) for each in ("March 10, 2025", "10 March 2025", "Mar. 10th, 2025", "March 2025")]
    ['2025-03-10', '2025-03-10', '2025-03-10', 'None']
    """
    found = _DATE.search(half_width(text))
    if found is None:
        return _english(text)
    parts = [read_number(part) for part in found.group("y", "m", "d", "y2", "m2", "d2", "y3", "m3", "d3") if part]
    try:
        return dt.date(*(int(part) for part in parts if part is not None))
    except (TypeError, ValueError):
        return None


def _english(text: str) -> dt.date | None:
    found = next((each for each in _ENGLISH.finditer(text) if each["d1"] or each["d2"]), None)
    if found is None:
        return None
    try:
        return dt.date(int(found["y"]), _MONTHS[found["m"].lower()], int(found["d1"] or found["d2"]))
    except ValueError:
        return None
