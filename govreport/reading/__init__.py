"""Bytes in, with limits: sources, the files that govreport itself defines, forms and rules.

Public for plugins: `Source`, `open_source`, `decode`, `parse_json`, `parse_toml`, `build_report`; and for readers of
published reports `place_rows`, `likeness_to`, `normalise`, `Origin`, `Unplaced`.
"""

from govreport.model.report import Origin, Unplaced
from govreport.reading.data import parse_json, parse_toml
from govreport.reading.labels import Placed, likeness_to, normalise, place_rows
from govreport.reading.report_file import build_report
from govreport.reading.source import Source, decode, open_source

__all__ = [
    "Origin",
    "Placed",
    "Source",
    "Unplaced",
    "build_report",
    "decode",
    "likeness_to",
    "normalise",
    "open_source",
    "parse_json",
    "parse_toml",
    "place_rows",
]
