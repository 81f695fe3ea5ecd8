"""All by which reports of one form are judged: rules, what stands for missing values, and what texts say of figures."""

from __future__ import annotations

import attrs

from govreport.checks.claims import Claim
from govreport.checks.rule import Policy, Rule
from govreport.model.frozen import FrozenMap


@attrs.frozen
class Rulebook:
    """The rules of one form.

    Args:
        rules: in the order in which they are judged.
        policy: what stands for missing values where a rule does not say.
        claims: what texts say of the figures.
        skipped: rules that the user's project leaves out, each with the reason.
    """

    rules: tuple[Rule, ...] = ()
    policy: Policy = Policy()
    claims: tuple[Claim, ...] = ()
    skipped: FrozenMap[str, str] = FrozenMap()

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the rules, each once, in order."""
        return tuple(dict.fromkeys(rule.id for rule in self.rules))
