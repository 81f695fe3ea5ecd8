"""Findings in words: numbers put into the identity, what is missing named, both languages; and as data."""

from __future__ import annotations

import datetime as dt
import sys
import types
from decimal import Decimal

import attrs
import pytest

import govreport as gr
from govreport.checks import Context, Outcome, Rule, Rulebook, Status
from govreport.checks.check import check_with
from govreport.checks.naming import label
from govreport.document import Findings, Grid, build_document
from govreport.model.frozen import FrozenMap
from govreport.wording import show_amount, show_value

from .conftest import make_rule, policy

CHINA = policy({"blank": 0}, {"blank": 0})


def told(findings, language="zh"):
    return [each.identity(language) for each in findings]


def test_both_sides_are_spelt_and_summed(china, findings):
    report = china({"requests_new[business]": 3, "outcome_total[business]": 1, "requests_carried_out[business]": 1})
    found = findings(
        report, "requests_new + requests_carried_in == outcome_total + requests_carried_out", each="applicant"
    )
    left = "“一、本年新收政府信息公开申请数量（商业企业）” 3 + “二、上年结转政府信息公开申请数量（商业企业）” 0 = 3"
    right = "“（七）总计（商业企业）” 1 + “四、结转下年度继续办理（商业企业）” 1 = 2"
    assert told(found) == [f"{left} ≠ {right}，相差 1"]
    assert told(found, "en")[0].endswith(
        "= 3 ≠ “(7) Total (Businesses)” 1 + “4. Carried out (Businesses)” 1 = 2, a difference of 1"
    )


def test_zeros_of_a_long_sum_are_told_together(china, findings):
    report = china({"rules[issued]": 5, "litigation_direct[upheld]": 2})
    cells = ", ".join(
        f"{row}[{each}]"
        for row in ("litigation_direct", "reconsideration")
        for each in ("upheld", "corrected", "other_result", "pending", "total")
    )
    found = findings(report, f"rules[issued] == sum({cells})")
    assert told(found) == ["“规章（本年制发件数）” 5 ≠ “未经复议直接起诉（结果维持）” 2 + 其余 9 项为 0 = 2，相差 3"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    {
        "rules[issued] <= 2": "“规章（本年制发件数）” 5 > 2，相差 3",
        "rules[issued] < 2 + 3": "“规章（本年制发件数）” 5 ≥ 2 + 3 = 5，相差 0",
        "rules[issued] > 7": "“规章（本年制发件数）” 5 ≤ 7，相差 2",
        "rules[issued] >= 7": "“规章（本年制发件数）” 5 < 7，相差 2",
        "rules[issued] != 5": "“规章（本年制发件数）” 5 = 5",
        "0 <= rules[issued] <= 4": "“规章（本年制发件数）” 5 > 4，相差 1",
        "rules[issued] == max(rules[repealed], 1)": "“规章”：本年制发件数 5 ≠ max(…) 1，相差 4",
        "rules[issued] == rules[issued] * 2": "“规章（本年制发件数）” 5 ≠ “规章（本年制发件数）” 5 × 2 = 10，相差 5",
        "rules[issued] == abs(1 - 2)": "“规章（本年制发件数）” 5 ≠ 1，相差 4",
        "rules[repealed] == 0 implies rules[issued] == 4": "“规章（本年制发件数）” 5 ≠ 4，相差 1",
        "rules[repealed] == 0 and rules[issued] == 4": "“规章（本年制发件数）” 5 ≠ 4，相差 1",
        "sum(rules[*] where value > 0) == 4": "“规章”：5 ≠ 4，相差 1",
        "report.kind == 'system_rollup'": "",
        "not rules[issued] == 5": "",
    }.items(),
)
def test_the_relation_that_is_true_instead_is_told(china, findings, rule, expected):
    assert told(findings(china({"rules[issued]": 5}), rule)) == [expected]


def test_last_years_figures_are_called_so(china, findings):
    before = china({"rules[in_force]": 40}, period=2020)
    found = findings(
        china({"rules[in_force]": 44, "rules[issued]": 3}),
        "rules[in_force] == previous(rules[in_force]) + rules[issued]",
        previous=before,
    )
    assert told(found) == ["“规章”：现行有效件数 44 ≠ 上年现行有效件数 40 + 本年制发件数 3 = 43，相差 1"]
    assert [each["previous"] for each in found[0].as_data("zh")["operands"] if "previous" in each] == [True]
    assert [str(cell) for cell in found[0].cells] == ["rules[in_force]", "rules[issued]"]


def test_what_the_policy_put_in_is_told(china, findings):
    report = china({"rules[issued]": None, "rules[in_force]": 2})
    found = findings(report, "rules[issued] == rules[in_force]", given=CHINA)
    assert told(found) == ["“规章”：本年制发件数 0 ≠ 现行有效件数 2，相差 2（本年制发件数：（空），按 0 计）"]
    data = found[0].as_data("zh")
    assert data["operands"] == [
        {"cell": "rules[issued]", "value": None},
        {"cell": "rules[in_force]", "value": Decimal(2)},
    ]


def test_cells_of_one_row_are_told_by_their_columns(china, findings):
    report = china({"granted[business]": 3, "granted[total]": 4})
    rule = "requests_new[total] + granted[total] == granted[business]"
    assert told(findings(report, "granted[total] == granted[business]"), "en") == [
        "“(1) Granted”: Total 4 ≠ Businesses 3, a difference of 1"
    ]
    assert "“（一）予以公开（商业企业）” 3" in told(findings(report, rule))[0]  # of several rows


def test_many_values_that_the_policy_put_in_are_counted(china, findings):
    blank = dict.fromkeys(("natural_person", "business", "research", "legal_service"))
    report = china({f"granted[{each}]": None for each in blank} | {"granted[total]": 4})
    (words,) = told(findings(report, "granted[total] == sum(granted[*])", given=CHINA))
    assert words.endswith("相差 4（自然人、商业企业等 4 项：（空），按 0 计）")
    (words,) = told(findings(report, "granted[total] == sum(granted[*])", given=CHINA), "en")
    assert words.endswith(" (Natural persons, Businesses and others, 4 in all, are (blank), counted as 0)")


def test_findings_that_differ_in_their_cells_only_are_told_as_one(china, findings):
    bad = {
        name: gr.Value(state="invalid", raw="12a") for name in ("rules[issued]", "rules[repealed]", "rules[in_force]")
    }
    report = china(bad)
    found = findings(report, "state(it) != 'invalid'", each="cells(article20)")
    (group,) = found.alike("zh")
    assert (len(found), len(group.findings), group.first) == (3, 3, found[0])
    chinese = found.explain("zh")
    assert chinese.count("[错误] R") == 1
    assert chinese.startswith(
        "[错误] R  规则（3 处）\n    “规章（本年制发件数）”：12a（无效）\n    “规章（本年废止件数）”：12a（无效）\n"
    )
    assert "单元格：rules[issued]、rules[repealed]、rules[in_force]" in chinese
    assert "发现 3 个错误" in chinese
    assert "[error] R  rule (3 times)\n" in found.explain("en")
    assert len(found.as_data()["findings"]) == 3  # data tell each
    document = build_document(report, findings=found)
    (block,) = (each for each in document.blocks if isinstance(each, Findings))
    assert [each.id for each in block.items] == ["finding-1"]
    assert block.items[0].identity == "；".join(told(found))
    grids = [each for each in document.blocks if isinstance(each, Grid)]
    flags = [run.target for grid in grids for cell in grid.cells for run in cell.runs if run.text == "※"]
    assert flags == ["finding-1"] * 3


def test_of_very_many_alike_a_text_tells_the_first(china, findings):
    found = findings(china(None, fill=None), "state(it) != 'absent'", each="cells(requests)")
    lines = found.explain("zh").splitlines()
    assert sum(line.startswith("    “") for line in lines) == 12
    assert f"    ……另有 {len(found) - 12} 处" in lines


def test_a_rule_about_one_cell_tells_the_cell_and_what_stands_there(china, findings):
    report = china({"rules[issued]": gr.Value(state="invalid", raw="12a")})
    found = findings(report, "state(it) != 'invalid'", each="cells(article20)")
    assert told(found) == ["“规章（本年制发件数）”：12a（无效）"]
    assert (found[0].outcome.expected, found[0].outcome.actual) == ("invalid", "invalid")
    assert found[0].hint("zh") == "请核对此单元格。"


def test_explanations_are_whole_in_both_languages(china, findings):
    report = china({"rules[issued]": 5})
    found = findings(
        report,
        "rules[issued] == 0",
        source=FrozenMap(zh="依据某条", en="Article 1"),
        hints=FrozenMap(zh="请改", en="Mend it"),
    )
    chinese, english = found.explain("zh"), found.explain("en")
    assert chinese.startswith(
        "[错误] R  规则\n    “规章（本年制发件数）” 5 ≠ 0，相差 5\n    单元格：rules[issued]\n    依据：依据某条\n    处理：请改"
    )
    assert english.startswith(
        "[error] R  rule\n    “Rules (Issued)” 5 ≠ 0, a difference of 5\n    cells: rules[issued]\n    source: Article 1\n    what to do: Mend it"
    )
    assert "发现 1 个错误、0 个警告、0 个提示。" in chinese
    assert found[0].message("zh") == "规则“规章（本年制发件数）” 5 ≠ 0，相差 5。"
    assert found[0].message("en") == "rule “Rules (Issued)” 5 ≠ 0, a difference of 5."
    with pytest.raises(gr.ReportHasErrors, match="R  规则"):
        found.raise_for_errors()


def test_a_clean_report_says_so(china, findings):
    found = findings(china(), "rules[issued] == 0")
    assert found.explain("zh").startswith("没有发现问题。")
    assert found.explain().startswith("没有发现问题。")
    found.raise_for_errors()
    assert (len(found), found.verdict, list(found)) == (0, "pass", [])


def test_what_could_not_be_judged_is_named(china, findings):
    found = findings(china(None, fill=None), "rules[issued] == 0")
    assert found.unjudged == ("R",)
    assert "因缺少数据而无法判断的规则：R。" in found.explain("zh")
    assert found.as_data()["totals"]["not_evaluable"] == 1


def test_long_lists_of_cells_are_cut_in_words_and_whole_in_data(china, findings):
    report = china({"outcome_total[total]": 1})
    found = findings(report, "outcome_total[total] == sum(requests_new[*], granted[*])")
    assert "…" in found.explain("zh").split("单元格：")[1].split("\n")[0]
    assert len(found[0].as_data("zh")["cells"]) == 13


def test_values_and_labels_as_written_in_sentences(us):
    report = us({"VII_A.lowest[C1,simple]": gr.Value.below(1)})
    assert show_value(report["VII_A.lowest[C1,simple]"], "en") == "<1"
    assert show_value(report["VII_A.lowest[C1,complex]"], "en") == "(missing)"
    assert (show_amount(True, "zh"), show_amount(False, "en")) == ("是", "no")
    assert show_amount(dt.date(2024, 9, 30), "en") == "September 30, 2024"
    assert label(gr.Cell("V_A.start", ("C1#2",)), report, "en") == "Pending at start (A)"
    assert label(gr.Cell("V_A.start", ("C9",)), report, "en") == "Pending at start (C9)"


@pytest.fixture
def functions(monkeypatch):
    module = types.ModuleType("rule_functions")
    monkeypatch.setitem(sys.modules, "rule_functions", module)
    return module


def by_function(**more) -> Rule:
    rule = make_rule("1 == 1")
    return attrs.evolve(rule, asserts=(), function="rule_functions:judge", args=FrozenMap(limit=3), **more)


def test_a_function_yields_outcomes_with_its_own_words(china, functions):
    def judge(report, context: Context):
        assert context.form is report.form
        for row in ("issued", "repealed"):
            cell = report.locate(f"rules[{row}]")
            fails = report[cell].amount > context.args["limit"]
            status = Status.FAILS if fails else Status.HOLDS
            yield Outcome(context.rule, status, (cell,), detail=FrozenMap(zh="太多", en="too many"))

    functions.judge = judge
    found = check_with(Rulebook((by_function(),)), china({"rules[issued]": 5}))
    assert dict(found.totals) == {"holds": 1, "fails": 1, "not_evaluable": 0, "not_applicable": 0}
    assert found[0].identity("en") == "too many"
    assert found[0].message("zh") == "规则太多。"


def test_a_function_that_fails_is_named(china, functions):
    def judge(report, context):
        raise KeyError("x")

    functions.judge = judge
    with pytest.raises(gr.PluginError, match="rule R: its function rule_functions:judge failed: KeyError: 'x'"):
        check_with(Rulebook((by_function(),)), china())
    with pytest.raises(gr.PluginError, match="its function nowhere:judge failed: ModuleNotFoundError"):
        check_with(Rulebook((attrs.evolve(by_function(), function="nowhere:judge"),)), china())


def test_an_open_axis_in_each_takes_its_rows_from_the_tables_that_the_rule_names(us, verdicts):
    report = us({"V_A.start[C1]": 1, "V_A.end[C2]": 1, "V_B_1.total[C1]": 1})
    assert verdicts(report, "state(it) != 'blank'", each=["of(V_A.start)", "component"]) == {"holds": 2}
    assert verdicts(report, "report.period == 2024", each="component", where="V_B_1.total == 1") == {"holds": 1}
    with pytest.raises(gr.FormError, match="names no table whose rows 'component' could range over"):
        verdicts(report, "report.period == 2024", each="component")


def test_what_it_stands_for_is_told_though_it_is_no_single_cell(us, findings):
    report = us({"V_A.start[C1]": 1, "V_A.start[total]": 2})
    found = findings(report, "it[total] == sum(it[component=*])", each="of(V_A.start)")
    assert told(found, "en") == ["“Pending at start”: AGENCY OVERALL 2 ≠ A 1, a difference of 1"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    {
        "rules[issued] == 9 - (4 - 3)": "5 ≠ 9 − （4 − 3） = 8，相差 3",
        "rules[issued] == 2 * (4 + 3)": "5 ≠ 2 × （4 + 3） = 14，相差 9",
        "rules[issued] == 8 / (4 / 2)": "5 ≠ 8 ÷ （4 ÷ 2） = 4，相差 1",
        "rules[issued] == 9 - 4 + 3": "5 ≠ 9 − 4 + 3 = 8，相差 3",
    }.items(),
)
def test_brackets_stand_where_they_are_needed(china, findings, rule, expected):
    assert told(findings(china({"rules[issued]": 5}), rule))[0].endswith(expected)


def test_columns_of_a_table_are_instances_too(china, verdicts):
    assert verdicts(china(), "requests_new == 0", each="columns(requests)") == {"holds": 7}


def test_unlawful_arguments_are_unknown_not_wrong(china, verdicts):
    assert verdicts(china(), "date(2021, 13, 1) == report.published") == {"not_evaluable": 1}
    assert verdicts(china(), "round(1, report.published) == 1") == {"not_evaluable": 1}
    assert verdicts(china(), "date(report.published, 1, 1) == report.published") == {"not_evaluable": 1}
    assert verdicts(china(), "abs(report.published) == 1") == {"not_evaluable": 1}
    assert verdicts(china(), "1 in 2") == {"not_evaluable": 1}
    assert verdicts(china(), "sum(report.kind) == 1") == {"not_evaluable": 1}
    assert verdicts(china(), "state(refused) == 'blank'") == {"not_evaluable": 1}


def test_tolerance_leaves_the_unknown_unknown(china, verdicts):
    report = china({"rules[issued]": None})
    assert verdicts(report, "rules[issued] == 1", tolerance=Decimal("0.1")) == {"not_evaluable": 1}
