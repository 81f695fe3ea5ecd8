"""The rules about text and layout, each on words of our own: what it finds, and what it leaves alone."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

import govreport as gr
from govreport.checks import Rule, Rulebook
from govreport.checks.check import check_with
from govreport.model.frozen import FrozenMap

FORM = "cn/ningxia-2017"


def report(text="", *, publisher="某县司法局", **more):
    made = gr.blank(gr.form(FORM), gr.Publisher(publisher, level="部门"), 2017)
    if text:
        made = made.tell("lead", text)
    return attrs.evolve(made, **more)


def found(text="", **more) -> dict[str, str]:
    """Return what the rules about text and layout find, by rule."""
    findings = gr.check(report(text, **more))
    return {each.rule: each.identity("zh") for each in findings if each.rule.startswith(("TX", "LY"))}


FINDS = {
    "LY-HEAD-DUP": ["# 一、甲\n\n# 二、乙\n\n# 二、丙", "一是甲；二是乙；二是丙。", "（一）甲\n\n（一）乙"],
    "LY-HEAD-GAP": ["# 一、甲\n\n# 三、乙", "一是甲；三是乙。", "1.甲\n\n3.乙", "# 二、甲"],
    "LY-HEAD-STYLE": [
        "# 一、甲\n\n（一）子\n\n# 二、乙\n\n（1）丑",
        "（一）甲\n\n(二)乙",
        "1.甲\n\n2、乙",
    ],
    "LY-HEAD-PUNCT": ["# 一、加强领导。", "# 一、 加强领导", "（一）加强领导。\n\n各部室密切配合。"],
    "LY-BREAK": ["园区认真落实各项公开要求，有效地促进了政务公\n\n开工作的顺利开展。"],
    "LY-DOCNO": ["（贺政办发[2017]121号）", "贺政办发(2017)121号", "贺政办发【2017】第3号"],
    "LY-TYPO": ["公布信息信息。", "公布信息。。", "公布信息，。", "工作残差不齐。"],
    "LY-LEFTOVER": ["（文字描述）", "该部分以表格形式报告。", "联系人：某某"],
    "LY-MISSING-NUMBER": ["统计期限自至。", "全年公布信息条。", "占%。", "于年月日公布。"],
    "TX-WRONGYEAR": [
        "本报告统计期限自2015年1月1日起。",
        "# 一、2020年工作打算",
        "# 一、下一步打算\n\n切实做好下半年工作。",
        "2016年，公开信息30条。",
        "到2025年公开了全部信息。",
    ],
    "TX-COPY": ["我镇高度重视公开工作。", "现将某市教育局2017年工作报告如下。"],
    "TX-TERM": ["全年印发规章3件。", "主动公开行政许可33项。"],
    "TX-SUM": [
        "公开信息10条，其中甲类3条、乙类6条。",
        "公开信息10条（甲3、乙6）。",
        "受理申请10件按机关分（甲局3、乙局6）。",
        "甲类3条、乙类5条，合计10条。",
        "共收到10件。按办理结果分：公开3件，不公开6件。",
        "重点做好以下三项工作：\n\n一是甲。二是乙。",
        "分别受理：公开信息10条，分别为甲类3条、乙类2条。",
    ],
    "TX-PCT": ["公开信息10条，其中甲类3条，占40%。", "公开信息10条，其中甲类3条、乙类7条，乙类占71.0%。"],
    "TX-PCT-ROUND": ["公开信息142条，其中甲类47条，占33.09%。"],
    "TX-PCT-BASE": ["受理10件，答复9件，其中公开7件、不公开2件，公开7件，占总数的70%。"],
    "TX-PCT-DIGITS": ["公开信息10条，其中甲类3条，占30%；乙类7条，占70.0%。"],
}
LEAVES_ALONE = [
    "# 一、甲\n\n（一）子\n\n（二）丑\n\n# 二、乙\n\n1.子\n\n2.丑\n\n（1）寅",
    "一是甲。一是子；二是丑。二是乙。三是丙。",
    "园区认真落实各项公开要求，做好以下工作：\n\n一是学习。二是宣传。",
    "某县司法局\n\n2018年1月18日",
    "（国办发〔2016〕19号）",
    "本报告统计期限自2017年1月1日起至2017年12月31日止。",
    "2008年5月1日《条例》施行以来，2016年印发了办法。",
    "2016年与2015年相比，公开信息多了3条。",
    "# 一、2018年工作打算\n\n全年工作早安排。",
    "上半年公开了3条。",
    "我局、我县高度重视。现将我局2017年工作报告如下。",
    "现将司法局2017年工作情况报告如下。",
    "公开信息10条，其中甲类3条。",
    "公开信息100条，其中甲类3条、乙类6条。",
    "公开信息10条，其中包括甲类3条、乙类6条。",
    "公开信息10条，其中甲类3条、乙类6条等。",
    "公开信息10条，其中甲类3条（其中子类1条、丑类2条）、乙类7条。",
    "公开信息10条，召开会议3次；其中甲类4条、乙类6条。",
    "公开信息500余条，其中甲类3条、乙类6条。",
    "公开信息10条，比上年增加3条，增长42%。",
    "公开信息10条，其中甲类3条，占30%；按期办结率100%。",
    "一件一件办，点点滴滴做。",
]


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in FINDS.items() for text in texts])
def test_what_a_rule_finds(rule, text):
    told = found(text)
    assert rule in told, told
    assert told[rule]


@pytest.mark.parametrize("text", LEAVES_ALONE)
def test_what_is_left_alone(text):
    told = found(text)
    told.pop("LY-MISSING-SECTION")
    told.pop("TX-NOROW", None)
    told.pop("LY-NO-TABLE")
    assert not told


def test_every_finding_is_told_in_both_languages():
    for texts in FINDS.values():
        for finding in gr.check(report(texts[0])):
            assert finding.message("zh") != finding.message("en")
            assert finding.source("zh")
            assert finding.hint("en")


def test_a_required_matter_may_stand_anywhere():
    assert "收费及减免" in found("未收到行政复议。依申请公开为零。主动公开正常。主要问题是慢。")["LY-MISSING-SECTION"]
    assert "LY-MISSING-SECTION" not in found("行政复议、依申请公开、主动公开、收费、主要问题。")
    filled = report("未收费，无行政复议，主要问题是慢。").fill({"own_docs": 0, "own_requests": 0})
    assert "LY-MISSING-SECTION" not in [each.rule for each in gr.check(filled)]  # the labels of its rows say it
    assert gr.check(report()).by_rule["LY-MISSING-SECTION"]["not_evaluable"] == 5
    assert gr.check(report("甲", partial=True)).by_rule["LY-MISSING-SECTION"]["not_applicable"] == 5


@pytest.mark.parametrize(
    ("unit", "publisher", "differs"),
    [
        ("某县司法局", "某县司法局", False),
        ("司法局", "某县司法局", False),
        ("某园区管理委员会", "某园区管委会（某市）", False),
        ("银川的神工业园区管委会", "银川德胜工业园区管委会", True),
        ("某县教育局", "某县司法局", True),
    ],
)
def test_the_unit_is_the_publisher(unit, publisher, differs):
    told = found(publisher=publisher, attestation=gr.Attestation(unit=unit))
    assert ("LY-UNIT-NAME" in told) is differs
    if unit.startswith("银川"):
        assert "疑为误写" in told["LY-UNIT-NAME"]


def test_dates_and_signature():
    day = dt.date(2018, 1, 18)
    signed = gr.Attestation("甲", "乙", "丙", "某县司法局", "1", day)
    assert not {"LY-DATE", "LY-SIGN"} & set(found(published=day, attestation=signed))
    late = attrs.evolve(signed, date=dt.date(2018, 2, 18), phone=None)
    told = found(published=day, attestation=late, source="https://x.gov.cn/t20180301_1.htm")
    assert told["LY-SIGN"] == "签署栏缺：电话"
    assert told["LY-DATE"].startswith("网页地址日期为 2018-03-01")  # the last of two
    assert "LY-DATE" not in found(published=day, source="t20181399_1.htm")
    assert found(published=dt.date(2018, 1, 2))["LY-EARLY"] == "2018年1月2日 ≤ 2018年1月5日"


def test_a_section_may_be_too_long(mini):
    form = mini("china")
    section = next(each for each in form.sections if each.narrative)
    short = attrs.evolve(
        form,
        sections=tuple(attrs.evolve(each, max_characters=5) if each is section else each for each in form.sections),
    )
    rule = Rule("L", "warning", function="govreport_cn.functions.whole:judge_length", labels=FrozenMap(en="r"))
    for text, count in (("一二三四五", 0), ("一二三四五六", 1)):
        told = gr.blank(short, "某局", 2021).tell(section.id, text)
        assert len(check_with(Rulebook((rule,)), told)) == count


def test_headings_of_a_fixed_form_are_its_own(mini):
    form = mini("china")
    section = next(each for each in form.sections if each.narrative and each.labels)
    rule = Rule("H", "warning", function="govreport_cn.functions.headings:judge_text", labels=FrozenMap(en="r"))
    label = section.labels["zh"].split("、")[-1]
    for text, count in ((f"# 一、{label}", 0), ("# 一、另外的标题", 1)):
        told = gr.blank(form, "某局", 2021).tell(section.id, text)
        assert len(check_with(Rulebook((rule,)), told)) == count


def test_words_repeated_from_last_year():
    before = report().tell("problems", "一是公开不够及时。二是内容不够全面。")
    same = report().tell("problems", "一是公开不够及时。二是内容不够全面。三是人手不足。")
    findings = gr.check(same, previous=before)
    assert {each.rule: each.identity("zh") for each in findings}["TX-REPEAT"] == "与上年相同的文字占 72%"
    other = report().tell("problems", "今年的问题是栏目更新慢，已在改进。")
    assert "TX-REPEAT" not in [each.rule for each in gr.check(other, previous=before)]


def test_table_rules_need_a_printed_table():
    counts = gr.check(report("甲")).by_rule
    for rule in ("LY-UNIT-SIBLING", "LY-NEST", "LY-COL-HEADER", "LY-EXTRA-ROW"):
        assert not any(counts[rule].values())


def told_between_tables(last: str) -> bool:
    """Return whether a number is said to be skipped in a report whose sections II to IV are tables."""
    made = gr.blank(gr.form("cn/2021"), "某局", 2023).tell("overview", "# 一、总体情况\n\n公开信息30条。")
    made = made.tell("problems", f"# {last}\n\n更新慢。")
    return any(each.rule == "LY-HEAD-GAP" for each in gr.check(made))


def test_the_headings_over_tables_count():
    assert not told_between_tables("五、存在的主要问题及改进情况")
    assert told_between_tables("六、存在的主要问题及改进情况")
