"""Charts: the values that a report has and no others, what is missing as a gap, and a drawing that is only a drawing."""

from __future__ import annotations

import random
import re
from decimal import Decimal
from xml.etree import ElementTree as ET

import attrs
import pytest

import govreport as gr
from govreport.document import Figure, Grid, Notes
from govreport.document.drawing import Bar, Group, draw_bars, draw_columns, draw_stacks, set_in
from govreport.model.chart import ChartKind
from govreport.model.value import State, Value
from govreport.reading.form_file import read_form
from govreport.reading.source import Source
from govreport.testing import hostile_strings
from govreport.verbs import default_registry, rendered

FORMS = [form.id for form in default_registry().forms() if form.charts]
SVG = "{http://www.w3.org/2000/svg}"


def filled(name: str, seed: int = 1, year: int | None = None) -> gr.Report:
    """Return a report with another number in each cell that a chart of its form draws."""
    form, draw = gr.form(name), random.Random(seed)
    report = gr.blank(form, "某局", year or form.last_year or 2024)
    for axis in (each for each in form.axes.values() if each.open):
        report = report.name(axis.id, [gr.Member("C1", {"en": "First"}), gr.Member("C2", {"en": "Second"})])
    cells: dict[gr.Cell, int] = {}
    for chart in form.charts:
        for cell in chart.cells(form):
            for member in ("C1", "C2") if "*" in cell.members else ("",):
                own = gr.Cell(cell.indicator, tuple(member if each == "*" else each for each in cell.members))
                cells.setdefault(own, draw.randrange(1, 10_000))
    return report.fill(cells)


def figures(report: gr.Report, *earlier: gr.Report, **options) -> list[Figure]:
    document = gr.build(report, charts=True, earlier=earlier, **options)
    return [block for block in document.blocks if isinstance(block, Figure)]


def words(svg: str) -> list[str]:
    return [each.text or "" for each in ET.fromstring(svg).iter(f"{SVG}text")]


def boxes(svg: str) -> list[dict[str, float]]:
    """Return the bars of a drawing; the first rectangle is its ground."""
    found = list(ET.fromstring(svg).iter(f"{SVG}rect"))[1:]
    return [{key: float(each.get(key)) for key in ("x", "y", "width", "height")} for each in found]


# --- forms ---------------------------------------------------------------------------------------------------------


def test_all_editions_have_charts():
    assert [form.id for form in default_registry().forms()] == FORMS


@pytest.mark.parametrize("name", FORMS)
def test_every_chart_of_a_form_draws_cells_that_are_there_and_is_called_something_in_both_languages(name):
    form = gr.form(name)
    for chart in form.charts:
        cells = list(chart.cells(form))
        assert cells
        assert all(form.table_of(cell) is not None for cell in cells)
        assert all(form.is_numeric(cell) for cell in cells)
        assert {"zh", "en"} <= chart.labels.keys()
        assert all({"zh", "en"} <= series.labels.keys() for series in chart.series)
        if chart.table is not None:
            assert chart.table in form.tables


CHART = """
govreport = "form/1"
id = "t/x"
title = {en = "T"}
[[axis]]
id = "who"
total = "all"
members = [{id = "a", en = "A"}, {id = "b", en = "B"}, {id = "all", en = "All"}]
[[axis]]
id = "office"
open = true
[[section]]
id = "s"
[[table]]
id = "t"
section = "s"
columns = [{axis = "who"}]
rows = [{id = "x", en = "X"}, {id = "g", group = true, en = "G"}, {id = "g1", parent = "g", relation = "part"},
  {id = "g2", parent = "g", relation = "part"}]
[[table]]
id = "u"
section = "s"
rows = [{axis = "office"}]
columns = [{id = "y", en = "Y"}]
"""


@pytest.mark.parametrize(
    ("chart", "told"),
    [
        ('id = "c"\nkind = "pie"\ntable = "t"\nseries = [{of = "x[*]"}]', "chart[1].kind: unknown kind 'pie'; one of bars, trend"),
        ('id = "c"\nkind = "bars"\nseries = [{of = "x[*]"}]', "chart[1]: a chart stands behind a table or in a section"),
        ('id = "c"\nkind = "bars"\ntable = "t"\nsection = "s"\nseries = [{of = "x[*]"}]', "stands behind a table or in a"),
        ('id = "c"\nkind = "bars"\ntable = "v"\nseries = [{of = "x[*]"}]', "chart[1].table: no table 'v'"),
        ('id = "c"\nkind = "bars"\ntable = "t"', "chart[1].series: a chart shows something"),
        ('id = "c"\nkind = "bars"\ntable = "t"\nseries = [{of = "z"}]', "chart[1].series[1].of: no indicator 'z'"),
        ('id = "c"\nkind = "bars"\ntable = "t"\nseries = [{of = "x"}]', "'x' does not fit the form; write x[who]"),
        ('id = "c"\nkind = "bars"\ntable = "t"\nseries = [{of = "x[c]"}]', "'x[c]': no member 'c' in axis 'who'"),
        ('id = "c"\nkind = "bars"\ntable = "t"\nseries = [{of = "x[*]"}, {of = "x[a]"}]', "not drawn over the same members"),
        ('id = "c"\nkind = "bars"\ntable = "t"\nseries = [{of = "x[*]"}, {of = "y[*]"}]', "not drawn over the same members"),
        ('id = "c"\nkind = "trend"\ntable = "t"\nseries = [{of = "x[*]"}]', "a trend has years in place of members"),
        ('id = "c"\nkind = "bars"\ntable = "t"\nonly = ["c"]\nseries = [{of = "x[*]"}]', "chart[1].only: no member 'c' is drawn"),
        ('id = "c"\nkind = "bars"\ntable = "t"\nserie = []', "unknown key 'serie'; did you mean 'series'?"),
        ('id = "c"\nkind = "bars"\ntable = "t"\nseries = [{of = "x[*]"}]\n[[chart]]\nid = "c"\nkind = "bars"\ntable = "t"\nseries = [{of = "x[*]"}]', "the chart 'c' stands twice"),
    ],
)  # fmt: skip
def test_a_wrong_chart_is_refused_with_its_place(chart, told):
    with pytest.raises(gr.FormError) as error:
        read_form(Source(f"{CHART}\n[[chart]]\n{chart}\n".encode(), "f.toml"))
    assert told in str(error.value)


def with_chart(text: str) -> gr.Form:
    return read_form(Source(f"{CHART}\n[[chart]]\n{text}\n".encode(), "f.toml"))


# --- values --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_value_is_printed_in_the_drawing_and_told_in_words(name, language):
    report = filled(name)
    form = report.form
    shown = figures(report, filled(name, 2, report.year - 1), language=language)
    for chart in form.charts:
        own = [each for each in shown if each.id.startswith(f"chart-{chart.id}")]
        assert own, chart.id
        printed = [word for figure in own for text in words(figure.svg) for word in text.split()]
        told = " ".join(figure.alternative for figure in own)
        axis = chart.axis(form)
        members = [""] if axis is None else [each.id for each in (report.members.get(axis) or form.axes[axis].leaves())]
        for series in chart.series:
            for member in members:
                amount = sum(report[cell].amount for cell in series.parts(form, member))
                assert str(amount) in printed, (chart.id, series.of, member)
                assert re.search(rf"(?<![\d.]){amount}(?!\d|\.\d)", told), (chart.id, series.of, member)


def test_the_sum_of_a_heading_is_that_of_its_parts_and_marked_as_added_up():
    form = with_chart(
        'id = "c"\nkind = "bars"\ntable = "t"\nstacked = true\nseries = [{of = "x[*]"}, {of = "g[*]", en = "Both"}]'
    )
    report = gr.blank(form, "P", 2024).fill({"x[a]": 5, "g1[a]": 1, "g2[a]": 2, "g1[b]": 1, "g2[b]": None})
    (figure,) = figures(report)
    assert words(figure.svg) == ["A", "X 5", "Both 3", "B", "X (missing)", "Both (blank)"]
    blocks = gr.build(report, charts=True).blocks
    grid = next(block for block in blocks if isinstance(block, Grid) and block.id == "chart-c-figures")
    assert [[cell.text for cell in row] for row in grid.by_row()] == [
        ["", "X", "Both"], ["A", "5", "3[c]"], ["B", "(missing)", "(blank)"]
    ]  # fmt: skip
    key = blocks[blocks.index(grid) + 1]
    assert isinstance(key, Notes)
    assert [note.runs[0].text[:9] for note in key.items] == ["(blank): ", "(missing)", "[c]: calc"]


def test_a_bar_is_as_long_as_its_value():
    bars = tuple(Bar(f"b{each}", Value.of(each), str(each)) for each in (100, 50, 25, 0))
    svg = draw_bars([Group("", bars)])
    widths = [each["width"] for each in boxes(svg)]
    assert widths[0] == pytest.approx(2 * widths[1], abs=0.2) == pytest.approx(4 * widths[2], abs=0.3)
    assert len(widths) == 3, "0 has no bar"
    assert svg.count('stroke-width="2"') == 1, "0 has a mark"
    assert words(svg)[-1] == "0"


def test_negative_values_lie_on_the_other_side_of_0():
    svg = draw_bars([Group("", (Bar("a", Value.of(-5), "-5"), Bar("b", Value.of(10), "10")))])
    below, above = boxes(svg)
    assert below["x"] + below["width"] == pytest.approx(above["x"], abs=0.2)
    assert above["width"] == pytest.approx(2 * below["width"], abs=0.3)
    svg = draw_columns([Group("g", (Bar("2019", Value.of(-5), "-5"), Bar("2020", Value.of(10), "10")))])
    below, above = boxes(svg)
    assert above["y"] + above["height"] == pytest.approx(below["y"], abs=0.2)


def test_parts_of_a_stack_lie_side_by_side_on_one_scale():
    def group(label, *amounts):
        return Group(label, tuple(Bar(f"s{each}", Value.of(each), str(each)) for each in amounts))

    both = [group("a", 60, 40), group("b", 10, 0)]
    svg = draw_stacks(both, "nothing")
    first, second, _, _, third = boxes(svg)[:5]
    assert first["x"] + first["width"] == pytest.approx(second["x"], abs=0.2)
    assert first["width"] == pytest.approx(6 * third["width"], abs=0.5)
    alone = boxes(draw_stacks(both[1:], "nothing", both))[0]
    assert alone["width"] == third["width"], "one of several drawings keeps the scale of all"
    assert "nothing" in words(draw_stacks([group("a", 0, 0), both[0]], "nothing"))


@pytest.mark.parametrize("state", [each for each in State if each not in {State.NUMBER, State.BELOW}])
def test_what_is_missing_is_a_gap_with_its_word_and_never_0(state):
    report = filled("cn/2014").fill({"answer_granted": Value(state=state)})
    figure = figures(report)[0]
    word = {"blank": "（空）", "absent": "（缺）", "not_applicable": "不适用", "not_collected": "未统计"}.get(state)
    word = word or {"withheld": "不公开", "invalid": "（无效）"}[state]
    assert word in words(figure.svg)
    assert "0" not in words(figure.svg)
    assert f"同意公开 {word}" in figure.alternative
    assert len(boxes(figure.svg)) == 7
    assert figure.svg.count("stroke-dasharray") == 1


def test_a_bound_is_an_outline():
    figure = figures(filled("cn/2014").fill({"answer_granted": Value.below(5)}))[0]
    assert "<5" in words(figure.svg)
    assert figure.svg.count("stroke-dasharray") == 1


def test_amounts_are_printed_exactly():
    report = filled("us/2008").fill({"V_A.received[C1]": Decimal("24252.3110820"), "V_A.end[C2]": Value(Decimal(7), quality="estimated")})  # fmt: skip
    printed = words(figures(report)[0].svg)
    assert "24252.3110820" in printed
    assert "7[e]" in printed


def test_a_report_without_a_figure_has_no_chart():
    assert not figures(gr.blank(gr.form("cn/2021"), "某局", 2024))
    assert not [block for block in gr.build(filled("cn/2021")).blocks if isinstance(block, Figure)], "not asked for"


def test_an_agency_without_components_is_drawn_as_a_whole():
    report = gr.blank(gr.form("us/2017"), "Agency", 2024).fill({"V_A.received[total]": 12})
    (figure,) = figures(report)
    assert words(figure.svg) == [
        "AGENCY OVERALL",
        "Received",
        "12",
        "Processed",
        "(missing)",
        "Pending at end",
        "(missing)",
    ]


def test_the_figures_of_a_table_above_are_not_printed_again():
    report = filled("us/2017")
    blocks = gr.build(report, charts=True).blocks
    figure = next(block for block in blocks if isinstance(block, Figure))
    assert figure.caption[0].text == "Requests by component (requests)\nThe figures are those of the table above."
    assert not [block for block in blocks if isinstance(block, Grid) and block.id.startswith("chart-")]


def test_a_long_chart_goes_on_in_another_drawing_on_the_same_scale():
    report = gr.blank(gr.form("us/2017"), "Agency", 2024)
    report = report.name("component", [gr.Member(f"C{each}", {"en": f"Office {each}"}) for each in range(1, 21)])
    report = report.fill({f"V_A.received[C{each}]": each for each in range(1, 21)})
    shown = figures(report)
    assert len(shown) == 4
    assert [each.caption[0].text.partition("\n")[0] for each in shown][1] == "Requests by component (requests), 2 of 4"
    assert all(int(re.search(r'height="(\d+)"', each.svg)[1]) <= 600 for each in shown)
    assert len({each.id for each in shown}) == 4
    widths = [box["width"] for each in shown for box in boxes(each.svg)]
    assert widths == sorted(widths)
    assert widths[-1] == pytest.approx(10 * widths[1], rel=0.05)


# --- years ---------------------------------------------------------------------------------------------------------


def test_years_stand_side_by_side_and_a_year_without_a_report_is_a_gap():
    this, before = filled("cn/2021", 1, 2024), filled("cn/2021", 2, 2022)
    trend = figures(this, before)[-1]
    shown = words(trend.svg)
    assert shown[0] == "本年新收"
    at = shown.index("本年办结")
    assert shown[1:at] == [str(before["requests_new[total]"].amount), "2022", "（缺）", "2023", str(this["requests_new[total]"].amount), "2024"]  # fmt: skip
    blocks = gr.build(this, charts=True, earlier=[before]).blocks
    grid = next(
        block for block in blocks if isinstance(block, Grid) and block.id == "chart-requests_over_years-figures"
    )
    assert [row[0].text for row in grid.by_row()] == ["年份", "2022", "2023", "2024"]
    assert [cell.text for cell in [*grid.by_row()][2]] == ["2023", "（缺）", "（缺）", "（缺）"]


def test_without_earlier_reports_there_are_no_years():
    assert [each.id for each in figures(filled("cn/2021"))] == ["chart-outcomes"]


def test_long_values_over_the_years_become_bars():
    wide = Group("g", tuple(Bar(str(year), Value.of(year), "24252.311082") for year in range(2010, 2020)))
    assert [each["height"] for each in boxes(draw_columns([wide]))] == [11] * 10
    assert words(draw_columns([wide]))[:3] == ["g", "2010", "24252.311082"]


def test_reports_on_an_older_edition_are_carried_over(shared):
    reports = [gr.read(shared / "cn" / "cases" / f"pingtan-{year}.json") for year in (2019, 2020, 2021)]
    assert {each.form.id for each in reports} == {"cn/2019", "cn/2021"}
    trend = figures(reports[2], *reports[:2])[-1]
    shown = [each for each in words(trend.svg) if each.isdigit()]
    assert shown[:6] == ["23", "2019", "21", "2020", "70", "2021"]


@pytest.mark.parametrize(
    ("years", "told"),
    [((2024,), "earlier report 2024: is not of a year before 2024"), ((2023, 2023), "there are two of this year")],
)
def test_what_is_not_earlier_is_refused(years, told):
    with pytest.raises(gr.InvalidInput, match=told):
        figures(filled("cn/2021", 1, 2024), *(filled("cn/2021", 2, year) for year in years))


def test_charts_are_of_one_publisher():
    this, before = filled("cn/2021", 1, 2024), filled("cn/2021", 2, 2023)
    other = attrs.evolve(before, publisher=gr.Publisher("某市财政局"))
    with pytest.raises(
        gr.InvalidInput, match="earlier report 2023: is of 某市财政局; charts over the years are of one"
    ):
        figures(this, other)
    same = attrs.evolve(other, publisher=gr.Publisher("某市财政局", id="a"))  # renamed
    assert len(figures(attrs.evolve(this, publisher=gr.Publisher(this.publisher.name, id="a")), same)) == 2


@pytest.mark.parametrize("name", ["json", "toml"])
def test_formats_of_data_say_that_they_have_no_charts(name):
    report = filled("cn/2021")
    assert rendered(report, name, charts=True).context.warnings == [f"格式 {name} 写的是报告数据，没有图表"]
    assert rendered(report, name).context.warnings == []


def test_a_document_takes_reports_of_its_own_form_only():
    from govreport.document import build_document

    with pytest.raises(gr.InvalidInput, match="earlier report 2020: is on form cn/2019; carry it over to cn/2021"):
        build_document(filled("cn/2021"), charts=True, earlier=[filled("cn/2019", 1, 2020)])


# --- the drawing is only a drawing ---------------------------------------------------------------------------------


def test_the_same_report_gives_the_same_drawing():
    assert figures(filled("cn/2021")) == figures(filled("cn/2021"))


@pytest.mark.parametrize("name", hostile_strings())
def test_a_hostile_label_stays_text(name):
    text = hostile_strings()[name] + "\ufffe\ud800"
    report = gr.blank(gr.form("us/2017"), "Agency", 2024).name("component", [gr.Member("C1", {"en": text})])
    figure = figures(report.fill({"V_A.received[C1]": 1}))[0]
    root = ET.fromstring(figure.svg)
    assert {each.tag.removeprefix(SVG) for each in root.iter()} == {"svg", "rect", "path", "text"}
    attributes = {key for each in root.iter() for key in each.attrib}
    assert attributes <= {
        "viewBox", "width", "height", "x", "y", "d", "fill", "stroke", "stroke-width", "stroke-dasharray", "text-anchor",
        "font-family", "font-size", "font-weight",
    }  # fmt: skip
    assert "http" not in re.sub('xmlns="[^"]*"', "", re.sub(r"<text.*?</text>", "", figure.svg))
    begins = "".join(text.split())[:8]
    spelt = begins if begins.isprintable() else begins[:1]
    assert "".join("".join(words(figure.svg)).split()).startswith(spelt)


def test_words_can_be_set_in_other_fonts():
    svg = figures(filled("cn/2021"))[0].svg
    changed = ET.fromstring(set_in(svg, ['My "Serif"', "b"]))
    assert changed.get("font-family") == 'My "Serif", b'
    assert ET.fromstring(set_in("<svg><text/></svg>", ["a"])).get("font-family") == "a"


# --- in formats ----------------------------------------------------------------------------------------------------


def test_a_page_shows_them_with_their_words(shared):
    from lxml import html

    report = gr.read(shared / "cn" / "cases" / "pingtan-2021.json")
    page = html.fromstring(gr.render(report, "html", charts=True))
    (figure,) = page.xpath("//figure[@id='chart-outcomes']")
    assert figure.xpath("div[@role='img']/@aria-label") == [figures(report)[0].alternative]
    assert "予以公开 27" in figure.text_content()
    assert figure.xpath("string(figcaption)") == "各类申请人的办理结果（单位：件）"
    assert not figure.xpath(".//title")
    assert page.xpath("//table[@id='chart-outcomes-figures']")
    assert not html.fromstring(gr.render(report, "html")).xpath("//figure")


@pytest.mark.parametrize("engine", ["weasyprint", "typst"])
def test_a_pdf_has_the_words_in_its_tags_and_the_values_on_its_pages(tmp_path, engine):
    pikepdf = pytest.importorskip("pikepdf")
    report = attrs.evolve(filled("cn/2021"), publisher=gr.Publisher("某局"))
    try:
        gr.write(report, tmp_path / "r.pdf", engine=engine, charts=True)
    except gr.Unavailable as error:
        pytest.skip(str(error))

    def alternatives(element):
        if isinstance(element, pikepdf.Dictionary):
            if element.get("/S") == "/Figure":
                yield str(element.get("/Alt"))
            kids = element.get("/K")
            for each in kids if isinstance(kids, pikepdf.Array) else [kids]:
                yield from alternatives(each)

    with pikepdf.open(tmp_path / "r.pdf") as pdf:
        assert [*alternatives(pdf.Root.StructTreeRoot)] == [figures(report)[0].alternative]


@pytest.mark.parametrize("name", ["csv", "markdown"])
def test_other_formats_tell_that_drawings_are_lost_and_keep_their_numbers(tmp_path, name):
    report = filled("cn/2021")
    artifact = gr.write(report, tmp_path / "r", format=name, charts=True)
    assert "figures are not shown" in artifact.losses
    text = (tmp_path / "r").read_text("utf-8")
    cells = gr.form("cn/2021").charts[0].series[2].parts(report.form, "natural_person")
    assert str(sum(report[cell].amount for cell in cells)) in text


def test_kinds_are_those_of_the_schema():
    from tests.schemas import load

    schema = load("form")["properties"]["chart"]["items"]["properties"]
    assert schema["kind"]["enum"] == [*ChartKind]
