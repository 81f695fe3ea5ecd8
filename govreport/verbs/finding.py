"""What a registry of plugins has: forms, readers, projects and registers beside reports."""

from __future__ import annotations

import functools
import os
from pathlib import Path
from typing import TYPE_CHECKING

from govreport.errors import InvalidInput
from govreport.model.report import Report
from govreport.plugin.registry import Registry, registry_from_environment
from govreport.reading.source import Source, open_source

if TYPE_CHECKING:
    from govreport.checks.project import Project
    from govreport.combine.register import Register
    from govreport.model.form import Form
    from govreport.reading.ledger_file import LedgerMapping


def default_registry() -> Registry:
    """Return the registry of the installed plugins, made once in a process for each list of folders of rule sets."""
    return _registry(os.environ.get("GOVREPORT_RULESETS", ""))


@functools.cache
def _registry(_folders: str) -> Registry:
    return registry_from_environment()


def form(name: str, *, registry: Registry | None = None) -> Form:
    """Return an edition of a form by its id or alias.

    Raises:
        UnknownName: if no rule set has it; the message offers near ones.

    >>> form("cn/ningxia-2017").first_year
    2017
    """
    return (registry or default_registry()).form(name)


def read(
    source: str | Path | bytes,
    *,
    name: str = "<bytes>",
    form: str | None = None,
    registry: Registry | None = None,
) -> Report:
    """Read a report from any file that a reader knows.

    Args:
        source: a path, or the bytes themselves.
        name: with bytes, the name by which errors call them.
        form: the form it is of, for a published report that could be of several.
        registry: where to look for readers; the installed plugins if not given.

    Raises:
        InvalidInput: with file, place and remedy, if it cannot be read.
    """
    opened = Source(source, name) if isinstance(source, bytes) else open_source(source)
    report = (registry or default_registry()).read(opened, form)
    if form is not None and form not in {report.form.id, *report.form.aliases}:
        raise InvalidInput(f"is of form {report.form.id}, not {form}", place=opened.name, hint="carry it over: map_to")
    return report


def project(path: str | Path) -> Project:
    """Return the project of a report or folder: what the nearest `govreport.toml` beside or above it says.

    Raises:
        InvalidInput: if the file is wrong, or there is none.
    """
    from govreport.checks.project import FILE, find_project
    from govreport.reading.project_file import read_project

    found = find_project(path)
    if found is None:
        raise InvalidInput(f"there is no {FILE} beside it or above", place=str(path), hint="write one")
    return read_project(found)


def register(path: str | Path) -> Register:
    """Return the register that a file (`register/1`) holds: who owes a report, whose figures make up a sum.

    Raises:
        InvalidInput: with file, key path and remedy, if it is none.
    """
    from govreport.reading.register_file import read_register

    return read_register(path)


def usual_ledger(form: Form, *, registry: Registry | None = None) -> LedgerMapping:
    """Return how case ledgers are usually read for a form, as its rule set says.

    Raises:
        InvalidInput: if it does not say so.
    """
    found = (registry or default_registry()).ledger(form)
    if found is None:
        what = f"form {form.id} does not say how a ledger is read"
        raise InvalidInput(what, hint="write a mapping (ledger/1), and name it (on the command line with --mapping)")
    return found
