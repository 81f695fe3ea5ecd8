"""A small report in the official XML, made up and free of mistakes, and how to change it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import govreport as gr

HERE = Path(__file__).parent
PAGE = "exim-bank-2011.xml"
"""The one file of the cases that is no XML of a report, but a web page."""


@pytest.fixture(scope="session")
def small() -> bytes:
    """The made-up report of an agency with two components."""
    return (HERE / "data" / "small.xml").read_bytes()


@pytest.fixture(scope="session")
def changed(small):
    """Gives the report after some texts of its XML were replaced; each must be there."""

    def change(*pairs: tuple[str, str]) -> gr.Report:
        text = small.decode()
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new, 1)
        return gr.read(text.encode(), name="changed.xml")

    return change


@pytest.fixture(scope="session")
def report(small) -> gr.Report:
    """The small report, read."""
    return gr.read(small, name="small.xml")


@pytest.fixture(scope="session")
def us(shared) -> Path:
    """The folder of real files; what needs it is skipped where it is absent."""
    if not (shared / "us").is_dir():
        pytest.skip("the folder of real United States reports is not here")
    return shared / "us"


@pytest.fixture(scope="session")
def schema(us) -> Path:
    """The official schema of the newer generation."""
    return us / "schema" / "exchange" / "FoiaAnnualReport.xsd"


@pytest.fixture(scope="session")
def cases(us) -> dict[str, bytes]:
    """The real files that were chosen, by name."""
    return {path.name: path.read_bytes() for path in sorted((us / "cases").glob("*.xml")) if path.name != PAGE}


@pytest.fixture(scope="session")
def archives(us) -> dict[str, bytes]:
    """All agencies' files of two years, by name."""
    return dict(_of_archives(us))


def _of_archives(us: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(us.glob("fy*-all-agencies.zip")):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith(".xml") and not name.startswith("__MACOSX"):
                    yield name.rpartition("/")[2], archive.read(name)


@pytest.fixture(scope="session")
def expected(us) -> dict[str, dict]:
    """What an independent evaluation found, by file: of the cases, and of the archives."""
    return {
        "cases": json.loads((us / "cases" / "expected.json").read_text("utf-8")),
        "archives": json.loads((us / "archives-expected.json").read_text("utf-8")),
    }
