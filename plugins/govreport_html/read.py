"""A published web page as lines and tables: what stands around the report is told apart from it."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator

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
    about = _about(tree)
    main = _main(body)
    page = Page(
        source.name,
        lines_of_parts(_parts(main, _Counter())),
        title=about.get("title"),
        published=read_date(about.get("published", "")),
        outside=" ".join(_outside(body, main)) if main.mem_id != body.mem_id else "",
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


def _main(body: LexborNode) -> LexborNode:
    """Return the smallest element that holds every table and nearly all text that is no link: the report."""
    tables = [table for table in body.css("table") if _is_data(table)]
    sizes: dict[int, int] = {}
    _weigh(body, sizes)
    whole = sizes.get(body.mem_id, 0)
    node = body
    while True:
        wanted = {table.mem_id for table in tables}
        inner = None
        for child in node.iter(include_text=False):
            if child.tag in _FURNITURE or child.tag in _SILENT:
                continue
            held = {table.mem_id for table in child.css("table")} if wanted else set()
            if wanted <= held | {child.mem_id} and sizes.get(child.mem_id, 0) >= 0.6 * whole and child.tag != "table":
                inner = child
                break
        if inner is None:
            return node
        node = inner


def _weigh(body: LexborNode, sizes: dict[int, int]) -> None:
    """Note of each element how many characters of text stand in it that are no link."""
    for node in body.traverse(include_text=True):
        if node.tag != "-text":
            continue
        length = len("".join((node.text_content or "").split()))
        if not length:
            continue
        above: list[int] = []
        parent = node.parent
        while parent is not None:
            if parent.tag == "a" or parent.tag in _SILENT:
                break
            above.append(parent.mem_id)
            parent = parent.parent
        else:
            for each in above:
                sizes[each] = sizes.get(each, 0) + length


def _outside(node: LexborNode, main: LexborNode) -> Iterator[str]:
    """Yield the lines that stand in an element and not in the report."""
    for child in node.iter(include_text=True):
        if child.mem_id == main.mem_id or child.tag in _SILENT:
            continue
        if child.tag == "-text":
            if text := " ".join((child.text_content or "").split()):
                yield text
        else:
            yield from _outside(child, main)


class _Break(enum.Enum):
    """The end of a line, and what the next one is."""

    TEXT = "text"
    HEADING = "heading"


_END, _HEADING = _Break.TEXT, _Break.HEADING


class _Counter:
    """Numbers the tables of a page as they come."""

    def __init__(self) -> None:
        self.tables = 0

    def next(self) -> int:
        self.tables += 1
        return self.tables


def _parts(node: LexborNode, counter: _Counter) -> Iterator[Text | RawTable]:
    """Yield the lines and tables of an element in order."""
    line: list[str] = []
    marked = False
    for piece in _pieces(node, counter):
        if isinstance(piece, str):
            line.append(piece)
            continue
        if text := _line(line):
            yield Text(text, marked=marked)
        line, marked = [], piece is _HEADING
        if isinstance(piece, RawTable):
            yield piece
    if text := _line(line):
        yield Text(text, marked=marked)


def _line(pieces: list[str]) -> str:
    return re.sub(r"[\s\u00a0]+", " ", "".join(pieces)).strip()


def _pieces(node: LexborNode, counter: _Counter) -> Iterator[str | RawTable | _Break]:
    """Yield pieces of text, tables, and what ends a line."""
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            yield child.text_content or ""
        elif child.tag == "br":
            yield _END
        elif child.tag in _SILENT or _is_hidden(child):
            continue
        elif child.tag == "table" and _is_data(child):
            yield _END
            yield _table(child, counter.next())
        elif child.tag in _BLOCKS:
            yield _HEADING if re.fullmatch("h[1-6]", child.tag or "") else _END
            yield from _pieces(child, counter)
            yield _END
        else:
            yield from _pieces(child, counter)


def _is_hidden(node: LexborNode) -> bool:
    style = (node.attributes.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "hidden" in node.attributes


def _is_data(table: LexborNode) -> bool:
    """Whether a table holds data: no other table stands in it (a page may be laid out by tables), and several cells."""
    return len(table.css("table")) <= 1 and len(table.css("td, th")) > 1


def _table(table: LexborNode, number: int) -> RawTable:
    rows = []
    for row in table.css("tr"):
        cells = [cell for cell in row.iter(include_text=False) if cell.tag in {"td", "th"}]
        rows.append([(_cell_text(cell), _span(cell, "rowspan"), _span(cell, "colspan")) for cell in cells])
    return RawTable(spanned(rows), number=number)


def _cell_text(cell: LexborNode) -> str:
    pieces = ("\n" if isinstance(piece, _Break) else piece for piece in _pieces(cell, _Counter()) if piece != "")
    lines = "".join(piece for piece in pieces if isinstance(piece, str)).split("\n")
    return "\n".join(filter(None, (_line([line]) for line in lines)))


def _span(cell: LexborNode, name: str) -> int:
    found = re.match(r"\s*(\d{1,4})", cell.attributes.get(name) or "")
    return int(found[1]) if found else 1
