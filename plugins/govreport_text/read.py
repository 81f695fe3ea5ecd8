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
from govreport_text.tables import Row, TableReader, find_table

_ANNEX = re.compile(r"(?:附件|Annex)\s*\d*\s*[:：]?\s*")
_PREFIX = re.compile(r"(?:.*[>»]|#+|标题[:：])")
"""What a web page or an editor puts before a title."""
_LOOSE = {
    "年度报告": "(?:年度)?报告",
    "政府信息公开": "(?:政府信息|政务信息|政务)公开",
    "工作": "(?:工作)?",
}
"""What publishers vary in the title that the form prescribes."""
_YEAR = r"(?P<year>\d{4}|[〇○零一二三四五六七八九]{4})(?:年度?)?"
_SEALED = r"[（(](?:盖章|公章|签章|签字|签名|章)[）)]"
_SIGNED = {
    "head": ("单位负责人", "负责人", "主要负责人", "单位领导"),
    "reviewer": ("审核人", "审核", "复核人"),
    "preparer": ("填表人", "填报人", "制表人", "经办人"),
    "unit": ("填表单位", "填报单位", "报送单位", "单位名称", "填报机关"),
    "phone": ("联系电话", "电话"),
    "date": ("填报日期", "填表日期", "报送日期", "填报时间", "日期"),
}
"""What the lines of a signature block are called, beside the words of the form."""
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


@attrs.frozen
class Title:
    """The title as found: its lines, the publisher and the year in it, and its text."""

    start: int
    stop: int
    publisher: str
    year: str
    text: str


def find_title(form: Form, lines: Sequence[Line]) -> Title | None:
    """Return the title of a report by a form's own pattern, on up to three lines: the last above the first heading.

    The year may also stand first, in digits or in Chinese numerals.
    """
    body = next((at for at, line in enumerate(lines) if line.heading), len(lines))
    for pattern in form.title_pattern.values():
        parts = re.split(r"\{(?:publisher|period)\}", re.sub(r"\s+", "", pattern))
        if len(parts) != 3:
            continue
        between, after = _loosely(parts[1]), _loosely(parts[2].removeprefix("年"))
        usual = re.compile(rf"(?P<name>\D.*?)(?:关于)?{between}{_YEAR}{after}")
        year_first = re.compile(rf"{_YEAR}(?P<name>[^\d年度].*?)(?:关于)?{between}{after}")
        for width in (1, 2, 3):
            found = []
            for at in range(len(lines) - width + 1):
                text = _bare("".join(line.text for line in lines[at : at + width]))
                match = usual.fullmatch(text) or year_first.fullmatch(text) if len(text) < 3 * _SHORT else None
                if match is not None:
                    found.append(Title(at, at + width, match["name"], _digits(match["year"]), text))
            if found:
                return next((title for title in reversed(found) if title.start < body), found[0])
    return None


def _loosely(part: str) -> str:
    """Return a pattern for a part of a title: exactly it, but for what publishers vary."""
    return re.sub("|".join(_LOOSE), lambda found: _LOOSE[found[0]], re.escape(part))


def _digits(year: str) -> str:
    return year.translate(str.maketrans("〇○零一二三四五六七八九", "000123456789"))


def _bare(text: str) -> str:
    """Return a line without spaces and without what may stand around a title."""
    plain = _PREFIX.sub("", re.sub(r"\s+", "", half_width(text)))
    return plain[1:-1] if plain.startswith("《") and plain.endswith("》") else plain


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
    return re.sub(rf"\s*{_SEALED}\s*$", "", line.strip()), date


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
        self.signature = self.signature_pattern()
        apart = [Line(line.number, "") if self.signature.match(line.text) else line for line in self.lines]
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

    def signature_pattern(self) -> re.Pattern[str]:
        """Return what an entry of the signature block begins with: the form's own words, or those that are usual."""
        self.entries = {label: key for key in self.form.attestation for label in _SIGNED.get(key, ())}
        self.entries |= {text: key for key, texts in self.form.attestation.items() for text in texts.values()}
        if not self.entries:
            return re.compile(r"(?!)")
        spaced = (r"[ \u3000]*".join(map(re.escape, label)) for label in sorted(self.entries, key=len, reverse=True))
        return re.compile(rf"[\s|｜│]*({'|'.join(spaced)})\s*(?:{_SEALED})?\s*[:：]\s*")

    def sign(self, report: Report, lines: Sequence[Line]) -> Report:
        """Read the signature block; remember which lines are its."""
        found: dict[str, str] = {}
        self.signed: set[int] = set()
        for at, line in enumerate(lines, len(self.lines) - len(lines)):
            left = line.text
            while (entry := self.signature.match(left)) is not None:
                behind = self.signature.search(left, entry.end())
                key = self.entries[re.sub(r"\s+", "", entry[1]) if entry[1] not in self.entries else entry[1]]
                told = left[entry.end() : behind.start() if behind else None]
                left = left[behind.start() :] if behind else ""
                if key in found:
                    self.leave([Line(line.number, told)], "signed twice")
                found.setdefault(key, re.sub(rf"\s*{_SEALED}$", "", half_width(told).strip(" \t\u3000|｜│")))
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
            plain = normalise(_ANNEX.sub("", line, count=1))
            if date is not None and (not name or name.startswith(report.publisher.name)):
                report = attrs.evolve(report, published=report.published or date)
            elif plain in {*captions, ""}:
                left.remove(at)
                continue
            elif _ANNEX.match(line):
                self.leave([self.lines[at]])
                left.remove(at)
                continue
            if name.startswith(report.publisher.name) and not _CAPTION.search(name):
                report = attrs.evolve(report, publisher=Publisher(name))
            elif date is None or name:
                continue
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
