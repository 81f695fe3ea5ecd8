"""From edition to edition: every figure is accounted for, and what is carried over is held against the year after."""

from __future__ import annotations

import json
import tomllib
from itertools import pairwise
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner

import govreport as gr
import govreport_cn
from govreport.cli.main import main
from govreport.combine.words import told
from govreport.reading import normalise
from govreport.verbs import default_registry
from tests.schemas import problems

from .valid import two_years

# cells of the older form: in all, continued, lost; and of the newer one: derived, new
PAIRS = {
    ("cn/ningxia-2017", "cn/2014"): (49, 0, 41, 4, 54),
    ("cn/2014", "cn/2019"): (58, 0, 40, 16, 182),
    ("cn/2019", "cn/2021"): (198, 169, 27, 2, 29),
    ("cn/fujian-2009", "cn/fujian-2014"): (34, 24, 6, 2, 6),
    ("cn/fujian-2014", "cn/fujian-2017"): (32, 30, 2, 0, 0),
    ("cn/fujian-2017", "cn/2019"): (30, 0, 25, 5, 193),
}


def older(edition: str) -> gr.Report:
    """Return a report on an edition with a figure other than 0 in every cell that may have one."""
    if edition != "cn/ningxia-2017":
        return two_years(edition)[0]
    report = gr.blank(gr.form(edition), "某局", 2017)
    return report.fill(dict.fromkeys(report.cells(), 1))


def mapping(old: str, new: str):
    (found,) = default_registry().mapping(gr.form(old), gr.form(new))
    return found


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_every_figure_continues_or_is_made_use_of_or_is_told_as_lost(old, new):
    report = older(old)
    mapped = gr.map_to(report, new)
    counts = len(report.values), len(mapped.continued), len(mapped.lost), len(mapped.derived), len(mapped.new)
    assert counts == PAIRS[old, new]
    used = {source for sources in mapped.made_of.values() for source in sources}
    assert used | set(mapped.lost) == set(report.values) == set(report.cells())
    assert not used & set(mapped.lost)
    assert {*mapped.continued, *mapped.derived, *mapped.new} == set(mapped.report.cells())
    assert all(mapped.report[cell] == report[cell] for cell in mapped.continued)


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_what_looks_alike_and_does_not_continue_is_named_with_the_reason(old, new):
    found, before, after = mapping(old, new), gr.form(old), gr.form(new)
    for each in found.breaks:
        assert each.labels["zh"]
        assert each.labels["en"]
    broken = {each.old.partition("[")[0] for each in found.breaks}
    mapped = gr.map_to(older(old), new)
    lost = {cell.indicator for cell in mapped.lost} - {
        source.indicator for sources in mapped.made_of.values() for source in sources
    }
    labels = {normalise(label) for each in after.indicators.values() for label in each.labels.values()}
    alike = {
        name
        for name in lost
        if name in after.indicators or {normalise(each) for each in before.indicators[name].labels.values()} & labels
    }
    assert alike <= broken, alike - broken


@pytest.mark.parametrize(("old", "new"), PAIRS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_became_of_it_is_told_in_both_languages(old, new, language):
    report = older(old)
    lines = list(told(gr.map_to(report, new), report, language))
    broken = [each.labels[language] for each in mapping(old, new).breaks]
    assert all(any(reason in line for line in lines) for reason in broken)  # every row has a figure here


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_a_report_that_was_carried_over_is_published_and_read_back(old, new, tmp_path):
    section = next(each.id for each in gr.form(old).sections if each.narrative)
    cell = next(iter(older(old).values))
    mapped = gr.map_to(older(old).tell(section, f"共{{{cell}}}件。"), new).report
    again = gr.read(gr.write(mapped, tmp_path / "a.json").path)
    assert again == mapped
    assert "共" in gr.render(again, "table")
    assert "{" not in "".join(mapped.narrative.values())


def test_the_files_agree_with_their_schema():
    files = list((Path(govreport_cn.__file__).parent / "mappings").glob("*.toml"))
    assert len(files) == len(PAIRS)
    for file in files:
        assert problems("mapping", tomllib.loads(file.read_text("utf-8"))) == []


def test_several_editions_are_gone_through_one_after_the_other():
    assert gr.map_to(older("cn/fujian-2009"), "cn/2021").report.form.id == "cn/2021"
    mapped = gr.map_to(older("cn/ningxia-2017"), "cn/2021")
    assert {str(cell): int(value.amount) for cell, value in mapped.report.values.items()} == {
        "requests_new[total]": 2,
        "normative_documents[issued]": 2,
    }


def test_a_figure_for_other_handling_is_0_in_all_its_rows_or_not_known():
    report = older("cn/2019")
    rows = [f"other_handling_{each}[total]" for each in ("not_corrected", "fee_unpaid", "other")]
    for amount, states in ((0, {"number"}), (5, {"absent"}), (None, {"absent"})):
        mapped = gr.map_to(report.fill({"other_handling[total]": amount}), "cn/2021")
        assert {mapped.report[row].state.value for row in rows} == states
        assert (gr.Cell("other_handling", ("total",)) in mapped.lost) is (amount != 0)


# --- real reports ----------------------------------------------------------------------------------------------------


def test_pingtan_of_2020_on_the_format_of_2021(shared):
    report = gr.read(shared / "cn" / "cases" / "pingtan-2020.json")
    mapped = gr.map_to(report, "cn/2021")
    assert len(mapped.continued) == 169
    assert all(mapped.report[cell] == report[cell] for cell in mapped.continued)
    assert mapped.report["normative_documents[issued]"].amount == report["normative_documents[made]"].amount == 77
    assert mapped.report["normative_documents[in_force]"].state is gr.State.ABSENT  # 166 is another quantity
    assert "normative_documents[published_total]" in {str(cell) for cell in mapped.lost}
    assert mapped.report["other_handling_other[business]"].amount == 0
    assert mapped.report["other_handling_other[natural_person]"].state is gr.State.ABSENT  # 4 of some of three kinds
    after = gr.read(shared / "cn" / "cases" / "pingtan-2021.json")
    carried = {f"requests_carried_in[{each.id}]" for each in after.form.axes["applicant"].members if not each.group}
    assert all(after[cell].amount == report[cell.replace("_in[", "_out[")].amount for cell in carried)


CHAINS = {
    "pingtan": [2019, 2020, 2021, 2022, 2023],
    "pingtan-area": [2011, 2012, 2013, 2014, 2015],
}
VERDICTS = {
    "pingtan": ["pass", "fail", "pass", "pass", "pass"],
    "pingtan-area": ["pass", "fail", "fail", "pass", "pass"],
}


@pytest.mark.parametrize("name", CHAINS)
def test_a_chain_of_real_reports_over_two_editions(shared, name):
    folder = shared / "cn" / "cases"
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    files = [str(folder / f"{name}-{year}.json") for year in CHAINS[name]]
    result = CliRunner().invoke(main, ["check", *files, "--chain", "--format", "json"])
    found = json.loads(result.stdout)
    assert [each["verdict"] for each in found] == VERDICTS[name]
    assert result.exit_code == 1
    for year, each in zip(CHAINS[name], found, strict=True):
        for rule, wanted in expected[f"{name}-{year}"]["rules"].items():
            if not rule.startswith("RU-"):
                counts = each["rules"][rule]
                verdict = next((kind for kind in ("fails", "holds", "not_evaluable") if counts[kind]), "not_applicable")
                assert (year, rule, verdict) == (year, rule, wanted)


# --- planted errors --------------------------------------------------------------------------------------------------


def on(edition: str, year: int) -> gr.Report:
    """Return a valid report on an edition, of a year."""
    return attrs.evolve(two_years(edition)[0], period=str(year))


def outcome(report: gr.Report, before: gr.Report, rule: str) -> dict[str, int]:
    return gr.check(report, previous=before).by_rule[rule]


def carried(report: gr.Report) -> dict[str, object]:
    """Return what the year before must have carried out."""
    members = [member.id for member in report.form.axes["applicant"].members if not member.group]
    return {f"requests_carried_out[{each}]": report[f"requests_carried_in[{each}]"] for each in members}


@pytest.mark.parametrize("column", ["natural_person", "legal_service", "total"])
def test_requests_that_were_lost_over_new_year_are_found_over_the_change_of_2021(column):
    report = on("cn/2021", 2021)
    before = on("cn/2019", 2020).fill(carried(report))
    assert outcome(report, before, "CN-REQ-CARRY") == {"holds": 7, "fails": 0, "not_evaluable": 0, "not_applicable": 0}
    cell = f"requests_carried_out[{column}]"
    wrong = before.fill({cell: int(before[cell].amount) + 1})
    findings = [each for each in gr.check(report, previous=wrong) if each.rule == "CN-REQ-CARRY"]
    assert [str(each.cells[0]) for each in findings] == [f"requests_carried_in[{column}]"]
    assert [each.severity.value for each in findings] == ["error" if column == "total" else "warning"]


def test_what_the_change_of_2021_broke_is_not_compared():
    report = on("cn/2021", 2021)
    before = on("cn/2019", 2020).fill(carried(report))
    tenfold = {f"{row}[decisions]": 1 for row in ("licensing", "penalties", "coercive_measures")}
    before = before.fill({"normative_documents[published_total]": 9000, **tenfold})
    assert not outcome(report, before, "CN-DOC-STOCK")["fails"]
    assert not outcome(report, before, "CN-SCOPE-CHANGE")["fails"]


def test_problems_that_were_told_in_the_words_of_the_older_form_are_found():
    words = "部分乡镇的公开目录更新不及时，个别栏目没有内容。"
    report, before = on("cn/2021", 2021).tell("problems", words), on("cn/2019", 2020).tell("problems", words)
    assert outcome(report, before, "TX-REPEAT")["fails"] == 1
    assert outcome(report, before.tell("problems", "答复文书格式不一，说理不够。"), "TX-REPEAT")["holds"] == 1


def test_open_requests_of_2018_are_held_against_2019():
    report = on("cn/2019", 2019)
    before = on("cn/2014", 2018)
    carried_in = int(report["requests_carried_in[total]"].amount)
    closed = int(before["requests_closed"].amount)
    right = before.fill({"requests_received": closed + carried_in})
    assert outcome(report, right, "CN-REQ-CARRY")["holds"] == 1
    assert outcome(report, before.fill({"requests_received": closed + carried_in + 1}), "CN-REQ-CARRY")["fails"] == 1
    fewer = before.fill({"requests_received": closed - 1})  # older ones were closed too: how many is not known
    assert outcome(report, fewer, "CN-REQ-CARRY")["not_evaluable"] == 7


FUJIAN = [("cn/fujian-2009", 2013, "cn/fujian-2014"), ("cn/fujian-2014", 2016, "cn/fujian-2017")]


@pytest.mark.parametrize(("old", "year", "new"), FUJIAN)
def test_counts_since_the_beginning_are_held_against_the_edition_before(old, year, new):
    before, report = on(old, year), on(new, year + 1)
    mapped = gr.map_to(before, new).report
    shared = [name for name in report.form.indicators if f"{name}[cumulative]" in map(str, mapped.values)]
    right = {
        f"{name}[cumulative]": mapped[f"{name}[cumulative]"].amount + report[f"{name}[year]"].amount for name in shared
    }
    report = report.fill(right)
    assert outcome(report, before, "FJ-CUMULATIVE") == {
        "holds": len(shared),
        "fails": 0,
        "not_evaluable": len(report.form.indicators) - len(shared),
        "not_applicable": 0,
    }
    for name in shared:
        wrong = report.fill({f"{name}[cumulative]": right[f"{name}[cumulative]"] + 1})
        assert outcome(wrong, before, "FJ-CUMULATIVE")["fails"] == 1, name


def test_the_years_of_the_editions_meet():
    editions = ["cn/fujian-2009", "cn/fujian-2014", "cn/fujian-2017", "cn/2019", "cn/2021"]
    for old, new in pairwise(map(gr.form, editions)):
        assert old.last_year + 1 == new.first_year
