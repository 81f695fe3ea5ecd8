"""The core and the formats know no jurisdiction: none of their code names a rule set or one of its forms."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

JURISDICTIONS = sorted(
    path.name.removeprefix("govreport_") for path in (ROOT / "plugins").iterdir() if (path / "forms").is_dir()
)
NEUTRAL = [ROOT / "govreport", *(path for path in (ROOT / "plugins").iterdir() if not (path / "forms").is_dir())]
NAMED = re.compile(rf"(govreport_)?({'|'.join(JURISDICTIONS)})(/.*)?")


def words(tree: ast.AST) -> Iterator[ast.Constant]:
    """Yield the texts of code: those of docstrings are for people."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if (
            isinstance(body, list)
            and body
            and isinstance(body[0], ast.Expr)
            and isinstance(body[0].value, ast.Constant)
        ):
            body[0].value.value = ""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node


def test_there_are_jurisdictions_to_look_for():
    assert "cn" in JURISDICTIONS


@pytest.mark.parametrize("folder", NEUTRAL, ids=lambda folder: folder.name)
def test_no_code_names_a_jurisdiction(folder: Path):
    found = [
        f"{file.relative_to(ROOT)}:{word.lineno}: {word.value}"
        for file in folder.rglob("*.py")
        for word in words(ast.parse(file.read_text("utf-8")))
        if NAMED.fullmatch(word.value)
    ]
    assert found == []


@pytest.mark.parametrize("folder", NEUTRAL, ids=lambda folder: folder.name)
def test_no_template_or_style_names_a_jurisdiction(folder: Path):
    files = [file for suffix in ("*.j2", "*.css", "*.typ") for file in folder.rglob(suffix)]
    assert not [file.name for file in files if re.search(rf"\b({'|'.join(JURISDICTIONS)})/", file.read_text("utf-8"))]
