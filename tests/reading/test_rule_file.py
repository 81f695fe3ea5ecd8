"""`rules/1`: what a rule file may say, and how what is wrong in it is told."""

from __future__ import annotations

from decimal import Decimal

import pytest

from govreport.errors import FormError
from govreport.model.value import State
from govreport.reading.rule_file import read_rules
from govreport.reading.source import Source

HEAD = 'govreport = "rules/1"\n'
RULE = HEAD + '[[rule]]\nid = "R"\nen = "words"\n'


def read(text):
    return read_rules(Source(text.encode(), "r.toml"))


def test_every_key_of_a_rule_is_read():
    file = read("""
        govreport = "rules/1"
        forms = ["cn/*"]
        [missing]
        compare = { blank = 0, below = 0.1 }
        aggregate = { not_applicable = "skip" }
        [[rule]]
        id = "R"
        assert = ["a == b", "c <= d"]
        each = ["cells(T)", "axis"]
        where = "a > 0"
        demote = "b > 0"
        severity = "warning"
        tolerance = 0.5
        missing = { compare = { absent = 1 } }
        settled_by = "S"
        zh = "规则"
        en = "rule"
        hint = { en = "look" }
        source = "§ 1"
        forms = "cn/2021"
        [[rule]]
        id = "F"
        function = "package.module:name"
        args = { least = 3 }
        en = "function"
    """)
    first, second = file.rules
    assert file.forms == ("cn/*",)
    assert file.policy.replacement(State.BELOW, aggregated=False) == Decimal("0.1")
    assert file.policy.replacement(State.NOT_APPLICABLE, aggregated=True) == "skip"
    assert file.policy.replacement(State.BLANK, aggregated=True) is None
    assert (first.id, first.severity.value, len(first.asserts), len(first.each)) == ("R", "warning", 2, 2)
    assert first.where is not None
    assert first.demote is not None
    assert (first.tolerance, first.settled_by, first.forms) == (Decimal("0.5"), "S", ("cn/2021",))
    assert first.missing.replacement(State.ABSENT, aggregated=False) == 1
    assert (first.labels, first.hints, first.source) == ({"zh": "规则", "en": "rule"}, {"en": "look"}, {"": "§ 1"})
    assert (second.function, second.args, second.severity.value) == ("package.module:name", {"least": 3}, "error")
    assert (second.forms, second.missing, second.place) == (("cn/*",), None, "r.toml")


def test_a_file_without_a_policy_has_none_and_one_with_an_empty_policy_has_one():
    assert read(HEAD).policy is None
    assert read(HEAD).forms == ("*",)
    assert read(HEAD + "[missing]").policy is not None
    assert read(RULE + 'assert = "a == b"\nmissing = {}').rules[0].missing is not None


WRONG = [
    ('govreport = "form/1"', 'r.toml: this is no rule file (no govreport = "rules/1")'),
    (HEAD + "rules = []", "r.toml: unknown key 'rules'; did you mean 'rule'"),
    (HEAD + "[[rule]]\nen = 'x'", "r.toml: rule[1].id: is required"),
    (HEAD + "forms = 1", "r.toml: forms: 1 is no list of texts"),
    (HEAD + "[missing]\ncompare = { blnk = 0 }", "r.toml: missing.compare: unknown state 'blnk'; did you mean 'blank'"),
    (HEAD + "[missing]\ncompare = { number = 0 }", "r.toml: missing.compare: unknown state 'number'"),
    (HEAD + "[missing]\ncompare = { blank = 'zero' }", "r.toml: missing.compare.blank: 'zero' is neither a number nor 'skip'"),
    (HEAD + "[missing]\ncompare = { blank = true }", "r.toml: missing.compare.blank: True is not a number"),
    (HEAD + "[missing]\ncompare = { blank = nan }", "r.toml: missing.compare.blank: NaN is no number"),
    (HEAD + "[missing]\ncomparison = {}", "r.toml: missing: unknown key 'comparison'; did you mean 'compare'"),
    (HEAD + "missing = 0", "r.toml: missing: a table"),
    (RULE, "r.toml: rule[1]: rule R needs one of assert and function"),
    (RULE + 'assert = "a"\nfunction = "b:c"', "rule R needs one of assert and function"),
    (HEAD + '[[rule]]\nid = "R"\nassert = "a == b"', "r.toml: rule[1]: rule R has no words; add zh = … and en = …"),
    (RULE + 'assert = "a == b"\nseverity = "bad"', "r.toml: rule[1].severity: unknown severity 'bad'; one of error, warning, info"),
    (RULE + 'assert = "a == b"\ntolerance = "1"', "r.toml: rule[1].tolerance: '1' is not a number"),
    (RULE + 'assert = "a == b"\ntolerance = nan', "r.toml: rule[1].tolerance: NaN is no number"),
    (RULE + 'assert = "a == b"\nech = "x"', "r.toml: rule[1]: unknown key 'ech'; did you mean 'each'"),
    (RULE + 'assert = "a == b"\nargs = 1', "r.toml: rule[1].args: a table"),
    (RULE + 'assert = "a == "', "r.toml: rule R"),
    (RULE + 'assert = "a = b"', "r.toml: rule R"),
    (RULE + 'assert = "(a == b"', "r.toml: rule R"),
    (RULE + 'assert = "summ(a) == b"', "r.toml: rule R"),
    (RULE + 'assert = "a == b"\nwhere = "a >"', "r.toml: rule R"),
    (RULE + 'assert = "a == b"\neach = "sum(T)"', "r.toml: rule R"),
    (RULE + "assert = 5", "r.toml: rule[1].assert: 5 is no list of texts"),
    ("[[rule]", "r.toml: line 1"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), WRONG, ids=[each[1] + str(place) for place, each in enumerate(WRONG)])
def test_what_is_wrong_in_a_rule_file_is_named_with_file_and_place(text, message):
    with pytest.raises(FormError) as caught:
        read(text)
    assert message in str(caught.value)
