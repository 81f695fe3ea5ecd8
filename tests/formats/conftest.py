"""What the tests of formats share."""

from __future__ import annotations

import importlib.util
import shutil

import pytest


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
