"""A project: what the people of one folder of reports agreed on, about rules, language, look and plugins.

It is the file `govreport.toml` beside the reports or in a folder above them; the nearest one counts.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Mapping
from pathlib import Path

import attrs

from govreport.checks.rule import Rule, Severity
from govreport.checks.rulebook import Rulebook
from govreport.errors import InvalidInput, near
from govreport.model.frozen import FrozenMap

FILE = "govreport.toml"


@attrs.frozen
class Override:
    """What a project says of some rules.

    Args:
        rule: an id; `*` stands for anything.
        reason: why.
        severity: how bad a failure is; None leaves the rules out.
    """

    rule: str
    reason: str
    severity: Severity | None = None


@attrs.frozen
class Project:
    """What the people of one folder of reports agreed on.

    Args:
        path: the file that says it; empty for a project made in a script.
        only: the rules that apply, if not all do; `*` stands for anything.
        overrides: severities, and rules that are left out; the last one that names a rule counts.
        language: of messages and labels.
        theme: how pages look.
        pins: for a name that two plugins claim, the distribution that is to have it.
        block: plugins that are not to be loaded.

    >>> project = Project(overrides=(Override("LY-*", "draft", Severity.INFO),))
    >>> project.override("LY-BLANK").severity.value
    'info'
    """

    path: str = ""
    only: tuple[str, ...] = ()
    overrides: tuple[Override, ...] = ()
    language: str | None = None
    theme: str | None = None
    pins: Mapping[str, str] = FrozenMap()
    block: tuple[str, ...] = ()

    def override(self, rule: str) -> Override | None:
        """Return what the project says of a rule, or None."""
        if self.only and not any(fnmatch.fnmatchcase(rule, each) for each in self.only):
            return Override(rule, f"not one of: {', '.join(self.only)}")
        found = (each for each in reversed(self.overrides) if fnmatch.fnmatchcase(rule, each.rule))
        return next(found, None)

    def apply(self, book: Rulebook) -> Rulebook:
        """Return a rulebook as the project wants it: severities changed, rules left out, each with the reason."""
        rules: list[Rule] = []
        skipped: dict[str, str] = {}
        for rule in book.rules:
            said = self.override(rule.id)
            if said is None:
                rules.append(rule)
            elif said.severity is None:
                skipped[rule.id] = said.reason
            elif said.severity is rule.severity:
                rules.append(rule)
            else:
                rules.append(attrs.evolve(rule, severity=said.severity, demote=None, override=said.reason))
        return attrs.evolve(book, rules=tuple(rules), skipped=FrozenMap(skipped))

    def unknown_rules(self, known: Iterable[str]) -> tuple[str, ...]:
        """Return the rules that the project names and that are none of the `known` ones."""
        ids = tuple(known)
        named = (*self.only, *(each.rule for each in self.overrides))
        return tuple(name for name in named if not fnmatch.filter(ids, name))

    def refuse_unknown(self, known: Iterable[str]) -> None:
        """Make sure that every rule the project names is known: a slip must not switch nothing off.

        Raises:
            InvalidInput: naming the file and the rule, with near names.
        """
        ids = tuple(known)
        for name in self.unknown_rules(ids):
            raise InvalidInput(f"unknown rule {name!r}", place=self.path, hint=near(name, ids))


def find_project(start: str | Path) -> Path | None:
    """Return the project file for a report or folder: beside it, else in the nearest folder above; None without one."""
    place = Path(start).absolute()
    folders = [place, *place.parents] if place.is_dir() else list(place.parents)
    return next((folder / FILE for folder in folders if (folder / FILE).is_file()), None)
