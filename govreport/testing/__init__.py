"""What the tests of plugins use: the contract of output formats, and reports, documents and texts to try them on.

Public for plugins' tests. Importing it imports neither pytest nor any plugin.
"""

from govreport.testing.contract import FormatContract
from govreport.testing.documents import synthetic_documents
from govreport.testing.samples import (
    hostile_report,
    hostile_strings,
    long_report,
    random_report,
    sample_form,
    sample_reports,
)

__all__ = [
    "FormatContract",
    "hostile_report",
    "hostile_strings",
    "long_report",
    "random_report",
    "sample_form",
    "sample_reports",
    "synthetic_documents",
]
