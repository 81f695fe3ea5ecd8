"""The figures as CSV: one a row, exact, no missing one without its state, no formula, and the same when read back."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import govreport as gr
from govreport.plugin import ReadContext, RenderContext
from govreport.reading import Source
from govreport.testing import hostile_strings, long_report, random_report, sample_reports
from govreport.testing.samples import sample_form
from govreport_data import sniff_csv
from govreport_data.tidy import COLUMNS, render, unwritten
from govreport_data.tidy_reading import read
from tests.property.strategies import RANDOM, reports

few = partial(settings, max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
DANGEROUS = tuple("=+-@\t\r＝＋－＠")


class Forms:
    """A registry that has the forms of the samples beside those of the rule sets."""

    def form(self, name: str) -> gr.Form:
        known = {RANDOM.id: RANDOM, sample_form().id: sample_form()}
        return known[name] if name in known else gr.form(name)


def back(text: str, name: str = "r.csv") -> gr.Report:
    return read(Source(text.encode(), name), ReadContext(Forms()))


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def named(report: gr.Report) -> dict[str, list[tuple[str, str, bool]]]:
    """Return what a report calls the members that any of its cells has."""
    used = {
        (axis, member.partition("#")[0])
        for cell in report.cells()
        for axis, member in zip(report.form.indicators[cell.indicator].axes, cell.members, strict=True)
    }
    found = {
        axis: [
            (each.id, next(iter(each.labels.values()), ""), each.unknown) for each in members if (axis, each.id) in used
        ]
        for axis, members in report.members.items()
    }
    return {axis: sorted(each) for axis, each in found.items() if each}


def spoken(report: gr.Report) -> str:
    """Return the language of a report, or its form's if the form has no labels in it."""
    known = {each.partition("-")[0] for each in report.form.titles}
    return report.in_language if report.in_language[:2] in known else report.form.language


def differences(report: gr.Report, again: gr.Report) -> list[str]:
    """Return what is not the same, but for what the format declares lost and the ids of notes."""
    pairs = {
        f"{cell}.{field}": (getattr(report[cell], field), getattr(again[cell], field))
        for cell in {*report.values, *again.values}
        for field in ("amount", "state", "quality", "bound", "raw", "confidentiality")
    }
    for field in ("form", "publisher", "period", "kind", "in_language"):
        pairs[field] = (getattr(report, field), getattr(again, field))
    pairs["members"] = (named(report), named(again))
    return [f"{what}: {before!r}, read back as {after!r}" for what, (before, after) in pairs.items() if before != after]


# --- what is read back ---------------------------------------------------------------------------------------------


@few()
@given(reports, st.sampled_from(["guard", "keep"]), st.booleans())
def test_random_reports_are_read_back_the_same(drawn, formulas, bom):
    report = drawn.report
    text = gr.render(report, "csv", language=spoken(report), formulas=formulas, bom=bom)
    again = back(text)
    assert not differences(report, again)
    assert again.partial
    assert again.heading(spoken(report)) == report.heading(spoken(report))


def test_sample_reports_are_read_back_the_same():
    for report in (*sample_reports().values(), *map(random_report, range(5))):
        assert not differences(report, back(gr.render(report, "csv")))


@pytest.mark.slow
def test_every_chinese_case_is_read_back_the_same(shared):
    for path in sorted((shared / "cn" / "cases").glob("*.json")):
        if path.stem != "expected":
            report = gr.read(path)
            again = gr.read(gr.render(report, "csv").encode(), name="r.csv")
            assert not differences(report, again), path.name
            assert gr.check(again).totals == gr.check(gr.read(gr.render(again, "json").encode(), name="r.json")).totals


@pytest.mark.slow
def test_american_cases_are_read_back_the_same_with_their_components_in_order(shared):
    for name in ("epa-2009", "treasury-2024", "usps-2010", "osc-2024"):
        report = gr.read(shared / "us" / "cases" / f"{name}.xml")
        again = gr.read(gr.render(report, "csv").encode(), name="r.csv")
        assert not differences(report, again), name
        for axis, members in again.members.items():
            known = {each.id for each in members}
            assert [each.id for each in report.members[axis] if each.id in known] == [each.id for each in members]


def test_each_value_knows_its_line(report):
    text = gr.render(report, "csv")
    again = back(text)
    lines = text.split("\r\n")
    for cell, origin in again.origins.items():
        assert f",{cell}," in lines[origin.line - 1]
    assert len(again.origins) == 49


def test_a_value_below_many_lines_of_text_knows_its_line():
    report = sample_reports()["states"].fill({"granted[business]": gr.Value(state="invalid", raw="a\nb\nc")})
    again = back(gr.render(report, "csv"))
    lines = gr.render(report, "csv").split("\n")
    cell = report.locate("granted[total]")
    assert ",granted[total]," in lines[again.origins[cell].line - 1]


def test_tables_of_the_text_are_kept_as_what_has_no_place():
    again = back(gr.render(sample_reports()["english"], "csv"))
    assert [each.text for each in again.unplaced] == ["c / 1", "d / 2"]


def test_notes_come_back_on_their_cells():
    report = sample_reports()["english"]
    again = back(gr.render(report, "csv"))
    assert [(each.text, [*map(str, each.cells)]) for each in again.notes] == [("Not final.", ["received[o2]"])]


def test_what_a_spreadsheet_saves_is_read_too(report):
    text = gr.render(report, "csv").removeprefix("\ufeff")
    as_saved = io.StringIO(newline="")
    csv.writer(as_saved, delimiter=";").writerows(csv.reader(io.StringIO(text, newline="")))
    for data in (as_saved.getvalue().encode(), text.encode("gb18030"), text.replace("\r\n", "\n").encode()):
        assert not differences(report, gr.read(data, name="r.csv"))


def test_columns_may_stand_in_any_order_and_others_beside_them(report):
    found = rows(gr.render(report, "csv"))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, ["mine", *sorted(COLUMNS)])
    writer.writeheader()
    writer.writerows({**each, "mine": "x"} for each in found)
    assert not differences(report, back(text.getvalue()))


def test_a_ledger_is_not_taken_for_it():
    ledger = "编号,申请人类型,收到日期,办理结果\r\n1,自然人,2024-01-02,予以公开\r\n"
    assert sniff_csv(ledger.encode(), "cases.csv") == 0


# --- what is written -----------------------------------------------------------------------------------------------


def test_it_is_rfc_4180_with_a_mark_of_its_encoding(report):
    text = gr.render(report, "csv")
    assert text.startswith("\ufeffpublisher,form,period,")
    assert text.endswith("\r\n")
    assert gr.render(report, "csv", bom=False) == text.removeprefix("\ufeff")
    assert {len(each) for each in csv.reader(io.StringIO(text, newline=""))} == {len(COLUMNS)}


def test_every_cell_of_the_form_has_one_row_with_its_value_or_its_state():
    for report in (*sample_reports().values(), random_report(3)):
        found = [each for each in rows(gr.render(report, "csv")) if each["address"]]
        assert [each["address"] for each in found] == [str(cell) for cell in report.cells()]
        for each in found:
            value = report[each["address"]]
            assert each["state"] == value.state
            assert bool(each["value"]) == (value.state == "number")


def test_amounts_are_exact():
    report = sample_reports()["english"].fill({"fees[o1]": Decimal("-24252.3110820"), "new[person]": Decimal("1E+20")})
    found = {each["address"]: each["value"] for each in rows(gr.render(report, "csv"))}
    assert found["fees[o1]"] == "-24252.3110820"
    assert found["new[person]"] == "1" + 20 * "0"
    assert (found["opened[o1]"], found["online[o1]"], found["online[o2]"]) == ("2019-03-04", "true", "false")


def test_rows_say_under_which_heads_a_value_stands(shared):
    report = gr.read(shared / "cn" / "cases" / "pingtan-2021.json")
    found = {each["address"]: each for each in rows(gr.render(report, "csv"))}
    row = found["admin_fees[amount]"]
    assert (row["row"], row["unit"], row["value"]) == ("第二十条第（八）项 / 行政事业性收费", "万元", "24252.311082")
    row = found["requests_new[natural_person]"]
    assert row["row"] == "一、本年新收政府信息公开申请数量"
    assert row["column"] == "申请人情况 / 自然人"


def test_a_comparison_can_be_written(shared):
    before, after = (gr.read(shared / "cn" / "cases" / f"pingtan-{year}.json") for year in (2021, 2022))
    found = rows(gr.render(gr.compare(before, after), "csv"))
    assert len(found) > 100
    assert {each["publisher"] for each in found} == {"平潭综合实验区管委会"}


def test_losses_are_told(tmp_path):
    losses = gr.write(sample_reports()["english"], tmp_path / "r.csv").losses
    assert "paragraphs are not shown" in losses
    assert not any("missing" in each for each in losses)


@pytest.mark.parametrize("options", [{"formulas": "run"}, {"bom": "yes"}, {"separator": ";"}])
def test_an_option_must_be_what_it_may_be(report, options):
    with pytest.raises(gr.InvalidInput):
        gr.render(report, "csv", **options)


# --- formulas ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", [*DANGEROUS, "'=", "''@"])
def test_no_text_is_a_formula(first):
    text = f'{first}cmd|"/C calc"!A0'
    report = sample_reports()["english"].fill({"remark[o1]": text, "new[person]": gr.Value(state="invalid", raw=text)})
    report = report.name("office", [gr.Member("o1", {"en": text}), *report.members["office"][1:]])
    for entry in (each for row in rows(gr.render(report, "csv")) for each in row.values()):
        assert not entry.startswith(DANGEROUS) or entry.removeprefix("-").replace(".", "").isdigit(), entry
    again = back(gr.render(report, "csv"))
    assert not differences(report, again)
    kept = gr.render(report, "csv", formulas="keep")
    assert any(text == each["value"] for each in rows(kept)) == (not first.startswith("'"))
    assert not differences(report, back(kept))


@few(max_examples=200)
@given(st.text(st.characters(exclude_categories=["Cs"])) | st.text("'=-+@\t\r\n＝0.\\u1b\x1b", max_size=6))
def test_every_text_is_written_so_that_it_is_read_the_same(text):
    from govreport_data.tidy import _written

    for keep in (True, False):
        assert unwritten(_written(text, keep=keep)) == text


@pytest.mark.parametrize("name", hostile_strings())
def test_hostile_labels_come_back(name):
    text = hostile_strings()[name]
    report = sample_reports()["english"].name(
        "office", [gr.Member("o1", {"en": text}), gr.Member("o2", {"en": "b;|\\"})]
    )
    assert not differences(report, back(gr.render(report, "csv")))


# --- errors --------------------------------------------------------------------------------------------------------

HEADS = "publisher,form,period,address,value,state\r\n"
ROW = "某局,cn/ningxia-2017,2017,own_docs,26,number\r\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEADS, "r.csv: holds no figure"),
        ("publisher,form,period,address,value\r\n" + ROW, "r.csv: line 1: has no column 'state'"),
        ("value," + HEADS + "," + ROW, "r.csv: line 1: has two columns 'value'"),
        (HEADS + ROW + ROW, "r.csv: line 3, column address: own_docs stands in line 2 already"),
        (HEADS + ROW + ROW.replace("某局", "乙局"), "r.csv: line 3, column publisher: '乙局' is of another report"),
        (HEADS + ROW.replace("own_docs", "own_doc"), "line 2, column address: unknown cell 'own_doc'; did you mean"),
        (HEADS + ROW.replace("26", "2.6E+01"), "line 2, column value: '2.6E+01' is no number; write digits only; a spr"),
        (HEADS + ROW.replace("26", "1,5").replace("1,5", '"1,500"'), "line 2, column value: '1,500' is no number"),
        (HEADS + ROW.replace("26", "-1"), "line 2, column value: own_docs: -1 is negative"),
        (HEADS + ROW.replace("26,number", "26,blank"), "line 2, column value: a value beside the state 'blank'"),
        (HEADS + ROW.replace("26,number", ",number"), "line 2, column value: the state says that there is a value"),
        (HEADS + ROW.replace("26,number", ","), "line 2, column state: neither a value nor a state"),
        (HEADS + ROW.replace("26,number", ",blnk"), "line 2, column state: unknown state 'blnk'; did you mean 'blank'"),
        (HEADS + ROW.replace("26,number", ",below"), "line 2, column bound: a bound goes with the state 'below'"),
        (HEADS + ROW.replace("cn/", "xx/"), "line 2, column form: unknown form"),
        (HEADS + ROW.replace("某局", ""), "line 2, column publisher: is required; add it"),
        (HEADS + ROW.replace("number", "number,7"), "line 2: has 7 entries, and there are 6 columns"),
        (HEADS + '"' + "x" * 200_000, "r.csv: line 2: is no CSV"),
        (HEADS.replace("\r", ",quality\r") + ROW.replace("\r", ",good\r"), "line 2, column quality: 'good' is no quality"),
        (HEADS.replace("\r", ",members\r") + ROW.replace("\r", ",A\r"), "line 2, column members: calls 1 members"),
        (HEADS.replace("\r", ",kind\r") + ROW.replace("\r", ",boddy\r"), "line 2, column kind: unknown kind of report"),
    ],
)  # fmt: skip
def test_errors_name_line_and_column(text, told):
    with pytest.raises(gr.InvalidInput) as error:
        back(text)
    assert told in str(error.value)


@pytest.mark.slow
def test_a_long_report_is_written_and_read_in_time():
    report = long_report(3000)
    again = back(gr.render(report, "csv"))
    assert again.values == report.values
    assert not differences(report, again)


def test_it_is_rendered_from_a_document_alone():
    registry = gr.Registry()
    report = sample_reports()["states"]
    context = RenderContext(None, "en", registry.theme(), {"bom": False, "formulas": "guard"}, registry)
    found = {each["address"]: each for each in rows(render(gr.build(report), context))}
    assert (found["granted[total]"]["value"], found["granted[total]"]["state"]) == ("12", "number")
    assert (found["granted[person]"]["bound"], found["granted[person]"]["state"]) == ("5", "below")
    assert (found["granted[business]"]["raw"], found["granted[business]"]["value"]) == ("n/k(invalid)", "")
    assert found["new[person]"]["state"] == "blank"
