"""Reports: filling in, telling, naming; each change gives a new report, and a wrong one changes nothing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import attrs
import pytest

import govreport as gr
from govreport.errors import InvalidInput, UnknownName
from govreport.model.cell import Cell, parse_cell
from govreport.model.frozen import FrozenMap
from govreport.model.indicator import Member
from govreport.model.report import Note, Publisher, bound_cells
from govreport.model.value import ABSENT, BLANK, State, Value


@pytest.fixture
def empty(form):
    return gr.blank(form, "某局", 2017)


def test_an_empty_report_has_no_value_and_the_usual_kind(empty):
    assert (empty.values, empty.kind, empty.period, empty.year) == ({}, "body", "2017", 2017)
    assert empty["own_docs"] is ABSENT
    assert len(list(empty.cells())) == 49


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"publisher": " ", "period": 2017}, "needs a publisher; give the authority's full name"),
        ({"publisher": Publisher(""), "period": 2017}, "needs a publisher"),
        ({"publisher": "x", "period": " "}, "needs a period; give the report year"),
        ({"publisher": "x", "period": 2017, "kind": "bodi"}, "unknown kind of report 'bodi'; did you mean 'body'"),
    ],
)
def test_a_report_without_what_it_needs_is_refused(form, arguments, message):
    with pytest.raises(InvalidInput, match=message):
        gr.blank(form, **arguments)


def test_a_form_without_kinds_gives_none(mini):
    assert gr.blank(mini("us"), "x", 2024).kind is None
    assert gr.blank(mini("us"), "x", 2024, kind="any").kind == "any"


@pytest.mark.parametrize(
    ("period", "year"), [("2024", 2024), ("2024-01-01/2024-06-30", 2024), ("FY2024", None), ("20240", None)]
)
def test_the_year_is_what_the_period_begins_with(form, period, year):
    assert gr.blank(form, "x", period).year == year


def test_filling_gives_a_new_report_and_leaves_the_old(empty):
    filled = empty.fill({"own_docs": 26, Cell("sub_docs"): None})
    assert (filled["own_docs"].amount, filled["sub_docs"]) == (Decimal(26), BLANK)
    assert empty.values == {}


def test_filling_again_replaces_and_keeps_the_place(empty):
    filled = empty.fill({"own_docs": 1, "sub_docs": 2}).fill({"own_docs": 3})
    assert [(str(cell), value.amount) for cell, value in filled.values.items()] == [("own_docs", 3), ("sub_docs", 2)]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"own_docs": 1, "own_doc": 2}, "did you mean 'own_docs'"),
        ({"own_docs": "many"}, "own_docs: 'many' is no number"),
        ({"own_docs": 1.5}, r"own_docs: 1\.5 is a float"),
        ({"own_docs": -1}, "own_docs: -1 is negative"),
        ({"own docs": 1}, "'own docs' is no address"),
        ({"own_docs": Decimal("NaN")}, "own_docs: NaN is no number"),
    ],
)
def test_one_wrong_value_fills_in_nothing(empty, values, message):
    with pytest.raises(InvalidInput, match=message):
        empty.fill(values)
    assert empty.values == {}


@pytest.mark.parametrize("state", [state for state in State if state not in {State.NUMBER, State.BELOW}])
def test_every_state_is_kept_as_it_is(empty, state):
    assert empty.fill({"own_docs": state})["own_docs"].state is state


def test_a_report_cannot_be_changed(empty):
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        empty.period = "2018"
    with pytest.raises(TypeError):
        empty.values[Cell("own_docs")] = BLANK


def test_values_given_as_a_plain_dict_are_frozen(empty):
    assert isinstance(attrs.evolve(empty, values={Cell("own_docs"): BLANK}).values, FrozenMap)


def test_reading_an_unknown_cell_is_an_error_and_not_absent(empty):
    with pytest.raises(UnknownName):
        empty["own_dox"]


def test_telling_keeps_the_text_of_a_section(empty):
    told = empty.tell("lead", "共 {own_docs} 件，{{原文}}。")
    assert told.narrative == {"lead": "共 {own_docs} 件，{{原文}}。"}
    assert empty.narrative == {}


@pytest.mark.parametrize(
    ("section", "text", "message"),
    [
        ("led", "x", "unknown section 'led'; did you mean 'lead'"),
        ("lead", "{own_dox}", "unknown cell 'own_dox'"),
        ("lead", "{}", "'' is no address"),
        ("statistics", "x", "section 'statistics' of form cn/ningxia-2017 holds tables only"),
    ],
)
def test_a_text_in_no_section_or_bound_to_no_cell_is_refused(empty, section, text, message):
    with pytest.raises(InvalidInput, match=message):
        empty.tell(section, text)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("{a} and { b[x] }", ["a", "b[x]"]),
        ("{{a}}", []),
        ("{{{a}}}", ["a"]),
        ("{ a", []),
        ("", []),
        ("{a{b}", ["b"]),
    ],
)
def test_figures_are_bound_by_single_braces(text, cells):
    assert list(bound_cells(text)) == cells


def test_naming_members_makes_their_cells_known(mini):
    report = gr.blank(mini("us"), "x", 2024).name("component", [Member("C1")])
    assert report.fill({"V_A.received[C1]": 3})["V_A.received[C1]"].amount == 3
    assert report.member_of("component", "C1#2").id == "C1"
    assert report.member_of("component", "total").id == "total"
    assert report.member_of("component", "C2") is None


@pytest.mark.parametrize(
    ("axis", "members", "message"),
    [
        ("componet", [], "unknown axis 'componet'; did you mean 'component'"),
        ("reason", [Member("x")], "members.reason: axis 'reason' of form mini/us is closed"),
        ("component", [Member("a"), Member("b"), Member("a")], "members.component: 'a' is named twice"),
    ],
)
def test_only_open_axes_take_members_and_each_once(mini, axis, members, message):
    with pytest.raises(InvalidInput, match=message):
        gr.blank(mini("us"), "x", 2024).name(axis, members)


def test_a_row_is_there_when_any_of_its_cells_has_a_value(mini):
    report = gr.blank(mini("us"), "x", 2024).fill({"V_A.received[total]": 0})
    assert report.has_row(parse_cell("V_A.end[total]"))
    assert not report.has_row(parse_cell("V_B_1.total[total]"))


def test_a_value_that_the_form_does_not_know_gives_no_row(empty):
    odd = attrs.evolve(empty, values={Cell("gone"): BLANK})
    assert not odd.has_row(Cell("gone"))
    assert odd.members_in("statistics", "x") == set()


def test_notes_on_a_cell_are_those_that_name_it_and_the_one_that_its_value_names(empty):
    notes = (Note("n1", "a", cells=(Cell("own_docs"),)), Note("n2", "b"), Note("n3", "c", section="lead"))
    report = attrs.evolve(empty.fill({"own_docs": Value(Decimal(1), note="n2")}), notes=notes)
    assert [note.id for note in report.notes_on(Cell("own_docs"))] == ["n1", "n2"]
    assert list(report.notes_on(Cell("sub_docs"))) == []


def test_the_title_is_the_report_s_own_else_made_by_the_form(empty):
    assert empty.heading() == "某局2017年政府信息公开工作年度报告"
    assert empty.heading("en") == "某局: Annual Report on Open Government Information, 2017"
    own = attrs.evolve(empty, title="年报")
    assert (own.heading(), own.heading("en")) == ("年报", empty.heading("en"))


@pytest.mark.parametrize(
    ("period", "zh", "en"),
    [
        ("2017-04/2018-03", "某局2017年4月至2018年3月政府信息公开", "某局: Annual Report on Open Government Information, 2017-04 to 2018-03"),
        ("2017-01-01/2017-06-30", "某局2017年1月1日至2017年6月30日政府信息公开", "2017-01-01 to 2017-06-30"),
        ("FY2017", "某局FY2017政府信息公开", "FY2017"),
    ],
)  # fmt: skip
def test_a_period_that_is_no_year_stands_in_the_title_in_words(form, period, zh, en):
    report = gr.blank(form, "某局", period)
    assert report.heading().startswith(zh)
    assert report.heading("en").endswith(en)


def test_a_publisher_s_name_is_put_into_the_title_as_it_is(form):
    assert gr.blank(form, "{period}", 2017).heading("en").startswith("{period}: ")


def test_the_language_is_the_report_s_own_else_the_form_s(form):
    assert gr.blank(form, "x", 2017).in_language == "zh-Hans"
    assert gr.blank(form, "x", 2017, language="en").in_language == "en"


def test_reports_of_equal_contents_are_equal(form):
    make = lambda: attrs.evolve(gr.blank(form, "x", 2017).fill({"own_docs": 1}), published=dt.date(2018, 1, 1))
    assert make() == make()
    assert make() != make().fill({"own_docs": 2})


def test_a_member_of_the_form_cannot_be_named_again(mini):
    with pytest.raises(InvalidInput, match="'total' is a member of the form itself"):
        gr.blank(mini("us"), "Agency", 2024).name("component", [Member("total")])


def test_repeated_rows_stand_in_the_order_of_their_numbers(mini):
    report = gr.blank(mini("us"), "Agency", 2024).name("component", [Member("C1")])
    marks = ["", "#2", "#3", "#10"]
    report = report.fill({f"V_A.start[C1{mark}]": 1 for mark in reversed(marks)})
    shown = [cell.members[0] for cell in report.cells() if cell.indicator == "V_A.start"]
    assert shown == [f"C1{mark}" for mark in marks]
