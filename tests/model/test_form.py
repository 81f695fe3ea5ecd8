"""Forms: finding cells, offering near ones, relations, and what fits a cell."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

import govreport as gr
from govreport.errors import InvalidInput, UnknownName
from govreport.model.cell import Cell, parse_cell
from govreport.model.indicator import Member
from govreport.model.value import State, Value
from govreport.reading.form_file import read_form
from govreport.reading.source import Source

DATATYPES = """
govreport = "form/1"
id = "t/datatypes"
[[section]]
id = "s"
[[table]]
id = "t"
section = "s"
rows = [
  { id = "count" }, { id = "signed", sign = "any" }, { id = "number", datatype = "number" },
  { id = "day", datatype = "date" }, { id = "text", datatype = "text" }, { id = "yes", datatype = "boolean" },
  { id = "code", datatype = "code", codes = ["paper", "letter"] }, { id = "free", datatype = "code" },
  { id = "whole" }, { id = "head", parent = "whole", relation = "part", group = true },
  { id = "one", parent = "head", relation = "part" }, { id = "two", parent = "head", relation = "part" },
  { id = "two_a", parent = "two", relation = "part" }, { id = "some", parent = "whole", relation = "incl" },
]
"""


@pytest.fixture(scope="module")
def datatypes():
    return read_form(Source(DATATYPES.encode(), "datatypes.toml"))


def refusal(form, address, named=None):
    with pytest.raises(InvalidInput) as caught:
        form.locate(address, named or {})
    return caught.value


def test_the_rule_set_is_what_stands_before_the_slash(form):
    assert form.ruleset == "cn"


def test_an_unknown_cell_offers_near_ones_and_no_headings(form):
    error = refusal(form, "own_doc")
    assert isinstance(error, UnknownName)
    assert str(error).startswith("unknown cell 'own_doc'; did you mean 'own_docs'")


def test_a_heading_has_no_cell(form):
    assert "nx1 is a heading of form cn/ningxia-2017 and has no cell" in str(refusal(form, "nx1"))


def test_too_few_or_too_many_members_are_answered_with_the_shape(mini):
    assert "write rules[column]" in str(refusal(mini("china"), "rules"))
    assert "write rules[column]" in str(refusal(mini("china"), "rules[issued,repealed]"))


def test_members_for_an_indicator_without_axes_are_refused(form):
    assert "write own_docs" in str(refusal(form, "own_docs[total]"))


def test_an_unknown_member_offers_near_ones_with_the_cell_as_place(mini):
    error = refusal(mini("china"), "rules[issue]")
    assert str(error) == "rules[issue]: unknown member of column 'issue'; did you mean 'issued'?"


def test_a_heading_among_the_members_is_no_cell(mini):
    assert "unknown member of applicant 'legal'" in str(refusal(mini("china"), "requests_new[legal]"))


def test_a_cell_that_the_table_leaves_out_is_unknown(mini):
    assert "unknown cell 'size.pages[neither,lt100]'" in str(refusal(mini("canada"), "size.pages[neither,lt100]"))
    assert str(mini("canada").locate("size.requests[neither,lt100]")) == "size.requests[neither,lt100]"


def test_a_member_that_this_block_does_not_have_gives_no_cell(mini):
    assert "unknown cell 'rules[amount]'" in str(refusal(mini("china"), "rules[amount]"))


def test_an_open_member_must_be_listed_and_the_error_says_where(mini):
    assert str(refusal(mini("us"), "V_A.received[C1]")).endswith("known: total")
    named = {"component": {f"C{place}": Member(f"C{place}") for place in range(20, 40)}}
    assert "list it under members.component" in str(refusal(mini("us"), "V_A.received[Justice]", named))
    assert str(mini("us").locate("V_A.received[C21]", named)) == "V_A.received[C21]"


def test_a_second_row_of_a_named_member_is_a_cell_of_its_own(mini):
    named = {"component": {"C3": Member("C3")}}
    assert mini("us").locate("V_B_1.reason[C3#2,Other]", named) == Cell("V_B_1.reason", ("C3#2", "Other"))
    with pytest.raises(UnknownName):
        mini("us").locate("V_B_1.reason[C4#2,Other]", named)


def test_a_cell_object_is_looked_up_like_its_address(form):
    assert form.locate(Cell("own_docs")) == form.locate("own_docs")


def test_each_cell_knows_its_table(mini, form):
    assert form.table_of(parse_cell("own_docs")).id == "statistics"
    assert mini("us").table_of(parse_cell("IV.count[s1,total]")).id == "IV"
    assert form.table_of(parse_cell("no_such")) is None


def test_indicators_are_listed_by_table(mini):
    assert mini("canada").indicators_of("t452") == {"size.requests", "size.pages"}


def test_rows_are_told_apart_by_what_their_headers_say(mini):
    us, china = mini("us"), mini("china")
    assert us.row_key(parse_cell("V_A.start[C1]")) == us.row_key(parse_cell("V_A.end[C1]"))
    assert us.row_key(parse_cell("V_A.start[C1]")) != us.row_key(parse_cell("V_A.start[total]"))
    assert china.row_key(parse_cell("rules[issued]")) == china.row_key(parse_cell("rules[repealed]"))
    assert china.row_key(parse_cell("rules[issued]")) != china.row_key(parse_cell("normative_documents[issued]"))
    assert us.row_key(parse_cell("V_A.start")) is None


def test_a_heading_among_the_parts_is_replaced_by_its_own(datatypes):
    assert [each.id for each in datatypes.children("whole")] == ["one", "two"]
    assert [each.id for each in datatypes.leaves("whole")] == ["one", "two_a"]
    assert datatypes.children("one") == datatypes.leaves("one") == ()


def test_an_unknown_section_offers_near_ones(form):
    assert form.section("statistics").annex
    with pytest.raises(UnknownName, match="unknown section 'statistic'; did you mean 'statistics'"):
        form.section("statistic")


@pytest.mark.parametrize(
    ("address", "given", "amount"),
    [
        ("count", Decimal("1.0"), Decimal("1.0")),
        ("count", 10**39 + 1, Decimal(10**39 + 1)),
        ("signed", -3, Decimal(-3)),
        ("number", Decimal("-0.5"), Decimal("-0.5")),
        ("day", "2019-03-04", dt.date(2019, 3, 4)),
        ("day", dt.datetime(2019, 3, 4, 5, 6), dt.date(2019, 3, 4)),
        ("day", dt.date(2019, 3, 4), dt.date(2019, 3, 4)),
        ("text", "12", "12"),
        ("yes", False, False),
        ("code", "paper", "paper"),
        ("free", "anything", "anything"),
    ],
)
def test_what_fits_a_cell_becomes_its_datatype(datatypes, address, given, amount):
    value = datatypes.conform(Cell(address), Value.of(given))
    assert (value.amount, type(value.amount)) == (amount, type(amount))


@pytest.mark.parametrize(
    ("address", "given", "message"),
    [
        ("count", "12a", "count: '12a' is no number; write a number, or null for a blank; to keep it as published"),
        ("count", True, "count: True is no number"),
        ("count", dt.date(2019, 1, 1), "is no number"),
        ("count", -1, "-1 is negative, and the cell counts things"),
        ("count", Decimal("1.5"), "1.5 is no whole number"),
        ("count", Decimal("0." + "0" * 39 + "1"), "is no whole number"),
        ("day", "4.3.2019", "'4.3.2019' is no date; write YYYY-MM-DD"),
        ("day", 5, "is no date"),
        ("text", 12, "12 is no text; put it in quotes"),
        ("text", True, "True is no text"),
        ("code", "papr", "unknown code 'papr'; did you mean 'paper'?"),
        ("yes", "yes", "'yes' is neither true nor false; write true or false"),
        ("yes", 1, "neither true nor false"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_cell_and_a_remedy(datatypes, address, given, message):
    with pytest.raises(InvalidInput) as caught:
        datatypes.conform(Cell(address), Value.of(given))
    assert message in str(caught.value)
    assert str(caught.value).startswith(f"{address}: ")


@pytest.mark.parametrize("state", [state for state in State if state not in {State.NUMBER, State.BELOW}])
@pytest.mark.parametrize("address", ["count", "day", "text", "yes", "code"])
def test_any_cell_may_lack_an_amount(datatypes, address, state):
    value = Value(state=state, raw="n/a")
    assert datatypes.conform(Cell(address), value) is value


def test_a_bound_belongs_to_numbers_and_lies_above_what_can_be(datatypes):
    assert datatypes.conform(Cell("count"), Value.below(1)).bound == 1
    assert datatypes.conform(Cell("number"), Value.below(-1)).bound == -1
    with pytest.raises(InvalidInput, match="text: a bound does not fit a text"):
        datatypes.conform(Cell("text"), Value.below(1))
    with pytest.raises(InvalidInput, match="count: nothing that is counted lies below 0"):
        datatypes.conform(Cell("count"), Value.below(0))


def test_the_first_form_has_49_cells_with_units_in_both_languages(form):
    cells = list(form.cells())
    assert len(cells) == 49
    assert all(form.unit(cell, "zh") and form.unit(cell, "en") for cell in cells)


def test_the_cells_of_one_table_are_those_of_the_form_that_stand_in_it(mini):
    us = mini("us")
    report = gr.blank(us, "x", 2024).fill({"V_A.received[total]": 1, "IX.processing[total]": 2})
    assert {us.table_of(cell).id for cell in us.cells(report, "V_A")} == {"V_A"}
    assert len(list(us.cells(report, "V_A"))) == 4
