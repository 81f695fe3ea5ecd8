"""The usual order and ids of what the XML lists: what reader and writer need not tell each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from govreport import Report
from govreport_us.niem import OVERALL

APPLICATION, APPLICATION_VERSION = "FOIA Annual Report Workbook", "1.1"
DESCRIPTION = "FOIA Annual Report"
SCHEMA = "http://leisp.usdoj.gov/niem/FoiaAnnualReport/exchange/1.03 ../schema/exchange/FoiaAnnualReport.xsd"
PACKAGE = "govreport_us"
"""The key of `extra` under which stands what only writing back needs."""


def original(member: str) -> str:
    """Return the member that a row given twice is of: `C3` of `C3#2`."""
    return member.partition("#")[0]


def in_order(present: Iterable[str], named: Iterable[str]) -> list[str]:
    """Return the components with a row in the usual order: as the agency lists them, itself last.

    >>> in_order(["total", "C2", "C1#2", "C1"], ["C1", "C2"])
    ['C1', 'C1#2', 'C2', 'total']
    """
    places = {member: place for place, member in enumerate([*named, OVERALL])}

    def place(member: str) -> tuple[int, int]:
        return places.get(original(member), -1), int(member.partition("#")[2] or 0)

    return sorted(dict.fromkeys(present), key=place)


def usual_ids(members: Sequence[str], prefix: str) -> list[str]:
    """Return the usual ids of rows: counted from 1; that of the agency as a whole is 0, if it has components.

    >>> usual_ids(["C1", "C2", "total"], "PS"), usual_ids(["total"], "PS")
    (['PS1', 'PS2', 'PS0'], ['PS1'])
    """
    overall = OVERALL if len(members) > 1 else None
    numbers = iter(range(1, len(members) + 1))
    return [f"{prefix}0" if member == overall else f"{prefix}{next(numbers)}" for member in members]


def organization_id(member: str) -> str | None:
    """Return the usual id of an organisation: `ORG3` of `C3`, `ORG0` of the agency.

    >>> organization_id("C3#2"), organization_id("total"), organization_id("U1")
    ('ORG3', 'ORG0', None)
    """
    if original(member) == OVERALL:
        return "ORG0"
    found = re.fullmatch(r"C(\d+)", original(member))
    return f"ORG{found[1]}" if found else None


def extra_of(report: Report) -> Mapping[str, object]:
    """Return what was kept for writing back."""
    found = report.extra.get(PACKAGE)
    return found if isinstance(found, Mapping) else {}


def extra_map(report: Report, key: str) -> Mapping[str, object]:
    """Return one table of what was kept for writing back; empty if there is none."""
    found = extra_of(report).get(key)
    return found if isinstance(found, Mapping) else {}


def texts(given: object) -> list[str]:
    """Return a list of texts, whatever else it may be."""
    return [str(each) for each in given] if isinstance(given, list) else []


def pairs(given: object) -> Iterator[tuple[str, str]]:
    """Yield the pairs of a list of lists of two, whatever else it may hold."""
    for each in given if isinstance(given, list) else ():
        if isinstance(each, list) and len(each) == 2:
            yield str(each[0]), str(each[1])


def usual_counts(given: Iterable[list[str]], statutes: Iterable[str], named: Iterable[str]) -> list[list[str]]:
    """Return statute and component of each quantity of section IV in the usual order: by statute, then as listed."""
    listed, by_statute = list(named), dict[str, list[str]]()
    for statute, member in given:
        by_statute.setdefault(statute, []).append(member)
    return [[each, member] for each in statutes for member in in_order(by_statute.get(each, ()), listed)]
