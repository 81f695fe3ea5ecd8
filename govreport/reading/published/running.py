"""Text without borders: a copied page whose labels and figures run together, taken apart at the labels of a form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from govreport.reading.labels import normalise
from govreport.reading.published.expected import Expected
from govreport.reading.published.page import Line, Page, RawTable, spanned
from govreport.reading.published.sections import Sections

_FIGURES = re.compile(r"[\s\d.,，元件条万/—-]*")
_LEAST_LABELS = 5
"""A line with fewer labels is text."""


@attrs.frozen
class Run:
    """A source taken apart at the labels of a form.

    Args:
        page: its lines, tables made of the runs among them.
        share: which share of the form's labels were found in runs.
    """

    page: Page
    share: float


@attrs.frozen
class _Label:
    """A label of the form where it stands in a line."""

    start: int
    stop: int
    name: str
    text: str


def runs_of(page: Page, form: Expected) -> Run:
    """Return a source whose lines are cut before headings of the form, and whose runs of labels became tables."""
    lines: list[Line] = []
    names: set[str] = set()
    pattern = _pattern(form)
    for line in _cut(page.lines, form):
        labels = list(_labels(line.text, pattern)) if line.table is None else []
        if len({each.name for each in labels}) < _LEAST_LABELS or not _is_run(line.text, labels):
            lines.append(line)
            continue
        names.update(each.name for each in labels)
        before = line.text[: labels[0].start].strip()
        if before:
            lines.append(attrs.evolve(line, text=before))
        table, rest = _table(line, labels, form)
        lines.extend(attrs.evolve(line, text="", table=table, row=row) for row in range(len(table.rows)))
        if rest:
            lines.append(attrs.evolve(line, text=rest))
    numbered = tuple(attrs.evolve(line, number=number, numbered=False) for number, line in enumerate(lines, 1))
    return Run(attrs.evolve(page, lines=numbered), len(names & form.labels) / len(form.labels) if form.labels else 0.0)


def _is_run(text: str, labels: Sequence[_Label]) -> bool:
    """Whether labels and figures are most of what stands between the first and the last label."""
    inside = text[labels[0].start : labels[-1].stop]
    known = sum(each.stop - each.start for each in labels) + sum(map(str.isdigit, inside)) + inside.count(" ")
    return known > 0.7 * len(inside)


def _spaced(name: str) -> str:
    return r"[\s\"“”：:、，,。.；;-]*".join(map(re.escape, name))


def _pattern(form: Expected) -> re.Pattern[str]:
    """Return what finds the labels of a form in a text, the longest first, each with its own number before it.

    Only with its own: a digit in front of it may be the last one of the figures before.
    """
    names = sorted((each for each in form.labels if len(each) > 1), key=len, reverse=True)
    numbered = (f"{_number(form.numbers.get(name, ()))}(?P<_{at}>{_spaced(name)})" for at, name in enumerate(names))
    return re.compile(rf"(?:其中:?\s*)?(?:{'|'.join(numbered)})[\"”’]?(?:\([^()]{{5,60}}\))?", re.IGNORECASE)


def _number(numbers: Sequence[str]) -> str:
    """Return a pattern for the numbers that may stand before a label."""
    cores = {re.sub(r"[^\w]", "", each) for each in numbers}
    return rf"(?:[(]?(?:{'|'.join(map(re.escape, sorted(cores)))})[)、.,]?\s*)?" if cores - {""} else ""


def _labels(text: str, pattern: re.Pattern[str]) -> Iterator[_Label]:
    plain = text.translate(_SAME_LENGTH)
    for found in pattern.finditer(plain):
        yield _Label(found.start(), found.end(), normalise(found[found.lastgroup or 0]), text[slice(*found.span())])


_SAME_LENGTH = str.maketrans("（）．，：；", "().,:;")


def _cut(lines: Sequence[Line], form: Expected) -> Iterator[Line]:
    """Yield the lines, cut where a heading of a section of the form begins inside them."""
    names = Sections(form.form).names
    if not names:
        yield from lines
        return
    named = "|".join(map(_spaced, names))
    heading = re.compile(
        rf"[一二三四五六七八九十]{{1,2}}、\s*[^。；，、\d]{{0,12}}?(?:{named})"  # number, words, its matter
        r"(?:[^。；，：\s\d（(]{0,16}(?=[\s\d（(]))?"  # and words up to what must begin something else
    )
    for line in lines:
        if line.table is not None:
            yield line
            continue
        at = 0
        for found in heading.finditer(line.text):
            if found.start() < at or (line.text[: found.start()].strip() and not _ends(line.text[: found.start()])):
                continue
            if line.text[at : found.start()].strip():
                yield attrs.evolve(line, text=line.text[at : found.start()].strip())
            yield attrs.evolve(line, text=found[0].strip())
            at = found.end()
        if line.text[at:].strip():
            yield attrs.evolve(line, text=line.text[at:].strip())


def _ends(text: str) -> bool:
    """Whether a text may end before a heading: with a sentence, or with a figure of a table."""
    return re.search(r"[。；！？”）)\d元%]\s*$", text) is not None


def _table(line: Line, labels: Sequence[_Label], form: Expected) -> tuple[RawTable, str]:
    """Return the table that a run is, and the text behind its last figures."""
    rows: list[list[tuple[str, int, int]]] = []
    waiting: list[_Label] = []
    rest = ""
    for place, label in enumerate(labels):
        waiting.append(label)
        stop = labels[place + 1].start if place + 1 < len(labels) else len(line.text)
        between = line.text[label.stop : stop]
        if place + 1 == len(labels):
            figures = _FIGURES.match(between)
            between, rest = (figures[0], between[figures.end() :]) if figures else ("", between)
        if between.strip():
            rows.extend(_rows(waiting, between.strip(), form))
            waiting = []
    if waiting:
        rows.append([(each.text, 1, 1) for each in waiting])
    return RawTable(spanned(rows), number=line.number, page=line.page, run_in=True), rest.strip()


def _rows(labels: Sequence[_Label], figures: str, form: Expected) -> Iterator[list[tuple[str, int, int]]]:
    """Yield the rows of some labels and the figures behind them: heads apart, then the row that they belong to."""
    own = [each for each in labels if each.name in form.stub]
    only_heads = len(labels) > 1 and labels[-1].name in form.heads and labels[-2].name in form.heads
    if only_heads or not own:
        yield [(each.text, 1, 1) for each in labels]
        yield [(figures, 1, 1)]
        return
    last = labels[-1]
    stub = [last]
    for each in reversed(labels[:-1]):
        if each.name in form.heads:
            break
        stub.insert(0, each)
    heads = labels[: len(labels) - len(stub)]
    if heads:
        yield [(each.text, 1, 1) for each in heads]
    yield [*((each.text, 1, 1) for each in stub), (figures, 1, 1)]
