"""Form and rule files of one's own, beside the plugins."""

from __future__ import annotations

from tests.conftest import ROOT

FOLDER = ROOT / "examples" / "jurisdiction"


def test_the_command_line_takes_the_folder_for_one_command(cli, tmp_path):
    made = tmp_path / "new.toml"
    assert cli("--rulesets", FOLDER, "new", "in/rti-2005", "--publisher", "X", "--period", "2024", made).status == 0
    done = cli("--rulesets", FOLDER, "check", FOLDER / "report.toml")
    assert done.status == 0
    assert "in/rti-2005" in cli("--rulesets", FOLDER, "forms").out
    assert "in/rti-2005" not in cli("forms").out


def test_the_environment_names_folders_too(cli, monkeypatch):
    monkeypatch.setenv("GOVREPORT_RULESETS", str(FOLDER))
    assert "in/rti-2005" in cli("forms").out
