"""What a text says of the figures: found by patterns, held against cells, asked about where scopes may differ."""

from __future__ import annotations

import pytest

import govreport as gr
from govreport.checks import Rule, Rulebook, Text
from govreport.checks.check import check_with
from govreport.checks.patterns import compile_pattern
from govreport.errors import FormError
from govreport.model.frozen import FrozenMap
from govreport.reading.rule_file import read_rules
from govreport.reading.source import Source

CLAIMS = """
govreport = "rules/1"
[[claim]]
says = "rules[issued]"
also = "rules[issued] + rules[repealed]"
ask = ["备案"]
unless = ["行政"]
find = "制定…规章{n}件"
zh = "本年制发"
en = "rules issued"
[[claim]]
says = "rules[in_force]"
find = ["现行有效…规章{n}件", "有效规章{n}件"]
zh = "现行有效"
en = "rules in force"
[[claim]]
means = "rules[repealed] == 0"
find = "未废止规章"
zh = "未废止"
en = "none was repealed"
"""
SCOPED = """
govreport = "rules/1"
not_after = ["半年"]
[words]
count = "[件部]"
made = "(?:制定|出台)…规章"
total = "{made}(?:共|总共)?"
[scopes]
own = "本级"
sub = "下属"
area = "全市"
[[claim]]
says = "rules[issued]"
within = { sub = "rules[repealed]" }
find = ["{total}{n}{count}"]
zh = "本年制发"
en = "rules issued"
[[claim]]
says = "rules[in_force]"
after = "规章…$"
find = ["有效{n}{count}"]
zh = "现行有效"
en = "rules in force"
[[claim]]
stated = true
find = ["培训{n}人"]
unless = ["人次"]
zh = "培训人数"
en = "persons trained"
"""
JUDGES = {
    "EQ": "judge_equal",
    "SCOPE": "judge_scope",
    "SAME": "judge_same",
    "GENERAL": "judge_general",
    "NOROW": "judge_rowless",
    "UNITS": "judge_units",
}


@pytest.fixture
def said(china):
    """Gives what each rule about claims finds in a text."""

    def run(text, values=None, claims=CLAIMS, **more):
        given = {"rules[issued]": 3, "rules[repealed]": 1, "rules[in_force]": 12} if values is None else values
        report = china(given, **more)
        section = next(each.id for each in report.form.sections if each.narrative)
        args = FrozenMap(verbs=["公开"], units=["件", "条", "部"])
        rules = tuple(
            Rule(name, "error", function=f"govreport.checks.claims:{judge}", args=args, labels=FrozenMap(en=name))
            for name, judge in JUDGES.items()
        )
        book = Rulebook(rules, claims=read_rules(Source(claims.encode(), "claims.toml")).claims)
        return check_with(book, report.tell(section, text))

    return run


def failed(findings) -> list[str]:
    return [each.rule for each in findings]


@pytest.mark.parametrize(
    ("text", "rules"),
    {
        "全年制定政府规章3件。": [],
        "全年制定规章三件，现行有效的政府规章１２件。": [],
        "全年制定规章 5 件。": ["EQ"],
        "全年制定规章4件。": ["SCOPE"],  # issued and repealed together
        "全年制定规章5件，均已备案。": ["SCOPE"],
        "全年制定规章约5件。": [],
        "2020年制定规章5件。": [],
        "2020年，全市制定规章5件，现行有效的规章9件。": [],
        "2020年，全市印发办法，2021年，制定规章5件。": ["EQ"],
        "上年制定规章5件。": [],
        "全年制定行政规章5件。": [],
        "全年制定规章3件。上述制定的规章5件。": ["EQ", "SAME"],
        "全年制定规章3件，制定规章4件。": ["SCOPE"],
        "全年未废止规章。": ["GENERAL"],
        "全年公开信息39条。": ["NOROW"],
        "全年公开信息39余条，召开会议5次。": [],
        "": [],
    }.items(),
)
def test_what_is_found(said, text, rules):
    assert failed(said(text)) == rules


def test_a_difference_is_told_with_its_place(said):
    finding = said("前言。\n\n全年制定规章 5 件。")[0]
    assert finding.places[0].quote == "制定规章 5 件"
    assert (finding.places[0].paragraph, finding.outcome.actual, finding.outcome.expected) == (2, 5, 3)
    assert finding.message("zh").endswith("正文“制定规章 5 件”，而表中本年制发为 3，相差 2。")
    assert "a difference of 2" in finding.message("en")
    assert [str(cell) for cell in finding.cells] == ["rules[issued]"]


def test_what_holds_is_counted_too(said):
    counts = said("全年制定规章3件。").by_rule
    assert counts["EQ"] == {"holds": 1, "fails": 0, "not_evaluable": 0, "not_applicable": 0}
    assert counts["NOROW"]["holds"] == 1


def test_a_missing_cell_cannot_be_judged(said):
    counts = said("全年制定规章3件，未废止规章。", {}, fill=None).by_rule
    assert counts["EQ"]["not_evaluable"] == counts["GENERAL"]["not_evaluable"] == 1


def test_a_bound_figure_is_what_its_cell_is(said):
    assert failed(said("全年制定规章{rules[issued]}件。")) == []
    assert failed(said("全年制定规章{rules[in_force]}件。")) == ["EQ"]


@pytest.mark.parametrize(
    ("text", "rules"),
    {
        "全年制定规章3件。": [],
        "全年出台规章共5部。": ["EQ"],
        "下属单位制定规章1件。": [],
        "下属单位制定规章3件。": ["EQ"],
        "下属单位另有安排，本级制定规章3件。": [],
        "下属单位另有安排，本级制定规章5件。": ["EQ"],
        "制定规章1件。": ["SCOPE"],  # right for the bodies below, which no word names
        "全市制定规章5件。": ["SCOPE"],  # a scope without a cell
        "制定规章5件，均由全市执行。": ["SCOPE"],
        "上半年制定规章5件。": [],
        "规章现行有效12件。": [],
        "规章现行有效9件。": ["EQ"],
        "制度现行有效9件。": [],
        "办公室制定规章1件。法制科制定规章2件。": [],  # parts, together what the cell says
        "制定规章2件。制定规章2件。": ["EQ", "EQ"],
        "培训5人。": [],
        "培训5人。后又培训5人。": [],
        "培训5人。后又培训6人。": ["SAME"],
        "2020年以来，制定规章9件。": [],
    }.items(),
)
def test_scopes_and_what_stands_before(said, text, rules):
    assert failed(said(text, claims=SCOPED)) == rules


def test_a_long_clause_is_judged_in_its_neighbourhood(said):
    far = "甲" * 400
    assert failed(said(f"下属{far}制定规章3件。", claims=SCOPED)) == []
    assert failed(said(f"制定规章5件{far}行政。")) == ["EQ"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{total}{n}{count}", "{totl}{n}{count}", r"names no word 'totl'; did you mean 'total'\?"),
        ('total = "{made}', 'total = "{total}', r"words\.total: the pattern .* names no word 'total'"),
        ('count = "[件部]"', 'count = "[件部"', r"words\.count: the pattern .* is no regular expression"),
        ("within = { sub", "within = { subs", r"claim\[1\]\.within: no scope 'subs'"),
        ("stated = true", "stated = false", r"claim\[3\]: a claim needs one of says and means"),
        ('own = "本级"', 'own = "(本级"', r"scopes\.own: the pattern .* is no regular expression"),
    ],
)
def test_a_wrong_word_or_scope_names_its_place(old, new, told):
    assert old in SCOPED
    with pytest.raises(FormError, match=told):
        read_rules(Source(SCOPED.replace(old, new).encode(), "claims.toml"))


def test_measure_words_are_those_of_one_thing(said):
    claims = CLAIMS.replace("规章{n}件", "规章{n}(?:件|部)")
    assert failed(said("全年制定规章3件。制定的规章3部。", claims=claims)) == ["UNITS"]


def test_patterns_are_made_of_words_numbers_and_gaps():
    assert compile_pattern("收到（含转来）…申请{n}件").search("收到(含转来)的信息公开申请12件")["n"] == "12"
    assert compile_pattern("甲…乙").search("甲，乙".translate({0xFF0C: ","})) is None
    assert compile_pattern("甲……乙").search("甲,丙,乙")
    assert compile_pattern("{n}件{n}份").groups == 1
    with pytest.raises(FormError, match=r"a\.toml: the pattern '\(' is no regular expression"):
        compile_pattern("(", "a.toml")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('find = "制定…规章{n}件"', "", r"claim\[1\]\.find: is required"),
        ('find = "制定…规章{n}件"', 'find = "制定"', r"claim\[1\]\.find: a pattern has no \{n\}"),
        ('says = "rules[in_force]"', "", r"claim\[2\]: a claim needs one of says and means"),
        ('zh = "未废止"\nen = "none was repealed"', "", r"claim\[3\]: the claim has no words"),
        ("未废止规章", "未(废止规章", r"claim\[3\]: the pattern .* is no regular expression"),
        ('says = "rules[in_force]"', 'says = "rules +"', r"something is missing"),
        ('zh = "未废止"', 'zh = "未废止"\nzz = 1', r"unknown key 'zz'"),
    ],
)
def test_a_wrong_claim_names_its_place(old, new, told):
    assert old in CLAIMS
    with pytest.raises(FormError, match=told):
        read_rules(Source(CLAIMS.replace(old, new).encode(), "claims.toml"))


def test_claims_must_fit_their_form(china):
    from govreport.checks.verify import verify_claims

    claims = read_rules(Source(CLAIMS.replace("rules[in_force]", "rule[in_force]").encode(), "claims.toml")).claims
    with pytest.raises(FormError, match=r"claims\.toml: rule 现行有效: no indicator 'rule'"):
        verify_claims(claims, china().form)


def test_passages_are_what_a_reader_sees(china):
    report = china()
    section = next(each.id for each in report.form.sections if each.narrative)
    text = "# 一、标 题\n\n共 {rules[issued]} 件。Two words\n第二行\n\n3. 甲\n4. 乙\n\n- 丙\n\n| a | b |\n| --- | --- |\n| 1 | 2 |"
    passages = Text(report.tell(section, text)).passages
    assert [each.text for each in passages] == [
        "一、标 题",
        "共 0 件。Two words 第二行",
        "3. 甲",
        "4. 乙",
        "丙",
        "a\tb\n1\t2",
    ]
    assert [each.number for each in passages] == [1, 2, 3, 4, 5, 6]
    assert (passages[0].heading, passages[0].block, passages[-1].table) == (True, f"section-{section}", True)
    assert passages[1].plain == "共0件。Two words第二行"
    assert passages[1].quote(0, 3) == "共 0 件"
    assert [each.text for each in passages[1].sentences()] == ["共0件。", "Two words第二行"]
    assert passages[0].quote(2, 2) == ""
    assert gr.check(report.tell(section, text)).report.narrative[section] == text
