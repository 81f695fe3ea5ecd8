"""`form/1`: what a form file may say, and how what is wrong in it is told."""

from __future__ import annotations

from decimal import Decimal

import pytest

from govreport.errors import FormError
from govreport.model.cell import Cell
from govreport.model.table import Stub
from govreport.reading.form_file import read_form
from govreport.reading.source import Source

WHOLE = """
govreport = "form/1"
id = "t/whole"
aliases = ["whole", "t-whole"]
language = "fr"
first_year = 2020
last_year = 2021
kinds = ["body", "rollup"]
paper = "Letter"
title = { en = "T", fr = "F" }
title_pattern = { fr = "{publisher} {period}" }
source = { fr = "loi" }
[attestation]
head = { fr = "Chef" }
date = { fr = "Date" }
[[unit]]
id = "k€"
kind = "money"
currency = "EUR"
multiplier = 1000
fr = "k€"
[[unit]]
id = "jours"
[[axis]]
id = "group"
total = "all"
aggregation = "none"
fr = "Groupe"
members = [
  { id = "g", group = true, fr = "G", short = "g" },
  { id = "x", parent = "g", unit = "k€", datatype = "money", sign = "any", nature = "stock", aggregation = "max" },
  { id = "all" },
]
[[axis]]
id = "party"
open = true
[[section]]
id = "s"
fr = "Section"
required = true
max_characters = 100
narrative = true
annex = true
[[section]]
id = "empty"
[[table]]
id = "t"
section = "s"
fr = "Tableau"
stub = "merge"
corner = { fr = "coin" }
units = { fr = "unité" }
without = ["money[all]"]
columns = [{ axis = "group" }]
rows = [
  { id = "head", group = true, fr = "En-tête" },
  { fr = "under", parent = "head", rows = [{ id = "deep" }] },
  { id = "money", parent = "head", relation = "part", optional = true, unit = "jours", codes = "a" },
  { indicator = "deep", parent = "head" },
]
[[table]]
id = "u"
section = "s"
[[table.block]]
title = { fr = "Bloc" }
rows = [{ axis = "party", rows = [{ id = "p", rule = [{ id = "R1", severity = "warning", fr = "mots", source = "§ 1" }, { id = "R2" }] }] }]
[[table.block]]
rows = [{ axis = "group", member = "all", rows = [{ id = "q", axes = ["group"] }] }]
[[chart]]
id = "c"
kind = "bars"
table = "t"
only = ["x"]
stacked = true
fr = "Graphique"
series = [{ of = "money[*]", fr = "argent" }, { of = "head[ * ]" }]
[[chart]]
id = "d"
kind = "trend"
section = "empty"
series = [{ of = "q[all]" }]
"""


@pytest.fixture(scope="module")
def whole():
    return read_form(Source(WHOLE.encode(), "whole.toml"))


def test_what_a_form_says_of_itself_is_read(whole):
    assert (whole.id, whole.ruleset, whole.aliases, whole.kinds) == (
        "t/whole",
        "t",
        ("whole", "t-whole"),
        ("body", "rollup"),
    )
    assert (whole.language, whole.first_year, whole.last_year, whole.paper) == ("fr", 2020, 2021, "Letter")
    assert (whole.titles, whole.source) == ({"en": "T", "fr": "F"}, {"fr": "loi"})
    assert whole.attestation == {"head": {"fr": "Chef"}, "date": {"fr": "Date"}}


def test_units_and_axes_are_read_with_all_that_they_override(whole):
    unit = whole.units["k€"]
    assert (unit.kind, unit.currency, unit.multiplier, unit.labels) == ("money", "EUR", Decimal(1000), {"fr": "k€"})
    assert (whole.units["jours"].kind, whole.units["jours"].multiplier) == ("count", 1)
    axis = whole.axes["group"]
    assert (axis.total, axis.aggregation.value, axis.open, axis.labels) == ("all", "none", False, {"fr": "Groupe"})
    traits = whole.traits(Cell("money", ("x",)))
    assert (traits.unit, traits.datatype.value, traits.sign.value, traits.nature.value, traits.aggregation.value) == (
        "k€", "money", "any", "stock", "max"
    )  # fmt: skip
    assert traits.codes == ("a",)


def test_sections_and_tables_are_read(whole):
    section, empty = whole.sections
    assert (section.required, section.max_characters, section.narrative, section.annex) == (True, 100, True, True)
    assert (empty.narrative, empty.tables) == (True, ())
    first, second = section.tables
    block = first.blocks[0]
    assert (block.stub, block.corner, block.units) == (Stub.MERGE, {"fr": "coin"}, {"fr": "unité"})
    assert (first.without, len(second.blocks)) == ({Cell("money", ("all",))}, 2)
    assert second.blocks[0].title == {"fr": "Bloc"}


def test_rows_stand_under_the_row_that_they_name_whether_they_define_or_refer(whole):
    (head,) = whole.tables["t"].blocks[0].rows
    assert [each.indicator for each in head.children] == [None, "money", "deep"]
    assert head.children[0].labels == {"fr": "under"}


def test_indicators_take_the_axes_that_cross_them_unless_they_name_their_own(whole):
    indicators = whole.indicators
    assert (indicators["deep"].axes, indicators["p"].axes, indicators["q"].axes) == (("group",), ("party",), ("group",))


def test_rules_of_an_indicator_are_read(whole):
    first, second = whole.indicators["p"].rules
    assert (first.id, first.severity, first.labels, first.source) == ("R1", "warning", {"fr": "mots"}, {"": "§ 1"})
    assert (second.id, second.severity) == ("R2", "error")


BASE = """govreport = "form/1"
id = "t/x"
[[unit]]
id = "days"
[[axis]]
id = "reason"
members = [{ id = "a" }, { id = "b" }]
[[section]]
id = "s"
"""
TABLE = '[[table]]\nid = "t"\nsection = "s"\n'
ROWS = TABLE + "rows = ["

WRONG = [
    # (what is put after BASE, or replaces it, and the message)
    ('govreport = "form/2"', 'x.toml: this is no form (no govreport = "form/1")'),
    ('govreport = "form/1"', "x.toml: id: is required"),
    ('govreport = "form/1"\nid = "x"', "x.toml: id: 'x' is no id of a form; write ruleset/edition"),
    ('govreport = "form/1"\nid = "a/b/c"', "x.toml: id: 'a/b/c' is no id of a form"),
    ('govreport = "form/1"\nid = "a/b"\nlanguag = "x"', "x.toml: unknown key 'languag'; did you mean 'language'"),
    ('govreport = "form/1"\nid = "a/b"\nfirst_year = "2020"', "x.toml: first_year: '2020' is not a whole number"),
    ('govreport = "form/1"\nid = "a/b"\ntitle = "x"', "x.toml: title: a table"),
    ('govreport = "form/1"\nid = "a/b"\n[attestation]\nhaed = {en = "x"}', "x.toml: attestation: unknown key 'haed'; did you mean 'head'"),
    ("not toml", "x.toml: line 1, column 5: this is no TOML"),
    # units
    (BASE + '[[unit]]\nid = "days"', "x.toml: unit: the unit 'days' stands twice; give one of them another id"),
    (BASE + '[[unit]]\nkind = "x"', "x.toml: unit[2].id: is required"),
    (BASE + '[[unit]]\nid = "x"\nmultiplier = "10"', "x.toml: unit[2].multiplier: '10' is not a number"),
    (BASE + '[[unit]]\nid = "x"\nmultiplier = nan', "x.toml: unit[2].multiplier: NaN is no number"),
    (BASE + '[[unit]]\nid = "x"\nfactor = 1', "x.toml: unit[2]: unknown key 'factor'"),
    # axes
    (BASE + '[[axis]]\nid = "reason"', "x.toml: axis: the axis 'reason' stands twice"),
    (BASE + '[[axis]]\nid = "x"\nmembers = [{id = "a"}, {id = "a"}]', "x.toml: axis[2].members: the member 'a' stands twice"),
    (BASE + '[[axis]]\nid = "x"\nmembers = [{id = "a b"}]', "x.toml: axis[2].members[1].id: 'a b' is no id of a member"),
    (BASE + '[[axis]]\nid = "x"\nmembers = [{id = "a", parent = "c"}]', "x.toml: axis[2].members: a: no member 'c' above"),
    (BASE + '[[axis]]\nid = "x"\nmembers = [{id = "a", parent = "a"}]', "x.toml: axis[2].members: a: no member 'a' above"),
    (BASE + '[[axis]]\nid = "x"\nmembers = [{id = "a", parent = "b"}, {id = "b"}]', "a: no member 'b' above"),
    (BASE + '[[axis]]\nid = "x"\ntotal = "b"\nmembers = [{id = "a"}]', "x.toml: axis[2].total: the total 'b' is no member"),
    (BASE + '[[axis]]\nid = "x"\nmembers = [{id = "a", unit = "day"}]', "x.toml: axis[2].members[1].unit: no unit 'day'; did you mean 'days'"),
    (BASE + '[[axis]]\nid = "x"\nmembers = [{id = "a", datatype = "int"}]', "axis[2].members[1].datatype: unknown datatype 'int'; one of count, number"),
    (BASE + '[[axis]]\nid = "x"\nmembers = [{id = "a", nature = "x"}]', "unknown nature 'x'; one of flow, stock, opening"),
    (BASE + '[[axis]]\nid = "x"\nmembers = [{id = "a", sign = "x"}]', "unknown sign 'x'; one of nonnegative, any"),
    (BASE + '[[axis]]\nid = "x"\naggregation = "average"', "x.toml: axis[2].aggregation: unknown aggregation 'average'"),
    (BASE + '[[axis]]\nid = "x"\nopen = "yes"', "x.toml: axis[2].open: 'yes' is not true or false"),
    (BASE + '[[axis]]\nid = "x"\nmember = []', "x.toml: axis[2]: unknown key 'member'; did you mean 'members'"),
    # sections and tables
    (BASE + '[[section]]\nid = "s"', "x.toml: section: the section 's' stands twice"),
    (BASE + '[[section]]\nid = "r"\nlong = 1', "x.toml: section[2]: unknown key 'long'"),
    (BASE + '[[table]]\nid = "t"', "x.toml: table[1].section: is required"),
    (BASE + '[[table]]\nid = "t"\nsection = "z"', "x.toml: table: table t: no section 'z'"),
    (BASE + TABLE + TABLE, "x.toml: table: the table 't' stands twice"),
    (BASE + TABLE + 'stub = "x"', "x.toml: table[1].stub: unknown stub 'x'; one of indent, merge"),
    (BASE + TABLE + 'axes = ["raeson"]', "x.toml: table[1].axes: no axis 'raeson'; did you mean 'reason'"),
    (BASE + TABLE + "[[table.block]]\nrow = []", "x.toml: table[1].block[1]: unknown key 'row'; did you mean 'rows'"),
    (BASE + TABLE + 'rows = []\n[[table.block]]\nrows = [{id = "x"}]', "x.toml: table[1]: unknown key 'rows'"),
    (BASE + TABLE + 'without = ["a b"]', "x.toml: table[1].without: 'a b' is no address of a cell"),
    (BASE + ROWS + '{id = "n"}]\nwithout = ["m"]', "x.toml: table[1].without: 'm' is no cell of the form"),
    (BASE + ROWS + '{id = "n"}]\nwithout = ["n[a]"]', "x.toml: table[1].without: 'n[a]' is no cell of the form"),
    (BASE + ROWS + '{id = "n"}]\ncolumns = [{axis = "reason"}]\nwithout = ["n[c]"]', "x.toml: table[1].without: 'n[c]': no member 'c' in axis 'reason'"),
    # rows and columns
    (BASE + ROWS + '{id = "1x"}]', "x.toml: table[1].rows[1].id: '1x' is no id of an indicator"),
    (BASE + ROWS + '{id = "x"}, {id = "x"}]', "x.toml: table[1].rows[2].id: the indicator 'x' stands twice; refer to it by indicator"),
    (BASE + ROWS + '{id = "x", unit = "day"}]', "x.toml: table[1].rows[1].unit: no unit 'day'; did you mean 'days'"),
    (BASE + ROWS + '{id = "x", axes = ["raeson"]}]', "x.toml: table[1].rows[1].axes: no axis 'raeson'; did you mean 'reason'"),
    (BASE + ROWS + '{id = "x", relation = "sum"}]', "x.toml: table[1].rows[1].relation: unknown relation 'sum'; one of part, incl, multi, rel"),
    (BASE + ROWS + '{id = "x", parent = "y"}]', "x.toml: table[1].rows[1].parent: no row 'y' above"),
    (BASE + ROWS + '{id = "x", parent = "x"}]', "x.toml: table[1].rows[1].parent: no row 'x' above"),
    (BASE + ROWS + '{en = "x", parent = []}]', "x.toml: table[1].rows[1].parent: no row [] above"),
    (BASE + ROWS + '{id = "x", parent = "y"}, {id = "y"}]', "no row 'y' above"),
    (BASE + ROWS + '{id = "x", colour = "red"}]', "x.toml: table[1].rows[1]: unknown key 'colour'"),
    (BASE + ROWS + '{axis = "raeson"}]', "x.toml: table[1].rows[1].axis: no axis 'raeson'; did you mean 'reason'"),
    (BASE + ROWS + '{axis = "reason", member = "c"}]', "x.toml: table[1].rows[1]: no member 'c' in axis 'reason'"),
    (BASE + ROWS + '{axis = "reason", only = ["a", "c"]}]', "x.toml: table[1].rows[1]: no member 'c' in axis 'reason'"),
    (BASE + ROWS + '{member = "a"}]', "x.toml: table[1].rows[1]: no member 'a' in axis None"),
    (BASE + ROWS + '{indicator = "y"}]', "x.toml: table[1].rows[1].indicator: no indicator 'y' above"),
    (BASE + ROWS + '{id = "x", rule = {severity = "error"}}]', "x.toml: table[1].rows[1].rule.id: is required"),
    (BASE + ROWS + '{id = "x", rule = {id = "R", severity = "bad"}}]', "rows[1].rule.severity: unknown severity 'bad'; one of error, warning, info"),
    (BASE + ROWS + '{id = "x", rule = {id = "R", text = "t"}}]', "x.toml: table[1].rows[1].rule: unknown key 'text'"),
    (BASE + ROWS + '{id = "x", rule = "R"}]', "x.toml: table[1].rows[1].rule: a table"),
    (BASE + ROWS + '{id = "x", group = 1}]', "x.toml: table[1].rows[1].group: 1 is not true or false"),
    (BASE + TABLE + 'columns = [{en = "x", columns = [{id = "y", parent = "z"}]}]', "x.toml: table[1].columns[1].columns[1].parent: no row 'z' above"),
    (BASE + TABLE + "rows = [5]", "x.toml: table[1].rows[1]: a table"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), WRONG, ids=[each[1] for each in WRONG])
def test_what_is_wrong_in_a_form_is_named_with_file_and_key_path(text, message):
    with pytest.raises(FormError) as caught:
        read_form(Source(text.encode(), "x.toml"))
    assert message in str(caught.value)


def test_the_base_of_the_wrong_forms_is_right():
    form = read_form(Source((BASE + ROWS + '{id = "n"}]').encode(), "x.toml"))
    assert [str(cell) for cell in form.cells()] == ["n"]
