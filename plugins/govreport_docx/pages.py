"""Pages: their size and margins by section, and the number at the foot of each."""

from __future__ import annotations

from govreport.document import Run
from govreport_docx.inline import Inline
from govreport_docx.look import Look
from govreport_docx.markup import Element, node, root, twips, words

FOOTERS = ("footer", "footer-even", "footer-turned")
"""The parts that hold what stands at the foot of a page; their names are the ids of their relations."""
_HEADER = 42.5
"""Points from the edge to a header, which there is none of."""


def section(look: Look, *, turned: bool) -> Element:
    """Return the properties of a section of upright or turned pages.

    A turned page has the margins of an upright one that was turned to the left.
    """
    page = look.tokens["page"]
    width, height = look.paper
    sides = ("top", "right", "bottom", "left")
    margins = [float(page[f"margin_{side}"]) for side in sides]
    size = [twips(width), twips(height)]
    if turned:
        margins = [margins[3], *margins[:3]]
        size.reverse()
    paper = node("pgSz", w=size[0], h=size[1], orient="landscape" if turned else "portrait")
    around = dict(zip(sides, map(twips, margins), strict=True))
    drop = margins[2] - float(page["number_drop"]) - 1.2 * float(page["number_size"])
    space = node("pgMar", **around, header=twips(_HEADER), footer=twips(max(drop, 12)), gutter=0)
    usual = "footer-turned" if turned and not has_even(look) else "footer"
    feet = {"default": usual} | ({"even": "footer-even"} if has_even(look) else {})
    found = [node("footerReference", type=kind) for kind in feet]
    for foot, name in zip(found, feet.values(), strict=True):
        foot.set("r:id", name)
    return node("sectPr", *found, node("type", val="nextPage"), paper, space)


def has_even(look: Look) -> bool:
    """Whether pages with even numbers have a foot of their own: the number stands at the outer edge."""
    return bool(look.tokens["page"]["number"] == "dashes")


def footers(look: Look, title: str, inline: Inline) -> dict[str, Element]:
    """Return the roots of the parts for the foot of pages, by name."""
    if has_even(look):
        told = {"footer": "Footer", "footer-even": "FooterEven"}
        return {name: _footer(style, _text("— "), _field("PAGE"), _text(" —")) for name, style in told.items()}
    told = {"footer": "Footer", "footer-turned": "FooterTurned"}
    content = [*inline.runs((Run(title),)), node("r", node("tab")), _field("PAGE"), _text(" / "), _field("NUMPAGES")]
    return {name: _footer(style, *content) for name, style in told.items()}


def _footer(style: str, *content: Element) -> Element:
    return root("ftr", node("p", node("pPr", node("pStyle", val=style)), *content))


def _text(text: str) -> Element:
    return node("r", words(text))


def _field(instruction: str) -> Element:
    """Return a field: Word puts in the number."""
    return node("fldSimple", _text("1"), instr=f" {instruction} ")
