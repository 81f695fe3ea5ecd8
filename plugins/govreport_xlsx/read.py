"""A report in a workbook: one that was drawn here, by its hidden sheet; any other as its publisher made it."""

from __future__ import annotations

from govreport import Report
from govreport.plugin import ReadContext
from govreport.reading import Source
from govreport.reading.published import read_published
from govreport_xlsx.own import OwnBook, hidden_sheet
from govreport_xlsx.published import open_book, page_of_book


def read(source: Source, context: ReadContext) -> Report:
    """Read a report from a workbook.

    Raises:
        InvalidInput: naming sheet and cell, if one that was drawn here lacks something or was changed where it must
            not be; or if another is no such report.
    """
    book = open_book(source)
    sheet = hidden_sheet(book)
    if sheet is None:
        return read_published(page_of_book(book, source), context)
    return OwnBook(source, book, open_book(source, formulas=True), sheet.title, context).report()
