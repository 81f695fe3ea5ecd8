"""Two reports beside each other, and a restatement that keeps what was filed."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import attrs
import pytest

import govreport as gr

ROW = "requests_new[natural_person]"


def report(year: int = 2023, form: str = "cn/2021", name: str = "某局", **values: object) -> gr.Report:
    made = gr.blank(gr.form(form), name, year)
    return made.fill({key.replace("__", "[") + "]": value for key, value in values.items()})


def test_changes_are_absolute_and_relative_and_states_are_told():
    old = report(2022, requests_new__natural_person=40, granted__natural_person=0, partly_granted__natural_person=5,
                 licensing__decisions=7)  # fmt: skip
    new = report(2023, requests_new__natural_person=50, granted__natural_person=3, partly_granted__natural_person=None,
                 licensing__decisions=7, penalties__decisions=2)  # fmt: skip
    found = gr.compare(old, new)
    assert found.kind == "years"
    assert found.same == 1
    changes = {str(each.cell): (each.difference, each.share) for each in found.changes}
    assert changes == {
        ROW: (10, Decimal("0.25")),
        "granted[natural_person]": (3, None),
        "partly_granted[natural_person]": (None, None),
        "penalties[decisions]": (None, None),
    }
    text = str(found)
    assert "+25%" in text
    assert "（空）" in text
    assert "（缺）" in text


def test_texts_are_compared_by_sentence():
    old = report(2022).tell("problems", "一是人手少。二是平台旧。")
    new = report(2023).tell("problems", "一是人手少。二是目录不全。")
    (change,) = gr.compare(old, new).texts
    assert (change.section, change.gone, change.new) == ("problems", ("二是平台旧。",), ("二是目录不全。",))
    assert change.kept == Decimal("0.46")
    assert "二是目录不全" in str(gr.compare(old, new))


def test_an_older_edition_is_carried_over_and_what_must_not_be_compared_is_left_out():
    old = report(2020, "cn/2019", requests_new__natural_person=1, normative_documents__published_total=166)
    new = report(2021, requests_new__natural_person=2, normative_documents__in_force=665)
    found = gr.compare(old, new)
    assert [str(each.cell) for each in found.changes] == [ROW]
    assert any(each.new == "normative_documents[in_force]" for each in found.breaks)
    assert "166" not in str(found)


def test_publishers_may_be_compared_and_forms_without_a_mapping_not():
    assert gr.compare(report(name="甲"), report(name="乙")).names() == ("甲", "乙")
    with pytest.raises(gr.InvalidInput, match="no mapping leads"):
        gr.compare(report(), report(2016, "cn/2014"))


@pytest.mark.parametrize("suffix", ["html", "txt", "json"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_comparison_is_written_in_any_format_of_documents(tmp_path, suffix, language):
    found = gr.compare(report(2022, requests_new__natural_person=40), report(2023, requests_new__natural_person=50))
    text = gr.write(found, tmp_path / f"changes.{suffix}", language=language).path.read_text("utf-8")
    if suffix == "json":
        data = json.loads(text)
        assert data["changes"][0] | {"label": ""} == {
            "cell": ROW, "label": "", "before": 40, "after": 50, "difference": 10, "share": 0.25,
        }  # fmt: skip
        assert data["kind"] == "years"
    else:
        assert "+10" in text
        assert "+25%" in text


def test_a_comparison_as_pdf(tmp_path):
    found = gr.compare(report(2022, requests_new__natural_person=40), report(2023, requests_new__natural_person=50))
    assert gr.write(found, tmp_path / "changes.pdf").size > 5000


def test_only_reports_are_written_as_toml(tmp_path):
    with pytest.raises(gr.InvalidInput, match="only a report can be written as data"):
        gr.write(gr.compare(report(2022), report(2023)), tmp_path / "changes.toml")


def test_a_restatement_keeps_the_filed_figures_with_reason_and_date():
    filed = report(requests_new__natural_person=40, granted__natural_person=1)
    again = gr.restate(filed, {ROW: 41, "granted[natural_person]": 1}, "漏计一件", date=dt.date(2024, 5, 1))
    assert again[ROW].amount == 41
    assert again[ROW].quality == "restated"
    assert again["granted[natural_person]"].quality is None
    assert (again.revision.number, again.revision.reason, again.revision.date) == (2, "漏计一件", dt.date(2024, 5, 1))
    assert {str(cell): value.amount for cell, value in again.revision.was.items()} == {ROW: 40}
    for name in ("json", "toml"):
        assert gr.read(str(gr.render(again, name)).encode(), name=f"r.{name}") == again
    found = gr.compare(filed, again)
    assert found.kind == "revisions"
    assert [str(each.cell) for each in found.changes] == [ROW]
    assert "第1稿与第2稿" in str(found)


def test_a_restatement_needs_a_reason_and_cells_that_there_are():
    with pytest.raises(gr.InvalidInput, match="needs a reason"):
        gr.restate(report(), {ROW: 1}, " ")
    with pytest.raises(gr.UnknownName, match="unknown"):
        gr.restate(report(), {"requests_now[total]": 1}, "改")


def test_two_sections_without_a_difference_say_nothing():
    same = report(2022, requests_new__natural_person=40)
    found = gr.compare(same, attrs.evolve(same, period="2023"))
    assert (found.changes, found.texts, found.same) == ((), (), 1)
