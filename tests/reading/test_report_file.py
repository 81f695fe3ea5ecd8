"""`report/1`: every key is read, and every error names the file, the key path and what to do."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest

import govreport as gr
from govreport.errors import InvalidInput, UnknownName
from govreport.model.cell import Cell
from govreport.model.report import Attestation, Note, Origin, Publisher, Revision, Unplaced, Waiver
from govreport.model.value import State, Value
from govreport.reading.data import parse_json, parse_toml
from govreport.reading.report_file import build_report
from govreport.reading.source import Source

HEAD = {"govreport": "report/1", "form": "cn/ningxia-2017", "publisher": {"name": "某局"}, "period": "2017"}


def build(**keys):
    return build_report({**HEAD, **keys}, "r.json", gr.form)


def build_us(mini, **keys):
    return build_report({**HEAD, "form": "mini/us", **keys}, "r.json", lambda _: mini("us"))


def test_every_key_of_a_report_is_read(form):
    report = build(
        kind="government_office",
        publisher={"name": "某局", "id": "0123", "level": "部门"},
        published="2018-01-20",
        language="zh-Hans",
        title="年报",
        source="https://example.org/",
        partial=True,
        revision={"number": 2, "reason": "更正"},
        values={"own_docs": 26, "sub_docs": {"state": "withheld", "note": "n1"}},
        narrative={"lead": "共 {own_docs} 件", "other": None},
        notes=[{"id": "n1", "text": "a", "on": {"cells": ["own_docs", "sub_docs"]}},
               {"id": "n2", "text": "b", "on": {"section": "lead", "cells": "own_docs"}}, {"id": "n3", "text": "c"}],
        attestation={"head": "甲", "reviewer": "乙", "preparer": "丙", "unit": "丁", "phone": "1", "date": "2018-01-18"},
        origins={"own_docs": {"file": "a.html", "line": 1, "page": 2, "table": 3, "row": 4, "column": 5, "sheet": "s",
                              "cell": "B4", "confidence": Decimal("0.9")}},
        waivers=[{"rule": "LY-LATE", "cells": ["own_docs"], "reason": "r", "by": "b", "date": "2018-02-01"}],
        unplaced=[{"text": "剩余", "line": 9}],
        extra={"some_plugin": {"a": [1, None]}},
    )  # fmt: skip
    day = dt.date
    assert (report.form, report.kind, report.period) == (form, "government_office", "2017")
    assert report.publisher == Publisher("某局", "0123", "部门")
    assert (report.published, report.language, report.title) == (day(2018, 1, 20), "zh-Hans", "年报")
    assert (report.source, report.partial, report.revision) == ("https://example.org/", True, Revision(2, "更正"))
    assert report["own_docs"].amount == 26
    assert report["sub_docs"] == Value(state=State.WITHHELD, note="n1")
    assert report.narrative == {"lead": "共 {own_docs} 件", "other": ""}
    assert report.notes == (
        Note("n1", "a", (Cell("own_docs"), Cell("sub_docs"))), Note("n2", "b", (Cell("own_docs"),), "lead"), Note("n3", "c")
    )  # fmt: skip
    assert report.attestation == Attestation("甲", "乙", "丙", "丁", "1", day(2018, 1, 18))
    assert report.origins == {Cell("own_docs"): Origin("a.html", 1, 2, 3, 4, 5, "s", "B4", Decimal("0.9"))}
    assert report.waivers == (Waiver("LY-LATE", "r", (Cell("own_docs"),), "b", day(2018, 2, 1)),)
    assert report.unplaced == (Unplaced("剩余", 9),)
    assert report.extra == {"some_plugin": {"a": [1, None]}}


def test_four_keys_are_enough_and_null_says_as_little_as_nothing():
    optional = ("kind", "published", "language", "title", "source", "partial", "revision", "values", "members",
                "narrative", "notes", "attestation", "origins", "waivers", "unplaced", "extra")  # fmt: skip
    assert build(**dict.fromkeys(optional)) == build()


@pytest.mark.parametrize("period", [2017, "2017"])
def test_the_period_may_be_a_bare_year(period):
    assert build(period=period).period == "2017"


def test_members_are_read_with_label_short_name_and_whether_they_are_unknown(mini):
    report = build_us(
        mini,
        members={"component": [{"id": "C1", "label": "Army", "short": "A"}, {"id": "C9", "unknown": True}]},
        values={"V_A.received[C1]": 1, "V_A.received[C9]": 2, "V_B_1.reason[C1#2,Other]": 3},
    )
    first, second = report.members["component"]
    assert (first.id, first.labels, first.short, first.unknown) == ("C1", {"en": "Army"}, "A", False)
    assert (second.id, second.labels, second.unknown) == ("C9", {}, True)
    assert len(report.values) == 3


@pytest.mark.parametrize(
    ("given", "value"),
    [
        (0, Value.of(0)),
        (None, Value.of(None)),
        ("", Value.of(None)),
        ({"amount": 3, "quality": "estimated"}, Value(Decimal(3), quality="estimated")),
        ({"amount": 3, "state": None}, Value.of(3)),
        ({"below": 1}, Value.below(1)),
        ({"below": Decimal("0.5"), "note": "n1"}, Value(state="below", bound=Decimal("0.5"), note="n1")),
        ({"state": "blank", "raw": "/"}, Value(state="blank", raw="/")),
        ({"state": "invalid", "raw": "若干"}, Value(state="invalid", raw="若干")),
        ({"state": "absent"}, Value(state="absent")),
        ({"state": "not_applicable"}, Value(state="not_applicable")),
        ({"state": "not_collected"}, Value(state="not_collected")),
        ({"state": "withheld", "confidentiality": "restricted"}, Value(state="withheld", confidentiality="restricted")),
    ],
)
def test_a_value_is_an_amount_or_an_object_that_says_why_not(given, value):
    assert build(values={"own_docs": given}, notes=[{"id": "n1", "text": "t"}])["own_docs"] == value


def test_dates_booleans_and_texts_are_read_by_the_datatype_of_their_cell(mini):
    us = build_us(
        mini,
        members={"component": [{"id": "C1"}], "other_reason": [{"id": "r1"}]},
        values={"VII_E.date[C1,1]": "2019-03-04", "V_B_2.text[C1,r1]": "2019-03-04"},
    )
    assert us["VII_E.date[C1,1]"].amount == dt.date(2019, 3, 4)
    assert us["V_B_2.text[C1,r1]"].amount == "2019-03-04"


def test_toml_holds_the_cells_of_an_indicator_in_a_table_of_its_own(mini):
    text = """
        govreport = "report/1"
        form = "mini/us"
        publisher.name = "x"
        period = 2024
        published = 2024-02-03
        [values."V_B_1.reason"]
        "C1,Other" = 4
        "total,Other" = ""
        [values."VII_E.date"]
        "C1,1" = 2019-03-04
        [[members.component]]
        id = "C1"
    """
    report = build_report(parse_toml(Source(text.encode(), "r.toml")), "r.toml", lambda _: mini("us"))
    assert report["V_B_1.reason[C1,Other]"].amount == 4
    assert report["V_B_1.reason[total,Other]"].state is State.BLANK
    assert report["VII_E.date[C1,1]"].amount == dt.date(2019, 3, 4)
    assert report.published == dt.date(2024, 2, 3)


WRONG = [
    # keys of the head
    ({"govreport": "report/2"}, "r.json: this is not a report that govreport can read", 'begins with "govreport": "report/1"'),
    ({"govreport": None}, "no report/1", "begins with"),
    ({"form": None}, "r.json: form: is required; add it", ""),
    ({"form": ""}, "r.json: form: is required", ""),
    ({"form": 5}, "r.json: form: 5 is not a text", ""),
    ({"form": "cn/ningxia-2071"}, "r.json: form: unknown form 'cn/ningxia-2071'", "did you mean 'cn/ningxia-2017'"),
    ({"publisher": None}, "r.json: publisher.name: is required", ""),
    ({"publisher": "某局"}, "r.json: publisher: a table (JSON: an object) belongs here", ""),
    ({"publisher": {"name": "x", "nam": 1}}, "r.json: publisher: unknown key 'nam'", "did you mean 'name'"),
    ({"publisher": {"name": "x", "level": 3}}, "r.json: publisher.level: 3 is not a text", ""),
    ({"period": None}, "r.json: period: is required", 'write the report year, as in "2024"'),
    ({"period": True}, "r.json: period: is required", ""),
    ({"period": " "}, "r.json: period: is required", ""),
    ({"period": Decimal("2017.5")}, "r.json: period: is required", ""),
    ({"kind": "bodi"}, "r.json: kind: unknown kind of report 'bodi'", "did you mean 'body'"),
    ({"published": "20.1.2018"}, "r.json: published: '20.1.2018' is no date; write YYYY-MM-DD", ""),
    ({"published": 2018}, "r.json: published: 2018 is no date", ""),
    ({"published": dt.datetime(2018, 1, 1, 2)}, "r.json: published: ", "is no date"),
    ({"language": 1}, "r.json: language: 1 is not a text", ""),
    ({"partial": "yes"}, "r.json: partial: 'yes' is not true or false", ""),
    ({"revision": {"number": 0}}, "r.json: revision.number: 0 is no number of a revision; the first is 1", ""),
    ({"revision": {"number": "2"}}, "r.json: revision.number: '2' is not a whole number", ""),
    ({"revision": {"number": True}}, "r.json: revision.number: True is not a whole number", ""),
    ({"revision": {"no": 2}}, "r.json: revision: unknown key 'no'", ""),
    ({"attestation": {"heads": "x"}}, "r.json: attestation: unknown key 'heads'", "did you mean 'head'"),
    ({"attestation": {"date": "x"}}, "r.json: attestation.date: 'x' is no date", ""),
    ({"vales": {}}, "r.json: unknown key 'vales'; did you mean 'values'", ""),
    ({"extra": []}, "r.json: extra: a table", ""),
    ({"unplaced": [{"line": 1}]}, "r.json: unplaced[1].text: is required", ""),
    ({"unplaced": [{"text": "a", "lin": 1}]}, "r.json: unplaced[1]: unknown key 'lin'; did you mean 'line'", ""),
    ({"unplaced": {}}, "r.json: unplaced: {} is not a list", ""),
    # values
    ({"values": []}, "r.json: values: a table (JSON: an object) belongs here", ""),
    ({"values": {"own_doc": 1}}, "r.json: values.own_doc: unknown cell 'own_doc'", "did you mean 'own_docs'"),
    ({"values": {"own docs": 1}}, "r.json: values.own docs: 'own docs' is no address", "write indicator"),
    ({"values": {"own_docs": "many"}}, "r.json: values: own_docs: 'many' is no number", "null for a blank"),
    ({"values": {"own_docs": -1}}, "r.json: values: own_docs: -1 is negative", "to keep it as published"),
    ({"values": {"own_docs": Decimal("1.5")}}, "r.json: values: own_docs: 1.5 is no whole number", ""),
    ({"values": {"own_docs": Decimal("NaN")}}, "r.json: values.own_docs: NaN is no number", "use null"),
    ({"values": {"own_docs": 10**50}}, "r.json: values.own_docs: a number of more than 40 digits", "typing error"),
    ({"values": {"own_docs": True}}, "r.json: values: own_docs: True is no number", ""),
    ({"values": {"own_docs": [1]}}, "r.json: values.own_docs: a list is no value", ""),
    ({"values": {"own_docs": 1, " own_docs": 2}}, "this cell stands twice; delete one of them", "r.json: values"),
    ({"values": {"own_docs": {}}}, "r.json: values.own_docs: a value has one of amount, state and below", "as in"),
    ({"values": {"own_docs": {"amount": 1, "state": "blank"}}}, "one of amount, state and below", "values.own_docs"),
    ({"values": {"own_docs": {"state": "blnk"}}}, "r.json: values.own_docs: unknown state 'blnk'", "did you mean 'blank'"),
    ({"values": {"own_docs": {"state": "number"}}}, "unknown state 'number'", ""),
    ({"values": {"own_docs": {"state": "below"}}}, "unknown state 'below'", ""),
    ({"values": {"own_docs": {"state": 1}}}, "values.own_docs: state: 1 is not a text", ""),
    ({"values": {"own_docs": {"below": "1"}}}, "r.json: values.own_docs: '1' is no number", 'as in {"below": 1}'),
    ({"values": {"own_docs": {"below": True}}}, "True is no number", ""),
    ({"values": {"own_docs": {"below": 0}}}, "nothing that is counted lies below 0", "values"),
    ({"values": {"own_docs": {"amount": 1, "quality": "good"}}}, "'good' is not a valid Quality", "values.own_docs"),
    ({"values": {"own_docs": {"amount": 1, "notes": "n"}}}, "r.json: values.own_docs: unknown key 'notes'", "'note'"),
    ({"values": {"own_docs": {"amount": 1, "raw": 1}}}, "values.own_docs: raw: 1 is not a text", ""),
    ({"values": {"own_docs": {"amount": 1, "note": "n9"}}}, "r.json: values.own_docs: unknown note 'n9'", ""),
    # narrative
    ({"narrative": {"led": "x"}}, "r.json: narrative.led: unknown section 'led'", "did you mean 'lead'"),
    ({"narrative": {"lead": 5}}, "r.json: narrative.lead: 5 is not a text", ""),
    ({"narrative": {"lead": "{own_doc}"}}, "r.json: narrative.lead: unknown cell 'own_doc'", "did you mean"),
    ({"narrative": {"statistics": "x"}}, "r.json: narrative.statistics: section 'statistics'", "tables only"),
    # what speaks of cells
    ({"notes": [{"id": "n1"}]}, "r.json: notes[1].text: is required", ""),
    ({"notes": [{"text": "n1"}]}, "r.json: notes[1].id: is required", ""),
    ({"notes": ["x"]}, "r.json: notes[1]: a table", ""),
    ({"notes": [{"id": "a", "text": "x"}, {"id": "a", "text": "y"}]}, "r.json: notes: the note 'a' stands twice", ""),
    ({"notes": [{"id": "a", "text": "x", "on": {"cells": ["own_doc"]}}]}, "r.json: notes[1].on: unknown cell", "did you"),
    ({"notes": [{"id": "a", "text": "x", "on": {"cells": [1]}}]}, "r.json: notes[1].on.cells: [1] is no list of texts", ""),
    ({"notes": [{"id": "a", "text": "x", "on": {"section": "led"}}]}, "r.json: notes[1].on.section: unknown section", ""),
    ({"notes": [{"id": "a", "text": "x", "on": {"cell": []}}]}, "r.json: notes[1].on: unknown key 'cell'", "'cells'"),
    ({"notes": [{"id": "a", "text": "x", "no": 1}]}, "r.json: notes[1]: unknown key 'no'", ""),
    ({"origins": {"own_doc": {}}}, "r.json: origins: unknown cell 'own_doc'", ""),
    ({"origins": {"own_docs": {"lin": 1}}}, "r.json: origins.own_docs: unknown key 'lin'", "'line'"),
    ({"origins": {"own_docs": {"line": "1"}}}, "r.json: origins.own_docs.line: '1' is not a whole number", ""),
    ({"origins": {"own_docs": {"confidence": 2}}}, "r.json: origins.own_docs.confidence: 2 is no number from 0 to 1", ""),
    ({"origins": {"own_docs": {"confidence": "0.5"}}}, "r.json: origins.own_docs.confidence: '0.5' is not a number", ""),
    ({"origins": {"own_docs": {"confidence": Decimal("NaN")}}}, "origins.own_docs.confidence: NaN is no number", ""),
    ({"waivers": [{"rule": "R"}]}, "r.json: waivers[1].reason: is required", ""),
    ({"waivers": [{"reason": "R"}]}, "r.json: waivers[1].rule: is required", ""),
    ({"waivers": [{"rule": "R", "reason": "r", "cells": ["x"]}]}, "r.json: waivers[1]: unknown cell 'x'", ""),
    ({"waivers": [{"rule": "R", "reason": "r", "date": 1}]}, "r.json: waivers[1].date: 1 is no date", ""),
    ({"waivers": [{"rule": "R", "reason": "r", "cell": []}]}, "r.json: waivers[1]: unknown key 'cell'", "'cells'"),
    ({"members": {"component": []}}, "r.json: unknown axis 'component'", ""),
]  # fmt: skip


@pytest.mark.parametrize(("keys", "message", "more"), WRONG, ids=[each[1] for each in WRONG])
def test_what_is_wrong_is_named_with_file_and_key_path(keys, message, more):
    with pytest.raises(InvalidInput) as caught:
        build(**keys)
    told = str(caught.value)
    assert message in told
    assert more in told
    assert "r.json" in told


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"reason": [{"id": "x"}]}, "r.json: members.reason: axis 'reason' of form mini/us is closed"),
        ({"componet": [{"id": "x"}]}, "r.json: unknown axis 'componet'; did you mean 'component'"),
        ({"component": [{"id": "C1"}, {"id": "C1"}]}, "r.json: members.component: 'C1' is named twice"),
        ({"component": [{"label": "x"}]}, "r.json: members.component[1].id: is required"),
        ({"component": [{"id": "a b"}]}, "r.json: members.component[1].id: 'a b' is no id; use letters"),
        ({"component": [{"id": "C1#2"}]}, "r.json: members.component[1].id: 'C1#2' is no id"),
        (
            {"component": [{"id": "a", "lable": "x"}]},
            "r.json: members.component[1]: unknown key 'lable'; did you mean 'label'",
        ),
        ({"component": {"id": "a"}}, "r.json: members.component: {'id': 'a'} is not a list"),
    ],
)
def test_wrong_members_are_named_with_their_axis(mini, members, message):
    with pytest.raises(InvalidInput) as caught:
        build_us(mini, members=members)
    assert message in str(caught.value)


def test_a_member_that_is_not_listed_is_an_error_that_says_where_to_list_it(mini):
    listed = [{"id": f"C{place}"} for place in range(100, 130)]
    with pytest.raises(
        UnknownName, match=r"values: V_A\.received\[X9\]: unknown member of component 'X9'; list it under members"
    ):
        build_us(mini, members={"component": listed}, values={"V_A.received[X9]": 1})


@pytest.mark.parametrize("data", [None, [], "report/1", 5, [HEAD]])
def test_what_is_no_object_at_all_is_refused(data):
    with pytest.raises(InvalidInput, match=r"r\.json: a table \(JSON: an object\) belongs here"):
        build_report(data, "r.json", gr.form)


def test_a_huge_text_in_the_wrong_place_does_not_fill_the_screen():
    with pytest.raises(InvalidInput) as caught:
        build(values={"own_docs": "很" * 100_000})
    assert len(str(caught.value)) < 2500


def test_thousands_of_notes_and_members_are_read_in_a_moment(mini):
    import time

    started = time.perf_counter()
    build(notes=[{"id": f"n{place}", "text": "t"} for place in range(20_000)])
    build_us(mini, members={"component": [{"id": f"C{place}"} for place in range(20_000)]})
    assert time.perf_counter() - started < 5


def test_what_the_file_says_survives_a_second_reading_of_its_text(tmp_path):
    path = tmp_path / "r.json"
    path.write_text(json.dumps({**HEAD, "values": {"own_docs": 0}}), "utf-8")
    assert (
        gr.read(path) == gr.read(path.read_bytes()) == build_report(parse_json(Source(path.read_bytes())), "r", gr.form)
    )
