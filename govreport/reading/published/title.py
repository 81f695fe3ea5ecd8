"""The title of a published report: who publishes, and for which year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from govreport.model.form import Form
from govreport.reading.numerals import half_width, read_number
from govreport.reading.published.page import Line

_PREFIX = re.compile(r"(?:.*[>»]|#+|标题[:：]|【[^】]{0,8}】)")
"""What a web page or an editor puts before a title."""
_SUFFIX = re.compile(r"[(（](?:公开版|公示稿|定稿|全文)[)）]$")
"""And behind it."""
_STRANGE = re.compile(r"[:：/\\_=|【】]|字号|字体|打印|分享|浏览|来源|发布|当前位置")
"""No name of an authority has these: the line tells of the page, and is not its title."""
_YEAR = re.compile(r"[(]?(?P<year>\d{4}|[〇○零一二三四五六七八九]{4})(?P<of>年度?)?[)]?")
_PARTICLES = re.compile(r"关于|的(?=\D*(?:报告|年报)$)")
_SPACE = re.compile(r"(\S) (?=(\S))")
_MOST = 120
"""A title is no longer than this."""


@attrs.frozen
class Title:
    """The title as found: its lines, the publisher and the year in it, and its text."""

    start: int
    stop: int
    publisher: str
    year: str
    text: str


def find_title(form: Form, lines: Sequence[Line], beside: Sequence[str] = ()) -> Title | None:
    """Return the title of a report by a form's own pattern, on up to three lines; the year may stand anywhere in it.

    It stands above the first heading and table, marked as a heading if any is; else the source tells it beside its
    text, and it counts as standing above all lines; else it stands elsewhere. A link leads to another report.

    Args:
        form: the form.
        lines: of the source.
        beside: what the source tells beside its text.
    """
    body = next((at for at, line in enumerate(lines) if line.heading or line.table is not None), len(lines))
    patterns = tuple(_pattern(each, form.title_words) for each in form.title_pattern.values())
    for width in (1, 2, 3):
        above = list(_titles(patterns, lines[: body + width - 1], width))
        if above:
            return next((each for each in reversed(above) if lines[each.start].marked), above[-1])
    told = (title for text in beside for title in _titles(patterns, [Line(0, text)], 1))
    if (own := next(told, None)) is not None:
        return attrs.evolve(own, start=0, stop=0)
    return next((title for width in (1, 2, 3) for title in _titles(patterns, lines, width)), None)


def _titles(patterns: Sequence[re.Pattern[str]], lines: Sequence[Line], width: int) -> Iterator[Title]:
    """Yield the titles on some lines, or in a cell of one; a name that holds what none has is that of no authority."""
    for at in range(len(lines) - width + 1):
        mine = lines[at : at + width]
        cells = mine[0].cells if width == 1 and len(mine[0].cells) > 1 else ()
        for whole in (" ".join(line.text for line in mine), *cells):
            text = _bare(whole)
            if len(text) >= _MOST or any(line.linked for line in mine):
                continue
            for name, year in _told(patterns, text):
                if not _STRANGE.search(name):
                    yield Title(at, at + width, name, year, text)


def _told(patterns: Sequence[re.Pattern[str]], text: str) -> Iterator[tuple[str, str]]:
    """Yield publisher and year of a title, if it is one: without the year it is a name and the form's words."""
    for found in _YEAR.finditer(text):
        for of in dict.fromkeys((found["of"] or "", "年" if found["of"] else "", "")):
            stop = found.end("year") + len(of)
            bracket = text[found.start()] == "(" and text[stop : stop + 1] == ")"
            before = text[: found.start()] if bracket else text[: found.start("year")]
            rest = _PARTICLES.sub("", before + text[stop + bracket :])
            match = next((match for each in patterns if (match := each.fullmatch(rest)) is not None), None)
            if match is not None:
                yield match["name"].strip(), _digits(found["year"])
                return


def _pattern(pattern: str, words: Sequence[str]) -> re.Pattern[str]:
    """Return what a title without its year is, by a form's pattern; no name is the mere beginning of its words."""
    between, _, after = pattern.partition("{publisher}")[2].partition("{period}")
    rest = _loosely(between, words) + _loosely(after.strip().removeprefix("年"), words)
    begun = {word[:length] for each in words for word in each.split("|") for length in range(1, len(word))}
    no_name = "|".join(map(re.escape, sorted(begun)))
    return re.compile(rf"(?!(?:{no_name or '(?!)'}){rest}$)(?P<name>[^\d年度].*?){rest}")


def _loosely(part: str, words: Sequence[str]) -> str:
    """Return a pattern for a part of a title: exactly it, but for spaces and the words that publishers vary."""
    varied = {each.partition("|")[0]: "(?:" + "|".join(map(re.escape, each.split("|"))) + ")" for each in words}
    escaped = r"\s*".join(map(re.escape, ["", *part.split(), ""]))
    return re.sub("|".join(varied), lambda found: varied[found[0]], escaped) if varied else escaped


def _digits(year: str) -> str:
    return year if year.isdigit() else str(read_number(year))


def _bare(text: str) -> str:
    """Return a line without what may stand around a title, and without spaces but those between Latin words."""
    plain = _SUFFIX.sub("", _PREFIX.sub("", _SPACE.sub(_kept, " ".join(half_width(text).split()))))
    return plain[1:-1] if plain.startswith("《") and plain.endswith("》") else plain


def _kept(found: re.Match[str]) -> str:
    before, after = found.groups()
    return f"{before} " if f"{before}{after}".isascii() and (before.isalpha() or after.isalpha()) else before
