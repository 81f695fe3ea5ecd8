"""A document as PDF: print HTML from the registry, a style sheet made once, and WeasyPrint shut off from the world."""

from __future__ import annotations

import atexit
import functools
import hashlib
import logging
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import attrs

from govreport import MissingGlyph, PluginError
from govreport.document import Document
from govreport.document.tags import tag_tables
from govreport.plugin import FontFace, RenderContext, Theme
from govreport_pdf import native, subsetting
from govreport_pdf.fetching import closed_fetcher
from govreport_pdf.glyphs import check_glyphs
from govreport_pdf.style import base_of, in_own_fonts, stylesheet, table_rules


@attrs.frozen(eq=False)
class Press:
    """What is made once in a process for a theme and language: style sheet and font configuration.

    Made anew for each document they would cost a third of its time, and memory that is never given back.
    """

    css: Any
    font_config: Any
    fetcher: Any


def render(document: Document, context: RenderContext) -> bytes:
    """Return a document as PDF.

    Raises:
        NativeLibraryMissing: if Pango, which WeasyPrint needs, is not on this machine.
        MissingGlyph: if no font has a character of the text; it is named with its place.
    """
    weasyprint = native.load()
    subsetting.install()
    check_glyphs(document, context.theme)
    html = context.render("html", in_own_fonts(document, context.theme), purpose="print")
    press = make_press(context.theme, document.language, document.paper)
    page = weasyprint.HTML(string=html, url_fetcher=press.fetcher, base_url="govreport:document")
    with _listening() as records:
        try:
            pdf: bytes = page.write_pdf(
                stylesheets=[press.css, *_fitted(document, context.theme)],
                font_config=press.font_config,
                pdf_identifier=hashlib.sha256(str(html).encode()).digest()[:16],
                pdf_tags=True,
            )
        except weasyprint.urls.FatalURLFetchingError as error:  # derives from BaseException
            msg = f"the document asks for something that was not handed over: {error}"
            raise PluginError(msg) from None
    _judge(records, context)
    data = context.report_json() if context.options.get("data") else None
    return tag_tables(pdf, document, context.warnings.append, hide=True, data=data)


def _fitted(document: Document, theme: Theme) -> list[Any]:
    """Return a style sheet for single tables of a document, if any need one."""
    tokens = theme.tokens_for(document.language)
    rules = list(table_rules(document, tokens))
    weasyprint = native.load()
    return [weasyprint.CSS(string="\n".join(rules), url_fetcher=closed_fetcher({}))] if rules else []


def make_press(theme: Theme, language: str, paper: str) -> Press:
    """Return style sheet and font configuration; those of one theme, language and paper are made once."""
    base, tokens = base_of(language), theme.tokens_for(language)
    return _press(_Key(theme.name, base, paper, stylesheet(tokens, base, paper, theme.fonts)), theme.fonts)


@attrs.frozen
class _Key:
    theme: str
    language: str
    paper: str
    css: str


@functools.lru_cache(maxsize=16)
def _press(key: _Key, fonts: tuple[FontFace, ...]) -> Press:
    weasyprint = native.load()
    from weasyprint.text.fonts import FontConfiguration

    atexit.register(_press.cache_clear)  # a font configuration cannot clean up once the interpreter is going down
    fetcher = closed_fetcher({f"govreport:fonts/{face.path.name}": face.path for face in fonts})
    font_config = FontConfiguration()
    with _listening() as records:
        css = weasyprint.CSS(string=key.css, url_fetcher=fetcher, font_config=font_config, base_url="govreport:style")
    if records:
        msg = f"the style sheet of theme {key.theme} is wrong: {records[0].getMessage()}"
        raise PluginError(msg)
    return Press(css, font_config, fetcher)


@contextmanager
def _listening() -> Generator[list[logging.LogRecord]]:
    """Collect what WeasyPrint has to say, in place of its handler on stderr."""
    records: list[logging.LogRecord] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = records.append  # type: ignore[method-assign, assignment]  # a handler that is a list
    logger = logging.getLogger("weasyprint")
    before, logger.handlers = logger.handlers, [handler]
    propagate, logger.propagate = logger.propagate, False
    try:
        yield records
    finally:
        logger.handlers, logger.propagate = before, propagate


def _judge(records: list[logging.LogRecord], context: RenderContext) -> None:
    """Make an error of a missing glyph, which WeasyPrint only mentions, and warnings of the rest."""
    for record in records:
        message = record.getMessage()
        if ".notdef" in message:
            raise MissingGlyph(f"a character could not be printed: {message}")
        context.warnings.append(message)
