"""Registers: who owes a report, who is missing, who was late."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

import govreport as gr
from govreport.reading import Source
from govreport.reading.register_file import read_register

TEXT = """
govreport = "register/1"
publisher = { name = "某市人民政府", level = "地市级" }
due = "01-31"
kind = "government_rollup"
[[member]]
id = "sfj"
name = "某市司法局"
names = ["司 法 局"]
[[member]]
id = "old"
name = "某市旧局"
until = 2021
into = "sfj"
[[member]]
id = "new"
name = "某市新区"
since = 2022
due = "02-20"
"""


def register(text: str = TEXT) -> gr.Register:
    return read_register(Source(text.encode(), "members.toml"))


def report(name: str, year: int = 2023, published: str | None = None, **more: object) -> gr.Report:
    made = gr.blank(gr.form("cn/2021"), gr.Publisher(name, **more), year)
    return attrs.evolve(made, published=None if published is None else dt.date.fromisoformat(published))


def test_missing_and_late_ones_are_told_by_year_and_day():
    standings = register().standings([report("司法局", published="2024-02-01")], 2023)
    assert [(each.member.id, each.late, each.report is None) for each in standings] == [
        ("sfj", True, False),
        ("new", None, True),
    ]
    assert [each.due for each in standings] == [dt.date(2024, 1, 31), dt.date(2024, 2, 20)]
    assert [each.member.id for each in register().standings([], 2020)] == ["sfj", "old"]


def test_a_member_is_known_by_its_id_or_any_name():
    assert register().member_of(gr.Publisher("司法局")).id == "sfj"
    assert register().member_of(gr.Publisher("whatever", "new")).id == "new"
    assert register().member_of(gr.Publisher("税务局")) is None


@pytest.mark.parametrize(
    ("reports", "message"),
    [
        ([report("税务局")], "税务局 is not on the register.*add it, or leave it out"),
        ([report("某市旧局")], "某市旧局 owes no report for 2023.*it was merged into 某市司法局"),
        ([report("司法局"), report("某市司法局")], "某市司法局 has two reports for 2023"),
    ],
)
def test_reports_that_nobody_owes_are_refused(reports, message):
    with pytest.raises(gr.InvalidInput, match=message):
        register().standings(reports, 2023)


def test_the_register_gives_a_roll_up_its_publisher_kind_and_gaps():
    total = gr.roll_up([report("某市司法局").fill({"requests_new[natural_person]": 1})], register=register())
    assert (total.publisher.name, total.kind, total.partial) == ("某市人民政府", "government_rollup", True)
    assert any(note.text == "缺 1 份，合计不含其数：某市新区。" for note in total.notes)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('due = "01-31"', 'due = "31.1."', "due: '31.1.' is no day of a year"),
        ('into = "sfj"', 'into = "sfi"', "old was merged into 'sfi', which is no member.*sfj"),
        ('id = "new"', 'id = "sfj"', "the member 'sfj' stands twice"),
        ("since = 2022", "since = 2022\nuntil = 2020", "until: 2020 is before 2022"),
        ("since = 2022", "sinse = 2022", "sinse"),
        ("register/1", "register/2", "register"),
    ],
)
def test_a_wrong_register_is_refused_with_its_place(old, new, message):
    with pytest.raises(gr.InvalidInput, match=message):
        register(TEXT.replace(old, new))


def test_it_is_read_by_its_path(tmp_path):
    (tmp_path / "members.toml").write_text(TEXT, "utf-8")
    assert gr.register(tmp_path / "members.toml").members == register().members
