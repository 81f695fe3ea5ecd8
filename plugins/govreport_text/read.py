"""From the lines of a published text to a report: every line ends in it, and what could not be placed is listed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal

import attrs

from govreport import Attestation, Cell, Form, InvalidInput, Publisher, Report, Section, State, Value
from govreport.plugin import ReadContext
from govreport.reading import Origin, Source, Unplaced, likeness_to, normalise, place_rows
from govreport_text.lines import Line, half_width, lines_of
from govreport_text.values import read_value

_DATE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日|(\d{4})-(\d{1,2})-(\d{1,2})")
_ANNEX = re.compile(r"(?:附件|Annex)\s*\d*\s*[:：]?\s*")
_LEAST = 0.4
"""Which share of its rows a table must have in common with a form to be taken for it."""


def read(source: Source, context: ReadContext) -> Report:
    """Read a report as published in plain text.

    The form is the one whose labels the table has; the title, by the form's own pattern, gives year and publisher.

    Raises:
        InvalidInput: if the text has no table of any form, or no title with a year.
    """
    lines = tuple(lines_of(source.text()))
    form, table = find_form(lines, context, source.name)
    return _Page(form, table, lines, source.name).report()


def find_form(lines: Sequence[Line], context: ReadContext, place: str) -> tuple[Form, str]:
    """Return the form and table that the rows of a text are alike to.

    Raises:
        InvalidInput: if there is none, or two forms fit equally well.
    """
    labels = [line.cells[0] for line in lines if len(line.cells) > 1]
    scored = [
        (likeness_to(form, table, labels), form, table) for form in context.registry.forms() for table in form.tables
    ]
    best = max((score for score, _, _ in scored), default=0.0)
    chosen = [(form, table) for score, form, table in scored if score == best]
    if best < _LEAST or len(chosen) > 1:
        what = "has a table of no form that is known" if best < _LEAST else "could be of several forms"
        raise InvalidInput(what, place=place, hint="`govreport forms` lists the forms; is it such a report?")
    return chosen[0]


class _Page:
    """A published text while it is read."""

    def __init__(self, form: Form, table: str, lines: Sequence[Line], place: str) -> None:
        self.form, self.table, self.lines, self.place = form, table, lines, place
        self.unplaced: list[Line] = []
        rows = form.indicators.values()
        self.names = {normalise(each) for row in rows if not row.group for each in row.labels.values()}
        self.heads = {normalise(each) for row in rows if row.group for each in row.labels.values()}
        self.units = {each for unit in form.units.values() for each in unit.labels.values()}
        self.first, self.stop = self.table_lines()

    def table_lines(self) -> tuple[int, int]:
        """Return where the table begins and ends: its known rows, the heads above them, and rows that follow."""
        known = [
            at for at, line in enumerate(self.lines) if len(line.cells) > 1 and normalise(line.cells[0]) in self.names
        ]
        first, stop = known[0], known[-1] + 1
        while first and (normalise(self.lines[first - 1].text) in self.heads or len(self.lines[first - 1].cells) > 1):
            first -= 1
        while stop < len(self.lines) and len(self.lines[stop].cells) > 1:
            stop += 1
        return first, stop

    def report(self) -> Report:
        title_at, publisher, year = self.title()
        title = re.sub(r"\s+", "", self.lines[title_at].text)
        self.unplaced.extend(self.lines[:title_at])
        report = Report(
            self.form,
            Publisher(publisher),
            year,
            title=title,
            source=self.place,
            kind=self.form.usual_kind,
        )
        report = self.fill(report)
        report = self.tell(report, self.lines[title_at + 1 : self.first])
        report = self.sign(report, self.lines[self.stop :])
        left = sorted(self.unplaced, key=lambda line: line.number)
        return attrs.evolve(report, unplaced=tuple(Unplaced(line.text.strip(), line.number) for line in left))

    def title(self) -> tuple[int, str, str]:
        """Return where the title stands, the publisher and the year in it."""
        for pattern in self.form.title_pattern.values():
            parts = re.split(r"\{(?:publisher|period)\}", pattern)
            if len(parts) != 3:
                continue
            between, after = (re.escape(part).replace("年", "年(?:度)?") for part in parts[1:])
            wanted = re.compile(rf"(.+?){between}(\d{{4}}){after}")
            for at, line in enumerate(self.lines[: self.first]):
                found = wanted.fullmatch(re.sub(r"\s+", "", half_width(line.text)))
                if found is not None:
                    return at, found[1], found[2]
        raise InvalidInput("has no title with publisher and year", place=self.place, hint="put it on a line of its own")

    def fill(self, report: Report) -> Report:
        """Put in the values of the table's rows, each with its line; rows that the form lacks are left over."""
        rows = list(self.lines[self.first : self.stop])
        if rows and self.value_of(rows[0])[1].state is State.INVALID:
            rows = rows[1:]  # the heads of the columns
        read_rows = [self.value_of(line) for line in rows]
        labels, units = [line.cells[0] for line in rows], [unit for unit, _ in read_rows]
        values: dict[Cell, Value] = {}
        origins: dict[Cell, Origin] = {}
        placed = place_rows(self.form, self.table, labels, units)
        for line, (_, value), found in zip(rows, read_rows, placed, strict=True):
            indicator = self.form.indicators.get(found.indicator or "")
            if indicator is None or (indicator.group and value.state is not State.BLANK):
                self.unplaced.append(line)
            elif not indicator.group:
                cell = Cell(indicator.id)
                values[cell] = value
                confidence = None if found.likeness == 1 else Decimal(str(round(found.likeness, 3)))
                origins[cell] = Origin(line=line.number, confidence=confidence)
        return attrs.evolve(report.fill(values), origins=report.origins.with_items(origins))

    def value_of(self, line: Line) -> tuple[str | None, Value]:
        """Return unit and value of a row: what stands behind its label."""
        behind = list(line.cells[1:])
        unit = behind.pop(0) if behind and behind[0] in self.units else None
        return unit, read_value(" ".join(behind), unit)

    def tell(self, report: Report, lines: Sequence[Line]) -> Report:
        """Put the text before the table into the sections of the form, headings as printed."""
        body, after = self.issued(lines)
        sections = [each for each in self.form.sections if each.narrative]
        current, told = 0, dict[str, list[str]]()
        for line in body:
            text = line.text.strip()
            if line.heading is not None:
                current = max(current, self.section_of(line.heading["text"], current))
                text = f"# {text}"
            told.setdefault(sections[current].id, []).append(_as_text(text))
        for section, parts in told.items():
            report = report.tell(section, "\n\n".join(parts))
        return self.issue(report, after)

    def section_of(self, heading: str, current: int) -> int:
        """Return the section, not before the current one, that a heading names; else the current one."""
        wanted = normalise(heading)
        sections = [each for each in self.form.sections if each.narrative]
        for at, section in enumerate(sections[current:], current):
            names = [*section.labels.values(), *section.synonyms]
            if any(normalise(name) in wanted or wanted in normalise(name) for name in names if name):
                return at
        return max(current, 1) if len(sections) > 1 else current

    def issued(self, lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
        """Return the lines of the text, and those that come after it: annex, issuer, date, caption."""
        at = next((at for at, line in enumerate(lines) if _ANNEX.match(line.text.strip())), len(lines))
        return list(lines[:at]), list(lines[at:])

    def issue(self, report: Report, lines: Sequence[Line]) -> Report:
        """Read issuer and date between text and table; what is neither they nor the annex' caption is left over."""
        captions = {normalise(self.form_caption(report, each)) for each in self.form.sections if each.annex}
        for line in lines:
            text = line.text.strip()
            caption = normalise(_ANNEX.sub("", text, count=1))
            date = read_date(text)
            if date is not None and len(text) < 20:
                report = attrs.evolve(report, published=date)
            elif text.startswith(report.publisher.name):
                report = attrs.evolve(report, publisher=Publisher(text))
            elif caption and caption not in captions:
                self.unplaced.append(line)
        return report

    def form_caption(self, report: Report, section: Section) -> str:
        return report.in_words(next(iter(section.labels.values()), ""), report.in_language)

    def sign(self, report: Report, lines: Sequence[Line]) -> Report:
        """Read the signature block below the table."""
        found: dict[str, str] = {}
        labels = {normalise(each): key for key, texts in self.form.attestation.items() for each in texts.values()}
        for line in lines:
            name, colon, entry = half_width(line.text).partition(":")
            key = labels.get(normalise(name))
            if colon and key is not None and key not in found:
                found[key] = entry.strip()
            else:
                self.unplaced.append(line)
        date = read_date(found.pop("date", ""))
        return attrs.evolve(report, attestation=Attestation(**found, date=date))


def _as_text(text: str) -> str:
    """Return a line as it is to be read: braces are braces."""
    return text.replace("{", "{{").replace("}", "}}")


def read_date(text: str) -> dt.date | None:
    """Return the date in a text, or None.

    >>> read_date("2018年 1月18日")
    datetime.date(2018, 1, 18)
    """
    found = _DATE.search(half_width(text))
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups() if part)
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
