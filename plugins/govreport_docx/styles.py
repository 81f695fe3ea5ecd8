"""The styles of a document: how each kind of paragraph, character and table looks, from the theme's tokens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from govreport_docx.look import BOLD, Look, tongues
from govreport_docx.markup import Element, node, properties, root, twips

_HEADINGS = ("heading", "subheading")
_LISTS = 5
"""Levels of lists that Word has styles for."""
LIST_STEP = 2.5
"""Ems by which a list stands in, for each level."""


@attrs.frozen
class _Style:
    """A style as it is declared.

    Args:
        name: as Word shows it; those that it knows itself are called as it calls them.
        based: the id of the style that it builds on.
        following: the id of the style that a new paragraph behind it has.
        paragraph, run: its properties.
        kind: paragraph or character.
    """

    name: str
    based: str = "Normal"
    following: str = ""
    paragraph: tuple[Element, ...] = ()
    run: tuple[Element, ...] = ()
    kind: str = "paragraph"

    def element(self) -> Element:
        """Return its declaration."""
        default = {"default": 1} if self.name == "Normal" else {}
        made = node("style", node("name", val=self.name), type=self.kind, styleId=style_id(self.name), **default)
        if self.based:
            made.append(node("basedOn", val=self.based))
        if self.following:
            made.append(node("next", val=self.following))
        made.append(node("qFormat"))
        if self.paragraph:
            made.append(properties("pPr", self.paragraph))
        if self.run:
            made.append(properties("rPr", self.run))
        return made


def style_id(name: str) -> str:
    """Return the id of a style.

    >>> style_id("heading 1"), style_id("Table Row 1 85%")
    ('Heading1', 'TableRow185')
    """
    return "".join(each[0].upper() + each[1:] for each in name.replace("%", "").split())


class Styles:
    """The styles of one document; those for lists, tables and signatures come into being when they are asked for."""

    def __init__(self, look: Look, language: str) -> None:
        self.look, self.language = look, language
        self.used = {style_id(each.name): each for each in (*_paragraphs(look), *_characters(look))}

    def _own(self, style: _Style) -> str:
        self.used.setdefault(style_id(style.name), style)
        return style_id(style.name)

    def cell(self, kind: str, level: int, scale: float) -> str:
        """Return the id of the style of a table's paragraph.

        Args:
            kind: `Head`, `Corner`, `Group`, `Row`, `Text` or `Number`.
            level: how deep it stands in.
            scale: of its characters.
        """
        suffix = f" {level}" if level else ""
        base = self._own(_Style(f"Table {kind}{suffix}", **_cell(self.look, kind, level)))
        if scale >= 1:
            return base
        size, line = (float(self.look.tokens["table"][key]) * scale for key in ("size", "line"))
        return self._own(
            _Style(f"Table {kind}{suffix} {scale:.0%}", base, paragraph=(_lines(line),), run=tuple(_size(size)))
        )

    def item(self, *, ordered: bool, level: int) -> str:
        """Return the id of the style of the first paragraph of a list's item."""
        return self._own(_Style(f"List {'Number' if ordered else 'Bullet'}{_nth(level)}", **_listed(self.look)))

    def more(self, level: int) -> str:
        """Return the id of the style of further paragraphs of an item."""
        left = list_indent(self.look, level + 1)
        return self._own(_Style(f"List Continue{_nth(level)}", **_listed(self.look, node("ind", left=twips(left)))))

    def signature(self, columns: int) -> str:
        """Return the id of the style of a line with so many signatures."""
        width = self.look.width()
        stops = [node("tab", val="left", pos=twips(width * each / columns)) for each in range(1, columns)]
        own = (node("tabs", *stops),) if stops else ()
        table = self.look.tokens["table"]
        airy = _lines(1.3 * table["line"], before=4)
        run = (_fonts(self.look, "table"), *_size(table["size"]))
        name = "Signature" + (f" {columns}" if columns > 1 else "")
        return self._own(_Style(name, paragraph=(node("keepLines"), airy, *own), run=run))

    def element(self) -> Element:
        """Return the root of the part `styles.xml`."""
        letters, asian = tongues(self.language)
        body = self.look.tokens["body"]
        run = [_fonts(self.look, "body"), *_size(body["size"]), node("lang", val=letters, eastAsia=asian)]
        defaults = node("docDefaults", node("rPrDefault", properties("rPr", run)), node("pPrDefault"))
        declared = [each.element() for each in self.used.values()]
        return root("styles", defaults, *declared, *_tables(self.look))


def list_indent(look: Look, level: int) -> float:
    """Return by how many points the text of a list's level stands in; 0 is no list."""
    return level * LIST_STEP * float(look.tokens["body"]["size"])


def _nth(level: int) -> str:
    return f" {min(level + 1, _LISTS)}" if level else ""


def _fonts(look: Look, role: str) -> Element:
    fonts = look.fonts[role]
    hint = {"hint": "eastAsia"} if look.chinese else {}
    latin, asian = fonts.latin[0], fonts.asian[0]
    return node("rFonts", ascii=latin, hAnsi=latin, cs=latin, eastAsia=asian, **hint)


def _size(size: float) -> Iterator[Element]:
    for each in ("sz", "szCs"):
        yield node(each, val=round(size * 2))


def _lines(line: float, before: float = 0, after: float = 0) -> Element:
    return node("spacing", before=twips(before), after=twips(after), line=twips(line), lineRule="exact")


def _bold(weight: float) -> Iterator[Element]:
    """Yield whether a face is bold, in words also where it is not: a style that this one builds on may be."""
    for each in ("b", "bCs"):
        yield node(each, val=int(weight >= BOLD))


def _first_line(look: Look, indent: float) -> Element:
    """Return an indent of the first line; in Chinese it is a number of characters, whatever their size becomes."""
    size = float(look.tokens["body"]["size"])
    characters = {"firstLineChars": round(100 * indent / size)} if look.chinese and indent else {}
    return node("ind", firstLine=twips(indent), **characters)


def _right(look: Look, characters: int) -> Element:
    size = float(look.tokens["body"]["size"])
    return node("ind", right=twips(characters * size), rightChars=100 * characters, firstLine=0, firstLineChars=0)


def _paragraphs(look: Look) -> Iterator[_Style]:
    """Yield the styles of the text."""
    body, title = look.tokens["body"], look.tokens["title"]
    line, gap = body["line"], body["gap"]
    ink = node("color", val=look.tokens["colour"]["ink"])
    grid = [node(each, val=0) for each in ("autoSpaceDE", "autoSpaceDN", "snapToGrid")] if look.chinese else []
    yield _Style("Normal", "", paragraph=(node("widowControl"), _lines(line), *grid), run=(ink,))
    tight = (node("spacing", val=twips(body["letter"])),) if body["letter"] else ()
    text = (_lines(line, after=gap), _first_line(look, body["indent"]), node("jc", val=body["align"]))
    yield _Style("Body Text", paragraph=text, run=tight)
    run = (_fonts(look, "title"), *_bold(title["weight"]), *_size(title["size"]))
    spaces = _lines(title["line"], title["before"], title["after"])
    together = (node("keepNext"), node("keepLines"))
    yield _Style("Title", "Normal", "BodyText", (*together, spaces, node("jc", val=title["align"])), run)
    yield from _headings(look)
    yield _Style("Annex", "Normal", "AnnexTitle", together, (_fonts(look, "heading"), *_heavy(look, "heading")))
    above = _lines(line, before=line if look.chinese else 0, after=gap)
    yield _Style("Annex Note", "BodyText", paragraph=(above, _first_line(look, body["indent"])))
    if look.chinese:
        right = node("jc", val="right")
        yield _Style("Issuer", paragraph=(*together, _lines(line, before=line), _right(look, 2), right))
        yield _Style("Date", paragraph=(_lines(line), _right(look, 4), right))
    else:
        yield _Style("Issuer", paragraph=(*together, _lines(line, before=18)), run=tuple(_bold(700)))
        yield _Style("Date", paragraph=(_lines(line, after=gap),))
    yield from _small(look)
    yield from _footers(look)


def _heavy(look: Look, role: str) -> Iterator[Element]:
    yield from _bold(look.tokens[role]["weight"])
    yield from _size(look.tokens[role]["size"])


def _headings(look: Look) -> Iterator[_Style]:
    """Yield the styles of headings below the title: the sections, what stands below them, the title of an annex."""
    body, caption = look.tokens["body"], look.tokens["caption"]
    together = (node("keepNext"), node("keepLines"))
    for level in range(1, 7):
        role = _HEADINGS[level - 1] if level <= len(_HEADINGS) else "body"
        own = look.tokens[role]
        spaces = _lines(body["line"], own.get("before", 0), own.get("after", 0))
        place = (*together, spaces, _first_line(look, own.get("indent", 0)), node("outlineLvl", val=level - 1))
        run = (_fonts(look, role), *_bold(own.get("weight", 400)), *_size(own["size"]))
        yield _Style(f"heading {level}", "Normal", "BodyText", place, run)
    run = (_fonts(look, "caption"), *_heavy(look, "caption"))
    line, side = look.tokens["title"]["line"], node("jc", val=look.tokens["title"]["align"])
    before, after = (6, 10) if look.chinese else (0, 8)
    flush = node("ind", firstLine=0, firstLineChars=0)
    yield _Style("Annex Title", "Heading1", "BodyText", (_lines(line, before, after), flush, side), run)
    above = _lines(line, max(body["gap"], (line - caption["size"]) / 2), (line - caption["size"]) / 2)
    yield _Style("caption", "Normal", "BodyText", (*together, above, side), run)


def _small(look: Look) -> Iterator[_Style]:
    """Yield the styles of what stands below tables, and of findings, all in the size of tables."""
    table, colour = look.tokens["table"], look.tokens["colour"]
    run = (_fonts(look, "table"), *_size(table["size"]))
    soft = node("color", val=colour["soft"])
    line = table["line"]
    yield _Style("Note", paragraph=(node("keepLines"), _lines(line, 2)), run=(*run, soft))
    yield _Style("Table End", paragraph=(_lines(6),), run=tuple(_size(2)))
    airy = 1.15 * line
    rule = node("pBdr", *(node(each, val="single", sz=4, space=3, color=colour["soft"]) for each in ("top", "between")))
    first = (node("keepNext"), node("keepLines"), rule, _lines(airy, before=8))
    yield _Style("Finding", "Normal", "FindingDetail", first, run)
    hang = (5 if look.chinese else 6.5) * float(table["size"])
    stop = node("tabs", node("tab", val="left", pos=twips(hang)))
    further = (node("keepLines"), stop, _lines(airy), node("ind", left=twips(hang), hanging=twips(hang)))
    yield _Style("Finding Detail", paragraph=further, run=run)
    yield _Style("Finding Summary", paragraph=(_lines(airy, before=10),), run=run)


def _footers(look: Look) -> Iterator[_Style]:
    page = look.tokens["page"]
    size = page["number_size"]
    line = _lines(1.2 * size)
    if page["number"] == "dashes":
        run = (_fonts(look, "table"), *_size(size))
        inset = {"right": twips(size)}, {"left": twips(size)}
        yield _Style("footer", paragraph=(line, node("ind", **inset[0]), node("jc", val="right")), run=run)
        yield _Style("Footer Even", "Footer", paragraph=(node("ind", right=0, **inset[1]), node("jc", val="left")))
        return
    soft = node("color", val=look.tokens["colour"]["soft"])
    run = (_fonts(look, "heading"), *_size(size), soft)
    for name, turned in (("footer", False), ("Footer Turned", True)):
        stop = node("tabs", node("tab", val="right", pos=twips(look.width(turned=turned))))
        yield _Style(name, paragraph=(line, stop), run=run)


def _characters(look: Look) -> Iterator[_Style]:
    """Yield the styles of words within a paragraph."""
    colour = look.tokens["colour"]
    soft = node("color", val=colour["soft"])

    def style(name: str, *run: Element) -> _Style:
        return _Style(name, "", kind="character", run=run)

    yield style("Strong", *_bold(700))
    yield style("Emphasis", _fonts(look, "subheading") if look.chinese else node("i"))  # Chinese has no italics
    yield style("HTML Code", node("rFonts", ascii="Consolas", hAnsi="Consolas", cs="Consolas"))
    yield style("Hyperlink", node("u", val="single"))
    yield style("Note Mark", node("vertAlign", val="superscript"))
    yield style("State", soft)
    yield style("Label", soft)
    yield style("Severity", _fonts(look, "heading"), *_bold(look.tokens["heading"]["weight"]))


def _cell(look: Look, kind: str, level: int) -> dict[str, Any]:
    """Return the properties of a table's paragraph."""
    table = look.tokens["table"]
    heads = kind in {"Head", "Corner", "Group"}
    centred = kind in {"Head", "Number"} or (kind == "Corner" and look.chinese)
    weight = table["weight"] if heads and not look.chinese else 400
    indent = (node("ind", left=twips(level * table["level"])),) if level else ()
    side = node("jc", val="center" if centred else "left")
    run = (_fonts(look, "heads" if heads else "table"), *_bold(weight), *_size(table["size"]))
    return {"paragraph": (_lines(table["line"]), *indent, side), "run": run}


def _listed(look: Look, *place: Element) -> dict[str, Any]:
    body = look.tokens["body"]
    return {"paragraph": (_lines(body["line"], after=body["gap"] / 2), *place)}


def _tables(look: Look) -> Iterator[Element]:
    """Yield the styles of tables: the usual one, and one with less around the words for many columns."""
    none = [node(each, w=0, type="dxa") for each in ("top", "left", "bottom", "right")]
    plain = node("tblPr", node("tblInd", w=0, type="dxa"), node("tblCellMar", *none))
    yield node("style", node("name", val="Normal Table"), plain, type="table", styleId="TableNormal", default=1)
    table, colour = look.tokens["table"], look.tokens["colour"]["line"]
    vertical, horizontal = table["padding"]

    def line(side: str, width: float) -> Element:
        return node(side, val="single", sz=max(2, round(width * 8)), space=0, color=colour)

    rules = [line("insideH", table["rule"])]
    frame = [line("top", table["frame"]), line("bottom", table["frame"])]
    if look.chinese:  # lines on all sides
        frame = [line(each, table["frame"]) for each in ("top", "left", "bottom", "right")]
        rules.append(line("insideV", table["rule"]))
    around = _margins(vertical, horizontal)
    own = node("tblPr", node("tblBorders", *frame, *rules), around)
    middle = node("tcPr", node("vAlign", val="center"))
    named = (node("name", val="Report Table"), node("basedOn", val="TableNormal"), node("qFormat"))
    yield node("style", *named, own, middle, type="table", styleId="ReportTable")
    named = (node("name", val="Report Table Wide"), node("basedOn", val="ReportTable"), node("qFormat"))
    yield node("style", *named, node("tblPr", _margins(2, 2)), type="table", styleId="ReportTableWide")


def _margins(vertical: float, horizontal: float) -> Element:
    sides = {"top": vertical, "left": horizontal, "bottom": vertical, "right": horizontal}
    return node("tblCellMar", *(node(side, w=twips(width), type="dxa") for side, width in sides.items()))
