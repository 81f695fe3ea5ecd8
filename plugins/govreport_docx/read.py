"""A published Word file as lines and tables, in the order of its body."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from govreport import InvalidInput, Report
from govreport.plugin import ReadContext
from govreport.reading import Source, bound_package
from govreport.reading.published import Page, RawCell, RawTable, Text, as_raised, lines_of_parts, read_published
from govreport_docx.numbering import OFF, Numbering, W

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_AWAY = (f"{W}moveFrom", f"{_MC}Fallback")
"""What was moved elsewhere, and what only older programs show in place of something."""
_HEADING = re.compile(r"heading\s*\d|标题\s*\d", re.IGNORECASE)


def read(source: Source, context: ReadContext) -> Report:
    """Read a report from a Word file (DOCX).

    Raises:
        InvalidInput: if it is no Word file, or no such report (see `read_published`).
    """
    import docx
    from docx.opc.constants import RELATIONSHIP_TYPE

    bound_package(source, "a Word file")
    try:
        document = docx.Document(io.BytesIO(source.data))
    except (KeyError, ValueError, OSError) as error:  # what python-docx makes of a broken file
        raise InvalidInput(f"is no Word file: {error}", place=source.name, hint="save it as .docx again") from None
    except Exception as error:  # a part that is no XML
        if type(error).__module__.partition(".")[0] != "lxml":
            raise
        raise InvalidInput(f"is damaged: {error}", place=source.name, hint="save it as .docx again") from None
    body: Any = document.element.find(f"{W}body")
    names = {style.style_id: style.name or "" for style in document.styles}
    notes = _root(document.part, RELATIONSHIP_TYPE.FOOTNOTES)
    numbering = Numbering(_root(document.part, RELATIONSHIP_TYPE.NUMBERING), document.styles.element)
    page = Page(
        source.name,
        lines_of_parts(_Body(names, numbering).parts(body)),
        titles=tuple(filter(None, (document.core_properties.title,))),
        outside="" if notes is None else " ".join(filter(None, map(_text, notes.findall(f"{W}footnote")))),
    )
    return read_published(page, context)


def _root(part: Any, kind: str) -> Any:
    """Return the root of the part that another one has by a relationship of a kind; None if it has none."""
    from docx.oxml.parser import parse_xml

    found = next(
        (each.target_part for each in part.rels.values() if each.reltype == kind and not each.is_external), None
    )
    if found is None:
        return None
    return found.element if hasattr(found, "element") else parse_xml(found.blob)


class _Body:
    """Reads the elements of a body in order."""

    def __init__(self, styles: dict[str, str], numbering: Numbering) -> None:
        self.styles, self.numbering = styles, numbering
        self.tables = 0

    def parts(self, element: Any) -> Iterator[Text | RawTable]:
        """Yield paragraphs and tables, also those in content controls and other wrappers."""
        for child in element:
            if child.tag == f"{W}p":
                text, number = _text(child), self.numbering.before(child)
                yield Text(number + text if text else "", marked=self.is_heading(child))
            elif child.tag == f"{W}tbl" and child.find(f".//{W}tc//{W}tbl") is not None:  # it lays out the page
                for cell in (cell for row in _inside(child, "tr") for cell in _inside(row, "tc")):
                    yield from self.parts(cell)
            elif child.tag == f"{W}tbl":
                self.tables += 1
                yield _table(child, self.tables)
            elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}smartTag", f"{W}customXml"}:
                yield from self.parts(child)

    def is_heading(self, paragraph: Any) -> bool:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and _HEADING.match(self.styles.get(style.get(f"{W}val"), "")):
            return True
        return paragraph.find(f"{W}pPr/{W}outlineLvl") is not None


def _text(element: Any) -> str:
    """Return the text of an element without what is struck out, moved away, hidden, or an instruction of a field."""
    pieces: list[str] = []
    for each in element.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen", f"{W}p"):
        if each.tag == f"{W}p":
            if pieces and each is not element:
                pieces.append("\n")
        elif each.tag == f"{W}t":
            if _is_read(each):
                raised = each.getparent().find(f"{W}rPr/{W}vertAlign[@{W}val='superscript']") is not None
                pieces.append(as_raised(each.text or "") if raised else each.text or "")
        elif each.tag != f"{W}tab" or each.getparent().tag == f"{W}r":
            pieces.append({"tab": " ", "noBreakHyphen": "-"}.get(each.tag.removeprefix(W), "\n"))
    return "".join(pieces).strip()


def _is_read(text: Any) -> bool:
    """Whether a piece of text is part of what the page says now, and stands there once."""
    marks = text.getparent().find(f"{W}rPr")
    for name in ("vanish", "strike", "dstrike"):
        mark = None if marks is None else marks.find(f"{W}{name}")
        if mark is not None and mark.get(f"{W}val") not in OFF:
            return False
    return next(text.iterancestors(*_AWAY), None) is None


def _table(table: Any, number: int) -> RawTable:
    """Return a table; a cell that goes on below (`vMerge`) spans the rows that it goes through."""
    found: list[RawCell] = []
    open_cells: dict[int, int] = {}  # by column the place in `found` of the merged cell that may go on
    for row, line in enumerate(_inside(table, "tr")):
        column = _number(line.find(f"{W}trPr/{W}gridBefore"))
        for cell in _inside(line, "tc"):
            across = max(1, _number(cell.find(f"{W}tcPr/{W}gridSpan")))
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            goes_on = merge is not None and merge.get(f"{W}val", "continue") != "restart"
            if goes_on and column in open_cells:
                above = found[open_cells[column]]
                found[open_cells[column]] = RawCell(
                    above.text, above.row, above.column, row - above.row + 1, above.colspan
                )
            else:
                open_cells.pop(column, None)
                if merge is not None and not goes_on:
                    open_cells[column] = len(found)
                found.append(RawCell(_text(cell), row, column, 1, across))
            column += across
    return RawTable(tuple(found), number=number)


def _inside(element: Any, tag: str) -> Iterator[Any]:
    """Yield the rows or cells of an element, also those in content controls, and none of tables inside it."""
    for child in element:
        if child.tag == f"{W}{tag}":
            yield child
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"}:
            yield from _inside(child, tag)


def _number(element: Any) -> int:
    given = "" if element is None else element.get(f"{W}val") or ""
    return int(given) if re.fullmatch(r"\d{1,3}", given) else 0
