"""The sums that a form's figures must come to, each with its cells: what readers and workbooks ask of the rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from govreport.checks.instances import Instance, instances
from govreport.checks.judge import judge_one
from govreport.checks.outcome import Status
from govreport.checks.rule import Policy, Rule, Severity
from govreport.checks.rulebook import Rulebook
from govreport.checks.scope import Scope
from govreport.checks.syntax import Call, Comparison, Expression, Property, walk
from govreport.model.cell import Cell
from govreport.model.frozen import FrozenMap
from govreport.model.report import Report
from govreport.model.value import Value


@attrs.frozen(eq=False)
class Identity:
    """One instance of a rule that compares figures of one report.

    Args:
        rule: the rule.
        part: which of its assertions.
        instance: what it is for.
        cells: every cell of the report that it looks at.
        policy: what stands for missing values in it.
    """

    rule: Rule
    part: int
    instance: Instance
    cells: frozenset[Cell]
    policy: Policy

    @property
    def tree(self) -> Expression:
        """What it asserts."""
        return self.rule.asserts[self.part]

    def scope(self, report: Report) -> Scope:
        """Return what its expressions are evaluated in, on a report."""
        binding, it = self.instance.binding, self.instance.it
        return Scope(report, None, self.policy, binding, it, tolerance=self.rule.tolerance)

    def status(self, report: Report, values: Mapping[Cell, Value] | None = None) -> Status:
        """Return what becomes of it in a report, or if the report held just some values."""
        held = report if values is None else attrs.evolve(report, values=FrozenMap(values))
        return judge_one(self.rule, self.part, self.instance, self.scope(held)).status


def identities(book: Rulebook, report: Report) -> Iterator[Identity]:
    """Yield every instance of the rules that compare figures of one report with each other.

    Args:
        book: the rules of its form.
        report: whose rows and members the rules range over; its own values do not matter.
    """
    numbers = {cell: Value.of(1) for cell in report.cells() if report.form.is_numeric(cell)}
    ones = attrs.evolve(report, values=FrozenMap(numbers))
    for rule in book.rules:
        if not rule.asserts or rule.severity is Severity.INFO or not all(map(_compares_figures, rule.asserts)):
            continue
        for instance, parts in instances(rule, ones):
            for part in parts:
                bare = Identity(rule, part, instance, frozenset(), rule.missing or book.policy)
                outcome = judge_one(rule, part, instance, bare.scope(ones))
                if outcome.status in {Status.HOLDS, Status.FAILS}:
                    cells = frozenset(each.cell for each in outcome.operands)
                    yield attrs.evolve(bare, cells=cells)


def _compares_figures(tree: Expression) -> bool:
    """Whether an assertion speaks of nothing but figures of the report itself."""
    parts = list(walk(tree))
    others = {"previous", "state", "raw", "row", "member", "date"}
    return any(isinstance(each, Comparison) for each in parts) and not any(
        isinstance(each, Property) or (isinstance(each, Call) and each.function in others) for each in parts
    )


def is_sum(tree: Expression) -> bool:
    """Whether an assertion says that two sides are equal, whatever else holds."""
    return isinstance(tree, Comparison) and all(operator == "==" for operator, _ in tree.rest)
