"""Finding a text again in an output: white space does not count, and what steers may be spelt out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

_TEXT = re.compile(r"text/.*|application/(json|toml|xml|yaml|x-tex|rtf)|.*\+(json|xml)")


def is_text(media_type: str) -> bool:
    """Whether outputs of a media type are text.

    >>> is_text("image/svg+xml"), is_text("application/pdf")
    (True, False)
    """
    return _TEXT.fullmatch(media_type) is not None


def shows(text: str, output: str, invisible: str = "") -> int:
    r"""Return how many times a text stands in an output, without regard to white space.

    Args:
        text: what is looked for.
        output: the text of an output, its escapes undone.
        invisible: characters that need not be found.

    A control or format character may stand there itself or spelt out (`\u001b`, `\x1b`, `U+001B`).

    >>> shows("a\x1bb c", r"... a\u001bb  c ..."), shows("abc", "ab")
    (1, 0)
    """
    pattern = "".join(_spellings(text, invisible))
    return len(re.findall(pattern, "".join(output.split()))) if pattern else 1


def _spellings(text: str, invisible: str) -> Iterator[str]:
    for each in text:
        steers = unicodedata.category(each) in {"Cc", "Cf", "Zl", "Zp"}
        if steers:
            code = f"{ord(each):04x}"
            spelt = rf"(?i:\\u{code}|\\x{code[-2:]}|U\+{code}|&\#x0*{code.lstrip('0') or '0'};)"
            # White space between other characters is not looked for, so a separator of lines may be lost there.
            yield f"(?:{re.escape(each)}|{spelt}){'?' if each.isspace() or each in invisible else ''}"
        elif not each.isspace():
            yield re.escape(each) + ("?" if each in invisible else "")


def missing_numbers(numbers: Iterable[str], output: str) -> list[str]:
    """Return those of some numbers that do not stand in an output as a number by itself.

    >>> missing_numbers(["12", "3.5"], "x 312 (12) 3.50")
    ['3.5']
    """
    return [each for each in numbers if not re.search(rf"(?<![\d.]){re.escape(each)}(?![\d]|\.\d)", output)]
