"""XML in, with limits: no document type, no entities, nothing from elsewhere, no more than a report can be.

The parser of the standard library is enough once documents with a document type are refused: without one there are no
entities to expand or to fetch. defusedxml does the same, with a parser written in Python that takes many times as long.
"""

from __future__ import annotations

from typing import NoReturn
from xml.etree import ElementTree as ET
from xml.parsers import expat

from govreport import InvalidInput
from govreport.reading import Source

MAX_BYTES = 16 * 1024 * 1024
MAX_ELEMENTS = 1_000_000
"""The largest report known has 1 MB and 30,000 elements."""


class _RootSeen(Exception):
    """The root element has begun: what may come before it was looked at."""

    def __init__(self, name: str) -> None:
        self.name = name


def parse(source: Source, root: str) -> ET.Element:
    """Return the root element of an XML file, made sure to be the one that is wanted.

    Raises:
        InvalidInput: with the line, if the file is no such XML, too large, or has a document type.
    """
    if len(source.data) > MAX_BYTES or source.data.count(b"<") > 2 * MAX_ELEMENTS:
        what = f"is larger than any Annual FOIA Report ({MAX_BYTES // 1024**2} MB, {MAX_ELEMENTS:,} elements)"
        raise InvalidInput(what, place=source.name, hint="is it the right file?")
    check_beginning(source, root)
    try:
        return ET.fromstring(source.data)  # noqa: S314  # without a document type it can do no harm
    except ET.ParseError as error:
        raise _no_xml(source, error.position[0], str(error)) from None
    except (ValueError, LookupError) as error:  # an encoding that Python or expat does not know
        raise InvalidInput(f"this is no XML that can be read: {error}", place=source.name) from None


def check_beginning(source: Source, root: str) -> None:
    """Refuse a document type, and a root element that is another, before anything is built.

    Raises:
        InvalidInput: with the line.
    """
    parser = expat.ParserCreate(namespace_separator="}")

    def refuse(name: str, *_: object) -> NoReturn:
        if name.lower() == "html":
            what = "is a web page (HTML), not an Annual FOIA Report"
            raise InvalidInput(what, place=source.name, hint="was an error page saved in its place?")
        what = "has a document type declaration (<!DOCTYPE>), which an Annual FOIA Report has not"
        place = f"{source.name}: line {parser.CurrentLineNumber}"
        raise InvalidInput(what, place=place, hint="it could make the reader fetch or expand what is not in the file")

    def begin(name: str, _: object) -> NoReturn:
        raise _RootSeen(name)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = begin
    try:
        parser.Parse(source.data, True)
    except _RootSeen as seen:
        found = "{" + seen.name if "}" in seen.name else seen.name
        if found != root:
            what = f"its root element is <{found.rpartition('}')[2][:60]}>, not that of an Annual FOIA Report"
            raise InvalidInput(what, place=source.name, hint="is it the right file?") from None
    except expat.ExpatError as error:
        raise _no_xml(source, error.lineno, str(error)) from None
    except InvalidInput:
        raise
    except (ValueError, LookupError) as error:
        raise InvalidInput(f"this is no XML that can be read: {error}", place=source.name) from None


def _no_xml(source: Source, line: int, error: str) -> InvalidInput:
    what = error.partition(": line")[0]
    return InvalidInput(f"this is no XML: {what}", place=f"{source.name}: line {line}")
