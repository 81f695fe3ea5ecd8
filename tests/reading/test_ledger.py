"""Case ledgers: counted into cells by data, each cell with its rows, what fits nowhere listed with its line."""

from __future__ import annotations

import collections
import csv
import datetime as dt
import io
import random
import tomllib

import pytest

import govreport as gr
from govreport.reading import build_report, parse_json
from govreport.reading.ledger_file import read_ledger_mapping
from govreport.reading.source import Source
from govreport.writing import plain_report, to_json
from tests.schemas import problems

MAPPING = """
govreport = "ledger/1"
form = "{form}"
dates = ["received", "closed"]
key = "number"
tables = ["requests"]
[columns]
number = "编号"
applicant = ["申请人类型", "申请人"]
received = "收到日期"
closed = ["办结日期", "答复日期"]
outcome = "办理结果"
[words.applicant]
"自然人" = "natural_person"
"个人" = "natural_person"
"企业" = "business"
"科研机构" = "research"
[words.outcome]
"予以公开" = "granted"
"属于国家秘密" = "refused_state_secret"
[[count]]
cell = "requests_new[{{applicant}}]"
when = {{ received = "within" }}
[[count]]
cell = "requests_carried_in[{{applicant}}]"
when = {{ received = "before", closed = ["within", "after", "empty"] }}
[[count]]
cell = "{{outcome}}[{{applicant}}]"
when = {{ received = ["before", "within"], closed = "within" }}
[[count]]
cell = "outcome_total[{{applicant}}]"
when = {{ received = ["before", "within"], closed = "within" }}
[[count]]
cell = "requests_carried_out[{{applicant}}]"
when = {{ received = ["before", "within"], closed = ["after", "empty"] }}
"""
HEAD = "编号,申请人类型,收到日期,办结日期,办理结果\n"


@pytest.fixture(scope="module")
def china(mini):
    return mini("china")


@pytest.fixture(scope="module")
def mapping(china):
    return read_ledger_mapping(Source(MAPPING.format(form=china.id).encode(), "mapping.toml"))


def filled(china, mapping, text, **more):
    return gr.blank(china, "某县", 2021, **more).fill_from(Source((HEAD + text).encode(), "cases.csv"), mapping)


def test_rows_are_counted_with_their_totals_and_their_lines(china, mapping):
    report = filled(
        china,
        mapping,
        "1,自然人,2021-03-01,2021年3月20日,予以公开\n"
        "2,个人,2021/5/1,,\n"
        "3,企业,2020.12.30,20210105,属于国家秘密\n"
        "4,企业,2020-12-30,二〇二一年一月五日,予以公开\n"
        "5,自然人,2019-01-01,2020-06-01,予以公开\n"
        "6,自然人,2022-01-01,,\n",
    )
    amounts = {str(cell): int(value.amount) for cell, value in report.values.items() if value.amount}
    assert amounts == {
        "requests_new[natural_person]": 2,
        "requests_new[total]": 2,
        "requests_carried_in[business]": 2,
        "requests_carried_in[total]": 2,
        "granted[natural_person]": 1,
        "granted[business]": 1,
        "granted[total]": 2,
        "refused_state_secret[business]": 1,
        "refused_state_secret[total]": 1,
        "outcome_total[natural_person]": 1,
        "outcome_total[business]": 2,
        "outcome_total[total]": 3,
        "requests_carried_out[natural_person]": 1,
        "requests_carried_out[total]": 1,
    }
    assert report["requests_new[research]"].amount == 0  # the ledger is all there is
    assert report.origins[gr.Cell("requests_new", ("total",))].rows == (2, 3)
    assert not report.unplaced
    again = build_report(
        parse_json(Source(to_json(plain_report(report)).encode(), "a.json")), "a.json", lambda _: china
    )
    assert again == report


@pytest.mark.parametrize(
    ("row", "reason"),
    {
        "1,法人,2021-03-01,,": "申请人类型“法人”无法对应到表中的行或列",
        "1,,2021-03-01,,": "申请人类型没有填写",
        "1,企业,三月一日,,": "收到日期“三月一日”不是日期",
        "1,企业,2021-03-01,2021-04-01,": "办理结果没有填写",
        "1,企业,2021-02-30,,": "收到日期“2021-02-30”不是日期",
    }.items(),
)
def test_a_row_that_fits_nowhere_is_listed_with_line_and_reason(china, mapping, row, reason):
    report = filled(china, mapping, f"\n{row}\n")
    assert [(each.line, each.reason) for each in report.unplaced] == [(3, reason)]
    assert not any(value.amount for value in report.values.values())
    assert reason in gr.check(report).explain("zh")


def test_reasons_are_in_the_language_of_the_report(china, mapping):
    rows = (
        "1,法人,2021-03-01,,\n2,企业,2021-03-01,2021-02-01,予以公开\n2,企业,2021-03-01,,\n3,,2021-03-01,,\n4,企业,x,,\n"
    )
    report = filled(china, mapping, rows, language="en")
    assert [each.reason for each in report.unplaced] == [
        "applicant: '法人' is none of the words of the mapping",
        "number '2' stands in line 3 already",
        "applicant is empty",
        "received: 'x' is no date",
    ]


def test_a_case_that_stands_twice_counts_once_and_is_listed(china, mapping):
    report = filled(china, mapping, "7,企业,2021-03-01,,\n7,企业,2021-03-01,,\n")
    assert report["requests_new[business]"].amount == 1
    assert report.unplaced[0].reason == "编号“7”与第2行重复"


def test_a_workbook_and_other_separators_give_the_same(china, mapping):
    import openpyxl

    book = openpyxl.Workbook()
    for row in (
        ["编号", "申请人", "收到日期", "答复日期", "办理结果"],
        [1, "企业", dt.datetime(2021, 3, 1), dt.date(2021, 3, 9), "予以公开"],
    ):
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    blank = gr.blank(china, "某县", 2021)
    from_book = blank.fill_from(Source(data.getvalue(), "a.xlsx"), mapping)
    text = "编号;申请人;收到日期;答复日期;办理结果\n1;企业;2021-03-01;2021-03-09;予以公开\n"
    assert from_book.values == blank.fill_from(Source(text.encode("gb18030"), "a.csv"), mapping).values
    assert from_book["granted[total]"].amount == 1


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "a.csv: is empty"),
        ("编号,申请人类型\n".encode(), "has no column for closed; call it 办结日期, 答复日期"),
        (b"PK\x03\x04junk", "is no workbook"),
    ],
)
def test_what_is_no_ledger_is_refused(china, mapping, data, told):
    with pytest.raises(gr.InvalidInput, match=told):
        gr.blank(china, "某县", 2021).fill_from(Source(data, "a.csv"), mapping)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("ledger/1", "ledger/2", "this is no mapping of a ledger"),
        ('key = "number"', 'key = "numer"', "columns: no column 'numer'; did you mean 'number'"),
        ('received = "within"', 'received = "during"', "when: 'during' is no place of a date; one of before"),
        ("{{applicant}}]", "{{who}}]", "no column 'who'"),
        ("requests_new[", "request_new[", "unknown cell 'request_new'; did you mean 'requests_new'"),
        ("form =", "from =", "form: is required"),
        ('key = "number"', 'optional = "numer"', "columns: no column 'numer'"),
        ('key = "number"', 'needs = {{ outcome = "close" }}', "columns: no column 'close'; did you mean 'closed'"),
        ('key = "number"', 'not_before = {{ closed = "" }}', r"not_before\.closed: is required"),
    ],
)
def test_a_wrong_mapping_names_its_place(china, old, new, told):
    text = MAPPING.replace(old, new).format(form=china.id)
    with pytest.raises(gr.InvalidInput, match=told):
        filled(china, read_ledger_mapping(Source(text.encode(), "m.toml")), "1,企业,2021-03-01,,\n")


def test_titles_above_the_heads_are_passed_over_and_rows_without_all_columns_are_read(china, mapping):
    text = "某县台账\n\n" + HEAD + "1,企业,2021-03-01\n"
    report = gr.blank(china, "某县", 2021).fill_from(Source(text.encode(), "a.csv"), mapping)
    assert (report["requests_carried_out[business]"].amount, report.unplaced) == (1, ())
    assert report.origins[gr.Cell("requests_new", ("total",))].rows == (4,)


def test_the_schema_agrees(china):
    good = MAPPING.format(form=china.id)
    assert problems("ledger", tomllib.loads(good)) == []
    for old, new in (("ledger/1", "ledger/2"), ('"within"', '"during"'), ("form =", "from ="), ("cell =", "cells =")):
        assert problems("ledger", tomllib.loads(good.replace(old, new, 1)))


def test_a_mapping_for_another_form_is_refused(china, mapping, form):
    with pytest.raises(gr.InvalidInput, match=f"is for form {china.id}, not {form.id}"):
        gr.blank(form, "某县", 2017).fill_from(Source(HEAD.encode(), "a.csv"), mapping)


def test_ten_thousand_rows_are_what_an_independent_count_says(china, mapping):
    draw = random.Random(11)
    day = dt.date(2019, 6, 1)
    rows = []
    for number in range(10_000):
        received = day + dt.timedelta(draw.randrange(1200))
        closed = received + dt.timedelta(draw.randrange(400)) if draw.random() < 0.8 else None
        rows.append(
            (
                number,
                draw.choice(["自然人", "企业", "科研机构"]),
                received,
                closed,
                draw.choice(["予以公开", "属于国家秘密"]),
            )
        )
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    report = filled(china, mapping, text.getvalue())
    first, last = dt.date(2021, 1, 1), dt.date(2021, 12, 31)
    member = {"自然人": "natural_person", "企业": "business", "科研机构": "research"}
    row = {"予以公开": "granted", "属于国家秘密": "refused_state_secret"}
    counts = collections.Counter()
    for _, who, received, closed, outcome in rows:
        open_in = received < first and (closed is None or closed >= first)
        done = received <= last and closed is not None and first <= closed <= last
        left = received <= last and (closed is None or closed > last)
        hits = {
            "requests_new": first <= received <= last,
            "requests_carried_in": open_in,
            row[outcome]: done,
            "outcome_total": done,
            "requests_carried_out": left,
        }
        counts.update((name, each) for name, hit in hits.items() if hit for each in (member[who], "total"))
    assert {
        (cell.indicator, *cell.members): value.amount for cell, value in report.values.items() if value.amount
    } == dict(counts)
    assert not report.unplaced
    new, carried = counts["requests_new", "total"], counts["requests_carried_in", "total"]
    assert new + carried == counts["outcome_total", "total"] + counts["requests_carried_out", "total"]
