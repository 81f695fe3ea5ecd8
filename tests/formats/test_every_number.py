"""Every number of a report is found in every output, in the row of its own label; a blank is told apart from 0."""

from __future__ import annotations

import random

import pytest

import govreport as gr
from govreport.model.labels import pick

from .readers_of_output import rows_of_html, rows_of_pdf, rows_of_table, squeeze


@pytest.fixture(scope="module", params=["full", "one blank"])
def scattered(request, form):
    """A report with another random number in each of the 49 cells, and again with one left blank."""
    drawn = random.Random(20180118).sample(range(10_000, 99_999), 49)
    report = gr.blank(form, "某局", 2017)
    report = report.fill(dict(zip(report.cells(), drawn, strict=True)))
    return report.fill({"sub_offices": None}) if request.param == "one blank" else report


def expected(report) -> list[tuple[str, str, str]]:
    """Return label, unit and shown value of all 54 rows, headings with nothing beside them."""
    form, found = report.form, []
    for indicator in form.indicators.values():
        label = squeeze(pick(indicator.labels, "zh"))
        if indicator.group:
            found.append((label, "", ""))
        else:
            cell = gr.Cell(indicator.id)
            value = report[cell]
            found.append((label, form.unit(cell, "zh"), "（空）" if value.amount is None else f"{value.amount}"))
    return found


def test_in_html(scattered):
    assert rows_of_html(gr.render(scattered, "html")) == expected(scattered)


def test_in_the_plain_table(scattered):
    assert rows_of_table(gr.render(scattered, "table")) == expected(scattered)


def test_in_the_pdf(scattered, tmp_path, engine):
    gr.write(scattered, tmp_path / "report.pdf", engine=engine)
    assert rows_of_pdf(tmp_path / "report.pdf") == expected(scattered)


@pytest.mark.parametrize("name", ["json", "toml"])
def test_in_the_data(scattered, name):
    text = gr.render(scattered, name)
    again = gr.read(text.encode(), name=f"report.{name}")
    assert again == scattered
    assert [again[cell] for cell in again.cells()] == [scattered[cell] for cell in scattered.cells()]


def test_a_blank_is_told_apart_from_0(form):
    blank = gr.blank(form, "某局", 2017)
    zeros, blanks = (blank.fill(dict.fromkeys(blank.cells(), value)) for value in (0, None))
    for name in ("html", "table", "json", "toml"):
        assert gr.render(zeros, name) != gr.render(blanks, name)
    assert gr.render(zeros, "html").count('data-state="blank"') == 0
    assert gr.render(blanks, "html").count('data-state="blank"') == 49
    assert gr.render(blanks, "html").count('data-state="absent"') == 0
    assert gr.render(blank, "html").count('data-state="absent"') == 49
