"""The lines of a published text: which are rows of a table, which are headings, which go on from the line above."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import attrs

_CELLS = re.compile(r"\t|\s*[|｜│]\s*|\s{2,}|\u3000{2,}")
_HEADING = re.compile(r"(?P<number>[一二三四五六七八九十]+、|[IVX]+\.\s)\s*(?P<text>\S.*)")
_SENTENCE = re.compile(r"[。；！？;!?]\s*\S")


@attrs.frozen
class Line:
    """One line of the source: its number from 1, its text, and the cells that it is made of."""

    number: int
    text: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The parts between tabs, bars or wide spaces; a single one if there are none of them."""
        inner = self.text.strip(" \r\n").strip("|｜│")
        return tuple(part.strip() for part in _CELLS.split(inner))

    @property
    def heading(self) -> re.Match[str] | None:
        """The match of a heading of the first level, if the line is one: a number, and no sentence after it."""
        text = self.text.strip()
        found = _HEADING.fullmatch(text)
        return None if found is None or len(self.cells) > 1 or _SENTENCE.search(text) else found


def lines_of(text: str) -> Iterator[Line]:
    """Yield the lines that say anything."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield Line(number, line.rstrip())


def half_width(text: str) -> str:
    """Return text with full-width digits, letters and marks in their usual width.

    >>> half_width("２６件（１）")
    '26件(1)'
    """
    return unicodedata.normalize("NFKC", text)
