"""Official faces are found by their exact names; a machine without fonts is no error."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from govreport.document import font_coverage
from govreport_pdf import faces, native

ROOT = Path(__file__).resolve().parents[3]
SERIF = ROOT / "plugins" / "govreport_official" / "fonts" / "NotoSerifSC-Regular.subset.ttf"
FAMILIES = [
    "方正小标宋简体",
    "fzxiaobiaosong-b05s",
    "仿宋_GB2312",
    "KaiTi",
    "FZXiaoBiaoSong",
    "Times New Roman",
]
# fontconfig reads its settings once a process, so each machine is played in a process of its own.
SCRIPT = """
import json, sys
from govreport_pdf import faces
found = faces.installed(json.loads(sys.argv[1]))
covered = faces.any_system_font_covers(json.loads(sys.argv[2]))
print(json.dumps({
    "faces": {name: [face.family, face.path.name, face.index] for name, face in found.items()},
    "covered": sorted(covered),
}))
"""


@pytest.fixture(autouse=True)
def _weasyprint() -> None:
    """Skip where the machine lacks what WeasyPrint needs."""
    try:
        native.load()
    except (native.NativeLibraryMissing, ImportError) as error:
        pytest.skip(f"WeasyPrint cannot be loaded: {error}")


def on_machine(folder: Path, settings: str, families: list[str], chars: str) -> dict[str, Any]:
    """Ask in a new process whose fontconfig knows the fonts of `folder` only."""
    (folder / "fonts.conf").write_text(f"<fontconfig>{settings}</fontconfig>", encoding="utf-8")
    environment = {
        **os.environ,
        "FONTCONFIG_FILE": str(folder / "fonts.conf"),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "plugins"), str(ROOT)]),
        "XDG_CACHE_HOME": str(folder),
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, json.dumps(families), json.dumps(chars)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def renamed(chinese: str, english: str, chars: str) -> Any:
    """A font with the given family names and few characters."""
    ttlib = pytest.importorskip("fontTools.ttLib", reason="fontTools is not installed")
    subset = pytest.importorskip("fontTools.subset", reason="fontTools is not installed")
    font = ttlib.TTFont(SERIF)
    subsetter = subset.Subsetter()
    subsetter.populate(text=chars)
    subsetter.subset(font)
    font["name"].names = []
    for language, name in ((0x409, english), (0x804, chinese)):
        font["name"].setName(name, 1, 3, 1, language)
        font["name"].setName("Regular", 2, 3, 1, language)
        font["name"].setName(name, 4, 3, 1, language)
    font["name"].setName(english, 6, 3, 1, 0x409)
    return font


def test_faces_are_found_by_english_and_chinese_names(tmp_path: Path) -> None:
    ttlib = pytest.importorskip("fontTools.ttLib", reason="fontTools is not installed")
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    renamed("方正小标宋简体", "FZXiaoBiaoSong-B05S", "政府").save(fonts / "xbs.ttf")
    collection = ttlib.TTCollection()
    collection.fonts = [renamed("宋体", "SimSun", "公开"), renamed("楷体", "KaiTi", "公开")]
    collection.save(fonts / "two.ttc")
    (fonts / "broken.ttf").write_bytes(b"\0\1\0\0 no font")
    answer = on_machine(tmp_path, f"<dir>{fonts}</dir>", FAMILIES, "政开鬱")
    assert answer["faces"] == {
        "方正小标宋简体": ["方正小标宋简体", "xbs.ttf", 0],
        "fzxiaobiaosong-b05s": ["fzxiaobiaosong-b05s", "xbs.ttf", 0],
        "KaiTi": ["KaiTi", "two.ttc", 1],
    }
    assert answer["covered"] == ["开", "政"]


@pytest.mark.parametrize("settings", ["", "<dir>/nonexistent/fonts</dir>"])
def test_a_machine_without_fonts_has_no_faces(tmp_path: Path, settings: str) -> None:
    assert on_machine(tmp_path, settings, FAMILIES, "政a") == {"faces": {}, "covered": []}


def test_a_machine_without_fontconfig_settings_has_no_crash(tmp_path: Path) -> None:
    answer = on_machine(tmp_path, "<broken", ["No Such Family"], "")
    assert answer == {"faces": {}, "covered": []}


def test_installed_on_this_machine_never_guesses() -> None:
    assert faces.installed(["No Such Family, really"]) == {}
    assert faces.installed([]) == {}


def test_nothing_to_cover_reads_nothing() -> None:
    assert faces.any_system_font_covers("") == set()


def test_coverage_is_read_once() -> None:
    codes = font_coverage(SERIF)
    assert ord("政") in codes
    assert ord("龘") not in codes
    assert font_coverage(SERIF) is codes


def test_coverage_of_a_broken_font_is_a_value_error(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font")
    with pytest.raises(ValueError, match=r"broken\.ttf"):
        font_coverage(broken)
    with pytest.raises(FileNotFoundError):
        font_coverage(tmp_path / "absent.ttf")


def test_face_is_frozen() -> None:
    face = faces.Face("KaiTi", SERIF)
    assert face.index == 0
    with pytest.raises(AttributeError):
        face.index = 1  # type: ignore[misc]
