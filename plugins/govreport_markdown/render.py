"""A document as Markdown: headings, paragraphs, lists, and tables that GitHub and its like can read."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from govreport.document import (
    Attestation,
    Block,
    Document,
    Figure,
    Findings,
    Grid,
    Heading,
    List,
    Notes,
    PageBreak,
    Paragraph,
    Run,
    say,
)
from govreport.plugin import RenderContext
from govreport_markdown.inline import inline, text
from govreport_markdown.tables import table


def render(document: Document, context: RenderContext) -> str:
    """Return a document as Markdown."""
    return _Writer(document.language).blocks(document.blocks) + "\n"


class _Writer:
    """Writes the blocks of one document."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.colon = "：" if language.lower().startswith("zh") else ": "
        self.bullet = ""
        self._write: dict[type, Callable[[Any], str]] = {
            Heading: lambda block: f"{'#' * min(block.level, 6)} {inline(block.runs, 'heading')}",
            Paragraph: self.paragraph,
            List: self.items,
            Grid: table,
            Notes: self.notes,
            Findings: self.findings,
            Attestation: self.attestation,
            Figure: self.figure,
            PageBreak: lambda _: "---",
        }

    def blocks(self, blocks: Iterable[Block]) -> str:
        """Return blocks, apart from each other; a list behind a list gets other bullets, lest they become one."""
        outer, self.bullet = self.bullet, ""
        parts: list[str] = []
        for block in blocks:
            is_list = isinstance(block, List | Notes | Findings | Attestation)
            self.bullet = ("*" if self.bullet == "-" else "-") if is_list else ""
            if part := self._write[type(block)](block):
                parts.append(part)
        self.bullet = outer
        return "\n\n".join(parts)

    def paragraph(self, block: Paragraph) -> str:
        return inline([Run(run.text, strong=True) for run in block.runs] if block.role == "annex" else block.runs)

    def figure(self, block: Figure) -> str:
        return "\n\n".join(filter(None, (text(block.alternative), inline(block.caption))))

    def listed(self, items: Sequence[str], *, ordered: bool = False, start: int = 1, loose: bool = False) -> str:
        """Return items with their marks, what stands in one indented below its mark."""
        end = ")" if self.bullet == "*" else "."
        marks = [f"{number}{end}" if ordered else self.bullet for number in range(start, start + len(items))]
        found = (
            f"{mark} {textwrap.indent(item, ' ' * (len(mark) + 1)).strip()}".rstrip()
            for mark, item in zip(marks, items, strict=True)
        )
        return ("\n\n" if loose else "\n").join(found)

    def items(self, block: List) -> str:
        own = self.bullet
        items = [self.item(each) for each in block.items]
        self.bullet = own
        return self.listed(items, ordered=block.ordered, start=block.start, loose=any("\n\n" in each for each in items))

    def item(self, blocks: Sequence[Block]) -> str:
        """Return what stands in an item; a list right below its words stays close to them."""
        if len(blocks) == 2 and isinstance(blocks[0], Paragraph) and isinstance(blocks[1], List):
            return "\n".join(filter(None, (self.blocks(blocks[:1]), self.blocks(blocks[1:]))))
        return self.blocks(blocks)

    def notes(self, block: Notes) -> str:
        return self.listed([inline([Run(f"{note.mark} " if note.mark else ""), *note.runs]) for note in block.items])

    def findings(self, block: Findings) -> str:
        items: list[str] = []
        for each in block.items:
            lines = [
                inline(
                    [Run(each.severity_label, strong=True), Run(" "), Run(each.rule, code=True), Run(f" {each.text}")]
                )
            ]
            lines += [text(each.identity)] if each.identity else []
            lines += [text(f"{label}{self.colon}{told}") for label, told in self.details(each)]
            items.append("\\\n".join(filter(None, lines)))
        return "\n\n".join(filter(None, (self.listed(items, ordered=True, loose=True), text(block.summary))))

    def details(self, finding: Any) -> Iterator[tuple[str, str]]:
        if finding.labels:
            yield say("cells", self.language), " · ".join(finding.labels)
        if finding.places:
            yield say("place", self.language), " · ".join(finding.places)
        yield from finding.details

    def attestation(self, block: Attestation) -> str:
        return self.listed([text(f"{label}{self.colon}{entry}") for label, entry in block.items])
