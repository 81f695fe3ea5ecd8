"""Shares that a text names against the numbers that they are shares of (TX-PCT…)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

import attrs

from govreport import Report
from govreport.checks import Context, Outcome, Passage, Place, Text, line_of
from govreport.reading import Numeral
from govreport_cn.functions.rates import rates_of
from govreport_cn.functions.sums import UNITS, Group, groups_of

_SHARE = re.compile(r"(占|比例|比重)")
_PLAIN = re.compile(r"占(?:比|总数的?|全部的?|其)?(?:为|达到?)?(?:百分之)?$")
_FEW = 2
_NEAR = 40
_WHOLE = Decimal(100)


@attrs.frozen(eq=False)
class Share:
    """A percentage of a text, the number that it is the share of, and what it may be a share of.

    Args:
        passage: where.
        percent: the percentage.
        part: the number whose share it is.
        base: the total that the words give it.
        others: other totals of the passage.
        sure: whether base and part stand in one group.
        closes: whether the shares of its base make up 100 % as told, so that one may have been fitted.
    """

    passage: Passage
    percent: Numeral
    part: Numeral
    base: Numeral | None
    others: tuple[Numeral, ...] = ()
    sure: bool = False
    closes: bool = False

    def verdict(self) -> str:
        """Return `right`, `cut`, `base` or `wrong`; empty if there is no base to reckon with."""
        if self.base is None:
            return ""
        if self._is(self.base):
            return "right"
        if any(self._is(each) for each in self.others):
            return "base" if self.sure else "right"
        unit = Decimal(1).scaleb(-self.percent.digits)
        if abs(self._exact(self.base) - self.percent.value) >= unit:
            return "wrong"
        return "right" if self.closes else "cut"

    def _exact(self, base: Numeral) -> Decimal:
        return self.part.value * 100 / base.value

    def _is(self, base: Numeral) -> bool:
        unit = Decimal(1).scaleb(-self.percent.digits)
        return self._exact(base).quantize(unit, ROUND_HALF_UP) == self.percent.value

    @property
    def place(self) -> Place:
        """From the number to its share."""
        start = min(self.part.start, self.percent.start)
        return self.passage.place(start, min(self.percent.end + 1, len(self.passage.plain)))

    def words(self, language: str) -> str:
        """Return what the share should be."""
        assert self.base is not None
        right = self._exact(self.base).quantize(Decimal(1).scaleb(-self.percent.digits), ROUND_HALF_UP)
        reckoned = f"{self.part.value:f} ÷ {self.base.value:f} = {right:f}%"
        where = line_of(self.place, language)
        return (
            f"“{self.percent.raw}%”{where}，应为 {reckoned}"
            if language == "zh"
            else (f'"{self.percent.raw}%"{where} should be {reckoned}')
        )


def shares_of(context: Context) -> tuple[Share, ...]:
    """Return the percentages of a text that are told with the numbers that they come from."""
    return context.text.once("shares", lambda text: tuple(_shares(text, context.report.year)))


def _shares(text: Text, year: int | None) -> Iterator[Share]:
    groups: dict[int, list[Group]] = {}
    for group in groups_of(text):
        groups.setdefault(id(group.passage), []).append(group)
    for passage in text.passages:
        found = [*_portions(passage, groups.get(id(passage), []))]
        rates = rates_of(passage, UNITS, year)
        found += [Share(passage, rate.percent, rate.part, rate.bases[-1], rate.bases[:-1]) for rate in rates]
        whole: dict[int, Decimal] = {}
        for share in found:
            whole[_base_of(share)] = whole.get(_base_of(share), Decimal(0)) + share.percent.value
        yield from (attrs.evolve(share, closes=whole[_base_of(share)] == _WHOLE) for share in found)


def _base_of(share: Share) -> int:
    return -1 if share.base is None else share.base.start


def _portions(passage: Passage, groups: list[Group]) -> Iterator[Share]:
    """Yield the shares (占…%) of a paragraph."""
    group_of = {part.start: group for group in reversed(groups) for part in group.parts}
    alike = _by_unit(passage)
    for before, percent in pairwise(passage.numerals):
        between = passage.plain[before.end : percent.start]
        if not percent.percent or percent.vague or not before.counts or not _SHARE.search(between):
            continue
        if len(between) > 24 or re.search(r"[。;]|分别", between) or before.vague:
            continue
        part = _part(passage, before, percent)
        if part is None:
            continue
        own = group_of.get(part.start)
        others = _others(alike.get(part.unit(UNITS), []), part)
        base = own.total if own else _total_among(passage, others, part, between)
        if base is not None and not base.value:
            continue
        rest = tuple(each for each in others if each is not base)
        yield Share(passage, percent, part, base, rest, sure=own is not None and not own.implied)


def _by_unit(passage: Passage) -> dict[str | None, list[Numeral]]:
    """Return the numbers of a paragraph that count something, by what they are counted in."""
    found: dict[str | None, list[Numeral]] = {}
    for each in passage.numerals:
        if each.counts and not each.vague and each.value:
            found.setdefault(each.unit(UNITS), []).append(each)
    return found


def _others(alike: list[Numeral], part: Numeral) -> list[Numeral]:
    """Return the numbers not too far before a part that count the same and may be the whole of it."""
    end = bisect_left(alike, part.start, key=lambda each: each.start)
    return [each for each in alike[max(0, end - _NEAR) : end] if each.value >= part.value]


def _total_among(passage: Passage, others: list[Numeral], part: Numeral, between: str) -> Numeral | None:
    """Return the number that is named as the total: with 共, before 其中, or as the only one of a sentence."""
    totals = [each for each in others if _is_total(passage, each)] or [
        each for each in others[:1] if re.search(r"其中|包括", passage.plain[each.end : part.start])
    ]
    if totals:
        return totals[-1]
    sentence = passage.sentence_at(part.start)
    if len(others) == 1 and others[0].start >= sentence.start and _PLAIN.search(between):
        return others[0]
    return None


def _is_total(passage: Passage, numeral: Numeral) -> bool:
    clause = passage.clause_at(numeral.start)
    return bool(re.search(r"共|总|合计", passage.plain[clause.start : numeral.start]))


def _part(passage: Passage, before: Numeral, percent: Numeral) -> Numeral | None:
    """Return the number whose share a percentage is: the one before it, else the one that its clause names again."""
    clause = passage.clause_at(percent.start)
    subject = re.split(r"所?占|比例|比重", passage.plain[max(clause.start, before.end) : percent.start])[0]
    subject = re.sub(r"^(?:条|件|份|篇|期|次|人次|人|个|宗|起|项|场|户|家)?[,，(]?", "", subject)
    if not subject:
        return before
    end = bisect_left(passage.numerals, before.end, key=lambda each: each.start)
    near = passage.numerals[max(0, end - _NEAR) : end]
    return next((each for each in near if each.counts and each.before.endswith(subject)), None)


def _judge_shares(context: Context, verdict: str, zh: str, en: str) -> Iterator[Outcome]:
    for share in shares_of(context):
        found = share.verdict()
        if not found:
            yield context.not_evaluable()
        elif found != verdict:
            yield context.holds()
        else:
            yield context.fails(
                {"zh": f"{zh}：{share.words('zh')}", "en": f"{en}: {share.words('en')}"}, places=[share.place]
            )


def judge_shares(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield whether each share is what its numbers give, half rounded up (TX-PCT)."""
    return _judge_shares(context, "wrong", "百分比不符", "the share is wrong")


def judge_cut_shares(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield whether each share is rounded once, and not cut off (TX-PCT-ROUND)."""
    return _judge_shares(context, "cut", "截尾或二次进位", "cut off or rounded twice")


def judge_bases(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield whether each share is of the total that it stands with (TX-PCT-BASE)."""
    return _judge_shares(context, "base", "以别的总数为分母", "it is a share of another total")


def judge_digits(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield whether the shares of one paragraph have one number of digits (TX-PCT-DIGITS)."""
    by_passage: dict[int, list[Share]] = {}
    for share in shares_of(context):
        by_passage.setdefault(id(share.passage), []).append(share)
    for shares in by_passage.values():
        if len(shares) < _FEW:
            continue
        digits = {share.percent.digits for share in shares}
        places = [share.place for share in shares] if len(digits) > 1 else []
        yield context.none_of(places, zh="小数位数不一", en="the shares have different numbers of digits")
