"""The registry: what plugins give, and what becomes of those that are broken, blocked or at odds."""

from __future__ import annotations

import sys
import types
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from govreport.errors import PluginError, UnknownName
from govreport.plugin import Diagnostic, OutputFormat, PluginStatus, Registry, RuleSet, Theme, hookimpl
from govreport.plugin.registry import registry_from_environment
from tests.plugin.fakes import fmt, reasons, record


def test_what_plugins_give_is_found_by_name_alias_and_suffix(entry):
    registry = Registry(found=[entry("one", "acme", govreport_formats=lambda: [fmt(aliases=("tabs",))])])
    assert registry.format("tsv") is registry.format("tabs") is registry.format_for(Path("a.TSV"))
    found = record(registry, "one")
    assert (found.status, found.hooks, found.gives) == (PluginStatus.ACTIVE, ("govreport_formats",), ["format tsv"])
    assert (str(found), found.bundled) == ("plugin one (acme 3.2)", False)


def test_plugins_come_in_the_order_of_their_names_whatever_was_installed_first(entry):
    points = [
        entry("b", "acme", govreport_themes=lambda: [Theme("b")]),
        entry("a", "acme", govreport_themes=lambda: [Theme("a")]),
    ]
    assert [each.name for each in Registry(found=points).plugins()] == ["a", "b"]
    assert [each.name for each in Registry(found=points).themes()] == ["a", "b"]


def test_a_blocked_plugin_is_not_imported(entry, monkeypatch):
    monkeypatch.setitem(sys.modules, "never_imported", None)
    point = EntryPoint("one", "never_imported", "govreport.plugins")
    registry = Registry(found=[point], block=["one"])
    assert (record(registry, "one").status, reasons(registry, "one")) == (PluginStatus.BLOCKED, "blocked by the user")


def test_only_the_plugins_asked_for_are_loaded(entry):
    points = [entry(name, "acme", govreport_themes=lambda: [Theme(f"t{len(sys.modules)}")]) for name in ("a", "b")]
    registry = Registry(found=points, only=["b"])
    assert [each.status.value for each in registry.plugins()] == ["blocked", "active"]
    assert len(registry.themes()) == 1


def test_a_module_can_be_handed_over_as_a_plugin():
    module = types.ModuleType("handed_over")
    module.govreport_formats = hookimpl(lambda: [fmt()])
    registry = Registry(found=[], extra=[module])
    assert registry.format("tsv").name == "tsv"
    assert str(record(registry, "handed_over")) == "plugin handed_over"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (
            "import no_such_module_at_all",
            "cannot be imported: ModuleNotFoundError: No module named 'no_such_module_at_all'",
        ),
        ("1 / 0", "cannot be imported: ZeroDivisionError"),
        ("syntax error", "cannot be imported: SyntaxError"),
        ("raise SystemExit(1)", "cannot be imported: SystemExit"),
    ],
)
def test_a_plugin_that_cannot_be_imported_costs_only_itself(entry, tmp_path, monkeypatch, code, reason):
    (tmp_path / "broken_at_import.py").write_text(code)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "broken_at_import", raising=False)
    points = [EntryPoint("a", "broken_at_import", "g"), entry("b", "acme", govreport_formats=lambda: [fmt()])]
    registry = Registry(found=points)
    assert registry.format("tsv").name == "tsv"
    assert record(registry, "a").status is PluginStatus.BROKEN
    assert reason in reasons(registry, "a")


def test_a_misspelt_hook_is_named_with_a_near_one(entry):
    registry = Registry(found=[entry("a", govreport_format=lambda: [fmt()])])
    assert reasons(registry, "a").startswith(
        "implements govreport_format, which is no hook; did you mean 'govreport_formats'"
    )


def test_a_hook_with_a_default_is_refused_since_it_is_never_filled_in(entry):
    registry = Registry(found=[entry("a", govreport_written=lambda artifact=None: None)])
    assert "govreport_written gives an argument a default, which is never filled in" in reasons(registry, "a")


def test_a_hook_that_asks_for_what_there_is_not_is_refused(entry):
    registry = Registry(found=[entry("a", govreport_written=lambda file: None)])
    assert record(registry, "a").status is PluginStatus.BROKEN
    assert "cannot be registered" in reasons(registry, "a")


@pytest.mark.parametrize("version", [(2, 0), (1, 99), (0, 9)])
def test_a_plugin_for_another_interface_is_not_loaded(entry, version):
    registry = Registry(found=[entry("a", GOVREPORT_API=version, govreport_formats=lambda: [fmt()])])
    assert record(registry, "a").status is PluginStatus.INCOMPATIBLE
    assert reasons(registry, "a") == f"was made for plugin interface {version[0]}.{version[1]}; this is 1.0"
    assert registry.formats() == ()


def test_a_plugin_for_this_interface_is_loaded(entry):
    assert Registry(found=[entry("a", GOVREPORT_API=(1, 0), govreport_formats=lambda: [fmt()])]).format("tsv")


def test_an_interface_that_is_no_version_costs_only_its_plugin(entry):
    points = [
        entry("a", GOVREPORT_API=(1, "0"), govreport_formats=lambda: [fmt("x")]),
        entry("b", govreport_formats=lambda: [fmt()]),
    ]
    registry = Registry(found=points)
    assert record(registry, "a").status is PluginStatus.BROKEN
    assert registry.format("tsv")


def test_two_entry_points_of_one_module_are_loaded_once(entry):
    point = entry("a", "acme", govreport_formats=lambda: [fmt()])
    registry = Registry(found=[point, EntryPoint("b", point.value, point.group)])
    assert [each.status.value for each in registry.plugins()] == ["active", "broken"]
    assert "cannot be registered" in reasons(registry, "b")


@pytest.mark.parametrize(
    ("hook", "given", "reason"),
    [
        ("govreport_formats", lambda: [5], "govreport_formats gave 5, which is no OutputFormat"),
        ("govreport_readers", lambda: [Theme("x")], "which is no Reader"),
        ("govreport_rulesets", lambda: ["cn"], "govreport_rulesets gave 'cn', which is no RuleSet"),
        ("govreport_formats", lambda: None, "govreport_formats failed: TypeError"),
        ("govreport_formats", lambda: 1 / 0, "govreport_formats failed: ZeroDivisionError: division by zero"),
        ("govreport_formats", lambda: [OutputFormat("TSV", (), "text/plain", "a:b")], "a name is lower-case letters"),
    ],
)
def test_a_wrong_record_costs_only_its_plugin_and_is_named(entry, hook, given, reason):
    registry = Registry(
        found=[entry("a", "acme", **{hook: given}), entry("b", "acme2", govreport_formats=lambda: [fmt()])]
    )
    assert [each.name for each in registry.formats()] == ["tsv"]
    assert record(registry, "a").status is PluginStatus.BROKEN
    assert reason in reasons(registry, "a")


def test_a_hook_that_breaks_in_the_middle_gives_nothing_and_is_named(entry):
    def half():
        yield fmt("one")
        msg = "in the middle"
        raise ValueError(msg)

    registry = Registry(found=[entry("a", govreport_formats=half)])
    assert registry.formats() == ()
    assert "in the middle" in reasons(registry, "a")


def two(entry, first="acme", second="beta"):
    return [entry("a", first, govreport_formats=lambda: [fmt()]), entry("b", second, govreport_formats=lambda: [fmt()])]


def test_of_two_third_parties_with_one_name_neither_is_active_until_one_is_pinned(entry):
    registry = Registry(found=two(entry))
    with pytest.raises(
        UnknownName,
        match=r"unknown format 'tsv'; plugin a \(acme 3\.2\): format 'tsv' is claimed by .* pin one of them",
    ):
        registry.format("tsv")
    assert {each.status for each in registry.plugins()} == {PluginStatus.CONFLICTING}


@pytest.mark.parametrize("pinned", ["acme", "beta"])
def test_the_pinned_one_has_the_name_and_the_other_says_why_not(entry, pinned):
    registry = Registry(found=two(entry), pins={"tsv": pinned})
    winner, loser = ("a", "b") if pinned == "acme" else ("b", "a")
    assert registry.format("tsv").name == "tsv"
    assert record(registry, winner).gives == ["format tsv"]
    assert record(registry, winner).status is PluginStatus.ACTIVE
    assert f"format 'tsv' belongs to plugin {winner} ({pinned} 3.2); pin it to use this one" in reasons(registry, loser)


def test_a_bundled_name_stays_with_the_bundled_plugin_until_another_is_pinned(entry):
    points = two(entry, "govreport", "beta")
    assert record(Registry(found=points), "a").gives == ["format tsv"]
    assert record(Registry(found=points), "b").status is PluginStatus.CONFLICTING
    assert record(Registry(found=points, pins={"tsv": "beta"}), "b").gives == ["format tsv"]


def test_an_alias_or_ending_that_two_formats_claim_is_the_bundled_s_else_nobody_s(entry):
    mine = lambda name: lambda: [OutputFormat(name, (".txt",), "text/plain", "a:b", aliases=("text",))]
    points = [entry("a", "acme", govreport_formats=mine("one")), entry("b", "beta", govreport_formats=mine("two"))]
    for ask in (lambda it: it.format("text"), lambda it: it.format_for(Path("x.txt"))):
        with pytest.raises(
            PluginError,
            match=r"is claimed by format one of plugin a .* and two of plugin b .*; name the format, or pin",
        ):
            ask(Registry(found=points))
    pinned = Registry(found=points, pins={"text": "beta", ".txt": "acme"})
    assert (pinned.format("text").name, pinned.format_for(Path("x.txt")).name) == ("two", "one")
    bundled = Registry(found=[*points, entry("c", "govreport", govreport_formats=mine("three"))])
    assert bundled.format("text").name == bundled.format_for(Path("x.txt")).name == "three"


def test_a_conflict_over_one_name_leaves_the_plugin_s_other_names(entry):
    more = entry("c", "gamma", govreport_formats=lambda: [fmt(), fmt("own")])
    registry = Registry(found=[*two(entry), more])
    assert [each.name for each in registry.formats()] == ["own"]


def test_a_rule_set_that_the_caller_hands_over_comes_before_a_plugin_s(entry, tmp_path):
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "own.toml").write_text('govreport = "form/1"\nid = "cn/own"\naliases = ["mine"]\n')
    theirs = entry("cn", "govreport", govreport_rulesets=lambda: [RuleSet("cn", tmp_path / "nowhere")])
    registry = Registry(found=[theirs], rulesets=[RuleSet("cn", tmp_path)])
    assert registry.form("cn/own") is registry.form("mine")
    assert [form.id for form in registry.forms()] == ["cn/own"]


def test_two_registries_know_nothing_of_each_other(entry):
    points = two(entry)
    first, second = Registry(found=points[:1]), Registry(found=points[1:])
    assert first.format("tsv") is not second.format("tsv")
    first.plugins()[0].fails("broken here")
    assert second.plugins()[0].status is PluginStatus.ACTIVE


def test_an_unknown_name_offers_near_ones_or_says_where_to_look(entry):
    registry = Registry(
        found=[entry("a", govreport_formats=lambda: [fmt("html")], govreport_themes=lambda: [Theme("plain")])]
    )
    with pytest.raises(UnknownName, match="unknown format 'htm'; did you mean 'html'"):
        registry.format("htm")
    with pytest.raises(UnknownName, match="unknown theme 'plan'; did you mean 'plain'"):
        registry.theme("plan")
    with pytest.raises(UnknownName, match=r"a\.xyz: unknown file name ending '\.xyz'; known: \.html"):
        registry.format_for(Path("a.xyz"))
    with pytest.raises(UnknownName, match="unknown format 'x'; see `govreport formats`"):
        Registry(found=[]).format("x")


def test_an_unknown_format_is_answered_with_what_broke_the_plugin_that_would_give_it(entry):
    registry = Registry(found=[EntryPoint("xlsx", "no_such_module_at_all", "g")])
    with pytest.raises(
        UnknownName, match=r"unknown format 'xlsx'; plugin xlsx: cannot be imported: ModuleNotFoundError"
    ):
        registry.format("xlsx")
    with pytest.raises(UnknownName, match="cannot be imported"):
        registry.format_for(Path("a.xlsx"))


def test_without_the_official_theme_there_is_an_empty_one(entry):
    assert Registry(found=[]).theme() == Theme("official")
    registry = Registry(found=[entry("a", govreport_themes=lambda: [Theme("official", {"en": {}})])])
    assert registry.theme() is registry.theme("official")


def test_diagnostics_are_those_of_all_plugins_and_wrong_ones_are_noted(entry):
    points = [
        entry("a", govreport_diagnose=lambda: [Diagnostic("pango", True)]),
        entry("b", govreport_diagnose=lambda: ["pango"]),
        entry("c", govreport_diagnose=lambda: 1 / 0),
    ]
    registry = Registry(found=points)
    assert registry.diagnostics() == (Diagnostic("pango", True),)
    assert "which is no Diagnostic" in reasons(registry, "b")
    assert "ZeroDivisionError" in reasons(registry, "c")


@pytest.mark.parametrize(
    ("variables", "active"),
    [
        ({"GOVREPORT_PLUGINS": "data, table"}, {"data", "table"}),
        ({"GOVREPORT_PLUGINS": ""}, set()),
        ({"GOVREPORT_PLUGINS": "data,table", "GOVREPORT_BLOCK": "table,pdf"}, {"data"}),
    ],
)
def test_the_environment_narrows_the_plugins(monkeypatch, variables, active):
    monkeypatch.delenv("GOVREPORT_BLOCK", raising=False)
    for key, value in variables.items():
        monkeypatch.setenv(key, value)
    registry = registry_from_environment()
    assert {each.name for each in registry.plugins() if each.status is PluginStatus.ACTIVE} == active


def test_the_environment_pins_a_name_to_a_distribution(monkeypatch):
    monkeypatch.setenv("GOVREPORT_PINS", "html=my-html, tsv = acme ,nonsense")
    assert registry_from_environment()._pins == {"html": "my-html", "tsv": "acme"}


def test_every_bundled_plugin_is_active_and_bundled():
    bundled = [each for each in Registry().plugins() if each.bundled]
    assert {"cn", "data", "html", "official", "pdf", "table"} <= {each.name for each in bundled}
    assert {each.status for each in bundled} == {PluginStatus.ACTIVE}
