"""From the tokens of a theme to the style sheet of the pages."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

import attrs
from jinja2 import Environment, PackageLoader, StrictUndefined

from govreport.document import (
    WIDE_TABLE,
    Document,
    Figure,
    Grid,
    Heading,
    Room,
    columns_of,
    paper_size,
    points,
    set_in,
    turned_along,
)
from govreport.plugin import FontFace, Theme
from govreport_pdf import faces


def families(wanted: list[str], fonts: tuple[FontFace, ...]) -> list[str]:
    """Return those of the wanted families that the machine or the theme has, in order."""
    own = {face.family for face in fonts}
    there = _installed(tuple(each for each in wanted if each not in own))
    return [each for each in wanted if each in own or each in there]


@functools.lru_cache(maxsize=64)
def _installed(wanted: tuple[str, ...]) -> Mapping[str, faces.Face]:
    return faces.installed(wanted)


def base_of(language: str) -> str:
    """Return which of a theme's two sets of tokens a language has."""
    return "zh" if language.lower().startswith("zh") else "en"


def table_rules(document: Document, tokens: Mapping[str, Any]) -> Iterator[str]:
    """Yield the rules of single tables.

    These are the widths of columns, a smaller size of text where that lets words, numbers or the whole table fit, that
    a table is not divided which one page can hold together with its heading, and what stands on turned pages.
    """
    table = tokens["table"]
    size, line = points(table["size"], 10), points(table["line"], 10)
    turned: set[str] = set()
    for grid in (block for block in document.walk() if isinstance(block, Grid)):
        room = _room(tokens, document.paper, wide=grid.columns > WIDE_TABLE)
        columns = columns_of(grid, room if grid in document.blocks else attrs.evolve(room, turned=None))
        for number, each in enumerate(columns.widths, 1):
            yield f"{_named(grid)} col:nth-child({number}) {{ width: {100 * each / sum(columns.widths):.3f}%; }}"
        if (scale := columns.scale) < 1:
            yield f"{_named(grid)} {{ font-size: {size * scale:.2f}pt; line-height: {line * scale:.2f}pt; }}"
        if columns.together:
            yield f"{_named(grid)} {{ break-inside: avoid; }}"
        turned.update([grid.id] if columns.turned else [])
    sideways = turned_along(document.blocks, lambda grid: grid.id in turned)
    for place, block in enumerate(document.blocks):
        if sideways[place] and isinstance(block, Heading):
            yield f"{_named(block)} {{ page: turned; }}"
        elif sideways[place] and isinstance(block, Grid):
            yield f"{_named(block)}-frame, {_named(block)}-frame + .notes {{ page: turned; }}"


def _named(block: Grid | Heading) -> str:
    """Return the selector of a block; ids of forms have dots, which are classes in CSS."""
    return "#" + re.sub(r"([^\w-])", r"\\\1", block.id)


def _room(tokens: Mapping[str, Any], paper: str, *, wide: bool) -> Room:
    """Return what a page gives to a table beside its heading and two lines of notes.

    The rules between cells take of it, and estimates want some to spare.
    """
    page, table = tokens["page"], tokens["table"]
    size = points(table["size"], 10)
    line = points(table["line"], size)
    margin = {side: points(page[f"margin_{side}"], size) for side in ("left", "right", "top", "bottom")}
    width, height = paper_size(paper)
    width, height = width - margin["left"] - margin["right"], height - margin["top"] - margin["bottom"]
    vertical, horizontal = (2.0, 2.0) if wide else (points(each, size) for each in (table["padding"].split() * 2)[:2])
    rule, beside = points(table["rule"], size), 1.2 * points(tokens["body"]["line"], size) + 2 * line
    return Room(
        width,
        height - beside,
        size,
        line,
        2 * horizontal + 3 * rule,
        2 * vertical + rule,
        points(table["level"], size),
        (height, width - beside),
    )


def in_own_fonts(document: Document, theme: Theme) -> Document:
    """Return a document whose drawings are set in the fonts of its tables: an engine has not those of a reader."""
    wanted = families(theme.tokens_for(document.language)["table"]["families"], theme.fonts)
    own = list(dict.fromkeys([*wanted, *(face.family for face in theme.fonts)]))
    blocks = tuple(
        attrs.evolve(block, svg=set_in(block.svg, own)) if isinstance(block, Figure) else block
        for block in document.blocks
    )
    return attrs.evolve(document, blocks=blocks)


def is_own(family: str, fonts: tuple[FontFace, ...]) -> bool:
    """Whether a family comes with the theme, and so is a stand-in for an official face."""
    return any(face.family == family for face in fonts)


def stylesheet(tokens: Mapping[str, Any], language: str, paper: str, fonts: tuple[FontFace, ...]) -> str:
    """Return the style sheet for a theme's tokens of one language and a paper."""
    roles = {role: dict(values) for role, values in tokens.items()}
    last = [face.family for face in fonts]
    for values in roles.values():
        for key in ("families", "head_families"):
            if key in values:
                found = families(values[key], fonts)
                values[key] = ", ".join(f'"{each}"' for each in dict.fromkeys([*found, *last]))
                if found and is_own(found[0], fonts) and "own_weight" in values:
                    values["weight"] = values["own_weight"]  # of the stand-in
    css: str = _template().render(language=language, paper=paper, fonts=fonts, **roles)
    return css


@functools.cache
def _template() -> Any:
    environment = Environment(
        loader=PackageLoader("govreport_pdf", "."),
        autoescape=False,  # noqa: S701  # CSS from the theme's own tokens; no word of a report gets in here
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.from_string((files("govreport_pdf") / "pages.css.j2").read_text("utf-8"))
