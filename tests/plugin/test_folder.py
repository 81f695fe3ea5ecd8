"""A jurisdiction that is a folder: the example of the docs, and folders that are none."""

from __future__ import annotations

import re
import shutil
import tomllib

import attrs
import pytest

import govreport as gr
from govreport.plugin.folder import ruleset_in
from tests.conftest import ROOT

FOLDER = ROOT / "examples" / "jurisdiction"


@pytest.fixture
def registry():
    """The rule set of the example, and the bundled formats and readers."""
    return gr.Registry(rulesets=[ruleset_in(FOLDER)])


@pytest.fixture
def report(registry):
    """The example's report."""
    return gr.read(FOLDER / "report.toml", registry=registry)


def test_the_example_holds_and_needs_no_python(report, registry):
    assert gr.check(report, registry=registry).verdict == "pass"
    assert not list(FOLDER.rglob("*.py"))
    assert len([file for file in FOLDER.glob("*.toml") if file.name != "report.toml"]) == 2


@pytest.mark.parametrize(
    ("cell", "value", "rule"),
    [
        ("received", 241, "IN-BALANCE"),
        ("granted", 215, "IN-DECIDED"),
        ("invoked[9]", 1, "IN-INVOKED"),
        ("invoked[total]", 16, "IN-REASON"),
    ],
)
def test_each_rule_finds_what_breaks_it(report, registry, cell, value, rule):
    findings = gr.check(report.fill({cell: value}), registry=registry)
    assert rule in {finding.rule for finding in findings.errors}
    assert "Right to Information Act" in findings.explain("en") or rule == "IN-DECIDED"


def test_what_was_pending_last_year_is_compared(report, registry):
    last = attrs.evolve(report, period="2022").fill({"pending_after": 11})
    found = [finding.rule for finding in gr.check(report, previous=last, registry=registry)]
    assert found == ["IN-CARRY"]


def test_it_is_published_and_added_up_like_any_other(report, registry):
    html = gr.render(report, "html", registry=registry)
    assert "214" in html
    other = attrs.evolve(report, publisher=gr.Publisher("Department of Another Example"))
    total = gr.roll_up([report, other], "Ministry of Example", registry=registry)
    assert [int(total[cell].amount) for cell in ("received", "pending_after", "invoked[total]")] == [480, 26, 38]
    years = gr.roll_up([report, attrs.evolve(report, period="2024")], registry=registry)
    assert [int(years[cell].amount) for cell in ("received", "pending_before", "pending_after")] == [480, 12, 13]


def test_files_may_lie_in_folders_of_their_kind(tmp_path, report):
    for kind in ("form", "rules"):
        (tmp_path / (kind.rstrip("s") + "s")).mkdir()
        shutil.copy(FOLDER / f"{kind}.toml", tmp_path / (kind.rstrip("s") + "s") / "rti-2005.toml")
    registry = gr.Registry(rulesets=[ruleset_in(tmp_path)])
    assert gr.check(report, registry=registry).verdict == "pass"


def test_mappings_and_ledgers_may_lie_there_as_they_are(tmp_path, report):
    for name in ("form.toml", "rules.toml"):
        shutil.copy(FOLDER / name, tmp_path)
    newer = (FOLDER / "form.toml").read_text("utf-8").replace("in/rti-2005", "in/rti-2030").replace("2006", "2030")
    (tmp_path / "newer.toml").write_text(newer, "utf-8")
    (tmp_path / "older-to-newer.toml").write_text(
        'govreport = "mapping/1"\nfrom = "in/rti-2005"\nto = "in/rti-2030"\nsame = ["received"]\n', "utf-8"
    )
    (tmp_path / "cases.toml").write_text(
        'govreport = "ledger/1"\nform = "in/rti-2005"\ndates = ["received"]\n[columns]\nreceived = ["Received"]\n'
        '[[count]]\ncell = "received"\nwhen = { received = "within" }\n',
        "utf-8",
    )
    registry = gr.Registry(rulesets=[ruleset_in(tmp_path)])
    assert gr.map_to(report, "in/rti-2030", registry=registry).report["received"].amount == 240
    assert registry.ledger(report.form) is not None
    assert registry.ledger(registry.form("in/rti-2030")) is None


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (None, "is no folder"),
        ({}, "there is no form in it"),
        ({"a.toml": 'govreport = "rules/1"\n'}, "there is no form in it"),
        ({name: f'govreport = "form/1"\nid = "{name[0]}/1"\n' for name in ("x.toml", "y.toml")}, "several names: x/…"),
    ],
)
def test_a_folder_that_is_no_rule_set_is_refused(tmp_path, files, message):
    folder = tmp_path / "rules"
    if files is not None:
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text, "utf-8")
    with pytest.raises(gr.InvalidInput, match=message):
        ruleset_in(folder)


def test_a_wrong_file_of_a_folder_is_told_with_its_key(tmp_path):
    shutil.copy(FOLDER / "form.toml", tmp_path)
    text = (tmp_path / "form.toml").read_text("utf-8")
    wrong = text.replace('id = "transferred", unit = "requests"', 'id = "transferred", unit = "request"')
    (tmp_path / "form.toml").write_text(wrong, "utf-8")
    with pytest.raises(gr.FormError, match=r"form\.toml.*unit.*'request'.*requests"):
        gr.Registry(rulesets=[ruleset_in(tmp_path)]).form("in/rti-2005")


def test_what_the_docs_show_is_what_the_files_say():
    page = (ROOT / "docs" / "how-to" / "add-a-jurisdiction.md").read_text("utf-8")
    files = "".join(file.read_text("utf-8") for file in FOLDER.glob("*.toml"))
    blocks = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    assert len(blocks) == 2
    for block in blocks:
        assert tomllib.loads(block)
        assert block.strip() in files
