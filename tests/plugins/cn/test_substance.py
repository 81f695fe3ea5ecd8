"""Whether the sections of the formats of 2019 and 2021 say something, and where they belong."""

from __future__ import annotations

import pytest

import govreport as gr
from govreport.reading.source import Source

LISTED = "主动公开：机构概况、政策文件、规划计划、财政信息、人事信息等。"
OWN = (
    "本机关按照《条例》要求调整公开目录，逐件审核拟公开的文件，主要负责人每季度听取汇报，"
    "发现栏目更新不及时的当场督促整改，并把公开工作列入科室年度考核，考核结果与评优挂钩，群众反映较好。"
)


def told(edition: str = "cn/2021", **texts: str) -> dict[str, list[str]]:
    """Return what is told of a report with some sections, by rule."""
    report = gr.blank(gr.form(edition), gr.Publisher("某局", level="部门"), 2023)
    for section, text in texts.items():
        report = report.tell(section, text)
    found: dict[str, list[str]] = {}
    for each in gr.check(report):
        found.setdefault(each.rule, []).append(each.identity("zh"))
    return found


@pytest.mark.parametrize("edition", ["cn/2021", "cn/2019"])
@pytest.mark.parametrize(
    ("text", "thin"),
    [
        (LISTED, True),
        (f"# 一、总体情况\n\n（一）主动公开\n\n{LISTED}\n\n（二）依申请公开\n\n按规定办理。", True),
        ("机构概况\n\n政策文件\n\n规划计划", True),
        ("认真贯彻《条例》，工作取得成效。", True),
        (OWN, False),
        (f"{LISTED}\n\n{OWN}", False),
        (f"{LISTED}\n\n全年公开信息30条。", False),
        ("公开信息三十条。", False),
        ("2023年，依据《条例》第五十条编制。", True),
    ],
)
def test_an_overview_says_something(edition, text, thin):
    assert ("LY-THIN-TEXT" in told(edition, overview=text)) is thin


def test_an_overview_that_is_not_there_is_another_matter():
    assert "LY-THIN-TEXT" not in told(other="未收取信息处理费。")
    assert "LY-THIN-TEXT" not in told("cn/2014", overview=LISTED)


PAGE = """某局2023年政府信息公开工作年度报告

本报告由总体情况、主动公开政府信息情况、存在的主要问题及改进情况、其他需要报告的事项组成。

{overview}

全年主动公开信息30条，收到申请3件。

{problems}

2023年存在以下问题：公开不够及时。今后将加强培训。

{other}

全年未收取信息处理费。
"""
HEADS = {
    "overview": "一、总体情况",
    "problems": "五、存在的主要问题及改进情况",
    "other": "六、其他需要报告的事项",
}


def lost(**heads: str) -> list[str]:
    """Return the lost headings that are told of a published text with some headings changed."""
    text = PAGE.format(**HEADS | heads)
    report = gr.read(Source(text.encode(), "a.txt").data, name="a.txt", form="cn/2021")
    return [each.identity("zh") for each in gr.check(report) if each.rule == "LY-HEAD-LOST"]


@pytest.mark.parametrize("name", HEADS)
def test_a_lost_heading_is_named(name):
    (told,) = lost(**{name: ""})
    assert f"“{HEADS[name]}”" in told


def test_headings_that_are_there_are_not_lost():
    assert lost() == []
    assert "LY-HEAD-LOST" not in told(lead="全年主动公开信息30条，存在以下问题。")  # no published text


def test_a_heading_with_the_text_in_it_is_no_empty_section():
    run_in = "# 五、存在的主要问题及改进情况 工作中还有差距，正在改进。"
    assert not any("主要问题" in each for each in told(problems=run_in)["LY-MISSING-SECTION"])


@pytest.mark.parametrize(
    "text", ["无。", "无", "没有问题。", "本局无主要问题。", "# 五、存在的主要问题及改进情况\n\n暂无"]
)
def test_problems_are_told(text):
    assert "LY-PROBLEMS-NONE" in told(problems=text)


@pytest.mark.parametrize("text", ["公开不够及时，今后加强培训。", "没有问题被遗漏，均已整改。", "一是栏目更新慢。"])
def test_problems_that_are_told_are_left_alone(text):
    assert "LY-PROBLEMS-NONE" not in told(problems=text)


def test_none_is_an_answer_elsewhere():
    assert "LY-PROBLEMS-NONE" not in told(other="无。", problems="更新慢，今后加强。")


def test_a_section_of_its_heading_alone_is_empty():
    lacking = told(problems="# 五、存在的主要问题及改进情况", overview="公开信息30条。")["LY-MISSING-SECTION"]
    assert any("存在的主要问题" in each for each in lacking)


@pytest.mark.parametrize(
    "text", ["1. 公开信息。\n2. 收到申请。", "(1) Proactive\n\n(2) Requests", "- （一）甲\n- （二）乙"]
)
def test_lists_and_english_headings_have_their_spaces(text):
    assert "LY-HEAD-PUNCT" not in told(overview=text)


@pytest.mark.parametrize("text", ["（一） 主动公开", "1．　主动公开", "（一）主动公开。\n\n公开信息30条。"])
def test_headings_of_a_chinese_text_have_none(text):
    assert "LY-HEAD-PUNCT" in told(overview=text)


def test_words_are_no_parts():
    assert "TX-SUM" not in told(overview="公开信息30条（同一信息可以在两处公开）。")
    assert "TX-SUM" in told(overview="公开信息30条（动态20、公告11）。")
