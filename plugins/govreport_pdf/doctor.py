"""What this machine has for making PDFs."""

from __future__ import annotations

from collections.abc import Iterator

from govreport.plugin import Diagnostic
from govreport_pdf import faces, native

_OFFICIAL = {
    "title face 小标宋": ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK"),
    "body face 仿宋": ("仿宋_GB2312", "FangSong_GB2312", "FangSong", "仿宋", "STFangsong"),
    "heading face 黑体": ("黑体", "SimHei", "STHeiti"),
    "subheading face 楷体": ("楷体_GB2312", "KaiTi_GB2312", "KaiTi", "楷体", "STKaiti"),
    "table face 宋体": ("宋体", "SimSun", "STSong"),
}


def diagnose() -> Iterator[Diagnostic]:
    """Yield the native libraries, then the official faces; a missing face is no fault, the theme's fonts stand in."""
    for name, ok, detail in native.diagnose():
        yield Diagnostic(name, ok, detail if ok else "", "" if ok else detail)
    try:
        for role, names in _OFFICIAL.items():
            found = faces.installed(names)
            yield Diagnostic(role, True, next(iter(found), "not installed; the fonts of the theme stand in"))
    except native.NativeLibraryMissing:
        return
