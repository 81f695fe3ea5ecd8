"""Workbooks are read back as they were drawn, and as they were filled in; nothing changes without a word."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import partial

import attrs
import pytest
from hypothesis import HealthCheck, given, settings

import govreport as gr
from govreport.plugin import ReadContext
from govreport.reading import Source
from govreport.testing import hostile_strings, long_report, sample_reports
from govreport.testing import random_report as sample_random_report
from govreport.testing.samples import hostile_report, sample_form
from govreport.verbs import default_registry
from govreport.writing import plain_report, to_json
from govreport_xlsx import sniff
from govreport_xlsx.read import read
from tests.plugins.xlsx.books import named, opened, pointers, random_report, saved
from tests.property.strategies import RANDOM, reports

few = partial(settings, max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
FORMS = [
    pytest.param(form.id, marks=[pytest.mark.slow] if any(axis.open for axis in form.axes.values()) else [])
    for form in default_registry().forms()
]
"""Every form; those with rows of the reporter's own make large workbooks."""


class Forms:
    """A registry that has the forms of the samples beside those of the rule sets."""

    def form(self, name: str) -> gr.Form:
        known = {RANDOM.id: RANDOM, sample_form().id: sample_form()}
        return known[name] if name in known else gr.form(name)

    def rules(self, form: gr.Form):
        return default_registry().rules(form)


def back(data: bytes) -> gr.Report:
    return read(Source(data, "r.xlsx"), ReadContext(Forms()))


def plain(report: gr.Report) -> dict:
    """Return all that a report says, but for where each figure was found."""
    return plain_report(attrs.evolve(report, origins=type(report.origins)()))


def differences(report: gr.Report, again: gr.Report) -> list:
    before, after = plain(report), plain(again)
    return [(key, before.get(key), after.get(key)) for key in {*before, *after} if before.get(key) != after.get(key)]


def language_of(report: gr.Report) -> str:
    known = {each.partition("-")[0] for each in report.form.titles}
    return report.in_language if not known or report.in_language[:2] in known else report.form.language


# --- as drawn ------------------------------------------------------------------------------------------------------


@few()
@given(reports)
def test_random_reports_are_read_back_the_same(drawn):
    report = drawn.report
    assert not differences(report, back(gr.render(report, "xlsx", language=language_of(report))))


@pytest.mark.slow
@few()
@given(reports)
def test_random_reports_begun_in_a_workbook_are_read_back_the_same(drawn):
    report = drawn.report
    data = gr.render(report, "xlsx", language=language_of(report), fill_in=True, rows=2)
    again = back(data)
    assert not [each for each in differences(report, again) if each[0] != "values"]
    for cell, value in report.values.items():
        assert again[cell] == value, cell
    for cell, value in again.values.items():  # beside them there are cells left empty, and totals that formulas give
        assert cell in report.values or value.state is gr.State.BLANK or value.quality.value == "derived", cell


@pytest.mark.slow
@pytest.mark.parametrize("name", [*sample_reports(), "random", "long", *hostile_strings()])
def test_sample_reports_are_read_back_the_same(name):
    known = {**sample_reports(), "random": sample_random_report(1), "long": long_report(200)}
    report = known[name] if name in known else hostile_report(hostile_strings()[name])
    for options in ({}, {"fill_in": True, "rows": 2}):
        again = back(gr.render(report, "xlsx", **options))
        for cell, value in report.values.items():
            assert again[cell] == value, (options, cell)
        assert not [each for each in differences(report, again) if each[0] != "values"]


@pytest.mark.slow
def test_every_chinese_case_is_read_back_the_same(shared):
    for path in sorted((shared / "cn" / "cases").glob("*.json")):
        if path.stem != "expected":
            report = gr.read(path)
            for language in ("zh", "en"):
                again = gr.read(gr.render(report, "xlsx", language=language), name="r.xlsx")
                assert not differences(report, again), path.name
            assert gr.check(again).totals == gr.check(report).totals


@pytest.mark.slow
def test_american_cases_are_read_back_the_same(shared):
    for name in ("epa-2009", "osc-2024"):
        report = gr.read(shared / "us" / "cases" / f"{name}.xml")
        assert not differences(report, gr.read(gr.render(report, "xlsx"), name="r.xlsx")), name


def test_without_its_data_a_workbook_is_read_as_one_that_was_published(report):
    data = gr.render(report, "xlsx", data=False)
    assert "govreport" not in opened(data).sheetnames
    again = gr.read(data, name="r.xlsx")
    assert again.values == report.values


def test_each_figure_knows_its_sheet_and_cell(report):
    data = gr.render(report, "xlsx")
    again = gr.read(data, name="r.xlsx")
    book = opened(data, data_only=True)
    for cell, origin in again.origins.items():
        held = book[origin.sheet][origin.cell].value
        amount = again[cell].amount
        words = {"True": "是", "False": "否", "None": "（空）"}
        assert held == words.get(str(amount), amount)
    assert len(again.origins) == 49


def test_it_is_known_by_its_parts_or_its_name(report):
    data = gr.render(report, "xlsx")
    assert sniff(data[:4096], "x") == 0.9
    assert sniff(b"PK\x03\x04", "x.xlsx") == 0.9
    assert sniff(b"PK\x03\x04", "x.docx") == 0.0
    assert sniff(b"{", "x.xlsx") == 0.0


# --- edited --------------------------------------------------------------------------------------------------------


def edited(report: gr.Report, changes: dict[str, object], **options) -> gr.Report:
    """Return a report after values were put into the cells of its workbook."""
    book = opened(gr.render(report, "xlsx", **options))
    places = pointers(book)
    for address, value in changes.items():
        sheet, row, column = places.get(("cell", address)) or places["total", address]
        book[sheet].cell(row, column).value = value
    return back(saved(book))


@pytest.mark.parametrize(
    ("held", "state", "raw"),
    [
        ("（空）", "blank", None),
        ("(blank)", "blank", None),
        ("（缺）", "absent", None),
        ("不适用", "not_applicable", None),
        ("n/a", "not_applicable", None),
        (" N/A ", "not_applicable", None),
        ("未统计", "not_collected", None),
        ("withheld", "withheld", None),
        ("不公开", "withheld", None),
        ("<5", "below", None),
        ("/", "blank", "/"),
        ("约五十", "invalid", "约五十"),
        (-3, "invalid", "-3"),
        (1.5, "invalid", "1.5"),
        ("12", "number", None),
        (0, "number", None),
    ],
)
def test_what_stands_in_place_of_a_number(report, held, state, raw):
    for options in ({}, {"fill_in": True}):
        value = edited(report, {"sub_offices": held}, **options)["sub_offices"]
        assert (value.state.value, value.raw) == (state, raw)


def test_a_figure_that_was_changed_loses_what_was_said_of_the_old_one():
    report = sample_reports()["english"]
    before = report["received[o2]"]
    assert before.quality is not None
    again = edited(report, {"received[o2]": 8})
    assert again["received[o2]"] == gr.Value.of(8)
    assert edited(report, {"received[o1]": 8})["received[o2]"] == before


def test_dates_and_truths_are_read_as_such():
    report = sample_reports()["english"]
    again = edited(report, {"opened[o1]": dt.datetime(2020, 5, 6), "online[o1]": False, "online[o2]": "yes"})
    assert again["opened[o1]"].amount == dt.date(2020, 5, 6)
    assert (again["online[o1]"].amount, again["online[o2]"].amount) == (False, True)
    assert edited(report, {"opened[o1]": "2020年5月6日"})["opened[o1]"].amount == dt.date(2020, 5, 6)
    assert edited(report, {"opened[o1]": "in May"})["opened[o1]"].state.value == "invalid"


def test_numbers_that_no_spreadsheet_holds_are_texts_and_come_back_whole():
    exact = Decimal("12345678901234567890.123456")
    report = gr.blank(gr.form("cn/2021"), "某局", 2021).fill({"admin_fees[amount]": exact})
    for options in ({}, {"fill_in": True}):
        data = gr.render(report, "xlsx", **options)
        sheet, row, column = pointers(opened(data))["cell", "admin_fees[amount]"]
        assert opened(data)[sheet].cell(row, column).value == str(exact)
        assert gr.read(data, name="r.xlsx")["admin_fees[amount]"].amount == exact


def test_text_that_was_changed_where_it_is_only_shown_is_told(report):
    report = report.tell("lead", "第一段。\n\n第二段。")
    book = opened(gr.render(report, "xlsx"))
    cell = next(each for row in book["报告"].iter_rows() for each in row if each.value == "第二段。")
    cell.value = "另一段。"
    again = back(saved(book))
    assert again.narrative == report.narrative
    assert again.unplaced[-1].text == "另一段。"
    assert cell.coordinate in again.unplaced[-1].reason


# --- filled in -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_what_a_script_fills_into_every_form_is_read_back(form):
    report = random_report(gr.form(form), 4, 2)
    empty = named(report.form, 0)
    data = gr.render(empty, "xlsx", fill_in=True, rows=3)
    book = opened(data)
    places = pointers(book)
    for axis, members in report.members.items():
        for member in members:
            if ("member", f"{axis}/{member.id}") in places:
                sheet, row, column = places["member", f"{axis}/{member.id}"]
                book[sheet].cell(row, column).value = next(iter(member.labels.values()))
    for cell, value in report.values.items():
        if ("cell", str(cell)) in places and value.state is gr.State.NUMBER:
            sheet, row, column = places["cell", str(cell)]
            book[sheet].cell(row, column).value = float(value.amount) if value.is_number else value.amount
            if isinstance(value.amount, str):
                book[sheet].cell(row, column).data_type = "s"
    again = gr.read(saved(book), name="r.xlsx")
    assert not again.unplaced
    for cell, value in report.values.items():
        if ("cell", str(cell)) in places and value.state is gr.State.NUMBER:
            assert again[cell].amount == value.amount, cell
        elif ("total", str(cell)) in places and again[cell].is_number:
            assert again[cell].quality.value == "derived"
    for axis, members in report.members.items():
        assert [each.id for each in again.members[axis]] == [each.id for each in members]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("form", FORMS)
def test_a_filled_report_is_read_back_from_the_form(form, language):
    report = random_report(gr.form(form), 5, 2)
    again = gr.read(gr.render(report, "xlsx", fill_in=True, rows=3, language=language), name="r.xlsx")
    assert not differences(report, again)


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_form_is_read_back_blank(form):
    report = named(gr.form(form), 0)
    again = gr.read(gr.render(report, "xlsx", fill_in=True), name="r.xlsx")
    assert {value.state for value in again.values.values()} == {gr.State.BLANK}
    assert list(again.values) == list(report.form.starting_cells())
    assert not any(again.members.values())


def test_fields_and_texts_are_read(form):
    report = gr.blank(form, "某局", 2017)
    book = opened(gr.render(report, "xlsx", fill_in=True))
    places = pointers(book)

    def put(kind, key, value, below=0):
        sheet, row, column = places[kind, key]
        book[sheet].cell(row + below, column).value = value

    put("field", "publisher.name", "某县司法局")
    put("field", "publisher.level", "部门")
    put("field", "period", 2018)
    put("field", "published", "2019年1月20日")
    put("field", "attestation.head", "甲")
    put("field", "attestation.date", dt.datetime(2019, 1, 18))
    put("text", "lead", "第一段。")
    put("text", "lead", "第二段 {own_docs} 件。", 2)
    again = back(saved(book))
    assert (again.publisher.name, again.publisher.level, again.period) == ("某县司法局", "部门", "2018")
    assert again.published == dt.date(2019, 1, 20)
    assert (again.attestation.head, again.attestation.date) == ("甲", dt.date(2019, 1, 18))
    assert again.narrative == {"lead": "第一段。\n\n第二段 {own_docs} 件。"}


def test_a_report_read_from_a_workbook_is_written_again_as_json(report):
    again = gr.read(gr.render(report, "xlsx"), name="r.xlsx")
    assert gr.read(to_json(plain_report(again)).encode(), name="r.json") == again
