"""Bytes in, with limits: sources, the files that govreport itself defines, forms and rules.

Public for plugins: `Source`, `open_source`, `decode`, `parse_json`, `parse_toml`, `build_report`; and for readers of
published reports `place_rows`, `likeness_to`, `normalise`, `numerals_in`, `half_width`, `read_date`, `Layout`,
`Origin`, `Unplaced`.
"""

from govreport.model.report import Layout, Origin, Unplaced
from govreport.reading.data import parse_json, parse_toml
from govreport.reading.dates import read_date
from govreport.reading.labels import Placed, likeness_to, normalise, place_rows
from govreport.reading.numerals import Numeral, half_width, numerals_in, read_number
from govreport.reading.report_file import build_report
from govreport.reading.source import Source, decode, open_source

__all__ = [
    "Layout",
    "Numeral",
    "Origin",
    "Placed",
    "Source",
    "Unplaced",
    "build_report",
    "decode",
    "half_width",
    "likeness_to",
    "normalise",
    "numerals_in",
    "open_source",
    "parse_json",
    "parse_toml",
    "place_rows",
    "read_date",
    "read_number",
]
