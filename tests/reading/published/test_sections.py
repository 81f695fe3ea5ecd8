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
    ("heading", "section"),
    [
        ("存在的主要问题及改进情况", "problems"),
        ("政府信息公开工作存在的主要问题及改进情况", "problems"),
        ("存在问题及改进情况", "problems"),
        ("其他需要报告的事项", "other"),
        ("总体情况", None),  # not back
        ("下一步打算", None),
        ("", None),
    ],
)
def test_a_heading_names_its_section(sections, names, heading, section):
    found = sections.named(heading, names.index("disputes"))
    assert (None if found is None else names[found]) == section


def test_a_number_is_that_of_a_section_of_text(sections, names):
    assert sections.numbered("五、", names.index("disputes")) == names.index("problems")
    assert sections.numbered("四、", names.index("overview")) is None
    assert sections.numbered("", names.index("overview")) is None


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
    assert [each.reason for each in report.unplaced] == ["报告以外的内容"] * (name == "html")


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


FIVE, SIX = "五、存在的主要问题及改进情况", "六、其他需要报告的事项"


def read_with(*changes: tuple[str, str]) -> gr.Report:
    """Return what is read of a text of three sections of text and three of tables, some words of it changed."""
    report = two_years("cn/2021")[0].tell("overview", "平稳。").tell("problems", "更新慢。").tell("other", "无。")
    text = gr.render(report, "table")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return gr.read(text.encode(), name="a.txt")


def test_below_tables_a_number_is_enough_unless_another_heading_names_its_section():
    alone = read_with((FIVE, "五、下一步打算"))
    assert alone.narrative["problems"].startswith("# 五、下一步打算")
    fees = read_with((FIVE, "五、收费及减免情况\n\n未收费。\n\n六、存在的主要问题"))
    assert "收费" not in fees.narrative["problems"]
    assert [each.text for each in fees.unplaced] == ["五、收费及减免情况", "未收费。"]


def test_headings_without_numbers_are_headings():
    report = read_with(("一、总", "总"), (FIVE, FIVE[2:]), (SIX, SIX[2:]))
    assert report.narrative["problems"] == f"# {FIVE[2:]}\n\n更新慢。"
    assert report.narrative["other"] == f"# {SIX[2:]}\n\n无。"


def test_what_a_heading_or_a_paragraph_over_tables_says_is_not_lost():
    four = "四、政府信息公开行政复议、行政诉讼情况"
    report = read_with(
        (four, f"{four}，全年收到复议5件"), ("二、主动公开政府信息情况", "二、主动公开政府信息情况\n\n规章")
    )
    assert [each.text for each in report.unplaced] == ["规章", f"{four}，全年收到复议5件"]


@pytest.mark.parametrize(
    "text",
    [
        "2023年1月1日至2023年12月31日",
        "2023年1月1日至31日",
        "某市司法局负责解释",
        "某市公安局 12件\n\n某市教育局公开35件",
        "以下单位公开最多：\n\n某市公安局\n\n某市教育局",
        "2023年1月18日\n\n召开培训会2次",
        "公开培训一次（时间：2023年5月6日），公开条例解读12条",
    ],
)
@pytest.mark.parametrize("place", ["平稳。", "更新慢。", "无。"])
def test_text_is_no_imprint(place, text):
    report = read_with((place, text))
    told = "".join(report.narrative.values())
    assert all(line.strip() in told for line in text.split("\n\n"))
    assert (report.publisher.name, report.published, report.unplaced) == ("某市", None, ())


@pytest.mark.parametrize(
    ("text", "publisher", "published"),
    [
        ("某市\n\n2024年1月20日", "某市", "2024-01-20"),
        ("某市政府办公室（盖章）\n\n2024年1月20日", "某市政府办公室", "2024-01-20"),
        ("2024年1月20日\n\n某市政府办公室", "某市政府办公室", "2024-01-20"),
        ("某市政府办公室 2024年1月20日", "某市政府办公室", "2024-01-20"),
        ("二〇二四年一月二十日", "某市", "2024-01-20"),
        ("某市", "某市", "None"),
    ],
)
def test_issuer_and_date_end_a_report(text, publisher, published):
    report = read_with(("无。", f"无。\n\n{text}"))
    assert (report.publisher.name, str(report.published)) == (publisher, published)
    assert report.narrative["other"] == f"# {SIX}\n\n无。"
    assert report.unplaced == ()


def test_spaces_between_digits_of_a_title_go():
    assert read_with(("某市2023年", "某市 2 0 2 3 年")).period == "2023"


def test_a_weekday_may_stand_before_a_date():
    line = "发布日期：星期三 2024-01-31"
    report = read_with(("一、总", f"{line}\n\n一、总"))
    assert str(report.published) == "2024-01-31"


def test_many_rules_take_no_longer_than_their_lines():
    from govreport.reading.published.lines import lines_of
    from govreport.reading.published.page import Page
    from govreport.reading.published.ruled import with_tables

    lines = tuple(lines_of("-----  -----\na      1\nb      2\n" * 2000))
    assert len(with_tables(Page("a.txt", lines)).tables) == 2000
