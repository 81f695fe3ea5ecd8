"""From the official XML to a report: every data element becomes a value, and what leads nowhere is kept and named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from govreport import Cell, Form, InvalidInput, Member, Note, Publisher, Report, Value
from govreport.plugin import ReadContext
from govreport.reading import Source, Unplaced
from govreport_us import rows
from govreport_us.cells import RowReader
from govreport_us.niem import (
    DATA_REFERENCE,
    FOIA,
    FOOTNOTE,
    ID,
    JXDM,
    NC,
    ORGANIZATION_REFERENCE,
    OVERALL,
    REF,
    ROOT,
    SINCE_2017,
    XmlSection,
    sections_of,
)
from govreport_us.parsing import parse
from govreport_us.values import number_of, plain_text, text_of

IV = f"{FOIA}Exemption3StatuteSection"
_STATUTE, _ASSOCIATION = f"{FOIA}ReliedUponStatute", f"{FOIA}ReliedUponStatuteOrganizationAssociation"
_QUANTITY = f"{FOIA}ReliedUponStatuteQuantity"
_STATUTE_TEXTS = {
    f"{JXDM}StatuteDescriptionText": "IV.statute",
    f"{FOIA}ReliedUponStatuteInformationWithheldText": "IV.withheld",
}
_HEADER = (
    "DocumentApplicationName DocumentCreationDate DocumentDescriptionText Organization DocumentFiscalYearDate".split()
)
_SCHEMA_LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"


def read(source: Source, context: ReadContext) -> Report:
    """Read an Annual FOIA Report in the official XML, of either generation of the schema.

    Raises:
        InvalidInput: if it is no such XML, or does not say whose report it is and for which year.
    """
    root = parse(source, ROOT)
    form = context.form(context.wanted or ("us/2017" if root.find(SINCE_2017) is not None else "us/2008"))
    return _Reading(root, form, source.name).report()


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


class _Reading:
    """One document while it is read."""

    def __init__(self, root: Element, form: Form, place: str) -> None:
        self.root, self.form, self.place = root, form, place
        self.values: dict[Cell, Value] = {}
        self.notes: list[Note] = []
        self.unplaced: list[Unplaced] = []
        self.organizations: dict[str, str] = {}
        self.components: list[Member] = []
        self.unknown: dict[str, str] = {}
        self.statutes: list[Member] = []
        self.references: dict[str, str] = {}
        self.own_order: dict[str, object] = {}
        self.own_ids: dict[str, list[str]] = {}
        self.own_header: dict[str, str] = {}
        self.loose: dict[str, list[str]] = {}
        self.own_notes: dict[str, str] = {}
        self.longest = 0

    def report(self) -> Report:
        publisher, period = self.header()
        by_element = {FOIA + section.element: section for section in sections_of(self.form)}
        present = [_local(each) for each in self.root if _local(each) not in _HEADER]
        for element in self.root:
            if element.tag == IV:
                self.read_statutes(element)
            elif (section := by_element.get(element.tag)) is not None:
                self.read_section(element, section)
            elif _local(element) not in _HEADER:
                self.leave(element)
        return self.filled(publisher, period, present)

    def filled(self, publisher: Publisher, period: str, present: list[str]) -> Report:
        unknown = [Member(each, {}, ref or None, unknown=True) for each, ref in self.unknown.items()]
        components = [*self.components, *unknown]
        reasons = [Member(f"r{number}", {"en": f"{number}"}) for number in range(1, self.longest + 1)]
        report = Report(
            self.form,
            publisher,
            period,
            values=self.values,
            kind="decentralized" if components else "centralized",
            published=self.created(),
            notes=tuple(self.notes),
            unplaced=tuple(self.unplaced),
            extra=self.kept(present),
        )
        for axis, named in (("component", components), ("statute", self.statutes), ("other_reason", reasons)):
            report = report.name(axis, named) if named else report
        return report

    def leave(self, element: Element) -> None:
        """Keep what has no place in the form."""
        text = " ".join("".join(element.itertext()).split())
        self.unplaced.append(Unplaced(f"<{_local(element)}> {text}", reason="the form has no place for it"))

    # --- header ------------------------------------------------------------------------------------------------------

    def header(self) -> tuple[Publisher, str]:
        agency = self.root.find(f"{NC}Organization")
        year = self.root.findtext(f"{FOIA}DocumentFiscalYearDate") or ""
        if not year.strip().isdigit():
            what = f"does not say for which fiscal year it is (DocumentFiscalYearDate is {year.strip()[:40]!r})"
            raise InvalidInput(what, place=self.place, hint="write the year there, as in 2024")
        name = "" if agency is None else agency.findtext(f"{NC}OrganizationName") or ""
        short = "" if agency is None else agency.findtext(f"{NC}OrganizationAbbreviationText") or ""
        if agency is None or not (name.strip() or short.strip()):
            raise InvalidInput("does not say whose report it is (no nc:OrganizationName)", place=self.place)
        self.organizations[agency.get(ID) or ""] = OVERALL
        self.own("agency", agency.get(ID) or "", "ORG0")
        self.own("year", year, year.strip())
        for unit in agency.findall(f"{NC}OrganizationSubUnit"):
            self.add_component(unit)
        self.read_application()
        return Publisher(name or short, short or None), year.strip()

    def add_component(self, unit: Element) -> None:
        given = unit.get(ID) or ""
        number = given.removeprefix("ORG")
        taken = {member.id for member in self.components}
        member = f"C{number}" if number.isdigit() and number != "0" and f"C{number}" not in taken else ""
        member = member or next(f"C{free}" for free in range(1, 10**6) if f"C{free}" not in taken)
        if given and given not in self.organizations:
            self.organizations[given] = member
        if given != rows.organization_id(member):
            self.references[member] = given
        label = unit.findtext(f"{NC}OrganizationName")
        short = unit.findtext(f"{NC}OrganizationAbbreviationText")
        self.components.append(Member(member, {"en": label} if label else {}, short or None))

    def read_application(self) -> None:
        application = self.root.find(f"{NC}DocumentApplicationName")
        name = "" if application is None else application.text or ""
        version = "" if application is None else application.get(f"{NC}applicationVersionText") or ""
        self.own("application", name, rows.APPLICATION)
        self.own("version", version, rows.APPLICATION_VERSION)
        self.own("description", self.root.findtext(f"{NC}DocumentDescriptionText") or "", rows.DESCRIPTION)
        self.own("schema", self.root.get(_SCHEMA_LOCATION) or "", rows.SCHEMA)
        date = self.root.findtext(f"{NC}DocumentCreationDate/{NC}Date") or ""
        created = self.created()
        self.own("created", date, created.isoformat() if created else "")

    def own(self, key: str, found: str, usual: str) -> None:
        """Remember what stands in the header, if it is not what usually stands there."""
        if found != usual:
            self.own_header[key] = found

    def created(self) -> dt.date | None:
        try:
            return dt.date.fromisoformat(self.root.findtext(f"{NC}DocumentCreationDate/{NC}Date") or "")
        except ValueError:
            return None

    # --- rows --------------------------------------------------------------------------------------------------------

    def read_section(self, element: Element, section: XmlSection) -> None:
        row_tag, association_tag = FOIA + section.row, FOIA + section.association
        found = [each for each in element if each.tag == row_tag]
        leads = self.associations([each for each in element if each.tag == association_tag], found)
        naming, reader, members = _Naming(self), RowReader.of(section, self.form), list[str]()
        for row in found:
            given = row.get(ID) or ""
            member = naming.member(leads.get(given))
            members.append(member)
            if given not in leads:
                self.loose.setdefault(section.table, []).append(given)
            self.longest = max(self.longest, reader.read(row, member, self.values, self.leave))
        for other in element:
            if other.tag == FOOTNOTE:
                self.add_note(other, section.id)
            elif other.tag not in {row_tag, association_tag}:
                self.leave(other)
        self.keep_rows(section, members, [row.get(ID) or "" for row in found])

    def associations(self, elements: Iterable[Element], data: Iterable[Element]) -> dict[str, str | None]:
        """Return to which organisation each row leads; what leads from no row is left over."""
        known = {each.get(ID) or "" for each in data}
        leads: dict[str, str | None] = {}
        for element in elements:
            row, organization = _ends(element)
            if row is None or row not in known or row in leads:
                told = f"<{_local(element)}> {row} to {organization}"
                self.unplaced.append(Unplaced(told, reason="leads from no row, or from one a second time"))
            else:
                leads[row] = organization
        return leads

    def keep_rows(self, section: XmlSection, members: list[str], ids: list[str]) -> None:
        """Remember order and ids of rows where they are not the usual ones."""
        if members != rows.in_order(members, self.named()):
            self.own_order[section.table] = members
        if ids != rows.usual_ids(members, section.prefix):
            self.own_order[section.table] = members
            self.own_ids[section.table] = ids

    def named(self) -> list[str]:
        """Return the components met so far, as the agency lists them, then the unknown ones."""
        return [*(each.id for each in self.components), *self.unknown]

    def add_note(self, element: Element, section: str) -> None:
        text = plain_text(element.text or "") or element.text  # an empty one is kept too, as it stands
        if not text:
            return
        note = Note(f"n{len(self.notes) + 1}", text, section=section)
        self.notes.append(note)
        if text != element.text:
            self.own_notes[note.id] = element.text or ""

    # --- section IV --------------------------------------------------------------------------------------------------

    def read_statutes(self, element: Element) -> None:
        ids: dict[str, str] = {}
        for number, statute in enumerate(element.findall(_STATUTE), 1):
            member = f"s{number}"
            ids.setdefault(statute.get(ID) or "", member)
            if statute.get(ID) != f"ES{number}":
                self.references[member] = statute.get(ID) or ""
            self.read_statute(statute, member)
        naming: dict[str, _Naming] = {}
        order: list[list[str]] = []
        for association in element.findall(_ASSOCIATION):
            given, organization = _ends(association)
            statute_of = ids.get(given or "") or self.unknown_statute(given, ids)
            member = naming.setdefault(statute_of, _Naming(self)).member(organization)
            self.values[Cell("IV.count", (statute_of, member))] = number_of(association.findtext(_QUANTITY))
            order.append([statute_of, member])
        for other in element:
            if other.tag == FOOTNOTE:
                self.add_note(other, "IV")
            elif other.tag not in {_STATUTE, _ASSOCIATION}:
                self.leave(other)
        self.keep_statutes(order)

    def read_statute(self, statute: Element, member: str) -> None:
        label = " ".join((statute.findtext(f"{JXDM}StatuteDescriptionText") or "").split())
        self.statutes.append(Member(member, {"en": label} if label else {}))
        cases = 0
        for child in statute:
            if child.tag in _STATUTE_TEXTS:
                self.values[Cell(_STATUTE_TEXTS[child.tag], (member,))] = text_of(child.text)
            elif child.tag == f"{NC}Case":
                cases += 1
                row = member if cases == 1 else f"{member}#{cases}"
                self.values[Cell("IV.case", (row,))] = text_of(child.findtext(f"{NC}CaseTitleText"))
            else:
                self.leave(child)

    def unknown_statute(self, given: str | None, ids: dict[str, str]) -> str:
        """Name a statute that quantities speak of and nobody describes."""
        member = f"u{sum(each.unknown for each in self.statutes) + 1}"
        self.statutes.append(Member(member, {}, given or None, unknown=True))
        self.references[member] = given or ""
        ids[given or ""] = member
        return member

    def keep_statutes(self, order: list[list[str]]) -> None:
        if order != rows.usual_counts(order, [each.id for each in self.statutes], self.named()):
            self.own_order["IV"] = order

    def kept(self, present: list[str]) -> dict[str, object]:
        """Return what only writing back needs: what is not as usual."""
        usual = [_local_name(IV), *(section.element for section in sections_of(self.form))]
        found: dict[str, object] = {
            "header": self.own_header,
            "references": self.references,
            "order": self.own_order,
            "ids": self.own_ids,
            "loose": self.loose,
            "notes": self.own_notes,
            "sections": [] if present == usual else present,
        }
        told = {key: value for key, value in found.items() if value}
        return {rows.PACKAGE: told} if told else {}


def _local_name(tag: str) -> str:
    return tag.rpartition("}")[2]


def _ends(association: Element) -> tuple[str | None, str | None]:
    """Return what an association leads from and to; None where it does not say."""
    data, organization = association.find(DATA_REFERENCE), association.find(ORGANIZATION_REFERENCE)
    return (None if data is None else data.get(REF), None if organization is None else organization.get(REF))


class _Naming:
    """The members of the rows of one section: a component's second row is marked, what leads nowhere is unknown.

    Rows that lead to the same missing organisation are those of one unknown member; of rows that name none, each is of
    one of its own, since nothing says that they belong together.
    """

    def __init__(self, reading: _Reading) -> None:
        self.reading = reading
        self.taken: dict[str, int] = {}

    def member(self, reference: str | None) -> str:
        known = self.reading.organizations.get(reference) if reference is not None else None
        member = known or self.unknown(reference)
        self.taken[member] = self.taken.get(member, 0) + 1
        return member if self.taken[member] == 1 else f"{member}#{self.taken[member]}"

    def unknown(self, reference: str | None) -> str:
        unknown, references = self.reading.unknown, self.reading.references
        for member, other in unknown.items():
            kept = references.get(member)
            if other == (reference or "") and kept == reference and (reference or member not in self.taken):
                return member
        member = f"U{len(unknown) + 1}"
        unknown[member] = reference or ""
        if reference is not None:
            references[member] = reference
        return member


def facts(report: Report) -> Iterator[tuple[Cell, Value]]:
    """Yield what a report states: its values, without those that only say that a row was there."""
    return ((cell, value) for cell, value in report.values.items() if value.state != "absent")
