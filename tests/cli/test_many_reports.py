"""`rollup` and `compare` as a person runs them."""

from __future__ import annotations

import json

import pytest

import govreport as gr
from govreport.writing import plain_report, to_json

REGISTER = """
govreport = "register/1"
publisher = { name = "某市" }
due = "01-31"
[[member]]
id = "a"
name = "甲局"
[[member]]
id = "b"
name = "乙局"
"""


@pytest.fixture
def folder(tmp_path):
    """Two reports and a register."""
    for name, number in (("甲局", 3), ("丙局", 4)):
        made = gr.blank(gr.form("cn/2021"), name, 2023).fill({"requests_new[natural_person]": number})
        (tmp_path / f"{name}.json").write_text(to_json(plain_report(made)), "utf-8")
    (tmp_path / "members.toml").write_text(REGISTER, "utf-8")
    return tmp_path


def test_reports_are_added_up_and_a_cell_can_be_looked_into(cli, folder):
    done = cli("rollup", folder / "甲局.json", folder / "丙局.json", "--publisher", "某市", folder / "sum.json",
                     "--cell", "requests_new[natural_person]")  # fmt: skip
    assert done.status == 0
    assert "2 reports" in done.out
    assert "甲局: 3" in done.out
    assert "丙局: 4" in done.out
    data = json.loads((folder / "sum.json").read_text("utf-8"))
    assert data["values"]["requests_new[natural_person]"] == 7
    assert data["contributions"]["requests_new[natural_person]"]["parts"] == {"甲局": 3, "丙局": 4}


def test_the_last_report_is_not_taken_for_the_sum(cli, folder):
    before = (folder / "丙局.json").read_bytes()
    done = cli("rollup", folder / "甲局.json", folder / "丙局.json")
    assert done.status == 2
    assert "exists already; the last name is where the sum is written" in done.err
    assert (folder / "丙局.json").read_bytes() == before


def test_who_is_missing_is_said(cli, folder):
    done = cli("rollup", folder / "甲局.json", "--register", folder / "members.toml", folder / "sum.json")
    assert done.status == 0
    assert "missing: 乙局 (due 2024-01-31)" in done.err


def test_a_stranger_is_refused(cli, folder):
    done = cli("rollup", folder / "丙局.json", "--register", folder / "members.toml", folder / "sum.json")
    assert done.status == 2
    assert "丙局 is not on the register" in done.err
    assert not (folder / "sum.json").exists()


def test_a_sum_is_checked_beside_its_members(cli, folder):
    cli("rollup", folder / "甲局.json", folder / "丙局.json", "--publisher", "某市", folder / "sum.json")
    done = cli("check", folder / "sum.json", "--member", folder / "甲局.json", "--member", folder / "丙局.json",
                     "--format", "json")  # fmt: skip
    rules = json.loads(done.out)["rules"]
    assert rules["RU-PART"]["fails"] == 0
    assert rules["RU-PART"]["holds"] == 1


def test_changes_on_the_screen_as_data_and_as_a_page(cli, folder):
    names = folder / "甲局.json", folder / "丙局.json"
    assert "+33.3%" in cli("compare", *names).out
    assert json.loads(cli("compare", *names, "--format", "json").out)["changes"][0]["difference"] == 1
    assert cli("compare", *names, folder / "c.html").status == 0
    assert "+33.3%" in (folder / "c.html").read_text("utf-8")
