"""The JSON Schemas accept what the library writes, and refuse what it refuses."""

from __future__ import annotations

import copy
import json
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import govreport as gr
from govreport.errors import InvalidInput
from govreport.plugin.registry import Registry
from govreport.reading import Source, build_report
from govreport.reading.form_file import read_form
from govreport.reading.rule_file import read_rules
from govreport.writing import plain_report, to_json
from tests.reading.test_form_file import WHOLE
from tests.schemas import NAMES, load, problems

HERE = Path(__file__).parent.parent


def bundled(folder: str) -> list[tuple[str, str]]:
    """Return name and text of every form or rule file that comes with the library."""
    registry = Registry()
    return [
        (f"{ruleset.name}/{file.name}", file.read_text("utf-8"))
        for ruleset in registry._given["rulesets"].values()
        for file in (ruleset.root / folder).iterdir()
        if file.name.endswith(".toml")
    ]


@pytest.mark.parametrize("name", NAMES)
def test_each_schema_is_one_and_has_a_name_of_its_own(name):
    schema = load(name)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:govreport:{name}:1"


def test_every_schema_file_is_known():
    found = {each.name for each in (files("govreport") / "schemas").iterdir() if each.name.endswith(".json")}
    assert found == {f"{name}.schema.json" for name in NAMES}


def test_the_report_schema_accepts_the_first_report(report):
    assert problems("report", json.loads(to_json(plain_report(report)))) == []


@pytest.mark.parametrize(("name", "text"), bundled("forms"), ids=lambda it: it[:20])
def test_the_form_schema_accepts_every_bundled_form(name, text):
    assert problems("form", tomllib.loads(text)) == []


@pytest.mark.parametrize("path", sorted((HERE / "data" / "forms").glob("*.toml")), ids=lambda it: it.stem)
def test_the_form_schema_accepts_the_miniatures(path):
    assert problems("form", tomllib.loads(path.read_text("utf-8"))) == []


def test_the_form_schema_accepts_a_form_with_every_key():
    assert problems("form", tomllib.loads(WHOLE)) == []


@pytest.mark.parametrize(("name", "text"), bundled("rules"), ids=lambda it: it[:20])
def test_the_rules_schema_accepts_every_bundled_rule_file(name, text):
    assert problems("rules", tomllib.loads(text)) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_findings_schema_accepts_the_findings_of_the_first_report(report, language):
    data = json.loads(to_json(gr.check(report).as_data(language)))
    assert data["findings"]
    assert problems("findings", data) == []
    assert problems("findings", [data, {"report": "x.json", "error": "there is no such file"}]) == []


GOOD = {
    "govreport": "report/1", "form": "cn/ningxia-2017", "publisher": {"name": "某局", "id": None}, "period": "2017",
    "published": "2018-01-20", "partial": None, "revision": {"number": 1},
    "values": {"own_docs": 26, "sub_docs": None, "own_staff": {"state": "withheld", "note": "n1"}, "sub_staff": {"below": 3}},
    "narrative": {"lead": "a"}, "notes": [{"id": "n1", "text": "t", "on": {"cells": ["own_docs"], "section": "lead"}}],
    "attestation": {"head": "甲", "date": "2018-01-18"}, "origins": {"own_docs": {"line": 1, "confidence": 0.5}},
    "waivers": [{"rule": "R", "reason": "r", "cells": ["own_docs"], "by": "b", "date": "2018-02-01"}],
    "unplaced": [{"text": "x", "line": 1}], "extra": {"p": {}},
}  # fmt: skip

BROKEN_REPORTS = [
    (("govreport",), "report/2"), (("govreport",), None), (("form",), None), (("form",), ""), (("form",), 5),
    (("publisher",), "某局"), (("publisher",), {}), (("publisher",), None), (("publisher", "name"), ""),
    (("publisher", "name"), 5), (("publisher", "level"), 5), (("publisher", "city"), "x"), (("period",), None),
    (("period",), ""), (("period",), " "), (("period",), True), (("period",), 2017.5), (("kind",), 5), (("published",), "20.1.2018"),
    (("published",), "2018-02-30"), (("published",), 2018), (("language",), 5), (("title",), []), (("source",), {}),
    (("partial",), "yes"), (("partial",), 1), (("revision",), 2), (("revision", "number"), 0), (("revision", "number"), "1"),
    (("revision", "nr"), 1), (("vales",), {}), (("values",), []), (("values", "own docs"), 1), (("values", "a[x"), 1),
    (("values", "own_docs[]"), 1), (("values", "own_docs"), [1]), (("values", "own_docs"), {}),
    (("values", "own_docs"), {"amount": 1, "state": "blank"}), (("values", "own_docs"), {"state": "number"}),
    (("values", "own_docs"), {"state": "below"}), (("values", "own_docs"), {"state": "blnk"}),
    (("values", "own_docs"), {"below": "1"}), (("values", "own_docs"), {"below": True}), (("values", "own_docs"), {"quality": "estimated"}),
    (("values", "own_docs"), {"amount": 1, "quality": "good"}), (("values", "own_docs"), {"amount": 1, "raw": 1}),
    (("values", "own_docs"), {"amount": 1, "notes": "n1"}), (("values", "own_docs"), 10**50), (("narrative", "lead"), 5),
    (("narrative",), []), (("notes",), {}), (("notes", 0), "x"), (("notes", 0, "text"), ""), (("notes", 0, "id"), None),
    (("notes", 0, "on", "cells"), [1]), (("notes", 0, "on", "cells"), ["own docs"]), (("notes", 0, "on", "cell"), []),
    (("notes", 0, "no"), 1), (("attestation", "boss"), "x"), (("attestation", "date"), "x"), (("attestation",), []),
    (("origins", "own docs"), {}), (("origins", "own_docs", "lin"), 1), (("origins", "own_docs", "line"), "1"),
    (("origins", "own_docs", "confidence"), 2), (("origins", "own_docs"), []), (("waivers",), {}), (("waivers", 0, "reason"), ""),
    (("waivers", 0, "rule"), None), (("waivers", 0, "date"), 5), (("waivers", 0, "cells"), 5), (("waivers", 0, "cell"), "x"),
    (("unplaced", 0, "text"), ""), (("unplaced", 0, "line"), "1"), (("extra",), []), (("members",), []), (("members", "x"), {}),
    (("members", "x"), [{"label": "l"}]), (("members", "x"), [{"id": "a b"}]),
]  # fmt: skip


def changed(good, path, given):
    data = copy.deepcopy(good)
    inside = data
    for key in path[:-1]:
        inside = inside.setdefault(key, {}) if isinstance(inside, dict) else inside[key]
    inside[path[-1]] = given
    return data


def test_the_good_report_that_is_broken_below_is_good():
    assert problems("report", GOOD) == []
    from govreport.reading import parse_json

    assert build_report(parse_json(Source(json.dumps(GOOD).encode())), "r", gr.form)["own_docs"].amount == 26


@pytest.mark.parametrize(("path", "given"), BROKEN_REPORTS, ids=lambda it: str(it)[:50])
def test_what_the_library_refuses_in_a_report_the_schema_refuses(path, given):
    broken = changed(GOOD, path, given)
    assert problems("report", broken)
    with pytest.raises(InvalidInput):
        build_report(broken, "r.json", gr.form)


FORM = 'govreport = "form/1"\nid = "t/x"\n[[unit]]\nid = "u"\n[[section]]\nid = "s"\n'
BROKEN_FORMS = [
    'govreport = "form/2"\nid = "t/x"', 'govreport = "form/1"', 'govreport = "form/1"\nid = "x"', 'govreport = "form/1"\nid = "a/b/c"',
    FORM + "[other]", FORM + "[[unit]]", FORM + '[[unit]]\nid = "v"\nmultiplier = "1"', FORM + '[[unit]]\nid = "v"\nsize = 1',
    FORM + '[[axis]]\nid = "a"\nmembers = [{id = "x y"}]', FORM + '[[axis]]\nid = "a"\nmembers = [{}]', FORM + '[[axis]]\nid = "a"\nopen = 1',
    FORM + '[[axis]]\nid = "a"\naggregation = "mean"', FORM + '[[section]]\nid = "r"\nrequired = "yes"', FORM + '[[table]]\nid = "t"',
    FORM + '[[table]]\nsection = "s"', FORM + '[[table]]\nid = "t"\nsection = "s"\nstub = "x"',
    FORM + '[[table]]\nid = "t"\nsection = "s"\nrows = [{id = "1"}]', FORM + '[[table]]\nid = "t"\nsection = "s"\nrows = [{id = "a", sign = "minus"}]',
    FORM + '[[table]]\nid = "t"\nsection = "s"\nrows = [{id = "a", relation = "sum"}]',
    FORM + '[[table]]\nid = "t"\nsection = "s"\nrows = [{id = "a", rule = {severity = "error"}}]',
    FORM + '[[table]]\nid = "t"\nsection = "s"\nrows = [{id = "a", rule = {id = "R", severity = "bad"}}]',
    FORM + '[[table]]\nid = "t"\nsection = "s"\nrows = [{en = "a", unit = "u"}]', FORM + '[[table]]\nid = "t"\nsection = "s"\nwithout = ["a b"]',
    FORM + '[[table]]\nid = "t"\nsection = "s"\n[[table.block]]\nrow = []', FORM + '[attestation]\nboss = {en = "x"}',
]  # fmt: skip
RULE = 'govreport = "rules/1"\n[[rule]]\nid = "R"\nen = "w"\n'
BROKEN_RULES = [
    'govreport = "rules/2"', 'govreport = "rules/1"\nrules = []', RULE, RULE + 'assert = "a"\nfunction = "b:c"', RULE + "assert = 5",
    RULE + 'assert = "a == b"\nseverity = "bad"', RULE + 'assert = "a == b"\ntolerance = "1"', RULE + 'assert = "a == b"\nech = "a"',
    'govreport = "rules/1"\n[[rule]]\nid = "R"\nassert = "a == b"', 'govreport = "rules/1"\n[[rule]]\nen = "w"\nassert = "a == b"',
    'govreport = "rules/1"\n[missing]\ncompare = {blnk = 0}', 'govreport = "rules/1"\n[missing]\ncompare = {blank = "no"}',
    'govreport = "rules/1"\n[missing]\ncompare = {number = 0}', 'govreport = "rules/1"\n[missing]\nother = {}',
    'govreport = "rules/1"\n[scopes]\nown = {levels = "a"}', 'govreport = "rules/1"\n[scopes]\nown = {find = "a", level = "b"}',
    'govreport = "rules/1"\n[[claim]]\nsays = "a"\nfind = "{n}"\nen = "w"\nrounded = 1',
]  # fmt: skip


def test_the_files_that_are_broken_below_are_good():
    assert problems("form", tomllib.loads(FORM)) == []
    assert read_form(Source(FORM.encode())).id == "t/x"
    good = RULE + 'assert = "a == b"'
    assert problems("rules", tomllib.loads(good)) == []
    assert read_rules(Source(good.encode())).rules


@pytest.mark.parametrize("text", BROKEN_FORMS)
def test_what_the_library_refuses_in_a_form_the_schema_refuses(text):
    assert problems("form", tomllib.loads(text))
    with pytest.raises(InvalidInput):
        read_form(Source(text.encode()))


@pytest.mark.parametrize("text", BROKEN_RULES)
def test_what_the_library_refuses_in_a_rule_file_the_schema_refuses(text):
    assert problems("rules", tomllib.loads(text))
    with pytest.raises(InvalidInput):
        read_rules(Source(text.encode()))


@pytest.mark.parametrize(
    ("path", "given"),
    [
        (("verdict",), "good"), (("totals", "holds"), -1), (("rules", "LY-LATE"), {}), (("findings", 0, "severity"), "bad"),
        (("findings", 0, "cells"), ["own docs"]), (("findings", 0, "more"), 1), (("error",), "x"),
    ],
)  # fmt: skip
def test_the_findings_schema_refuses_what_is_no_finding(report, path, given):
    data = json.loads(to_json(gr.check(report).as_data("en")))
    assert problems("findings", changed(data, path, given))
