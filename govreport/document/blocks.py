"""The blocks of a document: frozen, resolved (spans, states, labels), and each with a way back to its cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

import attrs

from govreport.model.value import State


@attrs.frozen
class Run:
    """A piece of text.

    Args:
        text: the characters.
        strong, emphasis, code: how it is marked.
        href: where a link leads (http, https or mailto).
        cell: the address whose value it shows.
        state: of that value.
        note: it is the mark of a note or finding.
        target: the id of the block or finding in the same document that it leads to.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    href: str | None = None
    cell: str | None = None
    state: State | None = None
    note: bool = False
    target: str | None = None


def plain_text(runs: Iterable[Run]) -> str:
    """Return the characters of some runs.

    >>> plain_text([Run("a "), Run("b", strong=True)])
    'a b'
    """
    return "".join(run.text for run in runs)


@attrs.frozen
class Heading:
    """A heading; level 1 is the title of the document."""

    level: int
    runs: tuple[Run, ...]
    id: str = ""
    language: str = ""
    kind: str = "heading"


Role: TypeAlias = Literal["body", "issuer", "date", "annex-note", "annex", "lead"]


@attrs.frozen
class Paragraph:
    """A paragraph; `role` says what it is to the reader."""

    runs: tuple[Run, ...]
    role: Role = "body"
    id: str = ""
    language: str = ""
    kind: str = "paragraph"


@attrs.frozen
class List:
    """A list; each item is a sequence of blocks."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    start: int = 1
    id: str = ""
    language: str = ""
    kind: str = "list"


CellKind: TypeAlias = Literal["title", "corner", "column", "row", "group", "unit", "data", "void"]


@attrs.frozen
class GridCell:
    """A cell of a grid, at a resolved place.

    Args:
        row, column: from 0.
        rowspan, colspan: how many places it takes.
        runs: what it says; without a value, the words of the state.
        kind: `title` (a row across), `corner`, `column` (a column's head), `row` (a row's head), `group` (a heading
            row), `unit`, `data`, or `void`: the form has no such cell.
        level: how deep a row's head stands below the others.
        state: of a value.
        cell: its address.
        unit: in which it is counted.
        numeric: whether it holds a number.
    """

    row: int
    column: int
    runs: tuple[Run, ...] = ()
    kind: CellKind = "data"
    rowspan: int = 1
    colspan: int = 1
    level: int = 0
    state: State | None = None
    cell: str | None = None
    unit: str = ""
    numeric: bool = False

    @property
    def text(self) -> str:
        """What it says, without marks."""
        return plain_text(self.runs)

    @property
    def is_header(self) -> bool:
        """Whether it heads other cells."""
        return self.kind in {"title", "corner", "column", "row", "group"}


NumberedRow: TypeAlias = tuple[int, tuple[GridCell, ...]]
"""The cells that begin in a row, behind its number."""


@attrs.frozen
class Grid:
    """A table, with every span resolved.

    Args:
        cells: by row, then column; a place that a span covers has none.
        rows, columns: how many.
        head_rows: how many rows at the top are repeated on each page.
        stub_columns: how many columns at the left head the rows.
        caption: what the table is called.
    """

    cells: tuple[GridCell, ...]
    rows: int
    columns: int
    head_rows: int = 0
    stub_columns: int = 0
    caption: tuple[Run, ...] = ()
    id: str = ""
    language: str = ""
    kind: str = "grid"

    def by_row(self) -> Iterator[tuple[GridCell, ...]]:
        """Yield the cells of each row that begin in it."""
        found: dict[int, list[GridCell]] = {}
        for cell in self.cells:
            found.setdefault(cell.row, []).append(cell)
        for row in range(self.rows):
            yield tuple(found.get(row, ()))

    def parts(self) -> Iterator[tuple[list[NumberedRow], list[NumberedRow]]]:
        """Yield the blocks of the table: the rows that head it, and the rows below them, each with its number."""
        heads: list[NumberedRow] = []
        rows: list[NumberedRow] = []
        for row in enumerate(self.by_row()):
            is_head = bool(row[1]) and all(cell.kind in {"title", "corner", "column"} for cell in row[1])
            if is_head and rows:
                yield heads, rows
                heads, rows = [], []
            (heads if is_head else rows).append(row)
        if heads or rows:
            yield heads, rows

    @property
    def keeps_together(self) -> bool:
        """Whether it should stand on one page if one holds it: no page repeats heads of merged rows and of blocks."""
        return any(cell.kind == "title" or (cell.kind == "row" and cell.rowspan > 1) for cell in self.cells)

    def whole_rows(self) -> tuple[tuple[GridCell, ...], ...]:
        """Return the cells that begin in each row, with an empty one at every place that no cell takes."""
        taken: set[tuple[int, int]] = set()
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rowspan):
                taken.update((row, column) for column in range(cell.column, cell.column + cell.colspan))
        rows: list[tuple[GridCell, ...]] = []
        for place, cells in enumerate(self.by_row()):
            free = [GridCell(place, column) for column in range(self.columns) if (place, column) not in taken]
            rows.append(tuple(sorted((*cells, *free), key=lambda cell: cell.column)))
        return tuple(rows)

    def headers(self) -> dict[tuple[int, int], tuple[GridCell, ...]]:
        """Return for the place (row, column) of each data cell the cells that head it, from top to bottom, then across.

        These are the title of its block, the heads of its column there, the heads of its row, and the rows under
        which that one is indented: all that a screen reader needs to say where a figure stands.
        """
        title: tuple[GridCell, ...] = ()
        above: list[GridCell] = []  # the heads of columns of the block
        over: list[GridCell] = []  # the rows under which others are indented, the innermost last
        beside: list[GridCell] = []  # the heads of this row, also those that began further up
        found: dict[tuple[int, int], tuple[GridCell, ...]] = {}
        for row, cells in enumerate(self.by_row()):
            title = tuple(cell for cell in cells if cell.kind == "title") or title
            columns = [cell for cell in cells if cell.kind == "column"]
            if columns and not any(cell.row + cell.rowspan >= row for cell in above):  # a block begins
                title = tuple(cell for cell in title if cell.row + 1 == row)
                above, over = [], []
            above += columns
            beside = [cell for cell in beside if cell.row + cell.rowspan > row]
            beside += [cell for cell in cells if cell.kind == "row"]
            if cells and cells[0].kind in {"row", "group"} and cells[0].column == 0:
                over = [cell for cell in over if cell.level < cells[0].level] + [cells[0]]
            for cell in cells:
                if cell.kind == "data":
                    heads = (*title, *over, *beside, *(each for each in above if _is_over(each, cell)))
                    places = {(each.row, each.column): each for each in heads}
                    found[cell.row, cell.column] = tuple(places[place] for place in sorted(places))
        return found


def _is_over(head: GridCell, cell: GridCell) -> bool:
    return head.column < cell.column + cell.colspan and cell.column < head.column + head.colspan


@attrs.frozen
class Note:
    """One note: its mark (empty for the key of a table) and its text."""

    mark: str
    runs: tuple[Run, ...]
    id: str = ""


@attrs.frozen
class Notes:
    """Notes below a table or section."""

    items: tuple[Note, ...]
    id: str = ""
    language: str = ""
    kind: str = "notes"


@attrs.frozen
class Finding:
    """One finding as it is shown to readers of the document.

    Args:
        severity, severity_label: how bad it is, and the word for that.
        rule, text: the id of the rule, and the rule in words.
        identity: what is wrong, with numbers.
        cells, labels: the addresses that it speaks of, and what each is called.
        blocks, places: the blocks of the text that it speaks of, by id, and what to call each: its line or its words.
        details: what else is to be told, each with the word for what it is: the source, whether it is settled or
            accepted, what to do, what would mend it.
    """

    severity: str
    severity_label: str
    rule: str
    text: str
    identity: str
    cells: tuple[str, ...]
    labels: tuple[str, ...]
    blocks: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    id: str = ""


@attrs.frozen
class Findings:
    """What a check found, with the line that sums it up."""

    items: tuple[Finding, ...]
    summary: str = ""
    id: str = ""
    language: str = ""
    kind: str = "findings"


@attrs.frozen
class Attestation:
    """The signature block: pairs of label and entry."""

    items: tuple[tuple[str, str], ...]
    id: str = ""
    language: str = ""
    kind: str = "attestation"


@attrs.frozen
class Figure:
    """A drawing with its alternative text and caption."""

    svg: str
    alternative: str
    caption: tuple[Run, ...] = ()
    id: str = ""
    language: str = ""
    kind: str = "figure"


@attrs.frozen
class PageBreak:
    """What follows begins on a new page."""

    id: str = ""
    language: str = ""
    kind: str = "pagebreak"


Block: TypeAlias = Heading | Paragraph | List | Grid | Notes | Findings | Attestation | Figure | PageBreak


@attrs.frozen
class Document:
    """What is to be published, neutral of format.

    Args:
        title: the title in plain characters.
        language: the BCP 47 tag of the whole.
        blocks: from top to bottom.
        author: the publishing authority.
        subject: what it is about, for metadata.
        date: of publication, ISO 8601, for metadata.
        paper: the paper that it is made for.
    """

    title: str
    language: str
    blocks: tuple[Block, ...]
    author: str = ""
    subject: str = ""
    date: str | None = None
    paper: str = "A4"

    def walk(self) -> Iterator[Block]:
        """Yield every block from top to bottom, also those inside lists."""
        waiting = list(reversed(self.blocks))
        while waiting:
            block = waiting.pop()
            yield block
            if isinstance(block, List):
                waiting.extend(each for item in reversed(block.items) for each in reversed(item))

    def headings(self) -> tuple[Heading, ...]:
        """Return the headings below the title, for a table of contents."""
        return tuple(block for block in self.blocks if isinstance(block, Heading) and block.level > 1)
