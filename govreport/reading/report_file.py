"""`report/1`: from the plain data of a JSON or TOML file to a `Report`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import attrs

from govreport.errors import InvalidInput, UnknownName, near, repeated
from govreport.model.cell import MEMBER_ID, Cell
from govreport.model.form import Form
from govreport.model.frozen import FrozenMap
from govreport.model.indicator import Member
from govreport.model.report import (
    Attestation,
    Contribution,
    Layout,
    Note,
    Origin,
    Publisher,
    Report,
    Revision,
    Unplaced,
    Waiver,
)
from govreport.model.value import State, Value, number
from govreport.reading.keyed import Keyed

FORMAT = "report/1"
_STATES_WITHOUT_NUMBER = [state.value for state in State if state not in {State.NUMBER, State.BELOW}]


def build_report(data: object, place: str, find_form: Callable[[str], Form]) -> Report:
    """Return the report that plain data (parsed JSON or TOML) describes.

    Args:
        data: the data.
        place: the name of the file, for errors.
        find_form: gives the form of an id.

    Raises:
        InvalidInput: with file, key path and remedy, if it is no `report/1` or does not fit its form.
    """
    keyed = Keyed(data, place)
    if keyed.take("govreport") != FORMAT:
        hint = f'a report begins with "govreport": "{FORMAT}"'
        raise keyed.error(f"this is not a report that govreport can read (no {FORMAT})", hint=hint)
    try:
        form = find_form(keyed.need("form"))
    except UnknownName as error:
        raise error.within(f"{place}: form") from None
    report = _header(keyed, form)
    report = _members(report, keyed.table("members"))
    report = attrs.evolve(report, values=_values(report, keyed.table("values")))
    report = attrs.evolve(report, revision=_revision(report, keyed), contributions=_contributions(report, keyed))
    report = _narrative(report, keyed.table("narrative"))
    report = _about_cells(report, keyed)
    keyed.done()
    return report


def _header(keyed: Keyed, form: Form) -> Report:
    return Report(
        form=form,
        publisher=_publisher(keyed.table("publisher")),
        period=_period(keyed),
        kind=_kind(keyed, form),
        published=keyed.date("published"),
        language=keyed.text("language"),
        title=keyed.text("title"),
        source=keyed.text("source"),
        partial=keyed.flag("partial"),
        filed_on=keyed.text("filed_on"),
        attestation=_attestation(keyed.table("attestation")),
        extra=FrozenMap(_extra(keyed)),
        unplaced=tuple(_unplaced(keyed)),
    )


def _revision(report: Report, keyed: Keyed) -> Revision | None:
    inside = keyed.table("revision")
    if not inside.left():
        return None
    number_given = inside.whole("number")
    if number_given is not None and number_given < 1:
        raise inside.error(f"{number_given} is no number of a revision", "number", hint="the first is 1")
    was = FrozenMap(_values(report, inside.table("was")))
    revision = Revision(1 if number_given is None else number_given, inside.text("reason"), inside.date("date"), was)
    inside.done()
    return revision


def _contributions(report: Report, keyed: Keyed) -> FrozenMap[Cell, Contribution]:
    inside = keyed.table("contributions")
    found: dict[Cell, Contribution] = {}
    for address in inside.left():
        cell, about = _cell(report, inside, address), inside.table(address)
        parts = about.table("parts")
        shares = {name: _share(report, cell, parts, name) for name in parts.left()}
        refused = about.labels("refused")
        complete, bound = about.flag("complete", default=True), about.flag("lower_bound")
        found[cell] = Contribution(FrozenMap(shares), complete, bound, refused)
        about.done()
    return FrozenMap(found)


def _share(report: Report, cell: Cell, parts: Keyed, name: str) -> Value:
    try:
        return report.form.conform(cell, _value(parts.take(name)))
    except InvalidInput as error:
        raise error.within(f"{parts.place}: {parts.path}.{name}") from None


def _publisher(keyed: Keyed) -> Publisher:
    publisher = Publisher(keyed.need("name"), keyed.text("id"), keyed.text("level"))
    keyed.done()
    return publisher


def _period(keyed: Keyed) -> str:
    given = keyed.take("period")
    if isinstance(given, int) and not isinstance(given, bool):
        return str(given)
    if not isinstance(given, str) or not given.strip():
        raise keyed.error("is required", "period", hint='write the report year, as in "2024"')
    return given


def _kind(keyed: Keyed, form: Form) -> str | None:
    kind = keyed.text("kind")
    if kind is not None and form.kinds and kind not in form.kinds:
        raise UnknownName.among("kind of report", kind, form.kinds, place=f"{keyed.place}: kind")
    return kind


def _attestation(keyed: Keyed) -> Attestation:
    attestation = Attestation(
        head=keyed.text("head"),
        reviewer=keyed.text("reviewer"),
        preparer=keyed.text("preparer"),
        unit=keyed.text("unit"),
        phone=keyed.text("phone"),
        date=keyed.date("date"),
    )
    keyed.done()
    return attestation


def _extra(keyed: Keyed) -> dict[str, object]:
    inside = keyed.table("extra")
    return {key: inside.take(key) for key in inside.left()}


def _unplaced(keyed: Keyed) -> Iterator[Unplaced]:
    for each in keyed.tables("unplaced"):
        yield Unplaced(each.need("text"), each.whole("line"), each.text("reason"))
        each.done()


def _members(report: Report, keyed: Keyed) -> Report:
    for axis in keyed.left():
        named: list[Member] = []
        for each in keyed.tables(axis):
            member, label = each.need("id"), each.text("label")
            if not MEMBER_ID.fullmatch(member):
                raise each.error(f"{member!r} is no id", "id", hint="use letters, digits and _ . + -")
            labels = FrozenMap({report.in_language: label}) if label else FrozenMap[str, str]()
            named.append(Member(member, labels, each.text("short"), unknown=each.flag("unknown")))
            each.done()
        try:
            report = report.name(axis, named)
        except InvalidInput as error:
            raise error.within(keyed.place) from None
    return report


def _values(report: Report, keyed: Keyed) -> dict[Cell, Value]:
    found: dict[Cell, Value] = {}
    place, locate, conform = keyed.place, report.locate, report.form.conform
    for key in keyed.left():
        for address, given in _addresses(report.form, key, keyed.take(key)):
            try:
                cell = locate(address)
                if cell in found:
                    raise InvalidInput("this cell stands twice", hint="delete one of them")
                found[cell] = conform(cell, _value(given))
            except InvalidInput as error:
                here = f"{place}: values"
                raise error.within(here if str(address) in error.place else f"{here}.{address}") from None
    return found


def _addresses(form: Form, key: str, given: Any) -> Iterator[tuple[str, Any]]:
    """Yield address and value; a table under an indicator with axes holds its cells by their members (TOML)."""
    indicator = form.indicators.get(key)
    if isinstance(given, Mapping) and indicator is not None and indicator.axes:
        for members, value in given.items():
            yield f"{key}[{members}]", value
    else:
        yield key, given


def _value(given: Any) -> Value:
    if not isinstance(given, Mapping):
        if isinstance(given, list):
            raise InvalidInput("a list is no value")
        return Value.of(given)
    inside = Keyed(given, "")
    amount, state, bound = inside.take("amount"), inside.text("state"), inside.take("below")
    quality, note = inside.text("quality"), inside.text("note")
    confidentiality, raw = inside.text("confidentiality"), inside.text("raw")
    inside.done()
    if sum(each is not None for each in (amount, state, bound)) != 1:
        raise InvalidInput("a value has one of amount, state and below", hint='as in {"state": "blank"}')
    if state is not None and state not in _STATES_WITHOUT_NUMBER:
        raise UnknownName.among("state", state, _STATES_WITHOUT_NUMBER)
    if bound is not None and (isinstance(bound, bool) or not isinstance(bound, int | Decimal)):
        raise InvalidInput(f"{bound!r} is no number", hint='as in {"below": 1}')
    value = (
        Value.of(amount)
        if state is None and bound is None
        else Value(state=State.BELOW if state is None else State(state), bound=None if bound is None else number(bound))
    )
    try:
        return attrs.evolve(value, quality=quality, confidentiality=confidentiality, raw=raw, note=note)
    except ValueError as error:
        raise InvalidInput(str(error)) from None


def _narrative(report: Report, keyed: Keyed) -> Report:
    told: dict[str, str] = {}
    for section in keyed.left():
        text = keyed.text(section) or ""
        try:
            report.tell(section, text)
        except InvalidInput as error:
            raise error.within(f"{keyed.place}: narrative.{section}") from None
        told[section] = text
    return attrs.evolve(report, narrative=FrozenMap(told))


def _about_cells(report: Report, keyed: Keyed) -> Report:
    """Take what speaks of cells: notes, origins, waivers."""
    notes = tuple(_note(report, each) for each in keyed.tables("notes"))
    if (twice := repeated(note.id for note in notes)) is not None:
        raise keyed.error(f"the note {twice!r} stands twice", "notes")
    report = attrs.evolve(report, notes=notes)
    known = {note.id for note in notes}
    for cell, value in report.values.items():
        if value.note is not None and value.note not in known:
            raise UnknownName.among("note", value.note, known, place=f"{keyed.place}: values.{cell}")
    origins = keyed.table("origins")
    found = {_cell(report, origins, key): _origin(origins.table(key)) for key in origins.left()}
    waivers = tuple(_waiver(report, each) for each in keyed.tables("waivers"))
    layout = None if keyed.peek("layout") is None else _layout(report, keyed.table("layout"))
    keyed.take("layout")
    return attrs.evolve(report, origins=FrozenMap(found), waivers=waivers, layout=layout)


def _cell(report: Report, keyed: Keyed, address: str) -> Cell:
    try:
        return report.locate(address)
    except InvalidInput as error:
        raise error.within(f"{keyed.place}: {keyed.path}") from None


def _note(report: Report, keyed: Keyed) -> Note:
    on = keyed.table("on")
    cells = tuple(_cell(report, on, each) for each in on.texts("cells"))
    section = on.text("section")
    if section is not None:
        try:
            report.form.section(section)
        except UnknownName as error:
            raise error.within(f"{on.place}: {on.path}.section") from None
    on.done()
    note = Note(keyed.need("id"), keyed.need("text"), cells, section)
    keyed.done()
    return note


def _origin(keyed: Keyed) -> Origin:
    confidence = keyed.figure("confidence")
    if confidence is not None and not 0 <= confidence <= 1:
        raise keyed.error(f"{confidence} is no number from 0 to 1", "confidence")
    origin = Origin(
        file=keyed.text("file"),
        line=keyed.whole("line"),
        page=keyed.whole("page"),
        table=keyed.whole("table"),
        row=keyed.whole("row"),
        column=keyed.whole("column"),
        sheet=keyed.text("sheet"),
        cell=keyed.text("cell"),
        label=keyed.text("label"),
        unit=keyed.text("unit"),
        rows=() if keyed.peek("rows") is None else keyed.wholes("rows"),
        confidence=confidence,
    )
    keyed.done()
    return origin


def _waiver(report: Report, keyed: Keyed) -> Waiver:
    cells = tuple(_cell(report, keyed, each) for each in keyed.texts("cells"))
    rule, reason = keyed.need("rule"), keyed.need("reason")
    if not reason.strip():
        raise keyed.error("is empty", "reason", hint="say why the finding is accepted")
    figures = FrozenMap(_values(report, keyed.table("figures")))
    waiver = Waiver(rule, reason, cells, keyed.text("by"), keyed.date("date"), figures, keyed.texts("quotes"))
    keyed.done()
    return waiver


def _layout(report: Report, keyed: Keyed) -> Layout:
    lines, columns = keyed.table("lines"), keyed.table("columns")
    for known, inside in ((report.narrative, lines), (report.form.tables, columns)):
        for key in inside.left():
            if key not in known:
                raise inside.error(f"unknown key {key!r}", hint=near(key, known))
    layout = Layout(
        FrozenMap({key: lines.wholes(key) for key in lines.left()}),
        FrozenMap({key: columns.texts(key) for key in columns.left()}),
        FrozenMap(_values(report, keyed.table("printed"))),
    )
    keyed.done()
    return layout
