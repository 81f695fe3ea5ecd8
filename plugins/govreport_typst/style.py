"""From the tokens of a theme to numbers: each length in points, each list of families as this machine has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from govreport.document import paper_size, points
from govreport.plugin import Theme
from govreport_typst.fonts import Typecase, typecase

_WORDS = {"families", "head_families", "weight", "own_weight", "align", "number"}
_ROLES = ("page", "body", "title", "heading", "subheading", "table", "caption", "colour")


@attrs.frozen
class Style:
    """How a document is to look, for the template.

    Args:
        chinese: whether it is set by the rules for Chinese.
        paper: as Typst calls it.
        width, height: of the text on a page, in points; of the height, beside one heading and two lines of notes.
        turned: likewise on a turned page.
        tokens: by role, lengths in points.
        fonts: what the families stand for.
        lists: every list of families that a text may be set in.
    """

    chinese: bool
    paper: str
    width: float
    height: float
    turned: tuple[float, float]
    tokens: Mapping[str, Any]
    fonts: Typecase
    lists: tuple[tuple[str, ...], ...]


def make_style(theme: Theme, language: str, paper: str) -> Style:
    """Return the style of a theme for a language and paper.

    Raises:
        InvalidInput: if the theme says nothing of a role, a token is no length, or the paper is not known.
    """
    base = "zh" if language.lower().startswith("zh") else "en"
    given = theme.tokens_for(language, _ROLES)
    roles = {role: given[role] for role in _ROLES}
    wanted = tuple(sorted({each for role in roles.values() for each in _wanted(role)}))
    fonts = typecase(theme.fonts, wanted)
    lists: set[tuple[str, ...]] = set()
    tokens: dict[str, Any] = {role: _resolved(role, values, fonts, lists) for role, values in roles.items()}
    body = tokens["body"]
    tokens["strong"] = body["families"] if fonts.is_own(body["families"]) else tokens["heading"]["families"]
    tokens["chinese"] = base == "zh"
    page = tokens["page"]
    width, height = paper_size(paper)
    width -= page["margin_left"] + page["margin_right"]
    height -= page["margin_top"] + page["margin_bottom"]
    beside = 1.5 * body["line"] + 2 * tokens["table"]["line"]
    name = {"letter": "us-letter", "legal": "us-legal"}.get(paper.lower(), paper.lower())
    return Style(
        base == "zh", name, width, height - beside, (height, width - beside), tokens, fonts, tuple(sorted(lists))
    )


def _wanted(role: Mapping[str, Any]) -> list[str]:
    return [*role.get("families", ()), *role.get("head_families", ())]


def _resolved(role: str, values: Mapping[str, Any], fonts: Typecase, lists: set[tuple[str, ...]]) -> dict[str, Any]:
    """Return the tokens of one role with lengths in points and families as they are there."""
    found = dict(values)
    size = points(found.get("size", "10pt"), 10)
    for key in ("families", "head_families"):
        if key in found:
            found[key] = fonts.families(found[key])
            lists.add(found[key])
    if "own_weight" in found and fonts.is_own(found.get("families", ())):
        found["weight"] = found["own_weight"]  # of the stand-in
    if role == "colour":
        return found
    for key, value in found.items():
        if isinstance(value, str) and key not in _WORDS:
            lengths = [points(each, size) for each in value.split()]
            found[key] = (lengths * 2)[:2] if key == "padding" else lengths[0]
    return found
