"""Whose words a text is made of: its own place's, another's, or those of the year before (TX-COPY, TX-REPEAT)."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from govreport import Report
from govreport.checks import Context, Outcome, Text
from govreport_cn.functions.whole import plain_name

_PRESENTED = re.compile(r"现将([^\s,。;]{2,24}?)(?:20\d\d年|本年度)")


def judge_other_place(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield whether the text speaks of its own place (TX-COPY).

    args: `places`, by the sign of a place's kind (县, 区 …) the words that a publisher of such a place does not use of
    itself; `selves`, words by which only a body with their last sign in its name speaks of itself (我校); `acts`, what
    a body says that it does: another place or body is taken for the publisher only where it is the one that does it.
    """
    own = plain_name(report.publisher.name)
    acts = "|".join(context.words("acts"))
    patterns = list[str]()
    if foreign := _foreign(own, context):
        patterns.append(rf"(?:^|(?<=[,。;]))(?:{'|'.join(foreign)})(?=[^,。;]{{0,6}}?(?:{acts}))")
    if selves := [word for word in context.words("selves") if word[-1] not in own]:
        patterns.append(rf"(?<![向对与和给为由到至在])(?:{'|'.join(selves)})")
    found = [
        passage.place(match.start(), match.end())
        for passage in context.text.passages
        for pattern in patterns
        for match in re.finditer(pattern, passage.plain)
    ]
    yield context.none_of(found, zh="自称与发布机关不符", en="the text speaks of another kind of place")
    named = [
        passage.place(*match.span(1))
        for passage in context.text.passages
        for match in _named(passage.plain, acts)
        if not _is_short_for(match[1], own) and (match.re is _PRESENTED or _is_neighbour(match[1], own))
    ]
    yield context.none_of(named, zh="正文所称机关不是发布机关", en="the text names another authority")


def _foreign(own: str, context: Context) -> list[str]:
    """Return the words that a publisher of such a place does not use of itself; the last sign of its name decides."""
    places = context.args.get("places")
    kinds = {own.rfind(sign): words for sign, words in places.items()} if isinstance(places, dict) else {}
    last = max(kinds, default=-1)
    return [str(word) for word in kinds[last]] if last >= 0 else []


def _named(plain: str, acts: str) -> Iterator[re.Match[str]]:
    """Yield where a text names the authority that it is of: whose report it presents, and who does what it tells."""
    yield from _PRESENTED.finditer(plain)
    if acts:
        yield from re.finditer(rf"(?:^|(?<=。))([^,。;:、\d]{{2,14}}[局委厅镇乡校院办])(?={acts})", plain)


def _is_neighbour(name: str, own: str) -> bool:
    """Whether a body is of the publisher's own place (某县教育局 beside 某县司法局); one above may well be told of."""
    return name[:2] == own[:2] and not name.endswith(("县委", "市委", "区委", "党委", "工委"))


def _is_short_for(name: str, whole: str) -> bool:
    """Whether the signs of a name all stand in a longer one in their order, as in an abbreviation.

    >>> _is_short_for("德胜园区", "银川德胜工业园区管委会"), _is_short_for("某局", "某县司法所")
    (True, False)
    """
    name = plain_name(name)
    if name in {"我局", "我县", "我区", "我市", "我镇", "我乡", "我委", "本局", "本机关", "园区", "我园区", "我单位"}:
        return True
    rest = iter(whole)
    return all(sign in rest for sign in name)


def judge_repeated(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield what share of a section is the same as last year's (TX-REPEAT); args: `section`, `share`."""
    section, limit = str(context.args.get("section", "")), float(str(context.args.get("share", "0.6")))
    before = context.previous
    if before is None or section not in before.narrative or section not in report.narrative:
        yield context.not_evaluable()
        return
    old = {each.text for passage in Text(before).passages if passage.section == section for each in passage.sentences()}
    now = [each for passage in context.text.passages if passage.section == section for each in passage.sentences()]
    whole = sum(len(each.text) for each in now)
    same = sum(len(each.text) for each in now if each.text in old or _is_like(each.text, old))
    share = same / whole if whole else 0.0
    if share < limit:
        yield context.holds()
    else:
        percent = f"{share:.0%}"
        yield context.fails(
            {"zh": f"与上年相同的文字占 {percent}", "en": f"{percent} of the words are those of the year before"}
        )


def _is_like(sentence: str, others: set[str]) -> bool:
    return bool(difflib.get_close_matches(sentence, others, n=1, cutoff=0.9))
