"""The format-neutral tree between reports and output formats: every format reads it, none reads a jurisdiction.

Public for plugins: the blocks, `Document`, `build_document`, `say` for the few words that every format needs, and for
engines that make pages `check_glyphs`, `font_coverage`, `spelt_out`.
"""

from govreport.document.blocks import (
    Attestation,
    Block,
    Document,
    Figure,
    Finding,
    Findings,
    Grid,
    GridCell,
    Heading,
    List,
    Note,
    Notes,
    PageBreak,
    Paragraph,
    Run,
    plain_text,
)
from govreport.document.build import build_document
from govreport.document.glyphs import check_glyphs, font_coverage, spelt_out
from govreport.wording import say

__all__ = [
    "Attestation",
    "Block",
    "Document",
    "Figure",
    "Finding",
    "Findings",
    "Grid",
    "GridCell",
    "Heading",
    "List",
    "Note",
    "Notes",
    "PageBreak",
    "Paragraph",
    "Run",
    "build_document",
    "check_glyphs",
    "font_coverage",
    "plain_text",
    "say",
    "spelt_out",
]
