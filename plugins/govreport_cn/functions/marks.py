"""Slips of the pen (LY-TYPO): words that do not belong there, and marks of a pair without their other half."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from govreport import Report
from govreport.checks import Context, Outcome, Passage, Place, judge_phrases
from govreport_cn.functions.whole import is_broken

_PAIRS = {"《": "》", "“": "”", "「": "」", "(": ")"}
_OPENS = {close: mark for mark, close in _PAIRS.items()}
_REACH = 8


def judge_slips(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield whether no words that `find` lists stand in the text, and every pair of marks is whole (LY-TYPO)."""
    yield from judge_phrases(report, context)
    passages = context.text.passages
    torn = {id(each) for before, after in pairwise(passages) if is_broken(before) for each in (before, after)}
    found = [
        place for passage in passages if not passage.table and id(passage) not in torn for place in _halves(passage)
    ]
    yield context.none_of(found, zh="标点不成对", en="a mark without its other half")


def _halves(passage: Passage) -> Iterator[Place]:
    """Yield the marks of a paragraph that nothing closes or opens; a `1)` needs no opening one."""
    plain, alone = passage.plain, list[tuple[int, int]]()
    opened: dict[str, list[int]] = {mark: [] for mark in _PAIRS}
    for at, sign in enumerate(plain):
        if sign in opened:
            opened[sign].append(at)
        elif sign in _OPENS and opened[_OPENS[sign]]:
            opened[_OPENS[sign]].pop()
        elif sign in _OPENS and sign != ")":
            alone.append((max(0, at - _REACH), at + 1))
    alone += [(at, at + _REACH) for places in opened.values() for at in places]
    yield from (passage.place(start, min(end, len(plain))) for start, end in sorted(alone))
