"""What all tests share: the real report that the project began with, and the miniature forms."""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import shutil
from pathlib import Path

import attrs
import pytest

import govreport as gr
from govreport.reading.form_file import read_form
from govreport.reading.source import open_source

HERE = Path(__file__).parent
ROOT = HERE.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def form() -> gr.Form:
    """The form of the first report."""
    return gr.form("cn/ningxia-2017")


@pytest.fixture(scope="session")
def report() -> gr.Report:
    """The first report, as its example fills it."""
    figures = json.loads((ROOT / "examples" / "data" / "desheng-2017.json").read_text("utf-8"))
    blank = gr.blank(gr.form("cn/ningxia-2017"), "银川德胜工业园区管委会", 2017)
    return attrs.evolve(blank.fill(figures), published=dt.date(2018, 1, 18))


@pytest.fixture(scope="session")
def mini():
    """Gives a miniature form by name: `china`, `us` or `canada`."""

    def load(name: str) -> gr.Form:
        return read_form(open_source(HERE / "data" / "forms" / f"{name}-mini.toml"))

    return load


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real cases; a test that needs it is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the folder of real cases is not here")
    return SHARED


def _has_pango() -> bool:
    import contextlib
    import io
    import warnings

    if importlib.util.find_spec("weasyprint") is None:
        return False
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            import weasyprint  # noqa: F401
        except OSError:
            return False
    return True


@pytest.fixture(scope="session")
def pango() -> None:
    """Skips where WeasyPrint lacks Pango."""
    if not _has_pango():
        pytest.skip("Pango is not installed")


@pytest.fixture(scope="session", params=["weasyprint", "typst"])
def engine(request) -> str:
    """Each engine of the format `pdf`; skips WeasyPrint where it lacks Pango."""
    if request.param == "weasyprint" and not _has_pango():
        pytest.skip("Pango is not installed")
    return request.param


@pytest.fixture(scope="session")
def poppler() -> None:
    """Skips where poppler-utils are not installed."""
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler-utils are not installed")
