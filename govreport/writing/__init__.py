"""Bytes out: reports as plain data, and files that are written whole or not at all.

Public for plugins: `plain_report`, `to_json`, `to_toml`, `to_fill_in`, `starter_of`, `write_atomically`.
"""

from govreport.writing.atomic import write_atomically
from govreport.writing.fill_in import starter_of, to_fill_in
from govreport.writing.report_file import plain_report, plain_value, to_json, to_toml

__all__ = ["plain_report", "plain_value", "starter_of", "to_fill_in", "to_json", "to_toml", "write_atomically"]
