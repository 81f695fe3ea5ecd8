"""A published web page as lines and tables: what stands around the report is told apart from it."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

import attrs
from selectolax.lexbor import LexborHTMLParser, LexborNode

from govreport import InvalidInput, Report
from govreport.plugin import ReadContext
from govreport.reading import Source, decode, read_date
from govreport.reading.published import Page, RawTable, Text, lines_of_parts, read_published, spanned

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section summary table tbody td tfoot th thead"
    " tr ul".split()
)
"""Elements that begin a line of their own."""
_SILENT = frozenset("script style noscript template head iframe object select textarea button svg math".split())
"""Elements whose text nobody reads on the page."""
_FURNITURE = frozenset("nav footer".split())
_NUMBERED = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|[IVX]{1,5}\.)")
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_ABOUT = {
    "title": ("articletitle", "og:title", "dc.title"),
    "publisher": ("contentsource", "dc.publisher"),
    "published": ("pubdate", "article:published_time", "dc.date"),
}
"""The names under which government sites tell of a page."""


def read(source: Source, context: ReadContext) -> Report:
    """Read a report as published on a web page, whatever its site puts around it.

    Raises:
        InvalidInput: if the page is no such report (see `read_published`).
    """
    tree = LexborHTMLParser(_text(source))
    body = tree.body
    if body is None:
        raise InvalidInput("is an empty page", place=source.name, hint="is it the right file?")
    about, weighed = _about(tree), _Body(body)
    main = weighed.main()
    page = Page(
        source.name,
        lines_of_parts(weighed.parts(main)),
        title=about.get("title"),
        published=read_date(about.get("published", "")),
        outside=" ".join(weighed.outside(main)),
    )
    return read_published(page, context)


def _text(source: Source) -> str:
    """Return the text of a page, in the encoding that its bytes are in; what it says of itself is tried last."""
    try:
        return decode(source.data, source.name)
    except InvalidInput:
        told = _CHARSET.search(source.data[:4096])
        if told is None:
            raise
        try:
            return source.data.decode(told[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            raise InvalidInput(
                f"is no text in UTF-8, UTF-16, GB18030 or {told[1].decode('ascii')}, as it says",
                place=source.name,
                hint="save the page again",
            ) from None


def _about(tree: LexborHTMLParser) -> dict[str, str]:
    """Return what a page tells of itself: title, publisher and date."""
    told: dict[str, str] = {}
    for node in tree.css("meta"):
        name = (node.attributes.get("name") or node.attributes.get("property") or "").lower()
        content = (node.attributes.get("content") or "").strip()
        for key, names in _ABOUT.items():
            if name in names and content:
                told.setdefault(key, content)
    title = tree.css_first("title")
    if title is not None and "title" not in told:
        told["title"] = re.split(r"[_|–—]|\s-\s", title.text(strip=True))[0]
    return told


@attrs.define
class _Weight:
    """What stands in an element: characters of text that are no link, numbered headings, tables, and cells of them."""

    text: int = 0
    headings: int = 0
    tables: int = 0
    cells: int = 0


class _Body:
    """The body of a page, weighed once; every walk is without recursion, since pages nest as deep as they like."""

    def __init__(self, body: LexborNode) -> None:
        self.body = body
        self.weights: dict[int, _Weight] = {}
        self.numbered = 0
        self.items: dict[int, int] = {}  # the last number of each list
        above: list[_Weight] = []
        links = 0
        for node, enters in _walk(body):
            if node.tag == "-text":
                text = "".join((node.text_content or "").split())
                above[-1].text += 0 if links else len(text)
                above[-1].headings += not links and _NUMBERED.match(text) is not None
            elif enters:
                links += node.tag == "a"
                above.append(_Weight(tables=node.tag == "table", cells=node.tag in {"td", "th"}))
            else:
                links -= node.tag == "a"
                own = self.weights[node.mem_id] = above.pop()
                if above:
                    above[-1].text += own.text
                    above[-1].headings += own.headings
                    above[-1].tables += own.tables
                    above[-1].cells += own.cells

    def weight(self, node: LexborNode) -> _Weight:
        return self.weights.get(node.mem_id, _Weight())

    def is_data(self, table: LexborNode) -> bool:
        """Whether a table holds data: no other stands in it (a page may be laid out by tables), and several cells."""
        weight = self.weight(table)
        return weight.tables == 1 and weight.cells > 1

    def main(self) -> LexborNode:
        """Return the smallest element that holds every table and numbered heading, and most text that is no link."""
        node, whole = self.body, self.weight(self.body)
        while True:
            inner = next(
                (
                    child
                    for child in node.iter(include_text=False)
                    if child.tag not in _FURNITURE | {"table"}
                    and self.weight(child).tables == whole.tables
                    and self.weight(child).headings == whole.headings
                    and self.weight(child).text >= 0.6 * whole.text > 0
                ),
                None,
            )
            if inner is None:
                return node
            node = inner

    def outside(self, main: LexborNode) -> Iterator[str]:
        """Yield the text that stands around the report."""
        inside = False
        for node, enters in _walk(self.body):
            if node.mem_id == main.mem_id and node.tag != "-text":
                inside = enters
            elif node.tag == "-text" and not inside and (text := " ".join((node.text_content or "").split())):
                yield text

    def parts(self, main: LexborNode) -> Iterator[Text | RawTable]:
        """Yield the lines and tables of an element in order."""
        line: list[str] = []
        marked, number = False, ""
        for piece in (*self.pieces(main), _END):
            if isinstance(piece, str):
                line.append(piece)
                continue
            if text := _line(line):
                yield Text(number + text, marked=marked)
                number = ""
            line, marked = [], piece is _HEADING
            if isinstance(piece, _Number):
                number = piece.text
            elif isinstance(piece, RawTable):
                yield piece

    def pieces(self, root: LexborNode) -> Iterator[str | RawTable | _Break | _Number]:
        """Yield pieces of text, tables, and what ends a line."""
        for node, enters in _walk(root, lambda node: node.tag == "table" and self.is_data(node)):
            if node.tag == "-text":
                text = node.text_content or ""
                yield text if text.strip() or node.parent is None or node.parent.tag != "dl" else ""
            elif node.tag == "br":
                yield _END
            elif node.tag == "table" and self.is_data(node) and node.mem_id != root.mem_id:
                if enters:
                    self.numbered += 1
                    yield _END
                    yield self.table(node, self.numbered)
            elif node.tag == "dt" and not enters and _beside(node, "next") == "dd":
                yield "" if (node.text(strip=True) or "：").endswith(("：", ":")) else "："
            elif node.tag == "dd" and enters and _beside(node, "prev") == "dt":
                continue  # a term and what it stands for are one line
            elif node.tag == "li" and enters and (number := self.number(node)):
                yield _Number(f"{number}. ")
            elif node.tag in _BLOCKS and node.mem_id != root.mem_id:
                yield _HEADING if enters and re.fullmatch("h[1-6]", node.tag or "") else _END

    def number(self, item: LexborNode) -> int | None:
        """Return the number that a browser prints before an item of a list, which are asked for in order."""
        parent = item.parent
        if parent is None or parent.tag != "ol" or "list-style" in (parent.attributes.get("style") or ""):
            return None
        given = item.attributes.get("value") or (
            parent.attributes.get("start") if parent.mem_id not in self.items else None
        )
        before = self.items.get(parent.mem_id, 0)
        self.items[parent.mem_id] = found = int(given) if given and re.fullmatch(r"\d{1,6}", given) else before + 1
        return found

    def table(self, table: LexborNode, number: int) -> RawTable:
        rows = []
        for row in table.css("tr"):
            cells = [cell for cell in row.iter(include_text=False) if cell.tag in {"td", "th"}]
            rows.append([(self.cell(cell), _span(cell, "rowspan"), _span(cell, "colspan")) for cell in cells])
        return RawTable(spanned(rows), number=number)

    def cell(self, cell: LexborNode) -> str:
        lines = "".join(_in_cell(piece) for piece in self.pieces(cell)).split("\n")
        return "\n".join(filter(None, (_line([line]) for line in lines)))


@attrs.frozen
class _Number:
    """The number that a browser prints before the next line."""

    text: str


class _Break(enum.Enum):
    """The end of a line, and what the next one is."""

    TEXT = "text"
    HEADING = "heading"


_END, _HEADING = _Break.TEXT, _Break.HEADING


def _walk(root: LexborNode, stop: Callable[[LexborNode], bool] = lambda _: False) -> Iterator[tuple[LexborNode, bool]]:
    """Yield every node below another that is read on the page, and itself: when it begins (True) and ends (False).

    Args:
        root: where to begin.
        stop: says which elements are not to be gone into.
    """
    waiting = [(root, iter(root.iter(include_text=True)))]
    yield root, True
    while waiting:
        node, children = waiting[-1]
        child = next(children, None)
        if child is None:
            waiting.pop()
            yield node, False
        elif child.tag == "-text":
            yield child, True
        elif child.tag not in _SILENT and not _is_hidden(child):
            yield child, True
            waiting.append((child, iter(() if stop(child) else child.iter(include_text=True))))


def _line(pieces: Iterable[str]) -> str:
    return re.sub(r"[\s\u00a0]+", " ", "".join(pieces)).strip()


def _in_cell(piece: str | RawTable | _Break | _Number) -> str:
    """Return a piece as text of a cell, whose lines are parted by line ends."""
    if isinstance(piece, str):
        return piece
    return f"\n{piece.text}" if isinstance(piece, _Number) else "\n"


def _beside(node: LexborNode, side: Literal["next", "prev"]) -> str | None:
    """Return the tag of the element before or behind another one."""
    found: LexborNode | None = getattr(node, side)
    while found is not None and (found.tag or "").startswith(("-", "_")):
        found = getattr(found, side)
    return None if found is None else found.tag


def _is_hidden(node: LexborNode) -> bool:
    style = (node.attributes.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "hidden" in node.attributes


def _span(cell: LexborNode, name: str) -> int:
    found = re.match(r"\s*(\d{1,4})", cell.attributes.get(name) or "")
    return int(found[1]) if found else 1
