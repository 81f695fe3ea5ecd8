"""Form files that begin with another edition: what they say themselves goes before what the `base` says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from govreport.reading.keyed import Keyed

OWN = ("id", "aliases", "first_year", "last_year")
"""What an edition never has from its base."""
LISTS = ("unit", "axis", "section", "table", "chart")
"""Lists of things with an id: one of the same id takes the place of the base's, the others are added."""


def over_base(keyed: Keyed, own: Mapping[str, Any], base: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data of a form file, completed by those of the edition that it names as its base.

    Args:
        keyed: the file, for errors.
        own: what it says.
        base: what the file of the base says.

    Raises:
        InvalidInput: if a section is to stand after one that is not there.
    """
    found = {key: value for key, value in base.items() if key not in OWN}
    for key, value in own.items():
        if key in LISTS and isinstance(value, list) and isinstance(found.get(key), list):
            found[key] = _joined(keyed, key, found[key], value)
        else:
            found[key] = value
    found.pop("base", None)
    return found


def _joined(keyed: Keyed, key: str, base: list[Any], own: list[Any]) -> list[Any]:
    joined = list(base)
    for each in own:
        ids = [other.get("id") if isinstance(other, Mapping) else None for other in joined]
        if not isinstance(each, Mapping) or each.get("id") is None:
            joined.append(each)  # the error is told where ids are read
        elif each["id"] in ids:
            joined[ids.index(each["id"])] = each
        elif key != "section" or (after := each.get("after")) is None:
            joined.append(each)
        elif after in ids:
            joined.insert(ids.index(after) + 1, {name: value for name, value in each.items() if name != "after"})
        else:
            raise keyed.error(f"{each['id']}: there is no {key} {after!r} to stand after", key)
    return joined
