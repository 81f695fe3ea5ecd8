"""Reading back a workbook that was drawn here: each place by the formula that points to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import attrs
from openpyxl.utils import get_column_letter

from govreport import Attestation, Cell, InvalidInput, Member, Publisher, Report, State, UnknownName, Value
from govreport.checks import totals
from govreport.checks.identities import identities
from govreport.plugin import ReadContext
from govreport.reading import Origin, Source, Unplaced, build_report, parse_json, read_date
from govreport_xlsx.book import parse_reference
from govreport_xlsx.cells import held_as, shown_text, value_of
from govreport_xlsx.data import FORMAT, NAME
from govreport_xlsx.rows import naming_of, nested_axes
from govreport_xlsx.words import told

_BLANK, _ABSENT = Value(state=State.BLANK), Value(state=State.ABSENT)
_DATES = {"published", "attestation.date"}


def hidden_sheet(book: Any) -> Any:
    """Return the hidden sheet of a workbook that was drawn here, also if it was renamed; None if it has none."""
    found = (sheet for sheet in book.worksheets if sheet.max_row and sheet.cell(1, 1).value == NAME)
    return next((sheet for sheet in found if sheet.cell(1, 2).value == FORMAT), None)


@attrs.frozen
class Found:
    """One entry of the hidden sheet, with what stands in its place now.

    Args:
        kind, key: as it was written.
        sheet, row, column: where it is now; from 1.
        held: what was put there.
        value: what stands there now; of a formula its last result.
        formula: the formula there, if there is one.
    """

    kind: str
    key: str
    sheet: str
    row: int
    column: int
    held: Any
    value: Any
    formula: str | None

    @property
    def place(self) -> str:
        """The sheet and the cell."""
        return f"{self.sheet}!{get_column_letter(self.column)}{self.row}"

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands there."""
        return self.formula is None and (self.value is None or not str(self.value).strip())

    @property
    def is_unchanged(self) -> bool:
        """Whether what was put there still stands there."""
        return bool(held_as(self.value) == held_as(self.held))


class OwnBook:
    """A workbook that was drawn here.

    Args:
        source: the file.
        values, formulas: the workbook with the results of formulas, and with the formulas themselves.
        hidden: the name of its hidden sheet.
        context: for forms and rules.
    """

    def __init__(self, source: Source, values: Any, formulas: Any, hidden: str, context: ReadContext) -> None:
        self.name, self.values, self.formulas, self.context = source.name, values, formulas, context
        self.hidden = values[hidden]
        self.references = formulas[hidden]
        self.unplaced: list[Unplaced] = []

    def error(self, what: str, place: str, hint: str) -> InvalidInput:
        """Return the error to raise for a place of the workbook."""
        return InvalidInput(what, place=": ".join(filter(None, (self.name, place))), hint=hint)

    def report(self) -> Report:
        """Return the report."""
        self.check_heads()
        report = self.texts(self.fields(self.base))
        report = self.named(report)
        report = self.filled(report)
        for each in self.of_kind("told"):
            if not each.is_unchanged:
                reason = told("read.told", report.in_language, each.place)
                self.unplaced.append(Unplaced(shown_text(each.value), reason=reason))
        return attrs.evolve(report, unplaced=(*report.unplaced, *self.unplaced))

    # --- the hidden sheet ------------------------------------------------------------------------------------------

    @cached_property
    def base(self) -> Report:
        """The report that the workbook was drawn from."""
        rows = self.hidden.iter_rows(min_row=2, max_col=2, values_only=True)
        text = "".join(str(piece) for kind, piece in rows if kind == "report" and piece)
        try:
            data = parse_json(Source(text.encode(), f"{self.name}: {self.hidden.title}"))
        except InvalidInput as error:
            hint = "the hidden sheet was changed: copy the figures into a new workbook"
            raise self.error(f"what the report says beside its tables is damaged: {error.what}", "", hint) from None
        return build_report(data, self.name, self.context.form)

    @cached_property
    def entries(self) -> tuple[Found, ...]:
        """What the hidden sheet points to."""
        return tuple(self._entries())

    def _entries(self) -> Iterator[Found]:
        taken: dict[tuple[str, int, int], str] = {}
        formulas = self.references.iter_rows(min_row=2, max_col=3, values_only=True)
        values = self.hidden.iter_rows(min_row=2, max_col=4, values_only=True)
        for (_, _, pointer), (kind, key, _, held) in zip(formulas, values, strict=False):
            if kind is None or kind == "report":
                continue
            told_key = str(key or "")
            sheet, row, column = self.pointed(str(pointer or ""), str(kind), told_key)
            where = sheet, row, column
            if where in taken and kind in {"cell", "total"}:
                place = f"{sheet}!{get_column_letter(column)}{row}"
                what = f"is the cell of {taken[where]} and of {told_key}"
                raise self.error(what, place, "cells were moved: undo that, or copy the figures into a new workbook")
            if kind in {"cell", "total"}:
                taken[where] = told_key
            value = self.values[sheet].cell(row, column).value
            formula = self.formulas[sheet].cell(row, column).value
            is_formula = isinstance(formula, str) and self.formulas[sheet].cell(row, column).data_type == "f"
            yield Found(str(kind), told_key, sheet, row, column, held, value, formula if is_formula else None)

    def pointed(self, pointer: str, kind: str, key: str) -> tuple[str, int, int]:
        """Return the sheet, row and column (from 1) to which a formula of the hidden sheet points."""
        found = parse_reference(pointer)
        if found is None:
            what = f"the place of {key or kind} is gone ({pointer or 'no formula'})"
            hint = "rows, columns or a sheet were deleted: undo that, or copy the figures into a new workbook"
            raise self.error(what, "", hint)
        sheet, row, column = found
        if sheet not in self.values.sheetnames:
            what = f"there is no sheet {sheet!r}, where {key or kind} stands"
            raise self.error(what, "", "put it back, or copy the figures into a new workbook")
        return sheet, row + 1, column + 1

    def of_kind(self, kind: str) -> Iterator[Found]:
        """Yield the entries of one kind."""
        return (each for each in self.entries if each.kind == kind)

    def check_heads(self) -> None:
        """Make sure that heads still say what they did: else figures would be taken for others."""
        for each in self.of_kind("head"):
            if _bare(each.value) != _bare(each.held):
                what = f"reads {shown_text(each.value)!r}, and the form has {shown_text(each.held)!r} there"
                hint = "put the head back; if rows or columns were moved, undo that"
                raise self.error(what, each.place, hint)

    # --- beside the tables -----------------------------------------------------------------------------------------

    def fields(self, report: Report) -> Report:
        """Return the report with what stands on the sheet about the whole report."""
        given = {each.key: each for each in self.of_kind("field") if not each.is_unchanged}
        publisher: dict[str, Any] = {}
        signed: dict[str, Any] = {}
        own: dict[str, Any] = {}
        for key, each in given.items():
            owner, _, name = key.rpartition(".")
            group = {"publisher": publisher, "attestation": signed}.get(owner, own)
            group[name] = self.date(each) if key in _DATES else shown_text(each.value).strip() or None
        for key, required in (("publisher.name", publisher.get("name", "-")), ("period", own.get("period", "-"))):
            if required is None:
                raise self.error("is empty", given[key].place, f"fill in: {told(f'field.{key}', report.in_language)}")
        kind = own.get("kind")
        if kind is not None and report.form.kinds and kind not in report.form.kinds:
            place = f"{self.name}: {given['kind'].place}"
            raise UnknownName.among("kind of report", kind, report.form.kinds, place=place)
        made: Publisher = attrs.evolve(report.publisher, **publisher)
        attestation: Attestation = attrs.evolve(report.attestation, **signed)
        return attrs.evolve(report, publisher=made, attestation=attestation, **own)

    def date(self, each: Found) -> Any:
        """Return the date of a field; None if it is empty."""
        held = held_as(each.value)
        if each.is_empty:
            return None
        found = read_date(str(held))
        if found is None:
            raise self.error(f"{shown_text(each.value)!r} is no date", each.place, "write it as in 2025-01-20")
        return found

    def texts(self, report: Report) -> Report:
        """Return the report with its texts: one paragraph a cell."""
        sections: dict[str, list[Found]] = {}
        for each in self.of_kind("text"):
            sections.setdefault(each.key, []).append(each)
        narrative = dict(report.narrative)
        for section, cells in sections.items():
            if all(each.is_unchanged for each in cells):
                continue
            text = "\n\n".join(shown_text(each.value).strip("\n") for each in cells if not each.is_empty)
            try:
                report.tell(section, text)
            except InvalidInput as error:
                raise error.within(f"{self.name}: {cells[0].place}") from None
            narrative[section] = text
            if not text:
                del narrative[section]
        return attrs.evolve(report, narrative=type(report.narrative)(narrative))

    # --- members ---------------------------------------------------------------------------------------------------

    @cached_property
    def cells(self) -> dict[str, Found]:
        """The cells of the form, by address."""
        return {each.key: each for each in self.entries if each.kind in {"cell", "total"}}

    def named(self, report: Report) -> Report:
        """Return the report with the members that the workbook names, and those whose rows hold anything."""
        form = report.form
        labels = {each.key: each for each in self.of_kind("member")}
        nested = nested_axes(form)
        seen: dict[str, dict[str, bool]] = {axis.id: {} for axis in form.axes.values() if axis.open}
        for address, each in self.cells.items():
            for axis, member in self.own_members(report, address):
                seen[axis][member] = seen[axis].get(member, False) or (each.kind == "cell" and not each.is_empty)
        for axis, members in seen.items():
            known = {each.id: each for each in report.members.get(axis, ())}
            made: dict[str, Member] = {}
            for member in dict.fromkeys((*known, *members)):
                place = labels.get(f"{axis}/{member}") or self.cells.get(naming_of(form, axis, member) or "")
                label = "" if place is None else shown_text(place.value).strip()
                if place is None or place.is_unchanged or not label:
                    own = known.get(member) or Member(member, {report.in_language: label} if label else {})
                else:
                    own = attrs.evolve(known.get(member) or Member(member), labels={report.in_language: label})
                if member in known or members.get(member) or (label and axis not in nested):
                    made[member] = own
                if members.get(member) and not label and place is not None and member not in known:
                    reason = told("read.nameless", report.in_language, place.place)
                    self.unplaced.append(Unplaced(member, reason=reason))
            if made or axis in report.members:
                report = report.name(axis, made.values())
        return report

    def own_members(self, report: Report, address: str) -> Iterator[tuple[str, str]]:
        """Yield axis and id of each member of an address that the reporter names."""
        indicator, _, inside = address.partition("[")
        known = report.form.indicators.get(indicator)
        for axis, member in zip(known.axes if known else (), inside.rstrip("]").split(","), strict=False):
            about, bare = report.form.axes[axis], member.partition("#")[0]
            if about.open and about.member(bare) is None:
                yield axis, bare

    # --- figures ---------------------------------------------------------------------------------------------------

    def filled(self, report: Report) -> Report:
        """Return the report with the figures of its tables."""
        base, origins = self.base, dict[Cell, Origin]()
        values = {cell: value for cell, value in base.values.items() if str(cell) not in self.cells}
        named = {axis: {member.id for member in report.members.get(axis, ())} for axis in report.form.axes}
        formulas: dict[Cell, Found] = {}
        empty: list[tuple[Cell, Found]] = []
        for address, each in self.cells.items():
            if not all(member in named[axis] for axis, member in self.own_members(report, address)):
                continue  # a free row
            cell = report.locate(address)
            if each.formula is not None:
                formulas[cell] = each
            elif each.is_unchanged and cell in base.values:
                values[cell] = base.values[cell]
            elif each.is_empty:
                empty.append((cell, each))
            elif (value := value_of(each.value, cell, report)) != _ABSENT:
                values[cell] = value
            origins[cell] = base.origins.get(cell) if each.is_unchanged and cell in base.origins else _origin(each)  # type: ignore[assignment]  # it is there
        values.update(self.blanks(report, empty, values))
        report = attrs.evolve(report, values=values)
        report = self.reckoned(report, formulas)
        ordered = {cell: report.values[cell] for cell in self.in_order(report)}
        kept = {cell: each for cell, each in origins.items() if cell in ordered}
        return attrs.evolve(report, values=ordered, origins=type(base.origins)(kept))

    def in_order(self, report: Report) -> Iterator[Cell]:
        """Yield the cells that have a value: those of the report first as it had them, then in the order of print."""
        by_address = {str(cell): cell for cell in report.values}
        drawn = (by_address[address] for address in self.cells if address in by_address)
        yield from dict.fromkeys(cell for cell in (*self.base.values, *drawn) if cell in report.values)

    def blanks(
        self, report: Report, empty: list[tuple[Cell, Found]], values: Mapping[Cell, Value]
    ) -> dict[Cell, Value]:
        """Return those of the empty cells that were left blank: not those of rows that are not there at all."""
        form = report.form
        filled = {form.row_key(cell) for cell in values}
        read_only = self.hidden.cell(1, 3).value != "fill-in"
        found: dict[Cell, Value] = {}
        for cell, each in empty:
            axes = [axis for axis in form.indicators[cell.indicator].axes if form.axes[axis].open]
            if len(axes) > 1 and form.row_key(cell) not in filled:
                continue
            if read_only and each.is_unchanged:
                continue
            found[cell] = _BLANK
        return found

    def reckoned(self, report: Report, formulas: Mapping[Cell, Found]) -> Report:
        """Return the report with the results of formulas.

        The result that the spreadsheet kept is what its user saw, and is read. Where it kept none, because no
        spreadsheet has opened the file since a script wrote it, the library works out the total, which is then
        `derived`: nobody has seen it. One that does not agree with its parts is listed.
        """
        if not formulas:
            return report
        made = totals(identities(self.context.registry.rules(report.form), self.as_drawn(report, formulas)), report)
        for cell in (*(each for each in made if each in formulas), *(each for each in formulas if each not in made)):
            each, base = formulas[cell], self.base.values.get(cell)
            expected = made[cell].amount(report) if cell in made else None
            if each.value is None:
                if expected is None and (cell not in made or each.kind == "cell"):
                    if each.kind == "total":
                        continue
                    what = "is a formula that was never calculated"
                    raise self.error(what, each.place, "open the workbook in a spreadsheet, save it, and read it again")
                value = _BLANK if expected is None else Value(expected, quality="derived")
                if base is not None and base.is_number and base.amount == expected:
                    value = base
            else:
                value = value_of(each.value, cell, report)
                if base is not None and base.amount == value.amount and base.is_number:
                    value = base
                if value.is_number and expected is not None and value.amount != expected:
                    reason = told("read.formula", report.in_language, each.place, f"{value.amount:f}", f"{expected:f}")
                    self.unplaced.append(Unplaced(f"{value.amount:f}", reason=reason))
            report = attrs.evolve(report, values=report.values.with_items({cell: value}))
        return report

    def as_drawn(self, report: Report, formulas: Mapping[Cell, Found]) -> Report:
        """Return the report with something in the cells of formulas, so that their rows are there."""
        return attrs.evolve(report, values=report.values.with_items(dict.fromkeys(formulas, _BLANK)))


def _origin(each: Found) -> Origin:
    return Origin(sheet=each.sheet, cell=f"{get_column_letter(each.column)}{each.row}")


def _bare(value: Any) -> str:
    return re.sub(r"\s+", "", shown_text(value))
