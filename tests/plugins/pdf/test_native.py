"""WeasyPrint is loaded quietly, and a missing library becomes one line with a remedy."""

from __future__ import annotations

import importlib
import pickle
import sys
import types
from collections.abc import Callable
from typing import Any

import pytest

from govreport_pdf import native

DLOPEN = (
    "cannot load library 'libpango-1.0-0': libpango-1.0-0: cannot open shared object file: No such file or "
    "directory.  Additionally, ctypes.util.find_library() did not manage to locate a library"
)


def importer(error: Exception) -> Callable[[str], Any]:
    """An import that fails as WeasyPrint's does: with a banner on stdout, then an exception."""

    def import_module(name: str) -> Any:
        sys.stdout.write("-----\n\nWeasyPrint could not import some external libraries.")
        raise error

    return import_module


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], None]:
    """A machine on which importing WeasyPrint fails with the given error."""

    def make(error: Exception) -> None:
        monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
        monkeypatch.setattr(importlib, "import_module", importer(error))

    return make


def test_missing_library_is_one_line_and_no_banner(
    bare: Callable[[Exception], None], capsys: pytest.CaptureFixture[str]
) -> None:
    bare(OSError(DLOPEN))
    with pytest.raises(native.NativeLibraryMissing) as caught:
        native.load()
    message = str(caught.value)
    assert caught.value.library == "libpango-1.0-0"
    assert "\n" not in message
    for word in ("libpango-1.0-0", "apt-get install", "dnf install", "brew install", "MSYS2"):
        assert word in message
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("text", ["", "something else\nin two lines"])
def test_an_error_in_other_words_is_still_one_line(bare: Callable[[Exception], None], text: str) -> None:
    bare(OSError(text))
    with pytest.raises(native.NativeLibraryMissing) as caught:
        native.load()
    assert len(str(caught.value).splitlines()) == 1


def test_weasyprint_not_installed_stays_an_import_error(bare: Callable[[Exception], None]) -> None:
    bare(ImportError("No module named 'weasyprint'"))
    with pytest.raises(ImportError, match="weasyprint"):
        native.load()


def test_diagnose_names_the_remedy_and_never_raises(bare: Callable[[Exception], None]) -> None:
    bare(OSError(DLOPEN))
    rows = {name: (ok, text) for name, ok, text in native.diagnose()}
    assert list(rows) == ["pango", "libharfbuzz-subset", "uharfbuzz"]
    assert not rows["pango"][0]
    assert "apt-get install" in rows["pango"][1]
    assert "libharfbuzz-subset0" in rows["libharfbuzz-subset"][1]


def test_a_loaded_weasyprint_is_returned_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = types.ModuleType("weasyprint")
    monkeypatch.setitem(sys.modules, "weasyprint", loaded)
    assert native.load() is loaded


def test_error_crosses_processes() -> None:
    error = pickle.loads(pickle.dumps(native.NativeLibraryMissing("libpango-1.0-0")))
    assert error.library == "libpango-1.0-0"
    assert str(error).count("PDF needs") == 1


def test_diagnose_on_this_machine(weasyprint: types.ModuleType) -> None:
    name, ok, version = native.diagnose()[0]
    assert (name, ok) == ("pango", True)
    assert int(version.split(".")[0]) >= 1
    assert native.load() is native.load() is weasyprint
    assert isinstance(native.harfbuzz_subset_usable(), bool)


@pytest.fixture
def weasyprint() -> types.ModuleType:
    """WeasyPrint, where the machine has what it needs."""
    try:
        return native.load()
    except (native.NativeLibraryMissing, ImportError) as error:
        pytest.skip(f"WeasyPrint cannot be loaded: {error}")
