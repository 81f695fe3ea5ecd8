"""The parts of a Word file beside its text: lists, fonts, settings, properties; and the archive around them all."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence

from govreport.document import Document, without_times
from govreport_docx.look import Look, tongues
from govreport_docx.markup import Element, node, plain, root, twips, written
from govreport_docx.pages import FOOTERS, has_even
from govreport_docx.styles import LIST_STEP

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_CORE = {
    "xmlns:cp": f"{_PACKAGE}metadata/core-properties",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:dcterms": "http://purl.org/dc/terms/",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
_PARTS = {
    "styles": "styles",
    "numbering": "numbering",
    "settings": "settings",
    "fontTable": "fontTable",
    **dict.fromkeys(FOOTERS, "footer"),
}
"""What each part beside the text is, by name."""
_BULLETS = "•–·"
_COMPATIBILITY = {
    "compatibilityMode": 15,
    "overrideTableStyleFontSizeAndJustification": 1,
    "enableOpenTypeFeatures": 1,
    "doNotFlipMirrorIndents": 1,
    "differentiateMultirowTableHeaders": 1,
}


def packed(document: Document, text: Element, parts: Mapping[str, Element], links: Mapping[str, str]) -> bytes:
    """Return a Word file.

    Args:
        document: of which its properties tell.
        text: the root of its main part.
        parts: the roots of the others, by name.
        links: by address, the ids of relations that lead out of it.
    """
    members = {
        "[Content_Types].xml": _types(parts),
        "_rels/.rels": _relations(
            [
                ("text", f"{_OFFICE}officeDocument", "word/document.xml", False),
                ("core", f"{_PACKAGE}relationships/metadata/core-properties", "docProps/core.xml", False),
            ]
        ),
        "docProps/core.xml": _core(document),
        "word/document.xml": text,
        "word/_rels/document.xml.rels": _relations(
            [
                *((each, f"{_OFFICE}{_PARTS[each]}", f"{each}.xml", False) for each in parts),
                *((key, f"{_OFFICE}hyperlink", address, True) for address, key in links.items()),
            ]
        ),
        **{f"word/{each}.xml": part for each, part in parts.items()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in members.items():
            archive.writestr(name, written(part))
    return without_times(out.getvalue())


def _types(parts: Iterable[str]) -> Element:
    types = Element("Types", xmlns=f"{_PACKAGE}content-types")
    endings = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    for ending, kind in endings.items():
        types.append(Element("Default", Extension=ending, ContentType=kind))
    named = {"/word/document.xml": f"{_WORD}document.main+xml"}
    named |= {f"/word/{each}.xml": f"{_WORD}{_PARTS[each]}+xml" for each in parts}
    named["/docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    for name, kind in named.items():
        types.append(Element("Override", PartName=name, ContentType=kind))
    return types


def _relations(found: Iterable[tuple[str, str, str, bool]]) -> Element:
    """Return relations, each given by id, kind, target, and whether that is outside."""
    relations = Element("Relationships", xmlns=f"{_PACKAGE}relationships")
    for key, kind, target, outside in found:
        mode = {"TargetMode": "External"} if outside else {}
        relations.append(Element("Relationship", {"Id": key, "Type": kind, "Target": target} | mode))
    return relations


def _core(document: Document) -> Element:
    """Return the properties; without a date of publication there is none of the file either, for it has no clock."""
    core = Element("cp:coreProperties", _CORE)
    told = {
        "dc:title": document.title,
        "dc:subject": document.subject,
        "dc:creator": document.author,
        "cp:lastModifiedBy": document.author,
        "dc:language": document.language,
    }
    if document.date:
        told |= dict.fromkeys(("dcterms:created", "dcterms:modified"), f"{document.date[:10]}T00:00:00Z")
    for key, text in told.items():
        if text:
            made = Element(key, {"xsi:type": "dcterms:W3CDTF"} if key.startswith("dcterms") else {})
            made.text = plain(text)
            core.append(made)
    return core


def numbering(look: Look, starts: Sequence[tuple[int, int]]) -> Element:
    """Return the root of the part `numbering.xml`.

    Args:
        look: how it is to look.
        starts: for each list that is numbered its level and its first number.
    """
    step, hang = (each * float(look.tokens["body"]["size"]) for each in (LIST_STEP, 1.5))

    def level(depth: int, kind: str, text: str) -> Element:
        place = node("pPr", node("ind", left=twips((depth + 1) * step), hanging=twips(hang)))
        about = (node("start", val=1), node("numFmt", val=kind), node("lvlText", val=text), node("lvlJc", val="left"))
        return node("lvl", *about, place, ilvl=depth)

    bullets = [level(each, "bullet", _BULLETS[min(each, 2)]) for each in range(9)]
    numbers = [level(each, "decimal", f"%{each + 1}.") for each in range(9)]
    many = node("multiLevelType", val="hybridMultilevel")
    kinds = [node("abstractNum", many, *each, abstractNumId=at) for at, each in enumerate((bullets, numbers))]
    lists = [node("num", node("abstractNumId", val=0), numId=1)]
    for number, (depth, start) in enumerate(starts, 2):
        first = node("lvlOverride", node("startOverride", val=start), ilvl=depth)
        lists.append(node("num", node("abstractNumId", val=1), first, numId=number))
    return root("numbering", *kinds, *lists)


def fonts(look: Look) -> Element:
    """Return the root of the part `fontTable.xml`: what stands in for each family that a machine may lack."""
    made: dict[str, Element] = {}
    for role, each in look.fonts.items():
        for families, charset in ((each.asian, "86"), (each.latin, "86" if look.chinese else "00")):
            first, *others = families
            if first in made:
                continue
            others_too = [node("altName", val=", ".join(others))] if others else []
            plain_face = role in {"heading", "heads"} or (role == "table" and not look.chinese)
            kind = node("charset", val=charset), node("family", val="swiss" if plain_face else "roman")
            made[first] = node("font", *others_too, *kind, name=first)
    return root("fonts", *made.values())


def settings(look: Look, language: str) -> Element:
    """Return the root of the part `settings.xml`."""
    letters, asian = tongues(language)
    sides = [node("evenAndOddHeaders")] if has_even(look) else []
    modes = [
        node("compatSetting", name=key, uri="http://schemas.microsoft.com/office/word", val=value)
        for key, value in _COMPATIBILITY.items()
    ]
    return root(
        "settings",
        node("zoom", percent=100),
        node("defaultTabStop", val=twips(2 * float(look.tokens["body"]["size"]))),
        *sides,
        node("characterSpacingControl", val="doNotCompress"),
        node("compat", *modes),
        node("themeFontLang", val=letters, eastAsia=asian),
    )
