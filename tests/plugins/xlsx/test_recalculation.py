"""What the formulas come to in a real spreadsheet: every total and every mark is what the library says."""

from __future__ import annotations

import os

import attrs
import pytest

import govreport as gr
from govreport.checks import Status, totals
from govreport.checks.identities import identities
from govreport.verbs import default_registry
from govreport_xlsx.checks import FIRST
from govreport_xlsx.rows import rows_of
from tests.plugins.xlsx.books import named, opened, pointers, random_report, random_values, recalculated, saved

NUMBERS = [
    pytest.param(7, marks=pytest.mark.slow, id="one of each Chinese form"),
    pytest.param(9 if "CI" in os.environ else 108, marks=pytest.mark.slow, id="many"),
]
ROWS = 3
TRUTHS = {Status.HOLDS: True, Status.FAILS: False}


def put_in(data: bytes, form: gr.Form, seed: int, members: int) -> bytes:
    """Return a workbook to be filled in with random figures in its input cells, as a script puts them there."""
    book = opened(data)
    for (kind, key), (sheet, row, column) in pointers(book).items():
        if kind == "member" and int(key.rpartition(key.partition("/")[0])[2]) <= members:
            book[sheet].cell(row, column).value = key.partition("/")[2]
    report = named(form, members)
    own = {axis: [member.id for member in each] for axis, each in report.members.items()}
    places = pointers(book)
    for cell, value in random_values(form, form.cells_with(own), seed).items():
        if ("cell", str(cell)) in places and value.state is not gr.State.ABSENT:
            sheet, row, column = places["cell", str(cell)]
            place = book[sheet].cell(row, column)
            if value.amount is None:
                words = {"not_applicable": "N/A", "not_collected": "not collected", "withheld": "withheld"}
                place.value = f"<{value.bound}" if value.bound else words.get(value.state.value)
            else:
                place.value = float(value.amount) if value.is_number else value.amount
                if isinstance(value.amount, str):
                    place.data_type = "s"
    return saved(book)


def marks(data: bytes, language: str):
    """Yield rule, mark and truth of each row of the sheet of checks."""
    sheet = opened(data, data_only=True)["数据核对" if language == "zh" else "Checks"]
    formulas = opened(data)[sheet.title]
    row = FIRST + 1
    while formulas.cell(row, 9).data_type == "f":
        yield sheet.cell(row, 2).value, sheet.cell(row, 1).value or "", sheet.cell(row, 9).value
        row += 1


def compare_checks(found, report, data, language, binds=lambda _: True):
    """Return how many checks were compared, and those that differ."""
    rows: dict[str, list] = {}
    for rule, mark, truth in marks(data, language):
        rows.setdefault(rule, []).append((mark, truth))
    compared, wrong = 0, []
    by_rule: dict[str, list] = {}
    for identity in found:
        by_rule.setdefault(identity.rule.id, []).append(identity)
    for rule, said in rows.items():
        if len(said) != len(by_rule[rule]):  # some are too long for a formula: the sheet says so
            continue
        for (mark, truth), identity in zip(said, by_rule[rule], strict=True):
            status = identity.status(report) if binds(identity) else Status.NOT_APPLICABLE
            expected = TRUTHS.get(status, "")
            got = "" if truth in {None, ""} else bool(truth)
            has_figures = any(report.values.get(cell, gr.Value.of(None)).is_number for cell in identity.cells)
            shown = {True: "✓", False: "✗", "": ""}[expected] if has_figures else ""
            compared += 1
            if (got, mark) != (expected, shown):
                wrong.append((rule, dict(identity.instance.binding), str(status), truth, mark))
    return compared, wrong


@pytest.mark.parametrize("number", NUMBERS)
def test_reports_to_read(number, tmp_path, capsys):
    registry = default_registry()
    reports = {f"r{seed}": random_report(form, seed, 1 + seed % 3) for form, seed in _forms(registry, number)}
    data = {
        name: gr.render(each, "xlsx", language="en" if place % 2 else "zh")
        for place, (name, each) in enumerate(reports.items())
    }
    cells, compared, wrong = 0, 0, []
    for place, (name, again) in enumerate(recalculated(data, tmp_path).items()):
        report = reports[name]
        read = gr.read(again, name=f"{name}.xlsx")
        wrong += [(name, str(cell), each, read[cell]) for cell, each in report.values.items() if read[cell] != each]
        cells += len(report.values)
        found = list(identities(registry.rules(report.form), report))
        some, others = compare_checks(found, report, again, "en" if place % 2 else "zh")
        compared += some
        wrong += [(name, report.form.id, *each) for each in others]
    with capsys.disabled():
        print(
            f"\n{len(reports)} reports to read: {cells} cells read back, {compared} checks compared, {len(wrong)} differ"
        )
    assert not wrong


@pytest.mark.parametrize("number", NUMBERS)
def test_reports_that_were_filled_in(number, tmp_path, capsys):
    registry = default_registry()
    forms = {f"f{seed}": form for form, seed in _forms(registry, number)}
    empty = {  # one for each form
        form.id: gr.render(named(form, 0), "xlsx", fill_in=True, rows=ROWS, language="en")
        for form in set(forms.values())
    }
    data = {
        name: put_in(empty[form.id], form, place, 1 + place % ROWS) for place, (name, form) in enumerate(forms.items())
    }
    cells, compared, wrong = 0, 0, []
    for name, again in recalculated(data, tmp_path).items():
        form = forms[name]
        report = gr.read(again, name=f"{name}.xlsx")
        assert not report.unplaced, (name, report.unplaced)
        full = rows_of(named(form, 0), ROWS, "en").full
        found = list(identities(registry.rules(form), full))
        for cell, total in totals(found, full).items():
            if cell in report.values:
                cells += 1
                parts = attrs.evolve(report, values={each: report[each] for each in total.operands})
                expected, value = total.amount(parts), report[cell]
                if (value.amount if value.is_number else None) != expected:
                    wrong.append((name, str(cell), value, expected))

        def is_there(identity, report=report):
            form = report.form
            return all(
                not form.axes[axis].open or form.axes[axis].member(member) or report.member_of(axis, member)
                for axis, member in identity.instance.binding.items()
            )

        some, others = compare_checks(found, report, again, "en", is_there)
        compared += some
        wrong += [(name, form.id, *each) for each in others]
    with capsys.disabled():
        print(f"\n{len(forms)} filled in: {cells} totals, {compared} checks compared, {len(wrong)} differ")
    assert not wrong


def _forms(registry, number):
    forms = registry.forms()[:number]
    return [(forms[seed % len(forms)], seed) for seed in range(number)]
