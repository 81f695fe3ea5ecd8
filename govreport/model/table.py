"""Tables as printed: blocks of two header trees, whose leaves each carry a part of an address."""

from __future__ import annotations

import enum
from collections.abc import Iterator

import attrs

from govreport.model.cell import Cell
from govreport.model.frozen import FrozenMap
from govreport.model.labels import Labels


class Stub(enum.StrEnum):
    """How the row headers of several levels are printed."""

    INDENT = "indent"
    """One label column; depth shows as indentation; a heading has a row of its own."""
    MERGE = "merge"
    """One column a level; a heading is a cell that spans the rows below it."""
    NONE = "none"
    """No label column: the cells of a row say what it is."""


@attrs.frozen
class Header:
    """A node of a header tree, as the form declares it.

    It stands for an indicator, for a member of an axis, for all members of an axis (`axis`), for some of them
    (`axis` and `only`), or for nothing but its label. What stands under it inherits its part of the address.
    """

    labels: Labels = FrozenMap()
    indicator: str | None = None
    axis: str | None = None
    member: str | None = None
    only: tuple[str, ...] = ()
    children: tuple[Header, ...] = ()


@attrs.frozen
class Block:
    """Rows and columns under one head.

    Args:
        rows: the row header tree; empty means one row without a header.
        columns: the column header tree.
        title: a row across the whole table, above the head.
        corner: the note in the corner cell, or the head of the label column.
        units: the head of a column that prints each row's unit; none if the form has no such column.
        stub: how row headers of several levels are printed.
    """

    rows: tuple[Header, ...] = ()
    columns: tuple[Header, ...] = ()
    title: Labels = FrozenMap()
    corner: Labels = FrozenMap()
    units: Labels = FrozenMap()
    stub: Stub = attrs.field(default=Stub.INDENT, converter=Stub)


@attrs.frozen
class Table:
    """A printed table: a stack of blocks.

    Args:
        id: the name in rules (`rows(requests)`).
        labels: the caption.
        blocks: from top to bottom.
        without: cells that the headers would give and the form does not have.
    """

    id: str
    labels: Labels = FrozenMap()
    blocks: tuple[Block, ...] = ()
    without: frozenset[Cell] = frozenset()


@attrs.frozen
class Node:
    """A header after its axes were expanded: a label and the part of an address that it stands for."""

    labels: Labels = FrozenMap()
    indicator: str | None = None
    members: FrozenMap[str, str] = FrozenMap()
    children: tuple[Node, ...] = ()
    unknown: bool = False

    def depth(self) -> int:
        """Return how many levels the tree has from here down."""
        return 1 + max((child.depth() for child in self.children), default=0)

    def leaves(self) -> Iterator[Node]:
        """Yield the nodes at the ends, in printed order."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()

    def walk(self, level: int = 0) -> Iterator[tuple[int, Node]]:
        """Yield every node with its level, parents first."""
        yield level, self
        for child in self.children:
            yield from child.walk(level + 1)

    def size(self) -> int:
        """Return how many leaves there are below, itself if it is one."""
        return sum(1 for _ in self.leaves())


@attrs.frozen
class LaidBlock:
    """A block whose header trees are expanded for one report."""

    block: Block
    rows: tuple[Node, ...]
    columns: tuple[Node, ...]

    def row_nodes(self) -> Iterator[Node]:
        """Yield each node that has a row of its own: all of them if indented, the leaves if merged."""
        for top in self.rows:
            if self.block.stub is Stub.INDENT:
                yield from (node for _, node in top.walk())
            else:
                yield from top.leaves()

    def column_nodes(self) -> Iterator[Node]:
        """Yield each node that has a column of its own."""
        for top in self.columns:
            yield from top.leaves()
