"""A comparison as a document: what changed in each table, the texts, and what must not be compared."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from govreport.checks.naming import label
from govreport.combine.compare import Change, Comparison
from govreport.document import Block, Document, Grid, GridCell, Heading, List, Note, Notes, Paragraph, Run
from govreport.model.labels import pick
from govreport.model.value import Value
from govreport.wording import say, show_value


def document_of(comparison: Comparison, language: str) -> Document:
    """Return a comparison as a document in a language."""
    after = comparison.after
    title = say(
        f"compare.{comparison.kind}",
        language,
        after.publisher.name,
        pick(after.form.titles, language, after.form.id),
        *comparison.names(),
    )
    return Document(
        title,
        language,
        tuple(_blocks(comparison, title, language)),
        author=after.publisher.name,
        date=None if after.published is None else after.published.isoformat(),
        paper=after.form.paper,
    )


def _blocks(comparison: Comparison, title: str, language: str) -> Iterator[Block]:
    yield Heading(1, (Run(title),), "title", language)
    changed, same = len(comparison.changes), comparison.same
    yield Paragraph((Run(say("compare.summary", language, changed, same)),), id="summary", language=language)
    form = comparison.after.form
    for section in form.sections:
        tables = [table.id for table in section.tables]
        changes = [
            each for each in comparison.changes if (at := form.table_of(each.cell)) is not None and at.id in tables
        ]
        text = next((each for each in comparison.texts if each.section == section.id), None)
        if not changes and text is None:
            continue
        yield Heading(2, (Run(pick(section.labels, language, section.id)),), f"section-{section.id}", language)
        if changes:
            yield _grid(comparison, changes, section.id, language)
        if text is not None:
            yield Paragraph((Run(say("compare.kept", language, _percent(text.kept))),), language=language)
            for key, sentences in (("compare.gone", text.gone), ("compare.new", text.new)):
                if sentences:
                    yield Paragraph((Run(say(key, language), strong=True),), language=language)
                    items = tuple(
                        (Paragraph((Run(each),), language=comparison.after.in_language),) for each in sentences
                    )
                    yield List(items, language=language)
    if comparison.breaks or comparison.lost:
        yield Heading(2, (Run(say("compare.apart", language)),), "apart", language)
        yield Notes(tuple(_notes(comparison, language)), "apart-notes", language)


def _grid(comparison: Comparison, changes: list[Change], section: str, language: str) -> Grid:
    heads = ("", *comparison.names(), say("compare.difference", language), say("compare.share", language))
    cells = [
        GridCell(0, column, (Run(text),) if text else (), "column" if column else "corner")
        for column, text in enumerate(heads)
    ]
    for row, change in enumerate(changes, 1):
        name = label(change.cell, comparison.after, language)
        cells.append(GridCell(row, 0, (Run(name),), "row"))
        for column, value in enumerate((change.before, change.after), 1):
            cells.append(_value(row, column, change, value, language))
        for column, text in ((3, _signed(change.difference)), (4, _signed_percent(change.share))):
            cells.append(GridCell(row, column, (Run(text),) if text else (), numeric=True))
    return Grid(tuple(cells), len(changes) + 1, len(heads), 1, 1, (), f"changes-{section}", language)


def _value(row: int, column: int, change: Change, value: Value, language: str) -> GridCell:
    cell = str(change.cell) if column == 2 else None
    run = Run(show_value(value, language), cell=cell, state=value.state)
    return GridCell(row, column, (run,), state=value.state, cell=cell, numeric=value.is_number or value.amount is None)


def _signed(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:+}" if amount else "0"


def _percent(share: Decimal) -> str:
    return f"{(share * 100).quantize(Decimal('0.1'), ROUND_HALF_UP).normalize():f}%"


def _signed_percent(share: Decimal | None) -> str:
    return "" if share is None else ("+" if share > 0 else "") + _percent(share)


def _notes(comparison: Comparison, language: str) -> Iterator[Note]:
    form = comparison.after.form
    for each in comparison.breaks:
        indicator = form.indicators.get(each.new.partition("[")[0])
        name = each.new if indicator is None else pick(indicator.labels, language, each.new)
        yield Note("", (Run(say("compare.broken", language, name, pick(each.labels, language))),))
    if comparison.lost:
        yield Note("", (Run(say("compare.lost", language, len(comparison.lost))),))
