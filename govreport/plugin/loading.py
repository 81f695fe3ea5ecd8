"""Finding plugins and calling their hooks, each by itself, so that a broken one costs its own output and no more."""

from __future__ import annotations

import contextlib
import enum
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType
from typing import Any

import attrs
import pluggy

from govreport.errors import near
from govreport.plugin import hookspecs

BUNDLED = "govreport"
"""The distribution whose plugins come with the library."""


class PluginStatus(enum.StrEnum):
    """What became of a plugin."""

    ACTIVE = "active"
    BLOCKED = "blocked"
    """The user asked for it not to be loaded."""
    BROKEN = "broken"
    """It could not be imported, or broke its contract."""
    CONFLICTING = "conflicting"
    """Something that it gives has a name that another plugin claims."""
    INCOMPATIBLE = "incompatible"
    """It was made for another version of the plugin interface."""
    UNAVAILABLE = "unavailable"
    """Something that it gives needs what this machine lacks."""


@attrs.define
class PluginRecord:
    """What is known of one plugin.

    Args:
        name: of its entry point.
        module: what the entry point names.
        distribution: the package it comes in, with its version.
        status: what became of it.
        reasons: why it is not wholly active, one sentence each.
        hooks: the hooks that it implements.
        gives: what it contributes, as `kind name`.
    """

    name: str
    module: str
    distribution: str = ""
    version: str = ""
    status: PluginStatus = PluginStatus.ACTIVE
    reasons: list[str] = attrs.field(factory=list)
    hooks: tuple[str, ...] = ()
    gives: list[str] = attrs.field(factory=list)

    @property
    def bundled(self) -> bool:
        """Whether it comes with the library."""
        return self.distribution == BUNDLED

    def fails(self, reason: str, status: PluginStatus = PluginStatus.BROKEN) -> None:
        """Note once that something of it does not work."""
        self.status = status
        if reason not in self.reasons:
            self.reasons.append(reason)

    def __str__(self) -> str:
        where = f" ({self.distribution} {self.version})" if self.distribution else ""
        return f"plugin {self.name}{where}"


def discover(
    extra: Iterable[ModuleType] = (), found: Iterable[EntryPoint] | None = None
) -> Iterator[tuple[PluginRecord, EntryPoint | ModuleType]]:
    """Yield what is installed, without importing any of it, in an order that no installation changes.

    Bundled plugins come first, so that nobody can take the entry point or the module of one away.
    """
    points = entry_points(group=hookspecs.GROUP) if found is None else found
    yield from sorted(((_record(point), point) for point in points), key=lambda pair: _place(pair[0]))
    for module in extra:
        yield PluginRecord(module.__name__, module.__name__), module


def _record(point: EntryPoint) -> PluginRecord:
    distribution = point.dist
    name, version = (None, None) if distribution is None else (distribution.name, distribution.version)
    return PluginRecord(point.name, point.value, name or "", version or "")  # broken metadata have neither


def _place(record: PluginRecord) -> tuple[bool, str, str, str]:
    return not record.bundled, record.name, record.distribution, record.module


def told(error: BaseException) -> str:
    """Return what a plugin raised in one line, whatever the exception's own words do.

    >>> told(ValueError("no such colour"))
    'ValueError: no such colour'
    """
    try:
        text = " ".join(str(error).split())
    except Exception:  # a plugin's exception may itself be broken
        text = ""
    return ": ".join(filter(None, (type(error).__name__, text)))


class Loader:
    """The plugins of one registry: imported, registered and called one by one."""

    def __init__(self) -> None:
        self.manager = pluggy.PluginManager(hookspecs.PROJECT)
        self.manager.add_hookspecs(hookspecs)
        self.records: list[PluginRecord] = []
        self._by_module: dict[int, PluginRecord] = {}

    def add(self, record: PluginRecord, source: EntryPoint | ModuleType) -> None:
        """Import and register one plugin; what goes wrong is noted in its record."""
        self.records.append(record)
        try:
            with contextlib.redirect_stdout(sys.stderr):  # a page or JSON on stdout stays what it is
                module = source.load() if isinstance(source, EntryPoint) else source
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # a plugin may raise anything; it is named, and the others go on
            record.fails(f"cannot be imported: {told(error)}")
            return
        try:
            if problem := _problem(module):
                record.fails(*problem)
                return
            # Two distributions may call their entry points alike; what they give may still have names of its own.
            self.manager.register(module, name=f"{record.name} {record.distribution}")
        except Exception as error:  # pluggy refuses a wrong signature with its own error
            record.fails(f"cannot be registered: {' '.join(str(error).split())}")
            return
        record.hooks = tuple(_implemented(module))
        self._by_module[id(module)] = record

    def _implementations(self, hook: str) -> list[pluggy.HookImpl]:
        """Return those of a hook: `tryfirst` first, `trylast` last, else by the names of their plugins."""
        impls = getattr(self.manager.hook, hook).get_hookimpls()
        return sorted(impls, key=lambda each: (not each.tryfirst, each.trylast, each.plugin_name))

    def order(self, hook: str) -> list[str]:
        """Return the names of the plugins that implement a hook, in the order in which they are called."""
        return [impl.plugin_name for impl in self._implementations(hook)]

    def call(
        self, hook: str, only: str | None = None, warnings: list[str] | None = None, **arguments: Any
    ) -> Iterator[tuple[PluginRecord, Any]]:
        """Call a hook on each plugin, in order; one that fails is noted, the others go on.

        Args:
            hook: its name.
            only: the one plugin to call it on.
            warnings: where a failure is told beside the plugin's record.
            arguments: of the hook; each implementation gets those that it names.
        """
        for impl in self._implementations(hook):
            if only is not None and impl.plugin_name != only:
                continue
            record = self._by_module[id(impl.plugin)]
            given = {name: arguments[name] for name in impl.argnames}
            try:
                result = _list(impl, given) if hook in _LISTS else impl.function(**given)
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # as above
                reason = f"{hook} failed: {told(error)}"
                record.fails(reason)
                if warnings is not None:
                    warnings.append(f"{record}: {reason}")
                continue
            yield record, result


_LISTS = frozenset(f"govreport_{kind}" for kind in ("formats", "readers", "rulesets", "themes", "diagnose"))


def _list(impl: pluggy.HookImpl, given: dict[str, Any]) -> list[Any]:
    with contextlib.redirect_stdout(sys.stderr):  # as above
        items: Any = impl.function(**given)
        return list(items)


def _problem(module: Any) -> tuple[str, PluginStatus] | None:
    """Return why what an entry point names is no plugin for this version, if so."""
    wanted: Any = getattr(module, "GOVREPORT_API", hookspecs.API_VERSION)
    if not (isinstance(wanted, tuple) and len(wanted) == 2 and all(isinstance(each, int) for each in wanted)):
        return f"GOVREPORT_API is {wanted!r}; write two whole numbers, as in (1, 0)", PluginStatus.BROKEN
    if wanted[0] != hookspecs.API_VERSION[0] or wanted > hookspecs.API_VERSION:
        have, text = (".".join(map(str, version)) for version in (hookspecs.API_VERSION, wanted))
        return f"was made for plugin interface {text}; this is {have}", PluginStatus.INCOMPATIBLE
    reason = _broken_hook(module)
    return None if reason is None else (reason, PluginStatus.BROKEN)


def _broken_hook(module: Any) -> str | None:
    known = [name for name in vars(hookspecs) if name.startswith("govreport_")]
    implemented = _implemented(module)
    for name in implemented:
        if name not in known:
            return f"implements {name}, which is no hook; {near(name, known)}".rstrip("; ")
        if getattr(getattr(module, name), "__defaults__", None) is not None:
            return f"{name} gives an argument a default, which is never filled in"
    for name in known:
        if name not in implemented and callable(getattr(module, name, None)):
            return f"{name} lacks its @hookimpl, so it is never called"
    return None if implemented else "implements no hook; does its entry point name the right module?"


def _implemented(module: Any) -> list[str]:
    marker = f"{hookspecs.PROJECT}_impl"
    return [name for name in dir(module) if getattr(getattr(module, name, None), marker, None) is not None]
