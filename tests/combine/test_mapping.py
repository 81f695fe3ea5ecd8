"""From an older edition to a newer one: what continues, is made of others, is lost, is new, must not be compared."""

from __future__ import annotations

import attrs
import pytest

import govreport as gr
from govreport.combine.words import told
from govreport.errors import FormError
from govreport.model.report import Note

FORM = """
govreport = "form/1"
id = "x/{year}"
language = "zh"
title = {{ zh = "表" }}
first_year = {year}
last_year = {year}
[[section]]
id = "lead"
zh = "概述"
[[section]]
id = "{text}"
zh = "另述"
[[section]]
id = "s"
zh = "表"
[[table]]
id = "t"
section = "s"
rows = [{rows}]
"""
ROW = '{{ id = "{name}", zh = "{name}" }}'
RULES = """
govreport = "rules/1"
[[rule]]
id = "CARRY"
assert = "new == previous(new)"
forms = ["x/3"]
en = "carry"
[[rule]]
id = "OLD"
assert = "previous.form == 'x/1'"
forms = ["x/3"]
en = "the form it was filed on"
"""
ONE = """
govreport = "mapping/1"
from = "x/1"
to = "x/2"
same = ["kept"]
sections = { old_text = "text" }
[[cell]]
to = "sum"
from = "a + b"
[[cell]]
to = "near"
from = "c"
near = true
[[cell]]
to = "renamed"
from = "d"
[[break]]
from = "stock"
to = "stock"
zh = "口径不同"
en = "another scope"
"""
TWO = """
govreport = "mapping/1"
from = "x/2"
to = "x/3"
same = ["kept", "sum"]
[[cell]]
to = "new"
from = "renamed"
"""


def form(year: int, names: str, text: str = "text") -> str:
    return FORM.format(year=year, text=text, rows=", ".join(ROW.format(name=name) for name in names.split()))


@pytest.fixture
def registry(tmp_path):
    """Gives a registry of one rule set with three editions and the mappings between them."""

    def make(one=ONE, two=TWO):
        files = {
            "forms/1.toml": form(1, "kept a b c d stock only", "old_text"),
            "forms/2.toml": form(2, "kept sum near renamed stock fresh"),
            "forms/3.toml": form(3, "kept sum new"),
            "rules/r.toml": RULES,
            "mappings/1-2.toml": one,
            "mappings/2-3.toml": two,
        }
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text)
        return gr.Registry(found=[], rulesets=[gr.RuleSet("x", tmp_path)])

    return make


def old(registry, **values):
    given = {"kept": 1, "a": 2, "b": 3, "c": 4, "d": None, "stock": 6, "only": 7} | values
    report = gr.blank(registry.form("x/1"), "某局", 1).fill(given)
    return report.tell("lead", "甲").tell("old_text", "乙")


def names(cells) -> list[str]:
    return [str(cell) for cell in cells]


def test_each_figure_becomes_something(registry):
    made = registry()
    mapped = gr.map_to(old(made), "x/2", registry=made)
    assert names(mapped.continued) == ["kept"]
    assert names(mapped.derived) == ["sum", "near", "renamed"]
    assert names(mapped.lost) == ["stock", "only"]
    assert names(mapped.new) == ["stock", "fresh"]
    assert [each.old for each in mapped.broken] == ["stock"]
    report = mapped.report
    assert (report["sum"].amount, report["sum"].quality.value) == (5, "derived")
    assert (report["near"].amount, report["near"].quality.value) == (4, "derived")
    assert report["renamed"].state.value == "blank"  # the same quantity under another name: kept as it is
    assert (report["stock"].state.value, report.form.id, report.filed_on) == ("absent", "x/2", "x/1")
    assert report.narrative == {"lead": "甲", "text": "乙"}


def test_what_is_made_of_a_missing_value_is_missing(registry):
    made = registry()
    assert gr.map_to(old(made, b=None), "x/2", registry=made).report["sum"].state.value == "absent"


def test_two_steps_are_told_as_one(registry):
    made = registry()
    mapped = gr.map_to(old(made, d=9), made.form("x/3"), registry=made)
    assert (names(mapped.continued), names(mapped.derived)) == (["kept"], ["sum", "new"])
    assert (mapped.report["new"].amount, mapped.report.filed_on) == (9, "x/1")
    assert names(mapped.lost) == ["c", "stock", "only"]  # `near` is made of c, and the last form has no such row
    lines = list(told(mapped, old(made, d=9), "en"))
    assert lines[0] == "From x/1 to x/3: figures that continue: 1."
    assert any("“stock” 6" in line for line in lines)
    assert "不可比较：“stock” 与 stock。口径不同" in list(told(mapped, old(made), "zh"))


def test_last_year_s_report_is_carried_over_before_it_is_compared(registry):
    made = registry()
    report = gr.blank(made.form("x/3"), "某局", 2).fill({"new": 9})
    assert gr.check(report, previous=old(made, d=9), registry=made).by_rule["CARRY"]["holds"] == 1
    findings = gr.check(report, previous=old(made, d=8), registry=made)
    assert [each.rule for each in findings] == ["CARRY"]
    assert findings.by_rule["OLD"]["holds"] == 1  # rules still know which form it was filed on


def test_the_same_form_stays_and_no_way_back_is_known(registry):
    made = registry()
    report = old(made)
    assert gr.map_to(report, "x/1", registry=made).report is report
    newer = gr.blank(made.form("x/3"), "某局", 3)
    with pytest.raises(gr.InvalidInput, match="no mapping leads from form x/3 to x/1; only newer editions"):
        gr.map_to(newer, "x/1", registry=made)


def test_a_figure_bound_in_a_text_stays_what_it_was(registry):
    made = registry()
    report = old(made).tell("lead", "共{only}件，{{照录}}，另{d}件")
    mapped = gr.map_to(report, "x/2", registry=made)
    assert mapped.report.narrative["lead"] == "共7件，{{照录}}，另（空）件"
    assert "共7件，{照录}" in gr.render(mapped.report, "table", registry=gr.Registry())


def test_two_texts_that_go_on_in_one_section_are_both_there(registry):
    made = registry(one=ONE.replace('old_text = "text"', 'old_text = "lead"'))
    assert gr.map_to(old(made), "x/2", registry=made).report.narrative == {"lead": "甲\n\n乙"}


def test_a_line_may_hold_on_a_condition_only(registry):
    made = registry(one=ONE.replace('from = "a + b"', 'from = "a"\nwhere = "b == 3"'))
    kept = gr.map_to(old(made), "x/2", registry=made)
    assert (kept.report["sum"].amount, names(kept.lost)) == (2, ["stock", "only"])  # it rests on b too
    for b in (4, None):
        mapped = gr.map_to(old(made, b=b), "x/2", registry=made)
        assert (mapped.report["sum"].state.value, names(mapped.lost)) == ("absent", ["a", "b", "stock", "only"])


@pytest.mark.parametrize(
    ("change", "told_"),
    [
        (("mapping/1", "mapping/2"), "this is no mapping"),
        (('same = ["kept"]', 'same = ["kep"]'), r"same: no indicator 'kep' in form x/1; did you mean 'kept'"),
        (('to = "sum"', 'to = "sums"'), r"x/1-2\.toml: cell\.to: unknown cell 'sums'"),
        (('from = "a + b"', 'from = "a +"'), "something is missing at the end"),
        (('from = "stock"', 'from = "stok"'), "break: no indicator 'stok' in form x/1"),
        (("near = true", "neer = true"), "unknown key 'neer'; did you mean 'near'"),
        (("near = true", 'each = "who"'), r"x/1-2\.toml: cell\.to: unknown axis 'who'"),
        (("near = true", 'where = "c =="'), "something is missing at the end"),
    ],
)
def test_a_wrong_mapping_names_its_place(registry, change, told_):
    made = registry(one=ONE.replace(*change))
    with pytest.raises(FormError, match=told_):
        made.mapping(made.form("x/1"), made.form("x/2"))


def test_the_schema_agrees():
    import tomllib

    from tests.schemas import problems

    assert problems("mapping", tomllib.loads(ONE)) == problems("mapping", tomllib.loads(TWO)) == []
    assert problems("mapping", tomllib.loads(ONE.replace("near = true", "neer = true")))


def test_notes_go_on_with_the_cells_and_sections_that_do():
    old = gr.blank(gr.form("us/2008"), "Agency", 2016)
    old = attrs.evolve(old, notes=(Note("n1", "counted anew", section="V.A"), Note("n2", "on all")))
    old = old.fill({"V_A.start[total]": 5})
    cell = old.locate("V_A.start[total]")
    old = attrs.evolve(old, notes=(*old.notes, Note("n3", "this one", (cell,))))
    made = gr.map_to(old, "us/2017").report
    assert [(note.id, note.section, note.cells) for note in made.notes] == [
        ("n1", "V.A", ()),
        ("n2", None, ()),
        ("n3", None, (cell,)),
    ]
