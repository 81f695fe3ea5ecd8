"""The harder rules of the Chinese and United States catalogues, written in the language and judged on miniatures.

They are here so that the language is complete before two jurisdictions lean on it.
"""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

import govreport as gr
from govreport.model.report import Note

from .conftest import policy

CHINA = policy({"blank": 0, "not_applicable": 0, "below": "0.1"}, {"blank": 0, "not_applicable": "skip"})
COMPARE = policy(
    {"below": "0.1", "absent": 0, "blank": 0, "invalid": 0, "not_applicable": 0},
    {"below": "0.1", "absent": 0, "blank": 0, "invalid": 0, "not_applicable": 0},
)
"""The United States' compare value: a number is itself, below 1 is 0.1, what is missing is 0."""
SUMMAND = policy(aggregate=dict.fromkeys(["below", "absent", "blank", "invalid", "not_applicable", "withheld"], 0))
"""The United States' summand: what is no number is 0; outside of sums only plain values count."""
PRESENT = policy(aggregate=dict.fromkeys(["absent", "blank", "invalid", "not_applicable"], "skip"))


class TestChina:
    """A and B of the catalogue; C to E need nothing that these do not."""

    BALANCE = "requests_new + requests_carried_in == outcome_total + requests_carried_out"

    def test_balance_holds_column_by_column_total_included(self, china, verdicts):
        assert verdicts(china(), self.BALANCE, each="applicant") == {"holds": 7}
        report = china({"requests_new[business]": 1, "requests_carried_out[total]": None})
        assert verdicts(report, self.BALANCE, each="applicant", given=CHINA) == {"holds": 6, "fails": 1}

    def test_a_column_with_an_absent_cell_is_not_evaluable(self, china, verdicts):
        report = china(None, fill=None).fill({"requests_new[business]": 1})
        assert verdicts(report, self.BALANCE, each="applicant", given=CHINA) == {"not_evaluable": 7}

    def test_outcomes_add_up_over_the_leaves(self, china, verdicts):
        rule = "outcome_total == sum(leaves(outcomes))"
        report = china({"refused_state_secret[research]": 2, "outcome_total[research]": 2, "granted[total]": 1})
        assert verdicts(report, rule, each="applicant", given=CHINA) == {"holds": 6, "fails": 1}

    def test_row_sum_has_an_instance_for_each_row_with_cells(self, china, verdicts):
        rule = "it[total] == sum(it[*])"
        assert verdicts(china({"granted[total]": 3}), rule, each="rows(requests)") == {"holds": 6, "fails": 1}
        assert verdicts(
            china({"reconsideration[pending]": 3}), rule, each="of(reconsideration, litigation_direct)"
        ) == {
            "holds": 1,
            "fails": 1,
        }

    def test_carry_compares_with_last_years_report(self, china, verdicts):
        rule = "requests_carried_in == previous(requests_carried_out)"
        now, before = china({"requests_carried_in[total]": 2}), china({"requests_carried_out[total]": 1}, period=2020)
        assert verdicts(now, rule, each="applicant") == {"not_evaluable": 7}
        assert verdicts(now, rule, each="applicant", previous=before) == {"holds": 6, "fails": 1}

    def test_stock_runs_only_within_an_edition(self, china, verdicts):
        rule = "it[in_force] == previous(it[in_force]) + it[issued] - it[repealed]"
        each, where = "of(rules, normative_documents)", "previous.form == report.form"
        now = china({"rules[in_force]": 12, "rules[issued]": 3, "rules[repealed]": 1})
        before = china({"rules[in_force]": 10}, period=2020)
        assert verdicts(now, rule, each=each, where=where, previous=before) == {"holds": 2}
        assert verdicts(now, rule, each=each, where=where) == {"not_evaluable": 2}
        assert verdicts(now, rule, each=each, where="previous.form == 'mini/other'", previous=before) == {
            "not_applicable": 2
        }

    def test_rule_power_depends_on_the_level(self, china, verdicts):
        rule = "report.level not in ['国务院部门', '省级', '地市级'] implies it == 0"
        report = china({"rules[issued]": 1})
        assert verdicts(report, "rules == 0", each="column", where="report.level not in ['地市级']") == {
            "holds": 2,
            "fails": 1,
        }
        assert verdicts(report, rule, each="cells(article20)") == {"holds": 6, "fails": 1}

    def test_deadline_depends_on_kind_level_and_year(self, china, findings):
        rule = """report.published <= if(report.kind != 'government_rollup', date(report.period + 1, 1, 31),
                  if(report.level in ['县级'], date(report.period + 1, 2, 20), date(report.period + 1, 3, 31)))"""
        late = attrs.evolve(china(), published=dt.date(2022, 2, 1))
        found = findings(late, rule)
        assert [each.identity("zh") for each in found] == ["2022年2月1日 > 2022年1月31日"]
        assert found.verdict == "fail"
        rolled_up = attrs.evolve(china(kind="government_rollup"), published=dt.date(2022, 2, 20))
        assert findings(rolled_up, rule).verdict == "pass"
        assert findings(china(), rule).totals["not_evaluable"] == 1

    def test_a_rule_can_be_demoted(self, china, findings):
        found = findings(china({"rules[issued]": 1}), "rules[issued] == 0", demote="report.period == 2021")
        assert [each.severity for each in found] == ["warning"]
        assert found.verdict == "pass"

    def test_money_may_differ_by_the_tolerance(self, china, verdicts):
        from decimal import Decimal

        report = china({"admin_fees[amount]": Decimal("1.0000005")})
        assert verdicts(report, "admin_fees[amount] == 1", tolerance=Decimal("0.000001")) == {"holds": 1}
        assert verdicts(report, "admin_fees[amount] == 1") == {"fails": 1}
        within = {"tolerance": Decimal("0.000001")}
        assert verdicts(report, "admin_fees[amount] < 1.000001", **within) == {"holds": 1}
        assert verdicts(report, "admin_fees[amount] != 1", **within) == {"holds": 1}
        assert verdicts(report, "1 == 1 implies admin_fees[amount] <= 1", **within) == {"holds": 1}

    def test_a_previous_report_of_another_edition_has_no_such_row(self, china, us, verdicts):
        now, before = china({"rules[issued]": 1}), us({"V_A.start[C1]": 1})
        for rule in (
            "rules[issued] >= sum(previous(rules[*]))",
            "rules[issued] >= sum(previous(children(outcomes[total])))",
            "rules[issued] >= count(previous(cells(article20)))",
            "rules[issued] >= previous(rules[issued])",
        ):
            assert verdicts(now, rule, previous=before) == {"not_evaluable": 1}, rule

    def test_blanks_can_be_counted_whatever_the_policy(self, china, verdicts):
        report = china({"rules[issued]": None, "rules[repealed]": None})
        blanks = "count(rules[*] where state(value) == 'blank') == 2"
        for given in (policy(), CHINA, PRESENT):
            assert verdicts(report, blanks, given=given) == {"holds": 1}

    def test_a_policy_puts_no_number_into_a_text(self, us, verdicts):
        report = us({"V_B_2.text[C1,r1]": None, "VII_E.date[C1,1]": None})
        zero = policy(compare={"blank": 0})
        assert verdicts(report, "V_B_2.text[C1,r1] == 'x'", given=zero) == {"not_evaluable": 1}
        assert verdicts(report, "VII_E.date[C1,1] < date(2024, 1, 1)", given=zero) == {"not_evaluable": 1}

    def test_skip_goes_through_a_choice_and_no_further(self, china, verdicts):
        report = china({"rules[issued]": None})
        given = policy(aggregate={"blank": "skip"})
        assert verdicts(report, "sum(if(1 == 1, rules[issued], 2), 2) == 2", given=given) == {"holds": 1}
        assert verdicts(report, "sum(rules[issued] + 1) == 1", given=given) == {"not_evaluable": 1}

    def test_several_assertions_under_one_id_are_judged_one_by_one(self, china, verdicts):
        report = china({"rules[issued]": 2, "rules[in_force]": 1})
        assert verdicts(report, ["rules[issued] <= rules[in_force]", "rules[repealed] <= rules[in_force]"]) == {
            "holds": 1,
            "fails": 1,
        }


class TestUnitedStates:
    """One of each kind in the table of conditions."""

    def rows(self, table="V_A", **columns):
        return {
            f"{table}.{name}[{member}]": value for name, cells in columns.items() for member, value in cells.items()
        }

    def test_flow_has_an_instance_for_every_row_unknown_and_doubled_included(self, us, verdicts):
        rule = "V_A.start + V_A.received - V_A.processed == V_A.end"
        members = ("C1", "C1#2", "C9", "total")
        report = us(
            self.rows(
                start=dict.fromkeys(members, 5),
                received=dict.fromkeys(members, 3),
                processed=dict.fromkeys(members, 4),
                end={"C1": 4, "C1#2": 5, "C9": 4},
            )
        )
        assert verdicts(report, rule, each="component") == {"holds": 2, "fails": 1, "not_evaluable": 1}
        assert verdicts(report, rule, each="rows(V_A)") == {"holds": 2, "fails": 1, "not_evaluable": 1}

    def test_plain_total_against_summands(self, us, verdicts):
        rule = "sum(V_B_1.full_grant, V_B_1.full_denial_ex, V_B_1.reason[*]) == V_B_1.total"
        report = us(
            {"V_B_1.full_grant[C1]": 2, "V_B_1.reason[C1,Other]": 1, "V_B_1.total[C1]": 3, "V_B_1.full_grant[C2]": 1}
        )
        assert verdicts(report, rule, each="rows(V_B_1)", missing=SUMMAND) == {"holds": 1, "not_evaluable": 1}

    def test_a_table_against_another_for_the_rows_of_one(self, us, verdicts):
        rule = "V_A.processed == sum(V_B_1.full_grant, V_B_1.reason[*])"
        report = us(
            {"V_A.processed[C1]": 3, "V_B_1.full_grant[C1]": 3, "V_B_1.full_grant[C9]": 1, "V_A.processed[C2]": 7}
        )
        assert verdicts(report, rule, each="rows(V_B_1)", missing=SUMMAND) == {"holds": 1, "not_evaluable": 1}

    def test_no_row_in_the_other_table_counts_as_0_only_if_there_is_nothing(self, us, verdicts):
        rule = (
            "if(row(V_B_2.total), V_B_2.total, if(sum(V_B_1.reason[Other]) == 0, 0, 1 / 0)) == sum(V_B_1.reason[Other])"
        )
        report = us(
            {
                "V_B_1.reason[C1,Other]": 2,
                "V_B_2.total[C1]": 2,
                "V_B_1.reason[C2,Other]": 0,
                "V_B_1.reason[total,Other]": 2,
            }
        )
        assert verdicts(report, rule, each="rows(V_B_1)", missing=SUMMAND) == {"holds": 2, "not_evaluable": 1}

    def test_total_of_an_open_list(self, us, verdicts):
        rule = "sum(V_B_2.count[other_reason=*]) == V_B_2.total"
        report = us({"V_B_2.count[C1,r1]": 2, "V_B_2.count[C1,r2]": 1, "V_B_2.total[C1]": 3, "V_B_2.total[C2]": 1})
        assert verdicts(report, rule, each="component") == {"holds": 1, "fails": 1}

    def test_product_of_rows_and_an_axis(self, us, verdicts):
        rule = "VII_A.lowest <= VII_A.highest"
        report = us(
            {
                "VII_A.lowest[C1,simple]": gr.Value.below(1),
                "VII_A.highest[C1,simple]": 4,
                "VII_A.lowest[C1,complex]": 3,
                "VII_A.highest[C1,complex]": gr.Value(state="not_applicable"),
            }
        )
        assert verdicts(report, rule, each=["rows(VII_A)", "track"], missing=COMPARE) == {"holds": 1, "fails": 1}

    MEDBETWEEN = "min(VII_A.median[component=*]) <= VII_A.median[component=total] <= max(VII_A.median[component=*])"

    def test_median_between_the_components(self, us, verdicts):
        report = us(
            {
                "VII_A.median[C1,simple]": 3,
                "VII_A.median[C2,simple]": 9,
                "VII_A.median[total,simple]": 10,
                "VII_A.median[total,complex]": 0,
            }
        )
        where = "state(VII_A.median[component=total]) in ['number', 'below']"
        assert verdicts(report, self.MEDBETWEEN, each="track", missing=COMPARE, where=where) == {"holds": 1, "fails": 1}

    def test_median_is_not_the_mean_of_medians(self, us, verdicts):
        rule = "VII_A.median[component=total] != avg(VII_A.median[component=*])"
        where = "count(VII_A.median[component=*] where value != 0) > 1 and VII_A.median[component=total] != 0"
        report = us({"VII_A.median[C1,simple]": 3, "VII_A.median[C2,simple]": 9, "VII_A.median[total,simple]": 6})
        assert verdicts(report, rule, each="track", missing=COMPARE, where=where) == {"fails": 1, "not_applicable": 1}

    def test_minimum_over_what_is_present_and_not_0(self, us, verdicts):
        rule = (
            "min(VII_A.lowest[component=*] where value != 0) == VII_A.lowest[component=total] "
            "or (min(VII_A.lowest[component=*] where value != 0) < 1 and VII_A.lowest[component=total] < 1)"
        )
        report = us(
            {
                "VII_A.lowest[C1,simple]": gr.Value.below(1),
                "VII_A.lowest[C2,simple]": 5,
                "VII_A.lowest[total,simple]": gr.Value.below(1),
                "VII_A.lowest[C2,complex]": 5,
                "VII_A.lowest[total,complex]": 4,
            }
        )
        assert verdicts(report, rule, each="track", missing=COMPARE) == {"holds": 1, "fails": 1}

    def test_list_has_an_item_where_something_is_pending(self, us, verdicts):
        rule = "count(VII_E.days[rank=*]) > 0"
        report = us(
            {"V_A.end[C1]": 2, "V_A.end[C2]": 2, "V_A.end[total]": 0, "VII_E.days[C1,1]": 7, "VII_E.days[C2,1]": None}
        )
        assert verdicts(report, rule, each="rows(V_A)", where="V_A.end > 0", missing=PRESENT) == {
            "holds": 1,
            "fails": 1,
            "not_applicable": 1,
        }

    def test_list_is_no_longer_than_what_is_pending(self, us, verdicts):
        rule = "count(VII_E.days[rank=*]) <= V_A.end"
        report = us({"V_A.end[C1]": 1, "VII_E.days[C1,1]": 7, "VII_E.days[C1,2]": 6, "VII_E.days[C2,1]": 6})
        assert verdicts(report, rule, each="rows(VII_E)", missing=PRESENT) == {"fails": 1, "not_evaluable": 1}

    def test_dates_are_within_the_fiscal_year(self, us, verdicts):
        rule = "VII_E.date <= date(report.period, 9, 30)"
        report = us({"VII_E.date[C1,1]": "2019-03-04", "VII_E.date[C1,2]": "2024-10-01"})
        where = "state(VII_E.date) == 'number'"
        assert verdicts(report, rule, each=["rows(VII_E)", "rank"], where=where) == {
            "holds": 1,
            "fails": 1,
            "not_applicable": 1,
        }

    def test_percentage_on_either_scale(self, us, verdicts):
        want = "if(X.fees > 0 and IX.processing > 0, X.fees / IX.processing, 0)"
        rule = f"abs(X.percent - {want}) <= 0.0006 or abs(X.percent - 100 * {want}) <= 0.06"
        from decimal import Decimal

        report = us(
            {
                "X.fees[C1]": 5,
                "IX.processing[C1]": 400,
                "X.percent[C1]": Decimal("1.25"),
                "X.fees[C2]": 5,
                "IX.processing[C2]": 400,
                "X.percent[C2]": Decimal("0.5"),
            }
        )
        assert verdicts(report, rule, each="rows(IX)") == {"holds": 1, "fails": 1}

    def test_roll_up_has_one_instance_for_each_measure(self, us, verdicts):
        rule = "sum(it[component=*]) == sum(it[total])"
        report = us(self.rows(start={"C1": 1, "C9": 2, "total": 3}, end={"C1": 4, "total": 5}))
        each, where = "of(V_A.start, V_A.end, V_A.received)", "state(it[total]) == 'number'"
        assert verdicts(report, rule, each=each, where=where, missing=SUMMAND) == {
            "holds": 1,
            "fails": 1,
            "not_applicable": 1,
        }

    def test_a_second_row_and_that_of_an_unknown_member_have_no_counterpart_in_another_table(self, us, verdicts):
        members = ("C1", "C1#2", "C2", "C9")  # C9 is unknown
        report = us(self.rows(processed=dict.fromkeys(members, 3), end=dict.fromkeys(members, 4)))
        report = report.fill({f"V_B_1.total[{member}]": 5 for member in members})
        across = "V_B_1.total == V_A.processed"
        assert verdicts(report, across, each="component") == {"fails": 2, "not_evaluable": 2}
        assert verdicts(report, across, each="rows(V_B_1)") == {"fails": 2, "not_evaluable": 2}
        assert verdicts(report, "V_A.end > V_A.processed", each="component") == {"holds": 4}
        assert verdicts(report, "V_B_1.total == 5", each="component", where="row(V_A.end)") == {
            "holds": 2,
            "not_applicable": 2,
        }
        assert verdicts(report, "V_B_1.total == 5 and state(V_A.end) == 'absent'", each="component") == {
            "fails": 2,
            "holds": 2,
        }

    def test_a_rule_may_ask_which_member_it_is_for(self, us, verdicts):
        report = us(self.rows(end={"C1": 1, "C2": 2, "total": 9}))
        where = "member(component) != 'total'"
        assert verdicts(report, "V_A.end < 3", each="component", where=where) == {"holds": 2, "not_applicable": 1}
        assert verdicts(report, "V_A.end[total] == 9", where="member(component) == 'C1'") == {"not_evaluable": 1}

    def test_roll_up_by_statute(self, us, verdicts):
        rule = "sum(IV.count[component=*]) == IV.count[component=total]"
        report = us({"IV.count[s1,C1]": 1, "IV.count[s1,C2]": 1, "IV.count[s1,total]": 2, "IV.count[s2,C1]": 3})
        where = "count(IV.count[component=*]) > 0"
        assert verdicts(report, rule, each="statute", where=where, missing=PRESENT) == {"holds": 1, "not_evaluable": 1}

    def test_all_statutes_against_an_exemption(self, us, verdicts):
        rule = "V_B_3.count[total,3] <= sum(IV.count[statute=*, component=total])"
        report = us({"V_B_3.count[total,3]": 3, "IV.count[s1,total]": 2, "IV.count[s2,total]": 2})
        assert verdicts(report, rule, where="row(V_B_3.count[total,3])") == {"holds": 1}
        assert verdicts(us(), rule, where="row(V_B_3.count[total,3])") == {"not_applicable": 1}

    def test_a_note_on_the_section_settles_the_opening_balance(self, us, findings):
        before = us({"V_A.end[total]": 10}, period=2023)
        report = us({"V_A.start[total]": 12})
        rule = "V_A.start[total] == previous(V_A.end[total])"
        found = findings(report, rule, previous=before, settled_by="V.A")
        assert (found.verdict, found.totals["fails"]) == ("fail", 1)
        noted = attrs.evolve(report, notes=(Note("n1", "The database was reviewed.", section="V.A"),))
        found = findings(noted, rule, previous=before, settled_by="V.A")
        assert (found.verdict, found.totals["fails"], found[0].outcome.settled_by) == ("pass", 1, "n1")
        named = report.fill({"V_A.start[total]": gr.Value(report["V_A.start[total]"].amount, note="n2")})
        named = attrs.evolve(named, notes=(Note("n2", "Recounted."),))
        assert findings(named, rule, previous=before, settled_by="V.A")[0].outcome.settled_by == "n2"


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ({"asserts": "rulez[issued] == 0"}, "no indicator 'rulez' in form mini/china; did you mean 'rules'"),
        ({"asserts": "rules[isued] == 0"}, "rules has no member 'isued'; did you mean 'issued'"),
        ({"asserts": "rules[result=upheld] == 0"}, "rules has no axis 'result'"),
        ({"asserts": "it == 0"}, "'it' is known only with each"),
        ({"asserts": "value == 0"}, "'value' is known after 'where' only"),
        ({"asserts": "rules[*] == 0"}, "many cells stand where one value belongs"),
        ({"asserts": "cells(article20) == 0"}, "many cells stand where one value belongs"),
        ({"asserts": "count(cells(article21)) == 0"}, "no table 'article21'"),
        ({"asserts": "member(komponent) == 'x'"}, "member(): no axis 'komponent' in form mini/china"),
        ({"asserts": "abs(1, 2) == 0"}, "abs() takes 1 argument, not 2"),
        ({"asserts": "1 == 1", "each": "aplicant"}, "no axis 'aplicant' in form mini/china; did you mean 'applicant'"),
        (
            {"asserts": "1 == 1", "each": "rows(request)"},
            "no table 'request' in form mini/china; did you mean 'requests'",
        ),
        ({"asserts": "1 == 1", "each": "of(rulez)"}, "no indicator 'rulez'"),
        ({"asserts": "1 == 1", "each": "'x'"}, "name an axis"),
        ({"asserts": "state(report.level) == 'x'"}, "state() takes the name of a cell"),
        ({"asserts": "1 == 1", "where": "rulez == 0"}, "no indicator 'rulez'"),
        ({"asserts": "1 == 1", "demote": "rulez == 0"}, "no indicator 'rulez'"),
    ],
)
def test_a_rule_that_does_not_fit_its_form_is_told(china, verdicts, rule, told):
    with pytest.raises(gr.FormError, match="rule R") as error:
        verdicts(china(), **rule)
    assert told in str(error.value)


def test_a_rule_of_a_form_needs_rows_that_it_is_about(mini):
    from govreport.checks.relations import relation_rules
    from govreport.model.indicator import PartRule

    form = mini("china")
    alone = attrs.evolve(form.indicators["requests_new"], rules=(PartRule("X", "error"),))
    wrong = attrs.evolve(form, indicators=form.indicators.with_items({"requests_new": alone}))
    with pytest.raises(gr.FormError, match="requests_new has a rule, and no row below it"):
        list(relation_rules(wrong))
