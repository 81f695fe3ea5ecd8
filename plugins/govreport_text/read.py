"""From the lines of a published text to a report: every line ends in it, and what could not be placed is listed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

import attrs

from govreport import Attestation, Cell, Form, InvalidInput, Publisher, Report, Section, State, Value
from govreport.plugin import ReadContext
from govreport.reading import Layout, Origin, Source, Unplaced, half_width, normalise, place_rows, read_date
from govreport_text.lines import Line, as_markup, as_table, lines_of, unwrapped
from govreport_text.signature import SEALED, Signature
from govreport_text.tables import Row, TableReader, find_table
from govreport_text.title import find_title

_ANNEX = re.compile(r"(?:附件|Annex)\s*\d*\s*[:：]?\s*")
_CAPTION = re.compile(r"年.*(?:表|报告)$")
_SHORT = 40
"""Issuer, date and caption stand on lines no longer than this."""
_NO_FORM = "has a table of no form that is known, and no title of a report"


def read(source: Source, context: ReadContext) -> Report:
    """Read a report as published in plain text.

    The form is the one whose labels the table has, else the one for the year in the title; the title, by the form's own
    pattern, gives year and publisher.

    Raises:
        InvalidInput: if the text has neither a table nor a title that says its form, or no title with a year.
    """
    lines = tuple(lines_of(source.text()))
    found = find_table(lines, context, source.name)
    if found is None:
        form = form_by_title(lines, context, source.name)
        table = next(iter(form.tables)) if len(form.tables) == 1 else None  # its rows may stand one cell to a line
    else:
        form, table = found
    return _Page(form, table, lines, source.name).report()


def form_by_title(lines: Sequence[Line], context: ReadContext, place: str) -> Form:
    """Return the form of a report without a table: the wanted one, else the only one for the year of its title.

    Raises:
        InvalidInput: if the text has no title of a report, or several forms are for its year.
    """
    if context.wanted:
        return context.form(context.wanted)
    titled = [(form, title) for form in context.registry.forms() if (title := find_title(form, lines)) is not None]
    if not titled:
        raise InvalidInput(_NO_FORM, place=place, hint="`govreport forms` lists the forms; is it such a report?")
    fitting = [form for form, title in titled if (form.first_year or 0) <= int(title.year) <= (form.last_year or 9999)]
    if len(fitting) != 1:
        names = ", ".join(form.id for form in fitting or [form for form, _ in titled])
        what = "has no table, and its title does not say which form it is of"
        raise InvalidInput(what, place=place, hint=f"say which: --form, one of {names}")
    return fitting[0]


def _issuer_and_date(line: str) -> tuple[str, dt.date | None]:
    """Return what stands on a line before a date at its end, without the mark of a seal, and the date."""
    date = read_date(line)
    if date is not None:
        line = re.sub(r"[〇○零一二三四五六七八九\d]{4}\s*[年./-].*$", "", half_width(line))
    return re.sub(rf"{SEALED}$", "", line.strip()), date


class _Page:
    """A published text while it is read."""

    def __init__(self, form: Form, table: str | None, lines: Sequence[Line], place: str) -> None:
        self.form, self.table, self.place = form, table, place
        self.unplaced: list[Unplaced] = []
        self.columns: dict[str, tuple[str, ...]] = {}
        title = find_title(form, lines)
        if title is None:
            raise InvalidInput("has no title with publisher and year", place=place, hint="put it on a line of its own")
        self.title = title
        self.reader = TableReader(form, table, title.year)
        self.lines = self.reader.unstacked(lines)
        self.signature = Signature(form)
        apart = [Line(line.number, "") if self.signature.begins(line.text) else line for line in self.lines]
        self.segments = [each for each in self.reader.segments(apart) if each.start >= title.stop]

    def report(self) -> Report:
        self.leave(self.lines[: self.title.start])
        report = Report(
            self.form,
            Publisher(self.title.publisher),
            self.title.year,
            title=self.title.text,
            source=self.place,
            kind=self.form.usual_kind,
        )
        report = self.fill(report)
        report = self.tell(report)
        return attrs.evolve(report, unplaced=tuple(sorted(self.unplaced, key=lambda each: each.line or 0)))

    def leave(self, lines: Iterable[Line], reason: str | None = None) -> None:
        """List lines that have no place in the report, and why if it can be said."""
        self.unplaced.extend(Unplaced(line.text.strip(), line.number, reason) for line in lines)

    # --- the table ---------------------------------------------------------------------------------------------------

    def fill(self, report: Report) -> Report:
        """Put in the values of the table's rows, each with its line; rows that the form lacks are left over."""
        rows: list[Row] = []
        heads: tuple[str, ...] = ()
        for segment in self.segments:
            if segment.of_form:
                found, below = self.reader.rows(self.lines, segment)
                heads, rows = heads or found, [*rows, *below]
        if self.table is None:
            return report
        self.columns = {self.table: heads} if heads else {}
        placed = place_rows(self.form, self.table, [row.label for row in rows], [row.unit for row in rows])
        values, origins = {}, {}
        for row, found_row in zip(rows, placed, strict=True):
            indicator = self.form.indicators.get(found_row.indicator or "")
            if indicator is None or (
                indicator.group and (row.rest or row.value is None or row.value.state is not State.BLANK)
            ):
                self.leave([row.line], found_row.reason or None)
            elif row.value is None:
                self.leave([row.line], "several numbers")
            elif not indicator.group:
                cell = Cell(indicator.id)
                values[cell] = self.fitting(cell, row.value)
                if row.rest:
                    self.unplaced.append(Unplaced(row.rest, row.line.number, "beside the number"))
                confidence = None if found_row.likeness == 1 else Decimal(str(round(found_row.likeness, 3)))
                origins[cell] = Origin(line=row.line.number, confidence=confidence, label=row.label, unit=row.unit)
        return attrs.evolve(report.fill(values), origins=report.origins.with_items(origins))

    def fitting(self, cell: Cell, value: Value) -> Value:
        """Return a value as its cell can hold it: what does not fit, such as a negative number, as it is printed."""
        try:
            return self.form.conform(cell, value)
        except InvalidInput:
            return Value(state=State.INVALID, raw=value.raw or str(value.amount))

    # --- the text ----------------------------------------------------------------------------------------------------

    def tell(self, report: Report) -> Report:
        """Put the text into the sections of the form, headings as printed, and read what is signed below it."""
        tables = {at for each in self.segments if each.of_form for at in range(each.start, each.stop)}
        first = min(tables, default=len(self.lines))
        last = max(tables, default=first - 1) + 1
        report = self.sign(report, self.lines[last:] if tables else self.lines[self.title.stop :])
        taken = tables | self.signed
        body = [at for at in range(self.title.stop, len(self.lines)) if at not in taken]
        headed = next((at for at in body if at >= last and self.lines[at].heading), len(self.lines))
        text = [at for at in body if at < first or (first < at < last) or at >= headed]
        self.leave(self.lines[at] for at in body if at not in text)
        report, text = self.issue(report, text, first)
        return self.narrate(report, self.paragraphs(text))

    def sign(self, report: Report, lines: Sequence[Line]) -> Report:
        """Read the signature block; remember which lines are its."""
        found: dict[str, str] = {}
        self.signed: set[int] = set()
        for at, line in enumerate(lines, len(self.lines) - len(lines)):
            for key, told in self.signature.entries(line.text):
                if key in found:
                    self.leave([Line(line.number, told)], "signed twice")
                found.setdefault(key, told)
                self.signed.add(at)
        printed = found.pop("date", "")
        date = read_date(printed)
        if printed and date is None:
            self.unplaced.append(Unplaced(printed, None, "not a date"))
        return attrs.evolve(report, attestation=Attestation(**found, date=date))

    def issue(self, report: Report, text: list[int], first: int) -> tuple[Report, list[int]]:
        """Read issuer, date, annex and caption at the end of the text or above the table; return what is left of it."""
        captions = {normalise(self.caption(report, each)) for each in self.form.sections if each.annex}
        ends = [at for at in text if at < first][-8:] or text[-8:]
        left = list(text)
        for at in reversed(ends):
            line = self.lines[at].text.strip()
            if len(line) >= _SHORT or (line.endswith(("。", "：", ":")) and not _ANNEX.fullmatch(line)):
                break
            name, date = _issuer_and_date(line)
            is_issuer = name.startswith(report.publisher.name)
            is_dated = date is not None and (is_issuer or not name)
            is_caption = not is_dated and normalise(_ANNEX.sub("", line, count=1)) in {*captions, ""}
            is_annex = not is_dated and not is_caption and _ANNEX.match(line) is not None
            is_issuer = is_issuer and not (is_caption or is_annex or _CAPTION.search(name))
            if is_dated:
                report = attrs.evolve(report, published=report.published or date)
            if is_issuer:
                report = attrs.evolve(report, publisher=Publisher(name))
            if is_annex:
                self.leave([self.lines[at]])
            if is_caption or is_annex or is_issuer or (is_dated and not name):
                left.remove(at)
        return report, left

    def caption(self, report: Report, section: Section) -> str:
        return report.in_words(next(iter(section.labels.values()), ""), report.in_language)

    def paragraphs(self, text: Iterable[int]) -> Iterator[tuple[Line, str]]:
        """Yield the paragraphs of the text as CommonMark, each with its first line; tables of the text are tables."""
        here = set(text)
        tables = {each.start: each for each in self.segments if not each.of_form and each.stop - each.start > 1}
        run: list[Line] = []
        at = self.title.stop
        while at < len(self.lines):
            if at in tables and at in here:
                yield from ((line, as_markup(line.text.strip())) for line in unwrapped(run))
                run = []
                yield self.lines[at], as_table(self.lines[at : tables[at].stop])
                at = tables[at].stop
                continue
            if at in here:
                run.append(self.lines[at])
            at += 1
        yield from ((line, as_markup(line.text.strip())) for line in unwrapped(run))

    def narrate(self, report: Report, paragraphs: Iterable[tuple[Line, str]]) -> Report:
        sections = [each for each in self.form.sections if each.narrative]
        current, told = 0, dict[str, list[tuple[int, str]]]()
        for line, paragraph in paragraphs:
            text = paragraph
            if line.heading is not None:
                current = max(current, self.section_of(line.heading["text"], current))
                text = f"# {text}"
            elif line.level:
                text = f"{'#' * line.level} {text}"
            told.setdefault(sections[current].id, []).append((line.number, text))
        for section, parts in told.items():
            report = report.tell(section, "\n\n".join(text for _, text in parts))
        lines = {section: tuple(number for number, _ in parts) for section, parts in told.items()}
        return attrs.evolve(report, layout=Layout(lines, self.columns))

    def section_of(self, heading: str, current: int) -> int:
        """Return the section, not before the current one, that a heading names; else the current one."""
        wanted = normalise(heading)
        sections = [each for each in self.form.sections if each.narrative]
        for at, section in enumerate(sections[current:], current):
            names = [*section.labels.values(), *section.synonyms]
            if any(normalise(name) in wanted or wanted in normalise(name) for name in names if name):
                return at
        return max(current, 1) if len(sections) > 1 else current
