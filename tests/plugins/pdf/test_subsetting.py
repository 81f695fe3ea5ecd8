"""uharfbuzz stands in for libharfbuzz-subset, only where WeasyPrint is as known, and cuts the same font."""

from __future__ import annotations

import io
import logging
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from govreport_pdf import native, subsetting

FONTS = Path(__file__).resolve().parents[3] / "plugins" / "govreport_official" / "fonts"
SERIF = FONTS / "NotoSerifSC-Regular.subset.ttf"
HTML = "<html lang=zh-CN><title>报告</title><p>政府信息公开工作年度报告，收到申请 120 件。</p></html>"


@pytest.fixture
def weasyprint() -> types.ModuleType:
    """WeasyPrint, where the machine has what it needs."""
    try:
        return native.load()
    except (native.NativeLibraryMissing, ImportError) as error:
        pytest.skip(f"WeasyPrint cannot be loaded: {error}")


@pytest.fixture
def fonts(weasyprint: types.ModuleType, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """weasyprint.pdf.fonts as on a machine without libharfbuzz-subset, put back afterwards."""
    module = pytest.importorskip("weasyprint.pdf.fonts")
    ffi = pytest.importorskip("weasyprint.text.ffi")
    monkeypatch.setattr(module, "harfbuzz_subset", None)
    monkeypatch.setattr(ffi, "harfbuzz_subset", None)
    monkeypatch.setattr(module.Font, "_fonttools_subset", module.Font._fonttools_subset)
    yield module
    logging.getLogger("weasyprint").removeFilter(subsetting._is_news)


@pytest.fixture
def hb() -> Any:
    """uharfbuzz, where it is installed."""
    return pytest.importorskip("uharfbuzz", reason="uharfbuzz is not installed")


def pdf(weasyprint: types.ModuleType) -> bytes:
    """A small PDF set in the bundled serif."""
    css = f"@font-face {{ font-family: GR; src: url({SERIF.as_uri()}) }} body {{ font-family: GR }}"
    fonts = pytest.importorskip("weasyprint.text.fonts").FontConfiguration()
    sheet = weasyprint.CSS(string=css, font_config=fonts)
    written: bytes = weasyprint.HTML(string=HTML).write_pdf(stylesheets=[sheet], font_config=fonts)
    return written


def glyph_ids(chars: str) -> dict[str, int]:
    """The glyph id of each character in the bundled serif."""
    ttlib = pytest.importorskip("fontTools.ttLib", reason="fontTools is not installed")
    with ttlib.TTFont(SERIF, lazy=True) as font:
        return {char: font.getGlyphID(font.getBestCmap()[ord(char)]) for char in chars}


def test_the_library_is_left_alone_where_present(weasyprint: types.ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    module = pytest.importorskip("weasyprint.pdf.fonts")
    monkeypatch.setattr(native, "harfbuzz_subset_usable", lambda: True)
    before = module.Font._fonttools_subset
    assert subsetting.install() == "harfbuzz-subset"
    assert module.Font._fonttools_subset is before


def test_stands_in_once(fonts: Any, hb: Any) -> None:
    assert subsetting.install() == "uharfbuzz"
    replaced = fonts.Font._fonttools_subset
    assert subsetting.install() == "uharfbuzz"
    assert fonts.Font._fonttools_subset is replaced


def test_an_unknown_version_keeps_fonttools(
    fonts: Any, weasyprint: types.ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weasyprint, "__version__", "999.0")
    assert subsetting.install() == "fonttools"


def test_another_signature_keeps_fonttools(fonts: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts.Font, "_fonttools_subset", lambda self, glyphs: None)
    assert subsetting.install() == "fonttools"


def test_a_vanished_method_keeps_fonttools(fonts: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(fonts.Font, "_fonttools_subset")
    assert subsetting.install() == "fonttools"


def test_no_uharfbuzz_keeps_fonttools(fonts: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "uharfbuzz", None)
    assert subsetting.install() == "fonttools"


def test_pdf_has_the_same_text_and_no_noise(
    fonts: Any, hb: Any, weasyprint: types.ModuleType, caplog: pytest.LogCaptureFixture
) -> None:
    pdfium = pytest.importorskip("pypdfium2", reason="pypdfium2 is not installed")
    assert subsetting.install() == "uharfbuzz"
    written = pdf(weasyprint)
    assert caplog.records == []
    text = pdfium.PdfDocument(written)[0].get_textpage().get_text_range()
    assert "政府信息公开工作年度报告，收到申请 120 件。" in text
    assert pdf(weasyprint) == written
    assert len(written) < 60_000


def test_same_bytes_as_the_library(weasyprint: types.ModuleType, hb: Any, request: pytest.FixtureRequest) -> None:
    if not native.harfbuzz_subset_usable():
        pytest.skip("libharfbuzz-subset is not installed")
    with_library = pdf(weasyprint)
    request.getfixturevalue("fonts")
    assert subsetting.install() == "uharfbuzz"
    # HarfBuzz versions may differ by a few bytes in the font; more would be another cut.
    assert abs(len(pdf(weasyprint)) - len(with_library)) < 200


def test_a_font_that_uharfbuzz_cannot_cut_goes_to_fonttools(
    fonts: Any,
    hb: Any,
    weasyprint: types.ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    calls: list[str] = []
    original: Callable[..., None] = fonts.Font._fonttools_subset

    def counted(self: Any, to_unicode: Any, hinting: Any) -> None:
        calls.append(self.family)
        original(self, to_unicode, hinting)

    def fail(*_: Any, **__: Any) -> bytes:
        raise RuntimeError("odd font")

    monkeypatch.setattr(fonts.Font, "_fonttools_subset", counted)
    assert subsetting.install() == "uharfbuzz"
    monkeypatch.setattr(subsetting, "cut", fail)
    assert pdf(weasyprint).startswith(b"%PDF")
    assert calls == ["GR"]
    assert "odd font" in caplog.text


def test_cut_keeps_glyph_ids_and_drops_the_rest(hb: Any) -> None:
    ttlib = pytest.importorskip("fontTools.ttLib", reason="fontTools is not installed")
    ids = glyph_ids("政府")
    result = subsetting.cut(SERIF.read_bytes(), set(ids.values()))
    assert len(result) < 30_000
    with ttlib.TTFont(io.BytesIO(result)) as font:
        order, glyphs = font.getGlyphOrder(), font["glyf"]
        inked = {place for place, name in enumerate(order) if glyphs[name].numberOfContours}
        assert inked == set(ids.values())
        assert "GSUB" not in font
        assert "GPOS" not in font


def test_cut_draws_the_replacement_box_when_asked(hb: Any) -> None:
    ttlib = pytest.importorskip("fontTools.ttLib", reason="fontTools is not installed")
    # 99999 is how WeasyPrint numbers a character that the font lacks.
    result = subsetting.cut(SERIF.read_bytes(), {5, 99_999}, outline_notdef=True)
    with ttlib.TTFont(io.BytesIO(result)) as font:
        assert font["glyf"][".notdef"].numberOfContours > 0


def test_cut_of_what_is_no_font_raises(hb: Any) -> None:
    with pytest.raises(RuntimeError):
        subsetting.cut(b"not a font", {1})
