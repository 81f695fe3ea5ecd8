"""Tables as grids: the miniatures print as their forms draw them, cell by cell."""

from __future__ import annotations

import itertools

import pytest

import govreport as gr
from govreport.document.blocks import Grid, GridCell
from govreport.document.grid import grid_of, states_in
from govreport.model.frozen import FrozenMap
from govreport.model.indicator import Member


def numbered(form, **named):
    """Return a report of a form with another number in every cell."""
    report = gr.blank(form, "P", 2021)
    for axis, members in named.items():
        report = report.name(axis, [Member(each, FrozenMap(en=each)) for each in members])
    return report.fill({cell: number for number, cell in enumerate(report.cells(), 1)})


def places(grid: Grid) -> dict[tuple[int, int], GridCell]:
    """Return the cell of each place, covered ones too; fails where two cells claim one."""
    found: dict[tuple[int, int], GridCell] = {}
    for cell in grid.cells:
        for row, column in itertools.product(range(cell.rowspan), range(cell.colspan)):
            place = (cell.row + row, cell.column + column)
            assert place not in found, f"{place} is claimed twice"
            found[place] = cell
    return found


def texts(grid: Grid, row: int) -> list[tuple[str, int, int]]:
    """Return text, rowspan and colspan of the cells that begin in a row."""
    return [(cell.text, cell.rowspan, cell.colspan) for cell in grid.cells if cell.row == row]


@pytest.mark.parametrize(("name", "tables"), [("china", ("article20", "requests", "disputes")), ("canada", ("t452",))])
def test_every_place_of_a_grid_is_taken_once(mini, name, tables):
    form = mini(name)
    report = numbered(form)
    for table in tables:
        grid = grid_of(report, form.tables[table], form.language)
        assert set(places(grid)) == set(itertools.product(range(grid.rows), range(grid.columns)))


def test_three_level_row_header_with_corner_note_and_seven_columns(mini):
    form = mini("china")
    grid = grid_of(numbered(form), form.tables["requests"], "zh")
    assert (grid.rows, grid.columns, grid.head_rows, grid.stub_columns) == (10, 10, 3, 3)
    assert texts(grid, 0) == [
        ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3),
        ("申请人情况", 1, 7),
    ]
    assert texts(grid, 1) == [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)]
    assert [text for text, _, _ in texts(grid, 2)] == ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    assert texts(grid, 3)[0] == ("一、本年新收政府信息公开申请数量", 1, 3)
    assert texts(grid, 5)[:2] == [("三、本年度办理结果", 4, 1), ("（一）予以公开", 1, 2)]
    assert texts(grid, 6)[:2] == [("（三）不予公开", 2, 1), ("1.属于国家秘密", 1, 1)]
    assert texts(grid, 7)[0] == ("6.属于四类过程性信息", 1, 1)
    assert texts(grid, 8)[0] == ("（七）总计", 1, 2)
    assert texts(grid, 9)[0] == ("四、结转下年度继续办理", 1, 3)


def test_blocks_with_heads_of_their_own_and_a_last_column_that_spans(mini):
    form = mini("china")
    grid = grid_of(numbered(form), form.tables["article20"], "zh")
    assert (grid.rows, grid.columns, grid.head_rows) == (7, 4, 0)
    assert texts(grid, 0) == [("第二十条第（一）项", 1, 4)]
    assert [text for text, _, _ in texts(grid, 1)] == ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
    assert texts(grid, 5) == [("信息内容", 1, 1), ("本年收费金额（单位：万元）", 1, 3)]
    assert texts(grid, 6)[1][1:] == (1, 3)
    fee = next(cell for cell in grid.cells if cell.cell == "admin_fees[amount]")
    heads = [cell.text for cell in grid.headers()[fee.row, fee.column]]
    assert heads == ["第二十条第（八）项", "本年收费金额（单位：万元）", "行政事业性收费"]


def test_one_row_under_three_levels_of_columns(mini):
    form = mini("china")
    grid = grid_of(numbered(form), form.tables["disputes"], "zh")
    assert (grid.rows, grid.columns, grid.head_rows, grid.stub_columns) == (4, 15, 3, 0)
    assert texts(grid, 0) == [("行政复议", 1, 5), ("行政诉讼", 1, 10)]
    assert [text for text, _, _ in texts(grid, 1)][-2:] == ["未经复议直接起诉", "复议后起诉"]
    assert [cell.cell for cell in grid.cells if cell.row == 3][5] == "litigation_direct[upheld]"


def test_open_axis_shows_the_rows_that_have_values_doubled_and_unknown_ones_too(mini):
    form = mini("us")
    report = gr.blank(form, "Agency", 2024)
    report = report.name("component", [Member("C1", FrozenMap(en="A")), Member("C9", unknown=True)])
    report = report.fill({"V_A.start[C1]": 1, "V_A.start[C1#2]": 2, "V_A.start[C9]": 3, "V_A.end[total]": 4})
    grid = grid_of(report, form.tables["V_A"], "en")
    assert [cell.text for cell in grid.cells if cell.kind == "row"] == [
        "A",
        "A #2",
        "C9 (not on the list)",
        "AGENCY OVERALL",
    ]


def test_reporters_own_rows_carry_text_and_a_count_and_the_total_stands_below(mini):
    form = mini("us")
    report = gr.blank(form, "Agency", 2024)
    report = report.name("component", [Member("C1", FrozenMap(en="A"))])
    report = report.name("other_reason", [Member("r1", FrozenMap(en="1")), Member("r2", FrozenMap(en="2"))])
    report = report.fill(
        {"V_B_2.text[C1,r1]": "Lost", "V_B_2.count[C1,r1]": 2, "V_B_2.count[C1,r2]": 1, "V_B_2.total[C1]": 3}
    )
    grid = grid_of(report, form.tables["V_B_2"], "en")
    rows = [[cell.text if cell.kind != "void" else None for cell in row] for row in grid.by_row()][1:]
    assert rows == [
        ["A", "1", "Lost", "2", None],
        ["2", "(missing)", "1", None],
        ["TOTAL", None, None, "3"],
    ]


def test_ten_oldest_list_pairs_date_and_days_by_rank(mini):
    form = mini("us")
    report = gr.blank(form, "Agency", 2024).name("component", [Member("C1")])
    report = report.fill({"VII_E.date[C1,1]": "2019-03-04", "VII_E.days[C1,1]": 1200})
    grid = grid_of(report, form.tables["VII_E"], "en")
    assert [cell.text for cell in grid.cells if cell.kind == "data"][:3] == ["March 4, 2019", "1200", "(missing)"]
    assert grid.head_rows == 2


def test_two_measures_over_the_same_cells_blocked_cells_and_two_languages(mini):
    form = mini("canada")
    report = numbered(form)
    assert len(list(report.cells())) == 9
    grid = grid_of(report, form.tables["t452"], "fr")
    assert [cell.kind for cell in grid.cells if cell.row == 3][1:] == ["data", "void", "void", "void"]
    assert "Ni confirmée ni infirmée" in {cell.text for cell in grid.cells}
    assert {cell.unit for cell in grid.cells if cell.kind == "data"} == {"demandes", "pages"}
    with pytest.raises(gr.UnknownName):
        report.fill({"size.pages[neither,lt100]": 1})


def test_every_state_is_shown_apart_from_0_and_has_its_place_in_the_key(mini):
    form = mini("canada")
    cells = [
        f"size.requests[{each}]"
        for each in ("all_disclosed,lt100", "all_disclosed,100-500", "neither,lt100", "total,lt100")
    ]
    states = ["blank", "not_applicable", "withheld", "not_collected"]
    report = gr.blank(form, "P", 2024).fill(
        {cell: gr.Value(state=state) for cell, state in zip(cells, states, strict=True)}
    )
    report = report.fill(
        {
            "size.pages[all_disclosed,lt100]": gr.Value(state="invalid", raw="12a"),
            "size.pages[total,lt100]": gr.Value.below(1),
            "size.requests[total,100-500]": 0,
        }
    )
    grid = grid_of(report, form.tables["t452"], "en")
    shown = {cell.cell: cell.text for cell in grid.cells if cell.cell}
    assert [shown[cell] for cell in cells] == ["(blank)", "N/A", "withheld", "not collected"]
    assert shown["size.pages[all_disclosed,lt100]"] == "12a(invalid)"
    assert shown["size.pages[total,lt100]"] == "<1"
    assert shown["size.requests[total,100-500]"] == "0"
    assert shown["size.pages[total,100-500]"] == "(missing)"
    assert len(states_in(grid)) == 7


def test_a_table_of_a_reporters_own_rows_says_so_when_there_are_none(mini):
    form = mini("us")
    grid = grid_of(gr.blank(form, "Agency", 2024), form.tables["V_A"], "en")
    assert [cell.text for cell in next(grid.by_row())] == [
        "Component",
        "Pending at start",
        "Received",
        "Processed",
        "Pending at end",
    ]
    assert [(cell.kind, cell.text, cell.colspan) for cell in grid.cells if cell.row == 1] == [("group", "None.", 5)]


def test_quality_and_confidentiality_are_marked_and_explained(report):
    marked = report.fill(
        {
            "own_docs": gr.Value(report["own_docs"].amount, quality="estimated"),
            "sub_docs": gr.Value(report["sub_docs"].amount, confidentiality="内部"),
        }
    )
    document = gr.build(marked)
    grid = next(block for block in document.blocks if isinstance(block, Grid))
    shown = {cell.cell: cell.text for cell in grid.cells}
    assert (shown["own_docs"], shown["sub_docs"]) == ("26[估]", "0[内部]")
    key = [item.runs[0].text for block in document.blocks if block.kind == "notes" for item in block.items]
    assert "[估]：估计数。" in key


def test_a_cell_is_headed_by_the_heads_of_its_own_block():
    cells = (
        GridCell(0, 0, kind="corner"),
        GridCell(0, 1, kind="column"),
        GridCell(1, 0, kind="row"),
        GridCell(1, 1),
        GridCell(2, 0, kind="corner"),
        GridCell(2, 1, kind="column"),
        GridCell(3, 1, kind="column"),
        GridCell(4, 0, kind="row"),
        GridCell(4, 1),
    )
    grid = Grid(cells, 5, 2)
    heads = {place: [(each.row, each.column) for each in cells] for place, cells in grid.headers().items()}
    assert heads == {(1, 1): [(0, 1), (1, 0)], (4, 1): [(2, 1), (3, 1), (4, 0)]}


def test_a_row_is_headed_by_those_under_which_it_is_indented_and_by_no_others():
    rows = [("group", 0), ("row", 1), ("row", 2), ("row", 2), ("row", 1), ("row", 0), ("group", 0), ("row", 1)]
    cells = []
    for row, (kind, level) in enumerate(rows):
        cells.append(GridCell(row, 0, kind=kind, level=level, colspan=2 if kind == "group" else 1))
        if kind == "row":
            cells.append(GridCell(row, 1))
    heads = {row: [each.row for each in cells] for (row, _), cells in Grid(tuple(cells), 8, 2).headers().items()}
    assert heads == {1: [0, 1], 2: [0, 1, 2], 3: [0, 1, 3], 4: [0, 4], 5: [5], 7: [6, 7]}


def test_a_title_heads_its_own_block_only():
    cells = (
        GridCell(0, 0, kind="title", colspan=2),
        GridCell(1, 1, kind="column"),
        GridCell(2, 1),
        GridCell(3, 1, kind="column"),
        GridCell(4, 1),
    )
    heads = Grid(cells, 5, 2).headers()
    assert heads == {(2, 1): cells[:2], (4, 1): cells[3:4]}


def test_places_that_no_cell_takes_are_filled():
    grid = Grid((GridCell(0, 0, rowspan=2), GridCell(0, 2), GridCell(1, 1, colspan=2)), 3, 3)
    assert [[(cell.column, cell.colspan) for cell in row] for row in grid.whole_rows()] == [
        [(0, 1), (1, 1), (2, 1)],
        [(1, 2)],
        [(0, 1), (1, 1), (2, 1)],
    ]
