"""From a report to the official XML: as the schema has its elements, and as the file had them that it came from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govreport import Cell, InvalidInput, Member, Note, Report, State, Value
from govreport.document import Document
from govreport.plugin import RenderContext
from govreport_us import rows
from govreport_us.niem import BELOW_ONE, OVERALL, Group, Items, Leaf, Part, Wrap, XmlSection, sections_of
from govreport_us.values import plain_text, token_of

_NAMESPACES = (
    ("iepd", "http://leisp.usdoj.gov/niem/FoiaAnnualReport/exchange/1.03"),
    ("foia", "http://leisp.usdoj.gov/niem/FoiaAnnualReport/extension/1.03"),
    ("i", "http://niem.gov/niem/appinfo/2.0"),
    ("j", "http://niem.gov/niem/domains/jxdm/4.1"),
    ("nc", "http://niem.gov/niem/niem-core/2.0"),
    ("s", "http://niem.gov/niem/structures/2.0"),
    ("xsi", "http://www.w3.org/2001/XMLSchema-instance"),
)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ABSENT = Value(state=State.ABSENT)
_MOST = 20
"""How many cells a warning names."""


def render(document: Document, context: RenderContext) -> str:
    """Return the report in the official XML; what it has no word for is among the warnings.

    options: `schema`, the path of the official `FoiaAnnualReport.xsd`: what does not agree with it is then a warning.
    """
    report = context.report
    if report is None or not report.form.id.startswith("us/"):
        form = "no report" if report is None else f"a report of form {report.form.id}"
        msg = f"this is {form}, and only Annual FOIA Reports (us/2008, us/2017) have an XML of their own"
        raise InvalidInput(msg, hint="write JSON to keep it as data")
    writer = _Writer(report)
    text = writer.document()
    context.warnings.extend(writer.warnings())
    if schema := str(context.options["schema"]):
        from govreport_us.schema import validate

        context.warnings.extend(f"schema: {each}" for each in validate(text.encode(), schema))
    return text


def element(name: str, inside: str | None, attributes: str = "") -> str:
    """Return an element with a text inside, escaped so that a parser gives every letter of it back."""
    return f"<{name}{attributes}>{escaped(inside or '')}</{name}>"


def escaped(text: str) -> str:
    """Return a text as it stands in XML.

    >>> escaped("a < b & c")
    'a &lt; b &amp; c'
    """
    if (found := _ILLEGAL.search(text)) is not None:
        raise InvalidInput(f"{text[:40]!r} holds a character that XML cannot hold ({found[0]!r})", hint="delete it")
    if text.isalnum():
        return text
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return text.replace("\r", "&#13;").replace("\t", "&#9;")


class _Writer:
    """One report while it is written."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.written: set[Cell] = set()
        self.unsaid: list[str] = []
        self.header = rows.extra_map(report, "header")
        self.references = rows.extra_map(report, "references")
        self.components = report.members.get("component", ())
        self.named = [member.id for member in self.components]
        self.organizations = self.organization_ids()

    # --- header ------------------------------------------------------------------------------------------------------

    def own(self, key: str, usual: str) -> str:
        """Return what stood in the header of the file that the report came from, else what usually stands there."""
        return str(self.header.get(key, usual))

    def organization_ids(self) -> dict[str, str]:
        """Return the id of each organisation that the agency lists, by member."""
        found = {OVERALL: self.own("agency", "ORG0")}
        known = [member for member in self.components if not member.unknown]
        for member in known:
            given = self.references.get(member.id, rows.organization_id(member.id))
            if isinstance(given, str):
                found[member.id] = given
        taken, number = set(found.values()), 1
        for member in known:
            while member.id not in found:
                if f"ORG{number}" not in taken:
                    found[member.id] = f"ORG{number}"
                number += 1
        return found

    def document(self) -> str:
        """Return the whole document."""
        declared = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES)
        schema = self.own("schema", rows.SCHEMA)
        located = f' xsi:schemaLocation="{escaped(schema)}"' if schema else ""
        parts = [
            f'<?xml version="1.0" encoding="UTF-8"?>\n<iepd:FoiaAnnualReport{declared}{located}>\n  ',
            *self.head(),
            *self.sections(),
            "</iepd:FoiaAnnualReport>\n",
        ]
        return "".join(parts)

    def head(self) -> Iterator[str]:
        version = f' nc:applicationVersionText="{escaped(self.own("version", rows.APPLICATION_VERSION))}"'
        created = self.own("created", self.report.published.isoformat() if self.report.published else "")
        yield element("nc:DocumentApplicationName", self.own("application", rows.APPLICATION), version) + "\n  "
        yield f"<nc:DocumentCreationDate>\n    {element('nc:Date', created)}\n  </nc:DocumentCreationDate>\n  "
        yield element("nc:DocumentDescriptionText", self.own("description", rows.DESCRIPTION)) + "\n"
        publisher = self.report.publisher
        yield f'<nc:Organization s:id="{escaped(self.organizations[OVERALL])}">'
        yield self.names(publisher.id, publisher.name)
        for member in self.components:
            if not member.unknown:
                label = next(iter(member.labels.values()), None)
                yield f'<nc:OrganizationSubUnit s:id="{escaped(self.organizations[member.id])}">'
                yield self.names(member.short, label) + "</nc:OrganizationSubUnit>"
        yield "</nc:Organization>"
        yield element("foia:DocumentFiscalYearDate", self.own("year", self.report.period))

    def names(self, short: str | None, name: str | None) -> str:
        abbreviation = "" if short is None else element("nc:OrganizationAbbreviationText", short)
        return abbreviation + ("" if name is None else element("nc:OrganizationName", name))

    # --- sections ----------------------------------------------------------------------------------------------------

    def sections(self) -> Iterator[str]:
        by_element = {section.element: section for section in sections_of(self.report.form)}
        wanted = rows.extra_of(self.report).get("sections")
        for name in wanted if isinstance(wanted, list) else ["Exemption3StatuteSection", *by_element]:
            if name == "Exemption3StatuteSection":
                inside = "".join((*self.statutes(), *self.counts(), *self.footnotes("IV")))
            elif name in by_element:
                inside = "".join(self.section(by_element[name]))
            else:
                continue
            yield f"<foia:{name}>{inside}</foia:{name}>"

    def section(self, section: XmlSection) -> Iterator[str]:
        listed = self.rows_of(section)
        loose = rows.extra_map(self.report, "loose").get(section.table)
        for member, row in listed:
            inside = "".join(self.part(part, member) for part in section.content)
            yield f'<foia:{section.row} s:id="{escaped(row)}">{inside}</foia:{section.row}>'
        for member, row in listed:
            if not isinstance(loose, list) or row not in loose:
                yield f"<foia:{section.association}>{self.ends(row, member)}</foia:{section.association}>"
        yield from self.footnotes(section.id)

    def rows_of(self, section: XmlSection) -> list[tuple[str, str]]:
        """Return component and id of each row, as the file had them; rows that were added since come after."""
        present = self.report.members_in(section.table, "component")
        usual = rows.in_order(present, self.named)
        own = rows.texts(rows.extra_map(self.report, "order").get(section.table))
        order = [*(each for each in own if each in present), *(each for each in usual if each not in own)]
        given = rows.texts(rows.extra_map(self.report, "ids").get(section.table))
        ids = given if own == order and len(given) == len(order) else rows.usual_ids(order, section.prefix)
        return list(zip(order, ids, strict=True))

    def ends(self, row: str, member: str) -> str:
        base = rows.original(member)
        organization = self.organizations.get(base, self.references.get(base))
        leads = "" if organization is None else f'<nc:OrganizationReference s:ref="{escaped(str(organization))}"/>'
        return f'<foia:ComponentDataReference s:ref="{escaped(row)}"/>{leads}'

    def footnotes(self, section: str) -> Iterator[str]:
        own = rows.extra_map(self.report, "notes")
        for note in self.report.notes:
            if self.place_of(note) == section:
                as_read = str(own.get(note.id, note.text))
                yield element(
                    "foia:FootnoteText", as_read if note.text in {as_read, plain_text(as_read)} else note.text
                )

    def place_of(self, note: Note) -> str | None:
        """Return the section that a note belongs to; one on cells belongs to theirs, since the XML has no other."""
        if note.section is not None or not note.cells:
            return note.section
        table = self.report.form.table_of(note.cells[0])
        return next((each.id for each in self.report.form.sections if table in each.tables), None)

    # --- rows --------------------------------------------------------------------------------------------------------

    def part(self, part: Part, member: str) -> str:
        if isinstance(part, Leaf):
            return self.leaf(part, (member, *part.members))
        if isinstance(part, Wrap):
            inside = "".join(self.leaf(leaf, (member, *leaf.members)) for leaf in part.content)
            return f"<foia:{part.element}>{inside}</foia:{part.element}>"
        return "".join(self.group(part, member) if isinstance(part, Group) else self.items(part, member))

    def leaf(self, leaf: Leaf, members: tuple[str, ...]) -> str:
        cell = Cell(leaf.cell, members)
        value = self.report.values.get(cell, _ABSENT)
        if value.state is State.ABSENT:
            return ""
        if value.state is State.BELOW and value.bound == 1 and value.raw is None and leaf.below is not None:
            self.written.add(cell)
            return element(f"foia:{leaf.below}", BELOW_ONE)
        return self.said(cell, value, f"foia:{leaf.element}")

    def said(self, cell: Cell, value: Value, name: str) -> str:
        """Return the element of a value; nothing, and a word about it, where the XML cannot say it."""
        token = token_of(value)
        self.written.add(cell)
        if token is None:
            self.unsaid.append(f"{cell} ({value.state})")
            return ""
        return element(name, token)

    def group(self, group: Group, member: str) -> Iterator[str]:
        for each, code in group.codes.items():
            for cell in self.with_repeats(group.cell, member, each):
                value = self.report.values[cell]
                if value.state is not State.ABSENT:
                    told = self.said(cell, value, f"foia:{group.element}")
                    if told:
                        yield f"<foia:{group.group}>{element(f'foia:{group.code}', code)}{told}</foia:{group.group}>"

    def with_repeats(self, indicator: str, member: str, last: str) -> Iterator[Cell]:
        """Yield the cell of a member, and those of its further rows, as far as the report has them."""
        cell, number = Cell(indicator, (member, last)), 1
        while cell in self.report.values:
            yield cell
            number += 1
            cell = Cell(indicator, (member, f"{last}#{number}"))

    def items(self, items: Items, member: str) -> Iterator[str]:
        for place in self.places(items):
            inside = "".join(self.leaf(leaf, (member, place)) for leaf in items.content)
            if inside:
                yield f"<foia:{items.element}>{inside}</foia:{items.element}>"

    def places(self, items: Items) -> Iterator[str]:
        if items.member:
            yield from (member.id for member in self.report.members.get(items.axis, ()))
            return
        ranks = [member.id for member in self.report.form.axes[items.axis].leaves()]
        yield from ranks
        table = self.report.form.table_of(Cell(items.content[0].cell, (OVERALL, ranks[0])))
        further = self.report.members_in(table.id, items.axis) if table else frozenset[str]()
        yield from sorted((each for each in further if "#" in each), key=lambda each: int(each.partition("#")[2]))

    # --- section IV --------------------------------------------------------------------------------------------------

    def statute_ids(self) -> Iterator[tuple[Member, str]]:
        for number, member in enumerate(self.report.members.get("statute", ()), 1):
            yield member, str(self.references.get(member.id, f"ES{number}"))

    def statutes(self) -> Iterator[str]:
        for member, name in self.statute_ids():
            if member.unknown:
                continue
            inside = self.text("IV.statute", member.id, "j:StatuteDescriptionText")
            inside += self.text("IV.withheld", member.id, "foia:ReliedUponStatuteInformationWithheldText")
            row, number = member.id, 1
            while title := self.text("IV.case", row, "nc:CaseTitleText"):
                inside += f"<nc:Case>{title}</nc:Case>"
                number += 1
                row = f"{member.id}#{number}"
            yield f'<foia:ReliedUponStatute s:id="{escaped(name)}">{inside}</foia:ReliedUponStatute>'

    def text(self, indicator: str, member: str, name: str) -> str:
        cell = Cell(indicator, (member,))
        value = self.report.values.get(cell, _ABSENT)
        return "" if value.state is State.ABSENT else self.said(cell, value, name)

    def counts(self) -> Iterator[str]:
        ids = {member.id: name for member, name in self.statute_ids()}
        present = [list(cell.members) for cell in self.report.values if cell.indicator == "IV.count"]
        own = [list(pair) for pair in rows.pairs(rows.extra_map(self.report, "order").get("IV"))]
        usual = rows.usual_counts(present, list(ids), self.named)
        kept = [pair for pair in own if pair in present]
        for statute, member in [*kept, *(pair for pair in usual if pair not in own)]:
            cell = Cell("IV.count", (statute, member))
            quantity = self.said(cell, self.report.values[cell], "foia:ReliedUponStatuteQuantity")
            name = "foia:ReliedUponStatuteOrganizationAssociation"
            yield f"<{name}>{self.ends(ids[statute], member)}{quantity}</{name}>"

    # --- what is not in it -------------------------------------------------------------------------------------------

    def warnings(self) -> Iterator[str]:
        """Yield what the XML does not hold of the report."""
        if self.unsaid:
            yield f"the XML has no word for {_listed(self.unsaid)}: left out"
        left = [str(cell) for cell, value in self.report.values.items()
                if value.state is not State.ABSENT and cell not in self.written]  # fmt: skip
        if left:
            yield f"the XML has no place for {_listed(left)}"
        told = [section for section, text in self.report.narrative.items() if text]
        if told:
            yield f"the XML has no place for the text of section {', '.join(told)}"
        if any(self.place_of(note) is None for note in self.report.notes):
            yield "the XML has no place for notes on the report as a whole"


def _listed(cells: list[str]) -> str:
    more = len(cells) - _MOST
    return ", ".join(cells[:_MOST]) + (f" and {more} more" if more > 0 else "")
