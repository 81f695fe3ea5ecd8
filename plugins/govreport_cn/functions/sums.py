"""Parts that a text names against the total that they belong to (TX-SUM).

What belongs together is seen by the words that Chinese reports use: a total, then 其中 or 包括 or a bracket, then the
parts; or the parts, then 合计. Where that leaves a doubt nothing is said.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

import attrs

from govreport import Report
from govreport.checks import Context, Outcome, Passage, Place, Text, line_of
from govreport.reading import Numeral
from govreport_cn.functions.announced import judge_announced

UNITS = tuple("条 件 份 篇 期 次 人次 人 个 宗 起 项 场 户 家 例 批 部 本 则 元 万元".split())
_STOP = re.compile(r"[。！？!?\n](?!其中)")
_MARKER = re.compile(
    r"[^,，。;:()\d]{0,16}?[,，。]?\(?其中(?P<open>,?包括|,?有)?[:,]?"
    r"|[,(]?(?P<includes>包括|包含|含):?"
    r"|[,:]?(?:分别(?:为|是)|具体(?:为|是)|即)[:,]?|(?:按[^,。;:()\d]{1,12}(?:分|划分|分类|统计))?[:(]"
    r"|[^,。;:、()\d]{1,6}\("
)
_BY = re.compile(r"(?:按[^,。;:]{1,14}(?:分|划分|分类|区分|统计)|类别(?:有|为|包括|如下)?)[:,]")
_TOTAL_AFTER = re.compile(r"[,;、](?:合计|共计|总计|总共)\D{0,6}$")
_CHANGE = re.compile(
    r"同比|比上年|比去年|环比|较上年|较去年|增长|增加|减少|上升|下降|上年|去年|累计|另有|另外|此外|超过"
)
_CHANNEL = re.compile(r"网站|微信|微博|公众号|APP|客户端|头条|抖音|公告栏|公示栏|显示屏|电视|广播|报纸|渠道|窗口")
_STAGE = re.compile(r"办结|答复|回复|采纳|整改|解读|备案|按[时期]")
_OVERLAP = re.compile(r"重复|多渠道|同一信息|同时")
_FEW = 2
_MANY = 40
_REACH = 1500
"""How far behind its total a part may stand."""
_SHORTFALL = Decimal("0.1")
"""Parts of a list that says 其中 may be some of several; one that lacks less than this share was meant to be whole."""


@attrs.frozen(eq=False)
class Group:
    """A total and its parts.

    Args:
        passage: where.
        total: the number of the whole.
        parts: the numbers of the parts, in order.
        whole: whether the words say that the parts are all there are.
        up_to: whether they only say that the parts are some of it.
        overlaps: whether one thing may be counted in several parts: channels, or steps that it went through.
        implied: whether no words but the sum itself show that they belong together.
    """

    passage: Passage
    total: Numeral
    parts: tuple[Numeral, ...]
    whole: bool = False
    up_to: bool = False
    overlaps: bool = False
    implied: bool = False

    @property
    def sum(self) -> Decimal:
        """What the parts come to."""
        return sum((part.value for part in self.parts), Decimal(0))

    @property
    def agrees(self) -> bool:
        """Whether total and parts can both be right."""
        missing = self.total.value - self.sum
        if not missing or (self.up_to and missing > 0) or (self.overlaps and missing < 0):
            return True
        return not self.whole and missing > _SHORTFALL * self.total.value

    @property
    def place(self) -> Place:
        """From the total to the last part, or the other way round."""
        ends = (self.total.start, self.parts[0].start), (self.total.end, self.parts[-1].end)
        return self.passage.place(min(ends[0]), min(max(ends[1]) + 1, len(self.passage.plain)))


def groups_of(text: Text) -> tuple[Group, ...]:
    """Return the totals of a text that stand with their parts."""
    return text.once("groups", lambda each: tuple(group for passage in each.passages for group in _groups(passage)))


def _groups(passage: Passage) -> Iterator[Group]:
    if passage.table:
        return
    start = 0
    for stop in [*(found.start() for found in _STOP.finditer(passage.plain)), len(passage.plain)]:
        yield from _groups_in(passage, start, stop)
        start = stop + 1


def _groups_in(passage: Passage, start: int, stop: int) -> Iterator[Group]:
    """Yield the groups of one sentence, semicolons included."""
    numerals = [each for each in passage.numerals if start <= each.start < stop and _is_count(each, passage)]
    used: set[int] = set()
    for place, total in enumerate(numerals):
        unit = total.unit(UNITS)
        if unit is None or total.vague:
            continue
        end = passage.plain.index(unit, total.end) + len(unit)
        marker = _MARKER.match(passage.plain, end)
        if marker is None or (total.start in used and "(" not in marker[0]):
            continue
        zone_end = _zone_end(passage.plain, marker, stop)
        parts = _parts(passage, numerals[place + 1 : place + 1 + _REACH], unit, marker, zone_end)
        if len(parts) < _FEW:
            continue
        used.update(part.start for part in parts)
        words = marker[0]
        open_list = bool(re.match(r"[^,;、。)]{0,6}等", passage.plain[parts[-1].end : zone_end]))
        yield Group(
            passage,
            total,
            tuple(parts),
            whole=("分别" in words or "即" in words or "具体" in words) and not open_list,
            up_to=bool(marker["open"] or marker["includes"]) or open_list,
            overlaps=_overlaps(passage, total, parts),
        )
    yield from _summed_after(passage, numerals, used)
    yield from _partitioned(passage, numerals, used)
    yield from _sorted_by(passage, start, stop, numerals)


def _overlaps(passage: Passage, total: Numeral, parts: Sequence[Numeral]) -> bool:
    """Whether parts may count one thing several times, and the total is not itself named as the sum of its channels."""
    before = passage.plain[passage.clause_at(total.start).start : total.start]
    if len(_CHANNEL.findall(before)) > 1:
        return False
    labels = [_label(passage, part) for part in parts]
    said = passage.plain[parts[-1].end : parts[-1].end + 24]
    return bool(_OVERLAP.search(said)) or any(_CHANNEL.search(each) or _STAGE.search(each) for each in labels)


def _label(passage: Passage, numeral: Numeral) -> str:
    """Return what a number counts: the words of its clause or list item before it."""
    start = passage.clause_at(numeral.start).start
    return re.split(r"[、()]", passage.plain[max(start, numeral.start - 16) : numeral.start])[-1]


def _is_count(numeral: Numeral, passage: Passage) -> bool:
    if not numeral.counts:
        return False
    clause = passage.clause_at(numeral.start)
    return not _CHANGE.search(passage.plain[clause.start : numeral.start])


def _zone_end(plain: str, marker: re.Match[str], stop: int) -> int:
    """Return where the parts end: with the bracket that began them, else with the sentence, or at some distance."""
    stop = min(stop, marker.end() + _REACH)
    if "(" not in marker[0]:
        return stop
    depth = 0
    for at in range(marker.start() + marker[0].index("("), stop):
        depth += {"(": 1, ")": -1}.get(plain[at], 0)
        if not depth:
            return at
    return stop


def _parts(
    passage: Passage, numerals: Sequence[Numeral], unit: str, marker: re.Match[str], zone_end: int
) -> list[Numeral]:
    """Return the numbers of a zone that are parts: of the same unit, not in an inner bracket, before the next total."""
    plain, found = passage.plain, list[Numeral]()
    bracketed = "(" in marker[0]
    last = marker.end()
    for numeral in numerals:
        if numeral.start >= zone_end:
            break
        if numeral.start < marker.end():
            continue
        between = plain[last : numeral.start]
        if found and re.search(r"[;]", between) and not _is_item_list(plain[marker.end() : zone_end]):
            break
        if plain.count("(", marker.end(), numeral.start) != plain.count(")", marker.end(), numeral.start):
            continue
        own = numeral.unit(UNITS)
        if own not in {unit, None} or (own is None and not bracketed):
            continue
        if re.search(r"(?:^|[,;])(?:共|总共|合计|共计|全年共?)[^,;]{0,12}$", between) and found:
            break
        found.append(numeral)
        last = numeral.end
        after = _MARKER.match(plain, min(numeral.end + len(own or ""), len(plain)))
        if after is not None and after.start() < zone_end and after[0].strip(",") and "(" not in after[0]:
            if re.search(r";", between):
                found.pop()
            break
    return found


def _is_item_list(text: str) -> bool:
    """Whether the parts themselves are set apart by semicolons: one number between two of them."""
    pieces = [piece for piece in text.split(";") if piece.strip()]
    return len(pieces) > 1 and all(len(re.findall(r"\d+", re.sub(r"\([^)]*\)", "", piece))) == 1 for piece in pieces)


def _summed_after(passage: Passage, numerals: Sequence[Numeral], used: set[int]) -> Iterator[Group]:
    """Yield groups whose total comes last: `…3条、…5条，合计8条`."""
    for place, total in enumerate(numerals):
        before = passage.plain[max(0, total.start - 10) : total.start]
        unit = total.unit(UNITS)
        if place < _FEW or unit is None or total.vague or not _TOTAL_AFTER.search(before):
            continue
        parts: list[Numeral] = []
        for numeral in reversed(numerals[max(0, place - _MANY) : place]):
            end = total if not parts else parts[0]
            if numeral.unit(UNITS) != unit or numeral.start in used or ";" in passage.plain[numeral.end : end.start]:
                break
            parts.insert(0, numeral)
        if len(parts) >= _FEW:
            yield Group(passage, total, tuple(parts), whole=True)


def _partitioned(passage: Passage, numerals: Sequence[Numeral], used: set[int]) -> Iterator[Group]:
    """Yield groups without 其中 whose parts cover the total: by their sum, or by labels of one kind (甲类、乙类)."""
    by_unit: dict[str, list[Numeral]] = {}
    for numeral in numerals:
        unit = numeral.unit(UNITS)
        if unit is not None and numeral.start not in used and not numeral.vague:
            by_unit.setdefault(unit, []).append(numeral)
    for total, *parts in by_unit.values():
        if len(parts) < _FEW or not total.value or any(part.value > total.value for part in parts):
            continue
        group = Group(passage, total, tuple(parts), implied=True, overlaps=_overlaps(passage, total, parts))
        if not group.sum - total.value or (_are_kinds(passage, total, parts) and not group.overlaps):
            yield group


def _are_kinds(passage: Passage, total: Numeral, parts: Sequence[Numeral]) -> bool:
    """Whether three or more parts are labelled as kinds of one thing, right behind a total that is no kind."""
    labels = [_label(passage, part) for part in parts]
    ending = _common_ending(labels)
    if len(parts) <= _FEW or not (ending == "类" or len(ending) > 1) or min(map(len, labels)) <= len(ending):
        return False
    gaps = [passage.plain[one.end : two.start] for one, two in pairwise((total, *parts))]
    marks = [re.sub(r"[^,、;:]", "", gap) for gap in gaps]
    if any(len(mark) != 1 for mark in marks) or len({*marks[1:]}) > 1:
        return False
    return not _label(passage, total).endswith(ending) or marks[0] != marks[1]


def _common_ending(words: Sequence[str]) -> str:
    """Return what all words end with."""
    shortest = min(words, key=len)
    return next(
        (shortest[at:] for at in range(len(shortest)) if all(each.endswith(shortest[at:]) for each in words)), ""
    )


def _sorted_by(passage: Passage, start: int, stop: int, numerals: Sequence[Numeral]) -> Iterator[Group]:
    """Yield groups that sort a total named before: `……3607件。按办理结果分：予以公开1191件，……`."""
    for marker in _BY.finditer(passage.plain, start, stop):
        first = bisect_left(numerals, marker.end(), key=lambda each: each.start)
        parts = list(numerals[first : first + _MANY])
        unit = parts[0].unit(UNITS) if parts else None
        parts = [each for each in parts if each.unit(UNITS) == unit]
        end = bisect_left(passage.numerals, marker.start(), key=lambda each: each.start)
        before = [
            each
            for each in passage.numerals[max(0, end - _MANY) : end]
            if each.counts and not each.vague and each.unit(UNITS) == unit
        ]
        if unit is not None and len(parts) >= _FEW and before:
            whole = sum(part.value for part in parts)
            stated = [each for each in before if each.value == whole]
            total = stated[-1] if stated else max(before, key=lambda each: (each.value, each.start))
            yield Group(passage, total, tuple(parts), whole=True)


def judge_sums(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield whether the parts that a text names add up to the total that it names (TX-SUM)."""
    for group in groups_of(context.text):
        if group.agrees:
            yield context.holds()
            continue
        terms = " + ".join(f"{part.value:f}" for part in group.parts)
        told = f"{terms} = {group.sum:f}"
        total, where = f"{group.total.value:f}", group.place
        yield context.fails(
            {
                "zh": f"{told} ≠ {total}{line_of(where, 'zh')}，相差 {abs(group.sum - group.total.value):f}",
                "en": f"{told} ≠ {total}{line_of(where, 'en')}, a difference of {abs(group.sum - group.total.value):f}",
            },
            places=[where],
        )
    yield from judge_announced(context)
