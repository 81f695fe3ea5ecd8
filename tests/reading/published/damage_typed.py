"""What people type: columns of their own, blanks for zero, other units, marks that belong to no figure."""

from __future__ import annotations

import copy

from lxml import html

from tests.reading.published.damage import cell, cells, damage, put, rows, span, text, values


def decisions(page):
    """Return the row of licences and the row of heads above it."""
    own = next(cell(page, "行政许可").iterancestors("tr"))
    return own, own.getprevious()


def cell_of(page, label):
    """Return the cell of the figure in a row."""
    return next(each for each in next(cell(page, label).iterancestors("tr")) if each in set(values(page)))


def blank_zeros(page):
    for each in list(values(page)):
        if text(each) == "0":
            put(each, "")


# --- columns -------------------------------------------------------------------------------------------------------------


@damage
def zeros_left_blank_and_the_total_called_otherwise(page):
    blank_zeros(page)
    put(cell(page, "总计"), "总共")


@damage
def heads_with_their_synonyms(page):
    put(cell(page, "总计"), "合 计")
    put(cell(page, "其他"), "其它")


@damage
def zeros_left_blank_and_an_empty_column(page):
    blank_zeros(page)
    own = rows(page)
    own[0].append(html.fromstring('<td rowspan="3"></td>'))
    for row in own[3:]:
        row.append(html.fromstring("<td></td>"))


@damage
def the_column_of_totals_lost(page):
    own = rows(page)
    span(cell(page, "申请人情况"), "colspan", -1)
    own[1].remove(own[1][-1])
    for row in own[3:]:
        row.remove(row[-1])


@damage
def a_column_of_subtotals(page):
    own = rows(page)
    span(cell(page, "申请人情况"), "colspan", 1)
    span(cell(page, "法人或其他组织"), "colspan", 1)
    own[2].append(html.fromstring("<td>小计</td>"))
    for row in own[3:]:
        row[-1].addprevious(html.fromstring("<td>77</td>"))


def _last_year(page, *, first, figure):
    row, head = decisions(page)
    for each, words in ((row, "7771"), (head, "上年处理决定数量")):
        own = each[-1]
        span(own, "colspan", -1)
        beside = html.fromstring(f"<td>{words}</td>")
        own.addprevious(beside) if first else own.addnext(beside)
    if not figure:
        put(row[-1 if first else -2], "")


@damage
def last_years_column_before_an_empty_one(page):
    _last_year(page, first=True, figure=False)


@damage
def last_years_column_behind_an_empty_one(page):
    _last_year(page, first=False, figure=False)


@damage
def last_years_column_before_this_years(page):
    _last_year(page, first=True, figure=True)


@damage
def columns_in_another_order(page):
    for label in ("信息内容", "规章", "行政规范性文件"):
        row = next(cell(page, label).iterancestors("tr"))
        row[1].addprevious(row[3])


# --- cells ---------------------------------------------------------------------------------------------------------------


@damage
def the_fee_in_yuan(page):
    head = cell(page, "本年收费金额")
    put(head, text(head).replace("万元", "元"))


@damage
def two_figures_on_two_lines(page):
    own = cell_of(page, "行政许可")
    put(own, "3")
    own.append(html.fromstring("<br>"))
    own[0].tail = "105"


@damage
def a_raised_mark(page):
    cell_of(page, "行政处罚").append(html.fromstring("<sup>1</sup>"))


@damage
def a_figure_struck_out(page):
    own = cell_of(page, "行政强制")
    words = text(own)
    put(own, "")
    own.append(html.fromstring("<del>55</del>"))
    own[0].tail = words


@damage
def a_frame_around_a_figure(page):
    own = cell_of(page, "行政强制")
    words = text(own)
    put(own, "")
    own.append(html.fromstring(f"<table><tr><td>{words}</td></tr></table>"))


@damage
def an_empty_row_under_the_heads(page):
    last = list(next(cell(page, "行政复议").iterancestors("table")).iter("tr"))[-1]
    empty = copy.deepcopy(last)
    for each in empty:
        put(each, "")
    last.addprevious(empty)


# --- around --------------------------------------------------------------------------------------------------------------


@damage
def links_to_other_years(page):
    main = next(next(cells(page)).iterancestors("table")).getparent()
    for year in (2020, 2019):
        link = html.fromstring(f'<p><a href="/{year}">某县司法局{year}年政府信息公开工作年度报告</a></p>')
        main.append(link)
        main.insert(0, copy.deepcopy(link))
