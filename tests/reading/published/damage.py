"""What real pages do to the tables of a form, one kind of damage each, done to a page that was whole."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator

from lxml import html

DAMAGES: dict[str, Callable[[html.HtmlElement], None]] = {}
"""What is done to a page, by name: a function that changes it."""
BYTES: dict[str, Callable[[str], bytes]] = {}
"""Likewise, of the page as it is written."""


def damage(function):
    DAMAGES[function.__name__.replace("_", " ")] = function
    return function


def written(function):
    BYTES[function.__name__.replace("_", " ")] = function
    return function


def table(page, label):
    """Return the table in which a cell begins with a label."""
    return next(cell(page, label).iterancestors("table"))


def cell(page, label, tag="td|th"):
    return next(each for each in cells(page) if text(each).startswith(label))


def cells(page) -> Iterator[html.HtmlElement]:
    return page.iter("td", "th")


def text(element) -> str:
    return re.sub(r"\s", "", element.text_content())


def rows(page, label="申请人情况"):
    return list(table(page, label).iter("tr"))


def values(page) -> Iterator[html.HtmlElement]:
    return (each for each in cells(page) if re.fullmatch(r"[\d.]+", text(each)))


def span(element, name, by):
    element.set(name, str(int(element.get(name, "1")) + by))


def put(element, words):
    for child in list(element):
        element.remove(child)
    element.text = words


def first_value(row):
    return next(each for each in row if re.fullmatch(r"[\d.]*", text(each)) and each.tag == "td")


def heads(page):
    return rows(page)[:3]


# --- heads -----------------------------------------------------------------------------------------------------------


@damage
def heads_printed_twice(page):
    last = heads(page)[-1]
    for row in reversed(heads(page)):
        last.addnext(copy.deepcopy(row))


@damage
def heads_again_in_the_middle(page):
    own = rows(page)
    for row in reversed(own[:3]):
        own[15].addprevious(copy.deepcopy(row))
    _free(own[3:15], own[15:])


@damage
def no_heads_at_all(page):
    for row in heads(page):
        row.getparent().remove(row)


@damage
def the_last_row_of_heads_lost(page):
    row = heads(page)[2]
    row.getparent().remove(row)


@damage
def the_first_row_of_heads_lost(page):
    row = heads(page)[0]
    row.getparent().remove(row)


@damage
def heads_cut_into_lines(page):
    for each in cells(page):
        if text(each) in {"商业企业", "科研机构", "社会公益组织", "法律服务机构", "结果维持", "尚未审结"}:
            words = text(each)
            put(each, words[:2])
            tail = html.fromstring(f"<p>{words[2:]}</p>")
            each.append(tail)


@damage
def a_head_misspelt(page):
    put(cell(page, "社会公益组织"), "社会公益组积")


# --- spans -----------------------------------------------------------------------------------------------------------


def _spanning(label, name, by):
    def change(page):
        span(cell(page, label), name, by)

    return change


for _label, _name, _by in [
    ("（本列数据", "colspan", -1),
    ("（本列数据", "colspan", 1),
    ("（本列数据", "rowspan", -1),
    ("申请人情况", "colspan", -1),
    ("申请人情况", "colspan", 1),
    ("法人或其他组织", "colspan", -1),
    ("法人或其他组织", "colspan", 1),
    ("自然人", "rowspan", -1),
    ("自然人", "rowspan", 1),
    ("总计", "rowspan", -1),
    ("总计", "rowspan", 1),
    ("三、本年度办理结果", "rowspan", -1),
    ("三、本年度办理结果", "rowspan", 1),
    ("（三）不予公开", "rowspan", -1),
    ("（三）不予公开", "rowspan", 1),
    ("（四）无法提供", "rowspan", -1),
    ("（一）予以公开", "colspan", -1),
    ("一、本年新收", "colspan", -1),
    ("一、本年新收", "colspan", 1),
    ("行政复议", "colspan", -1),
    ("行政复议", "colspan", 1),
    ("未经复议直接起诉", "colspan", 1),
    ("第二十条第（一）项", "colspan", -2),
]:
    DAMAGES[f"{_label} {_name} {_by:+}"] = _spanning(_label, _name, _by)


@damage
def no_rowspan_at_all(page):
    for each in cells(page):
        each.attrib.pop("rowspan", None)


@damage
def no_colspan_at_all(page):
    for each in cells(page):
        each.attrib.pop("colspan", None)


# --- columns and rows --------------------------------------------------------------------------------------------------


@damage
def an_empty_column_behind_the_labels(page):
    own = rows(page)
    for row in own[3:]:
        first_value(row).addprevious(html.fromstring("<td>&nbsp;</td>"))
    span(own[0][0], "colspan", 1)


@damage
def an_empty_column_at_the_end(page):
    own = rows(page)
    own[0].append(html.fromstring('<td rowspan="3"></td>'))
    for row in own[3:]:
        row.append(html.fromstring("<td></td>"))


@damage
def a_head_over_two_columns(page):
    own = rows(page)
    span(cell(page, "申请人情况"), "colspan", 1)
    natural = cell(page, "自然人")
    natural.set("colspan", "2")
    natural.attrib.pop("rowspan", None)
    own[2].insert(0, html.fromstring("<td>&nbsp;</td>"))
    cell(page, "商业企业").set("colspan", "2")
    for row in own[3:]:
        first_value(row).getnext().set("colspan", "2")


@damage
def a_column_of_remarks(page):
    own = rows(page)
    own[0].append(html.fromstring('<td rowspan="3">备注</td>'))
    for row in own[3:]:
        row.append(html.fromstring("<td>已核</td>"))


@damage
def the_total_first(page):
    own = rows(page)
    corner = own[0][0]
    total = next(each for each in own[1] if text(each) == "总计")
    own[1].insert(0, total)
    assert corner is own[0][0]
    for row in own[3:]:
        first = first_value(row)
        first.addprevious(row[-1])


@damage
def two_rows_changed_places(page):
    own = rows(page)
    own[3].addprevious(own[4])


@damage
def a_row_lost(page):
    row = cell(page, "2.重复申请").getparent()
    row.getparent().remove(row)
    span(cell(page, "（五）不予处理"), "rowspan", -1)
    span(cell(page, "三、本年度"), "rowspan", -1)


@damage
def a_row_twice(page):
    row = cell(page, "四、结转").getparent()
    row.addnext(copy.deepcopy(row))


@damage
def a_row_twice_with_other_figures(page):
    row = cell(page, "四、结转").getparent()
    other = copy.deepcopy(row)
    put(first_value(other), "987654")
    row.addnext(other)


@damage
def a_row_of_ones_own(page):
    row = cell(page, "四、结转").getparent()
    other = copy.deepcopy(row)
    put(other[0], "五、其中网上申请数量")
    row.addnext(other)


@damage
def the_table_twice(page):
    own = table(page, "申请人情况")
    own.addnext(copy.deepcopy(own))


@damage
def the_table_twice_with_other_figures(page):
    own = table(page, "申请人情况")
    other = copy.deepcopy(own)
    for each in values(other):
        put(each, str(int(float(text(each))) + 1))
    own.addnext(other)


# --- pages -------------------------------------------------------------------------------------------------------------


def _free(above, below):
    """Give the labels that span a cut their own spans above and below it."""
    for at, row in enumerate(above):
        for each in list(row):
            down = int(each.get("rowspan", "1"))
            left = at + down - len(above)
            if left > 0:
                each.set("rowspan", str(down - left))
                again = copy.deepcopy(each)
                again.set("rowspan", str(left))
                place = sum(1 for other in below[0] if int(other.get("_moved", "0")))
                again.set("_moved", "1")
                below[0].insert(place, again)


def _cut(page, at):
    own = rows(page)
    _free(own[3:at], own[at:])
    old = next(own[0].iterancestors("table"))
    new = html.fromstring("<table></table>")
    old.addnext(new)
    for row in own[at:]:
        new.append(row)


@damage
def cut_by_a_page(page):
    _cut(page, 14)


@damage
def cut_by_a_page_with_its_number_between(page):
    _cut(page, 20)
    new = cell(page, "四、结转").getparent()
    while new.tag != "table":
        new = new.getparent()
    new.addprevious(html.fromstring("<p>— 4 —</p>"))


@damage
def cut_inside_a_label(page):
    row = cell(page, "5.要求行政机关").getparent()
    at = rows(page).index(row) + 1
    label = cell(page, "5.要求行政机关")
    words = text(label)
    put(label, words[:11])
    rest = html.fromstring("<tr>" + "<td></td>" * 7 + "</tr>")
    rest.insert(0, html.fromstring(f"<td>{words[11:]}</td>"))
    row.addnext(rest)
    for above in ("（五）不予处理", "三、本年度"):
        span(cell(page, above), "rowspan", 1)
    _cut(page, at)


@damage
def cut_inside_the_label_of_a_group(page):
    _cut(page, 16)
    halves = [each for each in cells(page) if text(each).startswith("（四）无法提供")]
    if len(halves) == 2:
        put(halves[0], "（四）无")
        put(halves[1], "法提供")
