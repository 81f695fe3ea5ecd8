"""Reports as their publishers made them: every value is right or listed, with the place where it stands."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal

import pytest

import govreport as gr
from tests.plugins.cn.valid import two_years

CASES = {
    "huaian-2024.pdf": ("huaian-2024", 0),
    "pingtan-2021.html": ("pingtan-2021", 0),
    "pingtan-2019.txt": ("pingtan-2019", 19),
    "pingtan-area-2015.txt": ("pingtan-area-2015", 4),
}
"""The files, the case of each, and how many of its figures run together so that no sum says which is which."""


@pytest.fixture(scope="module", params=CASES)
def published(request, shared):
    """Return a published report as read, the case that a person made of it, and how many figures may be lacking."""
    case, lacking = CASES[request.param]
    return (
        gr.read(shared / "cn" / "published" / request.param),
        gr.read(shared / "cn" / "cases" / f"{case}.json"),
        lacking,
    )


def test_no_value_is_wrong_and_what_lacks_is_listed(published):
    report, case, lacking = published
    assert report.form.id == case.form.id
    assert report.period == case.period
    assert {cell: value.amount for cell, value in report.values.items()} == {
        cell: case.values[cell].amount for cell in report.values
    }
    assert len(case.values) - len(report.values) == lacking
    told = [each for each in report.unplaced if "数字连在一起" in (each.reason or "")]
    assert bool(told) == bool(lacking)
    assert all(any(map(str.isdigit, each.text)) for each in told)


def test_every_value_has_its_place(published):
    report, _, lacking = published
    for cell in report.values:
        origin = report.origins[cell]
        assert origin.table or origin.line
    confidences = {origin.confidence for origin in report.origins.values()}
    assert confidences == ({Decimal("0.7")} if lacking else {None})


def test_publisher_date_and_text_are_read(shared):
    report = gr.read(shared / "cn" / "published" / "pingtan-2021.html")
    assert report.publisher.name == "平潭综合实验区"
    assert str(report.published) == "2022-02-08"
    assert report.narrative["other"] == "# 六、其他需要报告的事项\n\n2021年，无收取信息处理费情况。"
    assert not any("首页" in text for text in report.narrative.values())
    (around,) = report.unplaced
    assert around.reason == "报告以外的内容"
    assert "当前位置" in around.text
    printed = gr.read(shared / "cn" / "published" / "huaian-2024.pdf")
    assert printed.publisher.name == "淮安市人民政府"
    assert "- 1 -" not in "".join(printed.narrative.values())
    assert "营商环境高质量推进产业发展" in printed.narrative["overview"]  # a paragraph goes on over the page


def test_a_value_on_a_page_is_found_there(shared):
    origins = gr.read(shared / "cn" / "published" / "huaian-2024.pdf").origins
    where = origins[gr.Cell("requests_new", ("natural_person",))]
    assert (where.page, where.row, where.column) == (4, 4, 4)
    assert origins[gr.Cell("not_processed_petition", ("total",))].page == 5


TABLE = """<html><body><h1>某县司法局2023年政府信息公开工作年度报告</h1>
<h2>二、主动公开政府信息情况</h2><table><tr><td colspan=4>第二十条第（一）项</td></tr>
<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>
<tr><td>规章</td><td>0</td><td>/</td><td></td></tr>
<tr><td>行政规范性文件</td><td>3</td><td>若干</td><td>１２件</td></tr></table>
<table><tr><td>信息内容</td><td>本年处理决定数量</td></tr><tr><td>行政许可</td><td>447228</td></tr></table></body></html>"""


def read(page: str, form: str | None = "cn/2021") -> gr.Report:
    return gr.read(page.encode(), name="page.html", form=form)


def test_blank_mark_and_words_are_kept_apart_from_zero():
    report = read(TABLE)
    assert report["rules[issued]"].amount == 0
    assert (report["rules[repealed]"].state, report["rules[repealed]"].raw) == (gr.State.BLANK, "/")
    assert (report["rules[in_force]"].state, report["rules[in_force]"].raw) == (gr.State.BLANK, None)
    assert (report["normative_documents[repealed]"].state, report["normative_documents[repealed]"].raw) == (
        gr.State.INVALID,
        "若干",
    )
    assert report["normative_documents[in_force]"].amount == 12
    assert report["licensing[decisions]"].amount == 447228


def test_a_page_that_is_no_such_report_says_so():
    with pytest.raises(gr.InvalidInput, match="no form that is known, and no title"):
        read("<html><body><p>欢迎光临</p><table><tr><td>一</td><td>1</td></tr></table></body></html>", None)
    with pytest.raises(gr.InvalidInput, match="no title with publisher and year"):
        read(TABLE.replace("某县司法局2023年政府信息公开工作年度报告", "公告"))


def test_the_year_of_the_title_does_not_say_the_edition(shared):
    old = gr.render(gr.read(shared / "cn" / "cases" / "pingtan-2019.json"), "html").replace("2019年", "2022年")
    report = gr.read(old.encode(), name="page.html")
    assert (report.form.id, report.period) == ("cn/2019", "2022")


def test_what_is_no_office_file_or_pdf_is_told_with_its_name():
    for name, what in (("a.docx", "Word file"), ("a.pdf", "PDF")):
        with pytest.raises(gr.InvalidInput, match=what) as error:
            gr.read((b"PK\x03\x04 nonsense" if name == "a.docx" else b"%PDF-1.7 nonsense"), name=name)
        assert name in str(error.value)
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("word/document.xml", "<w:document")
    with pytest.raises(gr.InvalidInput, match=r"a\.docx"):
        gr.read(package.getvalue(), name="a.docx")


@pytest.mark.parametrize(
    "page",
    [
        lambda page: "<html><body>" + "<div>" * 20_000 + page,
        lambda page: page.replace("<main", "<div>" * 5_000 + "<main"),
        lambda page: page.replace("</body>", "<table><tr><td>1" * 2_000),
        lambda page: page.replace("</body>", "<table>" + "<tr><td colspan=1000 rowspan=60000>1</td></tr>" * 300),
        lambda page: page.replace("</body>", "<table><tr><td>1</td><td>2</td></tr></table>" * 2_000),
    ],
    ids=["deep", "deep inside", "tables in tables", "endless spans", "many tables"],
)
def test_no_page_is_too_deep_or_too_wide(page, shared):
    report = gr.read(shared / "cn" / "cases" / "pingtan-2021.json")
    assert read(page(gr.render(report, "html")), None).values.keys() == report.values.keys()


def test_numbers_that_a_browser_prints_are_read_and_terms_stand_with_what_they_mean():
    page = """<h1>某市2023年政府信息公开工作年度报告</h1><p>一、总体情况</p>
    <ol><li>改版网站；</li><li><p>开通微信。</p></li></ol><ol start="5"><li>甲；</li><li value="9">乙；</li><li>丙；</li></ol>
    <ol style="list-style: none"><li>（1）丁；</li></ol><ul><li>戊</li></ul>
    <dl><dt>联系人</dt> <dd>张三</dd><dd>李四</dd><dt>电话：</dt><dd>110</dd></dl>"""
    told = read(page).narrative["overview"].split("\n\n")[1:]
    lists = ["1\\. 改版网站；", "2\\. 开通微信。", "5\\. 甲；", "9\\. 乙；", "10\\. 丙；", "（1）丁；", "戊"]
    assert told == [*lists, "联系人：张三", "李四", "电话：110"]


def test_short_numbered_lines_are_headings_unless_they_are_items_of_a_list():
    page = "<h1>某市2023年政府信息公开工作年度报告</h1><p>一、总体情况</p>" + "".join(
        f"<p>{each}</p>"
        for each in ("（一）主动公开", "1.加强领导。", "2.健全制度。", "（二）依申请公开", "收到66件。")
    )
    told = read(page).narrative["overview"].split("\n\n")[1:]
    assert told == ["## （一）主动公开", "1.加强领导。", "2.健全制度。", "## （二）依申请公开", "收到66件。"]


def test_a_table_that_has_no_place_is_listed_row_by_row():
    page = """<h1>某市2023年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>平稳。</p>
    <p>二、主动公开政府信息情况</p><table><tr><td>栏目</td><td>条数</td></tr><tr><td>动态</td><td>31</td></tr>
    <tr><td>公告</td><td>47</td></tr></table><p>五、存在的主要问题及改进情况</p><p>更新慢。</p>"""
    report = read(page)
    assert [each.text for each in report.unplaced] == ["栏目\t条数", "动态\t31", "公告\t47"]
    assert {each.reason for each in report.unplaced} == {
        f"第1个表第{row}行: 只应有表格的部分中的文字" for row in (1, 2, 3)
    }


def test_a_short_text_beside_a_long_table_is_of_the_report():
    report = two_years("cn/2014")[0].tell("overview", "# 一、概述\n\n平稳。")
    back = gr.read(gr.render(report, "html").encode(), name="a.html")
    assert back.narrative == report.narrative
