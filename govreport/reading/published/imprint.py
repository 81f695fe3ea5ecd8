"""Who issued a published report and when: below its title, at the end of its text, or above its annex."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence

import attrs

from govreport.reading.dates import read_date
from govreport.reading.labels import normalise
from govreport.reading.numerals import half_width
from govreport.reading.published.page import Line
from govreport.reading.published.signature import SEALED

_ANNEX = re.compile(r"(?:附件|Annex)\s*\d*\s*[:：]?\s*")
_CAPTION = re.compile(r"年.*(?:表|报告)$")
_DATE = re.compile(
    r"(?:[〇○零一二三四五六七八九\d]{4}\s*[年./-][^年]{2,8}?[日号\d]|\d{8}"
    r"|(?:\d{1,2} )?[A-Z][a-z]{2,8}\.? (?:\d{1,2}(?:st|nd|rd|th)?,? )?\d{4})$"
)
"""A date at the end of a line."""
_BYLINE = re.compile(
    r"(?<!\w)(?:(?:发布|发文|成文|生成|信息)?(?:日期|时间)|(?:date|published|posted)(?:\s+on)?)\s*[:：]", re.IGNORECASE
)
"""What stands before the date of a page, below its title."""
_BYLINES = 4
"""How many lines below the title may tell of the page."""
_MORE = re.compile(r"[^\W\d_]{0,12}")
"""What an issuer may be called beyond the publisher in the title: an office of it."""
_ENDS = 8
"""How many lines at the end of a text may be its imprint."""
_SHORT = 40
"""Issuer, date and caption stand on lines no longer than this."""


@attrs.frozen
class Imprint:
    """What was found.

    Args:
        publisher: the issuer, as it signs; None if it does not.
        published: the date.
        lines: which lines are the imprint, each with the key of the words for why it is to be listed, None if it has
            nothing to say that is not told otherwise.
    """

    publisher: str | None
    published: dt.date | None
    lines: Mapping[int, str | None]


def imprint_at_end(lines: Sequence[Line], places: Sequence[int], publisher: str, captions: Collection[str]) -> Imprint:
    """Return issuer and date from the last of some lines, and the captions of annexes that stand between them.

    Args:
        lines: of the source.
        places: of those that may be asked, in order.
        publisher: as the title names it.
        captions: the normalised titles of the form's annexes.
    """
    issuer: str | None = None
    date: dt.date | None = None
    found: dict[int, str | None] = {}
    for at in reversed(places[-_ENDS:]):
        line = lines[at].text.strip()
        if (len(line) >= _SHORT and line != publisher) or (
            line.endswith(("。", "：", ":")) and not _ANNEX.fullmatch(line)
        ):
            break
        caption = _ANNEX.sub("", line, count=1)
        if normalise(caption) in {*captions, ""}:
            found[at] = None
            continue
        if _ANNEX.match(line):
            found[at] = "left.annex"
            continue
        dated = _DATE.search(half_width(line))
        printed = None if dated is None else read_date(dated[0])
        name = re.sub(
            rf"{SEALED}$", "", line if printed is None or dated is None else half_width(line)[: dated.start()].strip()
        )
        signs = (
            name.startswith(publisher) and _MORE.fullmatch(name.removeprefix(publisher)) and not _CAPTION.search(name)
        )
        if signs:
            issuer = name
        if signs or (printed is not None and not name):
            found[at] = None
            date = date or printed
    return Imprint(issuer, date, found)


def imprint_below_title(lines: Sequence[Line], places: Sequence[int]) -> Imprint:
    """Return the date that a page gives below its title, beside source and readers."""
    for at in places[:_BYLINES]:
        line = lines[at]
        date = None if line.heading or "。" in line.text else date_of_page(line.text)
        if date is not None:
            return Imprint(None, date, {at: "left.about"})
    return Imprint(None, None, {})


def date_of_page(text: str) -> dt.date | None:
    """Return the date that a text gives as that of its page.

    >>> date_of_page("来源：某局 发布日期：2022-01-30 浏览次数：3"), date_of_page("办公时间：2022-01-30")
    (datetime.date(2022, 1, 30), None)
    """
    dates = (read_date(text[found.end() : found.end() + 20]) for found in _BYLINE.finditer(text))
    return next(filter(None, dates), None)
