"""From a table of a form to a grid: header trees become spans, values become words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import attrs

from govreport.document.blocks import Grid, GridCell, Run
from govreport.document.columns import CROWDED
from govreport.model.cell import Cell
from govreport.model.form import Form
from govreport.model.indicator import Datatype
from govreport.model.labels import Labels, pick
from govreport.model.layout import join
from govreport.model.report import Report
from govreport.model.table import LaidBlock, Node, Stub, Table
from govreport.model.value import Quality, State
from govreport.wording import say, show_marks, show_value

Marks = Callable[[Cell], tuple[Run, ...]]
"""Gives the marks of the notes and findings on a cell."""


def grid_of(report: Report, table: Table, language: str, marks: Marks = lambda _: ()) -> Grid:
    """Return the grid of a table for one report.

    Args:
        report: whose values.
        table: of its form.
        language: of the labels.
        marks: gives the marks of the notes and findings on a cell.
    """
    laid = report.form.layout(table.id, report)
    width = max((_Sheet.width(report.form, each) for each in laid), default=0)
    sheet = _Sheet(report, table, language, marks, width)
    for each in laid:
        sheet.add(each, single=len(laid) == 1)
    caption = pick(table.labels, language)
    return Grid(
        cells=tuple(sheet.cells),
        rows=sheet.row,
        columns=width,
        head_rows=sheet.head_rows,
        stub_columns=sheet.stub_columns,
        caption=(Run(caption),) if caption else (),
        id=f"table-{table.id}",
        language=language,
    )


def _stub_width(laid: LaidBlock) -> int:
    if not laid.rows:
        return 1  # for the words that there are none
    named = any(node.labels or node.members for top in laid.rows for _, node in top.walk())
    if laid.block.stub is Stub.NONE or not named:
        return 0
    return max(top.depth() for top in laid.rows) if laid.block.stub is Stub.MERGE else 1


class _Sheet:
    """A grid that grows block by block."""

    def __init__(self, report: Report, table: Table, language: str, marks: Marks, width: int) -> None:
        self.report, self.form, self.table = report, report.form, table
        self.language, self.marks, self.columns = language, marks, width
        self.cells: list[GridCell] = []
        self.row = self.head_rows = self.stub_columns = 0

    @staticmethod
    def width(form: Form, laid: LaidBlock) -> int:
        return _stub_width(laid) + bool(laid.block.units) + sum(1 for _ in laid.column_nodes())

    def text(self, labels: Labels) -> tuple[Run, ...]:
        text = pick(labels, self.language)
        return (Run(text),) if text else ()

    def head(self, node: Node) -> tuple[Run, ...]:
        """Return what a header says; a member without a label is called by its id, an unknown one said to be so."""
        text = pick(node.labels, self.language) or next(reversed(node.members.values()), "")
        return (Run(text + (say("unknown_member", self.language) if node.unknown else "")),) if text else ()

    def add(self, laid: LaidBlock, *, single: bool) -> None:
        stub = _stub_width(laid)
        if laid.block.title:
            self.cells.append(GridCell(self.row, 0, self.text(laid.block.title), "title", colspan=self.columns))
            self.row += 1
        self.add_heads(laid, stub)
        if single:
            self.head_rows, self.stub_columns = self.row, stub
        if not laid.rows:
            none = Run(say("empty_section", self.language))
            self.cells.append(GridCell(self.row, 0, (none,), "group", colspan=self.columns))
            self.row += 1
        elif laid.block.stub is Stub.MERGE:
            self.add_merged_rows(laid, stub)
        else:
            self.add_indented_rows(laid, stub)

    def add_heads(self, laid: LaidBlock, stub: int) -> None:
        depth = max((top.depth() for top in laid.columns), default=0)
        labelled = any(node.labels for top in laid.columns for _, node in top.walk())
        if not labelled and not laid.block.corner and not laid.block.units:
            return
        first = self.row
        if stub:
            corner = GridCell(first, 0, self.text(laid.block.corner), "corner", depth, stub)
            self.cells.append(corner)
        if laid.block.units:
            self.cells.append(GridCell(first, stub, self.text(laid.block.units), "column", depth))
        column = stub + bool(laid.block.units)
        for top in laid.columns:
            self.add_column(top, first, column, depth, last=top is laid.columns[-1])
            column += top.size()
        self.row += depth

    def add_column(self, node: Node, row: int, column: int, depth: int, *, last: bool) -> None:
        """Add the head of one column tree; a leaf reaches down to the data, the last one to the right edge."""
        span = self.columns - column if last else node.size()
        rows = 1 if node.children else depth
        self.cells.append(GridCell(row, column, self.head(node), "column", rows, span))
        for child in node.children:
            self.add_column(child, row + 1, column, depth - 1, last=last and child is node.children[-1])
            column += child.size()

    def add_indented_rows(self, laid: LaidBlock, stub: int) -> None:
        columns = tuple(laid.column_nodes())
        for top in laid.rows:
            for level, node in top.walk():
                own = [join(self.form, self.table, node, column) for column in columns]
                if stub and not any(own):
                    head = GridCell(self.row, 0, self.head(node), "group", colspan=self.columns, level=level)
                    self.cells.append(head)
                else:
                    if stub:
                        self.cells.append(GridCell(self.row, 0, self.head(node), "row", level=level))
                    self.add_values(own, laid, stub)
                self.row += 1

    def add_merged_rows(self, laid: LaidBlock, stub: int) -> None:
        columns = tuple(laid.column_nodes())
        for top in laid.rows:
            for path in _paths(top):
                for level, (node, is_first) in enumerate(path):
                    if is_first and stub:
                        span = 1 if node.children else stub - level
                        head = GridCell(self.row, level, self.head(node), "row", node.size(), span)
                        self.cells.append(head)
                leaf = path[-1][0]
                self.add_values([join(self.form, self.table, leaf, column) for column in columns], laid, stub)
                self.row += 1

    def add_values(self, cells: list[Cell | None], laid: LaidBlock, stub: int) -> None:
        column = stub
        if laid.block.units:
            unit = next((self.form.unit(cell, self.language) for cell in cells if cell is not None), "")
            self.cells.append(GridCell(self.row, column, (Run(unit),) if unit else (), "unit"))
            column += 1
        for place, cell in enumerate(cells, 1):
            span = self.columns - column if place == len(cells) else 1
            self.cells.append(attrs.evolve(self.value(cell), row=self.row, column=column, colspan=span))
            column += 1

    def value(self, cell: Cell | None) -> GridCell:
        """Return the grid cell of a value, not yet in its place."""
        if cell is None:
            return GridCell(0, 0, kind="void")
        value = self.report[cell]
        runs = [Run(show_value(value, self.language, short=self.columns > CROWDED), cell=str(cell), state=value.state)]
        if marks := show_marks(value, self.language):
            runs.append(Run(marks, note=True))
        runs.extend(self.marks(cell))
        datatype = self.form.traits(cell).datatype
        return GridCell(
            0,
            0,
            tuple(runs),
            "data",
            state=value.state,
            cell=str(cell),
            unit=self.form.unit(cell, self.language),
            numeric=datatype not in {Datatype.TEXT, Datatype.CODE},
        )


def _paths(node: Node) -> Iterator[list[tuple[Node, bool]]]:
    """Yield the way from a node to each of its leaves; each step says whether the leaf is its first."""
    if not node.children:
        yield [(node, True)]
        return
    first = True
    for child in node.children:
        for path in _paths(child):
            yield [(node, first), *path]
            first = False


def states_in(grid: Grid) -> tuple[State, ...]:
    """Return the states other than a number that a grid shows, for its key."""
    shown = {cell.state for cell in grid.cells if cell.state not in (None, State.NUMBER)}
    return tuple(state for state in State if state in shown)


def qualities_in(report: Report, grid: Grid) -> tuple[Quality, ...]:
    """Return the qualities of the values that a grid shows, for its key."""
    shown = {report[cell.cell].quality for cell in grid.cells if cell.cell}
    marks = {run.text for cell in grid.cells if not cell.cell for run in cell.runs if run.note}  # of what was added up
    return tuple(
        quality
        for quality in Quality
        if quality in shown or any(each.startswith(say(f"quality.{quality}", grid.language)) for each in marks)
    )
