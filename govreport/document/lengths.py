"""Lengths of typographic tokens, and the sizes of papers, in points: what engines that set pages share."""

from __future__ import annotations

import re

from govreport.errors import InvalidInput

_POINTS = {"pt": 1.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "px": 0.75}
_LENGTH = re.compile(r"(-?[\d.]+)(pt|mm|cm|in|px|em)?")
_PAPERS = {"a3": (297, 420), "a4": (210, 297), "a5": (148, 210), "letter": (215.9, 279.4), "legal": (215.9, 355.6)}
"""How wide and high each is, in millimetres."""


def paper_size(name: str) -> tuple[float, float]:
    """Return how wide and how high a paper is, in points.

    Raises:
        InvalidInput: if it is not known.

    >>> tuple(map(round, paper_size("Letter")))
    (612, 792)
    """
    if name.lower() not in _PAPERS:
        raise InvalidInput(f"no paper {name!r}", hint="one of A3, A4, A5, Letter, Legal")
    width, height = _PAPERS[name.lower()]
    return width * _POINTS["mm"], height * _POINTS["mm"]


def points(length: str, size: float) -> float:
    """Return a CSS length in points.

    Raises:
        InvalidInput: if it is none.

    >>> points("2em", 16), points("37mm", 16) > 100, points("normal", 16)
    (32.0, True, 0.0)
    """
    if length == "normal":
        return 0.0
    found = _LENGTH.fullmatch(length)
    if found is None:
        raise InvalidInput(f"{length!r} is no length", hint="write it as 12pt, 3mm or 2em")
    return float(found[1]) * (size if found[2] == "em" else _POINTS.get(found[2] or "pt", 1.0))
