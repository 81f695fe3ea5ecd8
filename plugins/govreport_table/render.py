"""A document as plain text: headings, wrapped paragraphs, and tables by tabulate."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import Any

import tabulate

from govreport import InvalidInput
from govreport.document import (
    Attestation,
    Block,
    Document,
    Figure,
    Findings,
    Grid,
    GridCell,
    Heading,
    List,
    Notes,
    PageBreak,
    Paragraph,
    plain_text,
    say,
)
from govreport.plugin import RenderContext
from govreport_table.wrapping import centre, width_of, wrap


def _is_plain(style: str) -> bool:
    families = ("plain", "simple", "grid", "presto", "pretty", "psql", "outline", "rst")
    return any(style == family or style.endswith(("_grid", "_outline")) for family in families)


_MARKUP = ("github", "orgtbl", "pipe")
"""Styles that a program reads: a row is one line, and a bar in a text is escaped."""
STYLES = (*(each for each in tabulate.tabulate_formats if _is_plain(each)), *_MARKUP)
"""The styles of tabulate that make sense in a text page."""
_MIN_STUB = 16
_FEW = 4
"""With more columns than these, heads break, and those over several are drawn over their columns."""
_HEAD_WIDTH = 10
"""How wide the heads of many columns may be before they break."""


def render(document: Document, context: RenderContext) -> str:
    """Return a document as plain text; the options are `style`, `width` (in columns) and `narrative`.

    Raises:
        InvalidInput: if tabulate has no such style, or the width is no number of columns.
    """
    style, width = str(context.options["style"]), _width(context.options["width"])
    if style not in STYLES:
        hint = "one of " + ", ".join(STYLES)
        raise InvalidInput(f"format table has no style {style!r}", hint=hint)
    writer = _Writer(style, width, document.language)
    told = [block for block in document.blocks if context.options["narrative"] or not _is_narrative(block)]
    parts = [part for block in told if (part := writer.block(block))]
    return "\n\n".join(parts) + "\n"


def _width(given: object) -> int:
    try:
        return max(40, int(str(given)))
    except ValueError:
        raise InvalidInput(f"width {given!r} is no number of columns") from None


def _is_narrative(block: Block) -> bool:
    return isinstance(block, List) or (isinstance(block, Paragraph) and block.role == "body")


def clean(text: str) -> str:
    """Return text that cannot move the cursor or turn the reading direction: such characters are spelt out."""
    return "".join(
        f"\\u{ord(each):04x}" if unicodedata.category(each) in {"Cc", "Cf"} and each not in "\n\u200c\u200d" else each
        for each in text
    )


class _Writer:
    """Writes the blocks of one document."""

    def __init__(self, style: str, width: int, language: str) -> None:
        self.style, self.width = style, width
        self.language, self.zh = language, language.startswith("zh")
        self._write: dict[type, Callable[[Any], str]] = {
            Heading: self.heading,
            Paragraph: self.paragraph,
            List: self.items,
            Grid: self.grid,
            Notes: self.notes,
            Findings: self.findings,
            Attestation: self.attestation,
            Figure: lambda block: clean(block.alternative),
            PageBreak: lambda _: "",
        }

    def block(self, block: Block) -> str:
        return self._write[type(block)](block)

    def heading(self, block: Heading) -> str:
        text = clean(plain_text(block.runs))
        if block.level == 1:
            parts = (line for part in text.split("\n") for line in wrap(part, self.width))
            return "\n".join(centre(line, self.width) for line in parts)
        lines = wrap(text, self.width)
        rule = "-" * min(self.width, max(map(width_of, lines)))
        return "\n".join([*lines, rule] if block.level == 2 else lines)

    def paragraph(self, block: Paragraph) -> str:
        text = clean(plain_text(block.runs))
        if block.role in {"issuer", "date"}:
            return " " * max(0, self.width - width_of(text) - 8) + text
        indent = "\u3000\u3000" if block.role == "body" and self.zh else ""
        return "\n".join(line for each in text.split("\n") for line in wrap(each, self.width, indent))

    def items(self, block: List) -> str:
        lines: list[str] = []
        for number, item in enumerate(block.items, block.start):
            mark = f"{number}. " if block.ordered else "- "
            text = "\n".join(self.block(each).strip() for each in item)
            pad = " " * len(mark)
            wrapped = [line for each in text.split("\n") for line in wrap(each, self.width - len(mark))]
            lines.extend((mark if place == 0 else pad) + line for place, line in enumerate(wrapped))
        return "\n".join(lines)

    def grid(self, block: Grid) -> str:
        caption = [centre(clean(plain_text(block.caption)), self.width)] if block.caption else []
        return "\n".join([*caption, *(self.part(block, *parts) for parts in _parts(block))])

    def part(self, block: Grid, heads: list[tuple[GridCell, ...]], rows: list[tuple[GridCell, ...]]) -> str:
        """Return one block of a grid: the lines above it, then its columns."""
        columns = sorted({cell.column for row in (rows or heads) for cell in row if cell.kind != "title"})
        stub = {cell.column for row in rows for cell in row if cell.kind in {"row", "group"}}
        spanning = self.spanning(heads, columns)
        above, headers = self.headers(heads, columns, len(stub), {cell for row in spanning for cell in row})
        limits = self.limits(rows, columns, stub)
        body = [self.row(row, columns, limits) for row in rows]
        if len(columns) > _FEW:
            narrow = max(4, min(_HEAD_WIDTH, self.width // len(columns) - 4))
            headers = [_squeezed(head, limit or narrow) for limit, head in zip(limits, headers, strict=False)]
        table = tabulate.tabulate(
            body,
            headers=headers,
            tablefmt=self.style,
            disable_numparse=True,
            preserve_whitespace=True,
            colalign=[self.alignment(rows, column) for column in columns] if body else None,
        )
        lines = [
            *(line for text in above for line in wrap(text, self.width)),
            *_bridges(spanning, columns, table),
            table,
        ]
        return "\n".join(lines)

    def spanning(self, heads: list[tuple[GridCell, ...]], columns: list[int]) -> list[list[GridCell]]:
        """Return, row by row, the heads over several columns that this style can draw: over a rule of dashes."""
        if self.style != "simple":
            return []
        over = [
            [cell for cell in row if cell.kind == "column" and cell.column + 1 < _stop(cell, columns)] for row in heads
        ]
        return [row for row in over if row] if len(columns) > _FEW else []

    def headers(
        self, heads: list[tuple[GridCell, ...]], columns: list[int], stub: int, drawn: set[GridCell]
    ) -> tuple[list[str], list[str]]:
        """Return the lines above the columns, and each column's head: its own path from the top.

        A title, a note in a corner over several columns, and a head over all values are lines above; those that are
        drawn over their columns are left out.
        """
        above: list[str] = []
        found = dict.fromkeys(columns, "")
        for cell in (cell for row in heads for cell in row if cell not in drawn):
            over = [column for column in columns if cell.column <= column < cell.column + cell.colspan]
            text = _text(cell)
            over_all = len(over) > 1 and len(over) == len(columns) - stub
            if cell.kind == "corner" and width_of(text) <= _MIN_STUB:
                found[over[0]] = text
            elif cell.kind == "title" or over_all or (cell.kind == "corner" and len(over) > 1):
                above.extend([text] if text else [])
            else:
                for column in over:
                    found[column] = "\n".join(filter(None, (found[column], text)))
        return above, [found[column] for column in columns] if any(found.values()) else []

    def row(self, cells: tuple[GridCell, ...], columns: list[int], limits: list[int | None]) -> list[str]:
        """Return the texts of a row; a label too long for its column goes on below, indented like its first line."""
        found = dict.fromkeys(columns, "")
        for cell in cells:
            text = self.escaped(_text(cell)) if cell.kind != "void" else "×"
            limit = limits[columns.index(cell.column)]
            step = "\u3000" if self.zh else "  "
            indent = step * cell.level if cell.kind in {"row", "group"} and cell.column == columns[0] else ""
            if limit is not None:
                lines = wrap(text, limit - width_of(indent) - 2)
                text = f"\n{indent}{step[:2]}".join(lines)
            found[cell.column] = indent + text
        return [found[column] for column in columns]

    def escaped(self, text: str) -> str:
        return text.replace("|", "\\|") if self.style in _MARKUP else text

    def limits(self, rows: list[tuple[GridCell, ...]], columns: list[int], stub: set[int]) -> list[int | None]:
        """Return how wide each column may be: label columns and texts give way, numbers never do."""
        needed = dict.fromkeys(columns, _HEAD_WIDTH // 2)
        for cell in (cell for row in rows for cell in row if cell.kind not in {"group", "title"}):
            needed[cell.column] = max(needed[cell.column], width_of(_text(cell)) + 2 * cell.level)
        soft = [column for column in columns if column in stub or not _is_narrow(rows, column)]
        room = self.width - sum(needed[column] + 2 for column in columns if column not in soft)
        share = max(_MIN_STUB, room // max(1, len(soft)) - 2)
        return [share if column in soft and needed[column] > share else None for column in columns]

    def alignment(self, rows: list[tuple[GridCell, ...]], column: int) -> str:
        cells = [cell for row in rows for cell in row if cell.column == column and cell.kind in {"data", "unit"}]
        if cells and all(cell.kind == "unit" for cell in cells):
            return "center"
        return "right" if cells and all(cell.numeric for cell in cells) else "left"

    def notes(self, block: Notes) -> str:
        lines: list[str] = []
        for note in block.items:
            mark = f"{note.mark} " if note.mark else ""
            lines.extend(wrap(clean(mark + plain_text(note.runs)), self.width))
        return "\n".join(lines)

    def findings(self, block: Findings) -> str:
        parts: list[str] = []
        for item in block.items:
            lines = wrap(clean(f"[{item.severity_label}] {item.rule}  {item.text}"), self.width)
            cells = "、".join(item.cells) if self.zh else ", ".join(item.cells)
            details = [(say("cells", self.language), cells), *item.details] if cells else item.details
            told = (f"{label}{'：' if self.zh else ': '}{text}" for label, text in details)
            for text in filter(None, (item.identity, *told)):
                lines.extend("    " + line for line in wrap(clean(text), self.width - 4))
            parts.append("\n".join(lines))
        return "\n\n".join([*parts, *wrap(clean(block.summary), self.width)])

    def attestation(self, block: Attestation) -> str:
        colon = "：" if self.zh else ": "
        return "\n".join(clean(f"{label}{colon}{entry}") for label, entry in block.items)


def _squeezed(head: str, limit: int) -> str:
    """Return the head of one of many columns in lines of about the same length, no word broken."""
    lines: list[str] = []
    for part in head.split("\n"):
        longest = max((width_of(word) for word in part.split() if word.isascii()), default=2)
        number = -(-width_of(part) // max(limit, longest))
        even = -(-width_of(part) // max(number, 1))
        lines.extend(wrap(part, max(even + even % 2, longest)))
    return "\n".join(lines)


def _stop(cell: GridCell, columns: list[int]) -> int:
    """Return the column before which a cell ends."""
    return min(cell.column + cell.colspan, columns[-1] + 1)


def _bridges(spanning: list[list[GridCell]], columns: list[int], table: str) -> Iterator[str]:
    """Yield the lines for each row of heads that span: their texts, and a rule over the columns of each."""
    rule = next((line for line in table.splitlines() if set(line) == {"-", " "}), "")
    places = dict(zip(columns, (match.span() for match in re.finditer("-+", rule)), strict=False))
    for row in spanning:
        spans = [(places[cell.column][0], places[_stop(cell, columns) - 1][1]) for cell in row]
        texts = [wrap(_text(cell), stop - start) for cell, (start, stop) in zip(row, spans, strict=True)]
        rules = [["-" * (stop - start)] for start, stop in spans]
        for lines in (*zip_longest(*texts, fillvalue=""), *zip(*rules, strict=True)):
            drawn = ""
            for text, (start, stop) in zip(lines, spans, strict=True):
                drawn += " " * (start - width_of(drawn)) + centre(text, stop - start)
            yield drawn


def _is_narrow(rows: list[tuple[GridCell, ...]], column: int) -> bool:
    """Whether a column holds numbers or units, which are not broken."""
    own = [cell for row in rows for cell in row if cell.column == column and cell.kind in {"data", "unit"}]
    return all(cell.kind == "unit" or cell.numeric for cell in own)


def _parts(grid: Grid) -> Iterator[tuple[list[tuple[GridCell, ...]], list[tuple[GridCell, ...]]]]:
    """Yield the blocks of a grid: the rows that head it, and the rows below them."""
    for heads, rows in grid.parts():
        yield [row for _, row in heads], [row for _, row in rows]


def _text(cell: GridCell) -> str:
    return clean(plain_text(cell.runs)).replace("\n", " ")
