"""Of which year a number of a text is: the report's own, or another that the words before it name."""

from __future__ import annotations

import re

from govreport.checks.text import Passage

_YEAR = re.compile(r"(?<!\d)(?<!转[至到入])((?:19|20)\d\d)年")
_LAST_YEAR = re.compile(r"上年|去年|往年|同期|last year|previous year")
_THIS_YEAR = re.compile(r"今年|本年|全年|年内|this year")
_LED_IN = re.compile(
    r"(?:^|[,;])(?:(?:截[至止]到?)?(?P<year>(?:19|20)\d\d)年|(?P<last>(?:上一?年度?|去年)(?!.{0,4}(?:结转|转入|遗留)))"
    r"|今年|本年)"
)
"""A year that what follows in a sentence is of."""
_REACH = 160


def of_another_year(passage: Passage, start: int, at: int, own: int | None) -> bool:
    """Whether the words before a number speak of another year than the report's.

    They are those of its clause, or a year that a clause of the sentence before it begins with ("2016年，…").

    Args:
        passage: where it stands.
        start: where the words begin by which it was found.
        at: where the number stands.
        own: the year of the report.
    """
    plain = passage.plain
    clause = max(passage.clause_at(at).start, at - _REACH)
    if _LAST_YEAR.search(plain, clause, max(start, clause)):
        return True
    years = {int(each) for each in _YEAR.findall(plain, clause, at)}
    if years:
        return own is not None and own not in years
    if _THIS_YEAR.search(plain, clause, at):
        return False
    before = plain[max(passage.sentence_at(at).start, at - _REACH) : at]
    led_in = list(_LED_IN.finditer(before))
    if not led_in:
        return False
    last = led_in[-1]
    return bool(last["last"]) or bool(last["year"] and own is not None and int(last["year"]) != own)
