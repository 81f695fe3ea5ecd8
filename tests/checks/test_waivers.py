"""Findings that someone accepted: in force, lapsed, unused; written and read with the report."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

import govreport as gr
from govreport.model.report import Waiver

DAY = dt.date(2018, 1, 18)


@pytest.fixture
def broken():
    values = {"own_staff": 3, "own_staff_full_time": 2, "own_staff_part_time": 2}
    return gr.blank(gr.form("cn/ningxia-2017"), "某局", 2017).fill(values)


def test_an_accepted_finding_is_shown_as_such_and_counts_as_a_failure(broken):
    accepted = gr.check(broken).accept("NX-STAFF-OWN", "一人两岗", by="王某", date=DAY)
    findings = gr.check(accepted)
    assert (findings.verdict, findings.by_rule["NX-STAFF-OWN"]["fails"]) == ("pass", 1)
    finding = findings[0]
    assert not finding.stands
    assert finding.status_words("zh") == "已接受：一人两岗（王某、2018年1月18日）"
    assert "accepted: 一人两岗" in findings.explain("en")
    assert "改正：" not in findings.explain("zh")
    data = finding.as_data("zh")
    assert data["settled_by"] == "waiver"
    assert data["waiver"] == {"reason": "一人两岗", "by": "王某", "date": "2018-01-18"}
    for name in ("html", "table"):
        assert "已接受：一人两岗" in gr.render(accepted, name, findings=True)


def test_it_lapses_when_its_figures_change(broken):
    accepted = gr.check(broken).accept("NX-STAFF-OWN", "一人两岗")
    findings = gr.check(accepted.fill({"own_staff": 2}))
    assert findings.verdict == "fail"
    assert findings[0].stands
    assert findings[0].status_words("zh") == "原先的接受已失效（一人两岗），因为以下内容已经改变：own_staff"
    assert findings[0].as_data("zh")["lapsed"]["reason"] == "一人两岗"


def test_what_it_says_of_the_text_lapses_with_the_words(broken):
    told = broken.fill({"own_staff": 4}).tell("lead", "贺政办发[2017]121号")
    accepted = gr.check(told).accept("LY-DOCNO", "照录原文")
    assert "LY-DOCNO" not in [each.rule for each in gr.check(accepted) if each.stands]
    changed = gr.check(accepted.tell("lead", "贺政办发[2017]122号"))
    assert "LY-DOCNO" in [each.rule for each in changed if each.stands]


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        ("LY-TYPO", {"text": "加强加强学习。"}, {"text": "加强加强学习。\n\n健全健全制度。"}),
        ("LY-LATE", {"published": dt.date(2018, 4, 18)}, {"published": dt.date(2019, 12, 18)}),
        ("TX-EQ", {"own_requests": 9}, {"own_requests": 900}),
    ],
)
def test_it_accepts_what_was_found_and_nothing_that_comes_to_it(broken, rule, before, after):
    def made(text="收到政府信息公开申请7件。", published=DAY, own_requests=9, waivers=()):
        told = broken.fill({"own_staff": 4, "own_requests": own_requests}).tell("lead", text)
        return attrs.evolve(told, published=published, waivers=waivers)

    accepted = gr.check(made(**before)).accept(rule, "照录")
    assert rule not in [each.rule for each in gr.check(accepted) if each.stands]
    assert rule in [each.rule for each in gr.check(made(**after, waivers=accepted.waivers)) if each.stands]


def test_one_without_cells_or_figures_covers_every_finding_of_its_rule(broken):
    waived = attrs.evolve(broken, waivers=(Waiver("NX-STAFF-OWN", "known"),))
    assert gr.check(waived).verdict == "pass"
    elsewhere = attrs.evolve(broken, waivers=(Waiver("NX-STAFF-OWN", "known", (gr.Cell("own_docs"),)),))
    assert gr.check(elsewhere).verdict == "fail"
    assert "没有对应问题的接受记录：NX-STAFF-OWN。" in gr.check(elsewhere).explain("zh")
    assert gr.check(elsewhere).unused_waivers == elsewhere.waivers


def test_it_is_written_and_read_with_the_report(broken):
    accepted = gr.check(broken).accept("NX-STAFF-OWN", "一人两岗", by="王某", date=DAY)
    for name in ("json", "toml"):
        again = gr.read(str(gr.render(accepted, name)).encode(), name=f"a.{name}")
        assert again == accepted
        assert gr.check(again).verdict == "pass"


def test_a_file_cannot_give_a_blank_reason(broken):
    text = str(gr.render(gr.check(broken).accept("NX-STAFF-OWN", "一人两岗"), "json")).replace("一人两岗", " ")
    with pytest.raises(gr.InvalidInput, match=r"waivers\[1\]\.reason: is empty; say why"):
        gr.read(text.encode(), name="a.json")


def test_it_needs_a_reason_and_a_finding(broken):
    with pytest.raises(gr.InvalidInput, match="a waiver of NX-STAFF-OWN needs a reason"):
        gr.check(broken).accept("NX-STAFF-OWN", " ")
    with pytest.raises(gr.InvalidInput, match="no finding of rule 'NX-STAFF-OWM' is open; did you mean 'NX-STAFF-OWN'"):
        gr.check(broken).accept("NX-STAFF-OWM", "x")
