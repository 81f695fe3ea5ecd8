"""A document as HTML: what each block becomes; the markup itself is in `page.html.j2`."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from importlib.resources import files

import attrs
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import escape

from govreport import InvalidInput, State
from govreport.document import Block, Document, Figure, Grid, GridCell, Heading, Run, say, spelt_out
from govreport.plugin import RenderContext

_IN_AN_ID = str.maketrans("[,#", "::~", "]")
"""What the marks of an address become in an id, so that two addresses never have one id."""
_LONG_WORD = re.compile(r"[!-\u2e7f]{41,}")  # Chinese breaks anywhere by itself
_PURPOSES = ("screen", "print", "part")


def render(document: Document, context: RenderContext) -> str:
    """Return a document as HTML.

    With `purpose="print"` it comes without style sheet and navigation, for an engine that makes pages of it; with
    `purpose="part"` as an element to be put into another page, as a notebook is.

    Raises:
        InvalidInput: if the purpose is none of these.
    """
    purpose = context.options["purpose"]
    if purpose not in _PURPOSES:
        raise InvalidInput(f"format html has no purpose {purpose!r}", hint="one of " + ", ".join(_PURPOSES))
    page = (
        _environment()
        .get_template("page.html.j2")
        .render(
            document=document,
            sections=tuple(sections(document.blocks)),
            screen=purpose == "screen",
            part=purpose == "part",
            style="" if purpose == "print" else _style(f"{purpose}.css"),
            say=lambda key, *values: say(key, document.language, *values),
            colon="：" if document.language.lower().startswith("zh") else ": ",
            anchor=anchor,
            pieces=pieces,
            scope=scope,
            headers=headers,
            is_long=is_long,
            title=next((each.runs for each in document.blocks if isinstance(each, Heading)), (Run(document.title),)),
            has_long_word=has_long_word,
            drawing=drawing,
        )
    )
    return spelt_out(page)


@functools.cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader(__package__ or "govreport_html", "."),
        autoescape=True,  # always: Jinja's choice by suffix does not know .html.j2
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@functools.cache
def _style(name: str) -> str:
    return (files(__package__ or "govreport_html") / name).read_text("utf-8")


@attrs.frozen
class Section:
    """The blocks from one heading of level 2 to the next; `before` is what begins the page above the heading."""

    before: tuple[Block, ...]
    heading: Heading | None
    blocks: tuple[Block, ...]


def sections(blocks: tuple[Block, ...]) -> Iterator[Section]:
    """Yield the blocks below the title in sections; a page break and an annex' number go with the heading below."""
    before: list[Block] = []
    section = Section((), None, ())
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            continue
        if isinstance(block, Heading) and block.level == 2:
            yield section
            section, before = Section(tuple(before), block, ()), []
        elif block.kind == "pagebreak" or getattr(block, "role", "") == "annex":
            before.append(block)
        else:
            section = attrs.evolve(section, blocks=(*section.blocks, *before, block))
            before = []
    yield attrs.evolve(section, blocks=(*section.blocks, *before))


def anchor(address: str) -> str:
    """Return the id of the element that shows a cell.

    >>> anchor("V_B_1.reason[C1#2,NoRecords]")
    'cell-V_B_1.reason:C1~2:NoRecords'
    """
    return "cell-" + address.translate(_IN_AN_ID)


def pieces(runs: tuple[Run, ...]) -> Iterator[tuple[Run, str, bool]]:
    """Yield each line of each run, its state (empty for a number), and whether a break precedes it."""
    for run in runs:
        state = "" if run.state in (None, State.NUMBER) else str(run.state)
        for place, line in enumerate(run.text.split("\n")):
            yield attrs.evolve(run, text=line), state, place > 0


def scope(cell: GridCell) -> str:
    """Return the scope attribute of a header cell."""
    if cell.kind == "column":
        return "colgroup" if cell.colspan > 1 else "col"
    if cell.kind in {"group", "title"}:
        return "rowgroup" if cell.kind == "group" else "colgroup"
    return "rowgroup" if cell.rowspan > 1 else "row"


def headers(grid: Grid) -> dict[tuple[int, int], str]:
    """Return the ids of the headers of each data cell, where scopes do not say them; else nothing."""
    plain = all(
        cell.rowspan == cell.colspan == 1 and not cell.level and cell.kind not in {"title", "group"}
        for cell in grid.cells
        if cell.is_header
    )
    if plain:
        return {}
    return {
        place: " ".join(f"{grid.id}-{each.row}-{each.column}" for each in heads)
        for place, heads in grid.headers().items()
    }


def has_long_word(cell: GridCell) -> bool:
    """Whether a cell holds a word that may be wider than a page, as an address may be, and so must break anywhere."""
    return _LONG_WORD.search(cell.text) is not None


def drawing(figure: Figure, screen: bool) -> str:
    """Return the drawing of a figure; for an engine with its words in `title`, which a browser would show as a hint."""
    found = re.search(r"<svg\b[^>]*[^/]>", figure.svg)
    if screen or found is None or "<title" in figure.svg:
        return figure.svg
    return f"{figure.svg[: found.end()]}<title>{escape(figure.alternative)}</title>{figure.svg[found.end() :]}"


def is_long(grid: Grid) -> bool:
    """Whether a table has too many columns for a narrow screen, and scrolls there."""
    return grid.columns > 4
