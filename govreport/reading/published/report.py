"""From a published report to a report: every line ends in it, and what could not be placed is listed."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal

import attrs

from govreport.checks.identities import Identity, identities, is_sum
from govreport.errors import InvalidInput
from govreport.model.cell import Cell
from govreport.model.form import Section
from govreport.model.report import Attestation, Layout, Origin, Publisher, Report, Unplaced, blank
from govreport.model.value import State, Value
from govreport.plugin.contexts import ReadContext
from govreport.reading.dates import read_date
from govreport.reading.labels import normalise, number_of, place_rows
from govreport.reading.published.finding import FoundForm, find_form
from govreport.reading.published.imprint import date_of_page, imprint_at_end, imprint_below_title
from govreport.reading.published.lines import as_markup, as_table, unwrapped, without_lines
from govreport.reading.published.page import Line, Page
from govreport.reading.published.placing import Placing, origin_in, place_of, place_tables
from govreport.reading.published.rows import Row, TableReader
from govreport.reading.published.sections import Sections
from govreport.reading.published.signature import Signature
from govreport.reading.published.title import Title, find_title
from govreport.reading.published.values import NOTHING, scale
from govreport.wording import legends, say

_KEYS = tuple(sorted(legends(), key=lambda key: (-len(key), key)))
"""The sentences that say what marks in tables mean; the longest first, since some stand in others."""


def read_published(page: Page, context: ReadContext) -> Report:
    """Return the report that a published page, file or text is.

    The form is the one whose labels its tables have, else the one for the year in its title; the title, by the form's
    own pattern, gives year and publisher. Every value has its origin, and what could not be placed is listed.

    Args:
        page: lines and tables of the source.
        context: for forms and their rules.

    Raises:
        InvalidInput: if the page is no such report, if it could be of several forms, or has no title with a year.
    """
    found = find_form(page, context)
    title = find_title(found.form, found.page.lines, page.titles)
    if title is None:
        raise InvalidInput("has no title with publisher and year", place=page.name, hint="put it on a line of its own")
    empty = blank(found.form, Publisher(title.publisher), title.year)
    placing = None
    if found.expected is not None:

        def sums() -> Iterator[Identity]:  # most tables need none, and the rules take a while to read
            rules = context.registry.rules(found.form)
            return (each for each in identities(rules, empty) if is_sum(each.tree))

        placing = place_tables(found.page, found.expected, empty, sums)
    return _Reading(found, title, placing).report()


def _without_keys(text: str) -> str:
    """Return a text without the sentences that say what marks in tables mean, which the report does not say."""
    for key in _KEYS:
        text = text.replace(key, "")
    return text.strip()


class _Reading:
    """A published report while it is read: what its tables gave is known, the text and plain lists of rows are not."""

    def __init__(self, found: FoundForm, title: Title, placing: Placing | None) -> None:
        self.form, self.table, self.page, self.title, self.placing = found.form, found.table, found.page, title, placing
        self.heads = found.expected.heads if found.expected is not None else frozenset[str]()
        self.unplaced: list[Unplaced] = []
        self.columns: dict[str, tuple[str, ...]] = {}
        self.reader = TableReader(self.form, self.table, title.year)
        self.sections = Sections(self.form)
        done = {id(each) for each in placing.tables} if placing else set[int]()
        lines = [
            attrs.evolve(line, text="") if id(line.table) in done else line for line in without_lines(self.page.lines)
        ]
        self.lines = self.sections.unbroken(self.reader.unstacked(lines))
        self.placed = frozenset(at for at, line in enumerate(self.lines) if id(line.table) in done)
        self.signature = Signature(self.form)
        apart = [Line(line.number, "") if self.signature.begins(line.text) else line for line in self.lines]
        self.segments = [each for each in self.reader.segments(apart) if each.start >= title.stop]

    def report(self) -> Report:
        self.leave(self.lines[: self.title.start])
        report = blank(self.form, Publisher(self.title.publisher), self.title.year)
        report = attrs.evolve(report, title=self.title.text, source=self.page.name)
        report = self.fill(report)
        report = self.tell(report)
        report = attrs.evolve(
            report, published=report.published or self.page.published or date_of_page(self.page.outside)
        )
        if self.page.outside:
            self.unplaced.append(Unplaced(self.page.outside, None, say("left.around", self.form.language)))
        return attrs.evolve(report, unplaced=tuple(sorted(self.unplaced, key=lambda each: each.line or 0)))

    def leave(self, lines: Iterable[Line], reason: str | None = None) -> None:
        """List lines that have no place in the report; keys to the states of values go.

        Args:
            lines: what is left.
            reason: the key of the words for why, if it can be said.
        """
        language = self.form.language
        for line in lines:
            if text := _without_keys(line.text):
                why = None if reason is None else say(reason, language)
                if line.table is not None and not line.numbered:
                    place = place_of(line.table, line.row, language)
                    why = f"{place}: {why}" if why else place
                self.unplaced.append(Unplaced(text, line.number if line.numbered else None, why))

    # --- the table ---------------------------------------------------------------------------------------------------

    def fill(self, report: Report) -> Report:
        """Put in what tables gave: each value with its place; rows that the form lacks are left over."""
        if self.placing is not None:
            self.unplaced.extend(self.placing.unplaced)
            for axis, members in self.placing.members.items():
                report = report.name(axis, members)
            values = report.values.with_items(self.placing.values)
            return attrs.evolve(report, values=values, origins=report.origins.with_items(self.placing.origins))
        rows: list[Row] = []
        heads: tuple[str, ...] = ()
        for segment in self.segments:
            if segment.of_form:
                own, below = self.reader.rows(self.lines, segment)
                heads, rows = heads or own, [*rows, *below]
        if self.table is None:
            return report
        self.columns = {self.table: heads} if heads else {}
        return self.fill_list(report, self.table, rows)

    def fill_list(self, report: Report, table: str, rows: Sequence[Row]) -> Report:
        """Put in the values of a plain list of rows."""
        placed = place_rows(self.form, table, [row.label for row in rows], [row.unit for row in rows])
        values: dict[str | Cell, object] = {}
        origins: dict[Cell, Origin] = {}
        first: dict[str, Row] = {}
        twice: set[str] = set()  # printed with several values, of which none is known to be right
        for row, found in zip(rows, placed, strict=True):
            indicator = self.form.indicators.get(found.indicator or "")
            if found.again in first and row.value != first[found.again].value:
                twice.add(found.again)
            if indicator is None or (
                indicator.group and (row.rest or row.value is None or row.value.state is not State.BLANK)
            ):
                self.leave([row.line], f"left.{found.reason}" if found.reason else None)
            elif row.value is None:
                self.leave([row.line], "left.numbers")
            elif not indicator.group:
                cell = Cell(indicator.id)
                first[indicator.id] = row
                if row.value.state is not State.ABSENT:
                    values[cell] = self.fitting(cell, self.in_unit(cell, row))
                    origins[cell] = _origin(row, found.likeness)
                if row.rest:
                    self.leave([attrs.evolve(row.line, text=row.rest)], "left.beside")
        for name in sorted(twice):
            values.pop(Cell(name), None)
            origins.pop(Cell(name), None)
            self.leave([first[name].line], "left.ambiguous")
        return attrs.evolve(report.fill(values), origins=report.origins.with_items(origins))

    def in_unit(self, cell: Cell, row: Row) -> Value:
        """Return the value of a row; a figure in ten thousands is none in ones, and is kept as printed."""
        value = row.value or Value(state=State.BLANK)
        if (
            row.unit is None
            or not value.is_number
            or scale(row.unit) == scale(self.form.unit(cell, self.form.language))
        ):
            return value
        return Value(state=State.INVALID, raw=f"{value.raw or value.amount}{row.unit}")

    def fitting(self, cell: Cell, value: Value) -> Value:
        """Return a value as its cell can hold it: what does not fit, such as a negative number, as it is printed."""
        try:
            return self.form.conform(cell, value)
        except InvalidInput:
            return Value(state=State.INVALID, raw=value.raw or str(value.amount))

    # --- the text ----------------------------------------------------------------------------------------------------

    def tell(self, report: Report) -> Report:
        """Put the text into the sections of the form, headings as printed, and read what is signed below it."""
        listed = (range(each.start, each.stop) for each in self.segments if each.of_form)
        tables = self.placed.union(*listed)
        first = min(tables, default=len(self.lines))
        last = max(tables, default=first - 1) + 1
        report = self.sign(report, self.lines[last:] if tables else self.lines[self.title.stop :])
        taken = tables | self.signed
        body = [at for at in range(self.title.stop, len(self.lines)) if at not in taken]
        headed = next((at for at in body if at >= last and self.heading_of(self.lines[at])), len(self.lines))
        text = [at for at in body if at < first or (first < at < last) or at >= headed]
        report, imprint = self.issue(report, body, first)
        self.leave(self.lines[at] for at in sorted({*body}.difference(text, imprint)))
        return self.narrate(report, self.paragraphs(at for at in text if at not in imprint))

    def sign(self, report: Report, lines: Sequence[Line]) -> Report:
        """Read the signature block; remember which lines are its."""
        found: dict[str, str] = {}
        self.signed: set[int] = set()
        for at, line in enumerate(lines, len(self.lines) - len(lines)):
            for key, told in self.signature.entries(line.text):
                if key in found:
                    self.leave([Line(line.number, told)], "left.signed")
                found.setdefault(key, told)
                self.signed.add(at)
        printed = found.pop("date", "")
        date = read_date(printed)
        if printed and date is None:
            self.unplaced.append(Unplaced(printed, None, say("left.no_date", self.form.language)))
        return attrs.evolve(report, attestation=Attestation(**found, date=date))

    def issue(self, report: Report, body: Sequence[int], first: int) -> tuple[Report, set[int]]:
        """Read who issued the report and when; return also the lines that say so."""
        captions = {normalise(self.caption(report, each)) for each in self.form.sections if each.annex}
        said = [at for at in body if self.lines[at].text.strip()]
        above = itertools.takewhile(lambda at: self.heading_of(self.lines[at]) is None, said)
        ends = ([at for at in said if at < first], [at for at in said if at > first])
        found = [imprint_at_end(self.lines, each, report.publisher.name, captions) for each in ends]
        for each in (*found, below := imprint_below_title(self.lines, list(above))):
            report = attrs.evolve(
                report,
                publisher=Publisher(each.publisher) if each.publisher else report.publisher,
                published=report.published or each.published,
            )
            for at, reason in each.lines.items():
                if reason is not None:
                    self.leave([self.lines[at]], reason)
        return report, {at for each in (*found, below) for at in each.lines}

    def caption(self, report: Report, section: Section) -> str:
        return report.in_words(next(iter(section.labels.values()), ""), report.in_language)

    def paragraphs(self, text: Iterable[int]) -> Iterator[tuple[Sequence[Line], str]]:
        """Yield the paragraphs of the text as CommonMark, each with its lines; tables of the text are tables."""
        here = set(text)
        tables = {each.start: each for each in self.segments if not each.of_form and each.stop - each.start > 1}
        run: list[Line] = []
        at = self.title.stop
        while at < len(self.lines):
            if at in tables and at in here:
                yield from (((line,), as_markup(line.text.strip())) for line in unwrapped(run))
                run = []
                rows = self.lines[at : tables[at].stop]
                yield rows, as_table(rows)
                at = tables[at].stop
                continue
            if at in here and self.lines[at].text:
                run.append(self.lines[at])
            at += 1
        yield from (((line,), as_markup(line.text.strip())) for line in unwrapped(run))

    def heading_of(self, line: Line) -> str | None:
        """Return what a line says as the heading of a section, behind its number; None if it is none."""
        if (heading := line.heading) is not None:
            return heading
        named = line.marked and line.numbering is None and self.sections.entitled(line.text) is not None
        return line.text.strip() if named or self.sections.is_label(line) else None

    def narrate(self, report: Report, paragraphs: Iterable[tuple[Sequence[Line], str]]) -> Report:
        """Put paragraphs into the sections whose headings they stand under; those of a section of tables are left."""
        every = list(paragraphs)
        first = [lines[0] for lines, _ in every]
        headings = [self.heading_of(line) for line in first]
        named = {self.sections.named(heading) for heading in headings if heading is not None}
        current, told = 0, dict[str, list[tuple[int, str]]]()
        for at, ((lines, text), line, heading) in enumerate(zip(every, first, headings, strict=True)):
            if heading is not None:
                current = self.section_of(heading, line, current, named)
            section = self.form.sections[current]
            if section.narrative:
                level = 1 if heading is not None else 0 if self.is_item(first, at) else line.level
                told.setdefault(section.id, []).append((line.number, f"{'#' * level} {text}" if level else text))
            elif not self.is_told_elsewhere(section, line, heading):
                self.leave(lines, "left.in_tables")
        for name, parts in told.items():
            report = report.tell(name, "\n\n".join(text for _, text in parts))
        starts = {name: tuple(number for number, _ in parts) for name, parts in told.items()}
        numbered = starts if all(line.numbered for line in self.lines) else {}
        return attrs.evolve(report, layout=Layout(numbered, self.columns))

    def is_item(self, lines: Sequence[Line], at: int) -> bool:
        """Whether a numbered line is one of several below each other, an item of a list: below headings stands text."""
        below = lines[at + 1 : at + 2]
        return (at > 0 and lines[at].counts_on(lines[at - 1])) or any(each.counts_on(lines[at]) for each in below)

    def is_told_elsewhere(self, section: Section, line: Line, heading: str | None) -> bool:
        """Whether a line in a section of tables says nothing but what the form prints there: nothing is lost."""
        if heading is not None:
            return self.sections.is_name(heading)
        text = normalise(line.text)
        return (line.number in self.captions and text in self.heads) or (text in NOTHING and self.is_open(section))

    @functools.cached_property
    def captions(self) -> frozenset[int]:
        """The numbers of the lines right above tables of the form."""
        filled = [at for at, line in enumerate(self.lines) if line.text or at in self.placed]
        return frozenset(self.lines[at].number for at, below in itertools.pairwise(filled) if below in self.placed)

    def is_open(self, section: Section) -> bool:
        """Whether a section has tables whose rows the reporter names."""
        cells = (self.form.indicators[name] for each in section.tables for name in self.form.indicators_of(each.id))
        return any(self.form.axes[axis].open for each in cells for axis in each.axes)

    def section_of(self, heading: str, line: Line, current: int, named: Collection[int | None]) -> int:
        """Return the section that a heading begins; if it is not known, the first with text, or the current one.

        Below tables, where no text belongs, its number is enough, unless another heading names that section.
        """
        found = self.sections.named(heading, current)
        if found is None and not self.form.sections[current].narrative:
            numbered = self.sections.numbered(number_of(line.text), current)
            found = None if numbered in named else numbered
        if found is not None:
            return found
        sections = self.form.sections
        return max(current, next((at for at, each in enumerate(sections) if at and each.narrative), current))


def _origin(row: Row, likeness: float) -> Origin:
    """Return where a row of a plain list stands: its line, or its place in a table of the source."""
    line = row.line
    if line.table is not None and not line.numbered:
        return origin_in(line.table, line.row, None, likeness, label=row.label, unit=row.unit)
    confidence = None if likeness == 1 else Decimal(str(round(likeness, 3)))
    return Origin(line=line.number, page=line.page, confidence=confidence, label=row.label, unit=row.unit)
