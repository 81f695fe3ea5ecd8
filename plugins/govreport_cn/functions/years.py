"""Whether the years of a text are those of an annual report (TX-WRONGYEAR)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from govreport import Report
from govreport.checks import Context, Outcome, Passage, Place

_COUNT = re.compile(r"\d+\s*(?:余|多)?(?:条|件|份|篇|次|期|人|个|项|场|起)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
_QUOTED = re.compile(r"《[^》]{0,80}》|〔\d+〕|\[\d+\]")
_PERIOD = re.compile(r"统计期限|数据.{0,4}(?:期限|时间)")
_PRESENTS = re.compile(r"现[将就]?[^,。;]{0,24}?$")
_PRESENTED = re.compile(r"^(?:度)?[^,。;《]{0,24}(?:报告|公布|汇报|通报|总结)")
_NOT_YET = re.compile(r"^(?:\d{1,2}月)?(?:年?底|年末)?(?:之?前|以前)|^(?:年底|底前)")
_AIMS = re.compile(r"力争|目标|规划|计划|打算|安排|要点|拟|争取|将于|要求")
_CLOSING_DATE = re.compile(r"截[至止](?:到)?$")
_CLOSING_HALF = re.compile(
    r"(?:^|(?<=[。]))(?:今年|本年|20\d\d年)?上半年,?[^,。;]{0,6}?(?:共|累计)(?:主动)?(?:公开|发布|收到|受理|制发)"
)
_FUTURE = re.compile(r"^(?:度|的工作中?)?,?[^,。;]{0,8}(?:将|继续|进一步|要|着力|重点)")
_PLAN_YEAR = re.compile(r"^度?(?:的)?(?:工作)?(?:打算|计划|安排)|^,?[^,。;]{0,8}(?:将|继续|进一步)")
_LEADS = re.compile(r"^度?(?:,|我[局县市区镇乡委])")
_OF_PART = re.compile(r"(?:(?:19|20)\d\d年|针对|[在于因]|去年|上年)$")
_WORDS_AFTER = 12
_REACH = 120


def judge_years(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield whether the years of a text are those of an annual report (TX-WRONGYEAR).

    The period that the figures are for is the report year; what is planned is for the next one, and for all of it; no
    later year is told of as past; a sentence that begins with an earlier year and then counts is a leftover, and so is
    an earlier or later date at which the figures close.

    args: `plans`, words of headings of what is planned; `half_years`, words that have no place there; `history`, words
    that make an earlier year right.
    """
    year = report.year
    if year is None:
        return
    plans, history, half_years = (context.words(each) for each in ("plans", "history", "half_years"))
    found: dict[str, list[Place]] = {kind: [] for kind in _told(year)}
    for passage in context.text.passages:
        plain = _QUOTED.sub(lambda quoted: "〇" * len(quoted[0]), passage.plain)
        in_plan = any(word in context.text.heading_of(passage) for word in plans)
        if in_plan:
            found["half"].extend(_halves(passage, plain, half_years))
        else:
            found["closed half"].extend(_closing_halves(passage, plain))
        for match in _YEAR.finditer(plain):
            kind = _kind(Year(passage, plain, match.start(), match.end(), int(match[1]), in_plan), report, history)
            if kind is not None:
                end = min(match.start() + _WORDS_AFTER, passage.sentence_at(match.start()).end, len(plain))
                found[kind].append(passage.place(match.start(), end))
    for kind, (zh, en) in _told(year).items():
        yield context.none_of(found[kind], zh=zh, en=en)


def _told(year: int) -> dict[str, tuple[str, str]]:
    """Return what is wrong with a year or half-year, in words."""
    return {
        "half": ("全年的工作打算中出现半年", "half a year in what is planned for a year"),
        "closed half": ("以半年的总数代替全年", "a total of half a year in place of the year's"),
        "period": (f"统计期限与报告年度（{year}）不符", f"the period is not the report year ({year})"),
        "planned": (f"工作打算应为{year + 1}年", f"what is planned is for {year + 1}"),
        "later": (f"所述年份晚于{year + 1}年", f"the year lies after {year + 1}"),
        "older": (f"句首年份早于报告年度（{year}）", f"the sentence begins with a year before {year}"),
        "closed": (f"数据截止时间不在报告年度（{year}）末", f"the figures do not close with the report year ({year})"),
    }


@attrs.frozen(eq=False)
class Year:
    """One year of a text: where it stands, what it is, and whether under a heading of what is planned."""

    passage: Passage
    plain: str
    start: int
    end: int
    number: int
    in_plan: bool

    @property
    def before(self) -> str:
        """What stands before it in its sentence, as far as it is near."""
        return self.plain[max(self.passage.sentence_at(self.start).start, self.start - _REACH) : self.start]

    @property
    def after(self) -> str:
        """What stands after it in its sentence, as far as it is near."""
        return self.plain[self.end : min(self.passage.sentence_at(self.start).end, self.end + _REACH)]


def _kind(year: Year, report: Report, history: tuple[str, ...]) -> str | None:
    """Return what is wrong with a year, if anything."""
    assert report.year is not None
    own, told, sentence = report.year, year.number, f"{year.before}{year.number}年{year.after}"
    if _PERIOD.search(sentence):
        return "period" if told not in {own, own + 1} else None
    if _CLOSING_DATE.search(year.before):
        return "closed" if _closes_wrongly(year, report) else None
    if _PRESENTS.search(year.before) and _PRESENTED.search(year.after):
        return "period" if told != own and not _AIMS.search(year.after) else None
    if year.in_plan:
        return "planned" if _planned_wrongly(year, own) else None
    if told > own + 1:
        return None if _NOT_YET.search(year.after) or _AIMS.search(sentence) else "later"
    leads = not year.before and _LEADS.search(year.after)
    if told < own and leads and f"{own}年" not in sentence and not _is_history(sentence, history):
        return "older"
    return None


def _planned_wrongly(year: Year, own: int) -> bool:
    """Whether a year of what is planned is another than the next: in a heading, or where the sentence speaks of it."""
    if year.passage.heading:
        return year.number not in {own, own + 1}
    leads = year.before in {"", "在", "今后"}
    if year.number == own:
        return leads and bool(_FUTURE.search(year.after)) and f"{own + 1}年" not in year.after
    return leads and year.number > own + 1 and bool(_PLAN_YEAR.search(year.after)) and not _NOT_YET.search(year.after)


def _closes_wrongly(year: Year, report: Report) -> bool:
    """Whether figures close in an earlier year, or at a date after the report itself."""
    assert report.year is not None
    own, told, sentence = report.year, year.number, f"{year.before}{year.after}"
    if not _COUNT.search(year.after) or f"{own}年" in sentence:
        return False
    if told < own:
        return not re.search(r"累计|历年|现有|止", year.after)
    month = re.match(r"(\d{1,2})月", year.after)
    last = (own + 1, 3) if report.published is None else (report.published.year, report.published.month)
    return told > own and (told, int(month[1]) if month else 12) > last


def _halves(passage: Passage, plain: str, words: tuple[str, ...]) -> Iterator[Place]:
    """Yield the half-years of what is planned, but for those of a named year, of both halves, or of what was found."""
    found = [each for word in words for each in re.finditer(word, plain)]
    if len({each[0] for each in found}) > 1:
        return
    for each in found:
        if not _OF_PART.search(plain[max(0, each.start() - 6) : each.start()]):
            yield passage.place(each.start(), each.end())


def _closing_halves(passage: Passage, plain: str) -> Iterator[Place]:
    """Yield where a total of half a year stands in place of that of the year."""
    if "下半年" in plain or "全年" in plain:
        return
    yield from (passage.place(*found.span()) for found in _CLOSING_HALF.finditer(plain))


def _is_history(sentence: str, words: tuple[str, ...]) -> bool:
    return any(word in sentence for word in words) or not _COUNT.search(sentence)
