"""Which official typefaces the machine has, and which characters its fonts hold.

The standards for official documents name typefaces (小标宋, 仿宋_GB2312, 黑体, 楷体_GB2312) that may
not be shipped with a library. Where the machine has them they are used. fontconfig, which Pango itself asks,
is asked here too, through WeasyPrint's own bindings, so that both see the same fonts. A machine without any
font is no error.
"""

from __future__ import annotations

import functools
import importlib
import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs

from govreport.document import font_coverage

from . import native

# Only what Pango can set by its name and HarfBuzz can cut: no bitmap fonts, no Type 1.
_SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")
_COLLECTION = b"ttcf"

_log = logging.getLogger(__name__)


@attrs.frozen
class Face:
    """A font of the machine: the family it was found by, its file, and its place if that is a collection."""

    family: str
    path: Path
    index: int = 0


def installed(families: Sequence[str]) -> dict[str, Face]:
    """Return, of the given families, those that the machine has, each with its most regular face.

    A family is found by any of its names, English or Chinese, whatever the case of its letters, and only by a
    whole name: fontconfig's habit of giving some other font for a missing one has no place here.

    Raises:
        govreport_pdf.native.NativeLibraryMissing: if Pango cannot be loaded.
    """
    wanted = {family.casefold(): family for family in families}
    found: dict[str, Face] = {}
    for path, names in _system_fonts():
        for name in names:
            family = wanted.get(name.casefold())
            if family is not None and family not in found:
                found[family] = Face(family, path, _index(path, names))
    return {family: found[family] for family in families if family in found}


def any_system_font_covers(chars: Iterable[str]) -> set[str]:
    """Return those of the characters that some font of the machine has a glyph for.

    Reads font files until all are found, every font for a character that none has: only to be asked for
    characters that the official and the bundled fonts lack.

    Raises:
        govreport_pdf.native.NativeLibraryMissing: if Pango cannot be loaded.
    """
    left = set(chars)
    covered: set[str] = set()
    for path in dict.fromkeys(path for path, _ in _system_fonts()):
        if not left:
            break
        # The faces of a collection share their characters in all but name, so the first stands for them.
        try:
            codes = font_coverage(path)
        except (OSError, ValueError) as error:
            _log.debug("skipped: %s", error)
            continue
        here = {char for char in left if ord(char) in codes}
        covered |= here
        left -= here
    return covered


@functools.cache
def _system_fonts() -> tuple[tuple[Path, tuple[str, ...]], ...]:
    """Return file and family names of every scalable face that fontconfig knows, regular faces first."""
    native.load()
    ffi = importlib.import_module("weasyprint.text.ffi")
    configuration = ffi.fontconfig.FcInitLoadConfigAndFonts()
    if configuration == ffi.ffi.NULL:
        return ()
    try:
        fonts = ffi.fontconfig.FcConfigGetFonts(configuration, ffi.fontconfig.FcSetSystem)
        # A machine without fonts has an empty set, or none at all.
        number = 0 if fonts == ffi.ffi.NULL else fonts.nfont
        faces = [face for place in range(number) if (face := _face(ffi, fonts.fonts[place]))]
    finally:
        ffi.fontconfig.FcConfigDestroy(configuration)
    # fontconfig's own order follows the folders on disk; a sort makes equal machines choose equal files.
    faces.sort(key=lambda face: (not face[2], str(face[0])))
    return tuple((path, names) for path, names, _ in faces)


def _ttlib() -> Any:
    """Return fontTools.ttLib, imported on first use: it costs a tenth of a second and has no types."""
    return importlib.import_module("fontTools.ttLib")


def _face(ffi: Any, pattern: Any) -> tuple[Path, tuple[str, ...], bool] | None:
    """Return file, family names and whether the style is the regular one; None for what cannot be used."""
    files = list(_strings(ffi, pattern, b"file"))
    if not files or not files[0].lower().endswith(_SUFFIXES):
        return None
    names = tuple(_strings(ffi, pattern, b"family"))
    styles = {style.casefold() for style in _strings(ffi, pattern, b"style")}
    return Path(files[0]), names, bool(styles & {"regular", "book", "normal", "roman", "常规", "标准体"})


def _strings(ffi: Any, pattern: Any, key: bytes) -> Iterator[str]:
    """Yield every value that a fontconfig pattern has for `key` (a family has one for each language)."""
    pointer = ffi.ffi.new("FcChar8 **")
    place = 0
    while ffi.fontconfig.FcPatternGetString(pattern, key, place, pointer) == ffi.fontconfig.FcResultMatch:
        yield os.fsdecode(ffi.ffi.string(pointer[0]))
        place += 1


def _index(path: Path, names: Sequence[str]) -> int:
    """Return the place in a collection of the first face that has one of the family names; 0 for other files.

    fontconfig knows it, but WeasyPrint's bindings have no call for numbers.
    """
    wanted = {name.casefold() for name in names}
    try:
        with path.open("rb") as file:
            if file.read(4) != _COLLECTION:
                return 0
            file.seek(0)
            with _ttlib().TTCollection(file, lazy=True) as collection:
                for place, font in enumerate(collection.fonts):
                    # 1 and 16 are the family name, in its short and its typographic form.
                    records = (name for name in font["name"].names if name.nameID in (1, 16))
                    if any(str(name).casefold() in wanted for name in records):
                        return place
    except Exception as error:
        _log.debug("%s: cannot be read (%s)", path.name, error)
    return 0
