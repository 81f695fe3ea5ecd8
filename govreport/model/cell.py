"""Addresses: which value of a report is meant.

An address is an indicator and one member of each of its axes, in their order: `own_docs`,
`requests_new[natural_person]`, `V_B_1.reason[C1,NoRecords]`. A second row for one member keeps its own address,
marked on the member: `V_B_1.reason[C3#2,Other]`.
"""

from __future__ import annotations

import functools
import re

import attrs

from govreport.errors import InvalidInput

INDICATOR_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9][A-Za-z0-9_]*)*")
MEMBER_ID = re.compile(r"[A-Za-z0-9_.+-]+")
_REPEAT = re.compile(r"#[1-9][0-9]*\Z")
_ADDRESS = re.compile(rf"({INDICATOR_ID.pattern})(?:\[([^\[\]]*)\])?")


@attrs.frozen(order=True, cache_hash=True)
class Cell:
    """The address of one value; `str()` gives it as written in files.

    >>> Cell("V_B_1.reason", ("C1", "NoRecords"))
    Cell('V_B_1.reason[C1,NoRecords]')
    """

    indicator: str
    members: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.indicator}[{','.join(self.members)}]" if self.members else self.indicator

    def __repr__(self) -> str:
        return f"Cell('{self}')"


@functools.lru_cache(maxsize=65536)
def parse_cell(address: str) -> Cell:
    """Read an address as written in files.

    Raises:
        InvalidInput: if it is none.

    >>> parse_cell("requests_new[ total ]").members
    ('total',)
    """
    found = _ADDRESS.fullmatch(address.strip())
    if not found:
        raise InvalidInput(f"{address!r} is no address of a cell", hint="write indicator or indicator[member,member]")
    indicator, inside = found.groups()
    members = tuple(part.strip() for part in inside.split(",")) if inside is not None else ()
    for member in members:
        if not MEMBER_ID.fullmatch(_REPEAT.sub("", member)):
            raise InvalidInput(f"{address!r} is no address of a cell: {member!r} is no member id")
    return Cell(indicator, members)


def repeat_order(member: str) -> tuple[str, int]:
    """Return what sorts a member's repeated rows after it, the tenth after the second."""
    name, _, mark = member.partition("#")
    return name, int(mark or 0)


def original(member: str) -> str:
    """Return the member that a repeated row's mark stands for: `C3` of `C3#2`."""
    return member.partition("#")[0]
