"""The patterns of rule files: regular expressions over a text in half width, without spaces, with some additions.

`{n}` is a number, `{name}` what the file calls so in its `words`, `…` a few characters of the same clause, `……` a few
of the same sentence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from govreport.errors import FormError, near
from govreport.model.frozen import FrozenMap
from govreport.reading.numerals import NUMBER

_GAP, _LONG_GAP = r"[^,。！？;：:!?、\n]{0,24}?", r"[^。！？;!?\n]{0,48}?"
_WORD = re.compile(r"(?<!\\)\{([A-Za-z_]\w*)\}")


def compile_pattern(pattern: str, place: str = "", words: Mapping[str, str] = FrozenMap()) -> re.Pattern[str]:
    """Return a pattern of a rule file as a regular expression; `words` are what `{name}` stands for.

    Raises:
        FormError: if it is none, or names a word that the file does not have.

    >>> compile_pattern("收到…申请{n}{count}", words={"count": "[件条]"}).search("共收到政府信息公开申请12件")["n"]
    '12'
    """
    narrow = "".join(_narrow(each) for each in _spelled_out(pattern, place, words))
    made = narrow.replace("……", _LONG_GAP).replace("…", _GAP)
    number = rf"\s*(?P<n>{NUMBER})\s*"
    made = made.replace("{n}", number, 1).replace("{n}", rf"\s*(?:{NUMBER})\s*")
    return compile_printed(made, place, shown=pattern)


def compile_printed(pattern: str, place: str = "", shown: str = "") -> re.Pattern[str]:
    """Return a regular expression over a text as printed; `shown` is how an error tells it.

    Raises:
        FormError: if it is none.
    """
    try:
        return re.compile(pattern)
    except re.error as error:
        raise FormError(f"the pattern {(shown or pattern)!r} is no regular expression: {error}", place=place) from None


def compile_any(patterns: Iterable[str], place: str = "", words: Mapping[str, str] = FrozenMap()) -> re.Pattern[str]:
    """Return one pattern that finds what any of several finds."""
    return compile_pattern("|".join(f"(?:{each})" for each in patterns), place, words)


def _spelled_out(pattern: str, place: str, words: Mapping[str, str]) -> str:
    """Return a pattern with the words of its file in place of their names; a word may be made of others."""

    def word(found: re.Match[str]) -> str:
        name = found[1]
        if name == "n":
            return found[0]
        if name not in words:
            raise FormError(f"the pattern {pattern!r} names no word {name!r}", place=place, hint=near(name, words))
        known = {each: text for each, text in words.items() if each != name}
        return f"(?:{_spelled_out(words[name], place, known)})"

    return _WORD.sub(word, pattern)


def _narrow(character: str) -> str:
    """Return a full-width mark as the half-width one that it stands for in a text, never as a part of the pattern."""
    narrow = unicodedata.normalize("NFKC", character)
    return re.escape(narrow) if narrow != character and len(narrow) == 1 else character
