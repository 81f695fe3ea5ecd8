"""Elements of WordprocessingML: made one by one, so that no text of a report can become markup.

They are those of the standard library, which makes a million in a few seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, tostring

from govreport.document import spelt_out

__all__ = ["Element", "node", "plain", "properties", "root", "twips", "words", "written"]

_NAMESPACES = {
    "xmlns:w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "xmlns:r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NO_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")
_ORDER = {
    f"w:{name}": place
    for place, name in enumerate(
        # of a paragraph
        "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs kinsoku autoSpaceDE autoSpaceDN "
        "snapToGrid "
        # of a run
        "rStyle rFonts b bCs i iCs color "
        # of both
        "spacing ind contextualSpacing jc outlineLvl sz szCs u vertAlign lang".split()
    )
}
"""Word takes properties in the order of its schema only."""


def node(local: str, *children: Element, **attributes: object) -> Element:
    """Return an element with children and attributes, all in the namespace of WordprocessingML.

    >>> node("ind", left=5).attrib
    {'w:left': '5'}
    """
    made = Element(f"w:{local}", {f"w:{key}": str(value) for key, value in attributes.items()})
    made.extend(children)
    return made


def root(local: str, *children: Element) -> Element:
    """Return the element that a part begins with."""
    made = node(local, *children)
    made.attrib.update(_NAMESPACES)
    return made


def properties(local: str, found: Iterable[Element]) -> Element:
    """Return an element with properties of a paragraph or run in the order that Word wants."""
    return node(local, *sorted(found, key=lambda each: _ORDER[each.tag]))


def plain(text: str) -> str:
    r"""Return a text without what no page and no XML may hold; a tab is a space, any line end the same.

    >>> plain("a\x00\tb\r\nc\uffff")
    'a\\u0000 b\nc\\uffff'
    """
    if text.isprintable():
        return text
    told = spelt_out(re.sub(r"\r\n?|[\x85\u2028\u2029]", "\n", text).replace("\t", " "))
    return _NO_CHARACTER.sub(lambda found: f"\\u{ord(found[0]):04x}", told)


def words(text: str) -> Element:
    """Return the element of some characters, spaces kept."""
    made = node("t")
    made.text = text
    made.set("xml:space", "preserve")
    return made


def written(part: Element) -> bytes:
    """Return a part of the package."""
    return (_HEAD + tostring(part, "unicode")).encode()


def twips(length: float) -> int:
    """Return points as twentieths of them, in which Word measures.

    >>> twips(28.9)
    578
    """
    return round(length * 20)
