"""The title of a published report: who publishes, and for which year."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from govreport.model.form import Form
from govreport.reading.numerals import half_width, read_number
from govreport.reading.published.page import Line

_PREFIX = re.compile(r"(?:.*[>»]|#+|标题[:：])")
"""What a web page or an editor puts before a title."""
_STRANGE = re.compile(r"[:：/\\_=|]")
"""No name of an authority has these: the line tells of the page, and is not its title."""
_YEAR = r"(?P<year>\d{4}|[〇○零一二三四五六七八九]{4})(?:年度?)?"
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


def find_title(form: Form, lines: Sequence[Line]) -> Title | None:
    """Return the title of a report by a form's own pattern, on up to three lines: the last above the first heading.

    The year may also stand first, in digits or in Chinese numerals.
    """
    body = next((at for at, line in enumerate(lines) if line.heading), len(lines))
    for pattern in form.title_pattern.values():
        parts = re.split(r"\{(?:publisher|period)\}", pattern)
        if len(parts) != 3:
            continue
        between, after = (_loosely(part, form.title_words) for part in (parts[1], parts[2].strip().removeprefix("年")))
        usual = re.compile(rf"(?P<name>\D.*?)(?:关于)?{between}{_YEAR}{after}")
        year_first = re.compile(rf"{_YEAR}(?P<name>[^\d年度].*?)(?:关于)?{between}{after}")
        for width in (1, 2, 3):
            found = []
            for at in range(len(lines) - width + 1):
                text = _bare(" ".join(line.text for line in lines[at : at + width]))
                match = usual.fullmatch(text) or year_first.fullmatch(text) if len(text) < _MOST else None
                if match is not None:
                    found.append(Title(at, at + width, match["name"].strip(), _digits(match["year"]), text))
            found = [each for each in found if not _STRANGE.search(each.publisher)] or found
            if found:
                return next((title for title in reversed(found) if title.start < body), found[0])
    return None


def _loosely(part: str, words: Sequence[str]) -> str:
    """Return a pattern for a part of a title: exactly it, but for spaces and the words that publishers vary."""
    varied = {each.partition("|")[0]: "(?:" + "|".join(map(re.escape, each.split("|"))) + ")" for each in words}
    escaped = r"\s*".join(map(re.escape, ["", *part.split(), ""]))
    return re.sub("|".join(varied), lambda found: varied[found[0]], escaped) if varied else escaped


def _digits(year: str) -> str:
    return year if year.isdigit() else str(read_number(year))


def _bare(text: str) -> str:
    """Return a line without what may stand around a title, and without spaces but those between Latin words."""
    plain = _PREFIX.sub("", _SPACE.sub(_kept, " ".join(half_width(text).split())))
    return plain[1:-1] if plain.startswith("《") and plain.endswith("》") else plain


def _kept(found: re.Match[str]) -> str:
    before, after = found.groups()
    return f"{before} " if f"{before}{after}".isascii() and (before.isalpha() or after.isalpha()) else before
