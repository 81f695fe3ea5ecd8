"""A document as a Word file."""

from __future__ import annotations

from govreport.document import Document
from govreport.plugin import RenderContext
from govreport_docx.body import Body
from govreport_docx.inline import Inline
from govreport_docx.look import make_look
from govreport_docx.markup import plain
from govreport_docx.package import fonts, numbering, packed, settings
from govreport_docx.pages import footers
from govreport_docx.styles import Styles


def render(document: Document, context: RenderContext) -> bytes:
    """Return a document as a Word file.

    Each figure stands in a content control that has the address of its cell as its tag.

    Raises:
        InvalidInput: if the theme lacks what pages need, the paper is not known, or a table has too many columns.
    """
    look = make_look(context.theme, document.language, document.paper)
    styles, inline = Styles(look, document.language), Inline(document)
    body = Body(document, look, styles, inline)
    text = body.element()
    parts = {
        "styles": styles.element(),
        "numbering": numbering(look, body.starts),
        "settings": settings(look, document.language),
        "fontTable": fonts(look),
        **footers(look, document.title, inline),
    }
    context.warnings.extend(
        f"the address {plain(each)} is longer than Word keeps one: it was cut"
        for each in dict.fromkeys(inline.too_long)
    )
    return packed(document, text, parts, inline.links)
