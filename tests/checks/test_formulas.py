"""Rules as formulas of a workbook: what they say, and what they cannot say."""

from __future__ import annotations

from decimal import Decimal

import pytest

import govreport as gr
from govreport.checks import Places, formula_of, totals
from govreport.checks.identities import identities
from govreport.checks.rule import NO_POLICY, Policy, Rule
from govreport.checks.rulebook import Rulebook
from govreport.checks.spreadsheet import ranges
from govreport.checks.syntax import parse
from govreport.model.frozen import FrozenMap
from govreport.model.value import State
from govreport.reading.form_file import read_form
from govreport.reading.source import Source

FORM = read_form(
    Source(
        b"""
govreport = "form/1"
id = "mini/formulas"
[[section]]
id = "s"
[[table]]
id = "t"
section = "s"
rows = [{ id = "a" }, { id = "b" }, { id = "c" }, { id = "m", datatype = "money" }, { id = "d" }]
""",
        "formulas.toml",
    )
)
WORDS = {State.BLANK: ("(blank)",), State.NOT_APPLICABLE: ("N/A",)}
ROWS = {name: f"S!B{row}" for row, name in enumerate("abcmd", 2)}


def formula(text: str, policy: Policy = NO_POLICY, where: str | None = None) -> str | None:
    report = gr.blank(FORM, "x", 2020)
    rule = Rule("R", "error", (parse(text),), where=None if where is None else parse(where), missing=policy)
    (found,) = identities(Rulebook((rule,)), report)
    return formula_of(found, report, Places(lambda cell: ROWS[cell.indicator], WORDS))


def plain(name: str) -> str:
    return f"IF(ISNUMBER({ROWS[name]}),{ROWS[name]},NA())"


def test_sums_and_comparisons():
    assert formula("a + b == c") == f'IFERROR((({plain("a")}+{plain("b")})={plain("c")}),"")'
    assert formula("a - 2 * b <= c") == f'IFERROR((({plain("a")}-(2*{plain("b")}))<={plain("c")}),"")'
    assert formula("a != b") == f'IFERROR(({plain("a")}<>{plain("b")}),"")'


def test_what_is_no_whole_number_is_rounded():
    assert formula("m == m") == f'IFERROR((ROUND({plain("m")},6)=ROUND({plain("m")},6)),"")'
    assert formula("a / b <= c") == f'IFERROR((ROUND(({plain("a")}/{plain("b")}),10)<=ROUND({plain("c")},10)),"")'


def test_and_or_are_three_valued():
    one, other = f"({plain('a')}={plain('b')})", f"({plain('a')}={plain('c')})"
    either = f"IF(OR(IFERROR({one},FALSE),IFERROR({other},FALSE)),TRUE,OR({one},{other}))"
    assert formula("a == b or a == c") == f'IFERROR({either},"")'
    both = f"IF(AND(IFERROR({one},TRUE),IFERROR({other},TRUE)),AND({one},{other}),FALSE)"
    assert formula("a == b and a == c") == f'IFERROR({both},"")'
    assert formula("a == b == c").startswith("IFERROR(IF(AND(IFERROR(")
    assert formula("not a == b") == f'IFERROR(NOT({one}),"")'
    assert formula("a > b implies a > c").startswith("IFERROR(IF(OR(IFERROR(NOT(")


def test_the_policy_stands_in_the_formula():
    policy = Policy(FrozenMap({State.BLANK: Decimal(0)}), FrozenMap({State.NOT_APPLICABLE: "skip"}))
    blank = 'IF(ISNUMBER(S!B2),S!B2,IF(OR((S!B2=""),(S!B2="(blank)")),0,NA()))'
    assert formula("a == 1", policy) == f'IFERROR(({blank}=1),"")'
    unknown = 'SUMPRODUCT(1-ISNUMBER(S!B2:B4)-(S!B2:B4="N/A"))'
    total = f"(IF({unknown}=0,SUM(S!B2:B4),NA()))"
    assert formula("sum(a, b, c) == d", policy).startswith(f"IFERROR(({total}=IF(ISNUMBER(S!B6)")


def test_a_condition_that_is_false_is_no_failure():
    assert formula("a == b", where="c > 0") == (f'IFERROR(IF(({plain("c")}>0),({plain("a")}={plain("b")}),NA()),"")')
    assert formula("a == b", where="1 > 0") == f'IFERROR(({plain("a")}={plain("b")}),"")'


def test_functions():
    assert formula("abs(a - b) <= 1") == f'IFERROR((ABS(({plain("a")}-{plain("b")}))<=1),"")'
    assert formula("round(m, 1) == m") == f'IFERROR((ROUND(ROUND({plain("m")},1),10)=ROUND({plain("m")},10)),"")'
    assert formula("if(a > b, a, b) == c") == (
        f'IFERROR((IF(({plain("a")}>{plain("b")}),{plain("a")},{plain("b")})={plain("c")}),"")'
    )
    assert formula("max(a, b) <= c") == f'IFERROR((MAX({plain("a")},{plain("b")})<={plain("c")}),"")'
    assert formula("count(a, b) == 2").startswith("IFERROR((((IF(ISNUMBER(S!B2)")
    assert formula("avg(a, b) <= c").startswith("IFERROR((ROUND(((")


def test_what_is_too_long_is_left_to_the_library():
    assert formula(f"min({', '.join(['a'] * 300)}) == b") is None


def test_totals_are_sums_by_rules_without_exception():
    report = gr.blank(FORM, "x", 2020)

    def made(*asserts, severity="error", **fields):
        rules = tuple(Rule(f"R{place}", severity, (parse(text),), **fields) for place, text in enumerate(asserts))
        found = totals(identities(Rulebook(rules), report), report)
        return {str(cell): [str(each) for each in total.operands] for cell, total in found.items()}

    assert made("a + b == c") == {"c": ["a", "b"]}
    assert made("c == sum(a, b)") == {"c": ["a", "b"]}
    assert made("a + b == c", "c + d == b") == {"b": ["c", "d"]}  # and c is not made of b in turn
    assert made("a == b") == made("b == a") == {"b": ["a"]}
    assert made("a + b == c", "sum(a, b, d) == c") == {"c": ["a", "b"]}  # the one with fewer figures
    for text in ("a + b <= c", "a + b == 2 * c", "a * b == c", "max(a, b) == c", "a + 1 == c"):
        assert made(text) == {}, text
    assert made("a + b == c", severity="warning") == {}
    assert made("a + b == c", where=parse("d > 0")) == {}
    assert made("a + b == c", demote=parse("d > 0")) == {}
    assert made("a + b == c", settled_by="s") == {}


def test_a_total_comes_behind_those_that_it_is_made_of():
    report = gr.blank(FORM, "x", 2020)
    rules = (Rule("R1", "error", (parse("a == b + c"),)), Rule("R2", "error", (parse("c == m + d"),)))
    found = totals(identities(Rulebook(rules), report), report)
    assert [str(cell) for cell in found] == ["c", "a"]
    filled = report.fill({"b": 1, "m": 2})
    c = next(iter(found.values()))
    assert c.amount(report) is None
    assert c.amount(filled) is None  # d is not there, and no policy covers that
    assert c.amount(filled.fill({"d": 3})) == 5


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (["S!B2"], ["S!B2"]),
        (["S!$B$2", "S!$B$3"], ["S!B2:B3"]),
        (["S!Z1", "S!AA1"], ["S!Z1:AA1"]),
        (["'a!b'!B2", "'a!b'!B3", "T!B4"], ["'a!b'!B2:B3", "T!B4"]),
    ],
)
def test_neighbours_are_put_together(given, wanted):
    assert ranges(given) == wanted
