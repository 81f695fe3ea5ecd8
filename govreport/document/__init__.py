"""The format-neutral tree between reports and output formats: every format reads it, none reads a jurisdiction.

Public for plugins: the blocks, `Document`, `build_document`, `say` for the few words that every format needs; for
engines that make pages `check_glyphs`, `font_coverage`, `spelt_out`, `columns_of` with `Room`, `turned_along`,
`points`, `paper_size`; for those that write office files `without_times`; and in `govreport.document.tags` and
`.embedding`, which take a while to load, `tag_tables`, `embed_report` and `embedded_report`.
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
    NumberedRow,
    PageBreak,
    Paragraph,
    Run,
    plain_text,
)
from govreport.document.build import build_document
from govreport.document.columns import LONG_WORD, WIDE_SIGN, WIDE_TABLE, Columns, Room, columns_of, ems, turned_along
from govreport.document.drawing import set_in
from govreport.document.glyphs import check_glyphs, font_coverage, spelt_out
from govreport.document.lengths import paper_size, points
from govreport.document.packages import without_times
from govreport.wording import say

__all__ = [
    "LONG_WORD",
    "WIDE_SIGN",
    "WIDE_TABLE",
    "Attestation",
    "Block",
    "Columns",
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
    "NumberedRow",
    "PageBreak",
    "Paragraph",
    "Room",
    "Run",
    "build_document",
    "check_glyphs",
    "columns_of",
    "ems",
    "font_coverage",
    "paper_size",
    "plain_text",
    "points",
    "say",
    "set_in",
    "spelt_out",
    "turned_along",
    "without_times",
]
