"""Runs of text: marks as styles, links, figures that carry the address of their cell, places that others lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from govreport import State
from govreport.document import Document, Findings, Grid, Heading, Notes, Paragraph, Run
from govreport_docx.look import tongues
from govreport_docx.markup import Element, node, plain, properties, words

_LINK = re.compile(r"(?:https?://[^/?#\s]|mailto:[^?\s])", re.IGNORECASE)
_TAG = 64
"""Characters that Word takes for the tag of a control."""
_PLAIN = node("text", multiLine=1)
"""Says that a control holds characters, and no table or drawing."""
_KEPT = "!#$%&'()*+,/:;=?@[]~-._"


def links_of(document: Document) -> set[str]:
    """Return what something in a document leads to: ids of blocks and findings, addresses of cells."""
    found: set[str] = set()
    for block in document.walk():
        if isinstance(block, Heading | Paragraph):
            found.update(run.target for run in block.runs if run.target)
        elif isinstance(block, Grid):
            runs = [run for cell in block.cells for run in cell.runs if run.target]
            found.update(run.target for run in (*block.caption, *runs) if run.target)
        elif isinstance(block, Notes):
            found.update(run.target for note in block.items for run in note.runs if run.target)
        elif isinstance(block, Findings):
            found.update(name for each in block.items for name in (*each.cells, *each.blocks))
    return found


def ends_of(document: Document) -> Iterator[str]:
    """Yield the ids and addresses of a document that something can lead to."""
    for block in document.walk():
        yield block.id
        if isinstance(block, Grid):
            yield from (cell.cell for cell in block.cells if cell.cell)
        elif isinstance(block, Notes | Findings):
            yield from (each.id for each in block.items)


class Inline:
    """Makes runs, and remembers the links out of the document and the names of the places inside it.

    Attributes:
        links: the id of the relation of each link, by its address.
        too_long: addresses of cells that no tag can hold.
    """

    def __init__(self, document: Document) -> None:
        self.language = document.language
        self.links: dict[str, str] = {}
        self.too_long: list[str] = []
        self.bookmarks = 0
        wanted = links_of(document)
        there = dict.fromkeys(each for each in ends_of(document) if each in wanted)
        self.anchors = {each: _bookmark(each, number) for number, each in enumerate(there)}
        self.unplaced = dict(self.anchors)

    def runs(self, runs: Sequence[Run], language: str = "") -> list[Element]:
        """Return the elements of some runs.

        Args:
            runs: of one paragraph.
            language: of the block that they stand in.
        """
        spoken = tongues(language or self.language)
        lang = None if spoken == tongues(self.language) else spoken
        return [self.run(run, lang) for run in runs if run.text]

    def run(self, run: Run, lang: tuple[str, str] | None = None) -> Element:
        """Return the element of a run: the run itself, or the link or control around it."""
        text = plain(run.text)
        made = node("r")
        if marks := _marks(run, lang):
            made.append(properties("rPr", marks))
        for place, line in enumerate(text.split("\n")):
            if place:
                made.append(node("br"))
            if line:
                made.append(words(line))
        if run.cell:
            made = self.control(run.cell, made)
        if run.href and _LINK.match(run.href):
            found = node("hyperlink", made, history=1)
            found.set("r:id", self.link(run.href))
            return found
        if run.target in self.anchors:
            return node("hyperlink", made, anchor=self.anchors[run.target or ""], history=1)
        return made

    def control(self, address: str, run: Element) -> Element:
        """Return a run in a content control that has the address of its cell as its tag."""
        tag = address
        if len(address) > _TAG:
            self.too_long.append(address)
            tag = f"{address[: _TAG - 8]}~{len(self.too_long)}"
        about = node("sdtPr", node("tag", val=plain(tag)), _PLAIN)
        return node("sdt", about, node("sdtContent", run))

    def link(self, href: str) -> str:
        """Return the id of the relation of a link."""
        return self.links.setdefault(quote(plain(href), safe=_KEPT), f"link{len(self.links) + 1}")

    def placed(self, end: str | None, content: list[Element]) -> list[Element]:
        """Return content with the bookmark of an id or address around it, if anything leads there."""
        name = self.unplaced.pop(end, None) if end else None
        if name is None:
            return content
        self.bookmarks += 1
        return [
            node("bookmarkStart", id=self.bookmarks, name=name),
            *content,
            node("bookmarkEnd", id=self.bookmarks),
        ]


def _bookmark(end: str, number: int) -> str:
    """Return a name that Word takes for a bookmark: letters, digits and low lines, forty at most.

    >>> _bookmark("V_B_1.reason[C1,NoRecords]", 7)
    'to_V_B_1_reason_C1_NoRecords_7'
    """
    told = re.sub(r"\W+", "_", end, flags=re.ASCII).strip("_")[:28]
    return f"to_{told}_{number}"


def _marks(run: Run, lang: tuple[str, str] | None) -> list[Element]:
    """Return the properties of a run: one style, and for what stands besides marks of its own."""
    found: list[Element] = []
    styles = [
        style
        for style, holds in (
            ("NoteMark", run.note),
            ("State", run.state not in (None, State.NUMBER)),
            ("HTMLCode", run.code),
            ("Hyperlink", run.href is not None),
            ("Strong", run.strong),
            ("Emphasis", run.emphasis),
        )
        if holds
    ]
    if styles:
        found.append(node("rStyle", val=styles[0]))
    if "Strong" in styles[1:]:
        found.append(node("b"))
    if "Emphasis" in styles[1:]:
        found.append(node("i"))
    if lang:
        found.append(node("lang", val=lang[0], eastAsia=lang[1]))
    return found
