"""Dates as people write them: 2018-01-18, 2018/1/18, 2018.1.18, 20180118, 2018年1月18日, 二〇一八年一月十八日."""

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


def read_date(text: str) -> dt.date | None:
    """Return the first date in a text, or None.

    >>> [str(read_date(each)) for each in ("2018年 1月18日", "二○一八年一月十八日", "于2018/1/8办结", "20180118")]
    ['2018-01-18', '2018-01-18', '2018-01-08', '2018-01-18']
    """
    found = _DATE.search(half_width(text))
    if found is None:
        return None
    parts = [read_number(part) for part in found.group("y", "m", "d", "y2", "m2", "d2", "y3", "m3", "d3") if part]
    try:
        return dt.date(*(int(part) for part in parts if part is not None))
    except (TypeError, ValueError):
        return None
