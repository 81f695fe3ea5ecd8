"""The tables of a tagged PDF by its own account: rows, cells, spans of its structure tree (ISO 32000-1, 14.8.4.3.4)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import attrs
import pikepdf

Mark = tuple[int, int]
"""A piece of marked content: its page, from 1, and its number there."""


@attrs.frozen
class TaggedCell:
    """A cell: where its text is, and how many rows and columns it takes."""

    marks: tuple[Mark, ...]
    rowspan: int = 1
    colspan: int = 1


@attrs.frozen
class TaggedTable:
    """A table, whole, on however many pages it stands."""

    rows: tuple[tuple[TaggedCell, ...], ...]

    def marks(self) -> frozenset[Mark]:
        """Return where all its text is."""
        return frozenset(mark for row in self.rows for cell in row for mark in cell.marks)


def tagged_tables(data: bytes) -> tuple[TaggedTable, ...]:
    """Return the tables of a PDF in the order of its structure tree; none if it is not tagged.

    Raises:
        pikepdf.PdfError: if it is no PDF, or locked by a password.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root = pdf.Root.get("/StructTreeRoot")
        if root is None:
            return ()
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        roles: Any = root.get("/RoleMap", {})
        return tuple(_table(each, pages, roles) for each in _elements(root, {"/Table"}, roles))


def _kids(element: Any) -> Iterator[Any]:
    given = element.get("/K")
    if given is not None:
        yield from given if isinstance(given, pikepdf.Array) else (given,)


def _role(element: Any, roles: Any) -> str:
    """Return the standard name of a structure element that may have a name of its own."""
    name = str(element.get("/S", ""))
    return str(roles.get(name, name))


def _elements(parent: Any, kinds: set[str], roles: Any, depth: int = 0) -> Iterator[Any]:
    """Yield the elements of some kinds below another, none of those inside one that was found."""
    if depth > _DEEPEST:
        return
    for each in _kids(parent):
        if isinstance(each, pikepdf.Dictionary) and "/S" in each:
            if _role(each, roles) in kinds:
                yield each
            else:
                yield from _elements(each, kinds, roles, depth + 1)


_DEEPEST = 200
"""A structure tree that is deeper goes in circles."""


def _table(table: Any, pages: dict[Any, int], roles: Any) -> TaggedTable:
    rows = []
    for row in _elements(table, {"/TR"}, roles):
        cells = []
        for cell in _elements(row, {"/TH", "/TD"}, roles):
            marks = tuple(_marks(cell, pages, pages.get(_page(row) or _page(table), 0)))
            cells.append(TaggedCell(marks, _span(cell, "/RowSpan"), _span(cell, "/ColSpan")))
        rows.append(tuple(cells))
    return TaggedTable(tuple(rows))


def _page(element: Any) -> Any:
    page = element.get("/Pg")
    return None if page is None else page.objgen


def _marks(element: Any, pages: dict[Any, int], page: int, depth: int = 0) -> Iterator[Mark]:
    page = pages.get(_page(element), page)
    if depth > _DEEPEST:
        return
    for each in _kids(element):
        if not isinstance(each, pikepdf.Dictionary):
            yield page, int(each)
        elif "/MCID" in each:
            yield pages.get(_page(each), page), int(each.MCID)
        elif "/S" in each:
            yield from _marks(each, pages, page, depth + 1)


def _span(cell: Any, name: str) -> int:
    attributes = cell.get("/A", {})
    for each in attributes if isinstance(attributes, pikepdf.Array) else (attributes,):
        if isinstance(each, pikepdf.Dictionary) and name in each:
            return max(1, int(each[name]))
    return 1
