"""The headings of a form's sections, and which of them a line of a published report is."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import attrs

from govreport.model.form import Form
from govreport.reading.labels import normalise, number_of
from govreport.reading.published.expected import best
from govreport.reading.published.page import Line

_LONGEST = 200
"""No heading has more characters."""


class Sections:
    """Where the sections of a form begin in a source; headings are worded in many ways.

    Args:
        form: whose sections they are.
    """

    def __init__(self, form: Form) -> None:
        self.sections = form.sections
        self._labels: dict[str, int] = {}  # as normalised, with the place of the section
        self._names: list[tuple[str, ...]] = []
        self._numbers: list[frozenset[str]] = []
        for at, section in enumerate(form.sections):
            labels = [normalise(label) for label in section.labels.values()]
            self._labels.update({label: at for label in labels if label})
            self._names.append(tuple(filter(None, (*labels, *map(normalise, section.synonyms)))))
            self._numbers.append(frozenset(filter(None, map(number_of, section.labels.values()))))
        begun = {label[:length] for label in self._labels for length in range(1, len(label))}
        self._begun = begun.difference(self._labels)
        self._titles = frozenset(self._labels)
        self._all = frozenset(name for names in self._names for name in names)

    @property
    def names(self) -> tuple[str, ...]:
        """All labels and synonyms as normalised, the longest first."""
        return tuple(sorted(self._all, key=lambda name: (-len(name), name)))

    def entitled(self, text: str) -> int | None:
        """Return the place of the section whose label a text is, word for word or nearly; None if it is none."""
        found = best(normalise(text), self._titles) if len(text) < _LONGEST else None
        return None if found is None else self._labels[found]

    def is_name(self, text: str) -> bool:
        """Whether a text is a label of a section or a synonym, word for word or nearly, and says nothing else."""
        return best(normalise(text), self._all) is not None

    def is_label(self, line: Line) -> bool:
        """Whether a line is the label of a section word for word, with or without its number."""
        return len(line.text) < _LONGEST and normalise(line.text) in self._labels and len(line.cells) == 1

    def begins_label(self, line: Line) -> bool:
        """Whether a line is the first part of the label of a section, and no label itself."""
        return len(line.text) < _LONGEST and normalise(line.text) in self._begun

    def unbroken(self, lines: Sequence[Line]) -> list[Line]:
        """Return the lines with labels of sections whole that stand on two of them; the second is then empty."""
        found = list(lines)
        for at, (line, below) in enumerate(itertools.pairwise(lines)):
            if line.table is None is below.table and below.text and self.begins_label(line):
                whole = attrs.evolve(line, text=f"{line.text.rstrip()} {below.text.strip()}")
                if self.is_label(whole):
                    found[at : at + 2] = whole, attrs.evolve(below, text="")
        return found

    def named(self, heading: str, current: int = 0) -> int | None:
        """Return the place of the section, not before the current one, that a heading names; None if it names none.

        It has a name of the section in it, or is one but for a few characters.

        Args:
            heading: what it says behind its number.
            current: the place of the section that it stands in.
        """
        wanted = normalise(heading)
        places = range(current, len(self.sections))
        for at in places:
            if wanted and any(name in wanted or wanted in name for name in self._names[at]):
                return at
        found = best(wanted, frozenset(name for at in places for name in self._names[at]))
        return next((at for at in places if found in self._names[at]), None)

    def numbered(self, number: str, current: int) -> int | None:
        """Return the place of the section of text, behind the current one, that the form gives a number."""
        later = range(current + 1, len(self.sections))
        return next((at for at in later if number in self._numbers[at] and self.sections[at].narrative), None)
