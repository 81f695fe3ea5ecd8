"""The heads of rows in a tagged PDF: Typst marks those of columns, and has no word yet for those of rows.

Its structure tree has one table for each grid, in order, and every cell once, so the grid itself says which is what.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf

from govreport import PluginError
from govreport.document import Document, Grid
from govreport_typst.tables import whole_rows


def mark_row_heads(pdf: bytes, document: Document) -> bytes:
    """Return the PDF with the heads of rows marked, each tied to its cells, and with the language of the document.

    Raises:
        PluginError: if the structure of the PDF is not that of the document; a false mark would be worse than none.
    """
    grids = [block for block in document.walk() if isinstance(block, Grid) and block.cells]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.Root.Lang = pikepdf.String(document.language)
        tree = opened.Root.StructTreeRoot
        tables = list(_elements(tree, "/Table"))
        if len(tables) != len(grids):
            raise PluginError(f"the PDF has {len(tables)} tables for {len(grids)} of the document")
        names: dict[bytes, Any] = {}
        for number, (table, grid) in enumerate(zip(tables, grids, strict=True)):
            names |= _mark(table, grid, number)
        if names:
            _register(opened, names)
        result = io.BytesIO()
        opened.save(
            result,
            deterministic_id=True,
            fix_metadata_version=False,  # it is right, and reading it takes as long as all the rest
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
        )
    return result.getvalue()


def _elements(parent: Any, kind: str) -> Iterator[Any]:
    """Yield the structure elements of a kind, in reading order."""
    kids = parent.get("/K")
    if kids is None:
        return
    for each in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(each, pikepdf.Dictionary):
            if each.get("/S") == kind:
                yield each
            else:
                yield from _elements(each, kind)


def _mark(table: Any, grid: Grid, number: int) -> dict[bytes, Any]:
    """Mark the heads of rows of one table, and return them by the names that they are given."""
    names: dict[bytes, Any] = {}
    heads_at: dict[int, list[Any]] = {}
    rows = list(_elements(table, "/TR"))
    filled = whole_rows(grid)
    if len(rows) != len(filled):
        raise PluginError(f"the PDF has {len(rows)} rows for the {len(filled)} of {grid.id}")
    for element, cells in zip(rows, filled, strict=True):
        kids = element.get("/K", ())
        if len(kids) != len(cells):
            raise PluginError(f"the PDF has another number of cells in a row of {grid.id}")
        for kid, cell in zip(kids, cells, strict=True):
            if kid.S != "/TD":
                continue  # Typst knows it for the head of a column
            if cell.kind == "row":
                name = f"row-{number}-{cell.row}-{cell.column}".encode()
                kid.S = pikepdf.Name.TH
                kid.ID = spelt = pikepdf.String(name)
                _table_attributes(kid).Scope = pikepdf.Name.Row
                names[name] = kid
                for row in range(cell.row, cell.row + cell.rowspan):
                    heads_at.setdefault(row, []).append(spelt)
            elif cell.row in heads_at:
                about = _table_attributes(kid)
                about.Headers = pikepdf.Array([*about.get("/Headers", ()), *heads_at[cell.row]])
    return names


def _table_attributes(element: Any) -> Any:
    """Return the attributes of a cell that are about tables, made if there are none."""
    given = element.get("/A")
    several = isinstance(given, pikepdf.Array)
    for each in given if several else (given,):
        if each is not None and each.get("/O") == "/Table":
            return each
    made = pikepdf.Dictionary(O=pikepdf.Name.Table)
    if given is None:
        element.A = made
        return element.A
    element.A = pikepdf.Array([made, *(given if several else (given,))])
    return element.A[0]


def _register(opened: Any, names: dict[bytes, Any]) -> None:
    """Put the named elements into the tree by which the others are found, which is in the order of names."""
    tree = opened.Root.StructTreeRoot
    found = dict(_leaves(tree.get("/IDTree"))) | names
    entries = [each for name in sorted(found) for each in (pikepdf.String(name), found[name])]
    leaf = pikepdf.Dictionary(
        Names=pikepdf.Array(entries), Limits=pikepdf.Array([pikepdf.String(min(found)), pikepdf.String(max(found))])
    )
    tree.IDTree = opened.make_indirect(pikepdf.Dictionary(Kids=pikepdf.Array([opened.make_indirect(leaf)])))


def _leaves(node: Any) -> Iterator[tuple[bytes, Any]]:
    if node is None:
        return
    names = list(node.get("/Names", []))
    for name, element in zip(names[::2], names[1::2], strict=True):
        yield bytes(name), element
    for kid in node.get("/Kids", []):
        yield from _leaves(kid)
