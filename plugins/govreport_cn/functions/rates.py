"""Rates, growth and shares told together (办结率, 同比增长, 分别占): of which numbers each percentage is made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from govreport.checks import Passage
from govreport.reading import Numeral

_RATE = re.compile(
    r"(?P<limit>[按及准定到如限]时|[按到如]期|法定|依法|首次|现场)?(?P<verb>办结|答复|回复|采纳|整改|完成|处理|解读|胜诉)率"
    r"(?:均|已|分别|达到?|为|是|:)*$"
)
_PENDING = re.compile(r"其余|正在|未到期|尚未|撤[回销]|不计|结转|剩余")
_GROWN = re.compile(
    r"(?:同比|环比|[比较](?:上年|去年|20\d\d年)(?:度|同期)?)?(?P<word>增长|增加|上升|提高|增幅|下降|减少|降低|降幅)"
    r"(?:了|率|约|达到?|为)*$"
)
_SHRINKS = ("下降", "减少", "降低", "降幅")
_CHANGED = re.compile(r"(?:增加|减少|新增|上升|下降|增长|多|少)了?$")
_THIS_YEAR = re.compile(r"今年|本年|(?:增加|减少|上升|下降|增长)[到至为]")
_TOGETHER = re.compile(r"分别(?:各)?占(?!全[县市区省国])[^,。;:\d]{0,8}$")


@attrs.frozen(eq=False)
class Rate:
    """A percentage and the numbers that it must come from: `part` of one of `bases`, the likeliest last."""

    percent: Numeral
    part: Numeral
    bases: tuple[Numeral, ...]


def rates_of(passage: Passage, units: tuple[str, ...], year: int | None) -> Iterator[Rate]:
    """Yield the rates, the growth and the shares told together of one paragraph, where the numbers are named too."""
    numerals = passage.numerals
    for at, percent in enumerate(numerals):
        if not percent.percent or percent.vague:
            continue
        sentence = passage.sentence_at(percent.start)
        counts = [each for each in numerals[max(0, at - 8) : at] if each.counts and each.start >= sentence.start]
        words = passage.plain[max(sentence.start, percent.start - 24) : percent.start].removesuffix("百分之")
        if rate := _RATE.search(words):
            yield from _rate(passage, rate, percent, counts, units)
        elif grown := _GROWN.search(words):
            yield from _growth(passage, grown, percent, counts, units, year)
        elif _TOGETHER.search(words):
            yield from _together(passage, numerals[at : at + 8], counts, units)


def _rate(
    passage: Passage, found: re.Match[str], percent: Numeral, counts: Sequence[Numeral], units: tuple[str, ...]
) -> Iterator[Rate]:
    """Yield a rate of what was done of what came in; one of what was due is of a number that is not named."""
    sentence = passage.sentence_at(percent.start)
    near = sentence.text[max(0, percent.start - sentence.start - 80) : percent.start - sentence.start + 40]
    done = [each for each in counts if re.search(rf"(?<![未不]){found['verb']}(?:了|案件|申请)?$", each.before)]
    if found["limit"] or _PENDING.search(near) or not done:
        return
    part = done[-1]
    bases = _alike(part, [each for each in counts if each.end <= part.start], units)
    bases = bases or _alike(part, [each for each in counts if each.start > part.start], units)
    if bases and not part.vague:
        yield Rate(percent, part, bases)


def _growth(
    passage: Passage,
    found: re.Match[str],
    percent: Numeral,
    counts: Sequence[Numeral],
    units: tuple[str, ...],
    year: int | None,
) -> Iterator[Rate]:
    """Yield growth against last year, where both years' numbers stand right before it."""
    if len(counts) < 2:
        return
    one, two = counts[-2:]
    unit = two.unit(units)
    between = passage.plain[two.end : percent.start].removesuffix("百分之").lstrip()
    if (
        unit is None
        or one.unit(units) != unit
        or not re.fullmatch(r"[,，]?", _GROWN.sub("", between.removeprefix(unit)))
    ):
        return
    if any(each.vague or _CHANGED.search(each.before) for each in (one, two)):
        return
    old = [each for each in (one, two) if _is_last_year(passage, each, year)]
    if len(old) != 1 or not old[0].value:
        return
    new = two if old[0] is one else one
    grown = old[0].value - new.value if found["word"] in _SHRINKS else new.value - old[0].value
    yield Rate(percent, attrs.evolve(new, value=grown), (old[0],))


def _is_last_year(passage: Passage, numeral: Numeral, year: int | None) -> bool:
    clause = passage.clause_at(numeral.start)
    words = passage.plain[max(clause.start, numeral.start - 20) : numeral.start]
    last = rf"上年|去年|{year - 1}年" if year is not None else "上年|去年"
    return bool(re.search(last, words)) and not _THIS_YEAR.search(words)


def _together(
    passage: Passage, following: Sequence[Numeral], counts: Sequence[Numeral], units: tuple[str, ...]
) -> Iterator[Rate]:
    """Yield the shares of `甲30件、乙20件，分别占60%和40%`."""
    percents = [following[0]]
    for one in following[1:]:
        gap = passage.plain[percents[-1].end : one.start].removesuffix("百分之")
        if not one.percent or not re.fullmatch(r"%?[和、,及与]", gap):
            break
        percents.append(one)
    parts = counts[-len(percents) :]
    bases = _alike(parts[-1], counts[: -len(percents)], units) if parts else ()
    if len(parts) == len(percents) > 1 and bases and not any(each.vague for each in (*parts, *percents)):
        yield from (Rate(percent, part, bases) for percent, part in zip(percents, parts, strict=True))


def _alike(part: Numeral, others: Sequence[Numeral], units: tuple[str, ...]) -> tuple[Numeral, ...]:
    """Return the numbers that count the same, and something."""
    unit = part.unit(units)
    return tuple(each for each in others if each.unit(units) == unit and each.value and not each.vague)
