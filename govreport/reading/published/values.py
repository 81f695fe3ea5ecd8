"""What stands in a cell as printed: a number, a mark for nothing, nothing, or something else, which is kept."""

from __future__ import annotations

import re
from decimal import Decimal

from govreport.model.indicator import Datatype
from govreport.model.value import Amount, State, Value
from govreport.reading.dates import read_date
from govreport.reading.labels import normalise
from govreport.reading.numerals import half_width
from govreport.wording import LANGUAGES, say, show_amount, state_words

_NUMBER = re.compile(r"([+-]?\d{1,3}(?:[, ]\d{3})+|[+-]?\d{1,40})(\.\d{1,40})?")
_BOUND = re.compile(r"<\s*(\d{1,18}(?:\.\d{1,18})?)")
_MARKS = frozenset({"/", "-", "—", "——", "－", "无", "\\", "N/A", "n/a"})
_FOOTNOTE = re.compile(r"(?:[①-⑳⑴-⒇㈠-㈩⁰¹²³⁴-⁹*※†‡]|\[\w{1,3}\])+$")
"""The mark of a note behind a number; it is no part of it, though it may look like a digit."""
_SCALES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
NOTHING = frozenset(normalise(say("empty_section", language)) for language in LANGUAGES)
"""What says in a table, or in place of one, that it has no rows; as labels are compared."""


def read_value(text: str, unit: str | None = None) -> Value:
    """Return the value of one cell as printed; a unit behind the number and the mark of a note are taken off.

    >>> read_value("１,２６０件", "件").amount, read_value("1 260①").amount, read_value("/").raw
    (Decimal('1260'), Decimal('1260'), '/')
    >>> read_value("十二").state.value, read_value("30 31").state.value, read_value("<5").bound
    ('invalid', 'invalid', Decimal('5'))
    """
    raw = text.strip()
    if not raw:
        return Value(state=State.BLANK)
    wide = half_width(raw)
    if raw in _MARKS or wide in _MARKS:
        return Value(state=State.BLANK, raw=raw)
    plain = _FOOTNOTE.sub("", wide).strip()
    if (told := _state(_FOOTNOTE.sub("", raw).strip())) is not None:
        return told
    if unit and plain.endswith(unit):
        plain = plain.removesuffix(unit).strip()
    if (bound := _BOUND.fullmatch(plain)) is not None:
        return Value.below(Decimal(bound[1]))
    if _NUMBER.fullmatch(plain) is None:
        return Value(state=State.INVALID, raw=raw)
    return Value(Decimal(re.sub(r"[, ]", "", plain)), raw=raw if wide != plain else None)


def _state(text: str) -> Value | None:
    """Return the value of a cell that says in words of this library why it has no number."""
    for word, state in state_words():
        if text == word:
            return Value(state=state, raw="" if state is State.INVALID else None)
        if state in {State.BLANK, State.INVALID} and len(word) > 1 and text.endswith(word):
            return Value(state=state, raw=text.removesuffix(word))
    return None


def read_amount(text: str, datatype: Datatype | None) -> Value:
    """Return the value of a cell that holds no number: a date, yes or no, or a text.

    >>> str(read_amount("2019年3月4日", Datatype.DATE).amount), read_amount("是", Datatype.BOOLEAN).amount
    ('2019-03-04', True)
    """
    raw = " ".join(re.sub(r"(?<=\w-)\n(?=\w)", "", text).split())
    if not raw:
        return Value(state=State.BLANK)
    told = _state(raw)
    if told is not None and (raw.startswith(("(", "（")) or datatype in {Datatype.DATE, Datatype.BOOLEAN}):
        return told  # else the words are the text itself
    amount: Amount | None = raw
    if datatype is Datatype.DATE:
        amount = read_date(raw)
    elif datatype is Datatype.BOOLEAN:
        amount = next((yes for yes in (True, False) for each in LANGUAGES if raw == show_amount(yes, each)), None)
    return Value(state=State.INVALID, raw=raw) if amount is None else Value(amount)


def scale(unit: str) -> int:
    """Return how many of its own kind a unit counts as one: 万元 ten thousand.

    >>> scale("万元"), scale("件"), scale("百万元")
    (10000, 1, 1000000)
    """
    found = 1
    for character in unit.strip():
        if character not in _SCALES:
            break
        found *= _SCALES[character]
    return found


def has_digits(text: str) -> bool:
    """Whether a digit stands in a text, of whatever width."""
    return any(map(str.isdigit, text))


def is_number(text: str, unit: str | None = None) -> bool:
    """Whether a cell holds a number, a mark for nothing, or nothing."""
    return read_value(text, unit).state is not State.INVALID
