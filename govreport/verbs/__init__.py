"""What users do with reports. Each verb asks a registry of plugins; the installed ones, if none is given."""

from govreport.verbs.combining import compare, restate, roll_up
from govreport.verbs.finding import default_registry, form, project, read, register, usual_ledger
from govreport.verbs.judging import check, map_to
from govreport.verbs.publishing import Rendered, build, render, rendered, write

__all__ = [
    "Rendered",
    "build",
    "check",
    "compare",
    "default_registry",
    "form",
    "map_to",
    "project",
    "read",
    "register",
    "render",
    "rendered",
    "restate",
    "roll_up",
    "usual_ledger",
    "write",
]
