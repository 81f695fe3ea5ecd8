"""Renders the sample reports in a process of its own, and tells what that process opened and left behind."""

from __future__ import annotations

import hashlib
import importlib
import json
import mimetypes
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

_WATCHED = (
    "socket.",
    "urllib.",
    "http.",
    "ftplib.",
    "smtplib.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
)
_SECONDS = 120
_SYSTEM = ("/usr/share/", "/usr/lib", "/lib", "/etc/ld.so", "/etc/fonts", "/var/cache/fontconfig", "/proc/", "/sys/")


@attrs.frozen
class Seen:
    """What one rendering of all sample reports was seen to do.

    Args:
        digests: the sha256 of each output, by the name of the report.
        opened: files that were opened though nobody handed them over.
        events: sockets and processes, by the names of Python's audit events.
        left: files that were left behind in the working or temporary folder.
    """

    digests: Mapping[str, str]
    opened: tuple[str, ...]
    events: tuple[str, ...]
    left: tuple[str, ...]


def watch(
    format: str,  # noqa: A002  # the word of the field
    plugins: tuple[str, ...],
    options: Mapping[str, object],
    folder: Path,
    **environment: str,
) -> Seen:
    """Render the sample reports in another process, in two empty folders, and return what was seen.

    Args:
        format: the name of the output format.
        plugins: modules that are plugins though not installed as such.
        options: of the format.
        folder: an empty one, for the process to work in.
        environment: variables to set, such as `PYTHONHASHSEED`.

    Raises:
        RuntimeError: if a rendering fails, with what the process said.
    """
    cwd, temporary = folder / "cwd", folder / "tmp"
    for each in (cwd, temporary):
        each.mkdir(parents=True)
    names = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))
    variables = {**os.environ, **names, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **environment}
    task = json.dumps([format, plugins, dict(options)])
    command = [sys.executable, "-B", "-c", "from govreport.testing.watched import main; main()", task]
    done = subprocess.run(  # noqa: S603  # Python itself, with a task that the tests made
        command, cwd=cwd, env=variables, capture_output=True, text=True, check=False, timeout=_SECONDS
    )
    if done.returncode:
        msg = f"format {format} could not be rendered in another process: {done.stderr}"
        raise RuntimeError(msg)
    found = json.loads(done.stdout)
    left = tuple(sorted(str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file()))
    return Seen(found["digests"], tuple(found["opened"]), tuple(found["events"]), left)


def main() -> None:
    """Render as the one argument says, and print what was seen as JSON."""
    from govreport.plugin import Registry
    from govreport.testing.samples import sample_reports
    from govreport.verbs import render

    name, plugins, options = json.loads(sys.argv[1])
    registry = Registry(extra=[importlib.import_module(each) for each in plugins])
    reports = sample_reports()
    opened: set[str] = set()
    events: set[str] = set()
    # Found before the hook is there: looking for the temporary folder opens files itself.
    own = (sys.prefix, sys.base_prefix, tempfile.gettempdir(), *(os.path.abspath(each) for each in sys.path if each))
    usual = (*own, *_SYSTEM)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            opened.update(_foreign(arguments[0], usual))
        elif event.startswith(_WATCHED):
            events.add(event)

    sys.addaudithook(hook)
    digests: dict[str, str] = {}
    for key, report in reports.items():
        result = render(report, name, registry=registry, **options)
        digests[key] = hashlib.sha256(result.encode() if isinstance(result, str) else result).hexdigest()
    sys.stdout.write(json.dumps({"digests": digests, "opened": sorted(opened), "events": sorted(events)}))


def _foreign(file: object, usual: tuple[str, ...]) -> Iterator[str]:
    """Yield the path of a file that is neither Python's, nor a library's, nor temporary, nor a list or font."""
    if not isinstance(file, str | bytes):
        return
    path = os.path.abspath(os.fsdecode(file))
    if path != os.devnull and path not in mimetypes.knownfiles and not path.startswith(usual):
        yield path
