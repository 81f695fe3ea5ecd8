"""A file to be filled in: it reads back as the report it was, and says beside each cell what it is."""

from __future__ import annotations

import datetime as dt

import attrs

import govreport as gr
from govreport.reading import Origin, Unplaced
from govreport.writing import to_fill_in


def new(form, **more):
    report = gr.blank(form, gr.Publisher("某县司法局", level="部门"), 2021, **more)
    return report.fill(dict.fromkeys(report.cells()))


def test_it_reads_back_as_what_it_was(form):
    report = new(form)
    assert gr.read(to_fill_in(report, "zh").encode(), name="a.toml") == report
    told = report.tell("lead", "甲")
    assert gr.read(to_fill_in(told, "en").encode(), name="a.toml") == told


def test_nothing_of_a_report_is_left_out(form):
    report = new(form).fill({"own_docs": gr.Value(state="withheld", note="n")})
    full = attrs.evolve(
        report,
        notes=(gr.Note("n", "甲"),),
        attestation=gr.Attestation(head="乙"),
        origins=report.origins.with_items({gr.Cell("own_docs"): Origin(file="a.csv", rows=(2, 3))}),
        unplaced=(Unplaced("丙", 4, "no date"),),
        published=dt.date(2022, 1, 2),
        waivers=(gr.Waiver("R", "丁"),),
    )
    assert gr.read(to_fill_in(full, "zh").encode(), name="a.toml") == full


def test_each_cell_has_its_label_and_unit_and_each_heading_its_line(form):
    text = to_fill_in(new(form), "zh")
    assert 'own_staff = "" # （一）本部门政务公开工作机构中工作人员数量 [人]' in text
    assert text.index("# 五、机构建设情况") < text.index("own_staff =")
    assert "# Staff of the disclosure office" not in text
    assert 'own_staff = "" # (1) Staff of the disclosure office of this body [persons]' in to_fill_in(new(form), "en")


def test_cells_of_an_axis_stand_under_their_row(mini):
    report = new(mini("china"))
    text = to_fill_in(report, "zh")
    assert "[values.requests_new] # 一、本年新收政府信息公开申请数量" in text
    assert 'natural_person = "" # 自然人 [件]' in text


def test_starters_are_comments_and_what_they_say_is_of_the_form(form):
    text = to_fill_in(new(form), "zh")
    assert "某县司法局2021年政府信息公开工作情况报告如下" in text
    taken = "\n".join(line.removeprefix("# ") if ' = """' in line or open_ else line for line, open_ in opened(text))
    report = gr.read(taken.encode(), name="a.toml")
    assert set(report.narrative) == {each.id for each in form.sections if each.narrative}
    assert "收到政府信息公开申请{own_requests}件" in report.narrative["requests"]


def opened(text):
    """Yield each line, and whether it belongs to a starter."""
    inside = False
    for line in text.splitlines():
        inside = inside or line.endswith('= """')
        yield line, inside
        if line == '# """':
            inside = False
