"""Workbooks that were changed where they must not be are refused, with sheet, cell and what to do; little is in the way."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

import govreport as gr
from govreport_xlsx.data import NAME
from tests.plugins.xlsx.books import named, opened, pointers, saved


@pytest.fixture
def book(report):
    return opened(gr.render(report, "xlsx", fill_in=True))


def back(book) -> gr.Report:
    return gr.read(saved(book), name="r.xlsx")


def place_of(book, address):
    return pointers(book).get(("cell", address)) or pointers(book)["total", address]


def hidden_row(book, address):
    return next(row for row in book[NAME].iter_rows(min_row=2) if row[1].value == address)


def test_a_sheet_may_have_another_name(book, report):
    sheet = place_of(book, "own_docs")[0]
    for row in book[NAME].iter_rows(min_row=2):  # as a spreadsheet does
        if isinstance(row[2].value, str):
            row[2].value = row[2].value.replace(f"'{sheet}'", "'it''s new'")
    book[sheet].title = "it's new"
    assert back(book)["own_docs"] == report["own_docs"]


def test_the_hidden_sheet_may_have_another_name(book, report):
    book[NAME].title = "Sheet9"
    assert back(book)["own_docs"] == report["own_docs"]


def test_a_missing_sheet_is_named(book):
    sheet = place_of(book, "own_docs")[0]
    del book[sheet]
    with pytest.raises(gr.InvalidInput, match=rf"r\.xlsx: there is no sheet '{sheet}'.*; put it back"):
        back(book)


def test_a_place_that_is_gone_is_named(book):
    hidden_row(book, "own_docs")[2].value = "=#REF!$C$5"
    with pytest.raises(gr.InvalidInput, match=r"r\.xlsx: the place of own_docs is gone \(=#REF!\$C\$5\); .*undo that"):
        back(book)


def test_a_head_that_was_changed_is_named(book):
    sheet, row, _ = place_of(book, "own_docs")
    book[sheet].cell(row, 1).value = "别的行"
    with pytest.raises(gr.InvalidInput, match=rf"r\.xlsx: {sheet}!A{row}: reads '别的行'.*put the head back"):
        back(book)


def test_a_head_may_have_other_spaces(book, report):
    sheet, row, _ = place_of(book, "own_docs")
    book[sheet].cell(row, 1).value = f" {book[sheet].cell(row, 1).value}\n"
    assert back(book)["own_docs"] == report["own_docs"]


def test_rows_that_were_sorted_are_noticed(book):
    sheet, row, _ = place_of(book, "own_docs")
    for column in (1, 2, 3):
        one, other = book[sheet].cell(row, column), book[sheet].cell(row + 1, column)
        one.value, other.value = other.value, one.value
    with pytest.raises(gr.InvalidInput, match=rf"{sheet}!A{row}: reads"):
        back(book)


def test_two_figures_in_one_cell_are_noticed(book):
    hidden_row(book, "own_docs")[2].value = hidden_row(book, "sub_docs")[2].value
    with pytest.raises(gr.InvalidInput, match="is the cell of own_docs and of sub_docs"):
        back(book)


def test_damaged_data_are_noticed(book):
    row = next(row for row in book[NAME].iter_rows() if row[0].value == "report")
    row[1].value = row[1].value[:-20]
    with pytest.raises(gr.InvalidInput, match=r"damaged.*; the hidden sheet was changed"):
        back(book)


def test_an_empty_publisher_is_named(book):
    sheet, row, column = pointers(book)["field", "publisher.name"]
    book[sheet].cell(row, column).value = None
    with pytest.raises(gr.InvalidInput, match=rf"{sheet}!B{row}: is empty; fill in: 机关全称"):
        back(book)


@pytest.mark.parametrize(
    ("key", "value", "words"), [("kind", "bodi", "unknown kind"), ("published", "soon", "is no date")]
)
def test_a_field_that_is_none_is_named(book, key, value, words):
    sheet, row, column = pointers(book)["field", key]
    book[sheet].cell(row, column).value = value
    with pytest.raises(gr.InvalidInput, match=rf"{sheet}!B{row}: .*{words}"):
        back(book)


def test_a_figure_in_braces_that_is_none_is_named(book):
    sheet, row, column = pointers(book)["text", "lead"]
    book[sheet].cell(row, column).value = "共 {own_doc} 件"
    with pytest.raises(gr.InvalidInput, match=rf"{sheet}!B{row}: .*own_doc"):
        back(book)


def test_a_formula_of_the_user_that_was_never_calculated_is_told(book):
    sheet, row, column = place_of(book, "sub_offices")
    book[sheet].cell(row, column).value = "=1+2"
    with pytest.raises(
        gr.InvalidInput, match=r"is a formula that was never calculated; open the workbook in a spreadsheet"
    ):
        back(book)


def test_a_total_that_does_not_agree_with_its_parts_is_read_as_shown_and_listed():
    report = gr.blank(gr.form("cn/2021"), "某局", 2021)
    parts = {"upheld": 2, "corrected": 0, "other_result": 0, "pending": 0, "total": 2}
    report = report.fill({f"reconsideration[{member}]": value for member, value in parts.items()})
    data = gr.render(report, "xlsx", fill_in=True)
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w") as new:
        for each in old.infolist():
            content = old.read(each)
            if "worksheets" in each.filename and b"COUNT" in content:
                content = content.replace(b"</f><v>2</v>", b"</f><v>7</v>")
            new.writestr(each, content)
    again = gr.read(out.getvalue(), name="r.xlsx")
    assert again["reconsideration[total]"].amount == 7
    assert "公式所存的值为 7，而其各项合计为 2" in again.unplaced[0].reason


def test_a_total_that_was_written_over_is_a_fact():
    report = gr.blank(gr.form("cn/2021"), "某局", 2021).fill({"reconsideration[upheld]": 2})
    book = opened(gr.render(report, "xlsx", fill_in=True))
    sheet, row, column = place_of(book, "reconsideration[total]")
    book[sheet].cell(row, column).value = 3
    again = back(book)
    assert again["reconsideration[total]"] == gr.Value.of(3)
    data = gr.render(again, "xlsx", fill_in=True)
    assert opened(data)[sheet].cell(row, column).value == 3  # and is one when drawn again


def test_a_row_with_figures_and_no_name_is_kept_and_told():
    report = named(gr.form("us/2017"), 0)
    book = opened(gr.render(report, "xlsx", fill_in=True, rows=2))
    sheet, row, column = place_of(book, "V_A.start[component2]")
    book[sheet].cell(row, column).value = 5
    again = back(book)
    assert again["V_A.start[component2]"].amount == 5
    assert [each.id for each in again.members["component"]] == ["component2"]
    assert "no name" in again.unplaced[0].reason


def test_a_form_that_is_not_known_is_named(book):
    row = next(row for row in book[NAME].iter_rows() if row[0].value == "report")
    row[1].value = row[1].value.replace("ningxia-2017", "ningxia-2018")
    with pytest.raises(gr.UnknownName, match="ningxia-2018"):
        back(book)


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x03\x04" + b"x" * 200, b""])
def test_what_is_no_workbook_is_refused(data):
    with pytest.raises(gr.InvalidInput):
        gr.read(data, name="r.xlsx")
