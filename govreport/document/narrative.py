"""From the CommonMark of a narrative to blocks, with the figures that are bound to cells put in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

import attrs

from govreport.document.blocks import Block, Grid, GridCell, Heading, List, Paragraph, Run
from govreport.model.report import BOUND_FIGURE, Report
from govreport.wording import show_value

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

_OPEN, _CLOSE = "\ue000", "\ue001"
_PLACED = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_PLACED_IN_LINK = re.compile(f"{quote(_OPEN)}(\\d+){quote(_CLOSE)}")
_LINK = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u30ff\U00020000-\U0003ffff“”‘’—…]")
_SOFT = "\ue002"
"""A line end of the source, until it is known what stands around it."""


def narrative_blocks(text: str, report: Report, section: str) -> Iterator[Block]:
    """Yield the blocks of a narrative; raw HTML is shown as the characters it is made of.

    A heading `#` is one of a section, `##` stands below it, and so on.

    Args:
        text: CommonMark; `{cell}` stands for the value of a cell.
        report: whose values.
        section: the section's id, from which the blocks get theirs.
    """
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

    addresses: list[str] = []

    def place(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[0][0]  # a doubled brace
        addresses.append(found[1].strip())
        return f"{_OPEN}{len(addresses) - 1}{_CLOSE}"

    marked = BOUND_FIGURE.sub(place, re.sub(f"[{_OPEN}-{_SOFT}]", "", text))
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    reader = _Reader(report, addresses, section)
    yield from reader.blocks(SyntaxTreeNode(parser.parse(marked)).children)


class _Reader:
    """Turns the nodes of a CommonMark tree into blocks."""

    def __init__(self, report: Report, addresses: Sequence[str], section: str) -> None:
        self.report, self.addresses, self.section = report, addresses, section
        self.language = report.in_language
        self.count = 0

    def id(self) -> str:
        self.count += 1
        return f"{self.section}-{self.count}"

    def blocks(self, nodes: Sequence[SyntaxTreeNode]) -> Iterator[Block]:
        for node in nodes:
            yield from self.block(node)

    def block(self, node: SyntaxTreeNode) -> Iterator[Block]:
        if node.type == "heading":
            level = min(6, int(node.tag[1:]) + 1)
            yield Heading(level, self.inline(node), self.id(), self.language)
        elif node.type == "paragraph":
            yield Paragraph(self.inline(node), id=self.id(), language=self.language)
        elif node.type in {"bullet_list", "ordered_list"}:
            items = tuple(tuple(self.blocks(item.children)) for item in node.children)
            start = int(node.attrs.get("start", 1))
            yield List(items, node.type == "ordered_list", start, self.id(), self.language)
        elif node.type == "blockquote":
            yield from self.blocks(node.children)
        elif node.type in {"fence", "code_block"}:
            runs = tuple(self.text(node.content.rstrip("\n"), Run("", code=True)))
            yield Paragraph(runs, id=self.id(), language=self.language)
        elif node.type == "table":
            yield self.grid(node)

    def grid(self, table: SyntaxTreeNode) -> Grid:
        """Return a table of the text; its first row heads the columns."""
        rows = [row.children for part in table.children for row in part.children]
        cells = tuple(
            GridCell(place, column, self.inline(cell), "column" if cell.type == "th" else "data")
            for place, row in enumerate(rows)
            for column, cell in enumerate(row)
        )
        return Grid(cells, len(rows), len(rows[0]), head_rows=1, id=self.id(), language=self.language)

    def inline(self, node: SyntaxTreeNode) -> tuple[Run, ...]:
        found = [run for child in node.children for run in self.runs(child, Run(""))]
        for place, run in enumerate(found):
            if run.text == _SOFT:
                before, after = (found[at].text for at in (place - 1, min(place + 1, len(found) - 1)))
                joined = _WIDE.match(before[-1:]) and _WIDE.match(after[:1])
                found[place] = attrs.evolve(run, text="" if joined else " ")
        return tuple(run for run in found if run.text)

    def runs(self, node: SyntaxTreeNode, style: Run) -> Iterator[Run]:
        """Yield the runs of an inline node, in the style of what stands around it."""
        if node.type == "text":
            yield from self.text(node.content, style)
        elif node.type == "softbreak":
            yield attrs.evolve(style, text=_SOFT)
        elif node.type == "hardbreak":
            yield attrs.evolve(style, text="\n")
        elif node.type == "code_inline":
            yield from self.text(node.content, attrs.evolve(style, code=True))
        elif node.type == "image":
            yield from self.text(node.content, style)
        else:
            inner = attrs.evolve(
                style, strong=style.strong or node.type == "strong", emphasis=style.emphasis or node.type == "em"
            )
            href = str(node.attrs.get("href", "")) if node.type == "link" else ""
            if _LINK.match(href):
                inner = attrs.evolve(inner, href=_PLACED_IN_LINK.sub(self.in_link, href))
            for child in node.children:
                yield from self.runs(child, inner)

    def text(self, text: str, style: Run) -> Iterator[Run]:
        for place, piece in enumerate(_PLACED.split(text)):
            if place % 2:
                yield self.figure(self.addresses[int(piece)], style)
            elif piece:
                yield attrs.evolve(style, text=piece)

    def in_link(self, found: re.Match[str]) -> str:
        return quote(self.figure(self.addresses[int(found[1])], Run("")).text)

    def figure(self, address: str, style: Run) -> Run:
        cell = self.report.locate(address)
        value = self.report[cell]
        shown = show_value(value, self.language)
        return attrs.evolve(style, text=shown, cell=str(cell), state=value.state)
