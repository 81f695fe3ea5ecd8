"""The headings of a form's sections, and which of them a line of a published report is."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

import attrs

from govreport.model.form import Form
from govreport.reading.labels import alike, normalise, number_of
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

    @property
    def names(self) -> tuple[str, ...]:
        """All labels and synonyms as normalised, the longest first."""
        return tuple(sorted({name for names in self._names for name in names}, key=lambda name: (-len(name), name)))

    def entitled(self, text: str) -> int | None:
        """Return the place of the section whose label a text is, word for word or nearly; None if it is none."""
        if len(text) >= _LONGEST:
            return None
        return _nearest(normalise(text), self._labels.items())

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

    def begun_by(self, heading: str, number: str, current: int) -> int | None:
        """Return the place of the section, not before the current one, that a heading begins; None if it is not known.

        It has a name of the section in it, or is one but for a few characters; below tables, where no text belongs,
        its number is enough.

        Args:
            heading: what it says behind its number.
            number: its number.
            current: the place of the section that it stands in.
        """
        wanted = normalise(heading)
        places = range(current, len(self.sections))
        for at in places:
            if wanted and any(name in wanted or wanted in name for name in self._names[at]):
                return at
        found = _nearest(wanted, ((name, at) for at in places for name in self._names[at]))
        if found is not None:
            return found
        if self.sections[current].narrative:
            return None
        return next((at for at in places if number in self._numbers[at] and self.sections[at].narrative), None)


def _nearest(text: str, names: Iterable[tuple[str, int]]) -> int | None:
    """Return the place of the name that a text is most alike; None if there is none, or those of several are."""
    scored = [(alike(text, name), at) for name, at in names if text]
    most = max((score for score, _ in scored), default=0.0)
    places = {at for score, at in scored if score == most}
    return places.pop() if most and len(places) == 1 else None
