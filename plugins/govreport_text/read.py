"""From the lines of a published text to a report: every line ends in it, and what could not be placed is listed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

import attrs

from govreport import Attestation, Cell, Form, InvalidInput, Publisher, Report, Section
from govreport.plugin import ReadContext
from govreport.reading import Layout, Origin, Source, Unplaced, half_width, normalise, place_rows, read_date
from govreport_text.lines import Line, as_markup, as_table, lines_of, unwrapped
from govreport_text.tables import Row, TableReader, find_table

_ANNEX = re.compile(r"(?:附件|Annex)\s*\d*\s*[:：]?\s*")
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
    form, table = found or (form_by_title(lines, context, source.name), None)
    return _Page(form, table, lines, source.name).report()


@attrs.frozen
class Title:
    """The title as found: its lines, the publisher and the year in it."""

    start: int
    stop: int
    publisher: str
    year: str


def find_title(form: Form, lines: Sequence[Line]) -> Title | None:
    """Return the title of a report by a form's own pattern; it may stand on one line or on two."""
    for pattern in form.title_pattern.values():
        parts = re.split(r"\{(?:publisher|period)\}", pattern)
        if len(parts) != 3:
            continue
        between, after = (re.escape(part).replace("年", "年(?:度)?") for part in parts[1:])
        wanted = re.compile(rf"(.+?){between}(\d{{4}}){after}")
        for width in (1, 2):
            for at in range(len(lines) - width + 1):
                text = "".join(line.text for line in lines[at : at + width])
                found = wanted.fullmatch(re.sub(r"\s+", "", half_width(text)))
                if found is not None and len(text) < 3 * _SHORT:
                    return Title(at, at + width, found[1], found[2])
    return None


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


class _Page:
    """A published text while it is read."""

    def __init__(self, form: Form, table: str | None, lines: Sequence[Line], place: str) -> None:
        self.form, self.table, self.lines, self.place = form, table, lines, place
        self.unplaced: list[Line] = []
        self.columns: dict[str, tuple[str, ...]] = {}
        self.reader = TableReader(form, table)
        title = find_title(form, lines)
        if title is None:
            raise InvalidInput("has no title with publisher and year", place=place, hint="put it on a line of its own")
        self.title = title
        self.segments = [each for each in self.reader.segments(lines) if each.start >= title.stop]

    def report(self) -> Report:
        title = "".join(re.sub(r"\s+", "", line.text) for line in self.lines[self.title.start : self.title.stop])
        self.unplaced.extend(self.lines[: self.title.start])
        report = Report(
            self.form,
            Publisher(self.title.publisher),
            self.title.year,
            title=title,
            source=self.place,
            kind=self.form.usual_kind,
        )
        report = self.fill(report)
        report = self.tell(report)
        left = sorted(self.unplaced, key=lambda line: line.number)
        return attrs.evolve(report, unplaced=tuple(Unplaced(line.text.strip(), line.number) for line in left))

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
            if indicator is None or (indicator.group and row.value.raw is not None):
                self.unplaced.append(row.line)
            elif not indicator.group:
                cell = Cell(indicator.id)
                values[cell] = row.value
                confidence = None if found_row.likeness == 1 else Decimal(str(round(found_row.likeness, 3)))
                origins[cell] = Origin(line=row.line.number, confidence=confidence, label=row.label, unit=row.unit)
        return attrs.evolve(report.fill(values), origins=report.origins.with_items(origins))

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
        self.unplaced.extend(self.lines[at] for at in body if at not in text)
        report, text = self.issue(report, text, first)
        return self.narrate(report, self.paragraphs(text))

    def sign(self, report: Report, lines: Sequence[Line]) -> Report:
        """Read the signature block; remember which lines are its."""
        found: dict[str, str] = {}
        self.signed: set[int] = set()
        labels = {normalise(each): key for key, texts in self.form.attestation.items() for each in texts.values()}
        for at, line in enumerate(lines, len(self.lines) - len(lines)):
            name, colon, entry = half_width(line.text).partition(":")
            key = labels.get(normalise(name))
            if colon and key is not None and key not in found:
                found[key] = entry.strip()
                self.signed.add(at)
        date = read_date(found.pop("date", ""))
        return attrs.evolve(report, attestation=Attestation(**found, date=date))

    def issue(self, report: Report, text: list[int], first: int) -> tuple[Report, list[int]]:
        """Read issuer, date, annex and caption at the end of the text or above the table; return what is left of it."""
        captions = {normalise(self.caption(report, each)) for each in self.form.sections if each.annex}
        ends = [at for at in text if at < first][-8:] or text[-8:]
        left = list(text)
        for at in reversed(ends):
            line = self.lines[at].text.strip()
            date = read_date(line)
            if date is not None and len(line) < _SHORT // 2:
                report = attrs.evolve(report, published=report.published or date)
            elif len(line) < _SHORT and line.startswith(report.publisher.name) and not line.endswith("。"):
                report = attrs.evolve(report, publisher=Publisher(line))
            elif not (_ANNEX.match(line) and len(line) < _SHORT) and normalise(line) not in captions:
                break
            elif normalise(_ANNEX.sub("", line, count=1)) not in {*captions, ""}:
                self.unplaced.append(self.lines[at])
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
