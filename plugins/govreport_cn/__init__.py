"""China: the annual reports on open government information, their forms and rules."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from govreport.plugin import RuleSet, hookimpl


@hookimpl
def govreport_rulesets() -> Iterator[RuleSet]:
    """Give the rule set `cn`."""
    labels = {
        "zh": "中华人民共和国政府信息公开工作年度报告",
        "en": "China: annual reports on open government information",
    }
    yield RuleSet("cn", files(__name__), labels)
