"""Let uharfbuzz cut fonts where libharfbuzz-subset is missing.

Without that library WeasyPrint cuts every font of every document with fontTools, in Python, and a report
takes two to twenty times as long; its bytes also differ each time, as fontTools puts the clock in the font.
The wheel of uharfbuzz carries HarfBuzz inside and makes the same cut in C. WeasyPrint has no place to plug it
in, so a private method is replaced, and only where it is known to be what it was.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import logging
from collections.abc import Callable, Collection
from typing import Any

from . import native

# Major versions of WeasyPrint whose `Font._fonttools_subset` has been read and tried.
_KNOWN_VERSIONS = frozenset({70})
_PARAMETERS = ("self", "to_unicode", "hinting")
_NOISE = "Using fontTools instead of HarfBuzz-Subset"
# What WeasyPrint drops too: shaping is done when fonts are cut, and bitmaps are drawn in their own way.
_DROPPED = ("BASE", "DSIG", "EBDT", "EBLC", "EBSC", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "SVG ")

_log = logging.getLogger(__name__)


def install() -> str:
    """Choose how fonts are cut in this process; to be called once, before the first PDF.

    Returns:
        'harfbuzz-subset' where WeasyPrint has the library; 'uharfbuzz' where it has not and uharfbuzz now
        stands in; 'fonttools' where neither is there, or this WeasyPrint is not known here: slow but right.

    Raises:
        govreport_pdf.native.NativeLibraryMissing: if Pango cannot be loaded.
        ImportError: if WeasyPrint is not installed.
    """
    version = str(native.load().__version__)
    if native.harfbuzz_subset_usable():
        return "harfbuzz-subset"
    font = importlib.import_module("weasyprint.pdf.fonts").Font
    original = getattr(font, "_fonttools_subset", None)
    if getattr(original, "uharfbuzz", False):
        return "uharfbuzz"
    if original is None or not (_is_known(version, original) and _uharfbuzz_works()):
        return "fonttools"
    font._fonttools_subset = _replacement(original)
    logging.getLogger("weasyprint").addFilter(_is_news)
    return "uharfbuzz"


def _is_known(version: str, method: Callable[..., Any]) -> bool:
    """Tell whether this WeasyPrint calls the private method as the adapter expects."""
    major = version.partition(".")[0]
    known = major.isdecimal() and int(major) in _KNOWN_VERSIONS
    return known and tuple(inspect.signature(method).parameters) == _PARAMETERS


def _uharfbuzz_works() -> bool:
    """Tell whether uharfbuzz is there with all that `cut` uses."""
    try:
        hb = importlib.import_module("uharfbuzz")
    except (ImportError, OSError):
        return False
    return all(hasattr(hb, name) for name in ("Face", "SubsetFlags", "SubsetInput", "subset"))


def _is_news(record: logging.LogRecord) -> bool:
    """Hold back WeasyPrint's warning, made before every cut, that fontTools is about to do it: it is not."""
    return not str(record.msg).startswith(_NOISE)


def _replacement(original: Callable[..., None]) -> Callable[..., None]:
    """Return a method for WeasyPrint's Font that cuts with uharfbuzz, or `original` where that fails."""

    @functools.wraps(original)
    def subset(self: Any, to_unicode: Collection[int], hinting: bool) -> None:
        try:
            self.file_content = cut(
                self.file_content,
                to_unicode,
                index=self.index,
                hinting=bool(hinting),
                outline_notdef=bool(self.missing),
            )
        except Exception as error:
            # Whatever goes wrong with one odd font, the slow way is there for it.
            _log.warning("uharfbuzz cannot cut %s (%s); fontTools does", self.family, error)
            original(self, to_unicode, hinting)

    subset.uharfbuzz = True  # type: ignore[attr-defined]  # a mark, so that a second call knows its own
    return subset


def cut(
    content: bytes,
    glyphs: Collection[int],
    *,
    index: int = 0,
    hinting: bool = False,
    outline_notdef: bool = False,
) -> bytes:
    """Return the font file `content` cut to the given glyph ids, which keep their numbers.

    Raises:
        RuntimeError: if HarfBuzz cannot cut the font.
        ImportError: if uharfbuzz is not installed.
    """
    hb: Any = importlib.import_module("uharfbuzz")
    face = hb.Face(content, index)
    order = hb.SubsetInput()
    # WeasyPrint numbers characters without a glyph from the glyph count upwards: no font has those.
    order.glyph_set.update(gid for gid in glyphs if gid < face.glyph_count)
    order.drop_table_tag_set.update(_tag(name) for name in _DROPPED)
    flags = hb.SubsetFlags
    order.flags = flags.RETAIN_GIDS | flags.PASSTHROUGH_UNRECOGNIZED | flags.DESUBROUTINIZE | flags.NO_LAYOUT_CLOSURE
    if not hinting:
        order.flags |= flags.NO_HINTING
    if outline_notdef:
        order.flags |= flags.NOTDEF_OUTLINE
    result = bytes(hb.subset(face, order).blob.data)
    if not result:
        raise RuntimeError("HarfBuzz returned an empty font")
    return result


def _tag(name: str) -> int:
    """Return the number that HarfBuzz uses for the name of a font table."""
    return int.from_bytes(name.encode("ascii"), "big")
