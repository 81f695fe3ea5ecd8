"""The official XML, read: every data element a value, every state its own, and nothing dropped that leads nowhere."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

import govreport as gr
from govreport_us import sniff

ROW = '<foia:ProcessingStatisticsOrganizationAssociation><foia:ComponentDataReference s:ref="PS2"/><nc:OrganizationReference s:ref="ORG2"/></foia:ProcessingStatisticsOrganizationAssociation>'
FIRST = ROW.replace("PS2", "PS1").replace("ORG2", "ORG1")


def test_publisher_period_kind_and_components_are_those_of_the_header(report):
    assert (report.form.id, report.publisher.name, report.publisher.id) == ("us/2017", "Bureau of Examples", "BOE")
    assert (report.period, report.kind, report.published) == ("2024", "decentralized", dt.date(2025, 2, 3))
    assert [(each.id, each.short, each.labels["en"]) for each in report.members["component"]] == [
        ("C1", "NE", "Northern Examples"),
        ("C2", "SE", "Southern Examples"),
    ]
    assert not report.extra
    assert not report.unplaced


@pytest.mark.parametrize(
    ("address", "amount"),
    [
        ("V_A.start[C1]", 5), ("V_A.end[total]", 7), ("V_B_1.reason[C2,Withdrawn]", 2), ("V_B_1.total[total]", 29),
        ("V_B_2.text[C1,r1]", "Sent twice"), ("V_B_2.count[C2,r1]", 1), ("V_B_3.count[C1,7C]", 1),
        ("VI_C_4.average[C1]", Decimal("6.5")), ("VII_A.highest[total,complex]", 90), ("VII_C_1.count[C1,1-20]", 10),
        ("VII_C_1.count[total,total]", 21), ("VII_E.days[total,3]", 19), ("VII_E.date[C1,1]", dt.date(2024, 3, 1)),
        ("IX.equivalent[C2]", Decimal("0.25")), ("X.percent[total]", Decimal("0.0040")), ("XI_B.by_program[total]", 43),
        ("IV.count[s1,total]", 3), ("IV.statute[s1]", "5 U.S.C. § 107 <as amended> & others"),
    ],
)  # fmt: skip
def test_each_figure_has_its_cell(report, address, amount):
    assert report[address].amount == amount


def test_the_form_is_the_older_one_where_the_newer_sections_are_lacking(small):
    text = small.decode()
    for name in ("SubsectionUsedSection", "SubsectionPostSection"):
        start, end = text.index(f"<foia:{name}>"), text.index(f"</foia:{name}>") + len(f"</foia:{name}>")
        text = text[:start] + text[end:]
    report = gr.read(text.encode(), name="v1.xml")
    assert report.form.id == "us/2008"
    assert not report.extra
    assert gr.read(gr.render(report, "foia-xml").encode(), name="v1.xml") == report


def test_under_one_is_a_bound_in_each_spelling(report, changed):
    code = report["VI_C_4.lowest[C1]"]
    assert (code.state, code.bound, code.raw) == (gr.State.BELOW, 1, None)
    text = changed(("<foia:PendingRequestMedianDaysValue>12<", "<foia:PendingRequestMedianDaysValue>&lt;1<"))
    assert text["VII_D.median[C1,simple]"] == gr.Value(state="below", bound=Decimal(1), raw="<1")


@pytest.mark.parametrize(
    ("token", "state", "amount"),
    [("N/A", "not_applicable", None), (" N.A ", "not_applicable", None), ("none", "invalid", None), ("14 ", "number", 14),
     ("1,014", "number", 1014), ("-2", "number", -2), ("1.5", "number", Decimal("1.5")), ("", "blank", None)],
)  # fmt: skip
def test_a_token_is_kept_where_its_number_would_not_give_it_again(changed, token, state, amount):
    report = changed(("<foia:PendingRequestMedianDaysValue>12<", f"<foia:PendingRequestMedianDaysValue>{token}<"))
    value = report["VII_D.median[C1,simple]"]
    assert (value.state, value.amount) == (state, amount)
    assert f"<foia:PendingRequestMedianDaysValue>{token}<" in gr.render(report, "foia-xml")


def test_a_date_that_is_none_is_kept_as_text(changed):
    report = changed((">2024-03-01<", ">Invalid date entered<"), (">2024-05-02<", ">2024-02-30<"))
    assert report["VII_E.date[C1,1]"] == gr.Value(state="invalid", raw="Invalid date entered")
    assert report["VII_E.date[C1,2]"].raw == "2024-02-30"


def test_footnotes_belong_to_their_section(report):
    assert [(note.section, note.text) for note in report.notes] == [("V.A", "Records were counted anew & corrected.")]


def test_a_row_without_figures_is_known_to_be_there(report):
    assert report["VII_E.days[C2,1]"].state is gr.State.ABSENT
    assert report.members_in("VII_E", "component") == {"C1", "C2", "total"}


def test_a_reference_that_leads_nowhere_makes_an_unknown_member(changed):
    report = changed((ROW, ROW.replace("ORG2", "ORG9")))
    unknown = report.members["component"][-1]
    assert (unknown.id, unknown.unknown, unknown.short) == ("U1", True, "ORG9")
    assert report["V_A.received[U1]"].amount == 10
    assert report["V_A.received[C2]"].state is gr.State.ABSENT


def test_rows_that_name_no_component_are_unknown_members_each(changed):
    nowhere = ROW.replace('<nc:OrganizationReference s:ref="ORG2"/>', "")
    report = changed((ROW, nowhere), (FIRST, FIRST.replace("ORG1", "")))
    assert [each.id for each in report.members["component"] if each.unknown] == ["U1", "U2"]
    assert gr.read(gr.render(report, "foia-xml").encode(), name="x.xml") == report


def test_a_second_row_for_a_component_is_kept_and_marked(changed):
    report = changed((ROW, ROW.replace("ORG2", "ORG1")))
    assert report["V_A.received[C1]"].amount == 20
    assert report["V_A.received[C1#2]"].amount == 10
    assert gr.check(report).by_rule["US-COMP-UNIQUE"]["fails"] == 1
    assert gr.read(gr.render(report, "foia-xml").encode(), name="x.xml") == report


def test_what_the_form_has_no_place_for_is_listed(changed):
    report = changed(
        (
            "<foia:TimesUsedQuantity>1<",
            "<foia:TimesWastedQuantity>9</foia:TimesWastedQuantity><foia:TimesUsedQuantity>1<",
        ),
        ("<foia:AppliedExemptionCode>Ex. 6<", "<foia:AppliedExemptionCode>Ex. 10<"),
    )
    assert [each.text for each in report.unplaced] == ["<AppliedExemption> Ex. 104", "<TimesWastedQuantity> 9"]


def test_an_eleventh_item_is_kept(changed):
    item = "<foia:OldItem><foia:OldItemReceiptDate>2024-09-04</foia:OldItemReceiptDate><foia:OldItemPendingDaysQuantity>18</foia:OldItemPendingDaysQuantity></foia:OldItem>"
    last = "<foia:OldItemPendingDaysQuantity>19</foia:OldItemPendingDaysQuantity></foia:OldItem>"
    report = changed((last, last + item * 8))
    assert report["VII_E.days[C1,10#2]"].amount == 18
    assert gr.check(report).by_rule["US-VIIE-COUNT"]["fails"] == 1
    assert gr.read(gr.render(report, "foia-xml").encode(), name="x.xml") == report


def test_several_quantities_for_one_statute_and_component_are_kept_and_the_last_counts(changed):
    old = "<foia:ReliedUponStatuteQuantity>1</foia:ReliedUponStatuteQuantity></foia:ReliedUponStatuteOrganizationAssociation>"
    again = (
        old
        + '<foia:ReliedUponStatuteOrganizationAssociation><foia:ComponentDataReference s:ref="ES1"/><nc:OrganizationReference s:ref="ORG2"/>'
        + old.replace(">1<", ">4<")
    )
    report = changed((old, again))
    assert (report["IV.count[s1,C2]"].amount, report["IV.count[s1,C2#2]"].amount) == (1, 4)
    assert gr.check(report).by_rule["US-IV-ROLLUP"]["fails"] == 1


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (">2024</foia:DocumentFiscalYearDate>", "></foia:DocumentFiscalYearDate>", "for which fiscal year"),
        (
            ">2024</foia:DocumentFiscalYearDate>",
            ">last</foia:DocumentFiscalYearDate>",
            "DocumentFiscalYearDate is 'last'",
        ),
        (
            "<nc:OrganizationAbbreviationText>BOE</nc:OrganizationAbbreviationText><nc:OrganizationName>Bureau of Examples</nc:OrganizationName>",
            "",
            "whose report it is",
        ),
    ],
)
def test_a_report_of_nobody_or_no_year_is_refused(changed, old, new, told):
    with pytest.raises(gr.InvalidInput, match=told):
        changed((old, new))


def test_a_reader_knows_its_files_by_their_root(small):
    assert sniff(small[:4096], "x") == 1.0
    assert 0 < sniff(b"<other/>", "x.xml") < 0.5
    assert sniff(b"{}", "x.json") == 0.0


def test_the_report_goes_through_json_and_toml(report):
    for name in ("json", "toml"):
        again = gr.read(gr.render(report, name).encode(), name=f"x.{name}")
        assert again == report
