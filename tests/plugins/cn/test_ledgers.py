"""Ledgers of applications as offices keep them: words as they are typed, counted as an independent count says."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import re
import sqlite3
import time
import tomllib
from pathlib import Path

import pytest

import govreport as gr
import govreport_cn
from govreport.model.labels import pick
from govreport.reading.source import Source
from govreport.verbs import default_registry
from tests.schemas import problems

HEAD = ["登记编号", "申请人", "申请人类型", "收到日期", "办结日期", "办理结果"]
DISPUTES = ["行政复议", "复议受理日期", "复议决定日期", "复议结果", "行政诉讼", "立案日期", "判决日期", "诉讼结果"]
ROW = {
    "登记编号": "1",
    "申请人": "某人",
    "申请人类型": "自然人",
    "收到日期": "2023-03-01",
    "办结日期": "2023-03-20",
    "办理结果": "予以公开",
}


def mapping(edition: str):
    found = default_registry().ledger(gr.form(edition))
    assert found is not None
    return found


def counted(rows: list[dict[str, str]], edition: str = "cn/2021", year: int = 2023, title: str = "") -> gr.Report:
    """Return a report with rows counted into it."""
    text = io.StringIO()
    heads = list(dict.fromkeys(head for row in rows for head in row))
    writer = csv.DictWriter(text, heads)
    text.write(title)
    writer.writeheader()
    writer.writerows(rows)
    return gr.blank(gr.form(edition), "某县", year).fill_from(
        Source(text.getvalue().encode(), "a.csv"), mapping(edition)
    )


def amounts(report: gr.Report) -> dict[str, int]:
    return {str(cell): int(value.amount) for cell, value in report.values.items() if value.amount}


def outcome_of(word: str, edition: str = "cn/2021") -> str | None:
    """Return the outcome that a word is counted as, or None if its row is listed."""
    report = counted([ROW | {"办理结果": word}], edition)
    found = {name.partition("[")[0] for name in amounts(report)} - {"requests_new", "outcome_total"}
    assert bool(found) is not bool(report.unplaced)
    return found.pop() if found else None


# --- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", ["cn/2019", "cn/2021"])
def test_every_outcome_is_known_by_the_label_of_the_form_however_it_is_typed(edition):
    form = gr.form(edition)
    for outcome in form.leaves("outcomes"):
        if outcome.id == "outcome_total":
            continue
        label = pick(outcome.labels, "zh")
        heading = pick(form.indicators[outcome.parent].labels, "zh")
        bare = label.lstrip("（一二三四五六七）0123456789.")
        ways = [label, bare, f" {' '.join(bare)} ", label.replace(".", "．"), f"1 {bare}", f"① {bare}"]
        if outcome.parent != "outcomes":
            ways += [f"{heading}-{label}", f"{heading[3:]}（{bare}）", f"{heading}：{label}", f"{heading[3:]}—{bare}"]
        assert {outcome_of(each, edition) for each in ways} == {outcome.id}, ways


def test_the_files_agree_with_their_schema():
    for file in (Path(govreport_cn.__file__).parent / "ledgers").glob("*.toml"):
        assert problems("ledger", tomllib.loads(file.read_text("utf-8"))) == []


def test_each_usual_word_stands_for_a_row_of_its_form():
    for edition in ("cn/2014", "cn/2019", "cn/2021"):
        form, found = gr.form(edition), mapping(edition)
        axes = {member.id for axis in form.axes.values() for member in axis.members}
        for words in found.words.values():
            assert {each for each in words.values() if each not in form.indicators and each not in axes} <= {"yes", ""}
    leaves = {each.id for each in gr.form("cn/2021").leaves("outcomes")}
    assert set(mapping("cn/2021").words["outcome"].values()) == (leaves - {"outcome_total"}) | {""}


@pytest.mark.parametrize(
    ("word", "outcome"),
    {
        "申请人主动撤回申请": "other_handling_other",
        "逾期未补正": "other_handling_not_corrected",
        "信息不存在": "unable_not_held",
        "不予公开（商业秘密）": "refused_third_party",
        "不予公开": None,  # which of the eight?
        "其他处理": None,
        "不予公开-其他": None,  # stands below another heading
        "无法提供-属于国家秘密": None,
        "公开一部分吧": None,
    }.items(),
)
def test_a_word_that_does_not_say_which_row_is_meant_is_listed(word, outcome):
    assert outcome_of(word) == outcome


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"办理结果": ""}, "办理结果没有填写"),
        ({"办理结果": "办理中"}, "办理结果没有填写"),
        ({"办结日期": ""}, "办理结果为“予以公开”，而办结日期没有填写"),
        ({"办结日期": "2022-03-20"}, "办结日期（2022-03-20）早于收到日期（2023-03-01）"),
        ({"收到日期": "2032-03-01", "办结日期": "2023-03-20"}, ""),  # of another year, and not this report's
        ({"收到日期": ""}, "收到日期没有填写"),
        ({"收到日期": "三月"}, "收到日期“三月”不是日期"),
        ({"申请人类型": "外星人"}, "申请人类型“外星人”无法对应到表中的行或列"),
        ({"申请人类型": ""}, "申请人类型没有填写"),
        ({"行政诉讼": "是", "诉讼结果": "维持"}, "行政诉讼“是”无法对应到表中的行或列"),
        ({"诉讼结果": "维持", "行政诉讼": ""}, "行政诉讼没有填写"),
        ({"复议结果": "维特"}, "复议结果“维特”无法对应到表中的行或列"),
        ({"复议结果": "维持", "复议决定日期": ""}, "复议结果为“维持”，而复议决定日期没有填写"),
        ({"复议结果": "", "复议决定日期": "2023-06-01"}, "复议结果没有填写"),
    ],
)
def test_a_row_that_cannot_be_right_counts_nowhere_and_is_listed(change, reason):
    report = counted([ROW | {"登记编号": "2"}, ROW | change], title="某县依申请公开台账\n")
    assert [(each.line, each.reason) for each in report.unplaced] == ([(4, reason)] if reason else [])
    assert report["requests_new[total]"].amount == report["granted[total]"].amount == 1
    if reason:
        assert "第4行" in gr.check(report).explain("zh") or reason in gr.check(report).explain("zh")


def test_names_stand_beside_kinds_and_the_date_of_closing_counts():
    both = counted([ROW | {"答复日期": "2024-01-20"}])
    assert amounts(both)["granted[natural_person]"] == 1
    only = counted([{"编号": "1", "申请人": "企业", "收到时间": "2023/1/2", "答复时间": "", "答复类型": "在办"}])
    assert amounts(only) == {
        f"requests_{each}[{who}]": 1 for each in ("new", "carried_out") for who in ("business", "total")
    }


def test_an_open_request_is_carried_out_and_the_year_after_carried_in():
    open_ = ROW | {"办结日期": "2024-01-10"}
    assert set(amounts(counted([open_]))) == {
        f"requests_{each}[{who}]" for each in ("new", "carried_out") for who in ("natural_person", "total")
    }
    after = counted([open_], year=2024)
    assert amounts(after)["requests_carried_in[total]"] == amounts(after)["granted[total]"] == 1
    assert not after.unplaced
    assert not amounts(counted([open_], year=2025))


def test_what_the_ledger_does_not_tell_stays_as_it_was():
    report = counted([ROW])
    disputes = {report[cell].state.value for cell in report.form.cells(report, "disputes")}
    assert disputes == {"absent"}
    told = counted([ROW | {"行政复议": "否", "复议结果": ""}])
    assert told["reconsideration[total]"].amount == 0
    assert told["litigation_direct[total]"].state is gr.State.ABSENT


@pytest.mark.parametrize(
    ("change", "cell"),
    [
        ({"复议结果": "维持"}, "reconsideration[upheld]"),
        ({"行政复议": "是", "复议结果": ""}, "reconsideration[pending]"),
        ({"行政复议": "有", "复议结果": "审理中"}, "reconsideration[pending]"),
        ({"行政诉讼": "直接起诉", "诉讼结果": "驳回诉讼请求"}, "litigation_direct[upheld]"),
        ({"行政诉讼": "复议后起诉", "诉讼结果": "尚未审结"}, "litigation_after_review[pending]"),
        ({"行政诉讼": "复议后起诉", "诉讼结果": ""}, "litigation_after_review[pending]"),
        ({"行政诉讼": "/", "诉讼结果": "—"}, None),
    ],
)
def test_disputes_of_a_ledger_without_their_dates_count_with_the_request(change, cell):
    report = counted([ROW | change])
    indicator = cell and cell.partition("[")[0]
    found = {name for name in amounts(report) if name.startswith(("reconsideration", "litigation"))}
    assert found == ({cell, f"{indicator}[total]"} if cell else set())
    assert not report.unplaced


def test_a_case_of_an_old_request_counts_in_the_year_of_its_decision():
    old = ROW | {"收到日期": "2022-05-01", "办结日期": "2022-05-20"}
    dispute = {"复议受理日期": "2022-12-01", "复议决定日期": "2023-01-20", "复议结果": "撤销"}
    assert amounts(counted([old | dispute])) == {"reconsideration[corrected]": 1, "reconsideration[total]": 1}
    before = amounts(counted([old | dispute], year=2022))
    assert before["reconsideration[pending]"] == before["reconsideration[total]"] == 1


def test_the_table_of_2014_is_counted_too():
    row = {"编号": "1", "申请方式": "网络申请", "收到日期": "2016-03-01", "答复日期": "2016-04-01"}
    rows = [
        row | {"答复类型": "4.不同意公开：个人隐私", "是否延期": "是"},
        row | {"编号": "2", "申请方式": "信函", "答复类型": "信息不存在", "是否延期": ""},
    ]
    report = counted(rows, "cn/2014", 2016)
    assert not report.unplaced
    assert amounts(report) == {
        "requests_received": 2,
        "requests_online": 1,
        "requests_letter": 1,
        "requests_closed": 2,
        "closed_extended": 1,
        "closed_on_time": 1,
        "requests_answered": 2,
        "answer_refused": 1,
        "refused14_privacy": 1,
        "answer_no_such_info": 1,
    }
    assert report["requests_in_person"].amount == 0
    assert report["public_info"].state is gr.State.ABSENT


# --- ten thousand rows -----------------------------------------------------------------------------------------------

APPLICANTS = {
    "natural_person": ["自然人", "公民", " 个 人 "],
    "business": ["商业企业", "企业", "法人或其他组织-商业企业"],
    "research": ["科研机构", "科研院所"],
    "public_interest_org": ["社会公益组织", "社会团体"],
    "legal_service": ["法律服务机构", "律师事务所"],
    "other_org": ["其他", "村委会"],
}
OUTCOMES = {
    "granted": ["（一）予以公开", "(一)予以公开", "同意公开", "已主动公开"],
    "partly_granted": ["部分公开", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"],
    "refused_state_secret": ["1.属于国家秘密", "不予公开—属于国家秘密", "涉密"],
    "refused_other_law": ["2．其他法律行政法规禁止公开", "其他法律、行政法规禁止公开"],
    "refused_security_stability": ["3.危及“三安全一稳定”", "危及三安全一稳定"],
    "refused_third_party": ["4.保护第三方合法权益", "个人隐私", "不予公开（商业秘密）"],
    "refused_internal_affairs": ["5.属于三类内部事务信息", "内部事务信息"],
    "refused_process_info": ["6.属于四类过程性信息", "过程性 信息"],
    "refused_enforcement_file": ["7.属于行政执法案卷", "行政执法案卷信息"],
    "refused_enquiry_matter": ["8.属于行政查询事项", "行政查询"],
    "unable_not_held": ["1.本机关不掌握相关政府信息", "信息不存在"],
    "unable_must_create": ["2.没有现成信息需要另行制作", "需另行制作"],
    "unable_still_unclear": ["3.补正后申请内容仍不明确", "补正后仍不明确"],
    "not_processed_petition": ["1.信访举报投诉类申请", "信访"],
    "not_processed_repeat": ["2.重复申请", "重复"],
    "not_processed_publication": ["3.要求提供公开出版物"],
    "not_processed_excessive": ["4.无正当理由大量反复申请"],
    "not_processed_reissue": ["5.要求行政机关确认或重新出具已获取信息"],
    "other_handling_not_corrected": ["逾期不补正", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"],
    "other_handling_fee_unpaid": ["逾期未缴费"],
    "other_handling_other": ["3.其他", "（六）其他处理：3.其他", "撤回申请", "申请人撤回"],
}
RESULTS = {
    "upheld": ["结果维持", "维持", "驳回"],
    "corrected": ["结果纠正", "撤销", "确认违法"],
    "other_result": ["其他结果", "其它", "和解"],
}
KINDS = {"litigation_direct": ["未经复议直接起诉", "直接起诉"], "litigation_after_review": ["复议后起诉"]}
DATES = [
    "{0:%Y-%m-%d}",
    "{0.year}/{0.month}/{0.day}",
    "{0.year}年{0.month}月{0.day}日",
    "{0:%Y%m%d}",
    "{0.year}.{0.month}.{0.day}",
]
Truth = tuple[str, dt.date, dt.date | None, str, str | None, dt.date | None, dt.date | None, str]


def ten_thousand(draw: random.Random) -> tuple[list[list[str]], list[list[str]]]:
    """Return the rows of a ledger as typed, and as they are meant (ids and ISO dates, empty where there is nothing)."""
    typed, meant = [], []

    def date_after(date: dt.date, days: int, share: float) -> dt.date | None:
        return date + dt.timedelta(draw.randrange(days)) if draw.random() < share else None

    def word(words: dict[str, list[str]], name: str) -> str:
        return draw.choice(words[name]) if name else ""

    def typed_date(date: dt.date | None) -> str:
        return draw.choice(DATES).format(date) if date else draw.choice(["", "/", "—"])

    for number in range(10_000):
        who, received = draw.choice(list(APPLICANTS)), dt.date(2021, 9, 1) + dt.timedelta(draw.randrange(1000))
        closed = date_after(received, 60, 0.95)
        outcome = draw.choice(list(OUTCOMES)) if closed else ""
        record = [who, received, closed, outcome]
        for kind in ("reconsideration", draw.choice(list(KINDS))):
            filed = date_after(closed, 60, 0.1) if closed else None
            decided = date_after(filed, 200, 0.7) if filed else None
            record += [kind if filed else "", filed, decided, draw.choice(list(RESULTS)) if decided else ""]
        meant.append(["" if each is None else str(each) for each in record])
        row = [f"〔2023〕{number}号", f"张{number}", word(APPLICANTS, who), typed_date(received), typed_date(closed)]
        row.append(word(OUTCOMES, outcome) or draw.choice(["", "办理中"]))
        row += ["是" if record[4] else "否", *map(typed_date, record[5:7]), word(RESULTS, record[7])]
        row += [word(KINDS, record[8]), *map(typed_date, record[9:11]), word(RESULTS, record[11])]
        typed.append(row)
    return typed, meant


QUERIES = """
select 'requests_new', who from t where received between :a and :z union all
select 'requests_carried_in', who from t where received < :a and (closed = '' or closed >= :a) union all
select outcome, who from t where received <= :z and closed between :a and :z union all
select 'outcome_total', who from t where received <= :z and closed between :a and :z union all
select 'requests_carried_out', who from t where received <= :z and (closed = '' or closed > :z) union all
select review, result from t where decided between :a and :z union all
select review, 'pending' from t where filed <> '' and filed <= :z and (decided = '' or decided > :z) union all
select lawsuit, verdict from t where judged between :a and :z union all
select lawsuit, 'pending' from t where sued <> '' and sued <= :z and (judged = '' or judged > :z)
"""


def independent_count(meant: list[list[str]]) -> dict[str, int]:
    """Return the figures of 2023 as a database counts them."""
    base = sqlite3.connect(":memory:")
    base.execute(
        "create table t (who, received, closed, outcome, review, filed, decided, result, lawsuit, sued, judged, verdict)"
    )
    base.executemany(f"insert into t values ({', '.join('?' * 12)})", meant)
    year = {"a": "2023-01-01", "z": "2023-12-31"}
    counts: dict[str, int] = {}
    for row, column, number in base.execute(f"select *, count(*) from ({QUERIES}) group by 1, 2", year):
        counts[f"{row}[{column}]"] = number
        counts[f"{row}[total]"] = counts.get(f"{row}[total]", 0) + number
    return counts


@pytest.mark.parametrize("edition", ["cn/2019", "cn/2021"])
def test_ten_thousand_rows_are_what_a_database_counts(edition, record_property):
    typed, meant = ten_thousand(random.Random(2023))
    if edition == "cn/2019":  # one row, where 2021 has three
        meant = [[re.sub("^(other_handling)_.*", r"\1", each) for each in row] for row in meant]
    wrong = [
        ["〔2023〕７ 号", "重", "公民", "2023-05-01", "2023-05-02", "予以公开", *[""] * 8],  # case 7 again
        ["x1", "错", "公民", "2023-05-01", "2023-05-02", "不予公开", *[""] * 8],
        ["x2", "错", "公民", "2023-05-01", "2023-05-02", "", *[""] * 8],
        ["x3", "错", "公民", "2023-05-09", "2023-05-02", "予以公开", *[""] * 8],
        ["合计", "", "", "", "", "", *[""] * 8],
    ]
    text = io.StringIO()
    csv.writer(text).writerows([["某县2023年度依申请公开台账", *[""] * 13], HEAD + DISPUTES, *typed, *wrong])
    source = Source(text.getvalue().encode("gb18030"), "cases.csv")
    begun = time.perf_counter()
    report = gr.blank(gr.form(edition), "某县", 2023).fill_from(source)
    record_property("seconds", round(time.perf_counter() - begun, 2))
    expected = independent_count(meant)
    cells = [*report.form.cells(report, "requests"), *report.form.cells(report, "disputes")]
    assert {str(cell): report[cell].amount for cell in cells} == {
        str(cell): expected.get(str(cell), 0) for cell in cells
    }
    assert len(cells) == len(expected) == {"cn/2021": 190, "cn/2019": 176}[edition]  # no cell is 0
    assert set(report.values) == set(cells)
    assert [(each.line, each.reason) for each in report.unplaced] == [
        (10_003, "登记编号“〔2023〕７ 号”与第10行重复"),
        (10_004, "办理结果“不予公开”无法对应到表中的行或列"),
        (10_005, "办理结果没有填写"),
        (10_006, "办结日期（2023-05-02）早于收到日期（2023-05-09）"),
        (10_007, "收到日期没有填写"),
    ]
    counts = gr.check(report).by_rule
    for rule, instances in {
        "CN-REQ-BALANCE": 7,
        "CN-REQ-OUTCOMES": 7,
        "CN-REQ-ROWSUM": (len(cells) - 15) // 7,
        "CN-CASE-ROWSUM": 3,
    }.items():
        assert counts[rule] == {"holds": instances, "fails": 0, "not_evaluable": 0, "not_applicable": 0}
    rows = report.origins[gr.Cell("refused_third_party", ("research",))].rows
    assert len(rows) == report["refused_third_party[research]"].amount
    assert all(typed[row - 3][2] in APPLICANTS["research"] for row in rows)


def test_the_year_after_carries_in_what_this_one_carried_out():
    typed, _ = ten_thousand(random.Random(7))
    text = io.StringIO()
    csv.writer(text).writerows([HEAD + DISPUTES, *typed])
    source = Source(text.getvalue().encode(), "cases.csv")
    before, report = (
        gr.blank(gr.form("cn/2021"), "某县", year).fill_from(source, mapping("cn/2021")) for year in (2022, 2023)
    )
    assert gr.check(report, previous=before).by_rule["CN-REQ-CARRY"]["holds"] == 7
