"""The benchmarks run; what they say is for people to read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
def test_the_benchmarks_run_and_print_ratios():
    script = Path(__file__).parent / "run.py"
    done = subprocess.run([sys.executable, str(script), "2"], capture_output=True, text=True, check=True)
    assert "import govreport / import attrs, pluggy" in done.stdout
    assert "check / read" in done.stdout


@pytest.mark.slow
def test_the_benchmarks_of_published_reports_run():
    command = [sys.executable, "-m", "tests.bench.published", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert "read a published report, pdf" in done.stdout
