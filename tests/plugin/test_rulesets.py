"""The forms and rules of rule sets, read from their data files."""

from __future__ import annotations

import pytest

from govreport.checks import Rulebook
from govreport.errors import FormError, UnknownName
from govreport.plugin import PluginStatus, Registry, RuleSet
from tests.plugin.fakes import reasons, record


@pytest.fixture
def folder(tmp_path):
    """Gives a function that makes the rule set of a name from the texts of its files."""

    def make(name, forms=None, rules=None):
        root = tmp_path / name
        for kind, texts in (("forms", forms), ("rules", rules)):
            if texts is not None:
                (root / kind).mkdir(parents=True)
                for file, text in texts.items():
                    (root / kind / file).write_text(text, "utf-8")
        root.mkdir(exist_ok=True)
        return RuleSet(name, root)

    return make


FORM = 'govreport = "form/1"\nid = "{id}"\n[[section]]\nid = "s"\n[[table]]\nid = "t"\nsection = "s"\nrows = [{{ id = "n" }}, {{ id = "m" }}]\n'
RULES = 'govreport = "rules/1"\nforms = ["{forms}"]\n[[rule]]\nid = "{id}"\nen = "w"\nassert = "n <= m"\n'


def test_forms_are_found_by_id_and_alias_and_read_once(folder):
    one = folder(
        "x", {"1.toml": FORM.format(id="x/1").replace("[[section]]", 'aliases = ["x-one", "x/uno"]\n[[section]]', 1)}
    )
    registry = Registry(found=[], rulesets=[one])
    assert registry.form("x/1") is registry.form("x-one") is registry.form("x/uno") is registry.form("x/1")


@pytest.mark.parametrize("name", ["x/2", "x-2", "y/1", "x"])
def test_an_unknown_form_offers_near_ones(folder, name):
    registry = Registry(found=[], rulesets=[folder("x", {"1.toml": FORM.format(id="x/1")})])
    with pytest.raises(UnknownName, match=f"unknown form '{name}'; (did you mean 'x/1'|known: x/1)"):
        registry.form(name)


def test_a_form_of_another_rule_set_is_an_error_of_its_file(folder):
    registry = Registry(found=[], rulesets=[folder("x", {"1.toml": FORM.format(id="y/1")})])
    with pytest.raises(FormError, match=r"x/1\.toml: id: the form 'y/1' is not of the rule set 'x'"):
        registry.form("x/1")
    with pytest.raises(FormError):
        registry.forms()


def test_a_rule_set_with_a_broken_file_costs_no_other(folder, entry):
    bad, good = folder("bad", {"1.toml": "broken\n"}), folder("good", {"1.toml": FORM.format(id="good/1")})
    points = [
        entry("a", "acme", govreport_rulesets=lambda: [bad]),
        entry("b", "beta", govreport_rulesets=lambda: [good]),
    ]
    registry = Registry(found=points)
    assert [form.id for form in registry.forms()] == [form.id for form in registry.forms()] == ["good/1"]
    assert record(registry, "a").status is PluginStatus.BROKEN
    assert len(record(registry, "a").reasons) == 1
    assert "bad/1.toml: line 1" in reasons(registry, "a")
    with pytest.raises(FormError, match=r"bad/1\.toml: line 1"):
        registry.form("bad/1")


def test_rules_are_those_whose_forms_fit_with_the_first_policy(folder):
    rules = {
        "a.toml": RULES.format(forms="x/*", id="ALL") + "[missing]\ncompare = { blank = 0 }\n",
        "b.toml": RULES.format(forms="x/1", id="ONE")
        + '[[rule]]\nid = "TWO"\nen = "w"\nassert = "n == m"\nforms = ["x/2"]\n',
        "c.toml": RULES.format(forms="x/2", id="OTHER"),
        "readme.txt": "not a rule file",
    }
    registry = Registry(found=[], rulesets=[folder("x", {"1.toml": FORM.format(id="x/1")}, rules)])
    found = registry.rules(registry.form("x/1"))
    assert [rule.id for rule in found.rules] == ["ALL", "ONE"]
    assert found.policy.compare == {"blank": 0}
    assert registry.rules(registry.form("x/1")) is found


CLAIM = 'govreport = "rules/1"\nforms = ["x/*"]\n{words}[[claim]]\nsays = "n"\nfind = "{{made}}{{n}}件"\nen = "w"\n'


def test_rule_files_share_the_words_of_one_of_them(folder):
    rules = {
        "a.toml": CLAIM.format(words=""),
        "b.toml": CLAIM.format(words='[words]\nmade = "出台"\n'),
        "words.toml": 'govreport = "rules/1"\n[words]\nmade = "制定"\n',
    }
    registry = Registry(found=[], rulesets=[folder("x", {"1.toml": FORM.format(id="x/1")}, rules)])
    claims = registry.rules(registry.form("x/1")).claims
    assert [claim.find[0].pattern[:6] for claim in claims] == ["(?:制定)", "(?:出台)"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (None, r"x/a\.toml: claim\[1\]: the pattern .* names no word 'made'"),
        ('[words]\nmade = "("\n', r"x/words\.toml: words\.made: the pattern .* is no regular expression"),
        ('[words]\nmake = "制定"\n', r"names no word 'made'; did you mean 'make'"),
    ],
)
def test_shared_words_that_are_wrong_or_lacking_are_an_error(folder, words, told):
    rules = {"a.toml": CLAIM.format(words="")}
    if words is not None:
        rules["words.toml"] = 'govreport = "rules/1"\n' + words
    registry = Registry(found=[], rulesets=[folder("x", {"1.toml": FORM.format(id="x/1")}, rules)])
    with pytest.raises(FormError, match=told):
        registry.rules(registry.form("x/1"))


def test_a_rule_that_does_not_fit_its_form_is_an_error_of_its_file(folder):
    rules = {"a.toml": RULES.format(forms="x/*", id="R").replace("n <= m", "n <= mm")}
    registry = Registry(found=[], rulesets=[folder("x", {"1.toml": FORM.format(id="x/1")}, rules)])
    with pytest.raises(FormError, match=r"x/a\.toml: rule R"):
        registry.rules(registry.form("x/1"))


def test_a_form_without_a_rule_set_has_no_rules_and_no_policy(mini):
    assert Registry(found=[]).rules(mini("us")) == Rulebook()


def test_a_rule_set_without_folders_has_no_forms(folder):
    assert Registry(found=[], rulesets=[folder("x")]).forms() == ()
