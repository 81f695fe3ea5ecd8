"""`report/1` written: the shortest form of each value, exact in JSON and TOML."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from decimal import Decimal

import attrs
import pytest
import simplejson

import govreport as gr
from govreport.model.cell import Cell
from govreport.model.frozen import FrozenMap
from govreport.model.indicator import Member
from govreport.model.report import Attestation, Note, Origin, Revision, Unplaced, Waiver
from govreport.model.value import Value
from govreport.reading import Source, build_report, parse_json, parse_toml
from govreport.writing import plain_report, plain_value, to_json, to_toml


def again_json(report):
    return build_report(parse_json(Source(to_json(plain_report(report)).encode())), "again", lambda _: report.form)


def again_toml(report):
    return build_report(parse_toml(Source(to_toml(report).encode())), "again", lambda _: report.form)


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Value.of(26), Decimal(26)),
        (Value.of("text"), "text"),
        (Value.of(True), True),
        (Value.of(dt.date(2019, 3, 4)), dt.date(2019, 3, 4)),
        (Value.of(None), None),
        (Value.below(1), {"below": Decimal(1)}),
        (Value(state="absent"), {"state": "absent"}),
        (Value(state="withheld", note="n1"), {"state": "withheld", "note": "n1"}),
        (Value(state="blank", raw="/"), {"state": "blank", "raw": "/"}),
        (Value(Decimal(3), quality="estimated"), {"amount": Decimal(3), "quality": "estimated"}),
        (Value(Decimal(3), confidentiality="c", raw="三"), {"amount": Decimal(3), "confidentiality": "c", "raw": "三"}),
    ],
)
def test_each_value_is_written_in_its_shortest_form(value, plain):
    assert plain_value(value) == plain


def test_an_empty_report_says_no_more_than_it_must(form):
    assert plain_report(gr.blank(form, "某局", 2017, kind="body")) == {
        "govreport": "report/1", "form": "cn/ningxia-2017", "kind": "body", "publisher": {"name": "某局"},
        "period": "2017", "values": {},
    }  # fmt: skip


@pytest.fixture
def full(form):
    report = gr.blank(form, gr.Publisher("某局", "01", "部门"), 2017).fill(
        {
            "own_docs": Decimal("1E+2"),
            "sub_docs": None,
            "own_staff": Value(state="withheld", note="n1"),
            "sub_staff": Value.below(3),
        }
    )
    return attrs.evolve(
        report.tell("lead", "第一段\n\n第二段 \"\"\" ''' \\ {own_docs}"),
        published=dt.date(2018, 1, 20), language="zh-Hans", title="年报", source="https://example.org/", partial=True,
        revision=Revision(2, "更正"), attestation=Attestation("甲", date=dt.date(2018, 1, 18)),
        notes=(Note("n1", "注", (Cell("own_docs"),)), Note("n2", "注\n二", section="lead"), Note("n3", "三")),
        origins=FrozenMap({Cell("own_docs"): Origin("a", 1, confidence=Decimal("0.50"))}),
        waivers=(Waiver("R", "r", (Cell("own_docs"),), "b", dt.date(2018, 2, 1)), Waiver("S", "s")),
        unplaced=(Unplaced("x", 1), Unplaced("y")), extra=FrozenMap({"p": {"a": [1, {"b": "c"}], "d": Decimal("0.1")}}),
    )  # fmt: skip


def test_a_full_report_is_the_same_after_json_and_after_toml(full):
    assert again_json(full) == full
    assert again_toml(full) == full


def test_a_second_writing_gives_the_same_bytes(full):
    assert to_json(plain_report(again_json(full))) == to_json(plain_report(full))
    assert to_toml(again_toml(full)) == to_toml(full)


def test_json_and_toml_say_the_same(full):
    assert again_toml(again_json(full)) == again_json(again_toml(full))


@pytest.mark.parametrize(
    "figure", ["0", "1.10", "1E+2", "100", "0E-8", "1E-40", "9" * 40, "0.1", "123456789012345678901234567890.12345"]
)
def test_figures_are_written_digit_by_digit(mini, figure):
    report = gr.blank(mini("us"), "x", 2024).fill({"IX.processing[total]": Decimal(figure)})
    assert str(again_json(report)["IX.processing[total]"].amount) == figure
    assert str(again_toml(report)["IX.processing[total]"].amount) == figure
    assert f": {figure}\n" in to_json(plain_report(report))
    assert f"total = {figure}\n" in to_toml(report)


def test_toml_gives_every_indicator_with_members_a_table_and_plain_cells_stand_before(mini):
    text = """
        govreport = "form/1"
        id = "t/mixed"
        [[axis]]
        id = "a"
        members = [{ id = "state" }, { id = "amount" }, { id = "y" }]
        [[section]]
        id = "s"
        [[table]]
        id = "t"
        section = "s"
        rows = [{ id = "x.y", axes = ["a"], rows = [{ axis = "a" }] }, { id = "plain", axes = [] }, { id = "late", axes = [] }]
    """
    from govreport.reading.form_file import read_form

    form = read_form(Source(text.encode()))
    report = gr.blank(form, "x", 2024).fill({
        "x.y[state]": 1, "x.y[amount]": Value(state="withheld"), "x.y[y]": None, "plain": Value(state="withheld"), "late": 3,
    })  # fmt: skip
    data = tomllib.loads(to_toml(report))["values"]
    assert data == {
        "late": 3, "plain": {"state": "withheld"}, "x.y": {"state": 1, "amount": {"state": "withheld"}, "y": ""},
    }  # fmt: skip
    assert again_toml(report).values == report.values


def test_members_are_written_with_what_they_say(mini):
    members = [Member("C1", FrozenMap(en="Army"), "A"), Member("C9", unknown=True)]
    report = gr.blank(mini("us"), "x", 2024).name("component", members).fill({"V_A.received[C9]": 1})
    data = plain_report(report)
    assert data["members"] == {
        "component": [{"id": "C1", "label": "Army", "short": "A"}, {"id": "C9", "unknown": True}]
    }
    assert again_json(report) == again_toml(report) == report


@pytest.mark.parametrize(
    "text",
    [
        "a\nb",
        "\n a",
        "a\r\nb",
        "a\rb",
        '"""',
        "'''",
        '"""\n',
        "\\",
        "\\n\n",
        "tab\t\n",
        "\x00\x1f\x7f\n",
        "\u202e",
        "\u2028\n",
        " \n ",
        "😀\n",
        "a\\\nb",
        '"\n""',
    ],
)
def test_any_text_is_the_same_after_json_and_after_toml(form, text):
    report = gr.blank(form, "x", 2017).tell("lead", text)
    assert again_json(report).narrative["lead"] == text
    assert again_toml(report).narrative["lead"] == text


def test_json_ends_with_a_newline_and_shows_chinese_as_it_is(full):
    text = to_json(plain_report(full))
    assert text.endswith("}\n")
    assert "某局" in text
    assert json.loads(text)["published"] == "2018-01-20"


def test_what_has_no_place_in_json_is_refused():
    with pytest.raises(TypeError, match="has no place in JSON"):
        to_json({"a": object()})


def test_nan_cannot_be_written():
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json({"a": float("nan")})


def test_what_is_written_is_read_by_other_json_libraries(full):
    text = to_json(plain_report(full))
    assert simplejson.loads(text) == json.loads(text)
