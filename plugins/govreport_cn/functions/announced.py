"""Lists that a text announces with a number (`以下三项工作：一是……`) against what follows (TX-SUM)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from govreport.checks import Context, Outcome, Passage
from govreport.reading import read_number
from govreport_cn.functions.numbering import InLine, in_line_of, items_of

_NUMBER = r"(?<![第\d一二三四五六七八九十])(?P<number>[两一二三四五六七八九十]{1,2}|\d{1,2})"
_THINGS = (
    "方面|问题|不足|短板|差距|困难|措施|举措|工作|任务|环节|重点|做法|到位|原则|机制|要求|特点|途径|方式|渠道|建议|点"
    "|强化|结合"
)
_ANNOUNCED = re.compile(
    rf"{_NUMBER}(?:个|大|项|点|条|种)?(?:{_THINGS})(?:(?![已均都得]|整改|完成)[^。；;:,\d]){{0,16}}(?P<mark>[:。]?)$"
)
_LEAD = re.compile(r"(?:以下|如下|下列|主要|存在|采取)[^。；;:,]{0,6}$")
_REACH = 48


def judge_announced(context: Context) -> Iterator[Outcome]:
    """Yield whether as many points follow as the text announces: `以下三项工作：一是……`."""
    items = in_line_of(context.text)
    last: dict[int, int] = {}
    for item in items:
        last[item.series] = max(item.number, last.get(item.series, 0))
    above = {id(after): before for before, after in pairwise(context.text.passages)}
    below = {id(before): after for before, after in pairwise(context.text.passages)}
    numbered = {id(each.passage): each.number for each in items_of(context.text)}
    for item in items:
        found = _announcement(item, above) if item.number == 1 else None
        if found is None:
            continue
        passage, start, end, number = found
        points = last[item.series]
        if not item.runs_on and (points == 1 or points + 1 == numbered.get(id(below.get(id(item.passage))))):
            continue  # the list goes on in paragraphs of its own
        yield context.none_of(
            [] if points == number else [passage.place(start, end)],
            zh=f"所称项数与其后所列（{points} 项）不符",
            en=f"{points} points follow, another number was announced",
        )


def _announcement(item: InLine, above: dict[int, Passage]) -> tuple[Passage, int, int, int] | None:
    """Return where words right before a list say how many points it has, and how many.

    Behind a full stop only words such as 以下 and 存在 announce a list; a colon announces one by itself.
    """
    passage, end = item.passage, item.start
    if not end:
        if id(passage) not in above:
            return None
        passage = above[id(passage)]
        end = len(passage.plain)
    start = max(0, end - _REACH)
    found = _ANNOUNCED.search(passage.plain, start, end)
    if found is None:
        return None
    lead = _LEAD.search(passage.plain, start, found.start())
    number = read_number(found["number"])
    if number is None or (found["mark"] != ":" and not lead) or (not found["mark"] and item.start):
        return None
    return passage, lead.start() if lead else found.start(), end, int(number)
