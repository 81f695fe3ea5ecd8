"""A rule set that is a folder of TOML files: a jurisdiction without Python, and without a package."""

from __future__ import annotations

import re
from pathlib import Path

from govreport.errors import InvalidInput
from govreport.plugin.records import RuleSet

_FORM = re.compile(r'^\s*id\s*=\s*["\']([A-Za-z][A-Za-z0-9-]*)/', re.MULTILINE)
_KIND = re.compile(r'^\s*govreport\s*=\s*["\']([a-z]+)/', re.MULTILINE)
KINDS = {"forms": "form", "rules": "rules", "mappings": "mapping", "ledgers": "ledger"}
"""The folders of a rule set, and how the files begin that belong in each: `govreport = "form/1"`."""


def kind_of(text: str) -> str:
    r"""Return what kind of file a TOML text is, as its first key says; empty if it does not say.

    >>> kind_of('# a comment\ngovreport = "form/1"\nid = "in/rti-2005"')
    'form'
    """
    found = _KIND.search(text)
    return found[1] if found else ""


def ruleset_in(folder: str | Path) -> RuleSet:
    """Return the rule set that a folder holds.

    Its TOML files may lie in it as they are, or in `forms/`, `rules/`, `mappings/` and `ledgers/`. The rule set is
    called as its forms say: `in` where they are `in/rti-2005`.

    Raises:
        InvalidInput: if there is no such folder, no form in it, or forms of several names.
    """
    root = Path(folder)
    if not root.is_dir():
        raise InvalidInput("is no folder", place=str(folder), hint="name the folder of the form and rule files")
    names: dict[str, str] = {}
    for file in sorted([*root.glob("*.toml"), *root.glob("forms/*.toml")]):
        text = file.read_text("utf-8", errors="replace")
        if kind_of(text) == KINDS["forms"] and (found := _FORM.search(text)):
            names.setdefault(found[1], file.name)
    if not names:
        hint = 'a form file begins with govreport = "form/1" and has an id such as "in/rti-2005"'
        raise InvalidInput("there is no form in it", place=str(folder), hint=hint)
    if len(names) > 1:
        told = ", ".join(f"{name}/… in {file}" for name, file in names.items())
        raise InvalidInput(f"its forms have several names: {told}", place=str(folder), hint="a folder for each")
    return RuleSet(next(iter(names)), root)
