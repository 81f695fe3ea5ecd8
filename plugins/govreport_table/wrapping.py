"""Lines of text for terminals: wide characters count two, and no line begins or ends with the wrong mark."""

from __future__ import annotations

import wcwidth

_NOT_FIRST = frozenset("，。、；：？！）》〉」』】〕”’％%,.;:?!)]}")
_NOT_LAST = frozenset("（《〈「『【〔“‘([{")


def width_of(text: str) -> int:
    """Return how many columns a line takes; control characters take none.

    >>> width_of("公文 A")
    6
    """
    return max(0, wcwidth.wcswidth(text))


def wrap(text: str, width: int, first_indent: str = "") -> list[str]:
    """Return a paragraph in lines of at most `width` columns (one mark more where a line may not begin with it).

    >>> wrap("银川德胜工业园区，今年", 16)
    ['银川德胜工业园区，', '今年']
    """
    lines = wcwidth.wrap(first_indent + text, max(4, width), drop_whitespace=False) or [""]
    for place in range(1, len(lines)):
        while lines[place][:1] in _NOT_FIRST and lines[place]:
            lines[place - 1] += lines[place][0]
            lines[place] = lines[place][1:]
        while lines[place - 1][-1:] in _NOT_LAST and len(lines[place - 1]) > 1:
            lines[place] = lines[place - 1][-1] + lines[place]
            lines[place - 1] = lines[place - 1][:-1]
    first, *rest = [line.rstrip() for line in lines if line.strip()] or [""]
    return [first, *(line.lstrip(" ") for line in rest)]


def centre(text: str, width: int) -> str:
    """Return a line with spaces before it, so that it stands in the middle."""
    return " " * max(0, (width - width_of(text)) // 2) + text
