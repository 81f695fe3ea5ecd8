"""The first sheet of a report: its title and texts, one paragraph a row, with links to the sheets of its tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from govreport.document import (
    Attestation,
    Block,
    Finding,
    Findings,
    Grid,
    Heading,
    List,
    Notes,
    PageBreak,
    Paragraph,
    Run,
    plain_text,
)
from govreport_xlsx.book import Book, plain, quoted
from govreport_xlsx.data import Entry
from govreport_xlsx.measures import HIGHEST, MARGIN, characters, height_of
from govreport_xlsx.tables import Drawn, Place
from govreport_xlsx.words import told

_WIDTH = 440.0
"""Points: within the page, also where a spreadsheet has no such font and makes columns wider."""
_LINK = re.compile(r"(?:https?://|mailto:)\S{1,2000}")
_SIZES = {1: 18, 2: 14, 3: 12}
_SENTENCE = re.compile(r"(?<=[。！？；\n])|(?<=[.!?;] )")
_ALIGNED = {"issuer": "right", "date": "right"}


class TextSheet:
    """Writes blocks down the one column of a sheet.

    Attributes:
        entries: what was written, for the reader to see whether it was changed.
    """

    def __init__(self, book: Book, sheet: Any, name: str, drawn: Mapping[str, Drawn], language: str) -> None:
        self.book, self.sheet, self.name, self.drawn, self.language = book, sheet, name, drawn, language
        self.row = 0
        self.breaks: list[int] = []
        self.entries: list[Entry] = []
        self.places = {address: place for each in drawn.values() for address, place in each.cells.items()}
        sheet.set_column(0, 0, characters(_WIDTH))

    def write(self, blocks: Sequence[Block]) -> None:
        """Write blocks; a table is a link to its sheet, which its notes went to as well."""
        previous: Block | None = None
        for block in blocks:
            if not (isinstance(block, Notes) and isinstance(previous, Grid)):
                self.block(block, 0)
            previous = block
        self.sheet.set_h_pagebreaks(self.breaks)
        self.sheet.set_paper(9)
        self.sheet.set_margins(MARGIN, MARGIN, MARGIN + 0.1, MARGIN + 0.2)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&C&P / &N")

    def block(self, block: Block, level: int, before: str = "") -> None:
        """Write one block, in by a level, with the mark of a list before it."""
        match block:
            case Heading():
                size = _SIZES.get(block.level, self.book.look["size"] + 1)
                font = self.book.look["title" if block.level == 1 else "head"]
                about = {"bold": True, "align": "center"} if block.level == 1 else {"bold": True}
                self.line(before + plain_text(block.runs), size, level, font_name=font, **about)
            case Paragraph():
                align = _ALIGNED.get(block.role, "left")
                self.paragraph(block.runs, level, before, align)
            case List():
                self.listing(block, level)
            case Grid():
                self.link(block)
            case Notes():
                for note in block.items:
                    text = f"{note.mark} {plain_text(note.runs)}".strip()
                    self.line(text, self.book.look["size"] - 1, level, font_color="#444444")
            case Attestation():
                for label, entry in block.items:
                    self.line(f"{label}：{entry}" if self.book.look["chinese"] else f"{label}: {entry}", None, level)
            case Findings():
                self.findings(block)
            case PageBreak():
                self.breaks += [self.row] if self.row else []
            case _:
                pass

    def listing(self, block: List, level: int) -> None:
        """Write the items of a list, each with its number or a bullet."""
        for number, item in enumerate(block.items, block.start):
            mark = f"{number}. " if block.ordered else "• "
            for place, each in enumerate(item or (Paragraph(()),)):
                self.block(each, level + 1, mark if place == 0 else "")

    def paragraph(self, runs: Sequence[Run], level: int, before: str, align: str) -> None:
        """Write a paragraph; one that is a link leads there, and one that is strong as a whole is so."""
        text = before + plain_text(runs)
        about: dict[str, object] = {"align": align}
        if runs and all(run.strong for run in runs):
            about["bold"] = True
        if runs and all(run.emphasis for run in runs):
            about["italic"] = True
        links = {run.href for run in runs if run.href}
        row = self.row
        self.line(text, None, level, **about)
        for href in links if len(links) == 1 and len(text) < 255 else ():
            if href and _LINK.fullmatch(href):
                style = self.book.format(text_wrap=True, font_color="#1a56a8", underline=1, indent=level, **about)
                self.sheet.write_url(row, 0, href, style, plain(text))

    def line(self, text: str, size: float | None, level: int, **about: object) -> None:
        """Write a text into the next row, or into several if it is higher than a row may be."""
        size = size or float(self.book.look["size"])
        usual: dict[str, object] = {"text_wrap": True, "valign": "top", "font_size": size}
        if level:
            usual["indent"] = min(level, 15)
        width = _WIDTH - 9 * level
        for piece in _pieces(text, width, size):
            self.book.text(self.sheet, self.row, 0, piece, **(usual | about))
            self.sheet.set_row(self.row, height_of(piece, width, size))
            self.entries.append(Entry("told", "", Place(self.name, self.row, 0), plain(piece)))
            self.row += 1

    def link(self, grid: Grid) -> None:
        """Write a link to the sheet of a table."""
        drawn = self.drawn.get(str(id(grid)))
        if drawn is None:
            return
        words = told("go", self.language, drawn.name)
        style = self.book.format(font_color="#1a56a8", underline=1)
        self.sheet.write_url(self.row, 0, f"internal:{quoted(drawn.name)}!A1", style, words)
        self.row += 1

    def findings(self, block: Findings) -> None:
        """Write findings, each with its rule, what is wrong, and a link to the first cell that it speaks of."""
        if block.summary:
            self.line(block.summary, None, 0)
        for each in block.items:
            self.line(f"{each.severity_label}  {each.rule}", None, 0, bold=True)
            for text in _told(each):
                self.line(text, None, 1)
            place = next((self.places[cell] for cell in each.cells if cell in self.places), None)
            if place is not None:
                style = self.book.format(font_color="#1a56a8", underline=1, indent=1)
                words = plain(f"→ {place.reference.replace(chr(39), '')}")
                self.sheet.write_url(self.row, 0, f"internal:{place.reference}", style, words)
                self.row += 1


def _told(finding: Finding) -> Iterator[str]:
    """Yield the lines of a finding."""
    yield from (each for each in (finding.text, finding.identity) if each)
    if finding.labels:
        yield "; ".join(finding.labels)
    yield from (each for each in finding.places if each)
    yield from (f"{words}: {text}" for words, text in finding.details)


def _pieces(text: str, width: float, size: float) -> Iterator[str]:
    """Yield a text in pieces that a row can show, divided behind sentences."""
    piece = ""
    for sentence in _SENTENCE.split(text):
        if piece and height_of(piece + sentence, width, size) >= HIGHEST:
            yield piece.rstrip("\n")
            piece = ""
        piece += sentence
        while height_of(piece, width, size) >= HIGHEST and len(piece) > 1:  # a sentence without an end
            most = max(int(len(piece) / 2), 1)
            yield piece[:most]
            piece = piece[most:]
    if piece or not text:
        yield piece.rstrip("\n") if piece.strip() else piece
