"""What may be filled into a cell: numbers, dates, listed words, or a word that says why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs
from xlsxwriter.utility import xl_rowcol_to_cell

from govreport import Cell, Form
from govreport_xlsx.words import allowed_words, is_chinese, told

WORDS = "govreport_words"
"""The name of the range with the words that may stand in place of a number."""
_LONGEST_LIST = 255
_FIRST_DATE = 61


@attrs.frozen
class Kind:
    """What a cell takes.

    Args:
        key: of the words that say so.
        test: a formula with `{0}` for the cell; empty if one of `words` is to be chosen.
        words: to choose from.
    """

    key: str
    test: str = ""
    words: tuple[str, ...] = ()


def kind_of(form: Form, cell: Cell, language: str) -> Kind | None:
    """Return what a cell of a form takes; None if it takes any text."""
    traits = form.traits(cell)
    datatype, is_positive = str(traits.datatype), str(traits.sign) == "nonnegative"
    if datatype == "count":
        whole = "AND(ISNUMBER({0}),{0}=INT({0})" + (",{0}>=0)" if is_positive else ")")
        return Kind("count" if is_positive else "whole", whole)
    if datatype in {"number", "money", "ratio"}:
        return Kind("positive", "AND(ISNUMBER({0}),{0}>=0)") if is_positive else Kind("number", "ISNUMBER({0})")
    if datatype == "date":
        return Kind("date", f"AND(ISNUMBER({{0}}),{{0}}>={_FIRST_DATE})")
    if datatype == "boolean":
        return Kind("code", words=("是", "否") if is_chinese(language) else ("yes", "no"))
    return Kind("code", words=traits.codes) if datatype == "code" and traits.codes else None


def validate(sheet: Any, kinds: dict[tuple[int, int], Kind], language: str) -> None:
    """Let a sheet refuse what its cells do not take, and say what they do."""
    groups: dict[Kind, set[tuple[int, int]]] = {}
    for place, kind in kinds.items():
        groups.setdefault(kind, set()).add(place)
    for kind, places in groups.items():
        for area in rectangles(places):
            sheet.data_validation(*area, _rule(kind, area, language))


def _rule(kind: Kind, area: tuple[int, int, int, int], language: str) -> dict[str, Any]:
    words = ("、" if is_chinese(language) else ", ").join(allowed_words(language))
    numeric = bool(kind.test) and kind.key != "date"
    message = told(f"input.{kind.key}", language)
    message += ("" if is_chinese(language) else " ") + told(
        "input.states" if numeric else "input.states.only", language, words
    )
    rule: dict[str, Any] = {
        "input_title": told("input.title", language)[:32],
        "input_message": message[:255],
        "error_title": told("input.title", language)[:32],
        "error_message": message[:255],
    }
    if not kind.test:
        choices = [*kind.words, *allowed_words(language)]
        if any("," in each for each in choices) or len(",".join(choices)) > _LONGEST_LIST:
            return rule | {"validate": "any"}
        return rule | {"validate": "list", "source": choices}
    cell = xl_rowcol_to_cell(area[0], area[1])
    tests = [kind.test.format(cell), f"ISNUMBER(MATCH({cell},{WORDS},0))"]
    if numeric:
        tests.append(f'AND(LEFT({cell},1)="<",ISNUMBER(-MID({cell},2,20)))')
    return rule | {"validate": "custom", "value": f"=OR({','.join(tests)})"}


def rectangles(places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """Yield first row and column, last row and column of rectangles that some cells make up.

    >>> list(rectangles({(0, 0), (1, 0), (0, 1), (1, 1), (5, 1)}))
    [(0, 0, 1, 1), (5, 1, 5, 1)]
    """
    left = set(places)
    for row, column in sorted(left):
        if (row, column) not in left:
            continue
        last = row
        while (last + 1, column) in left:
            last += 1
        right = column
        while all((each, right + 1) in left for each in range(row, last + 1)):
            right += 1
        left -= {(each, at) for each in range(row, last + 1) for at in range(column, right + 1)}
        yield row, column, last, right
