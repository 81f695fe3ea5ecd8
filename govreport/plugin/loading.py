"""Finding plugins and calling their hooks, each by itself, so that a broken one costs its own output and no more."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
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
        """Note that something of it does not work."""
        self.status = status
        self.reasons.append(reason)

    def __str__(self) -> str:
        where = f" ({self.distribution} {self.version})" if self.distribution else ""
        return f"plugin {self.name}{where}"


def discover(
    extra: Iterable[ModuleType] = (), found: Iterable[EntryPoint] | None = None
) -> Iterator[tuple[PluginRecord, EntryPoint | ModuleType]]:
    """Yield what is installed, without importing any of it, in an order that no installation changes."""
    points = entry_points(group=hookspecs.GROUP) if found is None else found
    for point in sorted(points, key=lambda each: (each.name, each.value)):
        distribution = point.dist
        yield (
            PluginRecord(
                point.name,
                point.value,
                "" if distribution is None else distribution.name,
                "" if distribution is None else distribution.version,
            ),
            point,
        )
    for module in extra:
        yield PluginRecord(module.__name__, module.__name__), module


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
            module = source.load() if isinstance(source, EntryPoint) else source
        except (Exception, SystemExit) as error:  # a plugin may raise anything; it is named, and the others go on
            record.fails(f"cannot be imported: {type(error).__name__}: {error}")
            return
        try:
            if problem := self._problem(module):
                record.fails(*problem)
                return
            self.manager.register(module, name=record.name)
        except Exception as error:  # pluggy refuses a wrong signature with its own error
            record.fails(f"cannot be registered: {error}")
            return
        record.hooks = tuple(name for name in _implemented(module) if name.startswith("govreport_"))
        self._by_module[id(module)] = record

    def _problem(self, module: Any) -> tuple[str, PluginStatus] | None:
        wanted = getattr(module, "GOVREPORT_API", None)
        if isinstance(wanted, tuple) and (wanted[:1] != hookspecs.API_VERSION[:1] or wanted > hookspecs.API_VERSION):
            have = ".".join(map(str, hookspecs.API_VERSION))
            text = ".".join(map(str, wanted))
            return f"was made for plugin interface {text}; this is {have}", PluginStatus.INCOMPATIBLE
        known = [name for name in vars(hookspecs) if name.startswith("govreport_")]
        for name in _implemented(module):
            if name not in known:
                return f"implements {name}, which is no hook; {near(name, known)}".rstrip("; "), PluginStatus.BROKEN
            if any(default is not None for default in [getattr(getattr(module, name), "__defaults__", None)]):
                return f"{name} gives an argument a default, which is never filled in", PluginStatus.BROKEN
        return None

    def _implementations(self, hook: str) -> list[pluggy.HookImpl]:
        """Return those of a hook: `tryfirst` first, `trylast` last, else by the names of their plugins."""
        impls = getattr(self.manager.hook, hook).get_hookimpls()
        return sorted(impls, key=lambda each: (not each.tryfirst, each.trylast, each.plugin_name))

    def order(self, hook: str) -> list[str]:
        """Return the names of the plugins that implement a hook, in the order in which they are called."""
        return [impl.plugin_name for impl in self._implementations(hook)]

    def call(self, hook: str, only: str | None = None, **arguments: Any) -> Iterator[tuple[PluginRecord, Any]]:
        """Call a hook on each plugin, in order; one that fails is noted, the others go on.

        Args:
            hook: its name.
            only: the one plugin to call it on.
            arguments: of the hook; each implementation gets those that it names.
        """
        for impl in self._implementations(hook):
            if only is not None and impl.plugin_name != only:
                continue
            record = self._by_module[id(impl.plugin)]
            try:
                result: Any = impl.function(**{name: arguments[name] for name in impl.argnames})
                if hook in _LISTS:
                    result = list(result)
            except Exception as error:  # as above
                record.fails(f"{hook} failed: {type(error).__name__}: {error}")
                continue
            yield record, result


_LISTS = frozenset(f"govreport_{kind}" for kind in ("formats", "readers", "rulesets", "themes", "diagnose"))


def _implemented(module: Any) -> list[str]:
    marker = f"{hookspecs.PROJECT}_impl"
    return [name for name, value in sorted(_vars(module).items()) if getattr(value, marker, None) is not None]


def _vars(module: Any) -> Mapping[str, Any]:
    return {name: getattr(module, name, None) for name in dir(module)}
