"""Pieces of spreadsheet formulas: conditions, ranges, and what the cells of a range hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from govreport.model.value import State

TRUE, FALSE, NA = "TRUE", "FALSE", "NA()"
_PLACE = re.compile(r"(?P<sheet>(?:.*!)?)\$?(?P<column>[A-Z]+)\$?(?P<row>[0-9]+)")


def quoted_text(text: str) -> str:
    """Return a text as formulas write it.

    >>> quoted_text('a"b')
    '"a""b"'
    """
    return '"' + text.replace('"', '""') + '"'


def condition(when: str, then: str, otherwise: str) -> str:
    """Return `IF`, or what it comes to where the condition is known.

    >>> condition("TRUE", "1", "2"), condition("A1>0", "1", "2")
    ('1', 'IF(A1>0,1,2)')
    """
    if when == TRUE:
        return then
    if when in {FALSE, NA}:
        return otherwise if when == FALSE else NA
    return f"IF({when},{then},{otherwise})"


def negated(truth: str) -> str:
    """Return `not` of a condition."""
    return {TRUE: FALSE, FALSE: TRUE, NA: NA}.get(truth) or f"NOT({truth})"


def all_of(truths: Iterable[str]) -> str:
    """Return `and` of conditions: false if one is, else not known if one is not.

    >>> all_of(["TRUE", "A1>0"]), all_of(["FALSE", "A1>0"])
    ('A1>0', 'FALSE')
    """
    found = [each for each in truths if each != TRUE]
    if FALSE in found:
        return FALSE
    if len(found) < 2:
        return found[0] if found else TRUE
    if all(map(_is_known, found)):
        return f"AND({','.join(found)})"
    guarded = ",".join(f"IFERROR({each},TRUE)" for each in found)
    return f"IF(AND({guarded}),AND({','.join(found)}),FALSE)"


def any_of(truths: Iterable[str]) -> str:
    """Return `or` of conditions: true if one is, else not known if one is not."""
    found = [each for each in truths if each != FALSE]
    if TRUE in found:
        return TRUE
    if len(found) < 2:
        return found[0] if found else FALSE
    if all(map(_is_known, found)):
        return f"OR({','.join(found)})"
    guarded = ",".join(f"IFERROR({each},FALSE)" for each in found)
    return f"IF(OR({guarded}),TRUE,OR({','.join(found)}))"


def _is_known(truth: str) -> bool:
    """Whether a condition cannot come to an error, unless a cell is one."""
    return NA not in truth and "/" not in truth


def ranges(references: Iterable[str]) -> list[str]:
    """Return references with neighbours in a column, then in a row, put together.

    >>> ranges(["S!B2", "S!B3", "S!B4", "S!D4", "S!E4"])
    ['S!B2:B4', 'S!D4:E4']
    """
    places: dict[tuple[str, int, int], None] = {}
    for each in references:
        found = _PLACE.fullmatch(each)
        if found is None:
            msg = f"{each!r} is no reference of a cell"
            raise ValueError(msg)
        places[found["sheet"], _column(found["column"]), int(found["row"])] = None
    down = list(_runs(places, 2))
    across = [(sheet, column, row) for sheet, column, row, count in down if count == 1]
    found_across = {each for each in _runs(dict.fromkeys(across), 1) if each[3] > 1}
    covered = {(sheet, column + step, row) for sheet, column, row, count in found_across for step in range(count)}
    parts: list[str] = []
    for sheet, column, row, count in down:
        if count > 1:
            parts.append(f"{sheet}{column_letters(column)}{row}:{column_letters(column)}{row + count - 1}")
        elif (sheet, column, row) not in covered:
            parts.append(f"{sheet}{column_letters(column)}{row}")
    for sheet, column, row, count in sorted(found_across):
        parts.append(f"{sheet}{column_letters(column)}{row}:{column_letters(column + count - 1)}{row}")
    return parts


def _runs(places: Mapping[tuple[str, int, int], None], axis: int) -> Iterable[tuple[str, int, int, int]]:
    """Yield where each run of neighbours along an axis (1: in a row, 2: in a column) begins, and how long it is."""
    step = (0, 1, 0) if axis == 1 else (0, 0, 1)
    for sheet, column, row in places:
        if (sheet, column - step[1], row - step[2]) in places:
            continue
        count = 1
        while (sheet, column + step[1] * count, row + step[2] * count) in places:
            count += 1
        yield sheet, column, row, count


def _column(letters: str) -> int:
    number = 0
    for each in letters:
        number = number * 26 + ord(each) - 64
    return number


def column_letters(column: int) -> str:
    """Return what spreadsheets call a column, from 1.

    >>> column_letters(1), column_letters(27)
    ('A', 'AA')
    """
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def _either(tests: list[str]) -> str:
    """Return `or` of conditions on one cell, of which none comes to an error."""
    return f"OR({','.join(tests)})" if len(tests) > 1 else tests[0] if tests else FALSE


class Texts:
    """What a formula says of cells that hold a number, nothing, or a text that says why there is none.

    Args:
        words: by which each state is told; a bound begins with `<`, and any other text is none of these.
    """

    def __init__(self, words: Mapping[State, tuple[str, ...]]) -> None:
        self.words = words

    def tests(self, reference: str, state: State) -> list[str]:
        """Return conditions of which one is true if a cell is in a state, and no two at once."""
        if state is State.NUMBER:
            return [f"ISNUMBER({reference})"]
        if state is State.BELOW:
            return [f'(LEFT({reference},1)="<")']
        told = [f"({reference}={quoted_text(each)})" for each in self.words.get(state, ())]
        return [f'({reference}="")', *told] if state is State.BLANK else told

    def test(self, reference: str, state: State) -> str:
        """Return the condition that a cell is in a state."""
        if state is State.INVALID:
            others = [each for other in State if other is not state for each in self.tests(reference, other)]
            return f"NOT(OR({','.join(others)}))"
        return _either(self.tests(reference, state))

    def amount(self, reference: str, used: Mapping[State, str]) -> str:
        """Return the number of a cell, else what is `used` for the state that it is in."""
        otherwise = used[State.INVALID]
        made = otherwise
        for value in dict.fromkeys(used.values()):
            tests = [
                each for state, mine in used.items() if mine == value for each in self._own_tests(reference, state)
            ]
            if value != otherwise and tests:
                made = condition(_either(tests), value, made)
        return f"IF(ISNUMBER({reference}),{reference},{made})"

    def _own_tests(self, reference: str, state: State) -> list[str]:
        return [] if state is State.INVALID else self.tests(reference, state)

    def sum(self, parts: Iterable[str], used: Mapping[State, str]) -> str:
        """Return the sum of ranges: not known if a cell is in a state for which nothing is `used`."""
        parts = list(parts)
        unknown, adds = [], []
        for part in parts:
            known = [each for state, value in used.items() if value != NA for each in self._own_tests(part, state)]
            if used[State.INVALID] == NA:
                terms = "".join(f"-{each}" for each in (f"ISNUMBER({part})", *known))
                unknown.append(f"SUMPRODUCT(1{terms})")
            else:
                told = [each for state, value in used.items() if value == NA for each in self._own_tests(part, state)]
                unknown.append(f"SUMPRODUCT({'+'.join(told)})" if told else "0")
            for state, value in used.items():
                if value not in {NA, "0"} and (tests := self._own_tests(part, state)):
                    adds.append(f"+{value}*SUMPRODUCT({'+'.join(tests)})")
        total = f"SUM({','.join(parts)}){''.join(adds)}"
        asked = [each for each in unknown if each != "0"]
        return f"IF({'+'.join(asked)}=0,{total},{NA})" if asked else total
