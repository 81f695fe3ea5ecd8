"""The official theme: typographic tokens of government documents, and the open fonts that stand in for its faces."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from govreport.plugin import FontFace, Theme, hookimpl

_HERE = Path(__file__).parent
_FACES = (
    ("Govreport Serif", 400, "NotoSerifSC-Regular.subset.ttf"),
    ("Govreport Serif", 700, "NotoSerifSC-Bold.subset.ttf"),
    ("Govreport Sans", 400, "NotoSansSC-Medium.subset.ttf"),
)


@hookimpl
def govreport_themes() -> Iterator[Theme]:
    """Give the theme `official`."""
    tokens = tomllib.loads((_HERE / "tokens.toml").read_text("utf-8"))
    fonts = tuple(FontFace(family, weight, _HERE / "fonts" / file) for family, weight, file in _FACES)
    yield Theme("official", tokens, fonts, "GB/T 9704-2012 for Chinese, a quiet report layout for English")
