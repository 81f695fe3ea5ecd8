"""How wide columns are, and when a table is set smaller to stay on one page."""

from __future__ import annotations

import attrs
import pytest

import govreport as gr
from govreport.document import Grid, GridCell, Room, Run, columns_of

ROOM = Room(width=442, height=540, size=10.5, line=13.6, padding=4.5, between=4.5)


def grid_of(edition: str, table: str, language: str = "zh", figure: int = 12) -> Grid:
    report = gr.blank(gr.form(edition), "某局", 2022)
    document = gr.build(report.fill(dict.fromkeys(report.cells(), figure)), language=language)
    return next(block for block in document.blocks if isinstance(block, Grid) and block.id == f"table-{table}")


def table(rows: int, kind: str = "row", text: str = "甲") -> Grid:
    cells = [GridCell(0, 0, (Run(text),), kind, rowspan=2 if kind == "row" else 1)]
    cells += [GridCell(row, 1, (Run(text),)) for row in range(rows)]
    return Grid(tuple(cells), rows, 2)


def test_heads_of_many_columns_have_two_lines_and_labels_the_rest():
    columns = columns_of(grid_of("cn/2021", "requests"), ROOM)
    labels, figures = columns.widths[:3], columns.widths[3:]
    assert sum(columns.widths) == pytest.approx(442)
    assert columns.together
    assert labels[2] > sum(figures) / 2
    assert all(2 * 10.5 * columns.scale <= width <= 3 * 10.5 + 4.5 for width in figures)


@pytest.mark.parametrize("figure", [0, 12, 345, 6789])
def test_the_application_table_stays_together(figure):
    columns = columns_of(grid_of("cn/2021", "requests", figure=figure), ROOM)
    assert columns.together
    assert columns.scale >= 0.8


def test_a_table_too_wide_for_the_page_turns_it():
    wide = Grid(tuple(GridCell(0, column, (Run("1234567890"),), numeric=True) for column in range(8)), 1, 8)
    assert not columns_of(wide, ROOM).turned
    columns = columns_of(wide, attrs.evolve(ROOM, turned=(640, 340)))
    assert (columns.turned, columns.scale) == (True, 1)
    narrow = Grid(tuple(GridCell(0, column, (Run("12"),), numeric=True) for column in range(8)), 1, 8)
    assert not columns_of(narrow, attrs.evolve(ROOM, turned=(640, 340))).turned


@pytest.mark.parametrize(("rows", "together", "scale"), [(29, True, 1), (30, True, 0.95), (41, False, 1)])
def test_a_table_is_set_smaller_only_where_that_keeps_it_on_one_page(rows, together, scale):
    columns = columns_of(table(rows), ROOM)
    assert (columns.together, columns.scale) == (together, scale)


@pytest.mark.parametrize(("kind", "together"), [("row", True), ("title", True), ("group", False), ("data", False)])
def test_only_heads_that_no_page_repeats_keep_a_table_together(kind, together):
    assert columns_of(table(20, kind), ROOM).together is together


@pytest.mark.parametrize(("rows", "together"), [(3, True), (11, True), (12, False)])
def test_a_low_table_is_never_divided(rows, together):
    assert columns_of(table(rows, "data"), ROOM).together is together


def test_words_that_do_not_fit_make_the_text_smaller_and_never_less_than_readable():
    wide = Grid(tuple(GridCell(0, column, (Run("1234567890"),), numeric=True) for column in range(20)), 1, 20)
    assert columns_of(wide, ROOM).scale == 0.6
    assert columns_of(Grid((), 0, 0), ROOM).widths == ()


def test_a_closing_bracket_begins_no_line():
    narrow = attrs.evolve(ROOM, width=60)
    cells = (GridCell(0, 0, (Run("（三）不予公开"),)), GridCell(0, 1, (Run("一二三四五六七八九十"),)))
    assert columns_of(Grid(cells, 1, 2), narrow).widths[0] >= 3 * 10.5
