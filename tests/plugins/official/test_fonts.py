"""The bundled cuts hold the characters that Chinese reports need, and are fonts that WeasyPrint cuts fast."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

FONTS = Path(__file__).resolve().parents[3] / "plugins" / "govreport_official" / "fonts"
CUTS = ("NotoSerifSC-Regular.subset.ttf", "NotoSerifSC-Bold.subset.ttf", "NotoSansSC-Medium.subset.ttf")
LICENCES = {"NotoSerifSC": "OFL-NotoSerifSC.txt", "NotoSansSC": "OFL-NotoSansSC.txt"}
# What official documents use besides Han characters; ☐ and ☑ are in no Noto font.
SYMBOLS = (
    "ⅠⅡⅢⅫ①⑩⑳㎡㎏℃‰×÷≥≤±→←─│┌┐■□▲△●○◆◇★☆✓々〇《》「」『』【】〔〕、。“”‘’…—·￥，：；？！（）％０９ＡｚāǎàüéαβΩЖあア㈠€£"
)


def tgh() -> str:
    """The 8,105 characters of 通用规范汉字表."""
    lines = (FONTS / "tgh-8105.txt").read_text(encoding="utf-8").splitlines()
    return "".join(line for line in lines if not line.startswith("#"))


def gb2312() -> set[str]:
    """Every character of GB 2312-1980."""
    places = [(row, cell) for row in range(0xA1, 0xFF) for cell in range(0xA1, 0xFF)]
    return {char for place in places for char in bytes(place).decode("gb2312", errors="ignore")}


@pytest.fixture(scope="module", params=CUTS)
def font(request: pytest.FixtureRequest) -> Any:
    """Each of the cuts, opened."""
    ttlib = pytest.importorskip("fontTools.ttLib", reason="fontTools is not installed")
    with ttlib.TTFont(FONTS / request.param, lazy=True) as opened:
        yield opened


def missing(font: Any, chars: set[str]) -> list[str]:
    """The characters that the font lacks, as a failing test should show them."""
    codes = font.getBestCmap()
    return sorted(char for char in chars if ord(char) not in codes)


def test_list_has_each_character_of_the_table_once() -> None:
    chars = tgh()
    assert len(chars) == len(set(chars)) == 8105
    assert chars.startswith("一乙二十丁")
    assert (FONTS / "tgh-8105.txt").read_text(encoding="utf-8").startswith("# 通用规范汉字表")


def test_cut_has_every_standard_character(font: Any) -> None:
    assert missing(font, set(tgh())) == []


def test_cut_has_every_character_of_gb2312(font: Any) -> None:
    chars = gb2312()
    assert len(chars) == 6763 + 682
    assert missing(font, chars) == []


def test_cut_has_latin_and_symbols(font: Any) -> None:
    ascii_and_latin = {chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x100))}
    # The sources have no soft hyphen; shapers never draw it.
    assert missing(font, (ascii_and_latin | set(SYMBOLS)) - {"\xad"}) == []


def test_characters_have_ink(font: Any) -> None:
    cmap, glyphs = font.getBestCmap(), font["glyf"]
    assert [char for char in tgh() if glyphs[cmap[ord(char)]].numberOfContours == 0] == []


def test_cut_is_a_static_unhinted_truetype_font(font: Any) -> None:
    assert "glyf" in font
    assert not {"CFF ", "CFF2", "fvar", "gvar", "fpgm", "prep", "STAT"} & set(font.keys())
    assert font.flavor is None


def test_cut_may_be_embedded_and_is_named(font: Any) -> None:
    assert font["OS/2"].fsType == 0
    assert font["name"].getDebugName(1).startswith("Noto S")
    assert "SIL Open Font License" in font["name"].getDebugName(13)


def test_cut_keeps_kerning(font: Any) -> None:
    features = {record.FeatureTag for record in font["GPOS"].table.FeatureList.FeatureRecord}
    assert {"kern", "halt"} <= features


@pytest.mark.parametrize(("name", "weight"), list(zip(CUTS, (400, 700, 500), strict=True)))
def test_weight(name: str, weight: int) -> None:
    ttlib = pytest.importorskip("fontTools.ttLib", reason="fontTools is not installed")
    with ttlib.TTFont(FONTS / name, lazy=True) as opened:
        assert opened["OS/2"].usWeightClass == weight


@pytest.mark.parametrize("name", CUTS)
def test_licence_lies_beside_the_font(name: str) -> None:
    licence = FONTS / LICENCES[name.partition("-")[0]]
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence.read_text(encoding="utf-8")
    assert name in (FONTS / "README.md").read_text(encoding="utf-8")
