"""More of what real pages do: inside cells, between cells, around tables, and to the bytes of the page."""

from __future__ import annotations

import re

from lxml import html

from tests.reading.published.damage import (
    DAMAGES,
    cell,
    cells,
    damage,
    first_value,
    put,
    table,
    text,
    values,
    written,
)

# --- what stands in cells ------------------------------------------------------------------------------------------------


@damage
def full_width_digits(page):
    for each in list(values(page)):
        put(each, text(each).translate(str.maketrans("0123456789.", "０１２３４５６７８９．")))


@damage
def spaces_in_labels(page):
    for each in cells(page):
        words = text(each)
        if len(words) > 6 and not re.search(r"\d{2}", words):
            put(each, f"{words[:3]} {words[3:5]}\u3000{words[5:]}")


@damage
def hard_spaces_around_figures(page):
    for each in list(values(page)):
        put(each, f"\u00a0\u00a0{text(each)}\u00a0 ")


def _for_zero(mark):
    def change(page):
        for each in list(values(page)):
            if text(each) == "0":
                put(each, mark)

    return change


for _mark in ("/", "-", "—", "无", ""):
    DAMAGES[f"{_mark or 'nothing'} for zero"] = _for_zero(_mark)


@damage
def units_in_cells(page):
    for each in list(values(page)):
        put(each, text(each) + ("万元" if "." in text(each) else "件"))


@damage
def marks_between_thousands(page):
    for each in list(values(page)):
        if text(each).isdigit():
            put(each, f"{int(text(each)):,}")


@damage
def marks_of_notes(page):
    for at, each in enumerate(list(values(page))):
        if at % 7 == 0:
            put(each, text(each) + "①")


@damage
def a_figure_on_two_lines(page):
    each = next(each for each in values(page) if len(text(each)) >= 3)
    words = text(each)
    put(each, words[:-1])
    each.append(html.fromstring(f"<p>{words[-1]}</p>"))


@damage
def words_for_a_figure(page):
    put(next(values(page)), "若干")


@damage
def other_numbers_of_rows(page):
    for each in cells(page):
        if re.match(r"\d\.\D", text(each)):
            put(each, text(each).replace(".", "、", 1))


@damage
def a_label_misspelt(page):
    put(cell(page, "1.信访举报投诉类申请"), "1.信访举报投拆类申请")


@damage
def no_numbers_before_labels(page):
    for each in cells(page):
        put(each, re.sub(r"^(?:[一二三四]、|（[一二三四五六七]）|\d\.(?=\D))", "", text(each)))


# --- cells that run together -----------------------------------------------------------------------------------------------


@damage
def two_figures_in_one_cell(page):
    first = first_value(cell(page, "一、本年新收").getparent())
    second = first.getnext()
    put(first, text(first) + text(second))
    first.set("colspan", "2")
    second.getparent().remove(second)


@damage
def two_figures_in_one_cell_and_a_cell_less(page):
    first = first_value(cell(page, "（七）总计").getparent())
    second = first.getnext()
    put(first, text(first) + text(second))
    second.getparent().remove(second)


@damage
def two_figures_with_a_space_in_one_cell(page):
    first = first_value(cell(page, "（一）予以公开").getparent())
    second = first.getnext()
    put(first, f"{text(first)} {text(second)}")
    second.getparent().remove(second)


@damage
def a_whole_row_in_one_cell(page):
    row = cell(page, "（七）总计").getparent()
    first = first_value(row)
    behind = [each for each in first.itersiblings() if each.tag == "td"]
    put(first, text(first) + "".join(map(text, behind)))
    for each in behind:
        row.remove(each)


@damage
def two_rows_in_one_cell(page):
    upper, lower = cell(page, "1.信访举报").getparent(), cell(page, "2.重复申请").getparent()
    for one, two in zip(
        [each for each in upper if re.fullmatch(r"[\d.]+", text(each))],
        [each for each in lower if re.fullmatch(r"[\d.]+", text(each))],
        strict=True,
    ):
        put(one, text(one))
        one.append(html.fromstring(f"<p>{text(two)}</p>"))


@damage
def label_and_figure_in_one_cell(page):
    label = cell(page, "行政许可")
    value = label.getnext()
    put(label, text(label) + text(value))
    put(value, "")


@damage
def a_blank_figure_lost(page):
    first = first_value(cell(page, "二、上年结转").getparent())
    first.getparent().remove(first)


# --- around the tables -------------------------------------------------------------------------------------------------------


@damage
def the_headings_lost(page):
    for each in list(page.iter("h2", "h3")):
        each.getparent().remove(each)


@damage
def a_page_laid_out_by_tables(page):
    body = page.find(".//body")
    outer = html.fromstring("<table><tr><td>首页</td><td>导航</td></tr><tr><td colspan='2' id='x'></td></tr></table>")
    for child in list(body):
        outer.get_element_by_id("x").append(child)
    body.append(outer)


@damage
def a_table_of_ones_own_before(page):
    own = table(page, "申请人情况")
    own.addprevious(
        html.fromstring(
            "<table><tr><td>类别</td><td>数量</td></tr><tr><td>行政许可</td><td>31415</td></tr>"
            "<tr><td>其他</td><td>27182</td></tr></table>"
        )
    )


@written
def in_gb18030(page):
    return page.encode("gb18030")


@written
def said_to_be_gbk_and_in_utf_8(page):
    return page.replace('charset="utf-8"', 'charset="gbk"').encode()


@written
def in_utf_16(page):
    return page.encode("utf-16")


@written
def tags_never_closed(page):
    return re.sub(r"</(?:td|tr|th|tbody|thead|p)>", "", page).encode()


@written
def rows_without_a_table_row(page):
    return page.replace("<tbody>", "").replace("</tbody>", "").encode()
