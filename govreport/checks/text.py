"""The narrative of a report as rules about text see it: passages in order, in plain characters, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TypeVar

import attrs

from govreport.document.blocks import Block, Grid, Heading, List, Paragraph, plain_text
from govreport.document.narrative import narrative_blocks
from govreport.model.labels import pick
from govreport.model.report import Report
from govreport.reading.numerals import Numeral, half_width, numerals_in

T = TypeVar("T")
_SENTENCE = re.compile(r"[^。！？；!?;\n]+[。！？；!?;\n]*[”’」』)]?")
_CLAUSE = re.compile(r"[^，。！？；：,!?;:\n]+")
_WIDE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u30ff\U00020000-\U0003ffff“”‘’—…"
_LOOSE = re.compile(rf"(?<=[{_WIDE}])\s+|\s+(?=[{_WIDE}])")
"""Spaces beside a wide character, which typing leaves and no reader sees."""


@attrs.frozen
class Place:
    """Where in the text something stands.

    Args:
        section: the section of the form.
        paragraph: its number in the section, from 1.
        line: of the source, if it was read from one.
        quote: the words in question.
        block: the id of the block of the document that shows it.
    """

    section: str
    paragraph: int
    line: int | None = None
    quote: str = ""
    block: str = ""


@attrs.frozen
class Span:
    """A piece of a passage, in its plain characters."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)


def _start(span: Span) -> int:
    return span.start


@attrs.frozen(eq=False)
class Passage:
    """One paragraph, heading, list item or table of the narrative.

    Args:
        section: the section of the form.
        number: its number in the section, from 1.
        text: as printed, figures put in.
        level: of a heading, 1 for that of a section; 0 for other passages.
        line: of the source, if it was read from one.
        block: the id of the block of the document that shows it.
        table: whether it is a table of the text.
        listed: whether it is an item of a list, which gives it its number.
    """

    section: str
    number: int
    text: str
    level: int = 0
    line: int | None = None
    block: str = ""
    table: bool = False
    listed: bool = False

    @property
    def heading(self) -> bool:
        """Whether it is a heading."""
        return self.level > 0

    @cached_property
    def _kept(self) -> list[int]:
        """The places of the characters that `plain` keeps."""
        dropped = {place for found in _LOOSE.finditer(self.text) for place in range(*found.span())}
        return [place for place in range(len(self.text)) if place not in dropped]

    @cached_property
    def plain(self) -> str:
        """The text in half width, without the spaces that typing leaves beside wide characters."""
        narrow = half_width(self.text)
        return "".join(narrow[place] for place in self._kept)

    @cached_property
    def numerals(self) -> tuple[Numeral, ...]:
        """The numbers in `plain`."""
        return tuple(numerals_in(self.plain))

    @cached_property
    def _sentences(self) -> tuple[Span, ...]:
        return tuple(Span(found[0], found.start()) for found in _SENTENCE.finditer(self.plain))

    @cached_property
    def _clauses(self) -> tuple[Span, ...]:
        return tuple(Span(found[0], found.start()) for found in _CLAUSE.finditer(self.plain))

    def sentences(self) -> Iterator[Span]:
        """Yield the sentences of `plain`."""
        return iter(self._sentences)

    def sentence_at(self, place: int) -> Span:
        """Return the sentence of `plain` in which a place lies."""
        at = bisect_right(self._sentences, place, key=_start) - 1
        return self._sentences[at] if at >= 0 and place < self._sentences[at].end else Span(self.plain, 0)

    def clause_at(self, place: int) -> Span:
        """Return the clause, between commas, in which a place lies, or that ends there."""
        at = bisect_left(self._clauses, place, key=_start)
        if at and place <= self._clauses[at - 1].end:
            return self._clauses[at - 1]
        return (
            self._clauses[at] if at < len(self._clauses) and self._clauses[at].start == place else Span(self.plain, 0)
        )

    def quote(self, start: int, end: int) -> str:
        """Return the words as printed between two places of `plain`."""
        if start >= end:
            return ""
        return self.text[self._kept[start] : self._kept[end - 1] + 1]

    def place(self, start: int = 0, end: int | None = None) -> Place:
        """Return the place of the words between two places of `plain`; without them, of the whole passage."""
        quote = self.quote(start, len(self.plain) if end is None else end)
        return Place(self.section, self.number, self.line, quote, self.block)


@attrs.define(eq=False)
class Text:
    """The narrative of one report while it is checked: what several rules need of it is worked out once."""

    report: Report
    _known: dict[str, object] = attrs.field(factory=dict, repr=False)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """All passages, in the order of the form's sections."""
        sections = [each.id for each in self.report.form.sections if each.id in self.report.narrative]
        return tuple(passage for section in sections for passage in passages_of(self.report, section))

    @cached_property
    def _headings(self) -> dict[int, str]:
        """The headings above each passage; where the text brings none, that of the form's section."""
        found: dict[int, str] = {}
        section, above = "", dict[int, str]()
        for passage in self.passages:
            if passage.section != section:
                section = passage.section
                above = {1: pick(self.report.form.section(section).labels, self.report.in_language)}
            if passage.level:
                above = {level: text for level, text in above.items() if level < passage.level}
                above[passage.level] = passage.plain
            found[id(passage)] = "\n".join(above.values())
        return found

    def heading_of(self, passage: Passage) -> str:
        """Return the headings above a passage, one a line, in plain characters; above a heading, itself too."""
        return self._headings[id(passage)]

    def once(self, name: str, make: Callable[[Text], T]) -> T:
        """Return what `make` makes of this text, made the first time it is asked for."""
        if name not in self._known:
            self._known[name] = make(self)
        return self._known[name]  # type: ignore[return-value]  # what `make` gave


def passages_of(report: Report, section: str) -> Iterator[Passage]:
    """Yield the passages of one section; what a list is numbered with is a part of its items' text."""
    layout = report.layout
    lines = () if layout is None else layout.lines.get(section, ())
    found = list(_leaves(narrative_blocks(report.narrative[section], report, section)))
    for number, (text, block, listed) in enumerate(found, 1):
        line = lines[number - 1] if len(lines) == len(found) else None
        level = block.level - 1 if isinstance(block, Heading) else 0
        name = f"section-{section}" if number == 1 and level == 1 else block.id
        yield Passage(section, number, text, level, line, name, isinstance(block, Grid), listed)


def _leaves(blocks: Iterator[Block]) -> Iterator[tuple[str, Block, bool]]:
    """Yield the texts of blocks, and whether a list numbers them."""
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            yield plain_text(block.runs), block, False
        elif isinstance(block, List):
            for place, item in enumerate(block.items, block.start):
                before = f"{place}. " if block.ordered else ""
                for text, inside, listed in _leaves(iter(item)):
                    yield before + text, inside, listed or bool(before)
                    before = ""
        elif isinstance(block, Grid):
            yield "\n".join("\t".join(cell.text for cell in row) for row in block.by_row()), block, False
