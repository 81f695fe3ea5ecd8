"""Rules about a table as its publisher printed it: labels, units, heads of columns, levels (LY-…).

They judge reports that were read from a publication; a report made of data has the labels of its form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from govreport import Cell, Report
from govreport.checks import Context, Outcome, Place
from govreport.reading import half_width, normalise

_OF_WHICH = re.compile(r"\s*其中")
_PARTS = frozenset({"part", "incl", "multi"})


def row_place(report: Report, cell: Cell) -> Place:
    """Return the place of a printed row: its label and line."""
    origin, table = report.origins[cell], report.form.table_of(cell)
    section = next(each.id for each in report.form.sections if table in each.tables)
    label = (origin.label or str(cell)).replace("\n", "")
    return Place(section, 0, origin.line, label, f"table-{table.id}" if table else "")


def _printed(report: Report) -> list[Cell]:
    """Return the cells of which the source prints a label, in printed order."""
    return [cell for cell in report.cells() if cell in report.origins and report.origins[cell].label]


def _label(report: Report, cell: Cell) -> str:
    return report.origins[cell].label or ""


def _unit(report: Report, cell: Cell) -> str:
    return report.origins[cell].unit or ""


def _without(label: str, words: object) -> str:
    """Return a label as `normalise` has it, without the words that say whose figures they are."""
    text = normalise(label)
    for word in sorted(map(normalise, words if isinstance(words, list) else []), key=len, reverse=True):
        text = text.replace(word, "")
    return text


def judge_units(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield whether one quantity has one unit (LY-UNIT-SIBLING); args: `scopes`, words that say whose figures they are.

    Rows that are alike but for those words have one unit; so have the rows below a row, where any has the row's own.
    """
    by_rest: dict[str, list[Cell]] = {}
    for cell in _printed(report):
        by_rest.setdefault(_without(_label(report, cell), context.args.get("scopes")), []).append(cell)
    groups = [group for group in by_rest.values() if len(group) > 1]
    found = [group for group in groups if len({_unit(report, cell) for cell in group if _unit(report, cell)}) > 1]
    for group in groups:
        if group not in found:
            yield context.holds(cells=group)
    for group in (*found, *_mixed_below(report)):
        units = "/".join(dict.fromkeys(_unit(report, cell) for cell in group))
        yield context.none_of(
            [row_place(report, cell) for cell in group],
            cells=group,
            zh=f"同类行单位不一（{units}）",
            en=f"rows of one kind have different units ({units})",
        )


def _mixed_below(report: Report) -> Iterator[list[Cell]]:
    """Yield each row that has another unit than the row above it, though rows beside it share that one's."""
    printed = {cell.indicator: cell for cell in _printed(report)}
    for name, above in printed.items():
        below = [
            printed[each.id] for each in report.form.indicators.values() if each.parent == name and each.id in printed
        ]
        same = [cell for cell in below if _unit(report, cell) == _unit(report, above)]
        yield from ([above, cell] for cell in below if same and cell not in same and _unit(report, cell))


def judge_labels(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield whether labels are those of the form, and alike ones worded alike (LY-LABEL); args: `particles`."""
    particles = str(context.args.get("particles", ""))
    by_fold: dict[str, dict[str, Cell]] = {}
    foreign: list[Cell] = []
    for cell in _printed(report):
        label = normalise(_label(report, cell))
        by_fold.setdefault(label.translate({ord(each): None for each in particles}), {}).setdefault(label, cell)
        own = {normalise(each) for each in report.form.indicators[cell.indicator].labels.values()}
        if label not in own:
            foreign.append(cell)
    variants = [cell for group in by_fold.values() if len(group) > 1 for cell in group.values()]
    for cells, zh, en in (
        (variants, "同类行标签写法不一", "alike rows are worded differently"),
        (foreign, "标签与表格式不一致", "the label is not the form's"),
    ):
        yield context.none_of([row_place(report, cell) for cell in cells], cells=cells, zh=zh, en=en)


def judge_levels(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield whether a row that is a part of the one above it is printed as such, with 其中 (LY-NEST)."""
    printed = _printed(report)
    for above, cell in pairwise(printed):
        indicator = report.form.indicators[cell.indicator]
        if indicator.parent != above.indicator or indicator.relation not in _PARTS:
            continue
        is_nested = bool(_OF_WHICH.match(_label(report, cell)))
        yield context.none_of(
            [] if is_nested else [row_place(report, above), row_place(report, cell)],
            cells=[above, cell],
            zh="后一行是前一行的其中项，却与其并列",
            en="the second row is a part of the first, and is printed beside it",
        )


def judge_column_heads(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield whether heads of columns suit the kind of report (LY-COL-HEADER); args: `words`, `kinds` they are for."""
    words, kinds = context.args.get("words"), context.args.get("kinds")
    if report.layout is None or not isinstance(words, list) or not isinstance(kinds, list):
        return
    for table, heads in report.layout.columns.items():
        section = next(each.id for each in report.form.sections if any(own.id == table for own in each.tables))
        found = [
            Place(section, 0, None, head, f"table-{table}")
            for head in heads
            if any(normalise(str(word)) in normalise(head) for word in words) and report.kind not in kinds
        ]
        yield context.none_of(
            found, zh="表头用于汇总，而本表只填报一个单位", en="the head is for sums, and the sheet is of one body"
        )


def judge_cells(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield whether units stand in their column, and are the form's (LY-UNIT-CELL)."""
    typed, other = [], []
    for cell in _printed(report):
        raw = half_width(report[cell].raw or "").strip()
        own = [report.form.unit(cell, language) for language in ("zh", "en")]
        if report[cell].is_number and raw and not re.fullmatch(r"[\d,.\s+-]*", raw):
            typed.append(cell)
        if _unit(report, cell) and any(own) and _unit(report, cell) not in own:
            other.append(cell)
    for cells, zh, en in (
        (typed, "单元格内带单位", "a unit is typed into the cell"),
        (other, "单位与表格式不一致", "the unit is not the form's"),
    ):
        yield context.none_of([row_place(report, cell) for cell in cells], cells=cells, zh=zh, en=en)


def judge_extra_rows(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield whether every printed row is one of the form (LY-EXTRA-ROW)."""
    if report.layout is None:
        return
    rows = [each for each in report.unplaced if re.search(r"\t|\s{2,}|[|｜│]", each.text)]
    annex = next((each.id for each in report.form.sections if each.tables), "")
    places = [Place(annex, 0, each.line, re.sub(r"\s+", " ", each.text)) for each in rows]
    yield context.none_of(places, zh="表格式没有这些行", en="the form has no such rows")


def judge_missing_table(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield whether the table is there (LY-NO-TABLE)."""
    if report.partial:
        yield context.not_applicable()
    elif report.values:
        yield context.holds()
    else:
        yield context.fails({"zh": "报告没有统计表的任何数据", "en": "the report has no figure of its tables"})
