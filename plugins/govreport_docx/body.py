"""What each block of a document becomes in Word, and the sections of upright and turned pages that they stand in."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from govreport.document import (
    Attestation,
    Block,
    Columns,
    Document,
    Finding,
    Findings,
    Grid,
    Heading,
    List,
    Notes,
    PageBreak,
    Paragraph,
    Run,
    columns_of,
    plain_text,
    say,
    turned_along,
)
from govreport_docx.inline import Inline
from govreport_docx.look import Look
from govreport_docx.markup import Element, node, root
from govreport_docx.pages import section
from govreport_docx.styles import Styles, list_indent
from govreport_docx.tables import table

_ROLES = {"issuer": "Issuer", "date": "Date", "annex": "Annex", "annex-note": "AnnexNote"}
_DEEPEST = 8
"""The last of the levels that Word numbers."""


class Body:
    """Turns the blocks of a document into the elements of its body.

    Attributes:
        starts: for each list that is numbered, from 2: its level and its first number. List 1 is that of bullets.
    """

    def __init__(self, document: Document, look: Look, styles: Styles, inline: Inline) -> None:
        self.document, self.look, self.styles, self.inline = document, look, styles, inline
        self.elements: list[Element] = []
        self.starts: list[tuple[int, int]] = []
        self.breaks = self.after_annex = False
        self.called = document.title
        top = {id(block) for block in document.blocks}
        self.columns = {
            id(block): self.columns_of(block, may_turn=id(block) in top)
            for block in document.walk()
            if isinstance(block, Grid)
        }

    def columns_of(self, grid: Grid, *, may_turn: bool, indent: float = 0.0) -> Columns:
        """Return the columns of a grid that stands in by so many points."""
        return columns_of(grid, self.look.room(grid, indent=indent, may_turn=may_turn))

    def element(self) -> Element:
        """Return the root of the part `document.xml`."""
        blocks = self.document.blocks
        sideways = turned_along(blocks, lambda grid: self.columns[id(grid)].turned)
        turned = bool(sideways and sideways[0])
        if not any(isinstance(block, Heading) and block.level == 1 for block in blocks):
            self.add(self.paragraph("Title", self.inline.runs((Run(self.document.title),))))
        for is_turned, run in itertools.groupby(zip(sideways, blocks, strict=True), key=lambda pair: pair[0]):
            if is_turned is not turned:
                self.end_section(turned=turned)
            turned = is_turned
            self.blocks([block for _, block in run])
        return root("document", node("body", *self.elements, section(self.look, turned=turned)))

    def end_section(self, *, turned: bool) -> None:
        """Let the last paragraph end a section; what follows begins on a new page."""
        if not self.elements or self.elements[-1].tag != node("p").tag:
            self.add(self.paragraph("TableEnd"))
        self.elements[-1][0].append(section(self.look, turned=turned))
        self.breaks = False

    def add(self, *elements: Element) -> None:
        """Put elements at the end."""
        self.elements.extend(elements)

    def paragraph(self, style: str, content: Sequence[Element] = (), *, keep: bool = False) -> Element:
        """Return a paragraph; it begins a page if a break stands before it."""
        about = node("pPr", node("pStyle", val=style))
        if keep:
            about.append(node("keepNext"))
        if self.breaks:
            about.append(node("pageBreakBefore"))
            self.breaks = False
        return node("p", about, *content)

    def text(self, style: str, *runs: Run, keep: bool = False) -> None:
        """Put a paragraph of the document's language at the end."""
        self.add(self.paragraph(style, self.inline.runs(runs), keep=keep))

    def blocks(self, blocks: Sequence[Block]) -> None:
        """Put blocks of the document at the end."""
        for block, following in itertools.zip_longest(blocks, blocks[1:]):
            self.block(block, tied=isinstance(following, Notes))
            self.after_annex = isinstance(block, Paragraph) and block.role == "annex"

    def block(self, block: Block, level: int = 0, *, tied: bool = False) -> None:
        """Put a block at the end.

        Args:
            block: any; a drawing is left out, which the format declares.
            level: of the list that it stands in; 0 is none.
            tied: whether notes follow, with which a table stays.
        """
        if not isinstance(block, Heading | Paragraph):
            self.add(*self.inline.placed(block.id, []))
        match block:
            case Heading():
                self.heading(block)
            case Paragraph():
                style = self.styles.more(level - 1) if level else _ROLES.get(block.role, "BodyText")
                self.add(self.paragraph(style, self.content(block)))
            case List():
                self.listing(block, level)
            case Grid():
                self.grid(block, level, tied=tied)
            case Notes():
                self.notes(block)
            case Findings():
                self.findings(block)
            case Attestation():
                self.attestation(block)
            case PageBreak():
                self.breaks = bool(self.elements)
            case _:
                pass

    def content(self, block: Heading | Paragraph) -> list[Element]:
        """Return the runs of a block, with the place that its id names."""
        return self.inline.placed(block.id, self.inline.runs(block.runs, block.language))

    def heading(self, block: Heading) -> None:
        """Put a heading: the title of the document is no part of its outline, the sections are the first level."""
        style = "Title" if block.level == 1 else f"Heading{block.level - 1}"
        if block.level == 2 and self.after_annex:
            style = "AnnexTitle"
        self.called = plain_text(block.runs).replace("\n", " ")
        self.add(self.paragraph(style, self.content(block)))

    def listing(self, block: List, level: int) -> None:
        """Put a list: bullets go on from list to list, numbers begin anew in each."""
        depth = min(level, _DEEPEST)
        number = 1
        if block.ordered:
            self.starts.append((depth, block.start))
            number = len(self.starts) + 1
        style = self.styles.item(ordered=block.ordered, level=level)
        for item in block.items:
            first, *rest = item or (Paragraph(()),)
            if not isinstance(first, Heading | Paragraph):
                first, rest = Paragraph(()), [first, *rest]
            made = self.paragraph(style, self.content(first))
            made[0].append(node("numPr", node("ilvl", val=depth), node("numId", val=number)))
            self.add(made)
            for each in rest:
                self.block(each, level + 1)

    def grid(self, grid: Grid, level: int, *, tied: bool) -> None:
        """Put a table below its caption, and behind it the paragraph that Word wants between two tables."""
        if grid.caption:
            self.add(self.paragraph("Caption", self.inline.runs(grid.caption, grid.language)))
        elif self.breaks:
            self.add(self.paragraph("TableEnd", keep=True))
        indent = list_indent(self.look, level)
        columns = self.columns_of(grid, may_turn=False, indent=indent) if level else self.columns[id(grid)]
        if columns.widths:
            called = plain_text(grid.caption) or self.called
            self.add(table(grid, columns, self.look, self.styles, self.inline, indent=indent, called=called, tied=tied))
        if not tied:
            self.add(self.paragraph("TableEnd"))

    def notes(self, block: Notes) -> None:
        """Put notes, together on one page."""
        for place, note in enumerate(block.items, 1):
            mark = (Run(note.mark, note=True), Run(" ")) if note.mark else ()
            content = self.inline.runs((*mark, *note.runs), block.language)
            last = place == len(block.items)
            self.add(self.paragraph("Note", self.inline.placed(note.id, content), keep=not last))

    def findings(self, block: Findings) -> None:
        """Put findings, each of them on one page, and the line that sums them up."""
        gap = "\u3000" if self.look.chinese else "  "
        for finding in block.items:
            severity = self.styled(finding.severity_label, "Severity")
            told = self.inline.runs((Run(f"{gap}{finding.rule} {finding.text}"),))
            self.add(self.paragraph("Finding", self.inline.placed(finding.id, [severity, *told])))
            lines = list(self.details(finding))
            for place, content in enumerate(lines, 1):
                self.add(self.paragraph("FindingDetail", content, keep=place < len(lines)))
        if block.summary:
            self.text("FindingSummary", Run(block.summary))

    def details(self, finding: Finding) -> Iterator[list[Element]]:
        """Yield the lines below a finding: what is wrong, where, and what else is told."""
        if finding.identity:
            yield [node("r", node("tab")), *self.inline.runs((Run(finding.identity),))]
        language = self.document.language
        labels = finding.labels[: len(finding.cells)]
        cells = list(itertools.zip_longest(finding.cells, labels, fillvalue=""))
        places = list(zip(finding.blocks, finding.places, strict=True))
        for key, ends in (("cells", cells), ("place", places)):
            if ends:
                runs = [Run(text or end, target=end) for end, text in ends]
                yield self.labelled(say(key, language), [each for run in runs for each in (run, Run(" · "))][:-1])
        for label, text in finding.details:
            yield self.labelled(label, [Run(text)])

    def labelled(self, label: str, runs: Sequence[Run]) -> list[Element]:
        """Return a label and what it is the label of."""
        return [self.styled(label, "Label"), node("r", node("tab")), *self.inline.runs(runs)]

    def styled(self, text: str, style: str) -> Element:
        """Return a run in a style of its own."""
        made = self.inline.run(Run(text))
        made.insert(0, node("rPr", node("rStyle", val=style)))
        return made

    def attestation(self, block: Attestation) -> None:
        """Put the signatures, as many beside each other as there is room for."""
        colon = "：" if self.look.chinese else ": "
        told = [f"{label}{colon}{entry}" for label, entry in block.items]
        size = float(self.look.tokens["table"]["size"])
        longest = max((sum(1 if each > "\u2e7f" else 0.55 for each in text) for text in told), default=0) * size
        beside = max(1, min(3, len(told), int(self.look.width() / (longest + 2 * size))))
        style = self.styles.signature(beside)
        rows = [told[at : at + beside] for at in range(0, len(told), beside)]
        for place, row in enumerate(rows, 1):
            content: list[Element] = []
            for each in row:
                content += [node("r", node("tab"))] if content else []
                content += self.inline.runs((Run(each),), block.language)
            self.add(self.paragraph(style, content, keep=place < len(rows)))
