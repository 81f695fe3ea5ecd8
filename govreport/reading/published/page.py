"""What every reader of published reports makes of its source: lines and tables, in order, each with its place."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import attrs

from govreport.reading.numerals import read_number

_CELLS = re.compile(r"\t|\s*[|｜│]\s*|\s{2,}|\u3000{2,}")
_OF_WHICH = re.compile(r"其\s*中\s*[:：]?")
_HEADING = re.compile(r"(?P<number>[一二三四五六七八九十]+、|[IVX]+\.\s)\s*(?P<text>\S.*)")
_NUMBER = re.compile(
    r"(?:[（(](?P<second>[一二三四五六七八九十]{1,3})[）)]|[（(]?(?P<third>\d{1,2})(?:[）)、．]|\.(?!\d)))\s*"
)
_SUBHEADING = re.compile(rf"{_NUMBER.pattern}[^。；！？，,;:：]+。?")
_HEADING_MOST = 30
"""A longer numbered line is a paragraph."""
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SENTENCE = re.compile(r"[。；！？;!?]\s*\S")


def as_figure(text: str) -> str:
    r"""Return the text of a cell on one line; figures on several lines stay apart, so that they are not read as one.

    >>> as_figure("3\n105"), as_figure("12\n件")
    ('3 / 105', '12 件')
    """
    lines = [" ".join(line.split()) for line in text.split("\n")]
    apart = sum(any(map(str.isdigit, line)) for line in lines) > 1
    return (" / " if apart else " ").join(filter(None, lines))


def as_raised(text: str) -> str:
    """Return raised text, as of the mark of a note, with digits that are no part of the figure before it.

    >>> as_raised("12")
    '¹²'
    """
    return text.translate(_RAISED)


@attrs.frozen
class RawCell:
    """One cell of a table as its source has it.

    Args:
        text: what stands in it; lines are parted by line ends.
        row, column: where it begins, from 0.
        rowspan, colspan: how many places it takes.
    """

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1

    @property
    def stop(self) -> int:
        """The first column behind it."""
        return self.column + self.colspan


@attrs.frozen
class RawTable:
    """A table as its source has it, every span resolved.

    Args:
        cells: by row, then column.
        number: which table of the source it is, from 1.
        page, sheet: where it stands.
        first_row, first_column: what the source calls its first row and column, from 1.
        lines: in a text file, the line of each row.
        run_in: whether the source has no cells, and figures that stand beside each other may have run together.
    """

    cells: tuple[RawCell, ...]
    number: int = 1
    page: int | None = None
    sheet: str | None = None
    first_row: int = 1
    first_column: int = 1
    lines: tuple[int, ...] = ()
    run_in: bool = False

    @cached_property
    def rows(self) -> tuple[tuple[RawCell, ...], ...]:
        """The cells that take a place in each row, those that began further up included, by column."""
        height = max((cell.row + cell.rowspan for cell in self.cells), default=0)
        found: list[list[RawCell]] = [[] for _ in range(height)]
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rowspan):
                found[row].append(cell)
        return tuple(tuple(sorted(cells, key=lambda cell: cell.column)) for cells in found)

    @cached_property
    def width(self) -> int:
        """How many columns there are."""
        return max((cell.stop for cell in self.cells), default=0)


def spanned(rows: Sequence[Sequence[tuple[str, int, int]]]) -> tuple[RawCell, ...]:
    """Return the cells of a table that its source writes row by row, each as text, rowspan and colspan.

    A cell stands at the first place of its row that none from above takes, as in HTML; none reaches below the last row.

    >>> [(cell.text, cell.row, cell.column) for cell in spanned([[("a", 2, 1), ("b", 1, 1)], [("c", 1, 1)]])]
    [('a', 0, 0), ('b', 0, 1), ('c', 1, 1)]
    """
    taken: set[tuple[int, int]] = set()
    found: list[RawCell] = []
    left = _MOST_PLACES
    for row, cells in enumerate(rows):
        column = 0
        for text, rowspan, colspan in cells:
            while (row, column) in taken:
                column += 1
            down, across = max(1, min(rowspan, len(rows) - row)), max(1, min(colspan, _WIDEST))
            if down * across > 1 and (left := left - down * across) < 0:
                down = across = 1  # no real table is so large: its spans would fill the memory
            found.append(RawCell(text, row, column, down, across))
            taken.update((row + i, column + j) for i in range(down) for j in range(across))
            column += across
    return tuple(found)


_WIDEST = 1000
"""No cell of a table takes more columns (the limit of HTML)."""
_MOST_PLACES = 200_000
"""The merged cells of a table take no more places together."""


@attrs.frozen
class Line:
    """One line of the source, or one row of a table of it.

    Args:
        number: which of the lines it is, from 1; in a text file its line there.
        text: what it says; the cells of a row parted by tabs.
        table: the table that it is a row of.
        row: which of its rows, from 0.
        page: the page that it stands on.
        numbered: whether a reader of the source knows it by its number.
        marked: whether the source itself marks it as a heading.
        linked: whether all of it leads elsewhere.
    """

    number: int
    text: str
    table: RawTable | None = attrs.field(default=None, repr=False, eq=False)
    row: int = 0
    page: int | None = None
    numbered: bool = True
    marked: bool = False
    linked: bool = False

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """The parts between tabs, bars or wide spaces; a single one if there are none of them."""
        if self.table is not None:
            return tuple(part.strip() for part in self.text.split("\t"))
        inner = self.text.strip().strip("|｜│").strip()
        first, *rest = (part.strip() for part in _CELLS.split(inner))
        if rest and _OF_WHICH.fullmatch(first):  # wide spaces behind "of which" part no cells
            first, *rest = first + rest[0], *rest[1:]
        return (first, *rest)

    @property
    def ruled(self) -> bool:
        """Whether tabs or bars part the cells, so that an empty one keeps its place."""
        return re.search(r"[\t|｜│]", self.text) is not None

    @property
    def heading(self) -> str | None:
        """What a heading of the first level says behind its number, if the line is one: no sentence follows it."""
        text = self.text.strip()
        found = _HEADING.fullmatch(text)
        return None if found is None or len(self.cells) > 1 or _SENTENCE.search(text) else found["text"]

    @property
    def numbering(self) -> tuple[int, int] | None:
        """The number that the line begins with: how deep it stands below the first level (2 or 3), and what it is."""
        found = _NUMBER.match(self.text.strip())
        value = None if found is None or len(self.cells) > 1 else read_number(found["second"] or found["third"])
        return None if found is None or value is None else (2 if found["second"] else 3, int(value))

    @property
    def level(self) -> int:
        """How deep the line stands as a heading below the first level (2 or 3); 0 if it is none, or too long."""
        text = self.text.strip()
        is_one = len(text) <= _HEADING_MOST and _SUBHEADING.fullmatch(text)
        return self.numbering[0] if is_one and self.numbering else 0

    def counts_on(self, above: Line) -> bool:
        """Whether the line has the number behind that of another: below each other they are items of a list."""
        mine, other = self.numbering, above.numbering
        return mine is not None and other is not None and mine == (other[0], other[1] + 1)


@attrs.frozen
class Page:
    """A published report before it is known what it says.

    Args:
        name: by which errors call the source.
        lines: text and rows of tables, from top to bottom.
        titles: what the source, beside its text, says that it is called.
        published: and when it was published.
        outside: text that stands around the report, such as menus.
    """

    name: str
    lines: tuple[Line, ...]
    titles: tuple[str, ...] = ()
    published: dt.date | None = None
    outside: str = ""

    @cached_property
    def tables(self) -> tuple[RawTable, ...]:
        """The tables, from top to bottom."""
        found: dict[int, RawTable] = {}
        for line in self.lines:
            if line.table is not None:
                found.setdefault(id(line.table), line.table)
        return tuple(found.values())


@attrs.frozen
class Text:
    """A paragraph of the source.

    Args:
        text: what it says; a line end in it begins a new line.
        page: the page that it stands on.
        marked: whether the source marks it as a heading.
        linked: whether all of it leads elsewhere.
    """

    text: str
    page: int | None = None
    marked: bool = False
    linked: bool = False


def lines_of_parts(parts: Iterable[Text | RawTable]) -> tuple[Line, ...]:
    r"""Return the lines of paragraphs and tables, in order.

    >>> [line.text for line in lines_of_parts([Text("a"), RawTable(spanned([[("b", 1, 1), ("c", 1, 1)]]))])]
    ['a', 'b\tc']
    """
    return tuple(attrs.evolve(line, number=number) for number, line in enumerate(_lines(parts), 1))


def _lines(parts: Iterable[Text | RawTable]) -> Iterator[Line]:
    for part in parts:
        if isinstance(part, RawTable):
            for row, cells in enumerate(part.rows):
                begun = (as_figure(cell.text) for cell in cells if cell.row == row)
                yield Line(0, "\t".join(begun), part, row, part.page, numbered=False)
            continue
        for text in filter(str.strip, part.text.splitlines()):
            yield Line(0, text.rstrip(), page=part.page, numbered=False, marked=part.marked, linked=part.linked)
