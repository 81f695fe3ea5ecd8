"""From a report to a document: title, sections, tables, signature, notes, and the findings if asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

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
from govreport.document.grid import grid_of, states_in
from govreport.document.narrative import narrative_blocks, own_heading
from govreport.model.cell import Cell
from govreport.model.form import Section
from govreport.model.frozen import FrozenMap
from govreport.model.labels import base, pick
from govreport.model.report import Report
from govreport.model.table import Table
from govreport.model.value import State
from govreport.wording import say, say_date, say_number

if TYPE_CHECKING:
    from govreport.checks import Findings as Checked


def build_document(report: Report, *, language: str | None = None, findings: Checked | None = None) -> Document:
    """Return the document of a report.

    Args:
        report: what to publish.
        language: of headings and labels; the report's own if not given. Its narrative stays as it was written.
        findings: what a check found, to be printed at the end; none if not given.
    """
    builder = _Builder(report, language or report.in_language)
    blocks = [*builder.body(), *builder.annexes()]
    if findings is not None:
        blocks.extend(findings_blocks(findings, builder.language))
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

    def __init__(self, report: Report, language: str) -> None:
        self.report, self.language = report, language
        self.title = report.heading(language)
        self.marks: dict[str, str] = {}
        self.numbered = 0

    def body(self) -> Iterator[Block]:
        report = self.report
        yield Heading(1, (Run(self.title),), "title", self.language)
        for section in report.form.sections:
            if not section.annex:
                yield from self.section(section)
        for section in report.form.sections:
            if section.annex:
                colon = "：" if base(self.language) == "zh" else ": "
                text = f"{say('annex', self.language)}{colon}{self.annex_title(section)}"
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
        yield from self.attestation()

    def annex_title(self, section: Section) -> str:
        return pick(section.labels, self.language).replace("{period}", self.report.period)

    def section(self, section: Section) -> Iterator[Block]:
        told = self.report.narrative.get(section.id)
        if told is None and not section.tables and not section.required:
            return
        heading, text = own_heading(told or "")
        label = heading or self.annex_title(section)
        if section.numbered:
            self.numbered += 1  # counted also where a heading of its own has its own number
            label = heading or say_number(self.numbered, self.language) + label
        if label:
            yield Heading(2, (Run(label),), f"section-{section.id}", self.language)
        if told is None and section.narrative and section.required:
            absent = Run(say("state.absent", self.language), state=State.ABSENT)
            yield Paragraph((absent,), id=f"{section.id}-absent", language=self.language)
        yield from narrative_blocks(text, self.report, section.id)
        for table in section.tables:
            yield from self.table(table)
        yield from self.notes_on_section(section)

    def table(self, table: Table) -> Iterator[Block]:
        grid = grid_of(self.report, table, self.language, self.marks_on)
        yield grid
        items = [*self.key(grid), *self.cell_notes(grid)]
        if items:
            yield Notes(tuple(items), f"notes-{table.id}", self.language)

    def marks_on(self, cell: Cell) -> tuple[str, ...]:
        return tuple(self.mark(note.id) for note in self.report.notes_on(cell))

    def mark(self, note: str) -> str:
        return self.marks.setdefault(note, f"[{len(self.marks) + 1}]")

    def key(self, grid: Grid) -> Iterator[Note]:
        for state in states_in(grid):
            yield Note("", (Run(say(f"legend.{state.value}", self.language), state=state),))

    def cell_notes(self, grid: Grid) -> Iterator[Note]:
        shown = {cell.cell for cell in grid.cells if cell.cell}
        for note in self.report.notes:
            on_table = any(str(cell) in shown for cell in note.cells)
            named = any(value.note == note.id and str(cell) in shown for cell, value in self.report.values.items())
            if on_table or named:
                yield Note(self.mark(note.id), (Run(note.text),), f"note-{note.id}")

    def notes_on_section(self, section: Section) -> Iterator[Block]:
        ids = {section.id, *(table.id for table in section.tables)}
        items = [
            Note(self.mark(note.id), (Run(note.text),), f"note-{note.id}")
            for note in self.report.notes
            if note.section in ids
        ]
        if items:
            yield Notes(tuple(items), f"notes-on-{section.id}", self.language)

    def general_notes(self) -> Iterator[Block]:
        known = {each.id for each in self.report.form.sections} | set(self.report.form.tables)
        used = {value.note for value in self.report.values.values()}
        items = [
            Note(self.mark(note.id), (Run(note.text),), f"note-{note.id}")
            for note in self.report.notes
            if not note.cells and note.id not in used and note.section not in known
        ]
        if items:
            yield Notes(tuple(items), "notes", self.language)

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


def findings_blocks(findings: Checked, language: str) -> Iterator[Block]:
    """Yield the heading and the block of findings, as documents show them."""
    yield Heading(2, (Run(say("findings", language)),), "findings", language)
    items = tuple(
        Finding(
            severity=each.severity.value,
            severity_label=say(f"severity.{each.severity.value}", language),
            rule=each.rule,
            text=each.text(language),
            identity=each.identity(language),
            cells=tuple(str(cell) for cell in each.cells),
            labels=findings.labels(each, language),
            source=each.source(language),
            hint=each.hint(language),
            settled_by=each.outcome.settled_by,
        )
        for each in findings
    )
    counts = say(
        "summary", language, rules=len(findings.by_rule), instances=sum(findings.totals.values()), **findings.totals
    )
    yield Findings(items, counts, "findings-list", language)
