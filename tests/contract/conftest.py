"""What the PDF needs is looked for as in the tests of formats."""

from __future__ import annotations

from tests.formats.conftest import pango, poppler

__all__ = ["pango", "poppler"]
