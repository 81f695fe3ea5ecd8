"""What stands in a cell as printed: a number, a mark for nothing, nothing, or something else, which is kept."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from govreport import State, Value

_NUMBER = re.compile(r"([+-]?\d{1,3}(?:,\d{3})+|[+-]?\d+)(\.\d+)?")
_MARKS = frozenset({"/", "-", "—", "——", "－", "无", "\\", "N/A", "n/a"})


def read_value(text: str, unit: str | None = None) -> Value:
    """Return the value of a cell as printed; a unit behind the number is taken off.

    >>> read_value("１,２６０件", "件").amount, read_value("/").raw, read_value("十二").state.value
    (Decimal('1260'), '/', 'invalid')
    """
    raw = text.strip()
    if not raw:
        return Value(state=State.BLANK)
    wide = unicodedata.normalize("NFKC", raw)
    if raw in _MARKS or wide in _MARKS:
        return Value(state=State.BLANK, raw=raw)
    plain = wide.replace(" ", "")
    if unit and plain.endswith(unit):
        plain = plain.removesuffix(unit)
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return Value(state=State.INVALID, raw=raw)
    return Value(Decimal(plain.replace(",", "")), raw=raw if wide != plain else None)


def is_number(text: str) -> bool:
    """Whether a cell holds a number, a mark for nothing, or nothing."""
    return read_value(text).state is not State.INVALID
