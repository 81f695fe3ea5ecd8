"""The national forms of 2014, 2019 and 2021 and Fujian's annexes: each rule is kept by one report and broken by another."""

from __future__ import annotations

import functools
import json

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import govreport as gr
from govreport.model.indicator import Nature
from govreport.model.labels import pick

from .valid import EDITIONS, two_years

COUNTY = gr.Publisher("某县司法局", level="部门")
NEW = {
    "CN-REQ-BALANCE": {"requests_new[natural_person]": 1},
    "CN-REQ-OUTCOMES": {"outcome_total[business]": 1},
    "CN-REQ-ROWSUM": {"granted[total]": 1},
    "CN-REQ-CARRY": {"requests_carried_in[total]": 1},
    "CN-CASE-ROWSUM": {"litigation_direct[pending]": 1},
    "CN-RULE-POWER": COUNTY,
    "CN-NONNEG": {"granted[total]": gr.Value(state="invalid", raw="-3")},
}
BREAKS: dict[str, dict[str, object]] = {
    "cn/2021": NEW
    | {
        "CN-OTHER-HIGH": {"other_handling_other[total]": 300},
        "CN-DOC-STOCK": {"rules[in_force]": 1},
        "CN-DOC-BOUND": {"normative_documents[issued]": 90},
        "CN-SCOPE-CHANGE": {"licensing[decisions]": 90},
        "CN-FEE-UNIT": {"admin_fees[amount]": 10000 * 500 // 8},
    },
    "cn/2019": NEW
    | {
        "CN-OTHER-HIGH": {"other_handling[total]": 300},
        "CN-SCOPE-CHANGE": {"penalties[decisions]": 90},
        "CN19-DOC-BOUND": {"rules[newly_published]": 90},
        "CN19-DOC-STOCK": {"rules[published_total]": 1},
        "CN19-ITEM-STOCK": {"admin_fees[items_last_year]": 1},
        "CN19-ITEM-BOUND": {"licensing[items_change]": -90},
    },
    "cn/2014": {
        "CN14-REQ-WAYS": {"requests_online": 1},
        "CN14-CLOSED": {"closed_extended": 90},
        "CN14-ANSWERS": {"answer_granted": 90},
        "CN14-REFUSED": {"refused14_privacy": 90},
        "CN14-RECON": {"reconsiderations": 0},
        "CN14-LITIG": {"litigations_other": 90},
        "CN14-STAFF": {"staff": 1},
        "CN14-NORM": {"public_norm_docs": 90},
        "CN14-NORM-ISSUED": {"norm_docs_issued": 0},
        "CN14-CHANNEL-MAX": {"channel_weibo": 90},
        "CN14-CHANNEL-SUM": {"public_info": 90},
        "CN14-HEAD": {"online_interviews_head": 90},
        "CN14-RESPONSE-SUM": {"responses": 90},
        "CN14-CLOSE-ORDER": {"requests_closed": 1},
        "CN14-ANSWER-ORDER": {"requests_received": 1},
        "CN-NONNEG": {"staff": gr.Value(state="invalid", raw="2.5")},
    },
}
FUJIAN = {
    "FJ-PUBLIC-SUM": {"fj_public[year]": 90},
    "FJ-PUBLIC-MAX": {"fj_public_gazette[year]": 90},
    "FJ-REQ-WAYS": {"fj_requests_online[year]": 90},
    "FJ-ANSWERS": {"fj_answers_partly[cumulative]": 90},
    "FJ-ANSWERED-ALL": {"fj_answers[year]": 1},
    "FJ-CUMULATIVE": {"fj_litigations[cumulative]": 90},
    "FJ-CUM-MONOTONE": {"fj_litigations[cumulative]": 0},
    "FJ-YEAR-LE-CUM": {"fj_litigations[year]": 90},
    "CN-NONNEG": {"fj_litigations[year]": gr.Value(state="invalid", raw="两件")},
}
BREAKS |= {edition: FUJIAN for edition in EDITIONS if "fujian" in edition}
OTHERWISE = {"CN-EXCESSIVE-FEE"}  # a rule about the text: test_fees.py
PAIRS = [(edition, rule) for edition, rules in BREAKS.items() for rule in rules]
valid = functools.cache(two_years)


def own_rules(edition: str) -> set[str]:
    """Return the rules of an edition that are about its figures."""
    return {rule for rule in gr.check(valid(edition)[0]).by_rule if rule.startswith(("CN", "FJ"))}


def broken(report: gr.Report, change: object) -> gr.Report:
    return attrs.evolve(report, publisher=change) if isinstance(change, gr.Publisher) else report.fill(change)


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_rule_is_tried(edition):
    assert own_rules(edition) - OTHERWISE == set(BREAKS[edition])


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_valid_report_keeps_every_rule(edition):
    report, before = valid(edition)
    findings = gr.check(report, previous=before)
    assert not list(findings), findings.explain("zh")
    kept = {rule for rule, counts in findings.by_rule.items() if counts["holds"]}
    assert own_rules(edition) - OTHERWISE - {"CN-RULE-POWER"} <= kept
    if edition in {"cn/2019", "cn/2021"}:
        assert findings.by_rule["CN-RULE-POWER"]["not_applicable"] == 3  # a city may make rules


@pytest.mark.parametrize(("edition", "rule"), PAIRS)
def test_each_rule_finds_what_breaks_it(edition, rule):
    report, before = valid(edition)
    found = {each.rule: each for each in gr.check(broken(report, BREAKS[edition][rule]), previous=before)}
    assert rule in found
    for language in ("zh", "en"):
        assert found[rule].message(language)
        assert found[rule].hint(language)
        assert found[rule].source(language)


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_report_of_cells_not_known_breaks_nothing(edition):
    report = attrs.evolve(
        gr.blank(gr.form(edition), gr.Publisher("某市", level="地市级"), EDITIONS[edition]), partial=True
    )
    counts = gr.check(report).by_rule
    judged = {rule for rule in own_rules(edition) if counts[rule]["holds"] or counts[rule]["fails"]}
    assert judged <= {"CN-NONNEG", "CN-FEE-UNIT"}  # of a city, no amount is suspicious


# --- the finer points ------------------------------------------------------------------------------------------------


def severities(report: gr.Report, before: gr.Report | None, rule: str) -> list[str]:
    return [each.severity.value for each in gr.check(report, previous=before) if each.rule == rule]


@pytest.mark.parametrize("edition", ["cn/2019", "cn/2021"])
def test_a_request_put_into_another_class_is_only_a_warning(edition):
    report, before = valid(edition)
    one, other = (int(report[f"requests_carried_in[{each}]"].amount) for each in ("business", "research"))
    moved = report.fill({"requests_carried_in[business]": one + 1, "requests_carried_in[research]": other - 1})
    assert severities(moved, before, "CN-REQ-CARRY") == ["warning", "warning"]
    more = report.fill({"requests_carried_in[business]": one + 1, "requests_carried_in[total]": 99})
    assert severities(more, before, "CN-REQ-CARRY") == ["error", "error"]


def test_requests_are_carried_over_from_the_older_edition_and_documents_are_not():
    report, _ = valid("cn/2021")
    _, before = valid("cn/2019")
    carried = {
        f"requests_carried_out[{each}]": report[f"requests_carried_in[{each}]"] for each in ("total", "business")
    }
    counts = gr.check(report, previous=before.fill(carried)).by_rule
    assert counts["CN-REQ-CARRY"]["holds"] >= 2
    assert counts["CN-DOC-STOCK"] == {"holds": 0, "fails": 0, "not_evaluable": 2, "not_applicable": 0}
    assert not counts["CN-SCOPE-CHANGE"]["fails"]


def test_rows_of_fujian_continue_over_its_editions():
    report, _ = valid("cn/fujian-2014")
    _, before = valid("cn/fujian-2009")
    counts = gr.check(report, previous=before).by_rule["FJ-CUMULATIVE"]
    shared = set(report.form.indicators) & set(before.form.indicators) | {"fj_requests_letter_fax"}  # made of two
    assert counts["holds"] + counts["fails"] == len(shared)
    assert counts["not_evaluable"] == len(report.form.indicators) - len(shared)


def test_an_undecided_case_makes_the_total_of_2014_greater():
    report, _ = valid("cn/2014")
    more = report.fill({"litigations": int(report["litigations"].amount) + 1})
    fewer = report.fill({"litigations": int(report["litigations"].amount) - 1})
    assert severities(more, None, "CN14-LITIG") == ["warning"]
    assert severities(fewer, None, "CN14-LITIG") == ["error"]


@pytest.mark.parametrize(
    ("edition", "row", "rule"),
    [
        ("cn/2014", "requests_fax", "CN14-REQ-WAYS"),
        ("cn/2014", "answer_other_route", "CN14-ANSWERS"),
        ("cn/fujian-2009", "fj_requests_other", "FJ-REQ-WAYS"),
    ],
)
def test_a_sum_leaves_out_a_row_that_the_sheet_lacks(edition, row, rule):
    report, before = valid(edition)
    cells = [cell for cell in report.cells() if cell.indicator == row]
    zero = report.fill(dict.fromkeys(cells, 0))
    without = attrs.evolve(zero, values={cell: value for cell, value in zero.values.items() if cell not in cells})
    ways = gr.check(zero, previous=before).by_rule[rule]
    assert gr.check(without, previous=before).by_rule[rule] == ways
    assert not ways["not_evaluable"]


def test_what_a_cell_cannot_hold_is_kept_and_found():
    report, before = valid("cn/2019")
    assert gr.check(report.fill({"licensing[items_change]": -18}), previous=before).by_rule["CN-NONNEG"]["fails"] == 0
    for cell, value in (("licensing[decisions]", -1), ("licensing[decisions]", 1.5), ("procurement[amount]", -1)):
        with pytest.raises((gr.InvalidInput, TypeError)):
            report.fill({cell: value})
        kept = report.fill({cell: gr.Value(state="invalid", raw=str(value))})
        assert "CN-NONNEG" in {each.rule for each in gr.check(kept)}


@pytest.mark.parametrize(
    ("changes", "told"),
    [({"other_handling_fee_unpaid[total]": 0}, set()), ({"admin_fees[amount]": 2_000_000}, {"CN-FEE-UNIT"})],
)
def test_a_department_collects_no_ten_billion(changes, told):
    report, _ = valid("cn/2021")
    cells = dict.fromkeys((cell for cell in report.cells() if cell.indicator == "rules"), 0)
    report = attrs.evolve(report.fill({**cells, **changes}), publisher=COUNTY)
    assert {each.rule for each in gr.check(report)} & {"CN-FEE-UNIT"} == told


# --- any valid report ------------------------------------------------------------------------------------------------


@st.composite
def any_two_years(draw: st.DrawFn, edition: str) -> tuple[gr.Report, gr.Report]:
    return two_years(edition, lambda low, high: draw(st.integers(low, high)))


def covered(report: gr.Report) -> list[gr.Cell]:
    """Return the cells that an equality covers, whatever the year before was."""
    form = report.form
    if form.id in {"cn/2019", "cn/2021"}:
        return [cell for table in ("requests", "disputes") for cell in form.cells(report, table)]
    wholes = {each.id for each in form.indicators.values() if not each.group and form.children(each.id)}
    parts = {child.id for whole in wholes for child in form.children(whole)}
    return [cell for cell in form.cells(report) if cell.indicator in wholes | parts]


SLOW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("edition", EDITIONS)
@SLOW
@given(data=st.data())
def test_any_valid_report_keeps_the_equalities_and_a_changed_cell_is_found(edition, data):
    report, before = data.draw(any_two_years(edition))
    findings = gr.check(report, previous=before)
    assert not [each.rule for each in findings if each.severity != "info"], findings.explain("zh")
    cell = data.draw(st.sampled_from(covered(report)))
    amount = int(report[cell].amount)
    changed = data.draw(st.integers(0, 99).filter(lambda number: number != amount))
    found = gr.check(report.fill({cell: changed}), previous=before)
    assert [each for each in found if cell in each.cells and each.severity != "info"], (cell, amount, changed)


# --- against the catalogue -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_form_has_every_row_of_the_catalogue(edition, shared):
    form = gr.form(edition)
    alias = next(each for each in form.aliases)
    assert gr.form(alias) is form
    catalogue = json.loads((shared / "cn" / "forms.json").read_text("utf-8"))[alias]
    last = form.last_year or catalogue["years"][1]
    assert [form.first_year, last] == catalogue["years"]
    for table in catalogue["tables"].values():
        rows = table["rows"] if isinstance(table, dict) else table
        for row in (each for each in rows if "kind" in each):
            indicator = form.indicators[row["id"]]
            printed = row["label"] if "fj_" not in row["id"] else row["label"].partition("（")[0]
            assert pick(indicator.labels, "zh") == printed
            assert indicator.labels["en"]
            assert (indicator.parent, indicator.group) == (row["parent"], row["kind"] == "group")
            assert (indicator.relation or "") == row["split"]


@pytest.mark.parametrize("edition", ["cn/2019", "cn/2021"])
def test_table_two_has_the_cells_of_the_catalogue(edition, shared):
    form = gr.form(edition)
    catalogue = json.loads((shared / "cn" / "forms.json").read_text("utf-8"))[edition.replace("/", "-")]
    printed = catalogue["tables"]["article20"]
    cells = [
        gr.Cell(row["id"], (column["id"],)) for each in printed for row in each["rows"] for column in each["columns"]
    ]
    assert cells == list(form.cells(table="article20"))
    for each in printed:
        for row in each["rows"]:
            assert form.indicators[row["id"]].labels["zh"] == row["label"]
        for column in each["columns"]:
            member = form.axes["column"].member(column["id"])
            assert member.labels["zh"] == column["label"]
            assert form.unit(gr.Cell(each["rows"][0]["id"], (member.id,)), "zh") in column["unit"]


def test_stock_flow_and_unit_belong_to_the_cell():
    form = gr.form("cn/2021")
    natures = {column: form.traits(gr.Cell("rules", (column,))).nature for column in ("issued", "in_force")}
    assert natures == {"issued": Nature.FLOW, "in_force": Nature.STOCK}
    assert form.unit(gr.Cell("admin_fees", ("amount",)), "zh") == "万元"
    assert form.traits(gr.Cell("requests_carried_in", ("total",))).nature is Nature.OPENING
    older = gr.form("cn/2019")
    assert [older.unit(gr.Cell("licensing", (column,)), "zh") for column in ("items_change", "decisions")] == [
        "项",
        "件",
    ]
    fujian = gr.form("cn/fujian-2014")
    assert fujian.traits(gr.Cell("fj_public", ("cumulative",))).nature is Nature.STOCK


def test_a_heading_has_no_cell():
    for edition, row in (("cn/2021", "refused"), ("cn/2021", "other_handling"), ("cn/2019", "unable")):
        with pytest.raises(gr.GovReportError, match="heading"):
            gr.blank(gr.form(edition), "某市", 2021).fill({f"{row}[total]": 1})
    assert gr.blank(gr.form("cn/2019"), "某市", 2020).fill({"other_handling[total]": 1})
