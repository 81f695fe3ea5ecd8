"""A document as reStructuredText."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable

from govreport.document import (
    Attestation,
    Block,
    Document,
    Findings,
    Grid,
    Heading,
    List,
    Notes,
    Paragraph,
    Run,
)
from govreport.plugin import RenderContext


def render(document: Document, context: RenderContext) -> str:
    """Return a document as reStructuredText."""
    return "\n\n".join(filter(None, (block(each) for each in document.blocks))) + "\n"


def escape(text: str) -> str:
    """Return text that is only text: marks escaped, control characters spelt out."""
    steering = {"Cc", "Cf", "Zl", "Zp"}
    shown = "".join(f"\\u{ord(each):04x}" if unicodedata.category(each) in steering else each for each in text)
    return re.sub(r"[!-/:-@\[-`{-~]", r"\\\g<0>", shown)


def inline(runs: Iterable[Run]) -> str:
    """Return runs on one line, strong and emphasised where they are marked so."""
    marked = ((escape(" ".join(run.text.split("\n"))), "**" * run.strong or "*" * run.emphasis) for run in runs)
    return "".join(f"\\ {mark}{text.strip()}{mark}\\ " if mark and text.strip() else text for text, mark in marked)


def block(each: Block) -> str:
    """Return one block; those that the record does not declare are left out."""
    match each:
        case Heading(level=1 | 2):
            title = inline(each.runs)
            return f"{title}\n{('=' if each.level == 1 else '-') * (2 * len(title) + 1)}"
        case Heading():
            return f".. rubric:: {inline(each.runs)}"
        case Paragraph():
            return inline(each.runs)
        case List():
            marks = (
                f"{number}." if each.ordered else "-" for number in range(each.start, each.start + len(each.items))
            )
            items = ("\n\n".join(filter(None, map(block, item))) for item in each.items)
            return bullets(f"{mark} {indent(text, len(mark) + 1)}" for mark, text in zip(marks, items, strict=True))
        case Grid():
            return table(each)
        case Notes():
            return bullets("- " + f"{escape(note.mark)} {inline(note.runs)}".strip() for note in each.items)
        case Findings():
            said = (
                (
                    f"{one.severity_label} {one.rule}: {one.text}",
                    one.identity,
                    *(": ".join(each) for each in one.details),
                )
                for one in each.items
            )
            return bullets(
                f"- {escape(line)}" for line in [*(" — ".join(filter(None, one)) for one in said), each.summary]
            )
        case Attestation():
            return bullets(f"- {escape(label)}\\: {escape(entry)}" for label, entry in each.items)
        case _:  # what the record declares lost
            return ""


def bullets(items: Iterable[str]) -> str:
    """Return the items of a list, apart from each other."""
    return "\n\n".join(items)


def indent(text: str, width: int) -> str:
    """Return text whose lines below the first are indented."""
    return textwrap.indent(text, " " * width).strip()


def table(grid: Grid) -> str:
    """Return a table as lists of lists, which need no drawing; a merged cell stands at its first place."""
    head = f".. list-table:: {inline(grid.caption)}\n   :header-rows: {min(grid.head_rows, grid.rows - 1)}"
    lines = [head, ""]
    for cells in grid.by_row():
        texts = {cell.column: inline(cell.runs) if cell.kind != "void" else "×" for cell in cells}
        row = (texts.get(column, "") for column in range(grid.columns))
        lines.extend(f"   {'*' if place == 0 else ' '} - {text}".rstrip() for place, text in enumerate(row))
    return "\n".join(lines) if grid.rows and grid.columns else ""
