"""What a project file says: found beside reports or above, read with its places, applied to rules."""

from __future__ import annotations

import json

import pytest

import govreport as gr
from govreport.checks import Severity
from govreport.checks.project import find_project
from govreport.reading.project_file import read_project
from govreport.reading.source import Source

TEXT = """
govreport = "project/1"
language = "en"
theme = "official"
only = ["NX-*", "LY-BLANK"]
[[rule]]
id = "NX-STAFF-*"
severity = "warning"
reason = "counted twice by the staff office"
[[rule]]
id = "NX-STAFF-SUB"
severity = "off"
reason = "no subordinate units"
[plugins]
block = ["toml"]
[plugins.pins]
html = "my-html"
"""


def project(text=TEXT):
    return read_project(Source(text.encode(), "govreport.toml"))


@pytest.fixture
def broken():
    values = {"own_staff": 3, "own_staff_full_time": 2, "own_staff_part_time": 2}
    return gr.blank(gr.form("cn/ningxia-2017"), "某局", 2017).fill(values)


def test_every_key_is_read():
    found = project()
    assert (found.language, found.theme, found.block, dict(found.pins)) == (
        "en",
        "official",
        ("toml",),
        {"html": "my-html"},
    )
    assert found.override("NX-STAFF-OWN").severity is Severity.WARNING
    assert found.override("NX-STAFF-SUB").severity is None
    assert found.override("LY-LATE").reason == "not one of: NX-*, LY-BLANK"
    assert found.override("LY-BLANK") is None


def test_it_changes_what_is_checked_and_says_so(broken):
    findings = gr.check(broken, project=project())
    assert (findings.verdict, [each.rule for each in findings]) == ("pass", ["NX-STAFF-OWN"])
    assert findings[0].severity is Severity.WARNING
    assert 'the project file makes it "warning": counted twice by the staff office' in findings.explain("en")
    assert "Left out by the project file: NX-STAFF-SUB (no subordinate units)." in findings.explain("en")
    assert findings.as_data()["skipped"]["NX-STAFF-SUB"] == "no subordinate units"
    assert "NX-STAFF-SUB" not in findings.by_rule


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("project/1", "project/2", r"govreport\.toml: this is no project file"),
        ('severity = "off"', 'severity = "of"', r"rule\[2\]\.severity: unknown severity 'of'; one of error"),
        ('reason = "no subordinate units"', "", r"rule\[2\]\.reason: is required"),
        ('theme = "official"', 'them = "official"', r"unknown key 'them'; did you mean 'theme'"),
        ('html = "my-html"', "html = 1", r"plugins\.pins\.html: 1 is not a text"),
    ],
)
def test_a_wrong_file_names_its_place(old, new, told):
    assert old in TEXT
    with pytest.raises(gr.InvalidInput, match=told):
        project(TEXT.replace(old, new))


def test_the_nearest_file_counts(tmp_path):
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    (tmp_path / "govreport.toml").write_text('govreport = "project/1"\nlanguage = "zh"\n')
    assert find_project(deep / "report.json") == tmp_path / "govreport.toml"
    (deep / "govreport.toml").write_text('govreport = "project/1"\nlanguage = "en"\n')
    assert gr.project(deep / "report.json").language == gr.project(deep).language == "en"
    (tmp_path / "a" / "govreport.toml").mkdir()  # a folder of that name is none
    assert gr.project(tmp_path / "a" / "report.json").language == "zh"


def test_without_a_file_there_is_no_project(tmp_path, monkeypatch):
    monkeypatch.setattr("govreport.checks.project.FILE", "no-such-file.toml")
    with pytest.raises(gr.InvalidInput, match=r"there is no .* beside it or above"):
        gr.project(tmp_path)


def test_what_is_read_fits_the_published_schema():
    import tomllib

    from tests.schemas import problems

    assert problems("project", json.loads(json.dumps(tomllib.loads(TEXT)))) == []
    assert problems("project", {"govreport": "project/1", "rule": [{"id": "X", "severity": "of", "reason": "r"}]})


def test_a_project_cannot_leave_every_rule_out_by_an_empty_list():
    with pytest.raises(gr.InvalidInput, match="only: is empty, which would leave no rule"):
        read_project(Source(b'govreport = "project/1"\nonly = []\n', "govreport.toml"))
