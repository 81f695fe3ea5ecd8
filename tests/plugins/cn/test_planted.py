"""Sentences of our own with one error each, and harmless ones that look like them: what the rules about text tell."""

from __future__ import annotations

import functools
import time
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

import govreport as gr

HERE = Path(__file__).parent
PLAN = "# 一、下一步工作打算\n\n"
MEMBERS = {6: ("natural_person", "business", "research", "public_interest_org", "legal_service", "other_org")}
MEMBERS[4] = ("upheld", "corrected", "other_result", "pending")
ABOUT_ALL = {
    "LY-MISSING-SECTION",
    "LY-NO-TABLE",
    "LY-SIGN",
    "TX-NOROW",
    "TX-PCT-DIGITS",
    "LY-THIN-TEXT",
    "LY-HEAD-TEXT",
}


def texts(block: str) -> list[str]:
    """Return the texts of a block, one a line."""
    return [each for each in block.split("\n") if each]


FILES = {path.stem: tomllib.loads(path.read_text("utf-8"), parse_float=Decimal) for path in HERE.glob("planted*.toml")}
WRONG = [
    (file, rule, text) for file, said in FILES.items() for rule, block in said["wrong"].items() for text in texts(block)
]
RIGHT = [(file, text) for file, said in FILES.items() for text in texts(said["right"]["texts"])]
ASKED = [(file, text) for file, said in FILES.items() for text in texts(said["asked"]["TX-SCOPE"])]


@functools.cache
def blank(file: str = "planted") -> gr.Report:
    said = FILES[file]
    form = gr.form(said.get("form", "cn/ningxia-2017"))
    publisher = gr.Publisher(said.get("publisher", "某县司法局"), level=said.get("level", "部门"))
    figures = dict(said["figures"])
    for row, amounts in said.get("rows", {}).items():
        cells = dict(zip(MEMBERS[len(amounts)], amounts, strict=True)) | {"total": sum(amounts)}
        figures |= {f"{row}[{member}]": amount for member, amount in cells.items()}
    return gr.blank(form, publisher, said.get("period", 2017)).fill(figures)


def tell(file: str, text: str) -> gr.Report:
    """Return the report with a text, its paragraphs in the sections that they name."""
    report = blank(file)
    section = "lead" if file == "planted" else "overview"
    parts: dict[str, list[str]] = {}
    for paragraph in text.replace("PLAN:", PLAN).split("¶"):
        name, colon, rest = paragraph.partition(":")
        section, told = (name, rest) if colon and name in {"problems", "other"} else (section, paragraph)
        parts.setdefault(section, []).append(told)
    for section, paragraphs in parts.items():
        report = report.tell(section, "\n\n".join(paragraphs))
    return report


def told(file: str, text: str) -> dict[str, str]:
    """Return what the rules about text and layout tell of a text, by rule."""
    findings = gr.check(tell(file, text))
    found = {each.rule: each.message("zh") for each in findings if each.rule.startswith(("TX", "LY"))}
    return {rule: message for rule, message in found.items() if rule not in ABOUT_ALL}


@pytest.mark.parametrize("file", [file for file in FILES if file != "planted"])
def test_the_figures_themselves_are_right(file):
    assert not [each.rule for each in gr.check(blank(file)) if each.rule.startswith("CN")]


@pytest.mark.parametrize(("file", "rule", "text"), WRONG)
def test_an_error_is_found(file, rule, text):
    assert rule in told(file, text), told(file, text)


@pytest.mark.parametrize(("file", "text"), RIGHT)
def test_a_right_sentence_is_left_alone(file, text):
    assert not told(file, text)


@pytest.mark.parametrize(("file", "text"), ASKED)
def test_a_sentence_of_two_readings_is_asked_about(file, text):
    assert set(told(file, text)) == {"TX-SCOPE"}


@pytest.mark.parametrize(
    "clause",
    [
        "收到政府信息公开申请22件，",
        "动态30条，占65%，",
        "规范性文件7件",
        "（甲3条、",
        "2016年，",
        "《",
        "一是甲；二要乙；3.丙；",
        "信息公开公开",
    ],
)
@pytest.mark.parametrize("file", FILES)
def test_a_long_paragraph_takes_no_long_time(file, clause):
    """Far above what it takes, and far below what anything quadratic would."""
    report = tell(file, clause * (20_000 // len(clause)))
    start = time.perf_counter()
    gr.check(report)
    assert time.perf_counter() - start < 8
