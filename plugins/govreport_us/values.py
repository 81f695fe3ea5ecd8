"""What stands in an element, as a value; and back, letter for letter."""

from __future__ import annotations

import datetime as dt
import functools
import re
from decimal import Decimal

from govreport import State, Value

_PLAIN = re.compile(r"\d{1,40}(?:\.\d{1,40})?")
_NUMBER = re.compile(r"-?(?:\d{1,20}(?:,\d{1,20})?|\d{1,3}(?:,\d{3}){2,6}|\d{1,40})(?:\.\d{0,40})?|-?\.\d{1,40}")
"""Commas are taken for those of thousands, as the official tools do; a rule names those that stand elsewhere."""
_THOUSANDS = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d*)?")
_NOT_APPLICABLE = re.compile(r"N\.?\s?/?\s?A\.?", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_BLANK = Value(state=State.BLANK)
BELOW_ONE = Value.below(1)


@functools.lru_cache(maxsize=16384)
def number_of(token: str | None) -> Value:
    """Return what a token says where a number belongs; it is kept where the number alone would not give it again.

    >>> number_of("12").amount, number_of("<1").bound, number_of("N/A").state.value, number_of(",09").state.value
    (Decimal('12'), Decimal('1'), 'not_applicable', 'invalid')
    >>> number_of("1,250 ").amount, number_of("1,250 ").raw
    (Decimal('1250'), '1,250 ')
    """
    if not token:
        return _BLANK
    if _PLAIN.fullmatch(token):
        amount = Decimal(token)
        return Value(amount, raw=None if f"{amount:f}" == token else token)
    bare = token.strip()
    if _NUMBER.fullmatch(bare):
        amount = Decimal(bare.replace(",", ""))
        return Value(amount, raw=None if f"{amount:f}" == token else token)
    if bare == "<1":
        return Value(state=State.BELOW, bound=Decimal(1), raw=token)
    if _NOT_APPLICABLE.fullmatch(bare):
        return Value(state=State.NOT_APPLICABLE, raw=token)
    return Value(state=State.INVALID, raw=token)


def has_odd_comma(token: str) -> bool:
    """Whether a comma stands in a number where no thousands end.

    >>> has_odd_comma("21,5"), has_odd_comma("1,250.00")
    (True, False)
    """
    return "," in token and not _THOUSANDS.fullmatch(token.strip())


@functools.lru_cache(maxsize=4096)
def date_of(token: str | None) -> Value:
    """Return what a token says where a date belongs."""
    if not token:
        return _BLANK
    if _DATE.fullmatch(token):
        try:
            return Value(dt.date.fromisoformat(token))
        except ValueError:
            return Value(state=State.INVALID, raw=token)
    if _NOT_APPLICABLE.fullmatch(token.strip()):
        return Value(state=State.NOT_APPLICABLE, raw=token)
    return Value(state=State.INVALID, raw=token)


def text_of(token: str | None) -> Value:
    r"""Return the value of a text; it is kept as it stood where its spaces and line ends say nothing.

    >>> text_of("two\r\nlines ").amount
    'two\nlines'
    """
    if not token:
        return _BLANK
    text = plain_text(token)
    return Value(text, raw=None if text == token else token) if text else Value(state=State.BLANK, raw=token)


def plain_text(token: str) -> str:
    """Return a text with plain line ends and no space around it."""
    return token.replace("\r\n", "\n").replace("\r", "\n").strip()


def token_of(value: Value) -> str | None:
    """Return what stands for a value in the XML; None if it has no word for it."""
    if value.raw is not None:
        return value.raw
    if value.state is State.BLANK:
        return ""
    if value.state is State.BELOW and value.bound == 1:
        return "<1"
    if value.state is not State.NUMBER:
        return None
    amount = value.amount
    if isinstance(amount, Decimal):
        return f"{amount:f}"
    return amount.isoformat() if isinstance(amount, dt.date) else str(amount)
