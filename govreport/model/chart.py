"""Charts that a form declares: which of its figures are drawn, how, and behind which of its tables."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from govreport.model.cell import Cell
from govreport.model.labels import Labels

if TYPE_CHECKING:
    from govreport.model.form import Form

EACH = "*"
"""Stands in an address for each member of an axis."""


class ChartKind(enum.StrEnum):
    """How figures are drawn."""

    BARS = "bars"
    """A bar for each figure of one report."""
    TREND = "trend"
    """A column for each year, where earlier reports are given."""


@attrs.frozen
class Series:
    """Figures that are drawn alike.

    Args:
        of: the address of a cell, with `*` for each member of an axis; a heading stands for the sum of its parts.
        labels: what it is called in the chart.
    """

    of: Cell
    labels: Labels

    @property
    def each(self) -> int | None:
        """The place of the axis that is drawn member by member, if there is one."""
        return self.of.members.index(EACH) if EACH in self.of.members else None

    def cell(self, member: str = "") -> Cell:
        """Return the address for one member of that axis."""
        return Cell(self.of.indicator, tuple(member if each == EACH else each for each in self.of.members))

    def parts(self, form: Form, member: str = "") -> tuple[Cell, ...]:
        """Return the cells that are drawn for one member: the one, or for a heading those whose sum it is."""
        cell = self.cell(member)
        if not form.indicators[cell.indicator].group:
            return (cell,)
        return tuple(Cell(leaf.id, cell.members) for leaf in form.leaves(cell.indicator))


@attrs.frozen
class Chart:
    """One chart.

    Args:
        id: its name.
        kind: how it is drawn.
        labels: its title.
        series: what it shows.
        table: behind which table it stands, or
        section: at the end of which section.
        only: the members that are drawn, of the axis that is drawn member by member; all but the total if not given.
        stacked: whether the figures of a member make one bar.
    """

    id: str
    kind: ChartKind
    labels: Labels
    series: tuple[Series, ...]
    table: str | None = None
    section: str | None = None
    only: tuple[str, ...] = ()
    stacked: bool = False

    def axis(self, form: Form) -> str | None:
        """Return the axis that is drawn member by member, if there is one."""
        first = self.series[0]
        return None if first.each is None else form.indicators[first.of.indicator].axes[first.each]

    def cells(self, form: Form) -> Iterator[Cell]:
        """Yield all cells of the form that it draws; of an axis that is open those of its own members."""
        axis = self.axis(form)
        own = [] if axis is None else [each.id for each in form.axes[axis].leaves()]
        members = self.only or own or [EACH]
        for series in self.series:
            for member in members:
                yield from series.parts(form, member)
