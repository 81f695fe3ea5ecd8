"""What several commands share."""

from __future__ import annotations

import functools
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from govreport.checks.project import Project
    from govreport.plugin import Registry

_MAX_DIGITS = 18
_NO_FILE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_LONGEST_NAME = 180
"""Bytes: with an ending a name has at most 255."""
_FEW = 4
"""Fewer items are done before anyone wonders."""
F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")


def language_option(command: F) -> F:
    """Add `--lang`."""
    return click.option("--lang", "language", metavar="L", help="Language of labels and messages: zh, en.")(command)


def format_option(command: F) -> F:
    """Add `--format text|json`, for what a program may want to read."""
    choice = click.Choice(["text", "json"])
    return click.option(
        "--format", "style", type=choice, default="text", show_default=True, help="For people, or for programs."
    )(command)


def form_option(command: F) -> F:
    """Add `--form`."""
    return click.option(
        "--form", metavar="ID", help="The form it is of, for a published report that could be of several."
    )(command)


def project_option(command: F) -> F:
    """Add `--project`."""
    return click.option(
        "--project",
        "project_file",
        type=click.Path(),
        metavar="FILE",
        help="The project file; else the nearest govreport.toml beside or above the report.",
    )(command)


def load_project(file: Path) -> tuple[Project, Registry]:
    """Return the project that a file says, with the registry of the plugins that it wants."""
    return _project(file, os.environ.get("GOVREPORT_RULESETS", ""))


@functools.cache
def _project(file: Path, _folders: str) -> tuple[Project, Registry]:
    from govreport.plugin.registry import registry_from_environment
    from govreport.reading.project_file import read_project

    project = read_project(file)
    return project, registry_from_environment(project.pins, project.block)


def project_for(report: str, file: str | None) -> tuple[Project | None, Registry]:
    """Return the project of a report, the given or the nearest one, and the registry that goes with it."""
    from govreport.checks.project import find_project
    from govreport.verbs import default_registry

    found = Path(file) if file is not None else find_project(report)
    return (None, default_registry()) if found is None else load_project(found)


def tell(message: str) -> None:
    """Print one line on stderr; what a file's text could do to the terminal is spelt out."""
    line = " ".join(message.splitlines())
    shown = "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in line)
    click.echo(f"govreport: {shown}", err=True)


def progress(items: Sequence[T], what: str) -> Iterator[T]:
    """Yield some items, and show on stderr how many are done if a person watches and there are several.

    Args:
        items: what is worked on.
        what: the word for what is done, as in "reading".
    """
    if len(items) < _FEW or not sys.stderr.isatty():
        yield from items
        return
    with click.progressbar(items, label=what, file=sys.stderr, show_pos=True) as bar:
        yield from bar


def echo_json(data: object) -> None:
    """Print plain data as JSON."""
    from govreport.writing import to_json

    click.echo(to_json(data), nl=False)


def echo_columns(rows: Iterable[Sequence[str]], headers: Sequence[str]) -> None:
    """Print rows in columns that fit wide characters too."""
    import tabulate

    table = tabulate.tabulate([list(row) for row in rows], headers, tablefmt="simple", disable_numparse=True)
    click.echo(table)


def file_name(text: str) -> str:
    """Return a text as the name of a file that every system takes.

    >>> file_name("某市/司法局: 2024?"), file_name("con"), file_name(" .. ")
    ('某市_司法局_ 2024_', 'con_', '_')
    """
    name = _NO_FILE.sub("_", text).strip(" .")
    while len(name.encode()) > _LONGEST_NAME:
        name = name[:-1].strip(" .")
    return f"{name}_" if not name or _RESERVED.fullmatch(name) else name


def reports_in(names: Iterable[str], endings: Iterable[str], out: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return names of reports with each folder replaced by the files in it, and which names came from a folder.

    Args:
        names: of files and folders.
        endings: of the files that readers know.
        out: the file that is to be written, which is no report to read.
    """
    known = frozenset(endings)
    found: list[str] = []
    inside: set[str] = set()
    for name in names:
        if not Path(name).is_dir():
            found.append(name)
            continue
        files = sorted(each for each in Path(name).iterdir() if each.is_file() and each.suffix.lower() in known)
        mine = [str(each) for each in files if each.name[0] not in ".~" and each.resolve() != Path(out).resolve()]
        found += mine
        inside.update(mine)
    return tuple(found), frozenset(inside)


def parse_options(pairs: Iterable[str]) -> dict[str, Any]:
    """Read `-o name=value` pairs; true, false and whole numbers become what they say."""
    found: dict[str, Any] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise click.UsageError(f"-o {pair}: write name=value")
        words: dict[str, object] = {"true": True, "false": False}
        whole = value.isascii() and value.isdigit() and len(value) <= _MAX_DIGITS
        found[name.strip()] = words.get(value.lower(), int(value) if whole else value)
    return found
