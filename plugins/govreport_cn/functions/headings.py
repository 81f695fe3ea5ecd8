"""Rules about headings and their numbers (LY-HEAD-…)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from govreport import Report
from govreport.checks import Context, Outcome, quoted
from govreport.reading import normalise
from govreport_cn.functions.numbering import InLine, Item, in_line_of, items_of

_SHORT = 30
"""A numbered paragraph no longer than this, of one sentence, is a heading on a line of its own."""


def judge_repeated(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield whether no number stands twice in one list, or after a greater one (LY-HEAD-DUP)."""
    items = [each.place for each in items_of(context.text) if each.number <= each.before]
    found = [*items, *(each.place for each in in_line_of(context.text) if each.number == each.before)]
    yield context.none_of(found, zh="序号重复", en="the number stands twice")


def judge_skipped(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield whether no number is skipped (LY-HEAD-GAP); of a report known in part, only between known numbers."""
    begun = _begun_above(context)
    numbers: Iterable[Item | InLine] = (
        *(each for each in items_of(context.text) if (id(each.passage), each.number - 1) not in begun),
        *in_line_of(context.text),
    )
    found = [
        each.place for each in numbers if each.number > each.before + 1 and not (report.partial and not each.before)
    ]
    yield context.none_of(found, zh="序号跳号，其前缺号", en="a number before it is missing")


def _begun_above(context: Context) -> set[tuple[int, int]]:
    """Return for each paragraph the numbers of the lists inside the one above it, which it may go on with."""
    below = {id(before): id(after) for before, after in pairwise(context.text.passages)}
    inside = (each for each in in_line_of(context.text) if not each.runs_on and id(each.passage) in below)
    return {(below[id(each.passage)], each.number) for each in inside}


def judge_style(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield whether the numbers of one depth are written in one way (LY-HEAD-STYLE).

    Below `一、` officials may choose `（一）` or `1.` where two levels do; `（一）` beside `（1）` at one depth, or one
    mark in several widths, is a slip.
    """
    by_depth: dict[int, dict[str, Item]] = {}
    for item in items_of(context.text):
        by_depth.setdefault(item.depth, {}).setdefault(item.style, item)
    for depth, styles in sorted(by_depth.items()):
        families = [item.family for item in styles.values()]
        mixed = len(set(families)) < len(families) or {2, 4} <= set(families)
        if not mixed:
            yield context.holds()
            continue
        places = [item.place for item in styles.values()]
        told = {
            "zh": f"第{depth}级序号有 {len(styles)} 种写法：{quoted(places, 'zh')}",
            "en": f"numbers of level {depth} are written in {len(styles)} ways: {quoted(places, 'en')}",
        }
        yield context.fails(told, places=places)


def judge_marks(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield whether headings end without a full stop and no space follows their number (LY-HEAD-PUNCT)."""
    items = [item for item in items_of(context.text) if item.family < 5]
    stopped = [item.place for item in items if _is_heading(item) and item.rest.rstrip().endswith(("。", "."))]
    spaced = [item.place for item in items if re.match(r"\s", item.rest)]
    yield context.none_of(stopped, zh="标题末尾不用句号", en="a heading ends without a full stop")
    yield context.none_of(spaced, zh="序号后不空格", en="no space follows the number")


def _is_heading(item: Item) -> bool:
    inner = item.rest.strip().rstrip("。.")
    return item.passage.heading or (len(inner) <= _SHORT and not re.search(r"[。；！？，,;]", inner))


def judge_text(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield for each heading of the first level whether it is one of the form's (LY-HEAD-TEXT)."""
    accepted = {
        normalise(name) for section in report.form.sections for name in (*section.labels.values(), *section.synonyms)
    }
    for item in items_of(context.text):
        if item.passage.level == 1:
            if normalise(item.rest) in accepted:
                yield context.holds()
            else:
                yield context.none_of([item.place], zh="不是本表格式规定的标题", en="is no heading of the form")
