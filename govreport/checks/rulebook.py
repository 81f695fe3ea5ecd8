"""All by which reports of one form are judged: rules, what stands for missing values, and what texts say of figures."""

from __future__ import annotations

import attrs

from govreport.checks.claims import Claim
from govreport.checks.instances import Instance, Shapes
from govreport.checks.rule import Policy, Rule
from govreport.model.form import Form
from govreport.model.frozen import FrozenMap


@attrs.frozen
class Rulebook:
    """The rules of one form.

    Args:
        rules: in the order in which they are judged.
        policy: what stands for missing values where a rule does not say.
        claims: what texts say of the figures.
        skipped: rules that the user's project leaves out, each with the reason.
        known: what each rule ranges over on a form to which no report adds rows, found once for all of them.
        shapes: which assertions of each rule the form has cells for, where reports add rows of their own.
    """

    rules: tuple[Rule, ...] = ()
    policy: Policy = Policy()
    claims: tuple[Claim, ...] = ()
    skipped: FrozenMap[str, str] = FrozenMap()
    known: dict[tuple[int, int], tuple[Rule, Form, tuple[tuple[Instance, tuple[int, ...]], ...]]] = attrs.field(
        factory=dict, init=False, eq=False, repr=False
    )
    shapes: dict[tuple[int, int], tuple[Rule, Form, Shapes]] = attrs.field(
        factory=dict, init=False, eq=False, repr=False
    )

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the rules, each once, in order."""
        return tuple(dict.fromkeys(rule.id for rule in self.rules))
