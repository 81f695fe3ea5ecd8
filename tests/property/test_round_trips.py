"""A report is the same after it was written and read again, whatever it holds."""

from __future__ import annotations

import json
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings

import govreport as gr
from govreport.model.value import Value
from govreport.reading import Source, build_report, parse_json, parse_toml
from govreport.writing import plain_report, to_json, to_toml
from tests.property.strategies import RANDOM, Drawn, reports, reports_with_open_rows, reports_with_rules
from tests.schemas import problems

few = partial(settings, max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
many = partial(few, max_examples=1000)


def find(name: str) -> gr.Form:
    return RANDOM if name == RANDOM.id else gr.form(name)


def from_json(text: str) -> gr.Report:
    return build_report(parse_json(Source(text.encode(), "r.json")), "r.json", find)


def from_toml(text: str) -> gr.Report:
    return build_report(parse_toml(Source(text.encode(), "r.toml")), "r.toml", find)


def digits(report: gr.Report) -> list[str]:
    """Return every amount as written, since 1.0 and 1.00 are equal and yet not the same figure."""
    return [f"{cell}: {value.amount} {value.bound}" for cell, value in report.values.items()]


def same_after_both(drawn: Drawn) -> None:
    report = drawn.report
    text, other = to_json(plain_report(report)), to_toml(report)
    again, also = from_json(text), from_toml(other)
    assert again == report
    assert also == report
    assert digits(again) == digits(report)
    assert sorted(digits(also)) == sorted(digits(report))
    assert to_json(plain_report(again)) == text
    assert from_toml(to_toml(also)) == also
    assert problems("report", json.loads(text)) == []


@few()
@given(reports)
def test_a_report_is_the_same_after_json_and_toml_and_fits_the_schema(drawn):
    same_after_both(drawn)


@pytest.mark.slow
@many()
@given(reports)
def test_a_thousand_reports_are_the_same_after_json_and_toml_and_fit_the_schema(drawn):
    same_after_both(drawn)


@few()
@given(reports_with_open_rows)
def test_every_value_stands_in_some_table_of_its_report(drawn):
    report = drawn.report
    assert set(report.values) <= set(report.cells())


@few(max_examples=30)
@given(reports)
def test_filling_a_report_with_its_own_values_changes_nothing(drawn):
    assert drawn.report.fill(drawn.report.values) == drawn.report


@few(max_examples=30)
@given(reports_with_rules)
def test_a_report_s_findings_fit_their_schema(drawn):
    data = gr.check(drawn.report).as_data("en")
    assert problems("findings", json.loads(to_json(data))) == []


@few(max_examples=30)
@given(reports)
def test_an_unreported_cell_is_absent_and_never_0(drawn):
    report = drawn.report
    assert {report[cell] for cell in report.cells() if cell not in report.values} <= {Value(state="absent")}
