"""The project file as the command line heeds it."""

from __future__ import annotations

TEXT = """
govreport = "project/1"
language = "en"
only = ["NX-*", "LY-BLANK"]
[[rule]]
id = "NX-*"
severity = "warning"
reason = "a draft"
[plugins]
block = ["data"]
"""


def test_the_command_line_heeds_it(cli, first, tmp_path):
    assert cli("check", first).status == 1
    (tmp_path / "govreport.toml").write_text(TEXT.replace("block", "# block"))
    result = cli("check", first)
    assert (result.status, "[warning] NX-MARKS-OWN" in result.out, "a draft" in result.out) == (0, True, True)
    assert result.err == ""
    assert "Annual Report" in cli("render", first).out
    assert "a draft" not in cli("render", first).out
    assert "[warning] NX-MARKS-OWN" in cli("render", first, "--findings").out


def test_a_plugin_that_it_blocks_is_not_there(cli, first, tmp_path):
    (tmp_path / "govreport.toml").write_text(TEXT)
    result = cli("check", first)  # JSON is read by the plugin `data`
    assert (result.status, "has a table of no form" in result.err) == (2, True)


def test_a_rule_that_it_names_wrongly_is_an_error(cli, first, tmp_path):
    other = tmp_path / "other.toml"
    other.write_text('govreport = "project/1"\n[[rule]]\nid = "NX-STAF-*"\nseverity = "off"\nreason = "r"\n')
    result = cli("check", first, "--project", other)
    assert (result.status, "unknown rule 'NX-STAF-*'" in result.err) == (2, True)
    assert cli("check", first, "--project", tmp_path / "none.toml").status == 2
