"""The reference names every rule and every indicator."""

from __future__ import annotations

from pathlib import Path

import govreport as gr

DOC = Path(__file__).parent.parent.parent.parent / "docs" / "reference" / "united-states.md"


def test_every_rule_is_in_the_reference_with_its_severity(report):
    text = DOC.read_text("utf-8")
    for rule in gr.check(report).book.rules:
        assert f"| `{rule.id}` | {rule.severity} |" in text, rule.id


def test_every_indicator_is_in_the_reference():
    text = DOC.read_text("utf-8")
    for indicator in gr.form("us/2017").indicators:
        name = indicator.partition(".")[2]
        assert f".{name}`" in text, indicator
