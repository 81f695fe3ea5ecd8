"""Whether reports belong together: one form (older editions carried over), one period or one publisher, none twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import attrs

from govreport.combine.gather import Over
from govreport.errors import InvalidInput
from govreport.model.form import Form
from govreport.model.frozen import FrozenMap
from govreport.model.report import Publisher, Report


@attrs.frozen
class Together:
    """Reports that belong together.

    Args:
        reports: on one form; by publisher over units, by period and in its order over time.
        over: which of the two.
        period: their period, or the span of theirs.
        publisher: over time, whose they are.
    """

    reports: FrozenMap[str, Report]
    over: Over
    period: str
    publisher: Publisher | None = None

    @property
    def form(self) -> Form:
        """The form that all of them are on."""
        return next(iter(self.reports.values())).form


def together(reports: Sequence[Report], over: Over | None, carry: Callable[[Report, Form], Report]) -> Together:
    """Return reports as they are to be added up.

    Args:
        reports: the reports.
        over: units or time; by whether they are of one publisher if None.
        carry: carries a report over to a newer form.

    Raises:
        InvalidInput: if one of them does not belong to the others; it is named.
    """
    if not reports:
        raise InvalidInput("there is no report to add up", hint="give at least one")
    if over is None:
        over = "time" if len({report.publisher.name for report in reports}) == 1 < len(reports) else "units"
    newest = max((report.form for report in reports), key=lambda form: form.first_year or 0)
    on_one = tuple(_carried(report, newest, carry) for report in reports)
    if over == "time":
        return _over_time(on_one)
    period = Counter(report.period for report in on_one).most_common(1)[0][0]
    named: dict[str, Report] = {}
    for report in on_one:
        if report.period != period:
            what = f"the report of {report.publisher.name} is for {report.period}, others are for {period}"
            raise InvalidInput(what, hint="add up reports of one period, or those of one publisher over time")
        if report.publisher.name in named:
            raise InvalidInput(f"{report.publisher.name} has two reports", hint="give the one that counts")
        named[report.publisher.name] = report
    return Together(FrozenMap(named), over, period)


def _over_time(reports: Sequence[Report]) -> Together:
    publisher = reports[0].publisher
    named: dict[str, Report] = {}
    for report in sorted(reports, key=lambda each: each.period):
        if report.publisher.name != publisher.name:
            what = f"the report for {report.period} is of {report.publisher.name}, not of {publisher.name}"
            raise InvalidInput(what, hint="over time only one publisher's reports become one")
        if report.period in named:
            raise InvalidInput(f"there are two reports for {report.period}", hint="give the one that counts")
        named[report.period] = report
    ends = list(named)
    return Together(FrozenMap(named), "time", "/".join(dict.fromkeys((ends[0], ends[-1]))), publisher)


def _carried(report: Report, form: Form, carry: Callable[[Report, Form], Report]) -> Report:
    try:
        return carry(report, form)
    except InvalidInput as error:
        raise error.within(f"{report.publisher.name} ({report.period})") from None
