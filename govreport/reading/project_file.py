"""`project/1`: from the TOML file `govreport.toml` to a project."""

from __future__ import annotations

from pathlib import Path

from govreport.checks.project import Override, Project
from govreport.checks.rule import Severity
from govreport.model.frozen import FrozenMap
from govreport.reading.keyed import Keyed, open_keyed
from govreport.reading.source import Source, open_source

FORMAT = "project/1"
_SEVERITIES = [*(each.value for each in Severity), "off"]


def read_project(source: Source | str | Path) -> Project:
    r"""Return what a project file says.

    Raises:
        InvalidInput: with file, key path and remedy, if it is none.

    >>> text = b'govreport = "project/1"\n[[rule]]\nid = "TX-*"\nseverity = "off"\nreason = "drafts"'
    >>> read_project(Source(text, "govreport.toml")).override("TX-EQ").reason
    'drafts'
    """
    source = source if isinstance(source, Source) else open_source(source)
    keyed = open_keyed(source, FORMAT, "project file")
    plugins = keyed.table("plugins")
    pins = plugins.table("pins")
    if "only" in keyed.left() and not keyed.peek("only"):
        raise keyed.error("is empty, which would leave no rule", "only", hint="name rules, or leave it out for all")
    project = Project(
        path=source.name,
        only=keyed.texts("only"),
        overrides=tuple(_override(each) for each in keyed.tables("rule")),
        language=keyed.text("language"),
        theme=keyed.text("theme"),
        pins=FrozenMap({name: pins.need(name) for name in pins.left()}),
        block=plugins.texts("block"),
    )
    plugins.done()
    keyed.done()
    return project


def _override(keyed: Keyed) -> Override:
    severity = keyed.need("severity")
    if severity not in _SEVERITIES:
        raise keyed.error(f"unknown severity {severity!r}", "severity", hint="one of " + ", ".join(_SEVERITIES))
    override = Override(keyed.need("id"), keyed.need("reason"), None if severity == "off" else Severity(severity))
    keyed.done()
    return override
