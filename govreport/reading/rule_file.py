"""`rules/1`: from a TOML file to rules and the policy for missing values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import attrs

from govreport.checks.claims import Claim
from govreport.checks.patterns import compile_any, compile_pattern
from govreport.checks.rule import Policy, Replacement, Rule, Severity
from govreport.checks.syntax import RANGES, Expression, parse
from govreport.errors import near
from govreport.model.frozen import FrozenMap
from govreport.model.value import State
from govreport.reading.keyed import Keyed, author_mends, open_keyed
from govreport.reading.source import Source

FORMAT = "rules/1"
_STATES = [state.value for state in State if state is not State.NUMBER]
_SEVERITIES = [severity.value for severity in Severity]


@attrs.frozen
class RuleFile:
    """What one rule file says.

    Args:
        forms: the forms that it is for; `*` in a name stands for anything.
        rules: in the order of the file.
        policy: what stands for missing values where a rule does not say; None if the file does not either.
        claims: what texts say of the figures, in the order of the file.
    """

    forms: tuple[str, ...] = ("*",)
    rules: tuple[Rule, ...] = ()
    policy: Policy | None = None
    claims: tuple[Claim, ...] = ()


def read_rules(source: Source) -> RuleFile:
    """Return the rules that a TOML file describes.

    Raises:
        FormError: with file, rule and remedy, if it is none or an expression is not of the language.
    """
    with author_mends():
        return _rule_file(open_keyed(source, FORMAT, "rule file"))


def forms_of_rules(source: Source) -> tuple[str, ...]:
    """Return for which forms a rule file is, without reading the rest of it; `*` stands for anything.

    Raises:
        FormError: if it is no rule file.
    """
    with author_mends():
        return _forms(open_keyed(source, FORMAT, "rule file"))


def _forms(keyed: Keyed) -> tuple[str, ...]:
    return keyed.texts("forms") or ("*",)


def _rule_file(keyed: Keyed) -> RuleFile:
    forms = _forms(keyed)
    policy = None if keyed.peek("missing") is None else _policy(keyed.table("missing"))
    if policy is None:
        keyed.take("missing")
    rules = tuple(_rule(each, forms) for each in keyed.tables("rule"))
    shared = _shared(keyed)
    claims = tuple(_claim(each, forms, shared) for each in keyed.tables("claim"))
    keyed.done()
    return RuleFile(forms, rules, policy, claims)


def _policy(keyed: Keyed) -> Policy:
    policy = Policy(*(_replacements(keyed.table(each)) for each in ("compare", "aggregate", "roll_up")))
    keyed.done()
    return policy


def _replacements(keyed: Keyed) -> FrozenMap[State, Replacement]:
    found: dict[State, Replacement] = {}
    for key in keyed.left():
        if key not in _STATES:
            raise keyed.error(f"unknown state {key!r}", hint=near(key, _STATES))
        if keyed.peek(key) == "skip":
            keyed.take(key)
            found[State(key)] = "skip"
        elif isinstance(keyed.peek(key), str):
            raise keyed.error(f"{keyed.peek(key)!r} is neither a number nor 'skip'", key)
        elif (given := keyed.figure(key)) is not None:
            found[State(key)] = given
    return FrozenMap(found)


def _rule(keyed: Keyed, forms: tuple[str, ...]) -> Rule:
    name = keyed.need("id")
    place = f"{keyed.place}: rule {name}"
    severity = keyed.text("severity") or "error"
    if severity not in _SEVERITIES:
        raise keyed.error(f"unknown severity {severity!r}", "severity", hint="one of " + ", ".join(_SEVERITIES))
    tolerance = keyed.figure("tolerance")
    rule = Rule(
        id=name,
        severity=severity,
        asserts=_expressions(keyed.texts("assert"), place),
        each=_expressions(keyed.texts("each"), place, RANGES),
        where=_one(keyed, "where", place),
        demote=_one(keyed, "demote", place),
        tolerance=Decimal(0) if tolerance is None else tolerance,
        missing=None if keyed.peek("missing") is None else _policy(keyed.table("missing")),
        settled_by=keyed.text("settled_by"),
        labels=keyed.labels(),
        hints=keyed.texts_by_language("hint"),
        source=keyed.texts_by_language("source"),
        function=keyed.text("function"),
        args=_args(keyed.table("args")),
        forms=keyed.texts("forms") or forms,
        place=keyed.place,
    )
    keyed.take("missing")
    if bool(rule.asserts) == bool(rule.function):
        raise keyed.error(f"rule {name} needs one of assert and function")
    if not rule.labels:
        raise keyed.error(f"rule {name} has no words", hint="add zh = … and en = …")
    keyed.done()
    return rule


def _expressions(sources: Iterable[str], place: str, functions: frozenset[str] | None = None) -> tuple[Expression, ...]:
    if functions is None:
        return tuple(parse(each, place) for each in sources)
    return tuple(parse(each, place, functions) for each in sources)


def _one(keyed: Keyed, key: str, place: str) -> Expression | None:
    source = keyed.text(key)
    return None if source is None else parse(source, place)


def _args(keyed: Keyed) -> FrozenMap[str, Any]:
    return FrozenMap({key: keyed.take(key) for key in keyed.left()})


@attrs.frozen
class _Shared:
    """What the claims of one file have in common.

    Args:
        words: what names in patterns stand for.
        scopes: the words by which a sentence names a scope, by the name of the scope.
        ask, unless, not_after: as in a claim, for all of them.
    """

    words: FrozenMap[str, str]
    scopes: FrozenMap[str, re.Pattern[str]]
    ask: tuple[str, ...]
    unless: tuple[str, ...]
    not_after: tuple[str, ...]


def _shared(keyed: Keyed) -> _Shared:
    table, scopes = keyed.table("words"), keyed.table("scopes")
    words = FrozenMap({name: table.need(name) for name in table.left()})
    for name, text in words.items():
        compile_pattern(text, f"{keyed.place}: words.{name}", words)
    return _Shared(
        words=words,
        scopes=FrozenMap(
            {name: compile_pattern(scopes.need(name), f"{keyed.place}: scopes.{name}", words) for name in scopes.left()}
        ),
        ask=keyed.texts("ask"),
        unless=keyed.texts("unless"),
        not_after=keyed.texts("not_after"),
    )


def _claim(keyed: Keyed, forms: tuple[str, ...], shared: _Shared) -> Claim:
    place = ": ".join(filter(None, (keyed.place, keyed.path)))

    def any_of(*patterns: str) -> re.Pattern[str] | None:
        return compile_any(patterns, place, shared.words) if patterns else None

    claim = Claim(
        find=tuple(compile_pattern(each, place, shared.words) for each in keyed.texts("find")),
        says=_one(keyed, "says", place),
        also=_expressions(keyed.texts("also"), place),
        within=_within(keyed.table("within"), place, shared),
        scopes=shared.scopes,
        after=any_of(*keyed.texts("after")),
        not_after=any_of(*keyed.texts("not_after"), *shared.not_after),
        ask=any_of(*keyed.texts("ask"), *shared.ask),
        unless=any_of(*keyed.texts("unless"), *shared.unless),
        means=_one(keyed, "means", place),
        stated=keyed.flag("stated"),
        labels=keyed.labels(),
        forms=keyed.texts("forms") or forms,
        place=keyed.place,
    )
    if not claim.find:
        raise keyed.error("is required", "find", hint="give the patterns by which the claim is found")
    if sum((claim.says is not None, claim.means is not None, claim.stated)) != 1:
        raise keyed.error("a claim needs one of says and means", hint="or stated = true, where the form has no cell")
    if claim.means is None and any("n" not in each.groupindex for each in claim.find):
        raise keyed.error("a pattern has no {n} for the number", "find")
    if not claim.labels:
        raise keyed.error("the claim has no words", hint="add zh = … and en = …, for what its number is")
    keyed.done()
    return claim


def _within(keyed: Keyed, place: str, shared: _Shared) -> FrozenMap[str, Expression]:
    """Return what the number must be in other scopes, which the file must name."""
    for name in keyed.left():
        if name not in shared.scopes:
            raise keyed.error(f"no scope {name!r}", hint=near(name, shared.scopes))
    return FrozenMap({name: parse(keyed.need(name), place) for name in keyed.left()})
