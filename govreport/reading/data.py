"""Plain data out of JSON and TOML: exact decimals, no repeated keys, and errors that name the line."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import Any

from govreport.errors import InvalidInput
from govreport.reading.source import Source


def parse_json(source: Source) -> Any:
    """Return what a JSON file says; numbers with a point or exponent are Decimals.

    Raises:
        InvalidInput: with line and column where it is no JSON, with the key path where a key is repeated.
    """
    import simplejson

    repeated: list[str] = []

    def collect(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            repeated.append(next(key for key in keys if keys.count(key) > 1))
        return found

    text = source.text()
    try:
        data = simplejson.loads(text, object_pairs_hook=collect, parse_float=Decimal, allow_nan=False)
    except simplejson.JSONDecodeError as error:
        place = f"{source.name}: line {error.lineno}, column {error.colno}"
        raise InvalidInput(f"this is no JSON: {error.msg}", place=place, hint=_json_hint(text, error.pos)) from None
    except RecursionError:
        raise InvalidInput("is nested too deeply", place=source.name) from None
    except ValueError as error:  # a whole number of thousands of digits
        raise InvalidInput(f"this is no JSON: {error}", place=source.name) from None
    if repeated:
        line = _line_of_second(text, repeated[0])
        place = f"{source.name}{line}"
        raise InvalidInput(f"the key {repeated[0]!r} stands twice", place=place, hint="delete one of them")
    return data


def _json_hint(text: str, position: int) -> str:
    found = text[position : position + 9].lstrip("-")
    if found.startswith(("NaN", "Infinity")):
        return "NaN and Infinity are no figures: write null for a blank cell"
    return ""


def _line_of_second(text: str, key: str) -> str:
    """Return the line where a repeated key stands for the second time, if it is written without escapes."""
    first = text.find(f'"{key}"')
    second = text.find(f'"{key}"', first + 1)
    return "" if second < 0 else f": line {text.count(chr(10), 0, second) + 1}"


def parse_toml(source: Source) -> dict[str, Any]:
    """Return what a TOML file says; numbers with a point or exponent are Decimals.

    Raises:
        InvalidInput: with line and column where it is no TOML (a repeated key is none).
    """
    try:
        return tomllib.loads(source.text().replace("\r\n", "\n"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        what, _, where = str(error).partition(" (at ")
        place = f"{source.name}: {where.rstrip(')')}" if where else source.name
        raise InvalidInput(f"this is no TOML: {what}", place=place) from None
    except RecursionError:
        raise InvalidInput("is nested too deeply", place=source.name) from None
    except ValueError as error:
        raise InvalidInput(f"this is no TOML: {error}", place=source.name) from None
