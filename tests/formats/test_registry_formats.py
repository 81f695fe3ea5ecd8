"""Formats come through hooks and entry points, and none is imported before it is asked for."""

from __future__ import annotations

import subprocess
import sys

LIST = """
import sys
import govreport
assert not {"attrs", "attr", "pluggy", "jinja2", "tabulate", "markdown_it"} & set(sys.modules), sorted(sys.modules)
from govreport.verbs import default_registry
names = [each.name for each in default_registry().formats()]
assert names == ["csv", "docx", "foia-xml", "html", "json", "markdown", "pdf", "table", "toml", "xlsx"], names
assert [each.engine for each in default_registry().engines("pdf")] == ["weasyprint", "typst"]
heavy = {"weasyprint", "typst", "pikepdf", "jinja2", "tabulate", "tomlkit", "markdown_it", "fontTools", "uharfbuzz", "simplejson"}
loaded = heavy & set(sys.modules)
assert not loaded, loaded
assert not [name for name in sys.modules if name.endswith((".render", ".formats", ".tidy"))], sorted(sys.modules)
"""


def test_listing_formats_imports_no_renderer():
    done = subprocess.run([sys.executable, "-c", LIST], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_bundled_plugins_use_the_entry_point_group():
    from importlib.metadata import entry_points

    names = {each.name for each in entry_points(group="govreport.plugins")}
    assert {"cn", "data", "html", "official", "pdf", "table", "typst", "us"} <= names
