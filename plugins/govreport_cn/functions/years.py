"""Whether the years of a text are those of an annual report (TX-WRONGYEAR)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govreport import Report
from govreport.checks import Context, Outcome, Place

_COUNT = re.compile(r"\d+\s*(?:余|多)?(?:条|件|份|篇|次|期|人|个|项|场|起)")


def judge_years(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield whether the years of a text are those of an annual report (TX-WRONGYEAR).

    The period that the figures are for is the report year; what is planned is for the next one, and for all of it; no
    later year is told of as past; a sentence that begins with an earlier year and then counts is a leftover.

    args: `plans`, words of headings of what is planned; `half_years`, words that have no place there; `history`, words
    that make an earlier year right.
    """
    year = report.year
    if year is None:
        return
    plans, history, half_years = (_words(context, each) for each in ("plans", "history", "half_years"))
    period, planned, later, older, half = (list[Place]() for _ in range(5))
    for passage in context.text.passages:
        plain = re.sub(r"《[^》]*》|〔\d+〕|\[\d+\]", lambda found: "〇" * len(found[0]), passage.plain)
        in_plan = any(word in context.text.heading_of(passage) for word in plans)
        for word in half_years if in_plan else ():
            half.extend(passage.place(each.start(), each.end()) for each in re.finditer(word, plain))
        for found in re.finditer(r"(?<!\d)((?:19|20)\d\d)年", plain):
            told, sentence = int(found[1]), passage.sentence_at(found.start())
            place = passage.place(found.start(), min(found.end() + 12, sentence.end, len(passage.plain)))
            if re.search(r"统计期限|数据.{0,4}(?:期限|时间)", sentence.text) and told not in {year, year + 1}:
                period.append(place)
            elif passage.heading and in_plan and told not in {year, year + 1}:
                planned.append(place)
            elif told > year + 1 and not in_plan:
                later.append(place)
            elif told < year and found.start() == sentence.start and not _is_history(sentence.text, history):
                older.append(place)
    for places, zh, en in (
        (half, "全年的工作打算中出现半年", "half a year in what is planned for a year"),
        (period, f"统计期限与报告年度（{year}）不符", f"the period is not the report year ({year})"),
        (planned, f"工作打算应为{year + 1}年", f"what is planned is for {year + 1}"),
        (later, f"所述年份晚于{year + 1}年", f"the year lies after {year + 1}"),
        (older, f"句首年份早于报告年度（{year}）", f"the sentence begins with a year before {year}"),
    ):
        yield context.none_of(places, zh=zh, en=en)


def _words(context: Context, name: str) -> tuple[str, ...]:
    given = context.args.get(name)
    return tuple(map(str, given)) if isinstance(given, list) else ()


def _is_history(sentence: str, words: tuple[str, ...]) -> bool:
    return any(word in sentence for word in words) or not re.search(
        r"\d+\s*(?:余|多)?(?:条|件|份|篇|次|期|人|个|项|场|起)", sentence
    )
