"""What all plugins give, by kind and name; who gives it, and why something is not there."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from functools import cached_property
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import attrs

from govreport.errors import GovReportError, InvalidInput, PluginError, Unavailable, UnknownName, near
from govreport.model.frozen import FrozenMap
from govreport.plugin.contexts import ReadContext, RenderContext
from govreport.plugin.loading import BUNDLED, Loader, PluginRecord, PluginStatus, discover, told
from govreport.plugin.records import Artifact, Diagnostic, OutputFormat, Reader, RuleSet, Theme, load

if TYPE_CHECKING:
    from govreport.checks.rulebook import Rulebook
    from govreport.combine.mapping import Mapping as FormMapping
    from govreport.document import Document
    from govreport.model.form import Form
    from govreport.model.report import Report
    from govreport.plugin.rulesets import LoadedRuleSet
    from govreport.reading.ledger_file import LedgerMapping
    from govreport.reading.source import Source

_KINDS: Mapping[str, type] = {"formats": OutputFormat, "readers": Reader, "rulesets": RuleSet, "themes": Theme}
DEFAULT_THEME = "official"


class Registry:
    """The plugins of this installation, or a set of one's own.

    Nothing is imported before the first question; each plugin is imported, registered and called by itself.

    Args:
        block: names of plugins that are not to be imported.
        only: if given, no others than these are.
        extra: modules that are plugins though not installed as such.
        pins: for a name that two plugins claim, the distribution that is to have it, as in `{"html": "my-html"}`.
        rulesets: rule sets that come from folders instead of plugins.
        found: the entry points to look at, in place of those installed.
    """

    def __init__(
        self,
        *,
        block: Iterable[str] = (),
        only: Iterable[str] | None = None,
        extra: Iterable[ModuleType] = (),
        pins: Mapping[str, str] = FrozenMap(),
        rulesets: Iterable[RuleSet] = (),
        found: Iterable[EntryPoint] | None = None,
    ) -> None:
        self._block, self._only = frozenset(block), None if only is None else frozenset(only)
        self._extra, self._pins, self._found = tuple(extra), dict(pins), found
        self._rulesets = tuple(rulesets)
        self._loaded_rulesets: dict[str, LoadedRuleSet] = {}

    @cached_property
    def _loader(self) -> Loader:
        loader = Loader()
        for record, source in discover(self._extra, self._found):
            if record.name in self._block or (self._only is not None and record.name not in self._only):
                record.fails("blocked by the user", PluginStatus.BLOCKED)
                loader.records.append(record)
            else:
                loader.add(record, source)
        return loader

    @cached_property
    def _given(self) -> dict[str, dict[str, Any]]:
        """Everything that plugins give, by kind and name; conflicts are resolved or noted."""
        return {kind: self._collect(kind) for kind in _KINDS}

    @cached_property
    def _engines(self) -> dict[str, tuple[OutputFormat, ...]]:
        """The records of each format, that of the engine to be tried first first."""
        records = self._given["formats"].values()
        return {
            name: tuple(sorted((each for each in records if each.name == name), key=self._standing))
            for name in sorted({each.name for each in records})
        }

    def _standing(self, record: OutputFormat) -> tuple[bool, bool, int, str]:
        """Return where an engine stands among those of its format: pinned, bundled, preferred, by name."""
        owner = self._record("format", record.title)
        pinned = self._pins.get(record.name) == owner.distribution
        return not pinned, not owner.bundled, -record.preference, record.engine

    def _collect(self, kind: str) -> dict[str, Any]:
        claims: dict[str, list[tuple[PluginRecord, Any]]] = {}
        for record, items in self._loader.call(f"govreport_{kind}"):
            for item in items:
                if not isinstance(item, OutputFormat | Reader | RuleSet | Theme) or type(item) is not _KINDS[kind]:
                    record.fails(f"govreport_{kind} gave {item!r}, which is no {_KINDS[kind].__name__}")
                    continue
                name = item.title if isinstance(item, OutputFormat) else item.name
                claims.setdefault(name, []).append((record, item))
        given = {name: item for name, each in claims.items() if (item := self._settle(kind, name, each)) is not None}
        if kind == "rulesets":
            given.update({ruleset.name: ruleset for ruleset in self._rulesets})  # the caller's own come first
        return given

    def _settle(self, kind: str, name: str, claims: list[tuple[PluginRecord, Any]]) -> Any | None:
        """Return the one record of a name: the pinned, else the bundled, else the only one; the others are noted."""
        pinned = self._pins.get(claims[0][1].name)
        chosen = [each for each in claims if each[0].distribution == pinned] if pinned else []
        chosen = chosen or [each for each in claims if each[0].bundled] or claims
        if len(chosen) > 1:
            who = " and ".join(str(record) for record, _ in chosen)
            for record, _ in chosen:
                record.fails(f"{kind[:-1]} {name!r} is claimed by {who}; pin one of them", PluginStatus.CONFLICTING)
            return None
        for record, _ in claims:
            if record is not chosen[0][0]:
                reason = f"{kind[:-1]} {name!r} belongs to {chosen[0][0]}; pin it to use this one"
                record.fails(reason, PluginStatus.CONFLICTING)
        chosen[0][0].gives.append(f"{kind[:-1]} {name}")
        return chosen[0][1]

    # --- questions -------------------------------------------------------------------------------------------------

    def plugins(self) -> tuple[PluginRecord, ...]:
        """Return every plugin that was found, with what became of it, and what failed at work until now."""
        assert self._given is not None  # so that conflicts are known
        return tuple(self._loader.records)

    def formats(self) -> tuple[OutputFormat, ...]:
        """Return the output formats, by name; of a format with several engines the one that is tried first."""
        return tuple(engines[0] for engines in self._engines.values())

    def engines(self, name: str) -> tuple[OutputFormat, ...]:
        """Return the records of a format, that of the engine to be tried first first.

        Raises:
            UnknownName: as `format`.
        """
        return self._engines[self.format(name).name]

    def readers(self) -> tuple[Reader, ...]:
        """Return the readers, by name."""
        return tuple(self._given["readers"][name] for name in sorted(self._given["readers"]))

    def themes(self) -> tuple[Theme, ...]:
        """Return the themes, by name."""
        return tuple(self._given["themes"][name] for name in sorted(self._given["themes"]))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return what the plugins say of this machine."""
        found: list[Diagnostic] = []
        for record, items in self._loader.call("govreport_diagnose"):
            for item in items:
                if isinstance(item, Diagnostic):
                    found.append(item)
                else:
                    record.fails(f"govreport_diagnose gave {item!r}, which is no Diagnostic")
        return tuple(found)

    def format(self, name: str, engine: str | None = None) -> OutputFormat:
        """Return the format of a name or alias; without an engine, the record of the one that is tried first.

        Raises:
            UnknownName: if there is none; a plugin that would give it and is broken is named.
        """
        if engine is not None:
            own = {each.engine: each for each in self.engines(name) if each.engine}
            if engine not in own:
                hint = near(engine, own) or ("" if own else "there is one way only")
                raise UnknownName(f"unknown engine of format {name} {engine!r}", hint=hint)
            return own[engine]
        if name in self._engines:
            return self._engines[name][0]
        aliased = self._first("alias", name, [each for each in self.formats() if name in each.aliases])
        if aliased is not None:
            return aliased
        raise self._unknown("format", name, [each.name for each in self.formats()])

    def format_for(self, path: Path) -> OutputFormat:
        """Return the format that the suffix of a file name means.

        Raises:
            UnknownName: if no format has the suffix.
        """
        suffix = path.suffix.lower()
        found = self._first("ending", suffix, [each for each in self.formats() if suffix in each.suffixes])
        if found is not None:
            return found
        known = [suffix for each in self.formats() for suffix in each.suffixes]
        error = self._unknown("file name ending", path.suffix or path.name, known)
        raise UnknownName(error.what, place=str(path), hint=error.hint)

    def _first(self, kind: str, name: str, claims: list[OutputFormat]) -> OutputFormat | None:
        """Return the format that an alias or ending belongs to: the pinned, else the bundled, else the only one."""
        owners = {each.name: self._record("format", each.title) for each in claims}
        for wanted in (self._pins.get(name), BUNDLED):
            chosen = [each for each in claims if wanted is not None and owners[each.name].distribution == wanted]
            if chosen:
                return chosen[0]
        if len(claims) > 1:
            who = " and ".join(f"{each.name} of {owners[each.name]}" for each in claims)
            raise PluginError(f"the {kind} {name!r} is claimed by format {who}; name the format, or pin one of them")
        return claims[0] if claims else None

    def theme(self, name: str | None = None) -> Theme:
        """Return a theme by name; without a name the official one.

        Raises:
            UnknownName: if there is none of that name.
        """
        themes = self._given["themes"]
        if name is None:
            return themes.get(DEFAULT_THEME) or Theme(DEFAULT_THEME)
        if name not in themes:
            raise self._unknown("theme", name, list(themes))
        found: Theme = themes[name]
        return found

    def _unknown(self, kind: str, name: str, known: list[str]) -> UnknownName:
        broken = [
            f"{record}: {reason}"
            for record in self.plugins()
            if record.status is not PluginStatus.ACTIVE
            for reason in record.reasons
            if name.lstrip(".") in {record.name, *reason.split("'")}
        ]
        return UnknownName(
            f"unknown {kind} {name!r}", hint="; ".join(broken) or near(name, known) or "see `govreport formats`"
        )

    def _ruleset(self, name: str) -> LoadedRuleSet:
        from govreport.plugin.rulesets import LoadedRuleSet

        if name not in self._loaded_rulesets:
            self._loaded_rulesets[name] = LoadedRuleSet(self._given["rulesets"][name])
        return self._loaded_rulesets[name]

    def form(self, name: str) -> Form:
        """Return a form by id (`cn/2021`) or alias.

        Raises:
            UnknownName: if no rule set has it.
            FormError: if its file is wrong.
        """
        rulesets = self._given["rulesets"]
        owner = name.partition("/")[0]
        if "/" in name and owner in rulesets:
            return self._ruleset(owner).form(name)
        for form in self.forms():
            if name in form.aliases:
                return form
        raise self._unknown("form", name, [form.id for form in self.forms()])

    def forms(self) -> tuple[Form, ...]:
        """Return every form of every rule set, by id; a rule set with a broken file is noted, the others go on."""
        found = [form for name in self._given["rulesets"] for form in self._forms_of(name)]
        return tuple(sorted(found, key=lambda form: form.id))

    def _forms_of(self, name: str) -> tuple[Form, ...]:
        try:
            return self._ruleset(name).forms()
        except Exception as error:  # a wrong file, or a folder that cannot be read
            if any(each.name == name for each in self._rulesets):
                raise
            self._note("ruleset", name, f"ruleset {name!r} cannot be read: {error}")
            return ()

    def _note(self, kind: str, name: str, reason: str, status: PluginStatus = PluginStatus.BROKEN) -> None:
        """Note in the record of the plugin that gives something that it does not work."""
        for record in self.plugins():
            if f"{kind} {name}" in record.gives:
                record.fails(reason, status)

    def rules(self, form: Form) -> Rulebook:
        """Return the rules for a form, with its claims and the policy for missing values."""
        from govreport.checks.rulebook import Rulebook

        if form.ruleset not in self._given["rulesets"]:
            return Rulebook()
        return self._ruleset(form.ruleset).rules(form)

    def mapping(self, old: Form, new: Form) -> tuple[FormMapping, ...]:
        """Return the mappings that lead from one form to a newer edition, in order; none if there is no way."""
        from govreport.combine.mapping import chain

        if old.ruleset != new.ruleset or old.ruleset not in self._given["rulesets"]:
            return ()
        return tuple(chain(self._ruleset(old.ruleset).mappings(), old.id, new.id))

    def ledger(self, form: Form) -> LedgerMapping | None:
        """Return how case ledgers are usually read for a form, if its rule set says so."""
        return self._ruleset(form.ruleset).ledger(form) if form.ruleset in self._given["rulesets"] else None

    # --- work --------------------------------------------------------------------------------------------------------

    def options(self, name: str, given: Mapping[str, object], engine: str | None = None) -> FrozenMap[str, object]:
        """Return the options of a format, the given ones over the defaults.

        Raises:
            UnknownName: if the format has no such option.
        """
        return _options(self.format(name, engine), given)

    def render_document(
        self, name: str, document: Document, context: RenderContext, engine: str | None = None
    ) -> str | bytes:
        """Render a document; whatever goes wrong in a renderer is told with the names of format and plugin, and noted.

        Raises:
            UnknownName: if there is no such format, engine or option.
            Unavailable: if the machine lacks what the format needs, by each of its engines.
            PluginError: if the renderer fails or gives something else than text or bytes.
        """
        return self.render_by(name, document, context, engine)[1]

    def render_by(
        self, name: str, document: Document, context: RenderContext, engine: str | None = None
    ) -> tuple[OutputFormat, str | bytes]:
        """Render a document as `render_document`, and return the record that did it beside the result.

        Without an engine the first that can run is taken; why one before it could not becomes a warning.
        """
        first = self.format(name, engine)
        others = self.engines(name)[1:] if engine is None else ()
        asked = {option for option, value in context.options.items() if first.options.get(option) != value}
        lacking: list[tuple[OutputFormat, Unavailable]] = []
        for found in (first, *(each for each in others if asked <= each.options.keys())):
            options = {key: value for key, value in context.options.items() if found is first or key in found.options}
            try:
                result = self._run(found, document, attrs.evolve(context, options=_options(found, options)))
            except Unavailable as error:
                lacking.append((found, error))
                continue
            if lacking:
                context.warnings.append(f"made by {found.engine or found.name}: {_why(lacking)}")
            return found, result
        raise lacking[0][1] if len(lacking) == 1 else Unavailable(f"format {name} cannot be made: {_why(lacking)}")

    def _run(self, found: OutputFormat, document: Document, context: RenderContext) -> str | bytes:
        """Call one renderer; whatever it raises becomes an error of the library's own."""
        with self._working("format", found, found.title, f"format {found.title}"):
            result = load(found.render)(document, context)
            if not isinstance(result, str | bytes):
                raise _WrongResult(f"gave {type(result).__name__}, not str or bytes")
            return result

    @contextmanager
    def _working(self, kind: str, item: OutputFormat | Reader, title: str, who: str) -> Generator[None]:
        """While a plugin works: tell what it raises with its name, and note it; what is refused on purpose passes."""
        owner = self._record(kind, title)
        try:
            yield
        except Unavailable as error:
            owner.fails(f"{kind} {title!r}: {error}", PluginStatus.UNAVAILABLE)
            raise
        except (GovReportError, KeyboardInterrupt):
            raise
        except ModuleNotFoundError as error:
            reason = _missing(f"{kind} {title}", item, owner, error)
            owner.fails(f"{kind} {title!r}: {reason}", PluginStatus.UNAVAILABLE)
            raise Unavailable(reason) from error
        except BaseException as error:  # a plugin may raise anything, also what derives from BaseException
            reason = str(error) if isinstance(error, _WrongResult) else f"failed: {told(error)}"
            owner.fails(f"{kind} {title!r} {reason}")
            raise PluginError(f"{who} ({owner}) {reason}") from error

    def _record(self, kind: str, name: str) -> PluginRecord:
        return next(each for each in self.plugins() if f"{kind} {name}" in each.gives)

    def prepare(self, document: Document, context: RenderContext) -> Document:
        """Let every plugin change a document, one after the other in their order; one that fails is a warning."""
        hook, warnings = "govreport_prepare_document", context.warnings
        for name in self._loader.order(hook):
            for record, changed in self._loader.call(hook, name, warnings, document=document, context=context):
                if (reason := _no_document(changed, document)) is None:
                    document = changed or document
                else:
                    record.fails(f"{hook} gave {reason}")
                    warnings.append(f"{record}: {hook} gave {reason}")
        return document

    def written(self, artifact: Artifact, report: Report) -> tuple[str, ...]:
        """Tell every plugin that a file was written; return what failed in doing so."""
        warnings: list[str] = []
        for _ in self._loader.call("govreport_written", None, warnings, artifact=artifact, report=report):
            pass
        return tuple(warnings)

    def read(self, source: Source, form: str | None = None) -> Report:
        """Read a report with the reader that recognises the source best.

        Args:
            source: the file.
            form: what form it is of, for a source that does not say.

        Raises:
            InvalidInput: if no reader does, or the one that does refuses it.
        """
        scored = [(self._sniff(reader, source), reader) for reader in self.readers()]
        best, reader = max(scored, key=lambda pair: pair[0], default=(0.0, None))
        if reader is None or best <= 0:
            known = ", ".join(sorted({suffix for _, each in scored for suffix in each.suffixes}))
            raise InvalidInput("no reader knows this file", place=source.name, hint=f"read: {known}")
        return self._read_with(reader, source, form)

    def _read_with(self, reader: Reader, source: Source, form: str | None) -> Report:
        from govreport.model.report import Report

        with self._working("reader", reader, reader.name, f"{source.name}: reader {reader.name}"):
            report = load(reader.read)(source, ReadContext(self, form))
            if not isinstance(report, Report):
                raise _WrongResult(f"gave {type(report).__name__}, not a Report")
            return report

    def _sniff(self, reader: Reader, source: Source) -> float:
        """Return how sure a reader is; one that fails knows nothing, and its plugin is noted."""
        try:
            return float(load(reader.sniff)(source.head, source.name))
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # as above
            self._note("reader", reader.name, f"reader {reader.name!r} cannot sniff: {told(error)}")
            return 0.0


def _options(found: OutputFormat, given: Mapping[str, object]) -> FrozenMap[str, object]:
    for option in given:
        if option not in found.options:
            raise UnknownName.among(f"option of format {found.name}", option, found.options)
    return FrozenMap({**found.options, **given})


def _why(lacking: Iterable[tuple[OutputFormat, Unavailable]]) -> str:
    """Say in one line why engines could not run, each with its remedy."""
    return "; ".join(
        f"{found.engine or found.name} cannot run: {' '.join(str(error).split())}" for found, error in lacking
    )


class _WrongResult(Exception):
    """A plugin gave something else than its record promises."""


def _missing(what: str, item: OutputFormat | Reader, owner: PluginRecord, error: ModuleNotFoundError) -> str:
    """Say what to install: the extra of the distribution that the plugin comes in, else the module's own name."""
    wanted = f"'{owner.distribution or BUNDLED}[{','.join(item.requires)}]'" if item.requires else error.name
    return f"{what} needs {error.name}, which is not installed: pip install {wanted}"


def _no_document(changed: Any, document: Document) -> str | None:
    """Return what is wrong with what a plugin made of a document: None may stand for no change."""
    from govreport.document import Block

    if changed is None:
        return None
    if not isinstance(changed, type(document)):
        return f"{type(changed).__name__}, not a Document"
    try:
        wrong = next((each for each in changed.walk() if not isinstance(each, Block)), None)
    except Exception as error:  # attrs does not check what a plugin puts in
        return f"a Document whose blocks cannot be listed: {told(error)}"
    return None if wrong is None else f"a Document with {type(wrong).__name__}, which is no block"


def registry_from_environment(pins: Mapping[str, str] = FrozenMap(), block: Iterable[str] = ()) -> Registry:
    """Return the registry of the installed plugins, as the environment narrows it, beside a project's pins and blocks.

    `GOVREPORT_PLUGINS` names the only ones to load, `GOVREPORT_BLOCK` those not to load, `GOVREPORT_PINS` who is to
    have a name that two plugins claim (`html=my-html`); all are comma-separated. `GOVREPORT_RULESETS` names folders of
    form and rule files, separated as in `PATH`.
    """
    from govreport.plugin.folder import ruleset_in

    folders = filter(None, os.environ.get("GOVREPORT_RULESETS", "").split(os.pathsep))
    own_pins = (each.partition("=") for each in os.environ.get("GOVREPORT_PINS", "").split(",") if "=" in each)
    only, own_block = (os.environ.get(name) for name in ("GOVREPORT_PLUGINS", "GOVREPORT_BLOCK"))
    return Registry(
        only=None if only is None else [each.strip() for each in only.split(",") if each.strip()],
        block=[*block, *(each.strip() for each in (own_block or "").split(",") if each.strip())],
        pins={**pins, **{name.strip(): distribution.strip() for name, _, distribution in own_pins}},
        rulesets=[ruleset_in(folder) for folder in folders],
    )
