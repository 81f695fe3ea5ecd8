"""The PDF where Pango is hidden: the other engine makes it, and one line says so."""

from __future__ import annotations

import sys

import pytest

import govreport as gr


@pytest.fixture
def no_pango(monkeypatch):
    """Makes the import of WeasyPrint fail as it does where Pango is missing."""
    from govreport_pdf import native

    def missing():
        raise native.NativeLibraryMissing("libpango-1.0-0")

    monkeypatch.setattr(native, "load", missing)


def test_typst_stands_in(report, tmp_path, no_pango):
    artifact = gr.write(report, tmp_path / "report.pdf")
    assert artifact.engine == "typst"
    (warning,) = artifact.warnings
    assert warning.startswith("made by typst: weasyprint cannot run: PDF needs the system library libpango-1.0-0")
    assert "apt-get install libpango-1.0-0" in warning
    assert "\n" not in warning


def test_weasyprint_is_asked_for_in_vain(report, no_pango):
    with pytest.raises(gr.Unavailable, match="PDF needs the system library"):
        gr.render(report, "pdf", engine="weasyprint")


@pytest.mark.parametrize("module", ["typst", "pikepdf"])
def test_with_neither_both_remedies_are_named(report, no_pango, monkeypatch, module):
    for name in [each for each in sys.modules if each.startswith("govreport_typst.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(gr.Unavailable, match=r"apt-get install libpango.*pip install 'govreport\[typst\]'"):
        gr.render(report, "pdf")


def test_an_unknown_engine_offers_near_ones(report):
    with pytest.raises(gr.UnknownName, match="unknown engine of format pdf 'tipst'; did you mean 'typst'"):
        gr.render(report, "pdf", engine="tipst")
