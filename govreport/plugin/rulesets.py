"""The forms and rules of rule sets, read from their data files when they are first asked for."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

from govreport.checks.relations import relation_rules
from govreport.checks.rule import Policy
from govreport.checks.rulebook import Rulebook
from govreport.checks.verify import verify_claims, verify_rules
from govreport.combine.mapping import Mapping
from govreport.errors import FormError, UnknownName
from govreport.model.form import Form
from govreport.model.frozen import FrozenMap
from govreport.plugin.folder import KINDS, kind_of
from govreport.plugin.records import RuleSet
from govreport.reading.form_file import read_form
from govreport.reading.mapping_file import read_mapping, verify_mapping
from govreport.reading.rule_file import RuleFile, forms_of_rules, read_rules
from govreport.reading.source import Source

if TYPE_CHECKING:
    from govreport.reading.ledger_file import LedgerMapping

SHARED_WORDS = "words.toml"
"""The rule file whose `words` all rule files of the set may use."""


class LoadedRuleSet:
    """One rule set: its forms by id, and the rules of each.

    The form `cn/2021` is looked for in `forms/2021.toml` first, so that asking for one form reads one file.
    """

    def __init__(self, ruleset: RuleSet) -> None:
        self.ruleset = ruleset
        self._forms: dict[str, Form] = {}
        self._form_files: dict[str, Form] = {}
        self._rule_files: dict[str, RuleFile] = {}
        self._rules: dict[str, Rulebook] = {}
        self._mappings: tuple[Mapping, ...] | None = None
        self._kinds: dict[str, str] = {}
        self._shared_words: FrozenMap[str, str] | None = None

    def _data(self, folder: str) -> Iterator[Traversable]:
        """Yield the files of one kind: those of their folder, or where there is none, those that say so themselves."""
        root = self.ruleset.root / folder
        is_own = root.is_dir()
        if not is_own:
            root = self.ruleset.root
        files = sorted((each for each in root.iterdir() if each.name.endswith(".toml")), key=lambda each: each.name)
        yield from files if is_own else (each for each in files if self._is(each, KINDS[folder]))

    def _is(self, file: Traversable, kind: str) -> bool:
        if file.name not in self._kinds:
            self._kinds[file.name] = kind_of(file.read_bytes().decode("utf-8", "replace"))
        return self._kinds[file.name] == kind

    def _source(self, file: Traversable) -> Source:
        return Source(file.read_bytes(), f"{self.ruleset.name}/{file.name}")

    def _read(self, file: Traversable) -> Form:
        if file.name in self._form_files:
            return self._form_files[file.name]
        form = read_form(self._source(file), self._base)
        if form.ruleset != self.ruleset.name:
            what = f"the form {form.id!r} is not of the rule set {self.ruleset.name!r}"
            raise FormError(what, place=f"{self.ruleset.name}/{file.name}: id")
        self._form_files[file.name] = self._forms.setdefault(form.id, form)
        return self._form_files[file.name]

    def _base(self, name: str) -> Source:
        """Return the file of the edition that another one begins with."""
        ruleset, _, edition = name.partition("/")
        files = {file.name.removesuffix(".toml"): file for file in self._data("forms")}
        if ruleset != self.ruleset.name or edition not in files:
            raise UnknownName.among("form", name, [f"{self.ruleset.name}/{each}" for each in files])
        return self._source(files[edition])

    def _rules_in(self, file: Traversable, form: Form) -> RuleFile | None:
        """Return what a rule file holds; None, without compiling it, if it is not for a form."""
        if file.name not in self._rule_files:
            source = self._source(file)
            if not _fits(forms_of_rules(source), form):
                return None
            self._rule_files[file.name] = read_rules(source, self._words())
        found = self._rule_files[file.name]
        return found if _fits(found.forms, form) else None

    def _words(self) -> FrozenMap[str, str]:
        """Return the words that all rule files of the set share: those of its `rules/words.toml`."""
        if self._shared_words is None:
            files = (file for file in self._data("rules") if file.name == SHARED_WORDS)
            found = next((read_rules(self._source(file)).words for file in files), {})
            self._shared_words = FrozenMap(found)
        return self._shared_words

    def forms(self) -> tuple[Form, ...]:
        """Return all forms, by file name."""
        return tuple(self._read(file) for file in self._data("forms"))

    def form(self, name: str) -> Form:
        """Return the form of an id or alias.

        Raises:
            UnknownName: if there is none.
            FormError: if its file is wrong.
        """
        if name in self._forms:
            return self._forms[name]
        edition = name.partition("/")[2]
        direct = [file for file in self._data("forms") if file.name == f"{edition}.toml"]
        for file in direct or self._data("forms"):
            form = self._read(file)
            if name in {form.id, *form.aliases}:
                return form
        raise UnknownName.among("form", name, [form.id for form in self.forms()])

    def mappings(self) -> tuple[Mapping, ...]:
        """Return how reports on older editions become ones on newer editions, made sure to fit both forms.

        Raises:
            FormError: if a mapping file is wrong, or does not fit.
        """
        if self._mappings is None:
            found = [read_mapping(self._source(file)) for file in self._data("mappings")]
            self._mappings = tuple(verify_mapping(each, self.form(each.old), self.form(each.new)) for each in found)
        return self._mappings

    def ledger(self, form: Form) -> LedgerMapping | None:
        """Return how case ledgers are usually read for a form, if the rule set says so.

        The file is `ledgers/EDITION.toml`, or in a folder of loose files the one that is for the form.

        Raises:
            FormError: if the file is wrong.
        """
        from govreport.reading.ledger_file import read_ledger_mapping

        edition = form.id.partition("/")[2]
        own = (self.ruleset.root / "ledgers").is_dir()
        files = (file for file in self._data("ledgers") if not own or file.name == f"{edition}.toml")
        found = (read_ledger_mapping(self._source(file)) for file in files)
        return next((each for each in found if each.form == form.id), None)

    def rules(self, form: Form) -> Rulebook:
        """Return the rules for a form, made sure to fit it, with its claims and what stands for missing values.

        Raises:
            FormError: if a rule file is wrong, or a rule does not fit the form.
        """
        if form.id not in self._rules:
            own = [found for file in self._data("rules") if (found := self._rules_in(file, form)) is not None]
            policy = next((file.policy for file in own if file.policy is not None), Policy())
            rules = [rule for file in own for rule in file.rules if _fits(rule.forms, form)]
            claims = [claim for file in own for claim in file.claims if _fits(claim.forms, form)]
            self._rules[form.id] = Rulebook(
                verify_rules([*relation_rules(form), *rules], form), policy, verify_claims(claims, form)
            )
        return self._rules[form.id]


def _fits(patterns: tuple[str, ...], form: Form) -> bool:
    return any(fnmatch.fnmatch(form.id, each) for each in patterns)
