"""The tables of 2019 and 2021 as the notices draw them: every cell with its place, its spans and its words."""

from __future__ import annotations

import itertools

import pytest

import govreport as gr
from govreport.document.blocks import Grid
from govreport.document.grid import grid_of

Cells = list[tuple[int, int, int, int, str]]
"""Row, column, rows, columns, words; values are told by their number."""

KINDS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
REFUSED = [
    "1.属于国家秘密",
    "2.其他法律行政法规禁止公开",
    "3.危及“三安全一稳定”",
    "4.保护第三方合法权益",
    "5.属于三类内部事务信息",
    "6.属于四类过程性信息",
    "7.属于行政执法案卷",
    "8.属于行政查询事项",
]
UNABLE = ["1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确"]
NOT_PROCESSED = [
    "1.信访举报投诉类申请",
    "2.重复申请",
    "3.要求提供公开出版物",
    "4.无正当理由大量反复申请",
    "5.要求行政机关确认或重新出具已获取信息",
]
OTHER = [
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "3.其他",
]
CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


def drawn(edition: str, table: str) -> tuple[Grid, Cells]:
    """Return the grid of a table whose cells are numbered in order, and the same as plain tuples."""
    report = gr.blank(gr.form(edition), "某市", 2021 if edition == "cn/2021" else 2020)
    cells = list(report.form.cells(report, table))
    report = report.fill({cell: number for number, cell in enumerate(cells, 1)})
    grid = grid_of(report, report.form.tables[table], "zh")
    in_order = (each for row in grid.by_row() for each in row)
    return grid, [(each.row, each.column, each.rowspan, each.colspan, each.text) for each in in_order]


def blocks(*given: tuple[str, list[str], list[str]]) -> Cells:
    """Return table II: a title, heads and rows for each block, the last column reaching to the edge."""
    number, row, found = itertools.count(1), 0, Cells()
    for title, heads, labels in given:
        spans = [*[1] * (len(heads) - 1), 4 - len(heads)]
        lines = [["信息内容", *heads], *([label, *(None for _ in heads)] for label in labels)]
        found.append((row, 0, 1, 4, f"第二十条第（{title}）项"))
        for below, line in enumerate(lines, 1):
            for column, (words, span) in enumerate(zip(line, [1, *spans], strict=True)):
                found.append((row + below, column, 1, span, str(next(number)) if words is None else words))
        row += len(lines) + 1
    return found


ARTICLE_20 = {
    "cn/2021": blocks(
        ("一", ["本年制发件数", "本年废止件数", "现行有效件数"], ["规章", "行政规范性文件"]),
        ("五", ["本年处理决定数量"], ["行政许可"]),
        ("六", ["本年处理决定数量"], ["行政处罚", "行政强制"]),
        ("八", ["本年收费金额（单位：万元）"], ["行政事业性收费"]),
    ),
    "cn/2019": blocks(
        ("一", ["本年新制作数量", "本年新公开数量", "对外公开总数量"], ["规章", "规范性文件"]),
        ("五", ["上一年项目数量", "本年增/减", "处理决定数量"], ["行政许可", "其他对外管理服务事项"]),
        ("六", ["上一年项目数量", "本年增/减", "处理决定数量"], ["行政处罚", "行政强制"]),
        ("八", ["上一年项目数量", "本年增/减"], ["行政事业性收费"]),
        ("九", ["采购项目数量", "采购总金额"], ["政府集中采购"]),
    ),
}


def requests(other: list[str]) -> Cells:
    """Return table III; `other`: the rows under （六）其他处理, none if it is a row itself."""
    groups = [
        ("（一）予以公开", []),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", []),
        ("（三）不予公开", REFUSED),
        ("（四）无法提供", UNABLE),
        ("（五）不予处理", NOT_PROCESSED),
        ("（六）其他处理", other),
        ("（七）总计", []),
    ]
    height = sum(len(rows) or 1 for _, rows in groups)
    found: Cells = [(0, 0, 3, 3, CORNER), (0, 3, 1, 7, "申请人情况")]
    found += [(1, 3, 2, 1, "自然人"), (1, 4, 1, 5, "法人或其他组织"), (1, 9, 2, 1, "总计")]
    found += [(2, 4 + place, 1, 1, kind) for place, kind in enumerate(KINDS[1:-1])]
    found += [(3, 0, 1, 3, "一、本年新收政府信息公开申请数量"), (4, 0, 1, 3, "二、上年结转政府信息公开申请数量")]
    found += [(5, 0, height, 1, "三、本年度办理结果"), (5 + height, 0, 1, 3, "四、结转下年度继续办理")]
    row = 5
    for label, rows in groups:
        found.append((row, 1, len(rows) or 1, 1 if rows else 2, label))
        found += [(row + place, 2, 1, 1, below) for place, below in enumerate(rows)]
        row += len(rows) or 1
    lines = range(3, 6 + height)
    numbers = itertools.count(1)
    return found + [(line, 3 + column, 1, 1, str(next(numbers))) for line in lines for column in range(7)]


def disputes() -> Cells:
    """Return table IV: fifteen columns and one row."""
    found: Cells = [(0, 0, 1, 5, "行政复议"), (0, 5, 1, 10, "行政诉讼")]
    found += [(1, 5, 1, 5, "未经复议直接起诉"), (1, 10, 1, 5, "复议后起诉")]
    for column, words in enumerate(RESULTS * 3):
        found.append((1, column, 2, 1, words) if column < 5 else (2, column, 1, 1, words))
    return found + [(3, column, 1, 1, str(column + 1)) for column in range(15)]


@pytest.mark.parametrize(("edition", "rows"), [("cn/2021", 14), ("cn/2019", 18)])
def test_table_two_is_a_stack_of_blocks(edition, rows):
    grid, cells = drawn(edition, "article20")
    assert (grid.rows, grid.columns) == (rows, 4)
    assert cells == ARTICLE_20[edition]


@pytest.mark.parametrize(("edition", "other", "rows"), [("cn/2021", OTHER, 28), ("cn/2019", [], 26)])
def test_table_three_has_three_levels_of_row_heads(edition, other, rows):
    grid, cells = drawn(edition, "requests")
    assert (grid.rows, grid.columns, grid.head_rows, grid.stub_columns) == (rows, 10, 3, 3)
    assert cells == sorted(requests(other))


@pytest.mark.parametrize("edition", ["cn/2021", "cn/2019"])
def test_table_four_has_fifteen_columns_and_one_row(edition):
    grid, cells = drawn(edition, "disputes")
    assert (grid.rows, grid.columns, grid.head_rows, grid.stub_columns) == (4, 15, 3, 0)
    assert cells == sorted(disputes())


def test_annexes_have_a_unit_column():
    for edition, head in (
        ("cn/2014", ["统计指标", "单位", "统计数"]),
        ("cn/fujian-2009", ["指标名称", "计量单位", "本年度", "历年累计"]),
    ):
        grid, _ = drawn(edition, "statistics")
        assert [each.text for each in grid.cells if each.row == 0] == head
        groups = [each for each in grid.cells if each.kind == "group"]
        assert all(each.colspan == len(head) for each in groups)
