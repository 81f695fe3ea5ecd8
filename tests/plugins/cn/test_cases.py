"""All real reports at hand: the verdict of every rule about figures and form, and what their texts say of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

import govreport as gr


@pytest.fixture(scope="module")
def cases(shared) -> Path:
    return shared / "cn" / "cases"


@pytest.fixture(scope="module")
def expected(cases) -> dict[str, dict]:
    return json.loads((cases / "expected.json").read_text("utf-8"))


def verdict(counts: dict[str, int]) -> str:
    """Return what became of a rule as a whole: one failure outweighs all, one that holds what is not known."""
    return next((each for each in ("fails", "holds", "not_evaluable", "not_applicable") if counts[each]), "none")


def test_every_case_is_read_and_judged_as_expected(cases, expected):
    assert {path.stem for path in cases.glob("*.json")} == {*expected, "expected"}
    differences = []
    for name, case in expected.items():
        previous = gr.read(cases / f"{case['previous']}.json") if case["previous"] else None
        counts = gr.check(gr.read(cases / f"{name}.json"), previous=previous).by_rule
        for rule, wanted in case["rules"].items():
            if rule.startswith("RU-"):
                continue  # these belong to roll-up
            found = verdict(counts[rule]) if rule in counts else "no such rule"
            if found != wanted:
                differences.append((name, rule, wanted, found))
    assert not differences


def claims(case: dict, *kinds: str) -> Iterator[dict]:
    return (each for each in case["claims"] if each["kind"] in kinds)


def judged(report: gr.Report, text: str) -> dict[str, str]:
    """Return the verdict of each rule about text on a report that says one sentence more."""
    section = next(each.id for each in report.form.sections if each.narrative)
    counts = gr.check(report.tell(section, f"{text}。")).by_rule
    return {rule: verdict(count) for rule, count in counts.items() if rule.startswith("TX")}


def amount(report: gr.Report, references: list[str]) -> Decimal:
    """Return the sum of cells as the catalogue writes them (`row/column`)."""
    cells = [re.sub(r"/(.*)", r"[\1]", each) for each in references]
    return sum((Decimal(str(report[cell].amount)) for cell in cells), Decimal(0))


# The sentence is cut, and says that a document was published on the portal: it is held against that row instead.
CUT = {("nx-2017-desheng", "n1")}


def test_numbers_of_texts_are_held_against_their_cells(cases, expected):
    differences, judged_claims = [], 0
    for name, case in expected.items():
        report = gr.read(cases / f"{name}.json")
        for claim in claims(case, "equals"):
            said = judged(report, claim["text"])
            right = amount(report, claim["refs"]) == claim["value"]
            other = any(amount(report, each) == claim["value"] for each in claim.get("alt_refs", []))
            wanted = "holds" if right or other else "fails"
            asked = said["TX-SCOPE"] == "fails"
            judged_claims += 1
            if (said["TX-EQ"] != wanted or (other and not right and not asked)) and (name, claim["id"]) not in CUT:
                differences.append((name, claim["id"], claim["text"], wanted, said["TX-EQ"]))
    assert not differences
    assert judged_claims > 40


def test_sums_of_texts_add_up_or_not(cases, expected):
    """Only where the words kept are a sentence that names the total and all parts."""
    differences, judged_claims = [], 0
    for name, case in expected.items():
        report = gr.read(cases / f"{name}.json")
        for claim in claims(case, "sum"):
            numbers = {claim["total"], *claim["parts"]}
            if "=" in claim["text"] or not numbers <= {int(each) for each in re.findall(r"\d+", claim["text"])}:
                continue
            found = judged(report, claim["text"])["TX-SUM"]
            wanted = "holds" if sum(claim["parts"]) == claim["total"] else "fails"
            judged_claims += found != "none"
            if found not in {wanted, "none"}:
                differences.append((name, claim["id"], claim["text"], wanted, found))
    assert not differences
    assert judged_claims >= 5
