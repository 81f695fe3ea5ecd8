"""Whether every character of a document can be printed, asked before an engine runs: engines print boxes.

What engines share: the texts of a document with their places, what a font has, and the error that names both. The text
behind a box still reads right to a test, so only this look-up notices.
"""

from __future__ import annotations

import functools
import os
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from govreport.document.blocks import (
    Attestation,
    Block,
    Document,
    Figure,
    Findings,
    Grid,
    List,
    Notes,
    PageBreak,
    plain_text,
)
from govreport.errors import MissingGlyph

_NO_GLYPH = {"Cc", "Cf", "Zl", "Zp"}
"""Characters that are not drawn: controls, formats, separators."""
_SPELT = {
    code: f"\\u{code:04x}"
    for code in (*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
    if chr(code) not in "\t\n\r"
}


def spelt_out(text: str) -> str:
    r"""Return a text with each character spelt out that no page may hold, or that turns text around.

    >>> spelt_out("a\x1bb"), spelt_out("a\nb")
    ('a\\u001bb', 'a\nb')
    """
    return text.translate(_SPELT)


@functools.lru_cache(maxsize=256)
def font_coverage(path: str | os.PathLike[str], index: int = 0) -> frozenset[int]:
    """Return the code points that a font file has glyphs for; read once a process.

    Args:
        path: the file.
        index: which font of a collection.

    Raises:
        OSError: if the file cannot be read.
        ValueError: if it is no font, or a broken one.
    """
    from fontTools.ttLib import TTFont

    try:
        # Opened here, because fontTools leaves a file open that turns out to be no font.
        with Path(path).open("rb") as file, TTFont(file, fontNumber=index, lazy=True) as font:
            return frozenset(font.getBestCmap() or ())
    except OSError:
        raise
    except Exception as error:
        # Broken fonts make fontTools raise nearly anything: TTLibError, struct.error, KeyError.
        raise ValueError(f"{Path(path).name}: not a font that can be read ({error})") from error


def check_glyphs(document: Document, covered: frozenset[int], elsewhere: Callable[[set[str]], set[str]]) -> None:
    """Make sure that some font at hand has each character of a document.

    Args:
        document: what is to be printed.
        covered: the code points that the usual fonts have.
        elsewhere: returns, of the characters that those lack, the ones that the engine finds in another font; asked
            only if there are any.

    Raises:
        MissingGlyph: naming the characters that none has, and where the first of them stands.
    """
    places: dict[str, str] = {}
    for place, text in texts(document):
        for character in set(text):
            places.setdefault(character, place)
    lacking = {each for each in places if ord(each) not in covered and not _is_invisible(each)}
    lacking -= elsewhere(lacking) if lacking else set()
    if lacking:
        names = ", ".join(f"{each} (U+{ord(each):04X})" for each in sorted(lacking)[:8])
        where = places[min(lacking)]
        msg = (
            f"no font has the character{'s' * (len(lacking) > 1)} {names}, in {where}; "
            "replace it, or install a font that has it (Debian: apt-get install fonts-noto-cjk)"
        )
        raise MissingGlyph(msg)


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in _NO_GLYPH or 0xFE00 <= ord(character) <= 0xFE0F


def texts(document: Document) -> Iterator[tuple[str, str]]:
    """Yield words for each place of a document, and the text that stands there."""
    yield "the title", document.title
    for block in document.walk():
        yield from _block_texts(block)


def _block_texts(block: Block) -> Iterator[tuple[str, str]]:
    if isinstance(block, Grid):
        yield f"the caption of {block.id}", plain_text(block.caption)
        for cell in block.cells:
            yield (f"cell {cell.cell}" if cell.cell else f"row {cell.row + 1} of {block.id}"), cell.text
    elif isinstance(block, Notes):
        for note in block.items:
            yield (f"note {note.id}" if note.id else f"{block.id}"), note.mark + plain_text(note.runs)
    elif isinstance(block, Findings):
        yield "the sum of the findings", block.summary
        for each in block.items:
            details = (text for detail in each.details for text in detail)
            told = (each.severity_label, each.rule, each.text, each.identity, *each.labels, *each.places, *details)
            yield f"the finding {each.rule}", "".join(told)
    elif isinstance(block, Attestation):
        for label, entry in block.items:
            yield "the signature block", label + entry
    elif isinstance(block, Figure):
        yield f"figure {block.id}", plain_text(block.caption) + block.svg
    elif not isinstance(block, PageBreak | List):
        yield f"{block.kind} {block.id}", plain_text(block.runs)
