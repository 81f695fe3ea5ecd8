"""All agencies of a year become the government: each additive total beside an independent sum over their XML."""

from __future__ import annotations

import zipfile
from collections import Counter
from decimal import Decimal

import pytest

import govreport as gr
from govreport.combine.register import RegisterMember

etree = pytest.importorskip("lxml.etree")
pytestmark = pytest.mark.slow

FOIA = "{http://leisp.usdoj.gov/niem/FoiaAnnualReport/extension/1.03}"
NC = "{http://niem.gov/niem/niem-core/2.0}"
S = "{http://niem.gov/niem/structures/2.0}"
ADDITIVE = {
    "V_A.start": ("ProcessedRequestSection", "ProcessingStatisticsPendingAtStartQuantity"),
    "V_A.received": ("ProcessedRequestSection", "ProcessingStatisticsReceivedQuantity"),
    "V_A.processed": ("ProcessedRequestSection", "ProcessingStatisticsProcessedQuantity"),
    "V_A.end": ("ProcessedRequestSection", "ProcessingStatisticsPendingAtEndQuantity"),
    "V_B_1.full_grant": ("RequestDispositionSection", "RequestDispositionFullGrantQuantity"),
    "V_B_1.partial": ("RequestDispositionSection", "RequestDispositionPartialGrantQuantity"),
    "VI_A.received": ("ProcessedAppealSection", "ProcessingStatisticsReceivedQuantity"),
    "VI_B.affirmed": ("AppealDispositionSection", "AppealDispositionAffirmedQuantity"),
}


def independent(root, section: str, element: str) -> Decimal:
    """Return the sum of an element over the rows of a section that are of the agency itself."""
    (part,) = root.findall(f"{FOIA}{section}")
    own = {
        each.find(f"{FOIA}ComponentDataReference").get(f"{S}ref")
        for each in part
        if (to := each.find(f"{NC}OrganizationReference")) is not None and to.get(f"{S}ref") == "ORG0"
    }
    rows = [row for row in part if row.get(f"{S}id") in own]
    return sum((Decimal(each.text) for row in rows[:1] for each in row.findall(f"{FOIA}{element}")), Decimal(0))


@pytest.fixture(scope="module")
def files(shared):
    """The files of all agencies of 2023, by name."""
    with zipfile.ZipFile(shared / "us" / "fy2023-all-agencies.zip") as archive:
        names = [name for name in archive.namelist() if name.endswith(".xml") and "MACOSX" not in name]
        return {name: archive.read(name) for name in names}


@pytest.fixture(scope="module")
def reports(files):
    """Their reports."""
    return [gr.read(data, name=name) for name, data in files.items()]


@pytest.fixture(scope="module")
def government(reports):
    """The sum of all of them."""
    return gr.roll_up(reports, "United States Government")


def test_additive_totals_equal_an_independent_sum(files, government):
    sums: Counter[str] = Counter()
    for data in files.values():
        root = etree.fromstring(data)
        for row, (section, element) in ADDITIVE.items():
            sums[row] += independent(root, section, element)
    assert {row: government[f"{row}[total]"].amount for row in sums} == dict(sums)


def test_every_total_is_the_sum_of_its_parts(government):
    for cell, about in government.contributions.items():
        traits = government.form.traits(cell)
        amounts = [value.amount for value in about.parts.values() if isinstance(value.amount, Decimal)]
        anew = government.form.indicators[cell.indicator].formula or "total" in cell.members[1:]
        if traits.aggregation == "sum" and cell in government.values and amounts and not anew:
            assert government[cell].amount == sum(amounts), cell


def test_each_agency_is_a_row_and_no_component_is(reports, government):
    assert len(government.members["component"]) == len(reports)


def test_medians_are_refused_and_extremes_are_kept(government):
    median = government.locate("VII_A.median[total,simple]")
    assert median not in government.values
    assert government.contributions[median].refused["en"]
    assert str(government["VII_A.lowest[total,simple]"].state) == "below"
    assert government["VII_A.highest[total,simple]"].amount == max(
        value.amount
        for value in government.contributions[government.locate("VII_A.highest[total,simple]")].parts.values()
        if isinstance(value.amount, Decimal)
    )


def test_the_ten_oldest_of_the_government_are_the_oldest_of_all(reports, government):
    every = sorted(
        (
            value.amount
            for report in reports
            for cell, value in report.values.items()
            if cell.indicator == "VII_E.days" and cell.members[0] == "total" and isinstance(value.amount, Decimal)
        ),
        reverse=True,
    )
    assert [government[f"VII_E.days[total,{rank}]"].amount for rank in range(1, 11)] == every[:10]


def test_the_sum_is_held_against_the_agencies(reports, government):
    register = gr.Register(
        government.publisher,
        tuple(RegisterMember(each.publisher.id or each.publisher.name, each.publisher.name) for each in reports),
    )
    counts = gr.check(government, members=reports, register=register).by_rule
    failing = {rule: count["fails"] for rule, count in counts.items() if rule.startswith("RU-") and count["fails"]}
    assert failing == {}
    assert counts["RU-PART"]["holds"] > 140
    assert counts["RU-MISSING"]["holds"] == len(reports)
    less = government.fill({"V_A.received[total]": 1})
    assert gr.check(less, members=reports).by_rule["RU-PART"]["fails"] == 1
