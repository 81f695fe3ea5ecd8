"""What each command does when all is well."""

from __future__ import annotations

import json

import pytest

import govreport as gr
from tests.schemas import problems


def test_govreport_alone_shows_its_commands_and_a_first_round(cli):
    status, out, err = cli()
    assert (status, err) == (0, "")
    assert [
        each for each in ("check", "render", "new", "forms", "formats", "plugins", "doctor") if each not in out
    ] == []
    assert "govreport new cn/ningxia-2017" in out


def test_the_version_is_the_library_s(cli):
    assert cli("--version").out.split() == ["govreport,", "version", gr.__version__]


@pytest.mark.parametrize("command", ["check", "render", "new", "forms", "formats", "plugins", "doctor"])
def test_every_command_has_help(cli, command):
    status, out, _ = cli(command, "--help")
    assert status == 0
    assert out.startswith(f"Usage: govreport {command}")


# --- check ----------------------------------------------------------------------------------------------------------


def test_a_report_with_errors_ends_with_1_and_says_what_would_mend_it(cli, first):
    status, out, err = cli("check", first)
    assert (status, err) == (1, "")
    assert "NX-MARKS-OWN" in out
    assert "26" in out


def test_a_report_without_errors_ends_with_0(cli, good):
    assert cli("check", good).status == 0


@pytest.mark.parametrize(("language", "word"), [("en", "Found: errors"), ("zh", "发现")])
def test_findings_are_told_in_the_language_asked_for(cli, first, language, word):
    assert word in cli("check", first, "--lang", language).out


def test_one_report_is_one_object(cli, first):
    result = cli("check", first, "--format", "json")
    data = result.data
    assert (result.status, result.err) == (1, "")
    assert list(data) == ["report", "form", "verdict", "rules", "totals", "findings", "skipped"]
    assert (data["report"], data["form"], data["verdict"]) == (str(first), "cn/ningxia-2017", "fail")
    assert problems("findings", data) == []
    finding = data["findings"][0]
    assert set(finding) == {
        "rule", "severity", "outcome", "cells", "places", "operands", "expected", "actual", "message", "hint", "source",
        "mends", "settled_by", "waiver", "lapsed"
    }  # fmt: skip
    assert finding["rule"] == "NX-MARKS-OWN"
    assert finding["outcome"] == "fails"
    assert {"cell": "own_docs", "value": 26} in finding["operands"]
    assert (finding["actual"], finding["expected"]) == (26, 0)


def test_the_rules_that_held_are_counted_too_and_the_totals_are_their_sum(cli, first):
    data = cli("check", first, "--format", "json").data
    assert data["rules"]["NX-STAFF-OWN"] == {"holds": 1, "fails": 0, "not_evaluable": 0, "not_applicable": 0}
    for status, total in data["totals"].items():
        assert total == sum(counts[status] for counts in data["rules"].values())
    assert data["totals"]["fails"] == len(data["findings"])


def test_several_reports_are_a_list_in_the_order_given_with_the_unreadable_in_its_place(cli, first, good, tmp_path):
    missing = tmp_path / "missing.json"
    status, out, err = cli("check", good, missing, first, "--format", "json")
    data = json.loads(out)
    assert status == 2
    assert [each["report"] for each in data] == [str(good), str(missing), str(first)]
    assert [each.get("verdict") for each in data] == ["pass", None, "fail"]
    assert data[1] == {
        "report": str(missing),
        "error": f"{missing}: there is no such file; check the name and the folder",
    }
    assert err == f"govreport: {data[1]['error']}\n"
    assert problems("findings", data) == []


def test_an_unreadable_report_alone_is_an_object_too(cli, tmp_path):
    status, out, _ = cli("check", tmp_path / "x.json", "--format", "json")
    assert status == 2
    assert set(json.loads(out)) == {"report", "error"}


def test_several_reports_in_text_are_told_apart_by_their_names(cli, first, good):
    status, out, _ = cli("check", good, first)
    assert status == 1
    assert [line for line in out.splitlines() if line.startswith("==")] == [f"== {good}", f"== {first}"]


def test_the_report_of_the_year_before_is_read(cli, good):
    assert cli("check", good, "--previous", good).status == 0


# --- render ---------------------------------------------------------------------------------------------------------


def test_without_an_output_the_table_is_printed(cli, first, report):
    status, out, err = cli("render", first)
    assert (status, err) == (0, "")
    assert out == gr.render(report, "table")


def test_outputs_are_written_by_their_endings_whatever_the_findings(cli, first, report, tmp_path):
    outs = [tmp_path / "out" / name for name in ("r.html", "r.json", "r.toml", "r.txt")]
    status, out, err = cli("render", first, *outs)
    assert (status, err) == (0, "")
    assert [line.split()[0] for line in out.splitlines()] == [str(each) for each in outs]
    assert [line.split()[1] for line in out.splitlines()] == ["html", "json", "toml", "table"]
    assert gr.read(outs[1]) == gr.read(outs[2]) == report
    assert outs[0].read_text("utf-8").startswith("<!DOCTYPE html>")


def test_the_format_can_be_named_and_its_options_given(cli, first, tmp_path):
    page = cli("render", first, "--to", "html").out
    assert page.startswith("<!DOCTYPE html>")
    printed = cli("render", first, "--to", "html", "-o", "purpose=print").out
    assert "<style>" in page
    assert "<style>" not in printed
    assert "+--" in cli("render", first, "-o", "style=grid", "-o", "width=120").out
    assert cli("render", first, tmp_path / "page", "--to", "html").status == 0
    assert (tmp_path / "page").read_text("utf-8") == page


def test_options_of_true_and_false_are_no_words(cli, first):
    assert cli("render", first, "-o", "narrative=true").out == cli("render", first).out


def test_findings_can_be_printed_at_the_end(cli, first):
    assert "NX-MARKS-OWN" in cli("render", first, "--findings").out
    assert "NX-MARKS-OWN" not in cli("render", first).out


def test_charts_are_put_in_with_the_years_before(cli, shared, tmp_path):
    cases = shared / "cn" / "cases"
    earlier = [each for year in (2019, 2020) for each in ("--earlier", cases / f"pingtan-{year}.json")]
    page = cli("render", cases / "pingtan-2021.json", "--to", "html", "--charts", *earlier).out
    assert page.count("<figure") == 2
    assert page.count("<svg") == 2
    assert "<figure" not in cli("render", cases / "pingtan-2021.json", "--to", "html").out
    refused = cli("render", cases / "pingtan-2021.json", *earlier)
    assert (refused.status, refused.err.count("\n")) == (2, 1)
    assert "add --charts" in refused.err
    later = cli("render", cases / "pingtan-2021.json", "--charts", "--earlier", cases / "pingtan-2022.json")
    assert (later.status, later.err) == (2, "govreport: earlier report 2022: is not of a year before 2021\n")


def test_labels_are_in_the_language_asked_for(cli, first):
    assert "Official documents issued" in cli("render", first, "--lang", "en").out


# --- the others -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["json", "toml"])
def test_a_new_report_has_every_cell_blank(cli, tmp_path, ending):
    path = tmp_path / f"r.{ending}"
    status, out, _ = cli("new", "cn/ningxia-2017", path, "--publisher", "某局", "--period", "2017", "--kind", "body")
    assert (status, out) == (0, f"{path}  {ending}  49 cells to fill in\n")
    made = gr.read(path)
    assert {value.state.value for value in made.values.values()} == {"blank"}
    assert (made.publisher.name, made.period, made.kind) == ("某局", "2017", "body")


def test_an_old_file_is_replaced_only_by_force(cli, tmp_path):
    path = tmp_path / "r.json"
    path.write_text("old")
    asked = ("new", "cn/ningxia-2017", path, "--publisher", "某局", "--period", "2017")
    assert cli(*asked).status == 2
    assert path.read_text() == "old"
    assert cli(*asked, "--force").status == 0
    assert gr.read(path).period == "2017"


def test_forms_are_listed_with_their_years_and_cells(cli):
    assert "cn/ningxia-2017" in cli("forms").out
    (form,) = [each for each in cli("forms", "--format", "json").data if each["id"] == "cn/ningxia-2017"]
    assert (form["first_year"], form["last_year"], form["cells"], form["language"]) == (2017, 2017, 49, "zh-Hans")


def test_one_form_is_shown_with_its_cells_units_and_rules(cli):
    data = cli("forms", "cn-nx-2017", "--format", "json", "--lang", "en").data
    assert data["id"] == "cn/ningxia-2017"
    assert data["cell_list"][0]["cell"] == "own_docs"
    assert data["cell_list"][0]["unit"] == "items"
    assert "NX-MARKS-OWN" in {rule["id"] for rule in data["rules"]}
    shown = cli("forms", "cn/ningxia-2017").out
    assert [each for each in ("own_docs", "件", "NX-MARKS-OWN", "lead") if each not in shown] == []


def test_formats_are_listed_with_endings_and_options(cli):
    found = {each["name"]: each for each in cli("formats", "--format", "json").data}
    assert found["html"]["suffixes"] == [".html", ".htm"]
    assert found["table"]["options"]["width"] == 100
    assert found["pdf"]["engines"] == ["weasyprint", "typst"]
    assert ".html" in cli("formats").out


def test_an_engine_can_be_named(cli, first, tmp_path):
    assert cli("render", first, tmp_path / "a.pdf", "--engine", "typst").status == 0
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")
    refused = cli("render", first, tmp_path / "b.pdf", "--engine", "tipst")
    assert refused.status == 2
    assert "unknown engine of format pdf 'tipst'; did you mean 'typst'?" in refused.err


def test_plugins_are_listed_with_what_they_give(cli):
    found = {each["name"]: each for each in cli("plugins", "--format", "json").data}
    assert found["html"]["gives"] == ["format html", "reader html"]
    assert found["cn"]["status"] == "active"
    assert "format html" in cli("plugins").out
    alone = cli("plugins", "html").out
    assert "module: govreport_html" in alone
    assert "govreport_formats" in alone


def test_a_blocked_plugin_is_listed_with_the_reason(cli, monkeypatch):
    from govreport import verbs
    from govreport.plugin import Registry

    registry = Registry(block=["pdf"])
    monkeypatch.setattr(verbs, "default_registry", lambda: registry)
    assert "blocked by the user" in cli("plugins", "pdf").out


def test_the_doctor_says_what_there_is_and_ends_with_0(cli):
    result = cli("doctor", "--format", "json")
    found = {each["name"]: each for each in result.data}
    assert result.status == 0
    assert found["govreport"]["detail"] == gr.__version__
    assert found["plugin html"]["ok"] is True
    assert "Python" in cli("doctor").out


def test_the_doctor_says_what_to_install(cli, monkeypatch):
    from govreport import verbs
    from govreport.plugin import Diagnostic, Registry

    registry = Registry(found=[])
    monkeypatch.setattr(registry, "diagnostics", lambda: (Diagnostic("Pango", False, "not found", "install pango"),))
    monkeypatch.setattr(verbs, "default_registry", lambda: registry)
    out = cli("doctor").out
    assert "!!" in out
    assert "Pango: install pango" in out


def test_plugins_are_tried_on_a_sample_report_when_asked(cli):
    done = cli("plugins", "--check", "--format", "json")
    assert done.status == 0
    broken = [each for each in done.data if each["status"] not in {"active", "unavailable"}]
    assert not broken
