"""Rules: an assertion, the cells it ranges over, and what to say when it fails."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, TypeAlias

import attrs

from govreport.checks.syntax import Expression
from govreport.model.frozen import FrozenMap
from govreport.model.labels import Labels
from govreport.model.value import State

Replacement: TypeAlias = Decimal | Literal["skip"]
"""What stands for a value that is missing: a number, or nothing at all in an aggregate."""


class Severity(enum.StrEnum):
    """How bad a failure is."""

    ERROR = "error"
    """It cannot be true, or breaks a legal requirement."""
    WARNING = "warning"
    """It is very likely wrong; a lawful reason exists."""
    INFO = "info"
    """The author should know."""


@attrs.frozen
class Policy:
    """What stands for a missing value, by its state.

    Args:
        compare: outside of aggregates.
        aggregate: in them.
        roll_up: in totals over reports; what stands for a blank counts there only where zeros are left unwritten.
    """

    compare: FrozenMap[State, Replacement] = FrozenMap()
    aggregate: FrozenMap[State, Replacement] = FrozenMap()
    roll_up: FrozenMap[State, Replacement] = FrozenMap()

    def replacement(self, state: State, *, aggregated: bool) -> Replacement | None:
        """Return what stands for a value of that state, or None if the policy does not cover it."""
        return (self.aggregate if aggregated else self.compare).get(state)


NO_POLICY = Policy()
"""Plain values only: what is missing makes a rule not evaluable."""


@attrs.frozen
class Rule:
    """One assertion about reports of some forms.

    Args:
        id: stable; the name in findings and waivers.
        severity: how bad a failure is.
        asserts: what must hold; each is judged by itself.
        each: what it ranges over: axes, `rows(T)`, `columns(T)`, `cells(T)`, `of(x, y)`; their product.
        where: an instance for which it is false is not applicable.
        demote: a condition under which a failure is only a warning.
        tolerance: by how much the sides of a comparison may differ.
        missing: what stands for missing values, if not the policy of the rule set.
        settled_by: a section; a note on it, or on a failing cell, settles a failure.
        labels: the rule in words, by language.
        hints: what to do about a failure, by language.
        source: the legal source, by language.
        function: instead of `asserts`, a function `package.module:name` that yields outcomes.
        args: what the function is given.
        forms: the forms it is for; `*` stands for anything.
        place: the file it comes from, for errors about the rule itself.
        override: why the user's project gave it another severity than its author.
    """

    id: str
    severity: Severity = attrs.field(converter=Severity)
    asserts: tuple[Expression, ...] = ()
    each: tuple[Expression, ...] = ()
    where: Expression | None = None
    demote: Expression | None = None
    tolerance: Decimal = Decimal(0)
    missing: Policy | None = None
    settled_by: str | None = None
    labels: Labels = FrozenMap()
    hints: Labels = FrozenMap()
    source: Labels = FrozenMap()
    function: str | None = None
    args: Mapping[str, object] = FrozenMap()
    forms: tuple[str, ...] = ("*",)
    place: str = ""
    override: str = ""
