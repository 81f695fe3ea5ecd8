"""From the tokens of a theme to numbers: lengths in points, and the names of fonts that Word is to ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from govreport import InvalidInput
from govreport.document import WIDE_TABLE, Grid, Room, paper_size, points
from govreport.plugin import Theme

_WORDS = {"families", "head_families", "weight", "own_weight", "align", "number"}
_ROLES = ("page", "body", "title", "heading", "subheading", "table", "caption", "colour")
_TIGHT = 2.0
"""Points around the text of a cell in a table of many columns."""
BOLD = 600
"""From this weight on a face is asked for in bold."""
_PROOFED = {"en": "en-US", "zh-hant": "zh-TW", "zh-tw": "zh-TW", "zh-hk": "zh-HK"}


@attrs.frozen
class Fonts:
    """The families for a role, the wanted one first.

    Args:
        latin: for letters and digits.
        asian: for Chinese.
    """

    latin: tuple[str, ...]
    asian: tuple[str, ...]


@attrs.frozen
class Look:
    """How a document is to look.

    Args:
        chinese: whether it is set by the rules for Chinese.
        paper: width and height, in points.
        tokens: by role, lengths in points.
        fonts: by role, and `heads` for those of tables.
    """

    chinese: bool
    paper: tuple[float, float]
    tokens: Mapping[str, Mapping[str, Any]]
    fonts: Mapping[str, Fonts]

    def width(self, *, turned: bool = False) -> float:
        """Return how wide the text of a page is, in points."""
        page = self.tokens["page"]
        if turned:
            return self.paper[1] - float(page["margin_top"] + page["margin_bottom"])
        return self.paper[0] - float(page["margin_left"] + page["margin_right"])

    def height(self, *, turned: bool = False) -> float:
        """Return how high the text of a page is, in points."""
        page = self.tokens["page"]
        if turned:
            return self.paper[0] - float(page["margin_left"] + page["margin_right"])
        return self.paper[1] - float(page["margin_top"] + page["margin_bottom"])

    def padding(self, grid: Grid) -> tuple[float, float]:
        """Return what stands above and below, and to both sides, of the text of a cell."""
        vertical, horizontal = self.tokens["table"]["padding"]
        return (_TIGHT, _TIGHT) if grid.columns > WIDE_TABLE else (vertical, horizontal)

    def room(self, grid: Grid, *, indent: float, may_turn: bool) -> Room:
        """Return what a page gives to a table beside its heading and two lines of notes."""
        table = self.tokens["table"]
        vertical, horizontal = self.padding(grid)
        beside = 1.5 * self.tokens["body"]["line"] + 2 * table["line"]
        return Room(
            self.width() - indent,
            self.height() - beside,
            table["size"],
            table["line"],
            2 * horizontal + 3 * table["rule"],
            2 * vertical + table["rule"],
            table["level"],
            (self.width(turned=True), self.height(turned=True) - beside) if may_turn else None,
        )


def make_look(theme: Theme, language: str, paper: str) -> Look:
    """Return the look of a theme for a language and paper.

    Raises:
        InvalidInput: if the theme says nothing of a role, a token is no length, or the paper is not known.
    """
    base = "zh" if language.lower().startswith("zh") else "en"
    given = theme.tokens_for(language, _ROLES)
    chinese = theme.tokens.get("zh") or given
    private = {face.family for face in theme.fonts}
    fonts: dict[str, Fonts] = {}
    for role, key, called in [*((each, "families", each) for each in _ROLES), ("table", "head_families", "heads")]:
        if key in given[role]:
            asian = chinese.get(role, {}).get(key) or given[role][key]
            fonts[called] = Fonts(_public(given[role][key], private), _public(asian, private))
    tokens = {role: _resolved(role, given[role]) for role in _ROLES}
    return Look(base == "zh", paper_size(paper), tokens, fonts)


def _public(families: list[str], private: set[str]) -> tuple[str, ...]:
    """Return the families that another machine may have; those that come with the theme stay with it."""
    return tuple(each for each in families if each not in private) or tuple(families)


def _resolved(role: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the tokens of one role with lengths in points."""
    found = dict(values)
    size = points(found.get("size", "10pt"), 10)
    for key, value in found.items():
        if role == "colour":
            found[key] = hexadecimal(value)
        elif isinstance(value, str) and key not in _WORDS:
            lengths = [points(each, size) for each in value.split()]
            found[key] = (lengths * 2)[:2] if key == "padding" else lengths[0]
    return found


def hexadecimal(colour: str) -> str:
    """Return a CSS colour as Word wants it.

    Raises:
        InvalidInput: if it is not written with # and digits.

    >>> hexadecimal("#444"), hexadecimal("#eef1f5")
    ('444444', 'EEF1F5')
    """
    digits = colour.removeprefix("#")
    digits = "".join(each * 2 for each in digits) if len(digits) == 3 else digits
    if not colour.startswith("#") or len(digits) != 6 or not set(digits.lower()) <= set("0123456789abcdef"):
        raise InvalidInput(f"{colour!r} is no colour", hint="write it as #444 or #eef1f5")
    return digits.upper()


def tongues(language: str) -> tuple[str, str]:
    """Return the languages that letters and Chinese characters are proofed in.

    >>> tongues("zh-Hans"), tongues("en"), tongues("fr-CA")
    (('en-US', 'zh-CN'), ('en-US', 'zh-CN'), ('fr-CA', 'zh-CN'))
    """
    if language.lower().startswith("zh"):
        return "en-US", _PROOFED.get(language.lower(), "zh-CN")
    return _PROOFED.get(language.lower(), language) or "en-US", "zh-CN"
