"""govreport: government annual reports from data, checked and published.

The public names are all here; each is imported when it is first used, so that `import govreport` stays quick.

>>> import govreport as gr
>>> report = gr.blank(gr.form("cn/ningxia-2017"), publisher="某县司法局", period=2017)
>>> report = report.fill({"own_docs": 26, "own_docs_marked_public": 26})
>>> print(gr.check(report).verdict)
pass
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govreport.checks import Finding, Findings, Outcome, Rule, Severity
    from govreport.checks.project import Project
    from govreport.combine.compare import Comparison
    from govreport.combine.register import Register
    from govreport.document import Document
    from govreport.errors import (
        FormError,
        GovReportError,
        InvalidInput,
        MissingGlyph,
        PluginError,
        ReportHasErrors,
        Unavailable,
        UnknownName,
        WriteFailed,
    )
    from govreport.model.cell import Cell
    from govreport.model.form import Form, Section
    from govreport.model.indicator import Axis, Indicator, Member
    from govreport.model.report import Attestation, Contribution, Note, Publisher, Report, Revision, Waiver, blank
    from govreport.model.table import Table
    from govreport.model.value import State, Value
    from govreport.plugin import Artifact, OutputFormat, Reader, Registry, RuleSet, Theme, hookimpl
    from govreport.verbs import (
        build,
        check,
        compare,
        form,
        map_to,
        project,
        read,
        register,
        render,
        restate,
        roll_up,
        write,
    )

__version__ = "0.1.0"

_HOMES = {
    "govreport.checks": ("Finding", "Findings", "Outcome", "Rule", "Severity"),
    "govreport.checks.project": ("Project",),
    "govreport.combine.compare": ("Comparison",),
    "govreport.combine.register": ("Register",),
    "govreport.document": ("Document",),
    "govreport.errors": (
        "FormError",
        "GovReportError",
        "InvalidInput",
        "MissingGlyph",
        "PluginError",
        "ReportHasErrors",
        "Unavailable",
        "UnknownName",
        "WriteFailed",
    ),
    "govreport.model.cell": ("Cell",),
    "govreport.model.form": ("Form", "Section"),
    "govreport.model.indicator": ("Axis", "Indicator", "Member"),
    "govreport.model.report": (
        "Attestation",
        "Contribution",
        "Note",
        "Publisher",
        "Report",
        "Revision",
        "Waiver",
        "blank",
    ),
    "govreport.model.table": ("Table",),
    "govreport.model.value": ("State", "Value"),
    "govreport.plugin": ("Artifact", "OutputFormat", "Reader", "Registry", "RuleSet", "Theme", "hookimpl"),
    "govreport.verbs": (
        "build",
        "check",
        "compare",
        "form",
        "map_to",
        "project",
        "read",
        "register",
        "render",
        "restate",
        "roll_up",
        "write",
    ),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [  # written out for type checkers, which do not run _HOMES
    "Artifact",
    "Attestation",
    "Axis",
    "Cell",
    "Comparison",
    "Contribution",
    "Document",
    "Finding",
    "Findings",
    "Form",
    "FormError",
    "GovReportError",
    "Indicator",
    "InvalidInput",
    "Member",
    "MissingGlyph",
    "Note",
    "Outcome",
    "OutputFormat",
    "PluginError",
    "Project",
    "Publisher",
    "Reader",
    "Register",
    "Registry",
    "Report",
    "ReportHasErrors",
    "Revision",
    "Rule",
    "RuleSet",
    "Section",
    "Severity",
    "State",
    "Table",
    "Theme",
    "Unavailable",
    "UnknownName",
    "Value",
    "Waiver",
    "WriteFailed",
    "blank",
    "build",
    "check",
    "compare",
    "form",
    "hookimpl",
    "map_to",
    "project",
    "read",
    "register",
    "render",
    "restate",
    "roll_up",
    "write",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first used."""
    if name not in _HOME:
        msg = f"module 'govreport' has no attribute {name!r}"
        raise AttributeError(msg)
    found = getattr(importlib.import_module(_HOME[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
