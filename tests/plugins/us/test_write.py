"""The official XML, written: what was read comes back letter for letter; what it has no word for is told."""

from __future__ import annotations

import sys
from decimal import Decimal

import attrs
import pytest
from lxml import etree

import govreport as gr
from govreport_us.schema import validate


def canonical(data: bytes) -> bytes:
    return etree.tostring(etree.fromstring(data), method="c14n")


def written(report: gr.Report) -> bytes:
    return gr.render(report, "foia-xml").encode()


def warnings_of(report: gr.Report, tmp_path, **options: object) -> tuple[str, ...]:
    return gr.write(report, tmp_path / "report.xml", **options).warnings


def test_what_was_read_is_written_again(small, report):
    assert canonical(written(report)) == canonical(small)
    assert gr.read(written(report), name="again.xml") == report


def test_unusual_ids_orders_and_spaces_come_back(small):
    text = small.decode().replace('"PS1"', '"PS77"').replace('"ORG2"', '"SOUTH"').replace('"ES1"', '"LAW"')
    text = text.replace(">FOIA Annual Report<", ">Another title<").replace("counted anew", "counted\t\nanew  ")
    text = text.replace(">Sent twice<", "> Sent&#13;\ntwice <").replace("Workbook", "Tool").replace('"1.1"', '"9"')
    data = text.encode()
    report = gr.read(data, name="unusual.xml")
    assert canonical(written(report)) == canonical(data)
    assert gr.read(gr.render(report, "json").encode(), name="x.json") == report


def test_sections_that_lack_or_stand_elsewhere_come_back_so(small):
    text = small.decode()
    start = text.index("<foia:FeesCollectedSection>")
    end = text.index("<foia:SubsectionUsedSection>")
    fees, rest = text[start:end], text[:start] + text[end:]
    data = rest.replace("<foia:ProcessedRequestSection>", fees + "<foia:ProcessedRequestSection>", 1).encode()
    report = gr.read(data, name="moved.xml")
    assert canonical(written(report)) == canonical(data)
    assert gr.check(report).by_rule["US-SECTIONS"]["fails"] == 1


def test_a_changed_figure_and_a_new_component_are_written(report):
    more = report.name("component", [*report.members["component"], gr.Member("C3", {"en": "Western"}, "WE")])
    more = more.fill({"V_A.received[C3]": 4, "V_A.received[C1]": 21})
    again = gr.read(written(more), name="more.xml")
    assert again["V_A.received[C3]"].amount == 4
    assert again["V_A.received[C1]"].amount == 21
    assert [each.short for each in again.members["component"]] == ["NE", "SE", "WE"]


def test_a_report_made_by_hand_becomes_xml(tmp_path):
    report = gr.blank(gr.form("us/2017"), gr.Publisher("Agency", "AG"), 2024)
    report = report.name("component", [gr.Member("HQ", {"en": "Headquarters"})]).fill(
        {"V_A.start[HQ]": 1, "VI_C_4.lowest[HQ]": gr.Value.below(1), "VIII_A.median[HQ]": gr.Value.below(1)}
    )
    again = gr.read(written(report), name="made.xml")
    assert again["V_A.start[C1]"].amount == 1
    assert again["VI_C_4.lowest[C1]"] == gr.Value.below(1)
    assert again["VIII_A.median[C1]"] == gr.Value(state="below", bound=Decimal(1), raw="<1")
    assert warnings_of(report, tmp_path) == ()


def test_what_the_xml_has_no_word_for_is_told_and_not_made_up(report, tmp_path):
    odd = report.fill({"VII_A.median[C2,complex]": gr.State.NOT_APPLICABLE, "V_A.start[C1]": gr.State.WITHHELD})
    odd = attrs.evolve(
        odd.tell("I", "Contact us."),
        notes=(gr.Note("n1", "Of all."), gr.Note("n2", "Here.", cells=(gr.Cell("X.fees", ("C1",)),))),
    )
    told = warnings_of(odd, tmp_path)
    assert told == (
        "the XML has no word for V_A.start[C1] (withheld), VII_A.median[C2,complex] (not_applicable): left out",
        "the XML has no place for the text of section I",
        "the XML has no place for notes on the report as a whole",
    )
    again = gr.read(written(odd), name="odd.xml")
    assert again["V_A.start[C1]"].state is gr.State.ABSENT
    assert [(note.section, note.text) for note in again.notes] == [("X", "Here.")]


def test_a_character_that_xml_cannot_hold_is_refused(report):
    odd = report.fill({"V_B_2.text[C1,r1]": "a\x08b"})
    with pytest.raises(gr.InvalidInput, match="a character that XML cannot hold"):
        written(odd)


def test_a_report_on_another_form_has_no_such_xml():
    with pytest.raises(gr.InvalidInput, match="only Annual FOIA Reports"):
        gr.render(gr.blank(gr.form("cn/2021"), "某局", 2024), "foia-xml")


class TestSchema:
    def test_a_valid_file_agrees(self, small, schema):
        assert validate(small, schema) == ()

    def test_what_does_not_agree_is_told_with_its_line(self, small, schema):
        told = validate(
            small.replace(b"<foia:FullTimeEmployeeQuantity>2<", b"<foia:FullTimeEmployeeQuantity>two<"), schema
        )
        assert told
        assert told[0].startswith("line 9: ")
        assert "'two'" in told[0]

    def test_the_older_schema_wants_the_older_sections(self, small, us):
        assert validate(small, us / "schema_v1" / "schema" / "exchange" / "FoiaAnnualReport.xsd")

    def test_disagreements_are_warnings_of_what_is_written(self, report, schema, tmp_path):
        assert warnings_of(report, tmp_path, schema=str(schema)) == ()
        broken = report.fill({"IX.fte[C1]": gr.Value(state="invalid", raw="two")})
        assert warnings_of(broken, tmp_path, schema=str(schema))[0].startswith("schema: line ")

    def test_a_schema_that_is_none_is_told(self, small, tmp_path):
        path = tmp_path / "no.xsd"
        with pytest.raises(gr.InvalidInput, match="no XML schema that can be used"):
            validate(small, path)

    def test_hostile_xml_is_refused_here_too(self, schema):
        with pytest.raises(gr.InvalidInput, match="document type"):
            validate(b"<!DOCTYPE r [<!ENTITY a 'b'>]><r/>", schema)

    def test_without_lxml_the_extra_is_named(self, small, monkeypatch, tmp_path):
        monkeypatch.setitem(sys.modules, "lxml.etree", None)
        with pytest.raises(gr.Unavailable, match=r"pip install 'govreport\[us\]'"):
            validate(small, tmp_path / "other.xsd")


@pytest.mark.parametrize(
    "extra",
    [
        [], "x", {"order": {"V_A": 5, "IV": [["s9", "C1"], "x", ["s1"]]}}, {"ids": {"V_A": ["a"]}}, {"header": [1]},
        {"sections": [1, None]}, {"loose": {"V_A": "x"}}, {"notes": {"n1": 3}}, {"references": {"C1": 7, "U1": None}},
    ],
)  # fmt: skip
def test_whatever_stands_in_extra_breaks_nothing(report, extra):
    text = written(attrs.evolve(report, extra={"govreport_us": extra}))
    assert etree.fromstring(text).tag.endswith("FoiaAnnualReport")
