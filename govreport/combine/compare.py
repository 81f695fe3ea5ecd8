"""Two reports beside each other: what changed, by how much, in which state, and what must not be compared."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal, TypeAlias

import attrs

from govreport.checks.naming import label
from govreport.combine.mapping import Break
from govreport.document import Document
from govreport.model.cell import Cell
from govreport.model.labels import pick
from govreport.model.report import Report
from govreport.model.value import ABSENT, EXACT, State, Value
from govreport.writing import plain_value

Kind: TypeAlias = Literal["years", "revisions", "publishers"]


@attrs.frozen
class Change:
    """One cell that is not what it was.

    Args:
        cell: the cell.
        before, after: what it held.
        difference: by how much it rose or fell; None unless both are numbers.
        share: the difference as a share of what was; None where that was 0 too.
    """

    cell: Cell
    before: Value
    after: Value
    difference: Decimal | None = None
    share: Decimal | None = None


@attrs.frozen
class TextChange:
    """A section whose text is not what it was.

    Args:
        section: its id.
        gone: sentences that only the earlier text has.
        new: sentences that only the later one has.
        kept: the share of the later text that the earlier one had.
    """

    section: str
    gone: tuple[str, ...]
    new: tuple[str, ...]
    kept: Decimal


@attrs.frozen
class Comparison:
    """Two reports compared: two years, two revisions or two publishers; an older edition is carried over first.

    Args:
        before, after: the reports, on one form.
        kind: what the two are to each other.
        changes: the cells that differ, in printed order.
        same: how many cells are the same.
        texts: the sections whose text differs.
        breaks: rows that look alike and must not be compared.
        lost: what the earlier report has and the form of the later one does not.

    `print` gives it as a table; `document` for any output format, `as_data` for programs.
    """

    before: Report
    after: Report
    kind: Kind
    changes: tuple[Change, ...] = ()
    same: int = 0
    texts: tuple[TextChange, ...] = ()
    breaks: tuple[Break, ...] = ()
    lost: tuple[Cell, ...] = ()

    @property
    def in_language(self) -> str:
        """The language of the later report."""
        return self.after.in_language

    def names(self) -> tuple[str, str]:
        """Return what the two are called beside each other: by period, revision or publisher."""
        if self.kind == "publishers":
            return self.before.publisher.name, self.after.publisher.name
        if self.kind == "revisions":
            return _revision(self.before), _revision(self.after)
        return self.before.period, self.after.period

    def document(self, language: str | None = None) -> Document:
        """Return the comparison as a document, which every output format can publish."""
        from govreport.combine.compared import document_of

        return document_of(self, language or self.in_language)

    def as_data(self, language: str | None = None) -> dict[str, Any]:
        """Return the comparison as plain data: dicts, lists, texts, exact numbers."""
        language = language or self.in_language
        return {
            "govreport": "comparison/1",
            "form": self.after.form.id,
            "kind": self.kind,
            "before": _about(self.before),
            "after": _about(self.after),
            "same": self.same,
            "changes": [
                {
                    "cell": str(each.cell),
                    "label": label(each.cell, self.after, language),
                    "before": _plain(each.before),
                    "after": _plain(each.after),
                    "difference": each.difference,
                    "share": each.share,
                }
                for each in self.changes
            ],
            "texts": [
                {"section": each.section, "kept": each.kept, "gone": list(each.gone), "new": list(each.new)}
                for each in self.texts
            ],
            "breaks": [
                {"before": each.old, "after": each.new, "reason": pick(each.labels, language)} for each in self.breaks
            ],
            "lost": [str(cell) for cell in self.lost],
        }

    def _repr_html_(self) -> str | None:
        """Return what a notebook shows."""
        from govreport.verbs.display import as_html

        return as_html(self)

    def __str__(self) -> str:
        from govreport.verbs import render

        return str(render(self, "table"))


def _revision(report: Report) -> str:
    return str(1 if report.revision is None else report.revision.number)


def _about(report: Report) -> dict[str, Any]:
    revision = None if report.revision is None else report.revision.number
    return {"publisher": report.publisher.name, "period": report.period, "form": report.filed_on or report.form.id,
            "revision": revision}  # fmt: skip


def _plain(value: Value) -> Any:
    return {"state": "absent"} if value is ABSENT else plain_value(value)


def compare_reports(
    before: Report, after: Report, breaks: tuple[Break, ...] = (), lost: tuple[Cell, ...] = ()
) -> Comparison:
    """Return two reports on one form compared; `govreport.compare` carries the earlier one over."""
    broken = {each.new for each in breaks}
    changes: list[Change] = []
    same = 0
    for cell in dict.fromkeys((*after.cells(), *before.cells())):
        was, now = before.values.get(cell, ABSENT), after.values.get(cell, ABSENT)
        if was is ABSENT and now is ABSENT:
            continue
        if _is_broken(cell, broken):
            continue
        if _holds_the_same(was, now):
            same += 1
        else:
            changes.append(Change(cell, was, now, *_by_how_much(was, now)))
    return Comparison(
        before, after, _kind(before, after), tuple(changes), same, tuple(_texts(before, after)), breaks, lost
    )


def _kind(before: Report, after: Report) -> Kind:
    if before.publisher.name != after.publisher.name:
        return "publishers"
    return "revisions" if before.period == after.period else "years"


def _is_broken(cell: Cell, broken: set[str]) -> bool:
    return cell.indicator in broken or str(cell) in broken


def _holds_the_same(was: Value, now: Value) -> bool:
    return (was.state, was.amount, was.bound) == (now.state, now.amount, now.bound)


def _by_how_much(was: Value, now: Value) -> tuple[Decimal | None, Decimal | None]:
    if was.state is not State.NUMBER or now.state is not State.NUMBER:
        return None, None
    if not isinstance(was.amount, Decimal) or not isinstance(now.amount, Decimal):
        return None, None
    difference = EXACT.subtract(now.amount, was.amount)
    if not was.amount:
        return difference, None
    share = EXACT.divide(difference, was.amount.copy_abs())
    return difference, share.quantize(Decimal("0.0001"), ROUND_HALF_UP, EXACT)


def _texts(before: Report, after: Report) -> Iterator[TextChange]:
    for section in dict.fromkeys((*before.narrative, *after.narrative)):
        was, now = _sentences(before.narrative.get(section, "")), _sentences(after.narrative.get(section, ""))
        if was == now:
            continue
        gone: list[str] = []
        new: list[str] = []
        for kind, i, j, k, n in difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
            if kind != "equal":
                gone += was[i:j]
                new += now[k:n]
        length = sum(map(len, now))
        kept = Decimal(length - sum(map(len, new))) / Decimal(length) if length else Decimal(0)
        yield TextChange(section, tuple(gone), tuple(new), kept.quantize(Decimal("0.01"), ROUND_HALF_UP))


def _sentences(text: str) -> list[str]:
    """Return the sentences of a text, without the white space around them."""
    parts = re.split(r"(?<=[。！？!?；;])|(?<=[a-z]\.)\s+|\n+", text)
    return [" ".join(part.split()) for part in parts if part and part.strip()]
