"""What became of a report that was carried over to a newer edition, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from govreport.checks.naming import label
from govreport.combine.mapping import Mapped
from govreport.model.cell import Cell
from govreport.model.labels import pick
from govreport.model.report import Report
from govreport.wording import listed, quote, say, show_value

_MOST = 12


def told(mapped: Mapped, before: Report, language: str) -> Iterator[str]:
    """Yield a line for each thing that became of it: what continues, is derived, lost, new, not comparable."""
    yield say("mapped", language, before.form.id, mapped.report.form.id, len(mapped.continued))
    kinds = (("mapped.derived", mapped.derived, mapped.report), ("mapped.lost", mapped.lost, before))
    for key, cells, report in kinds:
        if cells:
            yield say(key, language, len(cells), _cells(cells, report, language, values=True))
    if mapped.new:
        yield say("mapped.new", language, len(mapped.new), _cells(mapped.new, mapped.report, language, values=False))
    for section in mapped.sections:
        yield say("mapped.section", language, pick(before.form.section(section).labels, language, section))
    for each in mapped.broken:
        rows = (_called(name, report, language) for name, report in ((each.old, before), (each.new, mapped.report)))
        yield say("mapped.broken", language, *rows, pick(each.labels, language))


def _called(name: str, report: Report, language: str) -> str:
    """Return what a form calls a row or one of its cells; one of a form in between goes by its address."""
    found = report.form.indicators.get(name.partition("[")[0])
    if found is None:
        return name
    called = label(report.locate(name), report, language) if "[" in name else pick(found.labels, language, name)
    return quote(called, language)


def _cells(cells: Iterable[Cell], report: Report, language: str, *, values: bool) -> str:
    found = sorted(cells, key=lambda cell: values and not report[cell].amount)  # what is 0 tells least
    told = [
        quote(label(cell, report, language), language) + (f" {show_value(report[cell], language)}" if values else "")
        for cell in found[:_MOST]
    ]
    return listed(told, language) + (" …" if len(found) > _MOST else "")
