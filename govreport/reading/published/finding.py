"""Which form a published report is of: the one whose labels it prints; its year only where several are alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs

from govreport.errors import InvalidInput
from govreport.model.form import Form
from govreport.model.table import Stub
from govreport.plugin.contexts import ReadContext
from govreport.reading.labels import normalise
from govreport.reading.published.expected import Expected, expected, languages_of
from govreport.reading.published.page import Page
from govreport.reading.published.rows import likeness_of_lines
from govreport.reading.published.ruled import with_tables
from govreport.reading.published.running import runs_of
from govreport.reading.published.title import find_title

_LEAST = 0.4
"""Which share of labels a source must have in common with a form to be taken for it."""
_NO_FORM = "has a table of no form that is known, and no title of a report"


@attrs.frozen
class FoundForm:
    """What a published report is of.

    Args:
        form: the form.
        page: the source; where its cells had run together, with tables made of them.
        table: the only table of a form that is a plain list of rows.
        expected: what else is to be looked for in its tables.
    """

    form: Form
    page: Page
    table: str | None = None
    expected: Expected | None = None


@attrs.frozen
class _Candidate:
    """A form that a source may be of: the share of its labels that are there, and how many these are."""

    score: float
    form: Form
    table: str | None = None
    expected: Expected | None = None
    explained: int = 0


def find_form(page: Page, context: ReadContext) -> FoundForm:
    """Return the form that a published report is of.

    Raises:
        InvalidInput: if it is of none, or if several fit equally well and no year says which.
    """
    forms = (context.form(context.wanted),) if context.wanted else context.registry.forms()
    tabled = with_tables(page)
    chosen = _best([*_lists(page, forms), *_others(tabled, forms)], page, context)
    if chosen is not None:
        return FoundForm(chosen.form, page if chosen.expected is None else tabled, chosen.table, chosen.expected)
    running = [(runs_of(page, each), each) for form in forms for each in _all_expected(form) if not is_list(form)]
    best = _best([_Candidate(run.share, each.form, None, each) for run, each in running], page, context)
    if best is not None:
        run = next(run for run, each in running if each is best.expected)
        return FoundForm(best.form, run.page, None, best.expected)
    form = _by_title(page, context)
    return FoundForm(form, page, next(iter(form.tables)) if is_list(form) else None)


def is_list(form: Form) -> bool:
    """Whether the only table of a form is a list: a label, perhaps a unit, and one figure to a row."""
    laid = [block for table in form.tables for block in form.layout(table)]
    return len(form.tables) == 1 and all(
        each.block.stub is Stub.INDENT and sum(1 for _ in each.column_nodes()) == 1 for each in laid
    )


def _all_expected(form: Form) -> Iterator[Expected]:
    for language in languages_of(form):
        yield expected(form, language)


def _lists(page: Page, forms: Iterable[Form]) -> Iterator[_Candidate]:
    """Yield each form that is a list, with the share of the rows of a page that it knows."""
    for form in filter(is_list, forms):
        table = next(iter(form.tables))
        yield _Candidate(likeness_of_lines(page.lines, form, table), form, table)


def _others(page: Page, forms: Iterable[Form]) -> Iterator[_Candidate]:
    """Yield each other form, with the share of its labels that stand in the tables of a page."""
    known = {text for line in page.lines for cell in line.cells if len(line.cells) > 1 and (text := normalise(cell))}
    for line in page.lines:
        if line.table is not None:
            known.update(filter(None, (normalise(cell.text) for cell in line.table.rows[line.row])))
    for form in forms:
        for each in () if is_list(form) else _all_expected(form):
            if each.labels:
                common = len(each.labels & known)
                yield _Candidate(common / len(each.labels), form, None, each, common)


def _best(candidates: Sequence[_Candidate], page: Page, context: ReadContext) -> _Candidate | None:
    """Return the candidate with the highest share, if it is high enough; of several the only one for the year."""
    best = max((each.score for each in candidates), default=0.0)
    if best < _LEAST and not (context.wanted and best):
        return None
    chosen = [each for each in candidates if each.score == best]
    most = max((each.explained for each in chosen), default=0)
    chosen = [each for each in chosen if each.explained == most]
    if len(chosen) > 1:
        chosen = [each for each in chosen if _is_for_year(each.form, page)] or chosen
    if len({each.form.id for each in chosen}) > 1:
        names = " or ".join(each.form.id for each in chosen)
        raise InvalidInput(f"could be of several forms: {names}", place=page.name, hint="say which: --form ID")
    return chosen[0]


def _is_for_year(form: Form, page: Page) -> bool:
    title = find_title(form, page.lines, page.titles)
    return title is not None and (form.first_year or 0) <= int(title.year) <= (form.last_year or 9999)


def _by_title(page: Page, context: ReadContext) -> Form:
    """Return the form of a report without a table: the wanted one, else the only one for the year of its title."""
    if context.wanted:
        return context.form(context.wanted)
    titled = [form for form in context.registry.forms() if find_title(form, page.lines, page.titles) is not None]
    if not titled:
        hint = "`govreport forms` lists the forms; is it such a report?"
        raise InvalidInput(_NO_FORM, place=page.name, hint=hint)
    fitting = [form for form in titled if _is_for_year(form, page)]
    if len(fitting) != 1:
        names = ", ".join(form.id for form in fitting or titled)
        what = "has no table, and its title does not say which form it is of"
        raise InvalidInput(what, place=page.name, hint=f"say which: --form, one of {names}")
    return fitting[0]
