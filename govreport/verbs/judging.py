"""Checking a report, and carrying it over to a newer edition of its form."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from govreport.errors import InvalidInput
from govreport.model.frozen import FrozenMap
from govreport.model.report import Report
from govreport.plugin.registry import Registry
from govreport.verbs.finding import default_registry

if TYPE_CHECKING:
    from govreport.checks import Findings
    from govreport.checks.outcome import Members
    from govreport.checks.project import Project
    from govreport.combine.mapping import Mapped
    from govreport.combine.register import Register
    from govreport.model.form import Form


def check(
    report: Report,
    *,
    previous: Report | None = None,
    members: Iterable[Report] = (),
    register: Register | None = None,
    project: Project | None = None,
    registry: Registry | None = None,
) -> Findings:
    """Judge every rule of the report's form, and return what was found.

    Args:
        report: what to check.
        previous: the filed report of the period before, for the rules over time.
        members: for a report that adds up others, the reports of its members.
        register: who owes it a report, for the rules about who is missing and about complete sums.
        project: which rules apply, and how strictly; all as their authors made them if not given.
        registry: where to look for rules; the installed plugins if not given.

    Raises:
        FormError: if a rule of the rule set is itself wrong.

    >>> import govreport as gr
    >>> report = gr.blank(gr.form("cn/ningxia-2017"), "某局", 2017).fill({"own_staff": 3, "own_staff_full_time": 2,
    ...     "own_staff_part_time": 2})
    >>> [finding.rule for finding in check(report).errors]
    ['NX-STAFF-OWN']
    """
    from govreport.checks.check import check_with

    registry = registry or default_registry()
    book = registry.rules(report.form)
    if previous is not None and registry.mapping(previous.form, report.form):
        previous = map_to(previous, report.form, registry=registry).report
    below = _members(report, tuple(members), register, registry)
    return check_with(book if project is None else project.apply(book), report, previous, below)


def _members(report: Report, members: tuple[Report, ...], register: Register | None, registry: Registry) -> Members:
    """Return the members' reports by name, carried over to the form of their sum, and who is missing."""
    from govreport.checks.outcome import Members

    missing = register.missing(members, report.year) if register is not None and report.year is not None else None
    carried = (map_to(each, report.form, registry=registry).report for each in members)
    return Members(FrozenMap({each.publisher.name: each for each in carried}), missing)


def map_to(report: Report, form: Form | str, *, registry: Registry | None = None) -> Mapped:
    """Return a report carried over to a newer edition of its form, with what became of each figure.

    Args:
        report: the report.
        form: the newer edition, or its id.
        registry: where to look for forms and mappings.

    Raises:
        InvalidInput: if no mapping leads there.
    """
    from govreport.combine.mapping import Mapped, apply_mapping, joined

    registry = registry or default_registry()
    target = registry.form(form) if isinstance(form, str) else form
    if target.id == report.form.id:
        return Mapped(report, tuple(report.values))
    steps = registry.mapping(report.form, target)
    if not steps:
        what = f"no mapping leads from form {report.form.id} to {target.id}"
        raise InvalidInput(what, hint="only newer editions of the same form can be reached")
    found = [apply_mapping(steps[0], report, registry.form(steps[0].new))]
    for step in steps[1:]:
        found.append(apply_mapping(step, found[-1].report, registry.form(step.new)))
    return found[0] if len(found) == 1 else joined(report, found)
