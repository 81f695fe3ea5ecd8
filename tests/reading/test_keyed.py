"""A view of parsed data that knows where it is."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from govreport.errors import InvalidInput
from govreport.reading.keyed import Keyed


def keyed(**data):
    return Keyed(data, "f.toml", "a.b")


@pytest.mark.parametrize(
    ("getter", "given", "found"),
    [
        ("text", "x", "x"),
        ("text", None, None),
        ("flag", True, True),
        ("flag", None, False),
        ("whole", 3, 3),
        ("figure", 3, Decimal(3)),
        ("figure", Decimal("0.1"), Decimal("0.1")),
        ("figure", None, None),
        ("date", "2018-01-20", dt.date(2018, 1, 20)),
        ("date", dt.date(2018, 1, 20), dt.date(2018, 1, 20)),
        ("texts", "x", ("x",)),
        ("texts", ["x", "y"], ("x", "y")),
        ("texts", None, ()),
        ("texts_by_language", "x", {"": "x"}),
        ("texts_by_language", {"zh": "甲"}, {"zh": "甲"}),
        ("texts_by_language", None, {}),
        ("labels", {"zh": "甲", "fr": "x"}, {"zh": "甲", "fr": "x"}),
    ],
)
def test_what_a_key_holds_is_taken_out(getter, given, found):
    view = keyed(k=given)
    assert getattr(view, getter)("k") == found
    view.done()


@pytest.mark.parametrize(
    ("getter", "given", "message"),
    [
        ("text", 1, "f.toml: a.b.k: 1 is not a text"),
        ("need", None, "f.toml: a.b.k: is required; add it"),
        ("need", "", "f.toml: a.b.k: is required"),
        ("flag", 1, "f.toml: a.b.k: 1 is not true or false"),
        ("whole", True, "f.toml: a.b.k: True is not a whole number"),
        ("whole", Decimal("1.0"), "is not a whole number"),
        ("figure", "1", "f.toml: a.b.k: '1' is not a number"),
        ("figure", True, "f.toml: a.b.k: True is not a number"),
        ("figure", Decimal("Infinity"), "f.toml: a.b.k: Infinity is no number"),
        ("figure", 10**60, "f.toml: a.b.k: a number of more than 40 digits"),
        ("date", dt.datetime(2018, 1, 20, 1), "is no date; write YYYY-MM-DD"),
        ("date", "2018-02-30", "f.toml: a.b.k: '2018-02-30' is no date"),
        ("texts", 1, "f.toml: a.b.k: 1 is no list of texts"),
        ("texts", ["a", 1], "is no list of texts"),
        ("labels", "x", "f.toml: a.b.k: a table (JSON: an object) belongs here"),
        ("labels", {"zh": ""}, "f.toml: a.b.k.zh: is required"),
        ("labels", {"zh": 1}, "f.toml: a.b.k.zh: 1 is not a text"),
    ],
)
def test_what_is_of_another_kind_is_named_with_its_path(getter, given, message):
    with pytest.raises(InvalidInput) as caught:
        getattr(keyed(k=given), getter)("k")
    assert message in str(caught.value)


def test_tables_are_numbered_from_1_in_paths():
    with pytest.raises(InvalidInput, match=r"f\.toml: a\.b\.k\[2\]: a table"):
        list(keyed(k=[{}, 5]).tables("k"))


def test_a_key_that_nothing_took_is_refused_with_a_near_one():
    view = keyed(nam=1)
    view.text("name")
    with pytest.raises(InvalidInput, match=r"f\.toml: a\.b: unknown key 'nam'; did you mean 'name'\?"):
        view.done()


def test_looking_takes_nothing_out():
    view = keyed(rows=[{"x": 1}, 5], other=3)
    assert [each.take("x") for each in view.look("rows")] == [1]
    assert list(view.look("other")) == list(view.look("none")) == []
    assert view.left() == ("rows", "other")
