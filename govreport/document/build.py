"""From a report to a document: title, sections, tables, signature, notes, and the findings if asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import attrs

from govreport.document.blocks import (
    Attestation,
    Block,
    Document,
    Finding,
    Findings,
    Grid,
    Heading,
    Note,
    Notes,
    PageBreak,
    Paragraph,
    Run,
)
from govreport.document.charts import chart_blocks, in_order
from govreport.document.columns import CROWDED
from govreport.document.grid import grid_of, qualities_in, states_in
from govreport.document.narrative import narrative_blocks
from govreport.errors import UnknownName
from govreport.model.cell import Cell
from govreport.model.chart import Chart
from govreport.model.form import Section
from govreport.model.frozen import FrozenMap
from govreport.model.labels import base, pick
from govreport.model.report import Note as ReportNote
from govreport.model.report import Report
from govreport.model.table import Table
from govreport.model.value import State
from govreport.wording import explain_state, say, say_date, say_number, say_quality

if TYPE_CHECKING:
    from govreport.checks import Findings as Checked
    from govreport.checks import Place


_TITLE_LINE = 20
"""How many characters of 2号 a line of the type area holds (GB/T 9704-2012: 156 mm)."""


def build_document(
    report: Report,
    *,
    language: str | None = None,
    findings: Checked | None = None,
    charts: bool = False,
    earlier: Iterable[Report] = (),
) -> Document:
    """Return the document of a report.

    Args:
        report: what to publish.
        language: of headings and labels; the report's own if not given. Its narrative stays as it was written.
        findings: what a check found, to be printed at the end; none if not given.
        charts: whether the charts that the form declares are put in.
        earlier: reports of the years before, on the same form, for charts over the years.

    Raises:
        UnknownName: if the form has no labels in the language.
        InvalidInput: if an earlier report is on another form, or of no earlier year.
    """
    language = language or report.in_language
    known = {base(each) for each in report.form.titles}
    if known and base(language) not in known:
        raise UnknownName.among(f"language of form {report.form.id}", language, known)
    builder = _Builder(report, language, findings, charts=report.form.charts if charts else (), earlier=earlier)
    blocks = [*builder.body(), *builder.annexes()]
    if findings is not None:
        blocks.extend((PageBreak(), *findings_blocks(findings, builder.language)))
    return Document(
        title=builder.title,
        language=builder.language,
        blocks=tuple(blocks),
        author=report.publisher.name,
        subject=pick(report.form.titles, builder.language),
        date=None if report.published is None else report.published.isoformat(),
        paper=report.form.paper,
    )


class _Builder:
    """What is known while a document is built: the language, and the marks of the notes in order of appearance."""

    def __init__(
        self,
        report: Report,
        language: str,
        findings: Checked | None,
        charts: tuple[Chart, ...] = (),
        earlier: Iterable[Report] = (),
    ) -> None:
        self.report, self.language = report, language
        self.charts, self.earlier = charts, in_order(report, earlier)
        self.flags: dict[Cell, Run] = {}  # a cell leads to the worst finding that speaks of it
        for number, finding in enumerate(() if findings is None else findings.alike(language), 1):
            for cell in finding.cells:
                self.flags.setdefault(cell, Run("※", note=True, target=f"finding-{number}"))
        self.title = report.heading(language)
        self.marks: dict[str, str] = {}
        self.printed_notes: set[str] = set()
        self.numbered = 0

    def body(self) -> Iterator[Block]:
        report = self.report
        yield Heading(1, (Run(self.broken_title()),), "title", self.language)
        for section in report.form.sections:
            if not section.annex:
                yield from self.section(section)
        for section in report.form.sections:
            if section.annex:
                colon = "：" if base(self.language) == "zh" else ": "
                text = f"{say('annex', self.language)}{colon}{self.section_title(section)}"
                yield Paragraph((Run(text),), "annex-note", f"annex-note-{section.id}", self.language)
        if report.published is not None:
            yield Paragraph((Run(report.publisher.name),), "issuer", "issuer", report.in_language)
            yield Paragraph((Run(say_date(report.published, self.language)),), "date", "date", self.language)
        yield from self.general_notes()

    def annexes(self) -> Iterator[Block]:
        for section in self.report.form.sections:
            if section.annex:
                yield PageBreak(f"before-{section.id}")
                yield Paragraph((Run(say("annex", self.language)),), "annex", f"annex-{section.id}", self.language)
                yield from self.section(section)
        yield from self.leftover_notes()
        yield from self.attestation()

    def broken_title(self) -> str:
        """Return the title; a Chinese one too long for a line is broken behind the publisher, never within a word."""
        place = self.title.find(f"{self.report.period}年")
        if base(self.language) != "zh" or len(self.title) <= _TITLE_LINE or place < 2:
            return self.title
        return f"{self.title[:place]}\n{self.title[place:]}"

    def section_title(self, section: Section) -> str:
        return self.report.in_words(pick(section.labels, self.language), self.language)

    def section(self, section: Section) -> Iterator[Block]:
        told = self.report.narrative.get(section.id)
        must_be_there = section.required and not section.mentions  # else its matter may stand anywhere
        if told is None and not section.tables and not must_be_there and not self.has_notes(section):
            return
        blocks = list(narrative_blocks(told or "", self.report, section.id))
        yield from self.section_heading(section, blocks)
        if told is None and section.narrative and must_be_there:
            absent = Run(say("state.absent", self.language), state=State.ABSENT)
            yield Paragraph((absent,), id=f"{section.id}-absent", language=self.language)
        yield from blocks
        for table in section.tables:
            yield from self.table(table)
            if table is not section.tables[-1]:
                yield from self.drawn(chart for chart in self.charts if chart.table == table.id)
        yield from self.notes_on_section(section)
        last = [table.id for table in section.tables[-1:]]
        yield from self.drawn(each for each in self.charts if each.section == section.id or each.table in last)

    def has_notes(self, section: Section) -> bool:
        return any(note.section == section.id for note in self.report.notes)

    def section_heading(self, section: Section, blocks: list[Block]) -> Iterator[Heading]:
        """Yield the heading of a section: the one that its text brings along, which is taken off, or the form's."""
        self.numbered += section.numbered  # counted also where a heading of its own has its own number
        first = blocks[0] if blocks else None
        if isinstance(first, Heading) and first.level == 2:
            yield attrs.evolve(first, id=f"section-{section.id}")
            del blocks[0]
        elif label := self.section_title(section):
            number = say_number(self.numbered, self.language) if section.numbered else ""
            yield Heading(2, (Run(number + label),), f"section-{section.id}", self.language)

    def table(self, table: Table) -> Iterator[Block]:
        grid = grid_of(self.report, table, self.language, self.marks_on)
        yield grid
        yield from self.notes(f"notes-{table.id}", [*self.key(grid), *self.cell_notes(grid)])

    def drawn(self, charts: Iterable[Chart]) -> Iterator[Block]:
        """Yield charts, with the key of the states and qualities in their tables."""
        for chart in charts:
            for block in chart_blocks(chart, self.report, self.language, self.earlier):
                yield block
                if isinstance(block, Grid):
                    yield from self.notes(f"notes-{block.id}", self.key(block))

    def notes(self, block: str, items: Iterable[Note]) -> Iterator[Notes]:
        """Yield the block of some notes, if there are any."""
        if found := tuple(items):
            yield Notes(found, block, self.language)

    def marks_on(self, cell: Cell) -> tuple[Run, ...]:
        notes = (Run(self.mark(note.id), note=True) for note in self.report.notes_on(cell))
        return (*notes, self.flags[cell]) if cell in self.flags else tuple(notes)

    def mark(self, note: str) -> str:
        return self.marks.setdefault(note, f"[{len(self.marks) + 1}]")

    def key(self, grid: Grid) -> Iterator[Note]:
        for state in states_in(grid):
            words = explain_state(state, self.language, short=grid.columns > CROWDED)
            yield Note("", (Run(words, state=state),))
        if any(run.target for cell in grid.cells for run in cell.runs):
            yield Note("", (Run(say("legend.flag", self.language)),))
        for quality in qualities_in(self.report, grid):
            yield Note("", (Run(say_quality(quality, self.language)),))

    def printed(self, notes: Iterable[ReportNote]) -> Iterator[Note]:
        """Yield those of the notes that were not printed before, each once."""
        for note in notes:
            if note.id not in self.printed_notes:
                self.printed_notes.add(note.id)
                yield Note(self.mark(note.id), (Run(note.text),), f"note-{note.id}")

    def cell_notes(self, grid: Grid) -> Iterator[Note]:
        cells = [self.report.locate(cell.cell) for cell in grid.cells if cell.cell]
        yield from self.printed(note for cell in cells for note in self.report.notes_on(cell))

    def notes_on_section(self, section: Section) -> Iterator[Block]:
        ids = {section.id, *(table.id for table in section.tables)}
        on_it = (note for note in self.report.notes if note.section in ids)
        yield from self.notes(f"notes-on-{section.id}", self.printed(on_it))

    def general_notes(self) -> Iterator[Block]:
        """Yield the notes that are on nothing but the report."""
        named = {value.note for value in self.report.values.values()}
        free = (note for note in self.report.notes if not note.cells and note.section is None and note.id not in named)
        yield from self.notes("notes", self.printed(free))

    def leftover_notes(self) -> Iterator[Block]:
        """Yield the notes on what this document does not print."""
        yield from self.notes("notes-left", self.printed(self.report.notes))

    def attestation(self) -> Iterator[Block]:
        signed = self.report.attestation
        given = {
            "head": signed.head,
            "reviewer": signed.reviewer,
            "preparer": signed.preparer,
            "unit": signed.unit,
            "phone": signed.phone,
            "date": None if signed.date is None else say_date(signed.date, self.language),
        }
        if not any(given.values()):
            return
        labels = self.report.form.attestation
        items = tuple(
            (pick(labels.get(key, FrozenMap()), self.language) or say(f"attestation.{key}", self.language), entry or "")
            for key, entry in given.items()
            if entry or key in labels
        )
        yield Attestation(items, "attestation", self.language)


def _place_words(block: str, places: tuple[Place, ...], language: str) -> str:
    """Return what the link to a block is called: its line in the source, else the words there."""
    place = next(each for each in places if each.block == block)
    return place.quote if place.line is None else say("line", language, place.line).strip(" ()（）")


def findings_blocks(findings: Checked, language: str) -> Iterator[Block]:
    """Yield the heading and the block of findings, as documents show them."""
    yield Heading(2, (Run(say("findings", language)),), "findings", language)
    items = tuple(
        Finding(
            severity=each.first.severity.value,
            severity_label=say(f"severity.{each.first.severity.value}", language),
            rule=each.first.rule,
            text=each.text,
            identity=each.identity,
            cells=tuple(str(cell) for cell in each.cells),
            labels=each.labels,
            blocks=tuple(found := dict.fromkeys(place.block for place in each.places if place.paragraph)),
            places=tuple(_place_words(block, each.places, language) for block in found),
            details=tuple(each.first.details(language)),
            id=f"finding-{number}",
        )
        for number, each in enumerate(findings.alike(language), 1)
    )
    counts = say(
        "summary", language, rules=len(findings.by_rule), instances=sum(findings.totals.values()), **findings.totals
    )
    yield Findings(items, counts, "findings-list", language)
