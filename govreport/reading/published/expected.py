"""What a form prints, as readers of published tables look for it: rows and columns by their labels."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import attrs

from govreport.model.cell import Cell
from govreport.model.form import Form
from govreport.model.frozen import FrozenMap
from govreport.model.labels import base, pick
from govreport.model.layout import OPEN, join
from govreport.model.table import LaidBlock, Node, Stub, Table
from govreport.reading.labels import alike, normalise, number_of

Path = tuple[str, ...]
"""The labels over or before a cell, from the outside in, as `normalise` leaves them; empty ones are left out."""


@attrs.frozen(eq=False)
class Block:
    """A block of a table of a form, in one language.

    Args:
        table: the id of the table.
        columns: the path of each column.
        levels: the heads of the columns as printed, row by row; what `columns` is made of.
        stub: the labels of its rows.
        others: its title, what stands in its corner, and the head of its column of units.
        section: the id of the section that it stands in.
        labelled: whether its rows have labels.
        aliases: what publishers call its columns otherwise, each with the label of the form.
    """

    table: str
    columns: tuple[Path, ...]
    levels: tuple[Path, ...]
    stub: frozenset[str]
    others: frozenset[str]
    section: str = ""
    labelled: bool = True
    aliases: Mapping[str, str] = FrozenMap()

    @cached_property
    def heads(self) -> frozenset[str]:
        """Every label that stands over its columns."""
        return frozenset(label for level in self.levels for label in level)

    def column_label(self, text: str) -> str | None:
        """Return the head of a column that a text is; None if it is none."""
        return best(text, self.heads) or self.aliases.get(text)


@attrs.frozen
class Row:
    """A row of cells of a form.

    Args:
        block: where it stands.
        path: its own label behind those that it stands under.
        number: what its label begins with.
        cells: one for each column; None where the form has none.
        unit: in which they are counted.
        open: the axes whose members the reporter names, from the outside in; the row then stands for one row of each.
    """

    block: Block
    path: Path
    number: str
    cells: tuple[Cell | None, ...]
    unit: str = ""
    open: tuple[str, ...] = ()

    @property
    def leaf(self) -> str:
        """Its own label; empty if it has none."""
        return self.path[-1] if self.path else ""


@attrs.frozen
class Expected:
    """All rows of the tables of a form in one language, in printed order.

    Args:
        form, language: whose labels.
        rows: in printed order.
        heads: labels over columns, titles and what stands in corners.
        stub: labels of rows.
        numbers: those that stand before a row's label.
    """

    form: Form
    language: str
    rows: tuple[Row, ...]
    heads: frozenset[str]
    stub: frozenset[str]
    numbers: Mapping[str, tuple[str, ...]]

    @cached_property
    def labels(self) -> frozenset[str]:
        """Every label of the form's tables."""
        return self.heads | self.stub

    @cached_property
    def only_heads(self) -> frozenset[str]:
        """Labels that stand over columns, and before no row."""
        return self.heads - self.stub

    @cached_property
    def by_leaf(self) -> dict[str, tuple[int, ...]]:
        """The places of the form's own rows by their label; of those that have none by an empty one."""
        found: dict[str, tuple[int, ...]] = {}
        for place, row in enumerate(self.rows):
            if row.open:
                continue
            found[row.leaf] = (*found.get(row.leaf, ()), place)
        return found

    @cached_property
    def open_blocks(self) -> tuple[Block, ...]:
        """The blocks whose rows the reporter names."""
        return tuple(dict.fromkeys(row.block for row in self.rows if row.open))


def languages_of(form: Form) -> tuple[str, ...]:
    """Return the languages that a form has labels in, its own first."""
    own = base(form.language)
    return tuple(dict.fromkeys((own, *map(base, form.titles))))


@functools.lru_cache(maxsize=64)
def expected(form: Form, language: str) -> Expected:
    """Return what a form prints in a language."""
    rows: list[Row] = []
    heads: set[str] = set()
    stub: set[str] = set()
    numbers: dict[str, list[str]] = {}
    for section in form.sections:
        for table in section.tables:
            for laid in form.layout(table.id):
                block = _block(form, table, laid, language, section.id)
                heads |= block.heads | block.others | block.aliases.keys()
                stub |= block.stub
                for top in laid.rows:
                    for _, node in top.walk():
                        numbers.setdefault(_name(node, language), []).append(number_of(pick(node.labels, language)))
                rows.extend(_rows(form, table, laid, block, language))
    own = FrozenMap({name: tuple(filter(None, found)) for name, found in numbers.items()})
    return Expected(form, language, tuple(rows), frozenset(heads), frozenset(stub), own)


def _block(form: Form, table: Table, laid: LaidBlock, language: str, section: str) -> Block:
    columns = tuple(path for top in laid.columns for path in _paths(top, language))
    depth = max((top.depth() for top in laid.columns), default=0)
    levels = tuple(
        tuple(_name(node, language) for top in laid.columns for at, node in top.walk() if at == level)
        for level in range(depth)
    )
    stub = {_name(node, language) for top in laid.rows for _, node in top.walk()}
    others = {normalise(pick(each, language)) for each in (laid.block.title, laid.block.corner, laid.block.units)}
    shown = tuple(tuple(filter(None, level)) for level in levels)
    labelled = laid.block.stub is not Stub.NONE
    nodes = [node for top in laid.columns for _, node in top.walk()]
    aliases = FrozenMap({normalise(each): _name(node, language) for node in nodes for each in _synonyms(form, node)})
    rest = frozenset(others - {""})
    return Block(table.id, columns, shown, frozenset(stub - {""}), rest, section, labelled, aliases)


def _synonyms(form: Form, node: Node) -> Iterator[str]:
    """Yield what the members that a head stands for are called otherwise."""
    for axis, name in node.members.items():
        found = form.axes[axis].member(name)
        if found is not None and found.labels == node.labels:
            yield from found.synonyms


def _name(node: Node, language: str) -> str:
    return normalise(pick(node.labels, language))


def _paths(node: Node, language: str, above: Path = ()) -> Iterator[Path]:
    path = (*above, *filter(None, (_name(node, language),)))
    if not node.children:
        yield path
    for child in node.children:
        yield from _paths(child, language, path)


def _rows(form: Form, table: Table, laid: LaidBlock, block: Block, language: str) -> Iterator[Row]:
    columns = tuple(laid.column_nodes())
    for top in laid.rows:
        for path in _steps(top, leaves_only=laid.block.stub is not Stub.INDENT):
            cells = tuple(join(form, table, path[-1], column) for column in columns)
            own = next((cell for cell in cells if cell is not None), None)
            if own is not None:
                names = tuple(_name(node, language) for node in path)
                names = names if _open_axes(path) else tuple(filter(None, names))
                number = number_of(pick(path[-1].labels, language))
                yield Row(block, names, number, cells, form.unit(own, language), _open_axes(path))


def _open_axes(path: Sequence[Node]) -> tuple[str, ...]:
    """Return the axes whose members stand open along a path, from the outside in."""
    return tuple(dict.fromkeys(axis for node in path for axis, member in node.members.items() if member == OPEN))


def _steps(node: Node, *, leaves_only: bool, above: tuple[Node, ...] = ()) -> Iterator[tuple[Node, ...]]:
    path = (*above, node)
    if not (leaves_only and node.children):
        yield path
    for child in node.children:
        yield from _steps(child, leaves_only=leaves_only, above=path)


@functools.lru_cache(maxsize=1 << 16)
def best(text: str, labels: frozenset[str]) -> str | None:
    """Return the one of some labels that a normalised text is: the same, else the only one that is most alike."""
    if text in labels:
        return text
    scored = sorted(((alike(text, label), label) for label in labels if text and label), reverse=True)
    if not scored or not scored[0][0] or (len(scored) > 1 and scored[0][0] == scored[1][0]):
        return None
    return scored[0][1]
