"""Where the pages of a report say otherwise than the data that came with them."""

from __future__ import annotations

from collections.abc import Iterator

from govreport.checks.outcome import Operand, Outcome, Status
from govreport.checks.rule import Rule, Severity
from govreport.model.report import Report
from govreport.wording import in_languages, show_value

RULE = Rule(
    id="GR-PRINTED",
    severity=Severity.ERROR,
    labels=in_languages("printed"),
    hints=in_languages("printed.hint"),
    source=in_languages("printed.source"),
)
"""A rule of no form: it is judged where pages were compared with the data that they carry, and differ."""


def judge_printed(report: Report) -> Iterator[Outcome]:
    """Yield a failure for each cell that the pages print otherwise than the data; none if they agree."""
    if report.layout is None:
        return
    for cell, value in report.layout.printed.items():
        own = report[cell]
        detail = in_languages(
            "printed.detail",
            lambda language, value=value: show_value(value, language),
            lambda language, own=own: show_value(own, language),
        )
        yield Outcome(RULE, Status.FAILS, (cell,), (Operand(cell, own),), it=cell, detail=detail)
