"""Reports as their publishers made them: what readers of pages, PDF, Word files, workbooks and text share.

A reader makes a `Page` of its source, lines and tables in order, and `read_published` finds out what it says.
"""

from govreport.reading.published.page import Line, Page, RawCell, RawTable, Text, as_raised, lines_of_parts, spanned
from govreport.reading.published.report import read_published

__all__ = ["Line", "Page", "RawCell", "RawTable", "Text", "as_raised", "lines_of_parts", "read_published", "spanned"]
