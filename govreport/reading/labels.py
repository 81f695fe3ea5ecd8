"""Finding the rows of a form by their printed labels: what every reader of published reports shares.

Labels repeat ("of which: part-time" stands twice), change by a mark or a space, and come out of order. A row is placed
by its label first, then by what stands above it; where that leaves a choice it is not placed at all.
"""

from __future__ import annotations

import difflib
import functools
import re
import unicodedata
from collections.abc import Iterable, Sequence

import attrs

from govreport.model.form import Form
from govreport.model.indicator import Indicator

_NUMBER = re.compile(
    r"(?:[一二三四五六七八九十]+[、.,]|\((?:[一二三四五六七八九十]+|\d+)\)|\d+[.、)](?!\d)|[ivxIVX]+\.(?=\D))"
)
_NOTE = re.compile(r"\s*\((?=[^()]*[计括含])[^()]{5,}\)$")
_CIRCLED = re.compile(r"^[①-⑳㈠-㈩]+")
_OF_WHICH = re.compile(r"(?:其中|of which)[:,]?", re.IGNORECASE)
_MARKS = re.compile(r"[\s\"'“”‘’「」『』《》:;,.。、，；：_-]+")
_ALIKE = 0.84
"""How alike two labels must be to be taken for one."""
_OPPOSED = (frozenset("上去前"), frozenset("本今当"))
"""Of two labels of which one has a character of the first set and the other one of the second, one is of last year."""
_DECIDING = frozenset("不未非万亿千百")
"""Characters that stand in both of two labels or in neither: denials, and how large a unit is."""
_IN_PLACE = 0.12
"""What standing below the right row weighs: more than a word in the label, less than another label."""


def normalise(label: str) -> str:
    """Return a label without what printing adds to it: numbers, "of which", spaces, quotation marks, widths, notes.

    A note is what stands in brackets at its end and says what counts.

    >>> normalise("（二）本部门 下属单位：") == normalise("(2)本部门下属单位")
    True
    >>> normalise("（二）部分公开（区分处理的，只计这一情形，不计其他情形）")
    '部分公开'
    """
    text = unicodedata.normalize("NFKC", _CIRCLED.sub("", label.strip())).strip()
    text = _NOTE.sub("", text) or text
    while found := _NUMBER.match(text) or _OF_WHICH.match(text):
        text = text[found.end() :].lstrip()
    return _MARKS.sub("", text).casefold()


def number_of(label: str) -> str:
    """Return the number that a label begins with, in half width; empty if it has none.

    >>> number_of("（二）本部门"), number_of("本部门")
    ('(二)', '')
    """
    found = _NUMBER.match(unicodedata.normalize("NFKC", label).strip())
    return "" if found is None else found[0]


@attrs.frozen
class Placed:
    """Where a printed row belongs.

    Args:
        indicator: the row of the form; None if it could not be placed.
        likeness: how alike the labels are, from 0 to 1.
        reason: why it was not placed: `unknown` (no such label), `ambiguous` (several rows could be meant) or `taken`
            (the row that has this label stands further up already).
        again: the row that is taken.
    """

    indicator: str | None
    likeness: float = 1.0
    reason: str = ""
    again: str | None = None


def place_rows(form: Form, table: str, labels: Sequence[str], units: Sequence[str | None] = ()) -> list[Placed]:
    """Return where each printed row of a table belongs, in the order in which they are printed.

    Args:
        form: the form.
        table: the table of it.
        labels: the rows' labels as printed.
        units: the rows' units, where they are printed; they decide where labels leave a choice.
    """
    placer = _Placer(form, table)
    printed = [*units, *[None] * (len(labels) - len(units))]
    return [placer.place(label, unit) for label, unit in zip(labels, printed, strict=True)]


def likeness_to(form: Form, table: str, labels: Iterable[str]) -> float:
    """Return which share of printed labels a table of a form has, from 0 to 1: how surely it is that table."""
    known = {normalise(each) for indicator in _rows(form, table) for each in indicator.labels.values()}
    found = [normalise(label) in known for label in labels]
    return sum(found) / len(found) if found else 0.0


def _rows(form: Form, table: str) -> list[Indicator]:
    """Return the indicators that a table prints in its rows, with the headings above them."""
    own = [form.indicators[name] for name in form.indicators if name in form.indicators_of(table)]
    parents = {each.parent for each in own}
    return [each for each in form.indicators.values() if each in own or each.id in parents]


@functools.lru_cache(maxsize=1 << 16)
def alike(name: str, other: str) -> float:
    """Return how alike two normalised labels are, from 0 to 1, or 0 if they are not alike enough to be one.

    >>> alike("本年处理决定数量", "处理决定数量") > 0.8, alike("结果维持", "结果纠正")
    (True, 0.0)
    >>> alike("同意公开答复数", "不同意公开答复数"), alike("上年处理决定数量", "本年处理决定数量")
    (0.0, 0.0)
    """
    if name == other:
        return 1.0
    one, two = frozenset(name), frozenset(other)
    if (one ^ two) & _DECIDING or any(a & one and b & two for a, b in (_OPPOSED, _OPPOSED[::-1])):
        return 0.0
    if 2 * min(len(name), len(other)) < _ALIKE * (len(name) + len(other)):
        return 0.0  # too unlike in length
    matcher = difflib.SequenceMatcher(None, name, other)
    ratio = matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0
    return ratio if ratio >= _ALIKE else 0.0


class _Placer:
    """Places one row after the other; what was placed last says which of several equal labels is meant."""

    def __init__(self, form: Form, table: str) -> None:
        self.form = form
        self.rows = _rows(form, table)
        self.names = {each.id: [normalise(label) for label in each.labels.values()] for each in self.rows}
        self.numbers = {each.id: {number_of(label) for label in each.labels.values()} for each in self.rows}
        self.order = {each.id: place for place, each in enumerate(self.rows)}
        self.taken: set[str] = set()
        self.last: str | None = None

    def place(self, label: str, unit: str | None) -> Placed:
        every = self.candidates(normalise(label))
        found = {row: likeness for row, likeness in every.items() if row not in self.taken}
        same = [row for row, likeness in every.items() if likeness == 1 and self.is_near(row)]
        if same and not any(likeness == 1 for likeness in found.values()):
            return Placed(None, 1.0, "taken", same[0] if len(same) == 1 else None)
        if not found:
            return Placed(None, 0.0, "unknown")
        if len(every) > 1 and not any(self.stands_below(row, label) for row in found):
            return Placed(None, max(found.values()), "ambiguous")  # that the others are taken does not say it is this
        scores = {row: self.score(row, likeness, label, unit) for row, likeness in found.items()}
        best = max(scores.values())
        chosen = [row for row, score in scores.items() if score == best]
        if len(chosen) > 1:
            return Placed(None, found[chosen[0]], "ambiguous")
        self.taken.add(chosen[0])
        self.last = chosen[0]
        return Placed(chosen[0], found[chosen[0]])

    def candidates(self, name: str) -> dict[str, float]:
        """Return the rows whose label is the same or alike, each with how alike it is."""
        found: dict[str, float] = {}
        for row, names in self.names.items():
            if name:
                likeness = max((alike(name, other) for other in names), default=0.0)
                if likeness >= _ALIKE:
                    found[row] = likeness
        return found

    def stands_below(self, row: str, label: str) -> bool:
        """Whether a row can stand here: below its own row, and if it says "of which" as the first there."""
        parent = self.form.indicators[row].parent
        above = self.chain(self.last)
        if parent is None or parent not in above:
            return False
        is_first = _OF_WHICH.match(_NUMBER.sub("", unicodedata.normalize("NFKC", label).replace(" ", "")))
        beside = (each for each in self.taken if self.form.indicators[each].parent == parent)
        return not is_first or all(self.order[each] < self.order[row] for each in beside)

    def is_near(self, row: str) -> bool:
        """Whether a row that is taken was the last, or stands under the same row as the last: it is printed again."""
        parent = self.form.indicators[row].parent
        return row in self.taken and (row == self.last or (parent is not None and parent in self.chain(self.last)))

    def score(self, row: str, likeness: float, label: str, unit: str | None) -> tuple[float, int, int, int, int]:
        """Return how well a row fits here: its label and place together, then number, unit, and next in order."""
        parent = self.form.indicators[row].parent
        above = self.chain(self.last)
        below = len(above) - above.index(parent) if parent in above else 0
        number = number_of(label)
        same_number = number != "" and number in self.numbers[row]
        same_unit = unit is not None and unit == self.form.indicators[row].traits.unit
        follows = self.last is not None and self.order[row] == self.order[self.last] + 1
        return likeness + _IN_PLACE * (below > 0), below, same_number, same_unit, follows

    def chain(self, row: str | None) -> list[str | None]:
        """Return a row and what it stands under, from the inside out."""
        found: list[str | None] = []
        while row is not None:
            found.append(row)
            row = self.form.indicators[row].parent
        return found
