"""Many reports into one: by each cell's own aggregation, with what it rests on, and nothing missing counted as zero."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govreport as gr
from govreport.reading.report_file import build_report
from govreport.writing import plain_report
from tests.plugins.cn import valid

NEW, IN, OUT, DONE = "requests_new", "requests_carried_in", "requests_carried_out", "outcome_total"


def report(name: str, year: int = 2023, form: str = "cn/2021", **values: object) -> gr.Report:
    made = gr.blank(gr.form(form), name, year)
    return made.fill({key.replace("__", "[") + ("]" if "__" in key else ""): value for key, value in values.items()})


def amount(total: gr.Report, address: str) -> int | None:
    value = total[address].amount
    return None if value is None else int(value)


def about(total: gr.Report, address: str) -> gr.Contribution:
    return total.contributions[total.locate(address)]


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_sum_of_valid_reports_is_valid_and_each_of_its_cells_is_the_sum(data):
    reports = [
        attrs.evolve(valid.two_years("cn/2021", lambda low, high: data.draw(st.integers(low, high)))[0],
                     publisher=gr.Publisher(name))
        for name in ("甲", "乙")
    ]  # fmt: skip
    total = gr.roll_up(reports, "某市")
    assert {cell: total[cell].amount for cell in total.values} == {
        cell: sum(each[cell].amount for each in reports) for cell in reports[0].values
    }
    assert not [finding for finding in gr.check(total, members=reports) if finding.rule.startswith(("CN-REQ", "RU-"))]


def test_what_is_missing_is_not_zero_and_who_lacks_it_is_said():
    one = report("甲", requests_new__natural_person=3, requests_carried_in__natural_person=0)
    two = report("乙", requests_new__natural_person=None, requests_carried_in__natural_person=0)
    three = report("丙", requests_new__natural_person=4)
    total = gr.roll_up([one, two, three], "某市")
    assert amount(total, f"{NEW}[natural_person]") == 7
    resting = about(total, f"{NEW}[natural_person]")
    assert not resting.complete
    assert [(name, value.state.value) for name, value in resting.parts.items()] == [
        ("甲", "number"), ("乙", "blank"), ("丙", "number")
    ]  # fmt: skip
    assert about(total, f"{IN}[natural_person]").parts["丙"].state is gr.State.ABSENT
    texts = [note.text for note in total.notes]
    assert "汇总自 3 份报告：甲、乙、丙。" in texts
    assert any("乙（空）" in text for text in texts)
    assert any("丙（缺）" in text for text in texts)


def test_a_blank_counts_as_zero_only_where_a_report_writes_no_zeros():
    one = report("甲", requests_new__natural_person=3)
    no_zeros = report("乙", requests_new__natural_person=None, requests_carried_in__natural_person=5)
    dashes = report(
        "丙",
        requests_new__natural_person=gr.Value(state=gr.State.BLANK, raw="/"),
        requests_carried_in__natural_person=0,
    )
    assert about(gr.roll_up([one, no_zeros], "某市"), f"{NEW}[natural_person]").complete
    assert about(gr.roll_up([one, dashes], "某市"), f"{NEW}[natural_person]").complete


def test_a_withheld_figure_makes_the_total_a_lower_bound():
    hidden = report("乙", requests_new__natural_person=gr.State.WITHHELD)
    total = gr.roll_up([report("甲", requests_new__natural_person=3), hidden], "某市")
    assert amount(total, f"{NEW}[natural_person]") == 3
    assert about(total, f"{NEW}[natural_person]").lower_bound
    assert any(note.text.startswith("合计为下限") for note in total.notes)


def test_printed_totals_are_never_added_up_where_their_parts_are_known():
    one = report(
        "甲", granted__natural_person=3, granted__business=1, granted__total=99, outcome_total__natural_person=50
    )
    two = report(
        "乙", granted__natural_person=4, granted__business=0, granted__total=4, outcome_total__natural_person=4
    )
    total = gr.roll_up([one, two], "某市")
    assert amount(total, "granted[total]") == 8
    assert amount(total, f"{DONE}[natural_person]") == 54  # not all outcomes are known, so it is what the reports say
    every = {row.id: 0 for row in gr.form("cn/2021").leaves("outcomes")}
    full = [
        each.fill({f"{row}[natural_person]": number for row, number in every.items() if row != "granted"})
        for each in (one, two)
    ]
    assert amount(gr.roll_up(full, "某市"), f"{DONE}[natural_person]") == 7
    assert about(total, "granted[total]").parts["甲"].amount == 99


def test_rows_that_do_not_add_up_have_no_total_and_the_reason_is_said():
    reports = [
        report(name, 2020, "cn/2019", licensing__items_last_year=5, licensing__decisions=2) for name in ("甲", "乙")
    ]
    total = gr.roll_up(reports, "某市")
    assert amount(total, "licensing[decisions]") == 4
    assert total["licensing[items_last_year]"].state is gr.State.ABSENT
    resting = about(total, "licensing[items_last_year]")
    assert resting.refused["en"] == "Values of this kind do not add up; it must be entered."
    assert [int(value.amount) for value in resting.parts.values()] == [5, 5]
    assert any("行政许可" in note.text for note in total.notes if not note.cells)


def test_over_time_flows_add_up_of_stocks_the_last_counts_and_of_openings_the_first():
    years = [
        report("甲", 2021, requests_new__natural_person=3, requests_carried_in__natural_person=1, requests_carried_out__natural_person=2),
        report("甲", 2023, requests_new__natural_person=5, requests_carried_in__natural_person=4, requests_carried_out__natural_person=6),
        report("甲", 2022, requests_new__natural_person=4, requests_carried_in__natural_person=2, requests_carried_out__natural_person=4),
    ]  # fmt: skip
    total = gr.roll_up(years)
    assert (total.publisher.name, total.period) == ("甲", "2021/2023")
    assert [amount(total, f"{row}[natural_person]") for row in (NEW, IN, OUT)] == [12, 1, 6]
    assert list(about(total, f"{NEW}[natural_person]").parts) == ["2021", "2022", "2023"]


def test_reports_of_older_editions_are_carried_over_first():
    old = report("甲", 2020, "cn/2019", requests_new__natural_person=3)
    new = attrs.evolve(report("乙", 2021, requests_new__natural_person=4), period="2020")
    total = gr.roll_up([old, new], "某市")
    assert total.form.id == "cn/2021"
    assert amount(total, f"{NEW}[natural_person]") == 7
    mixed = gr.check(total, members=[old, new]).by_rule["RU-MIXED"]
    assert (mixed["holds"], mixed["fails"]) == (1, 1)


@pytest.mark.parametrize(
    ("reports", "message"),
    [
        ([], "there is no report to add up"),
        ([report("甲"), report("乙"), report("丙", 2022)], "the report of 丙 is for 2022, others are for 2023"),
        ([report("甲"), report("甲"), report("乙")], "甲 has two reports"),
        ([report("甲"), report("甲")], "there are two reports for 2023"),
        (
            [report("甲", 2016, "cn/fujian-2014"), report("乙", 2017, "cn/ningxia-2017")],
            r"甲 \(2016\): no mapping leads",
        ),
    ],
)
def test_reports_that_do_not_belong_together_are_named(reports, message):
    with pytest.raises(gr.InvalidInput, match=message):
        gr.roll_up(reports, "某市")


def test_a_roll_up_needs_somebody_whose_it_is():
    with pytest.raises(gr.InvalidInput, match="needs a publisher"):
        gr.roll_up([report("甲"), report("乙")])


def test_what_a_total_rests_on_is_kept_in_files():
    hidden = report("乙", requests_new__natural_person=gr.State.WITHHELD, licensing__decisions=1)
    total = gr.roll_up([report("甲", requests_new__natural_person=3), hidden], "某市")
    assert build_report(plain_report(total), "total.json", gr.form) == total
    for name in ("json", "toml"):
        assert gr.read(str(gr.render(total, name)).encode(), name=f"total.{name}") == total


# --- axes on which reporters name their own parts --------------------------------------------------------------------


def agency(
    form: gr.Form, short: str, parts: dict[str, dict[str, int]], statutes: dict[str, str], **whole: object
) -> gr.Report:
    """Return an agency's report: figures of its parts, statutes by id, and its totals."""
    made = gr.blank(form, gr.Publisher(f"Agency {short}", short), 2023)
    made = made.name("component", [gr.Member(part, {"en": f"Part {part}"}) for part in parts])
    made = made.name("statute", [gr.Member(each, {"en": label}) for each, label in statutes.items()])
    made = made.fill({f"{row}[{part}]": value for part, rows in parts.items() for row, value in rows.items()})
    return made.fill(whole["cells"])


def test_agencies_become_rows_of_the_government_and_their_own_parts_do_not(mini):
    form = mini("us")
    one = agency(form, "A", {"C1": {"V_A.received": 3}, "C2": {"V_A.received": 4}}, {"s1": "10 U.S.C. 130b"},
                 cells={"V_A.received[total]": 7, "VII_A.median[total,simple]": 9, "VII_A.lowest[total,simple]": 2,
                        "VII_A.highest[total,simple]": 30, "IV.count[s1,total]": 5})  # fmt: skip
    two = agency(form, "B", {}, {"s1": "5 U.S.C. 7114", "s2": "10 u.s.c.  130B"},
                 cells={"V_A.received[total]": 10, "VII_A.median[total,simple]": 20,
                        "VII_A.lowest[total,simple]": gr.Value.below(1), "VII_A.highest[total,simple]": 50,
                        "IV.count[s1,total]": 1, "IV.count[s2,total]": 2})  # fmt: skip
    total = gr.roll_up([one, two], "The Government")
    assert [member.id for member in total.members["component"]] == ["A", "B"]
    assert [amount(total, f"V_A.received[{row}]") for row in ("A", "B", "total")] == [7, 10, 17]
    assert amount(total, "VII_A.highest[total,simple]") == 50
    assert total["VII_A.lowest[total,simple]"].bound == 1
    assert about(total, "VII_A.lowest[total,simple]").complete
    assert about(total, "VII_A.median[total,simple]").refused
    assert "VII_A.median[total,simple]" not in map(str, total.values)
    labels = {member.id: member.labels["en"] for member in total.members["statute"]}
    assert labels == {"s1": "10 U.S.C. 130b", "s2": "5 U.S.C. 7114"}
    assert [amount(total, f"IV.count[{each},total]") for each in labels] == [7, 1]


def test_a_zero_that_stands_for_no_value_counts_as_such(mini):
    form = mini("us")
    lowest = form.indicators["VII_A.lowest"]
    meant = attrs.evolve(lowest, traits=attrs.evolve(lowest.traits, zero="not_applicable"))
    form = attrs.evolve(form, indicators=form.indicators.with_items({"VII_A.lowest": meant}))
    cell = "VII_A.lowest[total,simple]"
    reports = [agency(form, short, {}, {}, cells={cell: days}) for short, days in (("A", 0), ("B", 4), ("C", 9))]
    total = gr.roll_up(reports, "The Government")
    assert amount(total, cell) == 4
    assert about(total, cell).complete
    assert about(total, cell).parts["Agency A"].amount == 0


def test_where_an_agency_has_no_total_its_parts_are_added_up(mini):
    form = mini("us")
    one = agency(form, "A", {"C1": {"V_A.received": 3}, "C2": {"V_A.received": 4}}, {}, cells={})
    total = gr.roll_up([one, agency(form, "B", {}, {}, cells={"V_A.received[total]": 10})], "The Government")
    assert [amount(total, f"V_A.received[{row}]") for row in ("A", "B", "total")] == [7, 10, 17]


def test_lists_of_the_oldest_are_merged_and_cut(mini):
    form = mini("us")
    days = "VII_E.days[total,{}]"
    one = agency(form, "A", {}, {}, cells={days.format(1): 90, days.format(2): 10, "VII_E.date[total,1]": "2020-01-02"})
    two = agency(form, "B", {}, {}, cells={days.format(1): 80, days.format(2): 70})
    total = gr.roll_up([one, two], "The Government")
    assert [amount(total, days.format(rank)) for rank in (1, 2, 3)] == [90, 80, 70]
    assert list(about(total, days.format(2)).parts) == ["Agency B"]
    assert str(total["VII_E.date[total,1]"].amount) == "2020-01-02"


# --- the reports of members beside their sum -------------------------------------------------------------------------


def test_the_sum_is_held_against_its_members_and_the_register():
    members = [report("甲", requests_new__natural_person=3), report("乙", requests_new__natural_person=4)]
    register = gr.Register(gr.Publisher("某市"), tuple(_member(name) for name in ("甲", "乙")))
    right = gr.roll_up(members, register=register)
    assert gr.check(right, members=members, register=register).by_rule["RU-SUM"]["fails"] == 0
    wrong = right.fill({f"{NEW}[natural_person]": 2})
    found = gr.check(wrong, members=members, register=register)
    assert {"RU-SUM", "RU-PART"} <= {finding.rule for finding in found}
    (told,) = [
        finding for finding in found if finding.rule == "RU-SUM" and str(finding.cells[0]) == f"{NEW}[natural_person]"
    ]
    assert "各成员合计 7" in told.message("zh")
    without = gr.check(wrong, members=members[:1], register=register)
    assert without.by_rule["RU-MISSING"]["fails"] == 1
    assert without.by_rule["RU-SUM"]["fails"] == 0


def test_a_sum_that_copies_one_member_is_found_and_all_zeros_are_no_copy():
    members = [
        report("甲", requests_new__natural_person=3, licensing__decisions=0),
        report("乙", requests_new__natural_person=0),
    ]
    assert (
        gr.check(report("某市", requests_new__natural_person=3, licensing__decisions=0), members=members).by_rule[
            "RU-SAME"
        ]["fails"]
        == 1
    )
    zeros = [report("甲", requests_new__natural_person=0)]
    assert gr.check(report("某市", requests_new__natural_person=0), members=zeros).by_rule["RU-SAME"]["fails"] == 0


def test_without_members_none_of_these_rules_has_an_instance():
    rules = {rule: counts for rule, counts in gr.check(report("某市")).by_rule.items() if rule.startswith("RU-")}
    assert len(rules) == 5
    assert not any(sum(counts.values()) for counts in rules.values())


def test_the_real_chain_of_one_county_and_its_area(shared):
    cases = shared / "cn" / "cases"
    found = {}
    for year in (2011, 2012):
        area, county = (gr.read(cases / f"pingtan-{which}-{year}.json") for which in ("area", "county"))
        counts = gr.check(area, members=[county]).by_rule
        found[year] = [counts["RU-PART"]["fails"], counts["RU-SAME"]["fails"]]
    assert found == {2011: [0, 1], 2012: [9, 0]}


def _member(name: str, **more: object) -> object:
    from govreport.combine.register import RegisterMember

    return RegisterMember(name, name, **more)
