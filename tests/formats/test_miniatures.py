"""The miniatures of the other forms print in every format, and no number of theirs is lost in any."""

from __future__ import annotations

import subprocess

import pytest
from lxml import html as parser

import govreport as gr
from govreport.model.frozen import FrozenMap
from govreport.model.indicator import Datatype, Member


@pytest.fixture(params=["china", "us", "canada"])
def numbered(request, mini):
    """A report with another five-digit number in every cell that holds one, open rows named."""
    form = mini(request.param)
    report = gr.blank(form, "Publisher", 2024)
    for axis in form.axes.values():
        if axis.open:
            report = report.name(axis.id, [Member(f"{axis.id}{at}", FrozenMap(en=f"{axis.id} {at}")) for at in (1, 2)])
    named = {axis.id: [*axis.leaves(), *report.members.get(axis.id, ())] for axis in form.axes.values()}
    values = {}
    for indicator in form.indicators.values():
        for members in _products([[each.id for each in named[axis]] for axis in indicator.axes]):
            cell = gr.Cell(indicator.id, members)
            if form.table_of(cell) and form.traits(cell).datatype in {Datatype.COUNT, Datatype.NUMBER, Datatype.MONEY}:
                values[cell] = 10_000 + len(values)
    return report.fill(values)


def _products(axes):
    import itertools

    return itertools.product(*axes)


def numbers(report) -> set[str]:
    return {f"{value.amount}" for value in report.values.values()}


def test_in_html_and_in_the_table(numbered):
    page = parser.document_fromstring(str(gr.render(numbered, "html")))
    assert {each.text_content() for each in page.xpath("//td/data[not(@class)]")} == numbers(numbered)
    words = str(gr.render(numbered, "table")).split()
    assert numbers(numbered) <= set(words)


def test_in_the_pdf(numbered, tmp_path, engine, poppler):
    gr.write(numbered, tmp_path / "report.pdf", engine=engine)
    done = subprocess.run(["pdftotext", "-layout", str(tmp_path / "report.pdf"), "-"], capture_output=True, check=True)
    assert numbers(numbered) <= set(done.stdout.decode().split())


def test_in_json_and_toml(numbered):
    from govreport.reading import Source, build_report, parse_json, parse_toml

    for name, parse in (("json", parse_json), ("toml", parse_toml)):
        text = str(gr.render(numbered, name))
        assert build_report(parse(Source(text.encode())), "r", lambda _: numbered.form) == numbered
