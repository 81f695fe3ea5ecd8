"""Sentences of our own with one error each, and harmless ones that look like them: what the rules about text tell."""

from __future__ import annotations

import functools
import time
import tomllib
from pathlib import Path

import pytest

import govreport as gr

SENTENCES = tomllib.loads(Path(__file__).with_name("planted.toml").read_text("utf-8"))
PLAN = "# 一、下一步工作打算\n\n"


def texts(block: str) -> list[str]:
    """Return the texts of a block, one a line."""
    return [each.replace("PLAN:", PLAN).replace("¶", "\n\n") for each in block.split("\n") if each]


WRONG = [(rule, text) for rule, block in SENTENCES["wrong"].items() for text in texts(block)]


@functools.cache
def blank() -> gr.Report:
    report = gr.blank(gr.form("cn/ningxia-2017"), gr.Publisher("某县司法局", level="部门"), 2017)
    return report.fill(SENTENCES["figures"])


def told(text: str) -> dict[str, str]:
    """Return what the rules about text and layout tell of a text, by rule."""
    findings = gr.check(blank().tell("lead", text))
    told = {each.rule: each.message("zh") for each in findings if each.rule.startswith(("TX", "LY"))}
    for about_all in ("LY-MISSING-SECTION", "LY-NO-TABLE", "LY-SIGN", "TX-NOROW", "TX-PCT-DIGITS"):
        told.pop(about_all, None)
    return told


@pytest.mark.parametrize(("rule", "text"), WRONG)
def test_an_error_is_found(rule, text):
    assert rule in told(text), told(text)


@pytest.mark.parametrize("text", texts(SENTENCES["right"]["texts"]))
def test_a_right_sentence_is_left_alone(text):
    assert not told(text)


@pytest.mark.parametrize("text", texts(SENTENCES["asked"]["TX-SCOPE"]))
def test_a_sentence_of_two_readings_is_asked_about(text):
    assert set(told(text)) == {"TX-SCOPE"}


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
def test_a_long_paragraph_takes_no_long_time(clause):
    """Far above what it takes, and far below what anything quadratic would."""
    report = blank().tell("lead", clause * (40_000 // len(clause)))
    start = time.perf_counter()
    gr.check(report)
    assert time.perf_counter() - start < 15
