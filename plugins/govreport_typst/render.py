"""A document as PDF by Typst: a fixed template, the document as data, and nothing else within reach."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

from govreport import MissingGlyph, PluginError
from govreport.document import Document, check_glyphs
from govreport.document.tags import tag_tables
from govreport.plugin import RenderContext
from govreport_typst.data import document_data
from govreport_typst.fonts import folders_of, rescuers, with_system
from govreport_typst.style import make_style

PAGES = Path(__file__).parent / "pages"
"""The template: the root of what Typst can read, with no file of anybody else in it."""


def render(document: Document, context: RenderContext) -> bytes:
    """Return a document as PDF, made for PDF/UA-1 and, if it has a date, PDF/A-3a (which wants one).

    Raises:
        MissingGlyph: if no font has a character of the text; it is named with its place.
        PluginError: if Typst refuses something.
    """
    style = make_style(context.theme, document.language, document.paper)
    rescue: dict[str, set[str]] = {}

    def elsewhere(lacking: set[str]) -> set[str]:
        rescue.update(rescuers(lacking, context.theme.fonts))
        return set().union(*rescue.values())

    check_glyphs(document, style.fonts.covered(style.lists), elsewhere)
    data = document_data(document, style) | {"rescue": sorted(rescue)}
    fonts = with_system(folders_of(context.theme.fonts)) if rescue else style.fonts.fonts
    pdf = _compile(data, fonts, context, ["ua-1", "a-3a"] if document.date else ["ua-1"])
    own = context.report_json() if context.options.get("data") else None
    return tag_tables(pdf, document, context.warnings.append, data=own)


def _compile(data: dict[str, Any], fonts: typst.Fonts, context: RenderContext, standards: list[Any]) -> bytes:
    """Run Typst; what it refuses is one line, what it remarks on a warning."""
    try:
        pdf, remarks = typst.compile_with_warnings(
            PAGES / "main.typ",
            root=PAGES,
            font_paths=fonts,
            ignore_system_fonts=True,
            sys_inputs={"document": json.dumps(data, ensure_ascii=False)},
            package_path=PAGES,  # there is no package, and nothing asks for one
            package_cache_path=PAGES,
            pdf_standards=standards,
            timestamp=0,  # never written: the document has its own date, or none
        )
    except typst.TypstError as error:
        told = " ".join(f"{error.message} {'; '.join(error.hints)}".split())
        if "could not be displayed with font" in told:
            raise MissingGlyph(f"a character could not be printed: {told}") from None
        raise PluginError(f"Typst: {told}") from None
    context.warnings.extend(" ".join(str(each.message).split()) for each in remarks)
    assert isinstance(pdf, bytes)
    return pdf
