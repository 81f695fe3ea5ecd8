"""The tables of a tagged PDF, corrected from the grids that they show.

What a screen reader says of a figure is decided by the structure tree. Typst marks no heads of rows, and ties what
stands below a heading row to the heads of all its columns; WeasyPrint makes a table of each page's part, and below
merged heads names the wrong columns. Both write every cell once and in order, so the grid itself says which is what:
here each table becomes one, its heads get their scope, and its cells the names of their heads (ISO 32000-1, 14.8.4.3.4
and 14.8.5.7).
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import attrs
import pikepdf

from govreport.document.blocks import Document, Grid, GridCell
from govreport.document.embedding import embed_report

Row = tuple[GridCell, ...]
_MARKED = re.compile(rb"/\w+\s*<<\s*/MCID\s+(\d+)\s*>>\s*BDC\b")
"""Where marked content begins. No text can look like it: both engines write text as hexadecimal numbers of glyphs."""


def tag_tables(
    pdf: bytes, document: Document, warn: Callable[[str], None], *, hide: bool = False, data: bytes | None = None
) -> bytes:
    """Return the PDF with one table for each grid, every head known as such and tied to its cells.

    Args:
        pdf: tagged, as the engine made it.
        document: of which it was made.
        warn: is told if the structure is not that of the grids, as where a row is taller than a page. Cells are then
            tied to no heads at all: a screen reader that says the wrong head is worse than one that says none.
        hide: make decoration of what is marked and yet not in the structure: numbers of pages, heads printed again.
        data: the report in JSON, to go along in the file (see `govreport.document.embedding`).
    """
    grids = [block for block in document.walk() if isinstance(block, Grid) and block.cells]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.Root.Lang = pikepdf.String(document.language)
        parts = [_Part.read(each) for each in _elements(opened.Root.StructTreeRoot, "/Table")]
        names: dict[bytes, Any] = {}
        rows = [grid.whole_rows() for grid in grids]
        tables = _shared_out(parts, rows)
        for number, (table, own, grid) in enumerate(zip(tables, rows, grids, strict=False)):
            names |= _tie(_joined(table), own, grid, number)
        if parts and not tables:
            warn("the PDF divides the rows of its tables otherwise than the document: no cell is tied to its heads")
            names = _untie(parts)
        if hide:
            _hide(opened)
        if names:
            _register(opened, names)
        if data is not None:
            embed_report(opened, data, document.date)
        result = io.BytesIO()
        opened.save(
            result,
            deterministic_id=True,
            fix_metadata_version=False,  # it is right, and reading it takes as long as all the rest
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
        )
    return result.getvalue()


def _kids(element: Any) -> Iterable[Any]:
    given = element.get("/K")
    return () if given is None else given if isinstance(given, pikepdf.Array) else (given,)


def _elements(parent: Any, kind: str) -> Iterator[Any]:
    """Yield the structure elements of a kind, in reading order."""
    for each in _kids(parent):
        if isinstance(each, pikepdf.Dictionary):
            if each.get("/S") == kind:
                yield each
            else:
                yield from _elements(each, kind)


@attrs.frozen(eq=False)
class _Part:
    """A table of the structure tree: a whole one, or what stands of one on one page.

    Args:
        element: the table's.
        rows: the elements of its rows, each with those of its cells.
        heads: how many of the first of them would be printed again on the next page.
    """

    element: Any
    rows: list[tuple[Any, list[Any]]]
    heads: int

    @classmethod
    def read(cls, element: Any) -> _Part:
        first = next(iter(_elements(element, "/THead")), None)
        heads = 0 if first is None else sum(1 for _ in _elements(first, "/TR"))
        return cls(element, [(row, list(_kids(row))) for row in _elements(element, "/TR")], heads)


def _shared_out(parts: list[_Part], grids: list[tuple[Row, ...]]) -> list[list[_Part]]:
    """Return the parts of each grid's table; none at all if they do not show the rows of the grids."""
    found: list[list[_Part]] = []
    rest = [part for part in parts if part.rows]
    for rows in grids:
        own = [rest.pop(0)] if rest else []
        while rest and sum(len(part.rows) - part.heads * (part is not own[0]) for part in own) < len(rows):
            own.append(rest.pop(0))
        shown = [row for part in own for _, row in part.rows[part.heads * (part is not own[0]) :]]
        if len(shown) != len(rows) or not all(map(_shows, shown, rows)):
            return []
        found.append(own)
    return [] if rest else found


def _shows(elements: list[Any], row: Row) -> bool:
    """Whether elements may be the cells of a row: as many, and heads of columns where the engine knew of them."""
    if len(elements) != len(row):
        return False
    kinds = [(element.get("/S") == "/TH", cell) for element, cell in zip(elements, row, strict=True)]
    return all(cell.is_header if is_head else cell.kind != "column" for is_head, cell in kinds)


def _joined(parts: list[_Part]) -> _Part:
    """Return a table, joined with its parts on the pages that follow."""
    table, *others = parts
    for part in others:
        _append(table, part.rows[part.heads :])
        _take_out(part.element)
    return table


def _append(table: _Part, rows: list[tuple[Any, list[Any]]]) -> None:
    """Let rows go on in the body of a table."""
    body = next(_elements(table.element, "/TBody"), None)
    if body is None:  # only the heads had room on the first page
        body = pikepdf.Dictionary(S=pikepdf.Name.TBody, P=table.element, K=pikepdf.Array())
        table.element.K = pikepdf.Array([*_kids(table.element), body])
        body = table.element.K[-1]
    elif not isinstance(body.get("/K"), pikepdf.Array):
        body.K = pikepdf.Array(_kids(body))
    for row, _ in rows:
        row.P = body
        body.K.append(row)
    table.rows.extend(rows)


def _take_out(element: Any) -> None:
    """Take an element out of the tree; whoever held nothing else goes with it."""
    parent = element.get("/P")
    if parent is None or parent.get("/S") is None:
        return
    rest = [
        each for each in _kids(parent) if not (isinstance(each, pikepdf.Dictionary) and each.objgen == element.objgen)
    ]
    parent.K = pikepdf.Array(rest)
    if not rest:
        _take_out(parent)


def _tie(table: _Part, rows: tuple[Row, ...], grid: Grid, number: int) -> dict[bytes, Any]:
    """Tell each cell of a table which it is and what heads it; return the heads by the names that they are given."""
    headers = grid.headers()
    spelt = {
        (cell.row, cell.column): pikepdf.String(f"table-{number}-{cell.row}-{cell.column}")
        for row in rows
        for cell in row
        if cell.is_header
    }
    names: dict[bytes, Any] = {}
    for (_, elements), row in zip(table.rows, rows, strict=True):
        for element, cell in zip(elements, row, strict=True):
            about = pikepdf.Dictionary(O=pikepdf.Name.Table)
            if cell.rowspan > 1:
                about.RowSpan = cell.rowspan
            if cell.colspan > 1:
                about.ColSpan = cell.colspan
            if name := spelt.get((cell.row, cell.column)):
                about.Scope = pikepdf.Name.Row if cell.kind == "row" else pikepdf.Name.Column
                element.S, element.ID = pikepdf.Name.TH, name
                names[bytes(name)] = element
            else:
                element.S = pikepdf.Name.TD
                if heads := headers.get((cell.row, cell.column)):
                    about.Headers = pikepdf.Array([spelt[each.row, each.column] for each in heads])
            element.A = about
    return names


def _untie(tables: Iterable[_Part]) -> dict[bytes, Any]:
    """Let the cells of tables know of no heads; return the heads by their names."""
    names: dict[bytes, Any] = {}
    for element in (each for table in tables for _, cells in table.rows for each in cells):
        for about in element.get("/A", ()) if isinstance(element.get("/A"), pikepdf.Array) else [element.get("/A")]:
            if about is not None and "/Headers" in about:
                del about["/Headers"]
        if "/ID" in element:
            names[bytes(element.ID)] = element
    return names


def _hide(opened: Any) -> None:
    """Make artifacts of marked content that no element of the structure holds: no reader would ever come to it."""
    held: dict[tuple[int, int], set[int]] = {}
    for page, mark in _marks(opened.Root.StructTreeRoot):
        held.setdefault(page.objgen, set()).add(mark)
    parents = pikepdf.NumberTree(opened.Root.StructTreeRoot.ParentTree)
    for page in opened.pages:
        held_here = held.get(page.obj.objgen, set())
        hidden: list[int] = []

        def artifact(found: re.Match[bytes], held: set[int] = held_here, hidden: list[int] = hidden) -> bytes:
            if int(found[1]) in held:
                return found[0]
            hidden.append(int(found[1]))
            return b"/Artifact BMC"

        page.contents_coalesce()
        page.Contents.write(_MARKED.sub(artifact, page.Contents.read_bytes()))
        of_page = parents[int(page.obj.StructParents)]
        for mark in hidden:
            of_page[mark] = None


def _marks(element: Any, page: Any = None) -> Iterator[tuple[Any, int]]:
    """Yield page and number of each piece of marked content that an element holds."""
    page = element.get("/Pg", page)
    for each in _kids(element):
        if not isinstance(each, pikepdf.Dictionary):
            yield page, int(each)
        elif "/MCID" in each:
            yield each.get("/Pg", page), int(each.MCID)
        elif "/S" in each:
            yield from _marks(each, page)


def _register(opened: Any, names: dict[bytes, Any]) -> None:
    """Put the named elements into the tree by which they are found, which is in the order of names."""
    tree = opened.Root.StructTreeRoot
    kept = {name: each for name, each in _leaves(tree.get("/IDTree")) if bytes(each.ID) == name}
    found = kept | names
    entries = [each for name in sorted(found) for each in (pikepdf.String(name), found[name])]
    limits = pikepdf.Array([pikepdf.String(min(found)), pikepdf.String(max(found))])
    leaf = pikepdf.Dictionary(Names=pikepdf.Array(entries), Limits=limits)
    tree.IDTree = opened.make_indirect(pikepdf.Dictionary(Kids=pikepdf.Array([opened.make_indirect(leaf)])))


def _leaves(node: Any) -> Iterator[tuple[bytes, Any]]:
    if node is None:
        return
    names = list(node.get("/Names", []))
    for name, element in zip(names[::2], names[1::2], strict=True):
        yield bytes(name), element
    for kid in node.get("/Kids", []):
        yield from _leaves(kid)
