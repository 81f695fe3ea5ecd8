"""All real files at hand: facts counted, verdicts as an independent evaluation has them, and back to the same XML."""

from __future__ import annotations

import pytest
from lxml import etree

import govreport as gr
from govreport_us.read import facts
from govreport_us.schema import validate
from tests.plugins.us.conftest import PAGE

REFERENCES = frozenset(
    "ComponentDataReference OrganizationReference NonExemptionDenialReasonCode AppliedExemptionCode TimeIncrementCode "
    "FootnoteText".split()
)
DATA = ("Quantity", "Value", "Amount", "Percent", "Text", "Date", "DaysCode")


def elements_with_data(data: bytes) -> int:
    """Return how many elements of the sections hold a figure or a text."""
    root = etree.fromstring(data)
    leaves = (each for section in root if section.tag.endswith("Section") for each in section.iter() if not len(each))
    names = (etree.QName(each).localname for each in leaves)
    return sum(name not in REFERENCES and name.endswith(DATA) for name in names)


def canonical(data: bytes) -> bytes:
    return etree.tostring(etree.fromstring(data), method="c14n")


def differences(files: dict[str, bytes], expected: dict[str, dict], judged: set[str], previous) -> list[object]:
    """Return where the failing instances of a rule are not those that were expected."""
    reports = {name: gr.read(data, name=name) for name, data in files.items()}
    found = []
    for name, report in reports.items():
        counts = gr.check(report, previous=reports.get(previous(name) or "")).by_rule
        failing = {rule: count["fails"] for rule, count in counts.items() if count["fails"] and rule in judged}
        wanted = {**expected[name]["failing"], **expected[name].get("info", {})}
        if "info" not in expected[name]:
            failing = {rule: count for rule, count in failing.items() if rule in wanted or not rule.startswith("I-")}
        if failing != wanted:
            found.append((name, failing, wanted))
    return found


def check_all(files: dict[str, bytes]) -> None:
    """Make sure that each file is read whole, and comes back as it was, through XML and through JSON."""
    for name, data in files.items():
        report = gr.read(data, name=name)
        assert not report.unplaced, name
        assert sum(1 for _ in facts(report)) == elements_with_data(data), name
        text = gr.render(report, "foia-xml")
        assert gr.read(text.encode(), name=name) == report, name
        assert canonical(text.encode()) == canonical(data), name
        assert gr.read(gr.render(report, "json").encode(), name="x.json") == report, name


@pytest.fixture(scope="module")
def judged(us) -> set[str]:
    return set((us / "evaluated-rules.txt").read_text("utf-8").split())


def test_every_case_is_judged_as_expected(cases, expected, judged):
    assert not differences(cases, expected["cases"], judged, lambda name: expected["cases"][name]["previous"])


def test_every_case_is_read_whole_and_comes_back(cases):
    check_all(cases)


def test_the_schema_says_of_each_case_what_was_expected(cases, expected, schema):
    for name, data in cases.items():
        assert (validate(data, schema) == ()) is expected["cases"][name]["xsd_valid_v2"], name


def test_unknown_components_are_those_of_the_expected_files(cases, expected):
    for name, data in cases.items():
        members = gr.read(data, name=name).members.get("component", ())
        assert sum(not each.unknown for each in members) == expected["cases"][name]["components"], name
        assert any(each.unknown for each in members) is bool(
            expected["cases"][name]["unresolved_component_references"]
        ), name


def test_a_web_page_among_them_is_called_one(us):
    with pytest.raises(gr.InvalidInput, match="is a web page"):
        gr.read(us / "cases" / PAGE)


@pytest.mark.slow
def test_every_file_of_two_years_is_judged_as_expected(archives, expected, judged):
    assert len(archives) == 241
    found = differences(
        archives, expected["archives"], judged,
        lambda name: name.replace("-2023", "-2022") if "-2023" in name else None,
    )  # fmt: skip
    assert not found


@pytest.mark.slow
def test_every_file_of_two_years_is_read_whole_and_comes_back(archives):
    check_all(archives)
