"""What a new file offers to begin with: accepted as it is, a report of any figures that agree lacks only the problems."""

from __future__ import annotations

import random

import attrs
import pytest

import govreport as gr
from govreport.model.report import bound_cells
from govreport.writing import starter_of, to_fill_in

from .valid import EDITIONS, two_years

LANGUAGES = ("zh-Hans", "en")
FORMS = (*EDITIONS, "cn/ningxia-2017")


def accepted(text: str) -> str:
    """Return a file to be filled in with the `# ` taken away before every starter."""
    lines, inside = [], False
    for line in text.splitlines():
        inside = inside or line.endswith('= """')
        lines.append(line.removeprefix("#").removeprefix(" ") if inside else line)
        inside = inside and line != '# """'
    return "\n".join(lines)


def told(report: gr.Report) -> gr.Report:
    """Return a report with every starter accepted."""
    return gr.read(accepted(to_fill_in(report, "zh")).encode(), name="new.toml")


@pytest.mark.parametrize("edition", FORMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_with_a_text_has_a_starter_in_both_languages(edition, language):
    form = gr.form(edition)
    report = gr.blank(form, "某县", EDITIONS.get(edition, 2017), language=language)
    for section in form.sections:
        text = starter_of(report, section)
        assert bool(text) is section.narrative, section.id
        for address in bound_cells(text):
            assert form.locate(address)
    if language == "en":
        assert not any("\u4e00" <= sign <= "\u9fff" for each in form.sections for sign in each.starter.get("en", ""))


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("seed", range(3))
def test_with_figures_that_agree_the_accepted_starters_lack_only_the_problems(edition, language, seed):
    draw = random.Random(seed)
    report, before = two_years(edition, draw.randint)
    report = told(attrs.evolve(report, language=language))
    assert {*report.narrative} == {each.id for each in report.form.sections if each.narrative}
    findings = gr.check(report, previous=before)
    found = [each.rule for each in findings if each.rule.startswith(("TX", "LY"))]
    assert found == ["LY-LEFTOVER"], findings.explain("zh")  # what only the author knows is left open, and said to be
    assert findings.by_rule["LY-MISSING-SECTION"]["holds"]
    if language == "zh-Hans":
        assert findings.by_rule["TX-EQ"]["holds"] >= 3  # its figures are understood, and are those of the table


@pytest.mark.parametrize("edition", ["cn/2019", "cn/2021"])
def test_the_overview_has_the_five_parts_of_the_format(edition):
    report = told(two_years(edition)[0])
    parts = ["（一）主动公开", "（二）依申请公开", "（三）政府信息管理", "（四）平台建设", "（五）监督保障"]
    headings = [line[3:] for line in report.narrative["overview"].splitlines() if line.startswith("## ")]
    assert headings == parts
    assert [line.strip() for line in gr.render(report, "table").splitlines() if line.strip() in parts] == parts
    assert len(report.narrative["overview"]) < 1000


def test_lower_headings_are_numbered_anew_below_each():
    form = gr.form("cn/2021")
    section = attrs.evolve(
        form.section("overview"),
        starter={"zh": "## 甲\n### 子\n### 丑\n#### 细\n## 乙\n### 寅", "en": "## A\n### B\n#### C"},
    )
    report = gr.blank(form, "某县", 2023)
    assert starter_of(report, section).splitlines() == [
        "## （一）甲",
        "### 1.子",
        "### 2.丑",
        "#### （1）细",
        "## （二）乙",
        "### 1.寅",
    ]
    english = starter_of(attrs.evolve(report, language="en"), section).splitlines()
    assert english == ["## A. A", "### 1. B", "#### (a) C"]
