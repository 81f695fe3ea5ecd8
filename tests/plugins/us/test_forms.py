"""The two forms: every measure of the catalogue has its cell, with the aggregation that the catalogue gives it."""

from __future__ import annotations

import re
from decimal import Decimal

import attrs
import pytest

import govreport as gr
from govreport.model.form import Form
from govreport.reading.form_file import read_form
from govreport.reading.source import Source


@pytest.mark.parametrize(
    ("name", "sections", "first", "last"), [("us/2008", 33, 2008, 2016), ("us/2017", 35, 2017, None)]
)
def test_each_edition_has_its_sections_and_years(name, sections, first, last):
    form = gr.form(name)
    assert (len(form.sections), form.first_year, form.last_year, form.paper) == (sections, first, last, "Letter")
    assert [section.id for section in form.sections if section.narrative] == ["I", "II", "III"]


def test_the_newer_edition_adds_two_sections_in_their_place_and_changes_nothing_else():
    older, newer = gr.form("us/2008"), gr.form("us/2017")
    ids = [section.id for section in newer.sections]
    assert ids[ids.index("X") : ids.index("XII.A") + 1] == ["X", "XI.A", "XI.B", "XII.A"]
    assert [each for each in ids if not each.startswith("XI.")] == [section.id for section in older.sections]
    assert set(newer.indicators) - set(older.indicators) == {"XI_A.times", "XI_B.by_foia", "XI_B.by_program"}
    assert {each: newer.indicators[each] for each in older.indicators} == dict(older.indicators)


@pytest.mark.parametrize(
    "address",
    [
        "V_B_1.reason[total,NoRecords]", "V_B_3.count[total,7A]", "VII_C_1.count[total,401+]", "VII_C_1.count[total,total]",
        "VII_A.median[total,simple]", "VII_E.days[total,1]", "VII_E.date[total,10]", "IX.processing[total]", "X.percent[total]",
    ],
)  # fmt: skip
def test_members_are_no_part_of_an_indicator_s_id(address):
    assert str(gr.blank(gr.form("us/2017"), "Agency", 2024).locate(address)) == address


def test_labels_are_in_english_and_chinese():
    for indicator in gr.form("us/2017").indicators.values():
        if indicator.labels:
            assert set(indicator.labels) == {"en", "zh"}, indicator.id


def test_agencies_add_up_each_measure_by_its_own_aggregation(report, changed):
    other = changed(("Bureau of Examples", "Office of Samples"), (">BOE<", ">OOS<")).fill(
        {f"VII_A.{each}[total,complex]": 0 for each in ("median", "average", "lowest", "highest")}
    )
    whole = gr.roll_up([report, other], "Government", period=2024)
    assert whole["V_A.received[total]"].amount == 60
    assert whole["VII_A.highest[total,simple]"].amount == 30
    assert whole["VII_A.median[total,simple]"].state is gr.State.ABSENT  # medians do not add up
    assert whole["VII_A.lowest[total,complex]"].amount == 20  # the other agency's 0 stands for N/A
    assert [whole[f"VII_E.days[total,{rank}]"].amount for rank in range(1, 5)] == [147, 147, 104, 104]
    assert whole["X.percent[total]"].amount == Decimal("0.4")  # in per cent, made anew of fees and costs


def test_totals_and_percentages_have_formulas():
    formulas = {each.id for each in gr.form("us/2017").indicators.values() if each.formula}
    assert {"X.percent", "V_B_1.total", "VI_B.total", "IX.staff", "IX.total", "V_A.end"} <= formulas


# --- against the catalogue -------------------------------------------------------------------------------------------


def measures(text: str):
    """Yield id and overall column of each measure of the catalogue."""
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if re.match(r"\| [IVX]+\.[A-Z0-9a-z]", line) and len(cells) >= 6:
            yield cells[0], cells[5]


def addresses(measure: str) -> list[str]:
    """Return the cells of a measure, in the row of the agency overall."""
    if found := re.fullmatch(r"([\w.]+)\.ex\.Ex\. (\d)(?:\((\w)\))?", measure):
        return [f"{table(found[1])}.count[total,{found[2]}{found[3] or ''}]"]
    if found := re.fullmatch(r"([\w.]+)\.reason\.(\w+)", measure):
        return [f"{table(found[1])}.reason[total,{found[2]}]"]
    if found := re.fullmatch(r"(VII\.C\.\d)\.(?:inc\.)?([\d+-]+|total)", measure):
        return [f"{table(found[1])}.count[total,{found[2]}]"]
    if found := re.fullmatch(r"([\w.]+)\.(simple|complex|expedited)\.(\w+)", measure):
        return [f"{table(found[1])}.{found[3]}[total,{found[2]}]"]
    if found := re.fullmatch(r"([\w.]+)\.oldest\[1\.\.10\]\.(\w+)", measure):
        return [f"{table(found[1])}.{found[2]}[total,{rank}]" for rank in range(1, 11)]
    if found := re.fullmatch(r"([\w.]+)\.item\[\]\.(\w+)", measure):
        return [f"{table(found[1])}.{found[2].replace('description', 'text')}[total,r1]"]
    if found := re.fullmatch(r"IX\.cost\.(\w+)", measure):
        return [f"IX.{found[1]}[total]"]
    found = re.fullmatch(r"((?:[IVX]+|[A-E]|\d)(?:\.(?:[A-E]|\d))*)\.([a-z][\w.]*)", measure)
    assert found, measure
    return [f"{table(found[1])}.{found[2].replace('.', '_')}[total]"]


def table(section: str) -> str:
    return section.replace(".", "_")


def wanted(overall: str, address: str) -> str | None:
    if "oldest" in overall or ".days[total," in address:
        return "top"
    word = overall.split(";", maxsplit=1)[0].split(":", maxsplit=1)[0].split(" ", maxsplit=1)[0]
    return {"sum": "sum", "min": "min", "max": "max", "NOT": "none", "ratio": "recompute"}.get(word)


def test_every_measure_of_the_catalogue_has_its_cells(us):
    form = gr.form("us/2017")
    report = gr.blank(form, "Agency", 2024).name("other_reason", [gr.Member("r1")])
    found = list(measures((us / "us-foia-form.md").read_text("utf-8")))
    assert len(found) == 194
    for measure, overall in found:
        for address in addresses(measure):
            cell = report.locate(address)
            aggregation = wanted(overall, address)
            if aggregation is not None:
                assert form.traits(cell).aggregation == aggregation, address


# --- a form with a base ----------------------------------------------------------------------------------------------

BASE = """
govreport = "form/1"
id = "t/one"
aliases = ["first"]
last_year = 2016
language = "en"
[[section]]
id = "a"
en = "A"
[[section]]
id = "c"
en = "C"
"""


def based(text: str, **files: str) -> Form:
    known = {f"t/{name}": Source(body.encode(), f"{name}.toml") for name, body in {"one": BASE, **files}.items()}
    return read_form(Source(text.encode(), "two.toml"), lambda name: known[name])


def test_what_a_form_does_not_say_is_as_in_its_base():
    form = based(
        'govreport = "form/1"\nid = "t/two"\nbase = "t/one"\n[[section]]\nid = "b"\nafter = "a"\n[[section]]\nid = "c"\nen = "New"\n[[section]]\nid = "d"'
    )
    assert [section.id for section in form.sections] == ["a", "b", "c", "d"]
    assert (form.sections[2].labels["en"], form.last_year, form.aliases) == ("New", None, ())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('base = "t/one"\n[[section]]\nid = "b"\nafter = "x"', "b: there is no section 'x' to stand after"),
        ('base = "t/two"', "the edition 't/two' cannot be read from here"),
        ('[[section]]\nid = "b"\nafter = "a"', "unknown key 'after'"),
        ("base = 1", "1 is not a text"),
    ],
)
def test_a_base_that_does_not_fit_is_told(text, told):
    whole = f'govreport = "form/1"\nid = "t/two"\n{text}'
    with pytest.raises(gr.FormError, match=re.escape(told)):
        based(whole, two=whole)


def test_a_base_needs_files_beside_it():
    with pytest.raises(gr.FormError, match="cannot be read from here"):
        read_form(Source(b'govreport = "form/1"\nid = "t/two"\nbase = "t/one"', "two.toml"))


def test_a_report_on_the_older_edition_continues_on_the_newer(report):
    older, newer = gr.form("us/2008"), gr.form("us/2017")
    kept = {cell: value for cell, value in report.values.items() if cell.indicator in older.indicators}
    mapped = gr.map_to(attrs.evolve(report, form=older, period="2016", values=kept), newer)
    assert mapped.report.values == kept
    assert not mapped.lost
    assert not mapped.derived


def test_a_new_report_begins_with_the_cells_of_the_agency_overall(tmp_path):
    from click.testing import CliRunner

    from govreport.cli.new import command

    out = tmp_path / "new.toml"
    done = CliRunner().invoke(command, ["us/2017", str(out), "--publisher", "Agency", "--period", "2024"])
    assert done.exit_code == 0, done.output
    assert "V_A.start" in out.read_text("utf-8")
    report = gr.read(out)
    assert report["V_A.start[total]"].state is gr.State.BLANK
    assert len(report.values) == sum(1 for _ in report.form.starting_cells()) > 200
