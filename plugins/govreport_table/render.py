"""A document as plain text: headings, wrapped paragraphs, and tables by tabulate."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
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
)
from govreport.plugin import RenderContext
from govreport_table.wrapping import centre, width_of, wrap

_MIN_STUB = 16


def render(document: Document, context: RenderContext) -> str:
    """Return a document as plain text; the options are `style`, `width` (in columns) and `narrative`.

    Raises:
        InvalidInput: if tabulate has no such style, or the width is no number of columns.
    """
    style, width = str(context.options["style"]), _width(context.options["width"])
    if style not in tabulate.tabulate_formats:
        hint = "one of " + ", ".join(tabulate.tabulate_formats)
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
        f"\\u{ord(each):04x}" if unicodedata.category(each) in {"Cc", "Cf"} and each not in "\n\u200d" else each
        for each in text
    )


class _Writer:
    """Writes the blocks of one document."""

    def __init__(self, style: str, width: int, language: str) -> None:
        self.style, self.width = style, width
        self.zh = language.startswith("zh")
        self._write: dict[type, Callable[[Any], str]] = {
            Heading: self.heading,
            Paragraph: self.paragraph,
            List: self.list,
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
            return "\n".join(centre(line, self.width) for line in wrap(text, self.width))
        lines = wrap(text, self.width)
        rule = "-" * min(self.width, max(map(width_of, lines)))
        return "\n".join([*lines, rule] if block.level == 2 else lines)

    def paragraph(self, block: Paragraph) -> str:
        text = clean(plain_text(block.runs))
        if block.role in {"issuer", "date"}:
            return " " * max(0, self.width - width_of(text) - 8) + text
        indent = "\u3000\u3000" if block.role == "body" and self.zh else ""
        return "\n".join(line for each in text.split("\n") for line in wrap(each, self.width, indent))

    def list(self, block: List) -> str:
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
        return "\n".join([*caption, *(self.part(block, heads, rows) for heads, rows in _parts(block))])

    def part(self, block: Grid, heads: list[tuple[GridCell, ...]], rows: list[tuple[GridCell, ...]]) -> str:
        titles = [_text(cell) for row in heads for cell in row if cell.kind == "title"]
        headers = self.headers(block, [row for row in heads if not any(cell.kind == "title" for cell in row)])
        body = [self.row(block, row) for row in rows]
        width = max((sum(1 for _ in row) for row in [headers, *body]), default=0)
        table = tabulate.tabulate(
            body,
            headers=headers,
            tablefmt=self.style,
            disable_numparse=True,
            preserve_whitespace=True,
            maxcolwidths=self.widths(body, headers, width),
            maxheadercolwidths=self.widths([], headers, width, narrow=True),
            colalign=[self.alignment(rows, column) for column in range(width)] if body else None,
        )
        return "\n".join([*titles, table])

    def headers(self, block: Grid, heads: list[tuple[GridCell, ...]]) -> list[str]:
        """Return one line of headers: of several levels, each column's own path from the top."""
        if not heads:
            return []
        found = [""] * block.columns
        for row in heads:
            for cell in row:
                for column in range(cell.column, min(block.columns, cell.column + cell.colspan)):
                    if cell.kind != "corner" or column == cell.column:
                        found[column] = "\n".join(filter(None, (found[column], _text(cell))))
        return found

    def row(self, block: Grid, cells: tuple[GridCell, ...]) -> list[str]:
        found = [""] * block.columns
        for cell in cells:
            indent = ("\u3000" if self.zh else "  ") * (cell.level if cell.kind in {"row", "group"} and cell.column == 0 else 0)
            found[cell.column] = indent + (_text(cell) if cell.kind != "void" else "×")
        return found

    def widths(
        self, body: list[list[str]], headers: list[str], width: int, *, narrow: bool = False
    ) -> list[int | None] | None:
        """Return the largest width of each column: the label column gives way, the values never do."""
        if narrow:
            return [None if column == 0 else 12 for column in range(width)] if width > 4 else None
        needed = [
            max([width_of(row[column]) for row in body if column < len(row)] + [4]) for column in range(width)
        ]
        others = sum(min(each, self.width) + 2 for each in needed[1:])
        stub = max(_MIN_STUB, self.width - others - 4)
        return [stub if column == 0 and needed[0] > stub else None for column in range(width)] if headers or body else None

    def alignment(self, rows: list[tuple[GridCell, ...]], column: int) -> str:
        cells = [cell for row in rows for cell in row if cell.column == column and cell.kind in {"data", "unit"}]
        if cells and all(cell.kind == "unit" for cell in cells):
            return "center"
        return "right" if cells and all(cell.numeric for cell in cells) else "left"

    def notes(self, block: Notes) -> str:
        lines: list[str] = []
        for note in block.items:
            mark = f"{note.mark} " if note.mark else ""
            lines.extend(wrap(mark + clean(plain_text(note.runs)), self.width))
        return "\n".join(lines)

    def findings(self, block: Findings) -> str:
        parts: list[str] = []
        for item in block.items:
            lines = wrap(f"[{item.severity_label}] {item.rule}  {clean(item.text)}", self.width)
            for text in filter(None, (item.identity, ", ".join(item.cells), item.source, item.hint)):
                lines.extend("    " + line for line in wrap(clean(text), self.width - 4))
            parts.append("\n".join(lines))
        return "\n\n".join([*parts, *wrap(block.summary, self.width)])

    def attestation(self, block: Attestation) -> str:
        colon = "：" if self.zh else ": "
        return "\n".join(f"{label}{colon}{clean(entry)}" for label, entry in block.items)


def _text(cell: GridCell) -> str:
    return clean(plain_text(cell.runs)).replace("\n", " ")


def _parts(grid: Grid) -> Iterator[tuple[list[tuple[GridCell, ...]], list[tuple[GridCell, ...]]]]:
    """Yield the blocks of a grid: the rows that head it, and the rows below them."""
    heads: list[tuple[GridCell, ...]] = []
    rows: list[tuple[GridCell, ...]] = []
    for row in grid.by_row():
        is_head = bool(row) and all(cell.kind in {"title", "corner", "column"} for cell in row)
        if is_head and rows:
            yield heads, rows
            heads, rows = [], []
        (heads if is_head else rows).append(row)
    if heads or rows:
        yield heads, rows


