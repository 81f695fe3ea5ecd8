"""Bytes in, with limits: sources, the files that govreport itself defines, forms and rules.

Public for plugins: `Source`, `open_source`, `decode`, `bound_package`, `parse_json`, `parse_toml`, `build_report`; for
what is told of values `Layout`, `Origin`, `Unplaced`; and in `govreport.reading.published` what readers of published
reports share.
"""

from govreport.model.report import Layout, Origin, Unplaced
from govreport.reading.data import parse_json, parse_toml
from govreport.reading.dates import read_date
from govreport.reading.labels import Placed, likeness_to, normalise, place_rows
from govreport.reading.numerals import Numeral, half_width, numerals_in, read_number
from govreport.reading.report_file import build_report
from govreport.reading.source import Source, bound_package, decode, open_source

__all__ = [
    "Layout",
    "Numeral",
    "Origin",
    "Placed",
    "Source",
    "Unplaced",
    "bound_package",
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
