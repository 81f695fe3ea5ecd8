"""The 2017 Ningxia annex: every row of the catalogue, every rule, the verdicts of the real report."""

from __future__ import annotations

import json

import pytest

import govreport as gr
from govreport.model.labels import pick


def test_the_form_has_every_row_of_the_catalogue(form, shared):
    catalogue = json.loads((shared / "cn" / "forms.json").read_text("utf-8"))["cn-nx-2017"]
    rows = catalogue["tables"]["statistics"]["rows"]
    assert [each["id"] for each in rows] == list(form.indicators)
    for row in rows:
        indicator = form.indicators[row["id"]]
        assert pick(indicator.labels, "zh") == row["label"]
        assert indicator.labels["en"]
        assert (indicator.parent, indicator.group) == (row["parent"], row["kind"] == "group")
        assert (indicator.relation or "") == row["split"]
        assert (indicator.traits.unit or None) == row["unit"]
    assert len(list(form.cells())) == 49
    assert gr.form("cn-nx-2017") is form


def test_units_are_kept_as_printed(form):
    units = {
        cell: form.unit(gr.Cell(cell), "zh")
        for cell in ("own_responses", "sub_responses", "own_leader_mailbox", "sub_offices")
    }
    assert units == {"own_responses": "次", "sub_responses": "件", "own_leader_mailbox": "件", "sub_offices": "个"}


def test_verdicts_of_the_real_report(shared):
    report = gr.read(shared / "cn" / "cases" / "nx-2017-desheng.json")
    expected = json.loads((shared / "cn" / "cases" / "expected.json").read_text("utf-8"))["nx-2017-desheng"]["rules"]
    counts = gr.check(report).by_rule
    assert {rule: "fails" if counts[rule]["fails"] else "holds" for rule in expected} == expected
    assert not [rule for rule in counts if rule not in expected and counts[rule]["fails"]]  # a file of data has no text


def test_what_fails_in_the_first_report(report):
    findings = gr.check(report)
    assert [(each.rule, each.severity.value) for each in findings] == [
        ("NX-MARKS-OWN", "error"),
        ("NX-POLICY-OWN", "error"),
        ("NX-POLICY-PUBLISHED-OWN", "error"),
        ("LY-BLANK", "warning"),
    ]
    marks = findings[0].as_data("zh")
    assert (marks["expected"], marks["actual"]) == (0, 26)
    assert "26 ≠" in marks["message"]
    assert "相差 26" in marks["message"]
    assert marks["operands"][0]["cell"] == "own_docs"
    assert [str(cell) for cell in findings[3].cells] == ["sub_offices"]
    for each in findings:
        for language in ("zh", "en"):
            assert each.text(language)
            assert each.source(language)
            assert each.hint(language)


def consistent(form):
    """Return a report that keeps every rule."""
    blank = gr.blank(form, gr.Publisher("某局", level="部门"), 2017)
    values = dict.fromkeys(blank.cells(), 0) | {
        gr.Cell(f"{own}_{name}"): value
        for own in ("own", "sub")
        for name, value in {
            "docs": 10,
            "docs_marked_public": 6,
            "docs_marked_on_request": 2,
            "docs_marked_redacted": 1,
            "docs_marked_closed": 1,
            "docs_published": 7,
            "docs_published_website": 7,
            "docs_published_app": 3,
            "norm_docs": 3,
            "norm_docs_marked_public": 2,
            "norm_docs_website": 2,
            "policy_docs": 4,
            "policy_docs_explained": 3,
            "requests": 5,
            "requests_closed": 4,
            "requests_answered": 4,
            "staff": 3,
            "staff_full_time": 2,
            "staff_part_time": 1,
        }.items()
    }
    values |= {gr.Cell("own_press_conferences"): 2, gr.Cell("own_press_conferences_head"): 1, gr.Cell("sub_offices"): 1}
    return blank.fill(values)


BREAKS = {
    "NX-MARKS-OWN": {"own_docs_marked_closed": 2},
    "NX-MARKS-SUB": {"sub_docs": 11},
    "NX-PUBLISHED-OWN": {"own_docs_published": 8},
    "NX-PUBLISHED-SUB": {"sub_docs_published": 8},
    "NX-CHANNEL-OWN": {"own_docs_published_app": 8},
    "NX-CHANNEL-SUB": {"sub_docs_published_website": 1},
    "NX-NORM-OWN": {"own_norm_docs_website": 4},
    "NX-NORM-SUB": {"sub_norm_docs": 11},
    "NX-POLICY-OWN": {"own_policy_docs": 8},
    "NX-POLICY-SUB": {"sub_policy_docs": 8},
    "NX-POLICY-PUBLISHED-OWN": {"own_docs_published": 3},
    "NX-POLICY-PUBLISHED-SUB": {"sub_docs_published": 3},
    "NX-EXPLAIN-OWN": {"own_policy_docs_explained": 5},
    "NX-EXPLAIN-SUB": {"sub_policy_docs_explained": 5},
    "NX-REQ-OWN": {"own_requests_answered": 5},
    "NX-REQ-SUB": {"sub_requests_closed": 6},
    "NX-STAFF-OWN": {"own_staff": 4},
    "NX-STAFF-SUB": {"sub_staff_part_time": 2},
    "NX-PRESS-HEAD": {"own_press_conferences_head": 3},
    "NX-SUB-OFFICES": {"sub_offices": 0},
    "LY-BLANK": {"sub_responses": None},
    "LY-ZERO-STYLE": {"sub_responses": gr.Value(state="blank", raw="/")},
}


def test_a_consistent_report_has_no_findings(form):
    findings = gr.check(consistent(form))
    assert not list(findings)
    assert findings.unjudged == ("LY-LATE", "LY-EARLY", "LY-MISSING-SECTION", "TX-REPEAT")


@pytest.mark.parametrize("rule", BREAKS)
def test_each_rule_finds_what_breaks_it(form, rule):
    findings = gr.check(consistent(form).fill(BREAKS[rule]))
    assert rule in {each.rule for each in findings}


def test_edition_and_deadline(form):
    import datetime as dt

    import attrs

    report = attrs.evolve(consistent(form), period="2016", published=dt.date(2017, 4, 1))
    assert {each.rule for each in gr.check(report)} == {"LY-EDITION", "LY-LATE"}
    early = attrs.evolve(consistent(form), published=dt.date(2018, 3, 31))
    assert gr.check(early).by_rule["LY-LATE"]["holds"] == 1


def test_a_blank_counts_as_0_and_the_finding_says_so(form):
    findings = gr.check(consistent(form).fill({"own_staff_full_time": None}))
    told = {each.rule: each.identity("zh") for each in findings}["NX-STAFF-OWN"]
    assert "（空），按 0 计" in told


def test_marks_for_zero_all_through_are_a_matter_of_style(form):
    report = gr.blank(form, "某局", 2017)
    report = report.fill(dict.fromkeys(report.cells(), gr.Value(state="blank", raw="/")))
    assert {each.rule for each in gr.check(report)} == {"LY-ZERO-STYLE"}
