"""Which section of a form a heading of a published page begins, however it is worded, and what a page tells of itself."""

from __future__ import annotations

import pytest

import govreport as gr
from govreport.reading.published.sections import Sections
from tests.plugins.cn.valid import two_years


@pytest.fixture(scope="module")
def sections():
    return Sections(gr.form("cn/2021"))


@pytest.fixture(scope="module")
def names():
    return [each.id for each in gr.form("cn/2021").sections]


@pytest.mark.parametrize(
    ("heading", "number", "section"),
    [
        ("存在的主要问题及改进情况", "五、", "problems"),
        ("政府信息公开工作存在的主要问题及改进情况", "五、", "problems"),
        ("存在问题及改进情况", "五、", "problems"),
        ("下一步打算", "五、", "problems"),  # below tables, where no text belongs
        ("其他需要报告的事项", "", "other"),
        ("下一步打算", "", None),
        ("", "", None),
    ],
)
def test_a_heading_begins_its_section(sections, names, heading, number, section):
    found = sections.begun_by(heading, number, names.index("disputes"))
    assert (None if found is None else names[found]) == section


def test_a_number_alone_says_nothing_where_text_belongs(sections, names):
    assert sections.begun_by("下一步打算", "五、", names.index("overview")) is None
    assert sections.begun_by("总体情况", "一、", names.index("problems")) is None  # not back


def page(name: str, byline: str = "") -> str:
    """Return a published report with another heading over its problems, and with a line below its title."""
    report = two_years("cn/2021")[0].tell("overview", "公开信息30条。").tell("other", "无。")
    told = gr.render(report.tell("problems", "更新慢，今后加强培训。"), name)
    assert "五、存在的主要问题及改进情况" in told
    end = "</h1>" if name == "html" else "年度报告\n"
    return told.replace("五、存在的主要问题", "五、存在问题").replace(end, f"{end}{byline}\n", 1)


@pytest.mark.parametrize(("name", "suffix"), [("html", "html"), ("table", "txt")])
def test_text_below_a_heading_worded_otherwise_has_its_place(name, suffix):
    report = gr.read(page(name).encode(), name=f"a.{suffix}")
    assert report.narrative["problems"] == "# 五、存在问题及改进情况\n\n更新慢，今后加强培训。"
    assert report.narrative["other"].endswith("无。")
    assert [each.reason for each in report.unplaced] == ["报告以外的网页内容"] * (name == "html")


@pytest.mark.parametrize(
    "byline",
    ["发布日期：2024-01-31", "来源：某市政府办公室 时间：2024-01-31 10:01 浏览次数：32", "Posted on: 2024-01-31"],
)
def test_the_date_of_a_page_stands_below_its_title(byline):
    report = gr.read(page("table", byline).encode(), name="a.txt")
    assert str(report.published) == "2024-01-31"
    assert [(each.text, each.reason) for each in report.unplaced] == [(byline, "网页的发布信息")]
    assert byline not in report.narrative.get("lead", "")
    around = gr.read(page("html", f"<p>{byline}</p>").encode(), name="a.html")  # the title stands above the report
    assert str(around.published) == "2024-01-31"


@pytest.mark.parametrize("byline", ["办公时间：2024-01-31", "时间：上午9时", "2024-01-31"])
def test_other_times_are_not_its_date(byline):
    assert gr.read(page("html", f"<p>{byline}</p>").encode(), name="a.html").published is None
