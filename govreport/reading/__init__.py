"""Bytes in, with limits: sources, the files that govreport itself defines, forms and rules.

Public for plugins: `Source`, `open_source`, `decode`, `parse_json`, `parse_toml`, `build_report`.
"""

from govreport.reading.data import parse_json, parse_toml
from govreport.reading.report_file import build_report
from govreport.reading.source import Source, decode, open_source

__all__ = ["Source", "build_report", "decode", "open_source", "parse_json", "parse_toml"]
