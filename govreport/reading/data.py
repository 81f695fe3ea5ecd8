"""Plain data out of JSON and TOML: exact decimals, no repeated keys, and errors that name the line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from govreport.errors import InvalidInput, repeated
from govreport.reading.source import Source

MAX_DEPTH = 64
"""How deeply lists and tables may be nested; those of a report go down to 4."""
_MAX_BITS = 14_000
"""The longest whole number, about as long as `int()` reads in decimal (TOML has hexadecimal ones too)."""
_CHECK_DIGITS = "check it for a typing error"
_HALF = re.compile("[\ud800-\udfff]")
_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+"""
_LONG_KEY = re.compile(rf"""(?<![\w"'-]){_PART}(?:\.[ \t]*+{_PART}){{{MAX_DEPTH}}}""")
"""A dotted TOML key of very many parts, over which `tomllib` would take minutes."""


def parse_json(source: Source) -> Any:
    """Return what a JSON file says; numbers with a point or exponent are Decimals.

    Raises:
        InvalidInput: with line and column where it is no JSON, with the key path where a key is repeated.
    """
    import simplejson

    twice: list[str] = []

    def collect(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twice.append(repeated(key for key, _ in pairs) or "")
        return found

    text = source.text()
    try:
        data = simplejson.loads(text, object_pairs_hook=collect, parse_float=Decimal, allow_nan=False)
    except simplejson.JSONDecodeError as error:
        place = f"{source.name}: line {error.lineno}, column {error.colno}"
        raise InvalidInput(f"this is no JSON: {error.msg}", place=place, hint=_json_hint(text, error.pos)) from None
    except RecursionError:
        raise InvalidInput("is nested too deeply", place=source.name) from None
    except (ValueError, InvalidOperation):  # thousands of digits, or an exponent of dozens
        raise InvalidInput("holds a number that is too long", place=source.name, hint=_CHECK_DIGITS) from None
    if twice:
        place = f"{source.name}{_line_of_second(text, twice[0])}"
        raise InvalidInput(f"the key {twice[0]!r} stands twice", place=place, hint="delete one of them")
    _bounded(data, source.name)
    return data


def _json_hint(text: str, position: int) -> str:
    found = text[position : position + 9].lstrip("-")
    if found.startswith(("NaN", "Infinity")):
        return "NaN and Infinity are no figures: write null for a blank cell"
    return ""


def _line_of_second(text: str, key: str) -> str:
    """Return the line where a repeated key stands for the second time, if it is written without escapes."""
    places = [found.start() for found in re.finditer(re.escape(f'"{key}"') + r"\s*:", text)]
    return f": line {text.count(chr(10), 0, places[1]) + 1}" if len(places) == 2 else ""


def _bounded(data: object, place: str) -> None:
    """Refuse what would break those who read or write the data: depth, giant numbers, half characters."""
    level, depth = [data], 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise InvalidInput("is nested too deeply", place=place)
        below: list[object] = []
        for each in level:
            if isinstance(each, Mapping):
                below.extend(each)
                below.extend(each.values())
            elif isinstance(each, list):
                below.extend(each)
            elif isinstance(each, int) and each.bit_length() > _MAX_BITS:
                raise InvalidInput("holds a number that is too long", place=place, hint=_CHECK_DIGITS)
            elif isinstance(each, str) and not each.isascii() and _HALF.search(each):
                raise InvalidInput(f"{each!r} holds half a character (a lone surrogate)", place=place)
        level = below


def parse_toml(source: Source) -> dict[str, Any]:
    """Return what a TOML file says; numbers with a point or exponent are Decimals.

    Raises:
        InvalidInput: with line and column where it is no TOML (a repeated key is none).
    """
    text = source.text()
    if _LONG_KEY.search(text):
        raise InvalidInput("is nested too deeply", place=source.name)
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        what, _, where = str(error).partition(" (at ")
        place = f"{source.name}: {where.rstrip(')')}" if where else source.name
        raise InvalidInput(f"this is no TOML: {what}", place=place) from None
    except RecursionError:
        raise InvalidInput("is nested too deeply", place=source.name) from None
    except (ValueError, InvalidOperation):  # as above
        raise InvalidInput("holds a number that is too long", place=source.name, hint=_CHECK_DIGITS) from None
    _bounded(data, source.name)
    return data
