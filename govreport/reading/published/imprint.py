"""Who issued a published report and when: below its title, at the end of its text, or above its annex."""

from __future__ import annotations

import datetime as dt
import enum
import itertools
import re
from collections.abc import Collection, Mapping, Sequence

import attrs

from govreport.reading.dates import FoundDate, find_date
from govreport.reading.labels import normalise
from govreport.reading.published.page import Line
from govreport.reading.published.signature import SEALED

_ANNEX = re.compile(r"(?:附件|Annex)\s*\d*\s*[:：]?\s*")
_CAPTION = re.compile(r"年.*(?:表|报告)$")
_OFFICE = re.compile(r"[^\W\d_]{0,12}")
"""What an issuer may be called beyond the publisher of the title: an office of it."""
_BYLINE = re.compile(
    r"(?:^|(?<=\s))(?:(?P<of>发布|发文|成文|生成|信息|来源[:：]\s*\S{1,20}\s+)?(?:日期|时间)"
    r"|date|(?P<on>published|posted)(?: on)?)\s*[:：]",
    re.IGNORECASE,
)
"""What stands before the date of a page."""
_BESIDE = 12
"""How many characters, such as a weekday, may stand between that and the date."""
_BYLINES = 4
"""How many lines below the title may tell of the page."""
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
        lines: which lines are the imprint, each with the key of the words for why it is to be listed, None if all that
            it says is in the other two, or in the form.
    """

    publisher: str | None = None
    published: dt.date | None = None
    lines: Mapping[int, str | None] = attrs.field(factory=dict)


class _Kind(enum.Enum):
    """What a line of an imprint is."""

    ANNEX = "annex"
    ISSUER = "issuer"
    DATE = "date"
    BOTH = "issuer and date"


@attrs.frozen
class _Part:
    """A line of an imprint: what it is, whom it names, which date it gives, and why it is to be listed."""

    kind: _Kind
    name: str = ""
    date: dt.date | None = None
    listed: str | None = None


def imprint_at_end(lines: Sequence[Line], places: Sequence[int], publisher: str, captions: Collection[str]) -> Imprint:
    """Return issuer and date from the last of some lines, and the captions of annexes that stand between them.

    An issuer or a date is taken where the lines end with it, or where the two stand one below the other.

    Args:
        lines: of the source.
        places: of those that may be asked, in order.
        publisher: as the title names it.
        captions: the normalised titles of the form's annexes.
    """
    ends = places[-_ENDS:]
    parts = {at: part for at in ends if (part := _part(lines[at].text.strip(), publisher, captions)) is not None}
    taken = {at: part for at, part in parts.items() if part.kind in {_Kind.ANNEX, _Kind.BOTH}}
    signing = [at for at in ends if at not in taken]
    for above, below in itertools.pairwise(signing):
        if {_kind(parts, above), _kind(parts, below)} == {_Kind.ISSUER, _Kind.DATE}:
            taken |= {above: parts[above], below: parts[below]}
    for at in reversed(signing):
        part = parts.get(at)
        if part is None or (part.kind is _Kind.ISSUER and part.name != publisher and at not in taken):
            break
        taken[at] = part
    last = [taken[at] for at in sorted(taken, reverse=True)]
    return Imprint(
        next((each.name for each in last if each.name), None),
        next((each.date for each in last if each.date is not None), None),
        {at: taken[at].listed for at in sorted(taken)},
    )


def _kind(parts: Mapping[int, _Part], at: int) -> _Kind | None:
    return parts[at].kind if at in parts else None


def _part(line: str, publisher: str, captions: Collection[str]) -> _Part | None:
    """Return what a line is in an imprint; None if it belongs in none."""
    if (len(line) >= _SHORT and line != publisher) or (line.endswith(("。", "：", ":")) and not _ANNEX.fullmatch(line)):
        return None
    if normalise(_ANNEX.sub("", line, count=1)) in {*captions, ""}:
        return _Part(_Kind.ANNEX)
    if _ANNEX.match(line):
        return _Part(_Kind.ANNEX, listed="left.annex")
    found = find_date(line)
    dated = found if found is not None and not line[found.stop :].strip() else None
    name = re.sub(rf"{SEALED}$", "", line if dated is None else line[: dated.start].strip())
    more = name.removeprefix(publisher) if name.startswith(publisher) else None
    if more is not None and _OFFICE.fullmatch(more) and not _CAPTION.search(name):
        return _Part(_Kind.ISSUER if dated is None else _Kind.BOTH, name, None if dated is None else dated.date)
    return None if dated is None or name else _Part(_Kind.DATE, date=dated.date)


def imprint_below_title(lines: Sequence[Line], places: Sequence[int]) -> Imprint:
    """Return the date that a page gives below its title, beside source and readers; all of such a line is listed.

    Args:
        lines: of the source.
        places: of those between the title and the first heading.
    """
    for at in places[:_BYLINES]:
        found = None if "。" in lines[at].text else _dated(lines[at].text.strip(), strict=False)
        if found is not None:
            return Imprint(None, found.date, {at: "left.about"})
    return Imprint()


def date_of_page(around: str) -> dt.date | None:
    """Return the date of publication that a text around a report gives, such as 发布日期：2022-01-30.

    >>> date_of_page("来源：某局 发布日期：2022-01-30 浏览次数：3"), date_of_page("日期：2022年1月30日 星期日")
    (datetime.date(2022, 1, 30), None)
    """
    found = _dated(around, strict=True)
    return None if found is None else found.date


def _dated(text: str, *, strict: bool) -> FoundDate | None:
    """Return the date right behind the words for it; a strict one is of publication, since a menu may have today's."""
    for found in _BYLINE.finditer(text):
        date = find_date(text[found.end() :])
        if date is not None and date.start <= _BESIDE and (found["of"] or found["on"] or not strict):
            return date
    return None
