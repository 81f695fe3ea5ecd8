"""Rows of a form found by their labels: what printing adds does not matter, and what leaves a choice is not guessed."""

from __future__ import annotations

import pytest

from govreport.model.labels import pick
from govreport.reading.labels import likeness_to, normalise, number_of, place_rows


@pytest.mark.parametrize(
    ("printed", "plain"),
    {
        "（一） 本部门\u3000收到申请数量": "本部门收到申请数量",
        "(一)本部门收到申请数量": "本部门收到申请数量",
        "其中：标注为“主动公开”的数量": "标注为主动公开的数量",
        "其中: 1.政府网站公开数量": "政府网站公开数量",
        "二、政策解读情况": "政策解读情况",
        "12.3 亿元": "12.3亿元".replace(".", ""),
        "①专职人员": "专职人员",
        "of which: full-time": "full time".replace(" ", ""),
        "IV. Disclosure on request": "disclosureonrequest",
        "": "",
        "一、": "",
    }.items(),
)
def test_a_label_is_taken_without_what_printing_adds(printed, plain):
    assert normalise(printed) == plain


def test_the_number_of_a_label_is_known_in_any_width():
    assert [number_of(each) for each in ("（二）甲", "(二) 甲", "3、甲", "甲")] == ["(二)", "(二)", "3、", ""]


def test_all_rows_of_a_form_are_placed_in_each_language(form):
    for language in ("zh", "en"):
        labels = [pick(each.labels, language) for each in form.indicators.values()]
        assert [each.indicator for each in place_rows(form, "statistics", labels)] == list(form.indicators)
        assert likeness_to(form, "statistics", labels) == 1.0


def test_equal_labels_are_told_apart_by_what_stands_above(form):
    labels = ["（二）本部门下属单位收到申请数量", "申请答复数量", "（一）本部门收到申请数量", "申请答复数量"]
    placed = [each.indicator for each in place_rows(form, "statistics", labels)]
    assert placed == ["sub_requests", "sub_requests_answered", "own_requests", "own_requests_answered"]


def test_without_anything_above_an_equal_label_is_ambiguous(form):
    (placed,) = place_rows(form, "statistics", ["申请答复数量"])
    assert (placed.indicator, placed.reason) == (None, "ambiguous")


def test_the_unit_decides_where_labels_leave_a_choice(mini):
    form = mini("china")
    assert place_rows(form, "requests", ["（一）予以公开"], ["件"])[0].indicator == "granted"
    assert place_rows(form, "requests", ["something else"])[0].reason == "unknown"


def test_a_label_that_is_nearly_right_is_placed_with_its_likeness(form):
    (placed,) = place_rows(form, "statistics", ["本部门回应公众关注热点和重大舆情的数量"])
    assert placed.indicator == "own_responses"
    assert 0.84 <= placed.likeness < 1


def test_no_row_is_placed_twice(form):
    label = "（一）本部门收到申请数量"
    placed = place_rows(form, "statistics", [label, label])
    assert placed[0].indicator == "own_requests"
    assert placed[1].indicator != "own_requests"


def test_nothing_is_alike_to_nothing(form):
    assert likeness_to(form, "statistics", []) == 0.0
