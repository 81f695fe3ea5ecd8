"""What became of one instance of a rule."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import attrs

from govreport.checks.rule import Policy, Rule
from govreport.model.cell import Cell
from govreport.model.form import Form
from govreport.model.frozen import FrozenMap
from govreport.model.report import Report, Waiver
from govreport.model.value import Amount, Value
from govreport.wording import say

if TYPE_CHECKING:
    from govreport.checks.claims import Claim
    from govreport.checks.text import Place, Text


_MOST = 8
"""How many places a message lists; the outcome has all."""


class Status(enum.StrEnum):
    """What became of one instance of a rule."""

    HOLDS = "holds"
    FAILS = "fails"
    NOT_EVALUABLE = "not_evaluable"
    """A value is missing, and the policy says nothing of it."""
    NOT_APPLICABLE = "not_applicable"
    """The rule's own condition (`where`) is false."""


@attrs.frozen
class Operand:
    """A value that an outcome rests on.

    Args:
        cell: where it stands.
        value: as reported.
        used: the number that the policy put in its place, if it did.
        previous: it is of the report of the period before.
    """

    cell: Cell
    value: Value
    used: object = None
    previous: bool = False


@attrs.frozen
class Target:
    """What `it` stands for in an instance: an indicator with the members that are bound, and its table."""

    indicator: str | None
    table: str | None = None


@attrs.frozen
class Outcome:
    """What became of one instance of a rule.

    Args:
        rule: the rule.
        status: holds, fails, or could not be judged.
        cells: the cells that the instance speaks of, those of the report itself.
        operands: every value that was looked at.
        expected: for a comparison, the amount of the right side.
        actual: for a comparison, that of the left side.
        part: which of the rule's assertions it is (from 0).
        binding: the member of each axis that the instance is for.
        it: the cell that the instance is for, if it is one.
        target: what `it` stood for.
        detail: what a function has to say, by language.
        settled_by: the note that settles a failure.
        waiver: the waiver by which it is accepted.
        lapsed: one by which it was, before its figures or words changed.
        places: where in the text it is.
    """

    rule: Rule
    status: Status
    cells: tuple[Cell, ...] = ()
    operands: tuple[Operand, ...] = ()
    expected: Amount | None = None
    actual: Amount | None = None
    part: int = 0
    binding: FrozenMap[str, str] = FrozenMap()
    it: Cell | None = None
    target: Target | None = None
    detail: FrozenMap[str, str] = FrozenMap()
    settled_by: str | None = None
    waiver: Waiver | None = None
    lapsed: Waiver | None = None
    places: tuple[Place, ...] = ()


@attrs.frozen
class Members:
    """The members of a report that adds up others.

    Args:
        reports: theirs by name, carried over to the form of the sum.
        missing: who owes a report and has none; None if nobody knows who owes one.
    """

    reports: FrozenMap[str, Report] = FrozenMap()
    missing: tuple[str, ...] | None = None


NO_MEMBERS = Members()
"""Those of a report that is no sum of others, or of which no members are at hand."""


@attrs.frozen
class Context:
    """What a rule's function is given beside the report, and how it says what it found.

    Args:
        report: the report to check.
        form: its form.
        previous: the report of the period before, if it was given.
        rule: the rule, with its `args`.
        text: the narrative, worked out once for all rules.
        claims: what texts say of the figures of this form.
        policy: what stands for missing values.
        members: of a report that adds up others, theirs.
    """

    report: Report
    form: Form
    previous: Report | None
    rule: Rule
    text: Text
    claims: tuple[Claim, ...] = ()
    policy: Policy = Policy()
    members: Members = NO_MEMBERS

    @property
    def args(self) -> Mapping[str, object]:
        """The arguments that the rule's data give."""
        return self.rule.args

    def words(self, name: str) -> tuple[str, ...]:
        """Return an argument that is a list of words; none if it is not there."""
        given = self.args.get(name)
        return tuple(map(str, given)) if isinstance(given, list | tuple) else ()

    def holds(self, *, cells: Iterable[Cell] = ()) -> Outcome:
        """Return an outcome that holds."""
        return Outcome(self.rule, Status.HOLDS, tuple(cells))

    def not_evaluable(self, *, cells: Iterable[Cell] = ()) -> Outcome:
        """Return an outcome that cannot be judged for lack of data."""
        return Outcome(self.rule, Status.NOT_EVALUABLE, tuple(cells))

    def not_applicable(self, *, cells: Iterable[Cell] = ()) -> Outcome:
        """Return an outcome to which the rule does not apply."""
        return Outcome(self.rule, Status.NOT_APPLICABLE, tuple(cells))

    def fails(self, detail: Mapping[str, str], *, places: Iterable[Place] = (), cells: Iterable[Cell] = ()) -> Outcome:
        """Return a failure: what is wrong, by language, and where in text and table it stands."""
        operands = tuple(Operand(cell, self.report[cell]) for cell in cells)
        found = tuple(operand.cell for operand in operands)
        return Outcome(self.rule, Status.FAILS, found, operands, detail=FrozenMap(detail), places=tuple(places))

    def none_of(self, places: Iterable[Place], *, zh: str, en: str, cells: Iterable[Cell] = ()) -> Outcome:
        """Return a failure that lists places after words for what is wrong there; without any, it holds."""
        from govreport.checks.naming import quoted

        found = tuple(places)
        if not found:
            return self.holds()
        told = {
            language: say("phrase", language, words, quoted(found[:_MOST], language))
            for language, words in (("zh", zh), ("en", en))
        }
        return self.fails(told, places=found, cells=cells)
