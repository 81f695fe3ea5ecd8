"""Whether every character of a document can be printed: looked up before WeasyPrint runs, since it prints boxes."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterator

from govreport import MissingGlyph
from govreport.document import (
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
from govreport.plugin import FontFace, Theme
from govreport_pdf import faces

_NO_GLYPH = {"Cc", "Cf", "Zl", "Zp"}
"""Characters that are not drawn: controls, formats, separators."""


def check_glyphs(document: Document, theme: Theme) -> None:
    """Make sure that some font at hand has each character.

    Raises:
        MissingGlyph: naming the characters that none has, and where the first of them stands.
    """
    places: dict[str, str] = {}
    for place, text in texts(document):
        for character in set(text):
            if character not in places:
                places[character] = place
    covered = _covered(theme.fonts)
    lacking = {each for each in places if ord(each) not in covered and not _is_invisible(each)}
    lacking -= faces.any_system_font_covers(lacking) if lacking else set()
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


@functools.lru_cache(maxsize=8)
def _covered(fonts: tuple[FontFace, ...]) -> frozenset[int]:
    """Return what every regular face of a theme has: any of them may have to print a character."""
    found = [faces.coverage(face.path) for face in fonts]
    return frozenset.intersection(*found) if found else frozenset()


def texts(document: Document) -> Iterator[tuple[str, str]]:
    """Yield every text of a document, with words for where it stands."""
    yield "the title", document.title
    for block in document.blocks:
        yield from _block_texts(block)


def _block_texts(block: Block) -> Iterator[tuple[str, str]]:
    if isinstance(block, Grid):
        yield f"the caption of {block.id}", plain_text(block.caption)
        for cell in block.cells:
            yield (f"cell {cell.cell}" if cell.cell else f"row {cell.row + 1} of {block.id}"), cell.text
    elif isinstance(block, List):
        for item in block.items:
            for inside in item:
                yield from _block_texts(inside)
    elif isinstance(block, Notes):
        for note in block.items:
            yield (f"note {note.id}" if note.id else f"{block.id}"), note.mark + plain_text(note.runs)
    elif isinstance(block, Findings):
        for finding in block.items:
            told = (
                finding.severity_label,
                finding.text,
                finding.identity,
                *finding.labels,
                finding.source,
                finding.hint,
            )
            yield f"the finding {finding.rule}", "".join(told)
    elif isinstance(block, Attestation):
        for label, entry in block.items:
            yield "the signature block", label + entry
    elif isinstance(block, Figure):
        yield f"figure {block.id}", plain_text(block.caption) + block.svg
    elif not isinstance(block, PageBreak):
        yield f"{block.kind} {block.id}", plain_text(block.runs)
