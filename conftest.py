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


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Give all examples of one document to one worker: each goes on from the one above it."""
    from xdist.scheduler import LoadScopeScheduling

    class ByDocument(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return nodeid.partition("::line:")[0]

    return ByDocument(config, log)
