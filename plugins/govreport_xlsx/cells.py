"""What a cell of a workbook holds, as a value of a report."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache
from typing import Any

from openpyxl.utils.datetime import from_excel

from govreport import Cell, InvalidInput, Report, State, Value
from govreport.reading.published.values import read_amount, read_value
from govreport_xlsx.published import text_of
from govreport_xlsx.words import state_words

_LAST_DAY = 2_958_465
"""The number of the last day of the year 9999."""


def held_as(value: Any) -> Any:
    """Return what a cell holds so that it can be compared: numbers as such, days as such, nothing as an empty text."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, dt.datetime):
        return value.date() if value.time() == dt.time() else value
    return "" if value is None else value


def shown_text(value: Any) -> str:
    """Return what a cell holds as a text, as it stands."""
    return value if isinstance(value, str) else text_of(value)


def _number(value: float) -> Decimal:
    return Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")


@cache
def _states() -> dict[str, State]:
    found = (pair for language in ("zh", "en") for pair in state_words(language).items())
    return {word.lower(): state for state, words in found for word in words}


def value_of(value: Any, cell: Cell, report: Report) -> Value:
    """Return the value that a filled cell means; what does not fit it is `invalid`, with what stands there."""
    form = report.form
    read = _read(value, cell, report)
    if read.state is State.INVALID:
        return read
    try:
        return form.conform(cell, read)
    except InvalidInput:
        return Value(state=State.INVALID, raw=shown_text(value).strip())


def _read(value: Any, cell: Cell, report: Report) -> Value:
    datatype = report.form.traits(cell).datatype
    text = shown_text(value).strip()
    if not text:
        return Value(state=State.BLANK)
    if text.lower() in _states():
        return Value(state=_states()[text.lower()])
    if report.form.is_numeric(cell):
        if isinstance(value, int | float) and not isinstance(value, bool):
            return Value.of(_number(value))
        return read_value(text)
    if str(datatype) == "date":
        if isinstance(value, dt.datetime | dt.date):
            return Value(value.date() if isinstance(value, dt.datetime) else value)
        if isinstance(value, int | float) and 0 < value <= _LAST_DAY:
            return Value(from_excel(int(value)).date())
        return read_amount(text, datatype)
    if str(datatype) == "boolean":
        return Value(value) if isinstance(value, bool) else read_amount(text, datatype)
    return Value(shown_text(value))
