"""The rules: the small report keeps all of them, and one change breaks each."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import attrs
import pytest

import govreport as gr

BELOW = gr.Value.below(1)
NOT_APPLICABLE = gr.Value(state="not_applicable")
INVALID = gr.Value(state="invalid", raw="Invalid date entered")
BROKEN: dict[str, dict[str, object]] = {
    "US-VA-FLOW": {"V_A.end[C1]": 8},
    "US-VIA-FLOW": {"VI_A.start[total]": 0},
    "US-XIIB-FLOW": {"XII_B.end[C2]": 1},
    "US-VB1-TOTAL": {"V_B_1.total[C1]": 17},
    "US-VB1-TOTAL-OVERALL": {"V_B_1.total[total]": 11},
    "US-VB2-TOTAL": {"V_B_2.count[C1,r1]": 2},
    "US-VIC3-TOTAL": {"VI_C_3.total[C1]": 0},
    "US-VIB-TOTAL": {"VI_B.total[C1]": 3},
    "US-VIIC-TOTAL": {"VII_C_2.count[C1,401+]": 1},
    "US-IX-STAFF": {"IX.staff[C1]": Decimal("2.51")},
    "US-IX-COSTS": {"IX.total[total]": Decimal("25500.01")},
    "US-X-PERCENT": {"X.percent[C1]": Decimal("0.4")},
    "I-X-RATIOSCALE": {"X.percent[C1]": Decimal("0.5")},
    "US-VA-VB1": {"V_A.processed[C1]": 19},
    "US-VB1-VB2": {"V_B_2.total[C2]": 0},
    "US-VB1-VB3": {"V_B_1.full_denial_ex[C2]": 3},
    "US-VIA-VIB": {"VI_A.processed[C1]": 3},
    "US-VIC2-VIC3": {"VI_C_2.reason[total,Other]": 2},
    "US-VIB-VIC2": {"VI_B.other[total]": 2},
    "US-VA-VIIC": {"VII_C_3.count[C1,total]": 4},
    "US-VIID-VA": {"VII_D.pending[C1,simple]": 6},
    "US-XIIA-VIID": {"XII_A.requests[C1]": 7},
    "US-XIIA-VIA": {"XII_A.appeals[C1]": 3},
    "US-XIID1-RECEIVED": {"XII_D_1.received_current[C1]": 21},
    "US-XIID1-PROCESSED": {"XII_D_1.processed_current[C2]": 0},
    "US-XIIE1-RECEIVED": {"XII_E_1.received_current[total]": 0},
    "US-XIIE1-PROCESSED": {"XII_E_1.processed_current[C1]": 0},
    "US-XIID2-CURRENT": {"XII_D_2.current[C1]": 0},
    "US-XIIE2-CURRENT": {"XII_E_2.current[C1]": 0},
    "US-IX-STAFFPOS": {"IX.staff[C2]": 0},
    "US-VIIIA-W10": {"VIII_A.within10[C1]": 3},
    "D-IV-VB3": {"V_B_3.count[total,3]": 5},
    "US-VIC4-LOWHIGH": {"VI_C_4.highest[C1]": 0},
    "US-VIIA-LOWHIGH": {"VII_A.lowest[C2,simple]": 21},
    "US-VIIB-LOWHIGH": {"VII_B.highest[C2,simple]": BELOW},
    "D-VIC4-RANGE": {"VI_C_4.median[C1]": 13},
    "D-VIIA-RANGE": {"VII_A.average[C1,complex]": 91},
    "D-VIIB-RANGE": {"VII_B.median[C2,simple]": BELOW},
    "US-VIC4-MIN": {"VI_C_4.lowest[total]": 2},
    "US-VIIA-MIN": {"VII_A.lowest[total,complex]": 19},
    "US-VIIB-MIN": {"VII_B.lowest[total,simple]": 1},
    "US-VIC4-MAX": {"VI_C_4.highest[total]": 11},
    "US-VIIA-MAX": {"VII_A.highest[total,simple]": 31},
    "US-VIIB-MAX": {"VII_B.highest[C1,complex]": 79},
    "US-VIC4-MEDBETWEEN": {"VI_C_4.median[total]": 7},
    "US-VIIA-MEDBETWEEN": {"VII_A.median[total,simple]": 10},
    "US-VIIB-MEDBETWEEN": {"VII_B.median[total,simple]": 4},
    "US-VIID-MEDBETWEEN": {"VII_D.median[total,simple]": 15},
    "US-VIIIA-MEDBETWEEN": {"VIII_A.median[total]": 4},
    "US-VIIIB-MEDBETWEEN": {"VIII_B.median[total]": 5},
    "US-VIC4-MEDNOTAVG": {"VI_C_4.median[C2]": 8, "VI_C_4.median[total]": 7},
    "US-VIIA-MEDNOTAVG": {"VII_A.median[total,simple]": 7},
    "US-VIIB-MEDNOTAVG": {"VII_B.median[total,simple]": Decimal("6.5")},
    "D-VIIB-SUBSET": {"VII_B.highest[C1,simple]": 31},
    "US-VIC5-ORDER": {"VI_C_5.days[C1,3]": 30},
    "US-VIIE-ORDER": {"VII_E.days[C1,2]": 10},
    "US-XIIC-ORDER": {"XII_C.days[C1,2]": 50, "XII_C.days[C1,3]": 41},
    "US-VIC5-DATEFMT": {"VI_C_5.date[C1,1]": INVALID},
    "US-VIIE-DATEFMT": {"VII_E.date[C1,1]": INVALID},
    "US-XIIC-DATEFMT": {"XII_C.date[total,1]": INVALID},
    "D-VIC5-DATEDAYS": {"VI_C_5.date[C1,1]": dt.date(2024, 9, 3)},
    "D-VIIE-DATEDAYS": {"VII_E.date[C1,3]": dt.date(2024, 4, 1)},
    "D-XIIC-DATEDAYS": {"XII_C.date[C1,2]": dt.date(2024, 7, 1), "XII_C.days[C1,2]": 41},
    "D-VIC5-DATEFY": {"VI_C_5.date[C1,2]": dt.date(2024, 10, 1)},
    "D-VIIE-DATEFY": {"VII_E.date[C1,3]": dt.date(2024, 10, 1)},
    "D-XIIC-DATEFY": {"XII_C.date[C1,1]": dt.date(2025, 1, 1)},
    "D-VIC5-MERGE": {"VI_C_5.days[total,1]": 180},
    "D-VIIE-MERGE": {"VII_E.days[C2,1]": 200},
    "D-XIIC-MERGE": {"XII_C.days[total,1]": 43},
    "US-VIC5-PRESENT": {"VI_C_5.days[C2,1]": gr.Value(state="absent"), "VI_A.end[C2]": 1},
    "US-XIIC-PRESENT": {"XII_B.end[C2]": 1},
    "D-VIC5-ATMOST": {"VI_A.end[C1]": 1},
    "D-XIIC-ATMOST": {"XII_B.end[C1]": 0},
    "US-IV-ROLLUP": {"IV.count[s1,total]": 4},
    "US-VA-ROLLUP": {"V_A.received[total]": 31},
    "US-VB1-ROLLUP": {"V_B_1.reason[total,NoRecords]": 4},
    "US-VB2-ROLLUP": {"V_B_2.total[total]": 3},
    "US-VB3-ROLLUP": {"V_B_3.count[total,6]": 5},
    "US-VIA-ROLLUP": {"VI_A.received[total]": 4},
    "US-VIB-ROLLUP": {"VI_B.affirmed[total]": 0},
    "US-VIC1-ROLLUP": {"VI_C_1.count[total,1]": 1},
    "US-VIC2-ROLLUP": {"VI_C_2.reason[total,InLitigation]": 1},
    "US-VIC3-ROLLUP": {"VI_C_3.total[total]": 0},
    "US-VIIC1-ROLLUP": {"VII_C_1.count[total,total]": 22},
    "US-VIIC2-ROLLUP": {"VII_C_2.count[total,1-20]": 0},
    "US-VIIC3-ROLLUP": {"VII_C_3.count[C2,401+]": 1},
    "US-VIID-ROLLUP": {"VII_D.pending[total,complex]": 3},
    "US-VIIIA-ROLLUP": {"VIII_A.denied[total]": 1},
    "US-VIIIB-ROLLUP": {"VIII_B.granted[total]": 2},
    "US-IX-ROLLUP": {"IX.fte[total]": 4},
    "US-X-ROLLUP": {"X.fees[C2]": 1},
    "US-XIA-ROLLUP": {"XI_A.times[total]": 2},
    "US-XIB-ROLLUP": {"XI_B.by_foia[total]": 13},
    "US-XIIA-ROLLUP": {"XII_A.requests[C2]": 1},
    "US-XIIB-ROLLUP": {"XII_B.received[total]": 3},
    "US-XIID1-ROLLUP": {"XII_D_1.received_last[total]": 28},
    "US-XIID2-ROLLUP": {"XII_D_2.last[total]": 2},
    "US-XIIE1-ROLLUP": {"XII_E_1.processed_last[total]": 3},
    "US-XIIE2-ROLLUP": {"XII_E_2.last[total]": 1},
    "US-REQ": {"V_A.received[C1]": None},
    "US-NONNEG": {"V_A.start[C1]": -1},
    "US-NA-WHERE": {"V_A.start[C1]": NOT_APPLICABLE},
    "US-LT1-WHERE": {"VIII_A.median[C1]": BELOW},
    "US-LOW-POS": {"VI_C_4.lowest[C1]": 0},
    "US-XIIA-NA": {"XII_A.appeals[C2]": 1},
    "US-INC-13": {"VII_C_1.count[C1,1-20]": gr.Value(state="absent")},
}
BEFORE: dict[str, tuple[str, str]] = {
    "X-VA-OPENING": ("V_A.start[total]", "V_A.end[total]"),
    "X-VIA-OPENING": ("VI_A.start[total]", "VI_A.end[total]"),
    "X-XIIB-OPENING": ("XII_B.start[total]", "XII_B.end[total]"),
    "X-XIID1-RECEIVED-LAST": ("XII_D_1.received_last[total]", "V_A.received[total]"),
    "X-XIID1-PROCESSED-LAST": ("XII_D_1.processed_last[total]", "V_A.processed[total]"),
    "X-XIID2-LAST": ("XII_D_2.last[total]", "XII_A.requests[total]"),
    "X-XIIE1-RECEIVED-LAST": ("XII_E_1.received_last[total]", "VI_A.received[total]"),
    "X-XIIE1-PROCESSED-LAST": ("XII_E_1.processed_last[total]", "VI_A.processed[total]"),
    "X-XIIE2-LAST": ("XII_E_2.last[total]", "XII_A.appeals[total]"),
}
BY_FILE = {
    "US-VIC5-COUNT", "US-VIIE-COUNT", "US-XIIC-COUNT", "US-COMP-UNIQUE", "US-REF", "US-SECTIONS", "US-YEAR", "US-X-RANGE",
}  # fmt: skip
"""Those that only a file or a header can break; below, and beside the reader."""


def counts(report: gr.Report, rule: str, **given: gr.Report) -> dict[str, int]:
    return dict(gr.check(report, **given).by_rule[rule])


def test_every_rule_of_the_catalogue_is_there_and_tested(report):
    ids = {rule for rule in gr.check(report).by_rule if not rule.startswith("RU-")}  # those are of sums of agencies
    assert ids == {*BROKEN, *BEFORE, *BY_FILE}
    assert len(ids) == 123


def test_the_small_report_keeps_every_rule(report):
    findings = gr.check(report)
    assert findings.verdict == "pass"
    assert not list(findings)


@pytest.mark.parametrize("rule", BROKEN)
def test_a_change_breaks_the_rule(report, rule):
    before, after = counts(report, rule), counts(report.fill(BROKEN[rule]), rule)
    assert before["fails"] == 0
    assert after["fails"] == 1, after


@pytest.mark.parametrize("rule", BEFORE)
def test_last_year_s_report_is_compared(report, rule):
    now, then = BEFORE[rule]
    last = attrs.evolve(report, period="2023").fill({then: report[now].amount})
    assert counts(report, rule)["not_evaluable"] == 1
    assert counts(report, rule, previous=last)["holds"] == 1
    changed = last.fill({then: report[now].amount + 1})
    assert counts(report, rule, previous=changed)["fails"] == 1


def test_a_footnote_to_the_section_settles_an_opening_balance_and_an_empty_one_does_not(report):
    last = attrs.evolve(report, period="2023").fill({"V_A.end[total]": 9, "VI_A.end[total]": 9})
    found = {each.rule: each.outcome.settled_by for each in gr.check(report, previous=last)}
    assert found["X-VA-OPENING"] == "n1"
    assert found["X-VIA-OPENING"] is None
    empty = attrs.evolve(report, notes=(gr.Note("n1", "  ", section="V.A"),))
    settled = {each.rule: each.outcome.settled_by for each in gr.check(empty, previous=last)}
    assert settled["X-VA-OPENING"] is None


def test_a_year_out_of_reach_breaks_its_rule(report):
    assert counts(attrs.evolve(report, period="1949"), "US-YEAR")["fails"] == 1
    assert counts(attrs.evolve(report, published=dt.date(2101, 1, 1)), "US-YEAR")["fails"] == 1


def test_a_percentage_is_outside_of_the_schema(report):
    assert counts(report.fill({"X.percent[C1]": 2}), "US-X-RANGE")["fails"] == 1


def test_two_components_with_one_abbreviation_are_told(report):
    twins = [attrs.evolve(each, short="NE") for each in report.members["component"]]
    assert counts(report.name("component", twins), "US-COMP-UNIQUE")["fails"] == 1


ROW = '<foia:ProcessingStatisticsOrganizationAssociation><foia:ComponentDataReference s:ref="PS2"/><nc:OrganizationReference s:ref="ORG2"/></foia:ProcessingStatisticsOrganizationAssociation>'


class TestRowsApart:
    """Rows of unknown members, and second rows: they count in sums, and have no counterpart in another table."""

    @pytest.mark.parametrize("organization", ["ORG9", "ORG1"])
    def test_they_count_in_sums_and_stand_alone_elsewhere(self, changed, organization):
        report = changed((ROW, ROW.replace("ORG2", organization)))
        assert counts(report, "US-VA-ROLLUP")["holds"] == 4
        assert counts(report, "US-VA-FLOW")["holds"] == 3
        assert counts(report, "US-VA-VB1")["not_evaluable"] == 1  # V.B.(1) has a row of C2, V.A none that is its
        assert counts(report, "US-VA-VIIC")["fails"] == 0

    def test_a_member_unknown_in_two_tables_has_no_counterpart(self, changed):
        other = ROW.replace("PS2", "RD2").replace("ProcessingStatistics", "RequestDisposition")
        report = changed((ROW, ROW.replace("ORG2", "ORG9")), (other, other.replace("ORG2", "ORG9")))
        assert report["V_A.processed[U1]"].amount == 11
        odd = report.fill({"V_A.processed[U1]": 99})
        assert counts(odd, "US-VA-VB1") == {"holds": 2, "fails": 0, "not_evaluable": 1, "not_applicable": 0}

    def test_the_second_row_of_the_agency_is_neither_overall_nor_component(self, changed):
        report = changed((ROW, ROW.replace("ORG2", "ORG0")))
        assert "V_A.received[total#2]" in {str(cell) for cell in report.values}
        assert counts(report, "US-VA-ROLLUP")["fails"] > 0  # the row counts in no sum


class TestCentralized:
    """An agency without components has one row, which no other adds up to."""

    @pytest.fixture
    def one(self) -> gr.Report:
        cells = {"V_B_1.full_grant[total]": 2, "V_B_1.reason[total,Other]": 1, "V_B_1.total[total]": 4}
        cells |= {"V_B_2.text[total,r1]": "Sent twice", "V_B_2.count[total,r1]": 1, "V_B_2.total[total]": 2}
        report = gr.blank(gr.form("us/2017"), "Agency", 2024).name("other_reason", [gr.Member("r1")])
        return report.fill(cells)

    def test_its_totals_are_its_own(self, one):
        assert counts(one, "US-VB1-TOTAL")["fails"] == 1
        assert counts(one, "US-VB1-TOTAL-OVERALL")["not_applicable"] == 1
        assert counts(one, "US-VB2-TOTAL")["fails"] == 1
        assert sum(counts(one, "US-VB1-ROLLUP")[each] for each in ("holds", "fails")) == 0
