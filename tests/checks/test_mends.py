"""Single changes that would clear a broken identity: candidates, ranked, none that breaks another rule."""

from __future__ import annotations

from decimal import Decimal

import pytest

import govreport as gr
from govreport.checks import Rule, Rulebook
from govreport.checks.check import check_with
from govreport.checks.mends import slips
from govreport.checks.syntax import parse
from govreport.model.frozen import FrozenMap

from .conftest import policy


@pytest.fixture
def mends(china):
    """Gives the mends of the first finding of some rules."""

    def run(values, *asserts, severity="error", **more):
        rules = tuple(
            Rule(f"R{place}", severity, (parse(each),), labels=FrozenMap(en="rule", zh="规则"), **more)
            for place, each in enumerate(asserts, 1)
        )
        findings = check_with(Rulebook(rules), china(values))
        return [(str(each.cell), each.after, each.clears, each.all_errors) for each in findings[0].mends]

    return run


def test_a_change_that_breaks_another_rule_is_no_candidate(mends):
    values = {"rules[issued]": 3, "rules[repealed]": 1, "rules[in_force]": 5}
    found = mends(values, "rules[in_force] == rules[issued] + rules[repealed]", "rules[issued] <= 3")
    assert [each[:2] for each in found] == [("rules[in_force]", 4), ("rules[repealed]", 2)]


def test_what_clears_more_errors_comes_first(mends):
    values = {"rules[issued]": 3, "rules[repealed]": 1, "rules[in_force]": 5}
    found = mends(values, "rules[in_force] == rules[issued] + rules[repealed]", "rules[repealed] == 2")
    assert found[0] == ("rules[repealed]", 2, ("R1", "R2"), True)
    assert not found[1][3]


def test_a_likelier_slip_comes_before_a_smaller_change(mends):
    values = {"rules[issued]": 191, "rules[repealed]": 10, "rules[in_force]": 129}
    found = mends(values, "rules[in_force] == rules[issued] + rules[repealed]")
    assert found[0][:2] == ("rules[issued]", 119)


def test_bounds_are_met_exactly_and_counts_stay_counts(mends):
    values = {"rules[issued]": 3, "rules[repealed]": 5}
    assert [each[:2] for each in mends(values, "rules[repealed] <= rules[issued]")] == [
        ("rules[issued]", 5),
        ("rules[repealed]", 3),
    ]
    assert mends({"rules[issued]": 3}, "2 * rules[issued] == 5") == []
    assert mends({"rules[issued]": 3}, "rules[issued] + 5 == 0") == []
    assert mends({"rules[issued]": 3}, "rules[issued] != 3") == []
    squared = "rules[issued] * rules[issued] == 18"  # not linear: what the line gives is tried, and is not it
    assert mends({"rules[issued]": 3}, squared) == []


def test_where_and_implications_are_judged_anew(mends):
    values = {"rules[issued]": 3, "rules[repealed]": 5}
    found = mends(values, "rules[repealed] > 0 implies rules[issued] == 4", where=parse("rules[issued] > 0"))
    assert [each[:2] for each in found] == [("rules[issued]", 4)]


def test_one_of_many_empty_cells_is_no_likelier_than_another(china, findings):
    def candidates(*empty):
        report = china({f"granted[{each}]": None for each in empty} | {"granted[total]": 4})
        found = findings(report, "granted[total] == sum(granted[*])", given=policy({"blank": 0}, {"blank": 0}))
        return [str(each.cell) for each in found[0].mends]

    assert candidates("business", "research", "legal_service") == [
        "granted[business]",
        "granted[legal_service]",
        "granted[research]",
    ]
    assert candidates("natural_person", "business", "research", "legal_service") == []  # nor is the total


def test_findings_say_that_they_are_candidates(china):
    report = china({"rules[issued]": 3, "rules[repealed]": 5})
    rule = Rule("R", "error", (parse("rules[repealed] <= rules[issued]"),), labels=FrozenMap(en="rule", zh="规则"))
    findings = check_with(Rulebook((rule,)), report)
    assert "候选改正：" in findings.explain("zh")
    assert "would clear R, and no rule would report an error any more" in findings.explain("en")
    assert findings.as_data()["findings"][0]["mends"][0] == {
        "cell": "rules[issued]",
        "value": 5,
        "clears": ["R"],
        "all_errors": True,
    }


def test_a_blank_is_filled(china):
    form = gr.form("cn/ningxia-2017")
    report = gr.blank(form, "某局", 2017).fill({"own_staff": 3, "own_staff_full_time": 2, "own_staff_part_time": None})
    mend = gr.check(report).errors[0].mends[0]
    assert (str(mend.cell), mend.after, mend.before.state.value) == ("own_staff_part_time", 1, "blank")
    assert "（空）" in gr.check(report).errors[0].mend_words("zh")[0]


@pytest.mark.parametrize(
    ("before", "after", "likely"),
    [
        (1931, 1913, 1),
        (26, 36, 1),
        (26, 260, 1),
        (260, 26, 1),
        (3, 5, 9),
        (26, 0, 9),
        (0, 26, 9),
        (123, 321, 9),
        (5, 50, 1),
    ],
)
def test_slips_of_the_hand(before, after, likely):
    assert slips(Decimal(before), Decimal(after)) == likely
