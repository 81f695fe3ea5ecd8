"""Damaged pages: whatever happened to a table, no figure is read that is not there; what has no place is listed."""

from __future__ import annotations

import random

import pytest
from lxml import html

import govreport as gr
from tests.reading.published import damage_inside, damage_typed  # noqa: F401  # they add their kinds to these
from tests.reading.published.damage import BYTES, DAMAGES

WHOLE = {
    "heads printed twice", "heads again in the middle", "heads cut into lines", "an empty column at the end",
    "a head over two columns", "the total first", "a row twice", "cut by a page", "full width digits",
    "spaces in labels", "hard spaces around figures", "units in cells", "marks between thousands", "marks of notes",
    "other numbers of rows", "a label misspelt", "the headings lost", "a page laid out by tables",
    "a table of ones own before", "cut by a page with its number between", "cut inside the label of a group",
    "cut inside a label", "the table twice", "a column of remarks", "a column of subtotals", "a raised mark",
    "a figure struck out", "a frame around a figure", "an empty row under the heads", "links to other years",
    "last years column before this years", "heads with their synonyms", *BYTES,
}  # fmt: skip
"""Damages that a reader sees through: every figure is in its place."""


def numbered() -> gr.Report:
    """Return a report in which every figure is another one, so that none can stand for its neighbour."""
    report = gr.blank(gr.form("cn/2021"), "某县司法局", 2023)
    cells = list(report.cells())
    figures = random.Random(7).sample(range(100, 9000), len(cells))
    return report.fill(dict(zip(cells, figures, strict=True))).tell("overview", "全年工作有序。")


def summed() -> gr.Report:
    """Return a report whose sums are right, most of its figures being 0, as in most reports."""
    report = gr.blank(gr.form("cn/2021"), "某县司法局", 2023)
    zeros = dict.fromkeys(map(str, report.cells()), 0)
    own = {"requests_new": (120, 4), "requests_carried_in": (3, 0), "granted": (61, 2), "refused_third_party": (5, 0)}
    own |= {"not_processed_repeat": (7, 1), "unable_not_held": (48, 1), "outcome_total": (121, 4)}
    own |= {"requests_carried_out": (2, 0)}
    for row, (people, business) in own.items():
        zeros |= {f"{row}[natural_person]": people, f"{row}[business]": business, f"{row}[total]": people + business}
    return report.fill(zeros | {"licensing[decisions]": 8123, "admin_fees[amount]": 251})


REPORTS = {"numbered": numbered(), "summed": summed()}


def page_of(report: gr.Report) -> html.HtmlElement:
    return html.document_fromstring(gr.render(report, "html"))


def wrong(report: gr.Report, back: gr.Report) -> list[tuple]:
    """Return the cells that were read as another number than the page has there."""
    return [
        (str(cell), report.values[cell].amount, value.amount)
        for cell, value in back.values.items()
        if value.amount is not None and value.amount != report.values[cell].amount
    ]


@pytest.mark.parametrize("base", ["numbered", pytest.param("summed", marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", [*DAMAGES, *BYTES])
def test_no_figure_is_read_that_is_not_there(name, base):
    report = REPORTS[base]
    page = page_of(report)
    DAMAGES.get(name, lambda _: None)(page)
    data = BYTES.get(name, str.encode)(html.tostring(page, encoding="unicode", doctype="<!DOCTYPE html>"))
    back = gr.read(data, name="damaged.html")
    assert (back.form.id, back.period) == ("cn/2021", "2023")
    assert wrong(report, back) == []
    lost = [str(cell) for cell in report.values if cell not in back.values]
    if name in WHOLE:
        assert lost == []
    if lost and not name.endswith("lost") and "no heads" not in name:
        assert back.unplaced, f"{len(lost)} figures are lost in silence"
