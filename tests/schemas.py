"""The published JSON Schemas, and what they find wrong with data."""

from __future__ import annotations

import functools
import json
from decimal import Decimal
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

NAMES = ("report", "form", "rules", "findings", "project", "mapping", "ledger")


def load(name: str) -> dict[str, Any]:
    """Return a published schema."""
    found: dict[str, Any] = json.loads((files("govreport") / "schemas" / f"{name}.schema.json").read_text("utf-8"))
    return found


@functools.cache
def _validator(name: str) -> Any:
    types = Draft202012Validator.TYPE_CHECKER.redefine(
        "number", lambda _, it: isinstance(it, int | float | Decimal) and not isinstance(it, bool)
    )
    checked = extend(Draft202012Validator, type_checker=types)
    return checked(load(name), format_checker=Draft202012Validator.FORMAT_CHECKER)


def problems(name: str, data: object) -> list[str]:
    """Return what a schema finds wrong with data, for each problem the deepest cause."""
    found = (relevance(error) for error in _validator(name).iter_errors(data))
    return [f"{error.json_path}: {error.message[:200]}" for error in found]


def relevance(error: ValidationError) -> ValidationError:
    """Return the cause that lies deepest among the alternatives of an error."""
    while error.context:
        error = max(error.context, key=lambda each: len(each.absolute_path))
    return error
