"""What stands in a cell as printed: a number, a mark for nothing, nothing, or something else, which is kept."""

from __future__ import annotations

import re
from decimal import Decimal

from govreport.model.value import State, Value
from govreport.reading.numerals import half_width

_NUMBER = re.compile(r"([+-]?\d{1,3}(?:[, ]\d{3})+|[+-]?\d{1,40})(\.\d{1,40})?")
_MARKS = frozenset({"/", "-", "—", "——", "－", "无", "\\", "N/A", "n/a"})
_FOOTNOTE = re.compile(r"[①-⑳⑴-⒇㈠-㈩⁰¹²³⁴-⁹*※†‡]+$")
"""The mark of a note behind a number; it is no part of it, though it may look like a digit."""


def read_value(text: str, unit: str | None = None) -> Value:
    """Return the value of one cell as printed; a unit behind the number and the mark of a note are taken off.

    >>> read_value("１,２６０件", "件").amount, read_value("1 260①").amount, read_value("/").raw
    (Decimal('1260'), Decimal('1260'), '/')
    >>> read_value("十二").state.value, read_value("30 31").state.value
    ('invalid', 'invalid')
    """
    raw = text.strip()
    if not raw:
        return Value(state=State.BLANK)
    wide = half_width(raw)
    if raw in _MARKS or wide in _MARKS:
        return Value(state=State.BLANK, raw=raw)
    plain = _FOOTNOTE.sub("", wide).strip()
    if unit and plain.endswith(unit):
        plain = plain.removesuffix(unit).strip()
    if _NUMBER.fullmatch(plain) is None:
        return Value(state=State.INVALID, raw=raw)
    return Value(Decimal(re.sub(r"[, ]", "", plain)), raw=raw if wide != plain else None)


def has_digits(text: str) -> bool:
    """Whether a digit stands in a text, of whatever width."""
    return any(map(str.isdigit, text))


def is_number(text: str, unit: str | None = None) -> bool:
    """Whether a cell holds a number, a mark for nothing, or nothing."""
    return read_value(text, unit).state is not State.INVALID
