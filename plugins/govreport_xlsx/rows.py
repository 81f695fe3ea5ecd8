"""The rows of a workbook to be filled in: those of the form, and free ones for members that the reporter names."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from govreport import Cell, Form, Member, Report, State, Value
from govreport_xlsx.tables import Place

_BLANK = Value(state=State.BLANK)


@attrs.frozen(eq=False)
class Rows:
    """What rows there are.

    Args:
        full: the report with a value in every cell that the workbook has; members are called by marks.
        named: by axis the ids of members, with their names as far as they have any; only those named on a sheet of
            their own.
        titles: what each axis is called.
        marked: the axis and id of the member behind each mark.
        labels: the names that members have.
        naming: for members that are called as a cell of their own row says, its address.
        nested: axes whose members stand only below others; they need no name.
    """

    full: Report
    named: Mapping[str, Mapping[str, str]]
    titles: Mapping[str, str]
    marked: tuple[tuple[str, str], ...]
    labels: Mapping[tuple[str, str], str]
    naming: Mapping[tuple[str, str], str]
    nested: frozenset[str]

    def label(self, key: tuple[str, str]) -> str:
        """Return the name of a member, empty if it has none yet."""
        return self.labels.get(key, "")

    def asked(self, key: tuple[str, str]) -> bool:
        """Whether a row of a member is there only if the member has a name."""
        return key[0] not in self.nested and key in self.marked

    def open_members(self, cell: Cell) -> list[tuple[str, str]]:
        """Return axis and id of each member of a cell that stands on an open axis."""
        form = self.full.form
        axes = form.indicators[cell.indicator].axes
        return [(axis, member) for axis, member in zip(axes, cell.members, strict=True) if form.axes[axis].open]

    def rows_by_cell(self, places: Mapping[str, Place]) -> dict[Cell, list[str]]:
        """Return for each cell below a member of another axis formulas whose sum says how much its row holds."""
        by_row: dict[tuple[str, ...], list[Cell]] = {}
        for cell in self.full.values:
            key = self.full.form.row_key(cell)
            if key is not None and str(cell) in places and len(self.open_members(cell)) > 1:
                by_row.setdefault(key, []).append(cell)
        found: dict[Cell, list[str]] = {}
        for cells in by_row.values():
            tests = [f'({places[str(cell)].reference}<>"")' for cell in cells]
            found.update(dict.fromkeys(cells, tests))
        return found


def rows_of(report: Report, rows: int, language: str) -> Rows:
    """Return the rows of a workbook for a report.

    Args:
        report: what is filled in already; its members keep their ids.
        rows: how many members each axis has at least.
        language: of the names.
    """
    form = report.form
    members: dict[str, list[str]] = {}
    labels: dict[tuple[str, str], str] = {}
    nested = nested_axes(form)
    for axis in (each for each in form.axes.values() if each.open):
        own = {each.id: each for each in report.members.get(axis.id, ())}
        taken = {*own, *(each.id for each in axis.members)}
        free = (name for number in range(1, rows + len(taken) + 1) if (name := f"{axis.id}{number}") not in taken)
        ids = [*own, *(next(free) for _ in range(max(rows - len(own), 0)))]
        members[axis.id] = ids
        for number, member in enumerate(ids, 1):
            known = own.get(member)
            told = "" if known is None else _picked(known.labels, language)
            labels[axis.id, member] = told or (str(number) if known is None and axis.id in nested else "")
    marked = tuple((axis, member) for axis, ids in members.items() for member in ids)
    naming = {key: address for key in marked if (address := naming_of(form, *key)) is not None}
    titles = {axis: _picked(form.axes[axis].labels, language) or axis for axis in members}
    named = {
        axis: {member: labels[axis, member] for member in ids}
        for axis, ids in members.items()
        if ids and (axis, ids[0]) not in naming
    }
    return Rows(_full(report, members, marked), named, titles, marked, labels, naming, nested)


def _full(report: Report, members: Mapping[str, list[str]], marked: tuple[tuple[str, str], ...]) -> Report:
    marks = {key: Member(key[1], {report.in_language: f"\ue000{place}\ue001"}) for place, key in enumerate(marked)}
    full = report
    for axis, ids in members.items():
        full = full.name(axis, [marks[axis, member] for member in ids])
    cells = dict.fromkeys(report.form.cells_with(members), _BLANK)
    return attrs.evolve(full, values={**cells, **report.values}, notes=(), waivers=())


def nested_axes(form: Form) -> frozenset[str]:
    """Return the open axes whose members stand only below those of others; they need no name."""
    return frozenset(axis.id for axis in form.axes.values() if axis.open and _is_nested(form, axis.id))


def _is_nested(form: Form, axis: str) -> bool:
    """Whether every cell of an axis stands on another open axis too."""
    found = [each.axes for each in form.indicators.values() if axis in each.axes and not each.group]
    return bool(found) and all(sum(form.axes[each].open for each in axes) > 1 for axes in found)


def naming_of(form: Form, axis: str, member: str) -> str | None:
    """Return the address of the cell that says what a member is called, where the form has one."""
    for table in form.tables.values():
        for block in table.blocks:
            if str(block.stub) == "none" and any(row.axis == axis for row in block.rows):
                for column in block.columns:
                    cell = Cell(column.indicator or "", (member,))
                    if form.table_of(cell) is table and str(form.traits(cell).datatype) == "text":
                        return str(cell)
    return None


def _picked(labels: Mapping[str, str], language: str) -> str:
    base = language.partition("-")[0].lower()
    return labels.get(language) or labels.get(base) or next(iter(labels.values()), "")
