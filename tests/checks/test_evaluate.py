"""Expressions reckoned on miniature reports: amounts, three-valued truth, states and policies."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

import govreport as gr
from govreport.checks.evaluate import evaluate
from govreport.checks.scope import UNKNOWN, Scope
from govreport.checks.syntax import parse
from govreport.model.value import ABSENT

from .conftest import policy

D = Decimal


@pytest.fixture
def value(china):
    """Gives what an expression comes to on a report of the Chinese miniature."""

    def run(source, report=None, *, previous=None, given=None, **scope):
        report = report or china({"rules[issued]": 7, "rules[repealed]": 2, "normative_documents[issued]": 5})
        return evaluate(parse(source), Scope(report, previous, given or policy(), **scope))

    return run


@pytest.mark.parametrize(
    ("source", "expected"),
    {
        "rules[issued] + 2 * 3 - 1": D(12),
        "-rules[issued]": D(-7),
        "rules[issued] / 2": D("3.5"),
        "rules[issued] / 0": UNKNOWN,
        "abs(2 - rules[issued])": D(5),
        "round(2.5)": D(3),
        "round(2.345, 2)": D("2.35"),
        "round(-2.5)": D(-3),
        "0.1 + 0.2 == 0.3": True,
        "1 < 2 < 3": True,
        "1 < 2 > 2": False,
        "rules[issued] != 7": False,
        "'a' == 'b'": False,
        "'a' == 1": False,
        "'a' < 1": UNKNOWN,
        "true and 1 / 0 == 1": UNKNOWN,
        "false and 1 / 0 == 1": False,
        "true or 1 / 0 == 1": True,
        "false or 1 / 0 == 1": UNKNOWN,
        "not 1 / 0 == 1": UNKNOWN,
        "1 / 0 == 1 implies true": True,
        "false implies 1 / 0 == 1": True,
        "true implies 1 / 0 == 1": UNKNOWN,
        "if(rules[issued] > 5, 'many', 'few')": "many",
        "if(1 / 0 == 1, 1, 2)": UNKNOWN,
        "rules[issued] in [7, 8]": True,
        "rules[issued] not in [7, 8]": False,
        "1 / 0 in [1]": UNKNOWN,
        "date(2021, 3, 31)": dt.date(2021, 3, 31),
        "date(2021, 2, 30)": UNKNOWN,
        "date(report.period + 1, 1, 31) > date(2022, 1, 30)": True,
        "sum(rules[*])": D(9),
        "sum(rules[issued], normative_documents[issued], 1)": D(13),
        "min(rules[*])": D(0),
        "max(rules[*])": D(7),
        "avg(rules[*])": D(3),
        "count(rules[*])": D(3),
        "count(rules[*] where value > 0)": D(2),
        "sum(rules[*] where value < 0)": D(0),
        "min(rules[*] where value < 0)": UNKNOWN,
        "max(rules[*] where value < 0)": UNKNOWN,
        "avg(rules[*] where value < 0)": UNKNOWN,
        "count(cells(article20))": D(7),
        "count(cells(article20) where value == 7)": D(1),
        "report.level": "县级",
        "report.kind": "body",
        "report.period": D(2021),
        "report.published": UNKNOWN,
        "report.form": "mini/china",
        "form.first_year": D(2021),
        "form.last_year": D(9999),
        "1 in [2, 1 / 0]": UNKNOWN,
        "2 not in [2, 1 / 0]": False,
        "true == 1": False,
        "round(1 / 3, 250)": UNKNOWN,
        "date(99999999999999999999, 1, 1)": UNKNOWN,
        "sum(rules[*] where state(value) == 'number')": D(9),
        "previous.form": UNKNOWN,
        "previous(rules[issued])": UNKNOWN,
        "state(rules[issued])": "number",
        "raw(rules[issued])": "",
        "row(rules[issued])": True,
        "rules": UNKNOWN,
        "rules[nowhere]": UNKNOWN,
        "sum(leaves(outcomes[total]))": D(0),
    }.items(),
)
def test_expression_comes_to(value, source, expected):
    found = value(source)
    assert found is expected if isinstance(expected, bool) or expected is UNKNOWN else found == expected


STATES = {
    "blank": gr.Value.of(None),
    "absent": ABSENT,
    "not_applicable": gr.Value(state="not_applicable"),
    "withheld": gr.Value(state="withheld"),
    "not_collected": gr.Value(state="not_collected"),
    "invalid": gr.Value(state="invalid", raw="12a"),
    "below": gr.Value.below(1),
}


@pytest.mark.parametrize("state", STATES)
def test_a_missing_value_is_unknown_without_a_policy(value, china, state):
    report = china(None, fill=None) if state == "absent" else china({"rules[issued]": STATES[state]})
    assert value("rules[issued]", report) is UNKNOWN
    assert value("sum(rules[issued])", report) is UNKNOWN
    assert value("state(rules[issued])", report) == state


@pytest.mark.parametrize("state", STATES)
def test_a_policy_says_what_stands_for_a_missing_value(value, china, state):
    report = china(None, fill=None) if state == "absent" else china({"rules[issued]": STATES[state]})
    compares = policy(compare={state: "0.1"})
    assert value("rules[issued]", report, given=compares) == D("0.1")
    assert value("sum(rules[issued])", report, given=compares) is UNKNOWN
    adds = policy(aggregate={state: 4})
    assert value("sum(rules[issued], 1)", report, given=adds) == D(5)
    assert value("rules[issued]", report, given=adds) is UNKNOWN
    skips = policy(aggregate={state: "skip"})
    assert value("count(rules[issued])", report, given=skips) == D(0)


def test_skip_outside_an_aggregate_is_unknown(value, china):
    report = china({"rules[issued]": None})
    assert value("rules[issued]", report, given=policy(compare={"blank": "skip"})) is UNKNOWN


def test_children_leave_out_headings_and_what_is_no_part(value, china):
    report = china(
        {
            "granted[total]": 1,
            "refused_state_secret[total]": 2,
            "refused_process_info[total]": 4,
            "outcome_total[total]": 8,
        }
    )
    assert value("sum(children(outcomes[total]))", report) == D(7)
    assert value("sum(leaves(outcomes[total]))", report) == D(7)


def test_an_optional_row_that_is_absent_is_left_out_of_a_sum(value, china):
    report = china({"granted[total]": 1, "refused_state_secret[total]": 2}, fill=None)
    assert value("sum(children(outcomes[total]))", report) == D(3)
    assert value("refused_process_info[total]", report) is UNKNOWN


def test_previous_reads_the_report_of_the_period_before(value, china):
    before = china({"rules[in_force]": 40, "rules[issued]": 1}, period=2020)
    now = china({"rules[in_force]": 45, "rules[issued]": 5})
    assert value("rules[in_force] == previous(rules[in_force]) + rules[issued]", now, previous=before) is True
    assert value("sum(previous(rules[*]))", now, previous=before) == D(41)
    assert value("previous.period", now, previous=before) == D(2020)
    assert value("previous(nowhere)", now, previous=before) is UNKNOWN


def test_star_on_an_open_axis_means_the_members_with_a_row_in_the_table(us):
    report = us(
        {"V_A.start[C1]": 1, "V_A.start[C9]": 2, "V_A.start[C1#2]": 4, "V_A.end[C2]": 8, "V_A.start[total]": 16}
    )
    given = policy(aggregate={"absent": 0})
    scope = Scope(report, None, given)
    assert evaluate(parse("sum(V_A.start[component=*])"), scope) == D(7)
    assert evaluate(parse("count(V_A.start[component=*])"), scope) == D(4)
    assert evaluate(parse("V_A.start[total]"), scope) == D(16)
    assert evaluate(parse("sum(V_B_1.total[component=*])"), scope) == D(0)


def test_row_says_whether_a_row_of_the_table_has_any_value(us):
    report = us({"V_B_2.total[C1]": 0, "V_A.end[C2]": 3})
    for component, there in {"C1": True, "C2": False}.items():
        scope = Scope(report, None, policy(), {"component": component})
        assert evaluate(parse("row(V_B_2.total)"), scope) is there


def test_nothing_is_rounded(value):
    assert value("1234567890123456789012345678901234567890 + 0.0000000000000000000000000000000000000001") == D(
        "1234567890123456789012345678901234567890.0000000000000000000000000000000000000001"
    )
