"""A published web page as lines and tables: what stands around the report is told apart from it."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterable, Iterator

import attrs
from selectolax.lexbor import LexborHTMLParser, LexborNode

from govreport import InvalidInput, Report
from govreport.plugin import ReadContext
from govreport.reading import Source, decode, read_date
from govreport.reading.published import Page, RawTable, Text, as_raised, lines_of_parts, read_published, spanned

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section summary table tbody td tfoot th thead"
    " tr ul".split()
)
"""Elements that begin a line of their own."""
_SILENT = frozenset(
    "script style noscript template head iframe object select textarea button svg math del s strike".split()
)
"""Elements whose text nobody reads on the page, or that is struck out."""
_FURNITURE = frozenset("nav footer".split())
_NUMBERED = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}、|[IVX]{1,5}\.\s)")
"""How a heading of the first level begins."""
_MOST = 0.6
"""Which share of the text and of the headings the element must have that is taken for the report."""
_LETTERS = 26
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_ABOUT = {
    "title": ("articletitle", "og:title", "dc.title"),
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
    headings = [_line([each.text()]) for each in body.css("h1, h2, h3") if not each.css_first("a")]
    page = Page(
        source.name,
        lines_of_parts(weighed.parts(main)),
        titles=tuple(filter(None, (about.get("title"), *headings))),
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
    """Return what a page tells of itself: title and date."""
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
    """What stands in an element: characters of text that are no link, numbered headings, tables, and cells of them.

    Tables of one cell are none: they only draw a frame.
    """

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
        links = cells = 0
        for node, enters in _walk(body):
            if node.tag == "-text":
                text = node.text_content or ""
                above[-1].text += 0 if links else len("".join(text.split()))
                above[-1].headings += not (links or cells) and _NUMBERED.match(text) is not None
            elif enters:
                links += node.tag == "a"
                cells += node.tag in {"td", "th"}
                above.append(_Weight(cells=node.tag in {"td", "th"}))
            else:
                links -= node.tag == "a"
                cells -= node.tag in {"td", "th"}
                own = self.weights[node.mem_id] = above.pop()
                own.tables += node.tag == "table" and own.cells > 1
                if above:
                    above[-1].text += own.text
                    above[-1].headings += own.headings
                    above[-1].tables += own.tables
                    above[-1].cells += own.cells

    def weight(self, node: LexborNode) -> _Weight:
        return self.weights.get(node.mem_id, _Weight())

    def is_data(self, table: LexborNode) -> bool:
        """Whether a table holds data: several cells, and no other such table (a page may be laid out by tables)."""
        return self.weight(table).tables == 1 and self.weight(table).cells > 1

    def main(self) -> LexborNode:
        """Return the smallest element that holds every table, and most headings and text that are no links."""
        node, whole = self.body, self.weight(self.body)
        while True:
            inner = next(
                (
                    child
                    for child in node.iter(include_text=False)
                    if child.tag not in _FURNITURE | {"table"}
                    and self.weight(child).tables == whole.tables
                    and self.weight(child).headings >= _MOST * whole.headings
                    and self.weight(child).text >= _MOST * whole.text > 0
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
        marked, before = False, ""
        for piece in (*self.pieces(main), _END):
            if isinstance(piece, str):
                line.append(piece)
                continue
            if text := _line(line):
                linked = all(isinstance(each, _Linked) for each in line if each.strip())
                yield Text(before + text, marked=marked, linked=linked)
                before = ""
            line, marked = [], piece is _HEADING
            if isinstance(piece, _Before):
                if before.endswith("："):  # a term that nothing is said of
                    yield Text(before)
                before = piece.text
            elif isinstance(piece, RawTable):
                yield piece

    def pieces(self, root: LexborNode) -> Iterator[str | RawTable | _Break | _Before]:
        """Yield pieces of text, tables, and what ends a line."""
        for node, enters in _walk(root, lambda node: self.is_whole(node) and node.mem_id != root.mem_id):
            if node.tag == "-text":
                text, parent = node.text_content or "", None if node.parent is None else node.parent.tag
                yield as_raised(text) if parent == "sup" else _Linked(text) if parent == "a" else text
            elif node.tag == "br":
                yield _END
            elif node.mem_id != root.mem_id and self.is_whole(node):
                if enters and node.tag == "dt":
                    yield _Before(f"{_line([node.text()]).rstrip('：:')}：")
                elif enters:
                    self.numbered += 1
                    yield _END
                    for caption in node.css("caption"):
                        yield from (self.cell(caption), _END)
                    yield self.table(node, self.numbered)
            elif node.tag in _BLOCKS and node.mem_id != root.mem_id:
                yield _HEADING if enters and re.fullmatch("h[1-6]", node.tag or "") else _END
                if node.tag in {"li", "dl"}:  # what a browser prints before an item stands before nothing behind it
                    yield _Before(self.number(node) if enters else "")

    def is_whole(self, node: LexborNode) -> bool:
        """Whether an element is read as one: a table of data, or a term that its description stands behind."""
        return (node.tag == "table" and self.is_data(node)) or (node.tag == "dt" and _behind(node) == "dd")

    def number(self, item: LexborNode) -> str:
        """Return the number that a browser prints before an item of a list; items are asked for in order."""
        own, parent = item.attributes, item.parent
        listed = {} if parent is None or parent.tag != "ol" else parent.attributes
        styles = f"{own.get('style') or ''};{listed.get('style') or ''}"
        if parent is None or parent.tag != "ol" or "list-style" in styles or "reversed" in listed:
            return ""
        before = self.items.get(parent.mem_id, _whole(listed.get("start"), 1) - 1)
        self.items[parent.mem_id] = found = _whole(own.get("value"), before + 1)
        kind = listed.get("type") or "1"
        letters = kind in {"a", "A"} and 0 < found <= _LETTERS
        return "" if kind != "1" and not letters else f"{chr(ord(kind) + found - 1) if letters else found}. "

    def table(self, table: LexborNode, number: int) -> RawTable:
        rows = []
        for row in _rows(table):
            cells = [cell for cell in row.iter(include_text=False) if cell.tag in {"td", "th"}]
            rows.append([(self.cell(cell), _span(cell, "rowspan"), _span(cell, "colspan")) for cell in cells])
        return RawTable(spanned(rows), number=number)

    def cell(self, cell: LexborNode) -> str:
        lines = "".join(piece if isinstance(piece, str) else "\n" for piece in self.pieces(cell)).split("\n")
        return "\n".join(filter(None, (_line([line]) for line in lines)))


@attrs.frozen
class _Before:
    """What stands before the next line on the page, though not in its text: a number of a list, a term."""

    text: str


class _Linked(str):
    """A piece of text that leads elsewhere."""

    __slots__ = ()


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


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    """Yield the rows of a table, and none of another one inside it."""
    for child in table.iter(include_text=False):
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from (each for each in child.iter(include_text=False) if each.tag == "tr")


def _behind(node: LexborNode) -> str | None:
    """Return the tag of the next element beside one."""
    found = node.next
    while found is not None and (found.tag or "").startswith(("-", "_")):
        found = found.next
    return None if found is None else found.tag


def _whole(text: str | None, default: int) -> int:
    """Return a whole number of an attribute."""
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else default


def _is_hidden(node: LexborNode) -> bool:
    style = (node.attributes.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "line-through" in style or "hidden" in node.attributes


def _span(cell: LexborNode, name: str) -> int:
    found = re.match(r"\s*(\d{1,4})", cell.attributes.get(name) or "")
    return int(found[1]) if found else 1
