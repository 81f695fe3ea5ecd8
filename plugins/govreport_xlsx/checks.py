"""The sheet of checks: each rule about figures as a formula that says if it holds, and what formulas cannot say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import attrs
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from govreport import Cell, Report
from govreport.checks import Places, Rulebook, Status, formula_of, label, ranges
from govreport.checks.identities import Identity
from govreport.document import say
from govreport_xlsx.book import Book, quoted, reference
from govreport_xlsx.measures import MARGIN, characters, height_of
from govreport_xlsx.tables import Drawn, Place
from govreport_xlsx.words import HEAD_OF_CHECKS, told

_WIDTHS = (34.0, 105.0, 48.0, 330.0, 190.0, 62.0, 62.0, 62.0)
_LINKS = 3
_TRUTH = 8
"""The column, which is hidden, where a formula says TRUE, FALSE or nothing."""
_FAILS, _HOLDS = "#fbd5d0", "#1e7b34"
FIRST = HEAD_OF_CHECKS
"""The first row of checks, from 0."""


@attrs.frozen
class Check:
    """One instance of a rule on the sheet.

    Args:
        identity: what it is.
        formula: says whether it holds.
        status: what the library says of the figures as they are.
    """

    identity: Identity
    formula: str
    status: Status


@attrs.frozen
class Truth:
    """Where the sheet says whether a check holds, what cells it is of, and whether it fails now."""

    reference: str
    cells: frozenset[Cell]
    fails: bool


@attrs.frozen
class Checks:
    """What is checked, and by whom.

    Args:
        own: by formulas.
        others: rules that only the library checks, with the number of instances if formulas check some.
    """

    own: tuple[Check, ...]
    others: Mapping[str, int]


def checks_of(book: Rulebook, found: Sequence[Identity], report: Report, places: Places) -> Checks:
    """Return the checks of a report whose cells stand in some places."""
    own: list[Check] = []
    unsaid: Counter[str] = Counter()
    for identity in found:
        formula = formula_of(identity, report, places)
        if formula is None:
            unsaid[identity.rule.id] += 1
        else:
            own.append(Check(identity, formula, identity.status(report)))
    said = {each.identity.rule.id for each in own}
    others = {rule: unsaid[rule] if rule in said else 0 for rule in book.ids if rule not in said or unsaid[rule]}
    return Checks(tuple(own), others)


def failing_counts(checks: Checks, sheet: str) -> dict[str, tuple[str, int]]:
    """Return for the address of each cell the formula that says how many checks of it fail, and how many do now."""
    rows: dict[Cell, list[str]] = {}
    now: Counter[Cell] = Counter()
    for place, check in enumerate(checks.own):
        for cell in check.identity.cells:
            rows.setdefault(cell, []).append(reference(sheet, FIRST + place, _TRUTH))
            now[cell] += check.status is Status.FAILS
    return {str(cell): (failing(each), now[cell]) for cell, each in rows.items()}


def failing(references: Sequence[str]) -> str:
    """Return the formula that counts which of some truths are false; those that say nothing are not."""
    return "+".join(f'SUMPRODUCT(({part}=FALSE)*({part}<>""))' for part in ranges(references))


class ChecksSheet:
    """Draws the sheet of checks."""

    def __init__(self, book: Book, sheet: Any, name: str, language: str) -> None:
        self.book, self.sheet, self.name, self.language = book, sheet, name, language
        self.order: dict[Cell, int] = {}
        self.truths: list[Truth] = []
        self.border: dict[str, object] = {"border": 1, "border_color": book.look["line"], "text_wrap": True}

    def draw(self, checks: Checks, report: Report, rules: Rulebook, places: Mapping[str, Place]) -> None:
        """Draw everything: a sum, a row for each check, and the rules that formulas cannot say."""
        book, sheet, language = self.book, self.sheet, self.language
        for column, points in enumerate(_WIDTHS):
            sheet.set_column(column, column, characters(points))
        sheet.set_column(_TRUTH, _TRUTH, None, None, {"hidden": True})
        book.text(sheet, 0, 0, told("checks", language), font_size=16, bold=True, font_name=book.look["head"])
        sheet.set_row(0, 26)
        last = FIRST + max(len(checks.own), 1) - 1
        for column, text in enumerate(told("checks.head", language).split("|")):
            book.text(sheet, FIRST - 1, column, text, **self.border, bg_color=book.look["tint"], bold=True)
        for column in (6, 7):
            book.put(sheet, FIRST - 1, column, "", **self.border, bg_color=book.look["tint"])
        self.order = {cell: place for place, cell in enumerate(report.cells())}
        self.sum(last, [self.row(FIRST + place, each, report, places) for place, each in enumerate(checks.own)])
        self.colours(last)
        self.others(last + 2, checks, rules)
        sheet.freeze_panes(FIRST, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(MARGIN, MARGIN, MARGIN, MARGIN + 0.2)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(FIRST - 1)
        sheet.set_footer("&C&P / &N")

    def sum(self, last: int, shown: Sequence[str]) -> None:
        """Put a sentence that counts what fails and what holds, as the marks have it that are shown now."""
        marks = f"{xl_rowcol_to_cell(FIRST, 0, True, True)}:{xl_rowcol_to_cell(last, 0, True, True)}"
        counts = [f'"&COUNTIF({marks},"{sign}")&"' for sign in "✗✓"]
        sentence = told("checks.sum", self.language, *counts)
        cached = told("checks.sum", self.language, *map(shown.count, "✗✓"))
        self.book.formula(self.sheet, 1, 0, f'"{sentence}"', cached, font_color="#444444")

    def row(self, row: int, check: Check, report: Report, places: Mapping[str, Place]) -> str:
        """Put one check: the mark, what must hold, for which cell, and links to the cells; return the mark."""
        book, sheet, language, rule = self.book, self.sheet, self.language, check.identity.rule
        truth: object = {Status.HOLDS: True, Status.FAILS: False}.get(check.status, "")
        mark = {Status.HOLDS: "✓", Status.FAILS: "✗"}.get(check.status, "")
        words = rule.labels.get(language) or _words(rule.labels, language) or rule.id
        cells = self.cells(check, report, places)
        what = label(cells[0], report, language) if cells else ""
        own = xl_rowcol_to_cell(row, _TRUTH)
        fails = check.status is Status.FAILS
        self.truths.append(Truth(reference(self.name, row, _TRUTH), check.identity.cells, fails))
        book.formula(sheet, row, _TRUTH, check.formula, truth)
        centred = {**self.border, "align": "center"}
        figures = ",".join(ranges(places[str(cell)].reference for cell in cells))
        shown = f'IF({own}="","",IF(COUNT({figures})=0,"",IF({own},"✓","✗")))'  # nothing, as long as no figure is there
        if not any(report[cell].is_number for cell in cells):
            mark = ""
        book.formula(sheet, row, 0, shown, mark, **centred, bold=True, font_size=12)
        book.text(sheet, row, 1, rule.id, **self.border)
        book.text(sheet, row, 2, say(f"severity.{rule.severity.value}", language), **centred)
        book.text(sheet, row, 3, words, **self.border)
        book.text(sheet, row, 4, what, **self.border)
        for column, cell in enumerate(cells[:_LINKS]):
            self.link(row, 5 + column, places[str(cell)])
        for column in range(len(cells[:_LINKS]), _LINKS):
            book.put(sheet, row, 5 + column, "", **self.border)
        size = book.look["size"]
        sheet.set_row(row, max(height_of(words, _WIDTHS[3], size), height_of(what, _WIDTHS[4], size)))
        return mark

    def cells(self, check: Check, report: Report, places: Mapping[str, Place]) -> list[Cell]:
        """Return the cells of a check, the one that it is for first, else that which comes last in print."""
        cells = sorted((each for each in check.identity.cells if str(each) in places), key=self.order.__getitem__)
        it = check.identity.instance.cell(report)
        first = it if it in cells else (cells[-1] if cells else None)
        return sorted(cells, key=lambda cell: cell != first)

    def link(self, row: int, column: int, place: Place) -> None:
        """Put a link to a cell."""
        shown = xl_rowcol_to_cell(place.row, place.column)
        target = f"internal:{quoted(place.sheet)}!{shown}"
        style = self.book.format(**self.border, font_color="#1a56a8", underline=1, align="center", shrink=True)
        text = f"{place.sheet[:5]}!{shown}"
        if self.sheet.write_url(row, column, target, style, text) != 0:  # there are more links than a sheet may have
            self.book.text(self.sheet, row, column, text, **self.border)

    def colours(self, last: int) -> None:
        """Let marks have colours."""
        area = FIRST, 0, last, 0
        for sign, background, colour in (("✗", _FAILS, "#a11212"), ("✓", "#ffffff", _HOLDS)):
            style = self.book.workbook.add_format({"bg_color": background, "font_color": colour})
            about = {"type": "cell", "criteria": "==", "value": f'"{sign}"', "format": style}
            self.sheet.conditional_format(*area, about)

    def others(self, row: int, checks: Checks, rules: Rulebook) -> None:
        """List the rules that formulas cannot say."""
        if not checks.others:
            return
        book, sheet, language = self.book, self.sheet, self.language
        book.text(sheet, row, 0, told("checks.others", language), bold=True)
        words = {rule.id: _words(rule.labels, language) for rule in reversed(rules.rules)}
        severities = {rule.id: rule.severity.value for rule in reversed(rules.rules)}
        for rule, some in checks.others.items():
            row += 1
            book.text(sheet, row, 1, rule, font_color="#444444", text_wrap=True)
            book.text(
                sheet, row, 2, say(f"severity.{severities[rule]}", language), font_color="#444444", align="center"
            )
            text = words[rule] + (f"（{told('checks.some', language, some)}）" if some else "")
            book.text(sheet, row, 3, text, font_color="#444444", text_wrap=True)
            sheet.set_row(row, height_of(text, _WIDTHS[3], book.look["size"]))


def _words(labels: Mapping[str, str], language: str) -> str:
    base = language.partition("-")[0].lower()
    return labels.get(language) or labels.get(base) or next(iter(labels.values()), "")


def mark_failing(book: Book, drawn: Drawn, counts: Mapping[str, tuple[str, int]]) -> None:
    """Let the cells of a table turn red where a check of them fails: hidden columns beside it count those.

    Args:
        book: the workbook.
        drawn: the table.
        counts: for each address how many checks of it fail, as a formula and as a number.
    """
    beside = drawn.columns[1] + 1
    used = {address: counts[address] for address in drawn.cells if address in counts}
    if not used:
        return
    for address, (formula, now) in used.items():
        place = drawn.cells[address]
        book.formula(drawn.sheet, place.row, place.column + beside, formula, now)
    drawn.sheet.set_column(beside, beside + drawn.columns[1], None, None, {"hidden": True})
    first, last = drawn.rows[0], drawn.rows[1] - 1
    style = book.workbook.add_format({"bg_color": _FAILS, "font_color": "#a11212", "bold": True})
    criteria = f"={xl_col_to_name(beside)}{first + 1}>0"
    about = {"type": "formula", "criteria": criteria, "format": style}
    drawn.sheet.conditional_format(first, 0, last, drawn.columns[1] - 1, about)
