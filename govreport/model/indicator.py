"""What is measured, and how it is broken down: units, traits, indicators, axes and their members."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from decimal import Decimal

import attrs

from govreport.model.cell import original
from govreport.model.frozen import FrozenMap
from govreport.model.labels import Labels
from govreport.model.value import State


class Datatype(enum.StrEnum):
    """What a cell may hold."""

    COUNT = "count"
    """A whole number of things."""
    NUMBER = "number"
    MONEY = "money"
    RATIO = "ratio"
    DATE = "date"
    TEXT = "text"
    BOOLEAN = "boolean"
    CODE = "code"
    """One of a list of words."""


class Sign(enum.StrEnum):
    """Which signs an amount may have."""

    NONNEGATIVE = "nonnegative"
    ANY = "any"


class Nature(enum.StrEnum):
    """How an amount stands to time: a flow sums over time, of a stock the last counts, of an opening the first."""

    FLOW = "flow"
    STOCK = "stock"
    OPENING = "opening"


class Aggregation(enum.StrEnum):
    """How the amounts of several units become one (`none`: they do not, it must be entered)."""

    SUM = "sum"
    MIN = "min"
    MAX = "max"
    TOP = "top"
    """An ordered list: the lists are merged and cut."""
    RECOMPUTE = "recompute"
    """A ratio: made anew from the aggregated parts."""
    NONE = "none"


class Relation(enum.StrEnum):
    """How a row stands to the row above it."""

    PART = "part"
    """One member of an exhaustive partition: the parts add up."""
    INCLUDED = "incl"
    """An "of which": not more than the whole."""
    MULTIPLE = "multi"
    """One thing may count in several of them: none is more than the whole, together they may be."""
    RELATED = "rel"
    """Printed below it, without arithmetic."""


@attrs.frozen
class Unit:
    """A unit of measurement as a form prints it.

    Args:
        id: the name by which forms refer to it; often the printed label itself (`件`).
        kind: what sort of quantity it measures: count, money, duration, fte, ratio, date, text, boolean or code.
        labels: what is printed, by language.
        multiplier: how many base units one of it is (万元: 10000 of CNY).
        currency: for money, the ISO 4217 code.
    """

    id: str
    kind: str = "count"
    labels: Labels = FrozenMap()
    multiplier: Decimal = Decimal(1)
    currency: str | None = None


def _state(given: str | None) -> State | None:
    return None if given is None else State(given)


@attrs.frozen
class Traits:
    """What belongs to a cell, given by its indicator and overridden by its members; None says nothing.

    `zero` is the state that a 0 stands for, where a source has no other way to write that there is no value; it counts
    as such in totals over reports, and is shown as it was written.
    """

    unit: str | None = None
    datatype: Datatype | None = attrs.field(default=None, converter=attrs.converters.optional(Datatype))
    sign: Sign | None = attrs.field(default=None, converter=attrs.converters.optional(Sign))
    nature: Nature | None = attrs.field(default=None, converter=attrs.converters.optional(Nature))
    aggregation: Aggregation | None = attrs.field(default=None, converter=attrs.converters.optional(Aggregation))
    codes: tuple[str, ...] = ()
    zero: State | None = attrs.field(default=None, converter=_state)

    def over(self, other: Traits) -> Traits:
        """Return these traits, completed by `other` where they say nothing.

        >>> Traits(unit="项").over(Traits(unit="件", datatype="count")).unit
        '项'
        """
        if self == NO_TRAITS:
            return other
        mine = {name: getattr(self, name) or getattr(other, name) for name in _TRAIT_NAMES}
        return Traits(**mine)


_TRAIT_NAMES = tuple(field.name for field in attrs.fields(Traits))
NO_TRAITS = Traits()
DEFAULT_TRAITS = Traits(datatype=Datatype.COUNT, sign=Sign.NONNEGATIVE, nature=Nature.FLOW, aggregation=Aggregation.SUM)
"""What holds where neither indicator nor member says otherwise: a count of things that happened in the period."""


@attrs.frozen
class PartRule:
    """A relation of the form that is to be a rule: id, severity and, where the default words do not do, texts."""

    id: str
    severity: str
    labels: Labels = FrozenMap()
    source: Labels = FrozenMap()


@attrs.frozen
class Indicator:
    """What is measured.

    Args:
        id: stable over editions where the meaning is.
        labels: as printed, by language.
        axes: the ids of the axes that break it down, in the order of the address.
        traits: unit, datatype and so on; members override them cell by cell.
        parent: the indicator it stands under.
        relation: how it stands to its parent.
        group: a heading, which has no cell.
        optional: the row may be lacking; a sum then leaves it out.
        rules: the relations to its children that the form makes rules.
        formula: an expression by which it is made anew of other cells, where reports are rolled up.
    """

    id: str
    labels: Labels = FrozenMap()
    axes: tuple[str, ...] = ()
    traits: Traits = NO_TRAITS
    parent: str | None = None
    relation: Relation | None = attrs.field(default=None, converter=attrs.converters.optional(Relation))
    group: bool = False
    optional: bool = False
    rules: tuple[PartRule, ...] = ()
    formula: str | None = None


def _frozen_labels(given: Mapping[str, str]) -> Labels:
    return given if isinstance(given, FrozenMap) else FrozenMap(given)


@attrs.frozen
class Member:
    """One value of an axis: a column of the form, a component, a reporter's own row.

    Args:
        id: the name in addresses.
        labels: as printed.
        short: a short name for messages and narrow columns.
        parent: the member it stands under.
        group: a heading, which has no cell.
        traits: what it overrides in its cells.
        unknown: a reference of the source that resolves to nothing; its facts are kept.
        synonyms: what else publishers call it, for readers of published reports.
    """

    id: str
    labels: Labels = attrs.field(default=FrozenMap(), converter=_frozen_labels)
    short: str | None = None
    parent: str | None = None
    group: bool = False
    traits: Traits = NO_TRAITS
    unknown: bool = False
    synonyms: tuple[str, ...] = ()


@attrs.frozen
class Axis:
    """A breakdown: *closed*, with the members that the form lists, or *open*, with those that the reporter names.

    Args:
        id: the name in addresses and rules.
        labels: what it is called.
        members: the form's members, in printed order, parents before children.
        open: whether reports name members of their own.
        total: the member that stands for the whole, if there is one.
        aggregation: `none` where amounts do not add up over it (one request under several reasons).
    """

    id: str
    labels: Labels = FrozenMap()
    members: tuple[Member, ...] = ()
    open: bool = False
    total: str | None = None
    aggregation: Aggregation | None = attrs.field(default=None, converter=attrs.converters.optional(Aggregation))
    _by_id: FrozenMap[str, Member] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Index the members."""
        object.__setattr__(self, "_by_id", FrozenMap({member.id: member for member in self.members}))

    def member(self, member: str) -> Member | None:
        """Return the form's member of that id, or the one that a repeated row's id stands for."""
        return self._by_id.get(member) or self._by_id.get(original(member))

    def leaves(self) -> Iterator[Member]:
        """Yield the members that have cells, the total not among them."""
        return (member for member in self.members if not member.group and member.id != self.total)

    def under(self, parent: str | None) -> tuple[Member, ...]:
        """Return the members that stand directly under `parent` (None: at the top)."""
        return tuple(member for member in self.members if member.parent == parent)
