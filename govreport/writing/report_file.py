"""`report/1`: from a `Report` to plain data, and on to JSON or TOML. The shortest form of each value is used."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, TypeAlias

import attrs

from govreport.model.cell import Cell
from govreport.model.report import Contribution, Layout, Origin, Report, Revision
from govreport.model.value import State, Value

FORMAT = "report/1"
TomlTable: TypeAlias = Any
"""A table of tomlkit, which is imported when it is first used."""


def plain_report(report: Report) -> dict[str, Any]:
    """Return the report as plain data: dicts, lists, texts, numbers; what says nothing is left out."""
    data: dict[str, Any] = {
        "govreport": FORMAT,
        "form": report.form.id,
        "kind": report.kind,
        "publisher": _without_none(attrs.asdict(report.publisher)),
        "period": report.period,
        "published": report.published,
        "language": report.language,
        "title": report.title,
        "source": report.source,
        "partial": report.partial or None,
        "filed_on": report.filed_on,
        "revision": None if report.revision is None else _revision(report.revision),
        "values": {str(cell): plain_value(value) for cell, value in report.values.items()},
        "members": _members(report),
        "narrative": dict(report.narrative),
        "notes": [_note(each) for each in report.notes],
        "attestation": _without_none(attrs.asdict(report.attestation)),
        "origins": {str(cell): _origin(each) for cell, each in report.origins.items()},
        "waivers": [_waiver(each) for each in report.waivers],
        "contributions": {str(cell): _contribution(each) for cell, each in report.contributions.items()},
        "layout": None if report.layout is None else _layout(report.layout),
        "unplaced": [_without_none(attrs.asdict(each)) for each in report.unplaced],
        "extra": dict(report.extra),
    }
    return {
        key: value
        for key, value in data.items()
        if value not in (None, {}, []) or key == "values" or (key == "layout" and value is not None)
    }


def _without_none(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value is not None}


def _revision(revision: Revision) -> dict[str, Any]:
    was = {str(cell): plain_value(value) for cell, value in revision.was.items()}
    return _without_none({**attrs.asdict(revision, recurse=False), "was": was or None})


def _contribution(about: Contribution) -> dict[str, Any]:
    data = {
        "parts": {name: plain_value(value) for name, value in about.parts.items()},
        "complete": None if about.complete else False,
        "lower_bound": about.lower_bound or None,
        "refused": dict(about.refused) or None,
    }
    return _without_none(data)


def _origin(origin: Origin) -> dict[str, Any]:
    return _without_none({**attrs.asdict(origin), "rows": list(origin.rows) or None})


def _members(report: Report) -> dict[str, Any]:
    return {
        axis: [
            _without_none(
                {
                    "id": member.id,
                    "label": next(iter(member.labels.values()), None),
                    "short": member.short,
                    "unknown": member.unknown or None,
                }
            )
            for member in named
        ]
        for axis, named in report.members.items()
    }


def _cells(cells: tuple[Cell, ...]) -> list[str] | None:
    return [str(cell) for cell in cells] or None


def _note(note: Any) -> dict[str, Any]:
    on = _without_none({"cells": _cells(note.cells), "section": note.section})
    return _without_none({"id": note.id, "text": note.text, "on": on or None})


def _waiver(waiver: Any) -> dict[str, Any]:
    figures = {str(cell): plain_value(value) for cell, value in waiver.figures.items()}
    given = {"cells": _cells(waiver.cells), "figures": figures or None, "quotes": list(waiver.quotes) or None}
    return _without_none({**attrs.asdict(waiver, recurse=False), **given})


def _layout(layout: Layout) -> dict[str, Any]:
    lines = {section: list(each) for section, each in layout.lines.items()}
    columns = {table: list(each) for table, each in layout.columns.items()}
    printed = {str(cell): plain_value(value) for cell, value in layout.printed.items()}
    return {key: value for key, value in (("lines", lines), ("columns", columns), ("printed", printed)) if value}


def plain_value(value: Value) -> Any:
    """Return a value in the shortest form that keeps all of it: a bare amount, null for blank, else an object.

    >>> plain_value(Value.of(26)), plain_value(Value.of(None)), plain_value(Value.below(1))
    (Decimal('26'), None, {'below': Decimal('1')})
    """
    rest = _without_none(
        {
            "quality": None if value.quality is None else value.quality.value,
            "confidentiality": value.confidentiality,
            "raw": value.raw,
            "note": value.note,
        }
    )
    if value.state is State.NUMBER:
        return {"amount": value.amount, **rest} if rest else value.amount
    if value.state is State.BELOW:
        return {"below": value.bound, **rest}
    if value.state is State.BLANK and not rest:
        return None
    return {"state": value.state.value, **rest}


def to_json(data: object) -> str:
    """Return plain data as JSON text, Decimals as exact numbers, with a newline at the end."""
    import simplejson

    text: str = simplejson.dumps(data, indent=1, ensure_ascii=False, use_decimal=True, allow_nan=False, default=_dated)
    return text.translate(_STEERING) + "\n"


_STEERING = {code: f"\\u{code:04x}" for code in range(0x7F, 0xA0)}
"""Control characters that JSON and TOML allow in a string as they are, and that steer a terminal."""


def _dated(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    msg = f"{value!r} has no place in JSON"
    raise TypeError(msg)


def to_toml(report: Report) -> str:
    """Return a report as TOML text: `[values.requests_new]` holds the cells of an indicator, `""` is a blank."""
    import tomlkit

    data = plain_report(report)
    flat = {str(cell): cell for cell in report.values}
    values: dict[str, Any] = {}
    for address, given in data["values"].items():
        cell = flat[address]
        if cell.members:
            values.setdefault(cell.indicator, {})[",".join(cell.members)] = given
        else:
            values[address] = given
    data["values"] = values
    return tomlkit.dumps(toml_item(data, tomlkit.document())).translate(_STEERING)


def toml_item(data: dict[str, Any], table: Any) -> Any:
    """Fill a tomlkit table: plain keys first, since TOML would count them to the sub-table above them."""
    import tomlkit

    for key, value in sorted(data.items(), key=lambda item: isinstance(item[1], dict)):
        if isinstance(value, dict) and _is_value(value):
            table.add(key, toml_scalar(value))
        elif isinstance(value, dict):
            table.add(key, toml_item(value, tomlkit.table()))
        elif isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
            tables = tomlkit.aot()
            for each in value:
                tables.append(toml_item(each, tomlkit.table()))
            table.add(key, tables)
        else:
            table.add(key, toml_scalar(value))
    return table


def _is_value(data: dict[str, Any]) -> bool:
    """Whether a table is one value of a report (`{state = …}`), which is written on its line."""
    return any(key in data for key in ("state", "amount", "below")) and not any(
        isinstance(each, dict) for each in data.values()
    )


def toml_scalar(value: Any) -> Any:
    """Return plain data as an item of tomlkit; a number as written, None as an empty text."""
    import tomlkit
    from tomlkit.items import Float, Integer, Trivia

    if value is None:
        return tomlkit.string("")
    if isinstance(value, Decimal):
        text = str(value)  # as it is: TOML writes exponents as Decimal does
        if text.lstrip("-").isdigit():
            return Integer(int(text), Trivia(), text)
        return Float(0.0, Trivia(), text)
    if isinstance(value, str) and "\n" in value and "\r" not in value:  # TOML reads CR LF as LF
        return tomlkit.string(value, multiline="'''" not in value and not value.startswith("\n"), literal=False)
    if isinstance(value, dict):
        inline = tomlkit.inline_table()
        inline.update({key: toml_scalar(inside) for key, inside in value.items()})
        return inline
    if isinstance(value, list | tuple):
        array = tomlkit.array()
        array.extend(toml_scalar(each) for each in value)
        return array
    return tomlkit.item(value)
