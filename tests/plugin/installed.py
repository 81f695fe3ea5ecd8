"""Installed distributions, made in a folder: a module and its dist-info are all that importlib.metadata looks at.

So a test needs no pip, which would take seconds for each; what the command line finds in its path is the same.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

HEAD = """
import sys
from govreport.plugin import *
def render(document, context):
    return "bystander " + document.title
"""
FORMATS = (
    HEAD
    + """
@hookimpl
def govreport_formats():
    return [OutputFormat("{name}", (".{name}",), "text/plain", render, summary="-")]
"""
)


def install(site: Path, distribution: str, source: str | None, *, plugin: str, target: str = "", version="1.0") -> None:
    """Install a distribution with one plugin into a folder; its module is called as the plugin, `_module` behind it."""
    site.mkdir(exist_ok=True)
    module = f"{plugin}_module"
    if source is not None:
        (site / f"{module}.py").write_text(source, "utf-8")
    info = site / f"{distribution.replace('-', '_')}-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n", "utf-8")
    (info / "entry_points.txt").write_text(f"[govreport.plugins]\n{plugin} = {target or module}\n", "utf-8")


TWO_LISTS = """
import sys
from govreport.cli.main import run
given = sys.argv[1:]
for style in ("text", "json"):
    sys.argv = ["govreport", "plugins", *given, "--format", style]
    try:
        run()
    except SystemExit as ended:
        assert ended.code == 0, ended.code
    print("-- end of", style)
"""
"""The list of plugins, for people and for programs, in one process: what starts and renders costs a second each."""


class Done(NamedTuple):
    """What became of a command."""

    status: int
    out: str
    err: str

    def plugin(self, name: str) -> dict:
        """Return what `plugins --format json` says of one."""
        (found,) = [each for each in json.loads(self.out) if each["name"] == name]
        return found


def govreport(site: Path, *arguments: object, code: str = "", **environment: str) -> Done:
    """Run the real command line (or other code) in a process that has the folder in its path."""
    code = code or "from govreport.cli.main import run; run()"
    variables = {key: value for key, value in os.environ.items() if not key.startswith("GOVREPORT_")}
    variables |= {"PYTHONPATH": str(site), "PYTHONDONTWRITEBYTECODE": "1", **environment}
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=site.parent, env=variables, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return Done(done.returncode, done.stdout, done.stderr)
