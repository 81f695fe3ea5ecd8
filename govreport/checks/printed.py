"""Where the pages of a report say otherwise than the data that came with them."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from govreport.checks.outcome import Context, Outcome
from govreport.checks.rule import Rule, Severity
from govreport.model.report import Report
from govreport.wording import in_languages, show_value

RULE = Rule(
    id="GR-PRINTED",
    severity=Severity.ERROR,
    labels=in_languages("printed"),
    hints=in_languages("printed.hint"),
    source=in_languages("printed.source"),
    function="govreport.checks.printed:judge_printed",
)
"""A rule of no form: it is judged where pages were compared with the data that they carry, and differ."""


def judge_printed(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield a failure for each cell that the pages print otherwise than the data (GR-PRINTED)."""
    for cell, value in report.layout.printed.items() if report.layout is not None else ():
        words = functools.partial(show_value, value), functools.partial(show_value, report[cell])
        yield context.fails(in_languages("printed.detail", *words), cells=(cell,))
