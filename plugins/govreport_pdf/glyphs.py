"""The glyph check with the fonts that WeasyPrint would use: the theme's, then whatever the machine has."""

from __future__ import annotations

import functools

from govreport import document as core
from govreport.document import Document, font_coverage
from govreport.plugin import FontFace, Theme
from govreport_pdf import faces


def check_glyphs(document: Document, theme: Theme) -> None:
    """Make sure that some font at hand has each character.

    Raises:
        MissingGlyph: naming the characters that none has, and where the first of them stands.
    """
    core.check_glyphs(document, _covered(theme.fonts), faces.any_system_font_covers)


@functools.lru_cache(maxsize=8)
def _covered(fonts: tuple[FontFace, ...]) -> frozenset[int]:
    """Return what every regular face of a theme has: any of them may have to print a character."""
    found = [font_coverage(face.path) for face in fonts]
    return frozenset.intersection(*found) if found else frozenset()
