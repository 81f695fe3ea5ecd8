"""From header trees to rows, columns and cells."""

from __future__ import annotations

import pytest

import govreport as gr
from govreport.model.cell import parse_cell
from govreport.model.frozen import FrozenMap
from govreport.model.indicator import Member
from govreport.model.labels import pick
from govreport.model.layout import OPEN
from govreport.model.table import Node
from govreport.reading.form_file import read_form
from govreport.reading.source import Source


def rows(form, table, report=None, language="en"):
    return [
        (level, pick(node.labels, language))
        for block in form.layout(table, report)
        for top in block.rows
        for level, node in top.walk()
    ]


def addresses(report, table):
    return [str(cell) for cell in report.form.cells(report, table)]


@pytest.fixture
def us(mini):
    report = gr.blank(mini("us"), "Agency", 2024)
    return report.name("component", [Member("C3"), Member("C1"), Member("C9", unknown=True)]).name(
        "other_reason", [Member("r1"), Member("r2")]
    )


def test_a_closed_tree_is_printed_with_its_headings_in_the_form_s_order(mini):
    block = mini("china").layout("requests")[0]
    names = [(level, node.members.get("applicant")) for level, node in block.columns[0].walk()]
    assert names[:5] == [(0, None), (1, "natural_person"), (1, None), (2, "business"), (2, "research")]
    assert names[-1] == (1, "total")
    assert block.columns[0].size() == 7
    assert block.columns[0].depth() == 3


def test_a_heading_of_a_closed_tree_gives_no_part_of_an_address(mini):
    assert not any("legal" in cell.members for cell in mini("china").cells(table="requests"))


def test_only_the_members_that_a_block_names_stand_in_it(mini):
    first, second = mini("china").layout("article20")
    assert [node.members["column"] for node in first.column_nodes()] == ["issued", "repealed", "in_force"]
    assert [node.members["column"] for node in second.column_nodes()] == ["amount"]


def test_rows_with_a_merged_stub_are_the_leaves_and_indented_ones_all_nodes(mini):
    china = mini("china")
    merged = next(iter(china.layout("requests")))
    assert "3. Outcomes" not in [pick(node.labels, "en") for node in merged.row_nodes()]
    indented = next(iter(china.layout("article20")))
    assert [pick(node.labels, "en") for node in indented.row_nodes()] == ["Rules", "Normative documents"]


def test_headings_without_a_merged_stub_have_rows_of_their_own(form):
    block = form.layout("statistics")[0]
    assert len(list(block.row_nodes())) == 54
    assert len(list(form.cells())) == 49


def test_a_table_without_row_headers_has_one_row(mini):
    china = mini("china")
    assert len(list(china.layout("disputes")[0].row_nodes())) == 1
    assert len(list(china.cells(table="disputes"))) == 15


def test_an_open_axis_has_one_place_for_what_reports_name(mini):
    (block,) = mini("us").layout("V_A")
    assert [node.members for node in block.rows] == [{"component": OPEN}]
    assert list(mini("us").cells(table="V_A")) == []


def test_open_rows_appear_where_they_have_a_value_in_the_order_named_with_the_total_last(us):
    report = us.fill({"V_A.received[total]": 9, "V_A.received[C9]": 1, "V_A.start[C1]": 2, "V_A.received[C3]": 3})
    assert addresses(report, "V_A")[::4] == ["V_A.start[C3]", "V_A.start[C1]", "V_A.start[C9]", "V_A.start[total]"]
    assert addresses(report, "IX") == []


def test_a_row_of_an_unknown_member_is_kept_and_marked(us):
    (block,) = us.form.layout("V_A", us.fill({"V_A.received[C9]": 1}))
    assert [node.unknown for node in block.rows] == [True]


def test_inner_open_rows_stand_under_the_row_that_has_them(us):
    report = us.fill({
        "V_B_2.count[C1,r1]": 1, "V_B_2.text[C1,r1]": "Litigation", "V_B_2.count[C3,r2]": 2, "V_B_2.total[C1]": 1,
    })  # fmt: skip
    assert addresses(report, "V_B_2") == [
        "V_B_2.text[C3,r2]", "V_B_2.count[C3,r2]", "V_B_2.total[C3]",
        "V_B_2.text[C1,r1]", "V_B_2.count[C1,r1]", "V_B_2.total[C1]",
    ]  # fmt: skip


def test_a_second_row_of_an_open_member_follows_the_first_with_its_mark(us):
    report = us.name("component", [Member("C3", FrozenMap(en="Cee"))]).fill(
        {"V_B_1.reason[C3,Other]": 1, "V_B_1.reason[C3#2,Other]": 4}
    )
    assert rows(report.form, "V_B_1", report) == [(0, "Cee"), (0, "Cee #2")]
    assert "V_B_1.reason[C3#2,Other]" in addresses(report, "V_B_1")


@pytest.mark.parametrize("member", ["natural_person", "business"])
def test_a_second_column_of_a_closed_member_is_printed_also_below_a_heading(mini, member):
    report = gr.blank(mini("china"), "x", 2021).fill({f"requests_new[{member}#2]": 5})
    found = addresses(report, "requests")
    assert found.index(f"requests_new[{member}#2]") == found.index(f"requests_new[{member}]") + 1


def test_every_value_of_a_report_is_among_its_cells(us):
    report = us.name("statute", [Member("s1")]).fill({
        "IV.count[s1,total]": 1, "IV.count[s1,total#2]": 2, "VII_E.days[C1,2]": 3, "V_B_1.reason[C1#3,Other]": 4,
    })  # fmt: skip
    assert set(report.values) <= set(report.cells())


def test_cells_that_the_form_leaves_out_are_not_laid_out(mini):
    found = {str(cell) for cell in mini("canada").cells()}
    assert found.isdisjoint(
        {"size.pages[neither,lt100]", "size.requests[neither,100-500]", "size.pages[neither,100-500]"}
    )
    assert len(found) == 9


def test_indicators_may_stand_on_either_side(mini):
    assert parse_cell("rules[issued]") in set(mini("china").cells())  # rows
    assert parse_cell("size.pages[total,lt100]") in set(mini("canada").cells())  # columns


def test_a_row_for_one_member_has_the_member_s_label_unless_it_has_its_own():
    text = """
        govreport = "form/1"
        id = "t/one"
        [[axis]]
        id = "a"
        members = [{ id = "x", en = "Ex" }, { id = "y", en = "Why" }]
        [[section]]
        id = "s"
        [[table]]
        id = "t"
        section = "s"
        columns = [{ id = "n", axes = ["a"], en = "N" }]
        rows = [{ axis = "a", member = "x" }, { axis = "a", member = "y", en = "Own" }]
    """
    form = read_form(Source(text.encode()))
    assert [name for _, name in rows(form, "t")] == ["Ex", "Own"]
    assert [str(cell) for cell in form.cells()] == ["n[x]", "n[y]"]
    assert form.row_key(parse_cell("n[x]")) == ("t", "a=x")


def test_the_size_and_depth_of_a_leaf_are_1():
    assert (Node().size(), Node().depth(), list(Node().leaves())) == (1, 1, [Node()])
