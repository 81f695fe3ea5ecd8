"""What every format prints is read again by the readers of published reports: no value wrong, none lost in silence."""

from __future__ import annotations

import datetime as dt
import os
import random
import re
from collections.abc import Iterator

import attrs
import pytest

import govreport as gr
from govreport.verbs import default_registry
from tests.plugins.cn.valid import two_years

FORMS = [form.id for form in default_registry().forms() if form.ruleset == "cn"]
WRITTEN = {"html": "html", "docx": "docx", "table": "txt"}
MANY = 3 if "CI" in os.environ else 100
"""How many random reports of each form a slow test takes."""
FIGURES = (0, 0, 0, 0, 0, 1, 2, 3, 12, 123, 999, 10050, 398575, None)


def drawn(form_id: str, seed: int) -> gr.Report:
    """Return a report of a form with figures drawn by lot, some cells blank and some not reported."""
    form = gr.form(form_id)
    lot = random.Random(f"{form_id} {seed}")
    report = gr.blank(form, "某市某局", form.last_year or form.first_year)
    values = {}
    for cell in report.cells():
        if form.is_numeric(cell) and lot.random() > 0.05:
            values[cell] = lot.choice(FIGURES)
    section = next(each for each in form.sections if each.narrative)
    return report.fill(values).tell(section.id, "全年工作平稳有序。")


def written(report: gr.Report, fmt: str) -> tuple[bytes, str]:
    if fmt in {"typst", "weasyprint"}:
        return gr.render(report, "pdf", engine=fmt, data=False), "report.pdf"
    if fmt == "xlsx":
        return gr.render(report, fmt, data=False), "report.xlsx"
    data = gr.render(report, fmt)
    return data if isinstance(data, bytes) else data.encode(), f"report.{WRITTEN[fmt]}"


def read_back(report: gr.Report, fmt: str) -> gr.Report:
    data, name = written(report, fmt)
    return gr.read(data, name=name)


def differences(report: gr.Report, back: gr.Report) -> Iterator[tuple]:
    """Yield each cell that was read otherwise than it was written."""
    for cell in {*report.values, *back.values}:
        one, two = report[cell], back[cell]
        if (one.amount, one.state) != (two.amount, two.state):
            yield str(cell), one.amount, one.state.value, two.amount, two.state.value


@pytest.mark.parametrize("fmt", WRITTEN)
@pytest.mark.parametrize("form", FORMS)
def test_a_random_report_comes_back_whole(form, fmt):
    report = drawn(form, 0)
    back = read_back(report, fmt)
    assert back.form.id == form
    assert list(differences(report, back)) == []


@pytest.mark.slow
@pytest.mark.parametrize("fmt", WRITTEN)
@pytest.mark.parametrize("form", FORMS)
def test_many_random_reports_come_back_whole(form, fmt):
    for seed in range(1, 1 + MANY):
        report = drawn(form, seed)
        assert list(differences(report, read_back(report, fmt))) == []


TEXT = """
2023年，全市各级行政机关认真贯彻落实《条例》，主动公开政府信息1,234条，同比增长12.5%。其中，通过网站公开1000条，通过政务\
新媒体公开234条，有力保障了公众的知情权、参与权、表达权和监督权，推动了各项工作的开展。

## （一）主动公开

一是加强组织领导。二是健全制度。

### 1.平台建设

1. 改版网站；
2. 开通微信。

- 甲
- 乙

## （二）依申请公开

收到申请66件。
"""


def told(report: gr.Report) -> dict[str, str]:
    """Return the text of each section without spaces, and without the marks of headings and bullets."""
    return {name: re.sub(r"[\s#*_\\•-]", "", text) for name, text in report.narrative.items()}


@pytest.mark.parametrize("fmt", ["html", "docx", "table", "xlsx", "typst"])
@pytest.mark.parametrize("form", [each for each in FORMS if each != "cn/ningxia-2017"])
def test_text_signature_and_date_come_back(form, fmt):
    report = two_years(form)[0]
    for section in report.form.sections:
        if section.narrative:
            label = section.labels.get("zh", "") if section.id != "lead" else ""
            report = report.tell(section.id, f"# {label}\n{TEXT}" if label else "本报告根据《条例》编制。")
    report = attrs.evolve(report, published=dt.date(2024, 1, 20))
    if report.form.attestation:
        signed = gr.Attestation("张三", "李四", "王五", "某市政府办公室", "010-12345678", dt.date(2024, 1, 19))
        report = attrs.evolve(report, attestation=signed)
    back = read_back(report, fmt)
    assert told(back) == told(report)
    assert (back.title, back.publisher.name, back.period) == (report.heading(), report.publisher.name, report.period)
    assert (back.published, back.attestation) == (report.published, report.attestation)
    assert list(differences(report, back)) == []
    assert [each.reason for each in back.unplaced] == (["报告以外的内容"] if fmt == "html" else [])


@pytest.mark.parametrize("form", ["cn/2014", "cn/2021"])
def test_random_reports_come_back_from_pdf(form, engine):
    report = drawn(form, 1)
    assert list(differences(report, read_back(report, engine))) == []


def by_labels(report: gr.Report) -> dict[tuple[str, ...], object]:
    """Return the values by indicator and the labels of members, which the readers of pages number anew."""
    found = {}
    for cell, value in report.values.items():
        names = []
        for axis, member in zip(report.form.indicators[cell.indicator].axes, cell.members, strict=True):
            named = report.member_of(axis, member)
            label = next(iter(named.labels.values()), member) if named is not None else member
            names.append("".join(label.split()) + member.partition("#")[2])
        if value.state is not gr.State.ABSENT:
            amount = value.amount
            found[cell.indicator, *names] = " ".join(amount.split()) if isinstance(amount, str) else amount
    return found


@pytest.mark.parametrize("name", ["acus-2024", "ftc-2024", "gsa-2016"])
@pytest.mark.parametrize("fmt", ["html", "docx"])
def test_reports_with_rows_of_their_own_come_back_whole(shared, name, fmt):
    report = gr.read(shared / "us" / "cases" / f"{name}.xml")
    back = read_back(report, fmt)
    assert back.form.id == report.form.id
    assert by_labels(back) == by_labels(report)


@pytest.mark.slow
@pytest.mark.parametrize("fmt", ["html", "docx"])
def test_all_real_reports_with_rows_of_their_own_come_back_whole(shared, fmt):
    for path in sorted((shared / "us" / "cases").glob("*.xml"))[: 2 * MANY]:
        if path.stem != "exim-bank-2011":  # a web page, that says so
            report = gr.read(path)
            assert by_labels(read_back(report, fmt)) == by_labels(report), path.name
