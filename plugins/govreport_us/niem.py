"""Where each figure stands in the official XML: `niem.toml` as objects, which reader and writer share."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any, TypeAlias

import attrs

from govreport import Form
from govreport.reading import Source, parse_toml

FOIA = "{http://leisp.usdoj.gov/niem/FoiaAnnualReport/extension/1.03}"
IEPD = "{http://leisp.usdoj.gov/niem/FoiaAnnualReport/exchange/1.03}"
JXDM = "{http://niem.gov/niem/domains/jxdm/4.1}"
NC = "{http://niem.gov/niem/niem-core/2.0}"
STRUCTURES = "{http://niem.gov/niem/structures/2.0}"
ID, REF = f"{STRUCTURES}id", f"{STRUCTURES}ref"
ROOT = f"{IEPD}FoiaAnnualReport"
DATA_REFERENCE, ORGANIZATION_REFERENCE = f"{FOIA}ComponentDataReference", f"{NC}OrganizationReference"
FOOTNOTE = f"{FOIA}FootnoteText"
SINCE_2017 = f"{FOIA}SubsectionUsedSection"
"""The section that tells the newer form from the older one; the namespaces are the same."""
BELOW_ONE = "LT1"
OVERALL = "total"
"""The member that stands for the agency as a whole."""


@attrs.frozen
class Leaf:
    """An element with the value of one cell.

    Args:
        cell: the indicator.
        element: its name in the `foia` namespace.
        below: the element that stands in its place where the value is under 1.
        members: what follows the component in the address.
    """

    cell: str
    element: str
    below: str | None = None
    members: tuple[str, ...] = ()


@attrs.frozen
class Group:
    """One element for each member, told apart by a code."""

    cell: str
    group: str
    code: str
    element: str
    codes: Mapping[str, str]
    """The code of each member, in the order of the form."""


@attrs.frozen
class Wrap:
    """An element whose inside belongs to one member."""

    element: str
    content: tuple[Leaf, ...]


@attrs.frozen
class Items:
    """Items in their order, the first of which is the member `1` (or `r1`)."""

    element: str
    content: tuple[Leaf, ...]
    axis: str
    member: str = ""


Part: TypeAlias = Leaf | Group | Wrap | Items


@attrs.frozen
class XmlSection:
    """A section of the XML: rows, associations, footnotes.

    Args:
        id: the section of the form.
        table: the table of the form.
        element: the section's element.
        row: that of a row.
        association: the one that leads from a row to its component.
        prefix: of the ids of rows.
        content: what a row holds, in order.
    """

    id: str
    table: str
    element: str
    row: str
    association: str
    prefix: str
    content: tuple[Part, ...]

    @property
    def marker(self) -> tuple[str, tuple[str, ...]] | None:
        """The indicator and members (after the component) that mark a row without any value; None if rows have some."""
        first = self.content[0]
        if len(self.content) > 1 or not isinstance(first, Group | Items):
            return None
        if isinstance(first, Group):
            return first.cell, (next(iter(first.codes)),)
        return first.content[-1].cell, (f"{first.member}1",)


@functools.cache
def _data() -> tuple[Mapping[str, Any], ...]:
    file = files("govreport_us") / "niem.toml"
    return tuple(parse_toml(Source(file.read_bytes(), "us/niem.toml"))["section"])


@functools.lru_cache(maxsize=8)
def sections_of(form: Form) -> tuple[XmlSection, ...]:
    """Return the sections of the XML after the statutes', those of one edition, in the order of the schema."""
    return tuple(_section(each, form) for each in _data() if each["table"] in form.tables)


def _section(data: Mapping[str, Any], form: Form) -> XmlSection:
    plain = {key: data[key] for key in ("id", "table", "element", "row", "association", "prefix")}
    return XmlSection(**plain, content=tuple(_part(each, form) for each in data["content"]))


def _part(data: Mapping[str, Any], form: Form) -> Part:
    if "wrap" in data:
        return Wrap(data["wrap"], tuple(_leaves(data["content"], (data["member"],))))
    if "list" in data:
        leaves = tuple(_leaves(data["content"], ()))
        return Items(data["list"], leaves, form.indicators[leaves[0].cell].axes[-1], data.get("member", ""))
    if "group" in data:
        axis = form.axes[form.indicators[data["cell"]].axes[-1]]
        codes = data.get("codes") or {member.id: member.id for member in axis.leaves()}
        return Group(data["cell"], data["group"], data["code"], data["element"], codes)
    return next(_leaves([data], (data["member"],) if "member" in data else ()))


def _leaves(data: list[Mapping[str, Any]], members: tuple[str, ...]) -> Iterator[Leaf]:
    for each in data:
        yield Leaf(each["cell"], each["element"], each.get("below"), members)
