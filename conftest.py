"""Runs every Python example of README and docs as a test, in a folder of its own."""

from __future__ import annotations

import os

import pytest

try:
    from sybil import Sybil
    from sybil.parsers.markdown import PythonCodeBlockParser
except ImportError:  # the examples are then not run; the rest is
    pass
else:

    @pytest.fixture(scope="module")
    def in_a_folder_of_its_own(tmp_path_factory):
        """What an example writes must not stay in the repository."""
        before = os.getcwd()
        os.chdir(tmp_path_factory.mktemp("example"))
        yield
        os.chdir(before)

    pytest_collect_file = Sybil(
        parsers=[PythonCodeBlockParser()],
        patterns=["README*.md", "docs/**/*.md"],
        fixtures=["in_a_folder_of_its_own"],
    ).pytest()
