"""Many reports into one, two beside each other, and one restated."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import attrs

from govreport.errors import InvalidInput
from govreport.model.frozen import FrozenMap
from govreport.model.report import Publisher, Report, Revision
from govreport.model.value import Quality
from govreport.plugin.registry import Registry
from govreport.verbs.finding import default_registry
from govreport.verbs.judging import map_to

if TYPE_CHECKING:
    from govreport.combine.compare import Comparison
    from govreport.combine.gather import Over
    from govreport.combine.register import Register
    from govreport.model.form import Form


def roll_up(
    reports: Iterable[Report],
    publisher: str | Publisher | None = None,
    *,
    period: int | str | None = None,
    kind: str | None = None,
    over: Over | None = None,
    register: Register | None = None,
    registry: Registry | None = None,
) -> Report:
    """Return one report of many: each cell by its own aggregation; `contributions` say what each total rests on.

    Reports on older editions of the form are carried over to the newest among them. Over units (bodies of one period)
    figures add up; over time (one body's periods), of stocks the last counts and of openings the first. Medians and
    texts have no total, totals and ratios are made anew, and what is missing is never counted as zero.

    Args:
        reports: those to be added up.
        publisher: whose report the result is; the register's, or over time that of the reports, if not given.
        period: of the result; that of the reports, or the span of theirs, if not given.
        kind: of the result.
        over: `units` or `time`; by whether the reports are of one publisher if not given.
        register: who owes a report; who is missing is then said in the result.
        registry: where to look for forms and mappings.

    Raises:
        InvalidInput: if the reports do not belong together; the message names the one that does not.

    >>> import govreport as gr
    >>> form = gr.form("cn/2021")
    >>> one = gr.blank(form, "某局", 2023).fill({"requests_new[natural_person]": 3})
    >>> two = gr.blank(form, "某镇", 2023).fill({"requests_new[natural_person]": 4})
    >>> total = roll_up([one, two], "某县")
    >>> cell = total.locate("requests_new[natural_person]")
    >>> print(total[cell].amount, *total.contributions[cell].parts)
    7 某局 某镇
    """
    from govreport.combine.belonging import together
    from govreport.combine.roll_up import add_up

    registry = registry or default_registry()
    found = together(tuple(reports), over, functools.partial(_carried, registry=registry))
    missing: tuple[str, ...] = ()
    if register is not None:
        publisher, kind = publisher or register.publisher, kind or register.kind
        year = next(iter(found.reports.values())).year
        if found.over == "units" and year is not None:
            missing = register.missing(found.reports.values(), year)
    publisher = publisher or found.publisher
    if publisher is None:
        raise InvalidInput("a roll-up needs a publisher", hint="say whose report the sum is")
    return add_up(
        found.reports,
        Publisher(publisher) if isinstance(publisher, str) else publisher,
        period=str(period or found.period),
        over=found.over,
        kind=kind,
        missing=missing,
        policy=registry.rules(found.form).policy,
    )


def _carried(report: Report, form: Form, registry: Registry) -> Report:
    return map_to(report, form, registry=registry).report


def compare(before: Report, after: Report, *, registry: Registry | None = None) -> Comparison:
    """Return two reports compared: two years, two revisions, or two publishers.

    An earlier report on an older edition is carried over first; what must not be compared is left out, and told.

    Args:
        before: the earlier report.
        after: the later one.
        registry: where to look for mappings.

    Raises:
        InvalidInput: if no mapping leads from the form of the one to that of the other.

    >>> import govreport as gr
    >>> last = gr.blank(gr.form("cn/2021"), "某局", 2022).fill({"licensing[decisions]": 40})
    >>> change = compare(last, gr.blank(gr.form("cn/2021"), "某局", 2023).fill({"licensing[decisions]": 50})).changes[0]
    >>> print(change.cell, change.difference, change.share)
    licensing[decisions] 10 0.2500
    """
    from govreport.combine.compare import compare_reports

    mapped = map_to(before, after.form, registry=registry)
    return compare_reports(mapped.report, after, mapped.broken, mapped.lost)


def restate(report: Report, values: Mapping[str, object], reason: str, *, date: dt.date | None = None) -> Report:
    """Return a new revision of a filed report with some figures restated; what was filed is kept in it.

    Args:
        report: as filed.
        values: the figures as they should have been, by address.
        reason: why they are restated.
        date: when.

    Raises:
        InvalidInput: if the reason says nothing, a cell is unknown, or a value does not fit it.

    >>> import govreport as gr
    >>> filed = gr.blank(gr.form("cn/2021"), "某局", 2023).fill({"licensing[decisions]": 40})
    >>> again = restate(filed, {"licensing[decisions]": 41}, "漏计一件")
    >>> again.revision.number, [str(cell) for cell in again.revision.was]
    (2, ['licensing[decisions]'])
    """
    if not reason.strip():
        raise InvalidInput("a restatement needs a reason", hint="say what was wrong with the filed figures")
    filled = report.fill(values)
    cells = [report.locate(address) for address in values]
    changed = {
        cell: attrs.evolve(filled[cell], quality=Quality.RESTATED) for cell in cells if filled[cell] != report[cell]
    }
    number = 1 if report.revision is None else report.revision.number
    was = FrozenMap({cell: report[cell] for cell in changed})
    return attrs.evolve(
        report, values=report.values.with_items(changed), revision=Revision(number + 1, reason, date, was)
    )
