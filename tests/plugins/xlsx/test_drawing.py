"""The sheets: tables like the printed form, live totals, locked and validated cells, texts that stay texts."""

from __future__ import annotations

import re
from decimal import Decimal

import attrs
import pytest

import govreport as gr
from govreport.document import Grid
from govreport.model.frozen import FrozenMap
from govreport.testing import hostile_strings
from govreport.verbs import default_registry
from govreport_xlsx.data import NAME
from tests.plugins.xlsx.books import named, opened, pointers, random_report

FORMS = [
    pytest.param(form.id, marks=[pytest.mark.slow] if any(axis.open for axis in form.axes.values()) else [])
    for form in default_registry().forms()
]
"""Every form; those with rows of the reporter's own make large workbooks."""


def layout_of(sheet, top: int, rows: int, columns: int) -> set:
    """Return row, column, rowspan, colspan of each cell of a part of a sheet, and what heads say."""
    spans = {(each.min_row, each.min_col): each for each in sheet.merged_cells.ranges}
    covered = {
        (row, column)
        for each in sheet.merged_cells.ranges
        for row in range(each.min_row, each.max_row + 1)
        for column in range(each.min_col, each.max_col + 1)
    } - set(spans)
    found = set()
    for row in range(top, top + rows):
        for column in range(1, columns + 1):
            if (row, column) not in covered:
                span = spans.get((row, column))
                down = 1 if span is None else span.max_row - span.min_row + 1
                wide = 1 if span is None else span.max_col - span.min_col + 1
                found.add((row - top, column - 1, down, wide))
    return found


@pytest.mark.parametrize("form", FORMS)
def test_the_spans_are_those_of_the_grids(form):
    report = random_report(gr.form(form), 1)
    book = opened(gr.render(report, "xlsx"))
    places = pointers(book)
    for grid in (block for block in gr.build(report).walk() if isinstance(block, Grid)):
        first = next(cell for cell in grid.cells if cell.cell)
        sheet, row, column = places["cell", first.cell]
        assert column == first.column + 1
        expected = {(each.row, each.column, each.rowspan, each.colspan) for line in grid.whole_rows() for each in line}
        assert layout_of(book[sheet], row - first.row, grid.rows, grid.columns) == expected
        for cell in grid.cells:
            if cell.is_header and cell.text:
                assert book[sheet].cell(row - first.row + cell.row, cell.column + 1).value == cell.text


def test_numbers_are_numbers_with_their_decimals_and_marks():
    report = gr.blank(gr.form("cn/2021"), "某局", 2021)
    values = {"rules[issued]": 0, "rules[in_force]": gr.Value(Decimal(7), quality="estimated")}
    report = report.fill({**values, "admin_fees[amount]": Decimal("24252.3110")})
    book = opened(gr.render(report, "xlsx"))
    places = pointers(book)

    def cell(address):
        sheet, row, column = places["cell", address]
        return book[sheet].cell(row, column)

    assert (cell("rules[issued]").value, cell("rules[issued]").data_type) == (0, "n")
    assert (cell("rules[in_force]").value, cell("rules[in_force]").number_format) == (7, '0"[估]"')
    assert (cell("admin_fees[amount]").value, cell("admin_fees[amount]").number_format) == (24252.311, "0.0000")
    assert cell("rules[repealed]").value == "（缺）"


@pytest.mark.slow
@pytest.mark.parametrize("text", hostile_strings().values(), ids=hostile_strings())
def test_no_text_becomes_a_formula(text, mini):
    report = gr.blank(gr.form("us/2017"), gr.Publisher(text), 2020)
    report = report.name("component", [gr.Member("C1", FrozenMap(en=text))])
    report = report.name("statute", [gr.Member("s1", FrozenMap(en=text))])
    report = report.fill({"V_A.start[C1]": 1, "IV.statute[s1]": text, "IV.count[s1,C1]": 1})
    report = attrs.evolve(report, narrative=FrozenMap(I=text.replace("{", "{{").replace("}", "}}").replace("\0", "")))
    for options in ({}, {"fill_in": True, "rows": 1}):
        book = opened(gr.render(report, "xlsx", **options))
        ours = re.compile(r"=(IF|IFERROR|SUM|COUNTIF|\"|SUMPRODUCT|'[^']*'!\$)")
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type != "f" or ours.match(cell.value), (sheet.title, cell.coordinate, cell.value)


def test_a_total_that_agrees_is_a_formula_and_one_that_does_not_stays_a_number():
    report = gr.blank(gr.form("cn/2021"), "某局", 2021)
    for row, total in (("reconsideration", 2), ("litigation_direct", 3)):
        parts = {"upheld": 2, "corrected": 0, "other_result": 0, "pending": None, "total": total}
        report = report.fill({f"{row}[{member}]": value for member, value in parts.items()})
    data = gr.render(report, "xlsx")
    book, values = opened(data), opened(data, data_only=True)
    sheet, row, column = pointers(book)["cell", "reconsideration[total]"]
    assert book[sheet].cell(row, column).value.startswith("=IF(COUNT(")
    assert values[sheet].cell(row, column).value == 2
    sheet, row, column = pointers(book)["cell", "litigation_direct[total]"]
    assert book[sheet].cell(row, column).value == 3
    assert book[sheet].cell(row, column).font.color.rgb == "FFA11212"
    marks = {values["数据核对"].cell(row, 1).value for row in range(5, 60)}
    assert {"✗", "✓"} <= marks


@pytest.mark.parametrize("form", FORMS)
def test_only_inputs_are_open_in_a_form_to_fill_in(form):
    book = opened(gr.render(named(gr.form(form), 0), "xlsx", fill_in=True, rows=2))
    inputs = {place for (kind, _), place in pointers(book).items() if kind in {"cell", "field", "member"}}
    for sheet in book.worksheets:
        assert sheet.protection.sheet, sheet.title
        assert sheet.protection.password is None
        for row in sheet.iter_rows():
            for cell in row:
                if not cell.protection.locked and not hasattr(cell, "_merged"):
                    place = (sheet.title, cell.row, cell.column)
                    text = sheet.title in {"文字内容", "Texts"}
                    assert place in inputs or text or type(cell).__name__ == "MergedCell", place
    for sheet, row, column in inputs:
        assert not book[sheet].cell(row, column).protection.locked


@pytest.mark.parametrize("form", FORMS)
def test_every_number_and_date_to_fill_in_is_validated(form):
    report = named(gr.form(form), 0)
    book = opened(gr.render(report, "xlsx", fill_in=True, rows=2))
    areas = {
        sheet.title: [part for each in sheet.data_validations.dataValidation for part in each.sqref.ranges]
        for sheet in book.worksheets
    }
    for (kind, key), (sheet, row, column) in pointers(book).items():
        if kind == "cell" and report.form.is_numeric(
            gr.Cell(key.partition("[")[0], tuple(filter(None, key.partition("[")[2].rstrip("]").split(","))))
        ):
            assert any(
                each.min_row <= row <= each.max_row and each.min_col <= column <= each.max_col for each in areas[sheet]
            ), key
    for sheet in book.worksheets:
        for each in sheet.data_validations.dataValidation:
            assert len(each.formula1 or "") <= 255
            assert each.prompt


def test_the_words_of_a_workbook_are_those_of_its_language():
    report = gr.blank(gr.form("cn/2021"), "某局", 2021)
    assert opened(gr.render(report, "xlsx", fill_in=True)).sheetnames == [
        "填报说明", "基本信息", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况", "文字内容", "数据核对", NAME,
    ]  # fmt: skip
    names = opened(gr.render(report, "xlsx", fill_in=True, language="en")).sheetnames
    assert [names[0], names[1], *names[-3:]] == ["How to fill in", "About", "Texts", "Checks", NAME]


@pytest.mark.slow
def test_free_rows_are_as_many_as_asked_for():
    report = named(gr.form("us/2017"), 1)
    for rows, number in ((0, 1), (1, 1), (4, 4)):
        book = opened(gr.render(report, "xlsx", fill_in=True, rows=rows))
        assert sum(kind == "member" and key.startswith("component/") for kind, key in pointers(book)) == number
    for rows in (-1, 501, "many", True):
        with pytest.raises(gr.InvalidInput, match="rows: "):
            gr.render(report, "xlsx", fill_in=True, rows=rows)


def test_a_comparison_is_drawn_too_and_cannot_be_filled_in(report):
    changes = gr.compare(report, attrs.evolve(report.fill({"own_docs": 27}), period="2018"))
    book = opened(gr.render(changes, "xlsx"))
    assert NAME not in book.sheetnames
    assert any(cell.value == 27 for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    with pytest.raises(gr.InvalidInput, match="only a report can be filled in"):
        gr.render(changes, "xlsx", fill_in=True)


def test_the_same_form_gives_the_same_bytes():
    report = named(gr.form("cn/2021"), 0)
    assert gr.render(report, "xlsx", fill_in=True) == gr.render(report, "xlsx", fill_in=True)


@pytest.mark.parametrize("seed", [None, 1])
def test_the_sentence_over_the_checks_counts_the_marks_below_it(seed):
    form = gr.form("cn/2021")
    report = gr.blank(form, "某局", 2024) if seed is None else random_report(form, seed)
    book = opened(gr.render(report, "xlsx"), data_only=True)
    sheet = book["数据核对"]
    marks = [sheet.cell(row, 1).value for row in range(5, sheet.max_row + 1)]
    failing, holding = re.findall(r"\d+", sheet["A2"].value)
    assert (int(failing), int(holding)) == (marks.count("✗"), marks.count("✓"))
    assert bool(marks.count("✗")) == (seed is not None)
