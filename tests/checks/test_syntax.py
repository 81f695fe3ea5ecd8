"""The language of rules: what is read, and how what is not is told."""

from __future__ import annotations

from decimal import Decimal

import pytest

from govreport.checks.syntax import (
    Call,
    Comparison,
    Filter,
    Logic,
    Membership,
    Number,
    Operation,
    Property,
    Reference,
    Selector,
    Sequence,
    Text,
    Truth,
    parse,
    walk,
)
from govreport.errors import FormError

A, B, C = Reference("a"), Reference("b"), Reference("c")

TREES = {
    "a": A,
    "12.50": Number(Decimal("12.50")),
    "'国务院部门'": Text("国务院部门"),
    "true": Truth(True),
    "V_A.start": Reference("V_A.start"),
    "a[total]": Reference("a", (Selector("total"),)),
    "a[1-20]": Reference("a", (Selector("1-20"),)),
    "a[401+, 7A]": Reference("a", (Selector("401+"), Selector("7A"))),
    "a[C3#2,Other]": Reference("a", (Selector("C3#2"), Selector("Other"))),
    "a[component=*, track = simple]": Reference("a", (Selector("*", "component"), Selector("simple", "track"))),
    "it[*]": Reference("it", (Selector("*"),)),
    "report.level": Property("report.level"),
    "a + b - c": Operation("-", (Operation("+", (A, B)), C)),
    "a + b * c": Operation("+", (A, Operation("*", (B, C)))),
    "(a + b) / c": Operation("/", (Operation("+", (A, B)), C)),
    "-a": Operation("-", (A,)),
    "a <= b <= c": Comparison(A, (("<=", B), ("<=", C))),
    "a == b and b == c": Logic("and", (Comparison(A, (("==", B),)), Comparison(B, (("==", C),)))),
    "a == 1 implies b == 1 implies c == 1": Logic(
        "implies",
        (
            Comparison(A, (("==", Number(Decimal(1))),)),
            Logic(
                "implies", (Comparison(B, (("==", Number(Decimal(1))),)), Comparison(C, (("==", Number(Decimal(1))),)))
            ),
        ),
    ),
    "not a == b or c == b": Logic("or", (Logic("not", (Comparison(A, (("==", B),)),)), Comparison(C, (("==", B),)))),
    "report.level in ['县级', '省级']": Membership(Property("report.level"), Sequence((Text("县级"), Text("省级")))),
    "report.kind not in ['body']": Membership(Property("report.kind"), Sequence((Text("body"),)), negated=True),
    "min(a[x=*] where value != 0)": Call(
        "min",
        (
            Filter(
                Reference("a", (Selector("*", "x"),)),
                Comparison(Property("value"), (("!=", Number(Decimal(0))),)),
            ),
        ),
    ),
    "count(cells(*))": Call("count", (Call("cells", (Reference("*"),)),)),
    "date(report.period + 1, 3, 31)": Call(
        "date",
        (Operation("+", (Property("report.period"), Number(Decimal(1)))), Number(Decimal(3)), Number(Decimal(31))),
    ),
    "previous(a[in_force]) # a remark": Call("previous", (Reference("a", (Selector("in_force"),)),)),
}


@pytest.mark.parametrize(("source", "tree"), TREES.items(), ids=TREES)
def test_expression_is_read(source, tree):
    assert parse(source) == tree


@pytest.mark.parametrize(
    ("source", "told"),
    {
        "": "something is missing at the end",
        "a +": "something is missing at the end",
        "a b": "an operator is missing before 'b' at column 3",
        "(a": "')' is missing at the end",
        "a == == b": "a value is missing before '==' at column 6",
        'a == "x"': "single quotes",
        "a ≥ b": "'≥' at column 3",
        "summ(a)": "unknown function 'summ' in 'summ(a)'; did you mean 'sum'",
        "report.levell == 'x'": "unknown fact 'report.levell'",
        "previous.publised": "did you mean 'previous.published'",
        "a[x y]": "'x y' in a[x y] is no member",
        "a[]": "'' in a[] is no member",
        "sum(a b)": "',' is missing before 'b'",
        "__import__('os')": "'_' at column 1",
        "a.__class__ == 1": "'.' at column 2",
    }.items(),
)
def test_what_is_not_of_the_language_is_told_with_its_column(source, told):
    with pytest.raises(FormError) as error:
        parse(source, "rules.toml: rule X")
    assert told in str(error.value)
    assert str(error.value).startswith("rules.toml: rule X: ")


def test_walk_reaches_every_node():
    tree = parse("if(a in [1, b], not c == 1, sum(d where value > e)) implies -f < g")
    assert {each.indicator for each in walk(tree) if isinstance(each, Reference)} == set("abcdefg")
