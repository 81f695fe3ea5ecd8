"""A published PDF as lines and tables: tables by the lines that are drawn, paragraphs by indents and line ends."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import Any

import attrs
import pikepdf

from govreport import InvalidInput, Report, State, Value
from govreport.document.embedding import NAME, embedded_report
from govreport.plugin import ReadContext
from govreport.reading import Layout, Source, build_report, parse_json
from govreport.reading.published import Page, RawCell, RawTable, Text, lines_of_parts, read_published, spanned
from govreport_pdf.tagged import Mark, TaggedTable, tagged_tables

_TOLERANCE = 3.0
"""Points within which two edges of cells are one line of the table."""
_PAGE_NUMBER = re.compile(
    r"[-—–\s]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/／]\s*\d{1,4})?[-—–\s]*|Page \d+( of \d+)?", re.IGNORECASE
)
_BEGINS = re.compile(r"[（(]?(?:[一二三四五六七八九十]+|\d{1,2})[）)、.．]\s*\S|[•●▪*-]\s|附件")
_ENDS = tuple("。！？；：.!?;:")
_SPACE = 0.3
"""A gap wider than this part of the size of type is a space; between Chinese and digits a quarter is usual."""


def read(source: Source, context: ReadContext) -> Report:
    """Read a report from a PDF: the data that it carries, else what its pages say.

    Where the pages print another value than the data have, the report notes it (`layout.printed`), and checking it
    gives a finding.

    Raises:
        InvalidInput: if it is damaged, locked, or a picture without text, or no such report (see `read_published`).
    """
    data = _embedded(source)
    if data is None:
        return read_pages(source, context)
    report = build_report(parse_json(Source(data, f"{source.name}: {NAME}")), source.name, context.form)
    try:
        pages = read_pages(source, attrs.evolve(context, wanted=report.form.id))
    except InvalidInput:  # pages on which no table of the form can be made out contradict nothing
        return report
    other = {cell: value for cell, value in pages.values.items() if not _agree(value, report[cell])}
    if not other:
        return report
    return attrs.evolve(report, layout=attrs.evolve(report.layout or Layout(), printed=other))


def _embedded(source: Source) -> bytes | None:
    """Return the data that a PDF carries, if any."""
    try:
        return embedded_report(source.data)
    except pikepdf.PasswordError:
        raise InvalidInput(
            "is locked by a password", place=source.name, hint="save it again without protection"
        ) from None
    except pikepdf.PdfError as error:
        raise InvalidInput(f"cannot be read as a PDF: {error}", place=source.name) from None


def _agree(printed: Value, own: Value) -> bool:
    """Whether a page may print a value so: the same amount, or the same reason for none."""
    if printed.state is State.NUMBER or own.state is State.NUMBER:
        return printed.amount == own.amount
    return True


def read_pages(source: Source, context: ReadContext) -> Report:
    """Read what the pages of a PDF say, whatever data it carries (errors as `read`)."""
    pages = _pages(source)
    if not any(page.lines or page.tables for page in pages):
        hint = "ask the publisher for a PDF with text, or read it by OCR first"
        raise InvalidInput("is a PDF of pictures: no page has any text", place=source.name, hint=hint)
    return read_published(Page(source.name, lines_of_parts(_parts(pages))), context)


@attrs.frozen
class _Text:
    """A line of text on a page: where it stands, and how large its type is."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float


@attrs.frozen
class _Leaf:
    """What stands on one page."""

    number: int
    lines: tuple[_Text, ...]
    tables: tuple[tuple[float, RawTable], ...]
    height: float


def _pages(source: Source) -> list[_Leaf]:
    import pdfplumber
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(source.data)) as pdf:
            return list(_Leaves(tagged_tables(source.data)).read(pdf.pages))
    except PdfminerException as error:
        reason = type(error.args[0]).__name__ if error.args else "PdfminerException"
        what = "is locked by a password" if "Password" in reason else f"cannot be read as a PDF ({reason})"
        raise InvalidInput(what, place=source.name, hint="save it again without protection") from None


class _Leaves:
    """Reads one page after the other.

    Tables are those that lines draw. One that the PDF itself tags as a table, and that no lines draw whole, is read by
    its tags: many are ruled between rows only.
    """

    def __init__(self, tagged: Sequence[TaggedTable]) -> None:
        self.tagged = tagged
        self.owner = {mark: at for at, table in enumerate(tagged) for mark in table.marks()}
        self.texts: dict[Mark, list[dict[str, Any]]] = {}
        self.tables = 0

    def read(self, pages: Iterable[Any]) -> Iterator[_Leaf]:
        """Yield what stands on each page; a table by tags on the page where it begins."""
        found: list[tuple[_Leaf, list[tuple[float, int]]]] = []
        undrawn: set[int] = set()
        for page in pages:
            leaf, begun, lacking = self.page(page, undrawn)
            undrawn |= lacking
            found.append((leaf, begun))
            page.close()  # a page holds all its characters; 300 pages would fill the memory
        for leaf, begun in found:
            more = [(top, self.by_tags(at, leaf.number)) for top, at in begun]
            yield attrs.evolve(leaf, tables=tuple(sorted((*leaf.tables, *more), key=lambda each: each[0])))

    def page(self, page: Any, undrawn: set[int]) -> tuple[_Leaf, list[tuple[float, int]], set[int]]:
        """Return a page, the tagged tables that begin on it with their tops, and all tagged ones that are on it."""
        drawn = [table for table in page.find_tables() if _is_table(table)]
        mine: dict[int, list[dict[str, Any]]] = {}
        for char in page.chars:
            at = self.owner.get((page.page_number, char.get("mcid")))
            if at is not None:
                mine.setdefault(at, []).append(char)
        lacking = {at for at, chars in mine.items() if at in undrawn or not _are_drawn(chars, drawn)}
        for at in lacking:
            for char in mine[at]:
                self.texts.setdefault((page.page_number, char["mcid"]), []).append(char)
        boxes = [_box(mine[at]) for at in lacking]
        drawn = [table for table in drawn if not any(_overlap(table.bbox, box) for box in boxes)]
        tables = []
        for table in drawn:
            self.tables += 1
            tables.append((float(table.bbox[1]), _table(page, table, self.tables)))
        areas = [*(table.bbox for table in drawn), *boxes]
        begun = [(_box(mine[at])[1], at) for at in sorted(lacking - undrawn)]
        return _Leaf(page.page_number, tuple(_lines(page, areas)), tuple(tables), float(page.height)), begun, lacking

    def by_tags(self, at: int, page: int) -> RawTable:
        """Return a table as its tags have it."""
        rows = [
            [
                ("\n".join(_read(self.texts.get(mark, [])) for mark in cell.marks), cell.rowspan, cell.colspan)
                for cell in row
            ]
            for row in self.tagged[at].rows
        ]
        self.tables += 1
        return RawTable(spanned(rows), self.tables, page)


def _lines(page: Any, areas: Sequence[Sequence[float]]) -> Iterator[_Text]:
    """Yield the lines of a page that stand in none of some areas."""
    free = page.filter(lambda thing: not any(_inside(thing, area) for area in areas)) if areas else page
    for line in free.extract_text_lines(x_tolerance_ratio=_SPACE):
        if line["text"].strip():
            size = median(char["size"] for char in line["chars"])
            yield _Text(line["text"], line["x0"], line["x1"], line["top"], line["bottom"], size)


def _are_drawn(chars: Sequence[dict[str, Any]], drawn: Sequence[Any]) -> bool:
    """Whether lines draw every cell of a table, and not only its heads."""
    cells = [cell for table in drawn for cell in table.cells]
    return all(any(_inside(char, cell) for cell in cells) for char in chars)


def _box(chars: Sequence[dict[str, Any]]) -> tuple[float, float, float, float]:
    return (
        min(char["x0"] for char in chars),
        min(char["top"] for char in chars),
        max(char["x1"] for char in chars),
        max(char["bottom"] for char in chars),
    )


def _overlap(one: Sequence[float], two: Sequence[float]) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def _inside(thing: dict[str, Any], box: Sequence[float]) -> bool:
    x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _is_table(table: Any) -> bool:
    """Whether what is drawn is a table: some row of it has several cells. A frame around text has one."""
    return any(sum(cell is not None for cell in row.cells) > 1 for row in table.rows)


def _table(page: Any, drawn: Any, number: int) -> RawTable:
    """Return a drawn table: cells by their edges, so that merged ones span the rows and columns that they cover."""
    columns = _edges(x for cell in drawn.cells for x in (cell[0], cell[2]))
    rows = _edges(y for cell in drawn.cells for y in (cell[1], cell[3]))
    box = drawn.bbox
    inside = [char for char in page.chars if _inside(char, box)]
    cells = []
    for cell in sorted(drawn.cells, key=lambda each: (each[1], each[0])):
        left, top, right, bottom = (
            _nearest(edges, edge) for edges, edge in zip((columns, rows, columns, rows), cell, strict=True)
        )
        if right > left and bottom > top:
            own: list[dict[str, Any]] = []
            others: list[dict[str, Any]] = []
            for char in inside:
                (own if _inside(char, cell) else others).append(char)
            inside = others
            cells.append(RawCell(_read(own), top, left, bottom - top, right - left))
    return RawTable(tuple(sorted(cells, key=lambda each: (each.row, each.column))), number, page.page_number)


def _read(chars: list[dict[str, Any]]) -> str:
    from pdfplumber.utils.text import extract_text

    return str(extract_text(chars, x_tolerance_ratio=_SPACE)) if chars else ""


def _edges(places: Iterator[float]) -> list[float]:
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _TOLERANCE:
            found.append(place)
    return found


def _nearest(edges: Sequence[float], place: float) -> int:
    return min(range(len(edges)), key=lambda at: abs(edges[at] - place))


# --- paragraphs ------------------------------------------------------------------------------------------------------


def _parts(pages: Sequence[_Leaf]) -> Iterator[Text | RawTable]:
    """Yield paragraphs and tables in order; page numbers and running heads are left out."""
    repeated = _running(pages)
    held: tuple[Text, _Text, float] | None = None  # the paragraph until now, its last line, and where those there end
    for leaf in pages:
        lines = [line for line in leaf.lines if not _is_margin(line, leaf, repeated)]
        left, right = _margins(lines)
        things: list[tuple[float, _Text | RawTable]] = [*((line.top, line) for line in lines), *leaf.tables]
        for _, thing in sorted(things, key=lambda each: each[0]):
            if held is not None and isinstance(thing, _Text) and _goes_on(held[1], thing, left, held[2]):
                held = attrs.evolve(held[0], text=_joined(held[0].text, thing.text.strip())), thing, right
                continue
            if held is not None:
                yield held[0]
            held = None
            if isinstance(thing, RawTable):
                yield thing
            else:
                held = Text(thing.text.strip(), leaf.number), thing, right
    if held is not None:
        yield held[0]


def _running(pages: Sequence[_Leaf]) -> set[str]:
    """Return the texts that stand at the edge of most pages, whatever number is in them."""
    edge = Counter(
        _numberless(line.text)
        for leaf in pages
        for line in {*leaf.lines[:1], *leaf.lines[-1:]}
        if not _PAGE_NUMBER.fullmatch(line.text.strip())
    )
    return {text for text, times in edge.items() if times > 2 and 2 * times > len(pages)}


def _numberless(text: str) -> str:
    return re.sub(r"\d+", "", text).strip()


def _is_margin(line: _Text, leaf: _Leaf, repeated: set[str]) -> bool:
    text = line.text.strip()
    outer = line.top < 0.1 * leaf.height or line.bottom > 0.88 * leaf.height
    return (outer and _PAGE_NUMBER.fullmatch(text) is not None) or (
        line in (leaf.lines[0], leaf.lines[-1]) and _numberless(text) in repeated
    )


def _margins(lines: Sequence[_Text]) -> tuple[float, float]:
    """Return where most lines begin, and the end of the longest."""
    if not lines:
        return 0.0, 0.0
    starts = Counter(round(line.left / 3) for line in lines)
    often = [place for place, times in starts.items() if times >= max(1, len(lines) // 8)]
    return min(often or starts) * 3.0, max(line.right for line in lines)


def _goes_on(above: _Text, line: _Text, left: float, right: float) -> bool:
    """Whether a line continues the paragraph of the one above: same type, flush left, and that one reached the end.

    Args:
        above: the last line of the paragraph; an issuer or a date, set to the right, is none.
        line: the line.
        left: where lines begin on its page.
        right: where they end on that of the one above.
    """
    if above.left > left + 4 * above.size:
        return False
    if abs(above.size - line.size) > 0.5 or line.left > left + 0.8 * line.size:
        return False
    if _BEGINS.match(line.text.strip()) and above.text.strip().endswith(_ENDS):
        return False
    apart = line.top - above.bottom
    if apart > 1.2 * (line.bottom - line.top):
        return False
    return above.right > right - 2.5 * line.size or not _is_wide(line.text)


def _is_wide(text: str) -> bool:
    return any("\u3000" <= each <= "\u9fff" for each in text)


def _joined(before: str, after: str) -> str:
    latin = before[-1:].isascii() and after[:1].isascii()
    return f"{before} {after}" if latin and not before.endswith("-") else before + after
