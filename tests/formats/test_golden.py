"""What the example writes, to the byte; a change of it is looked at before it is taken over.

Take a change over with `GOVREPORT_GOLDEN=write pytest tests/formats/test_golden.py`; the tests beside this one make
sure that no golden file can hide a lost figure.
"""

from __future__ import annotations

import os
import runpy
from pathlib import Path

import pytest

import govreport as gr

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


@pytest.fixture(scope="module")
def example():
    return runpy.run_path(str(ROOT / "examples" / "01_first_report.py"))["first_report"]()


@pytest.mark.parametrize(
    ("file", "name", "options"),
    [
        ("first.html", "html", {"findings": True}),
        ("first.en.html", "html", {"findings": True, "language": "en"}),
        ("first.txt", "table", {"findings": True}),
        ("first.en.txt", "table", {"findings": True, "language": "en"}),
        ("first.json", "json", {}),
        ("first.toml", "toml", {}),
    ],
)
def test_the_example_is_as_it_was(example, file, name, options):
    golden = ROOT / "tests" / "golden" / file
    text = gr.render(example, name, **options)
    if os.environ.get("GOVREPORT_GOLDEN") == "write":
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")
