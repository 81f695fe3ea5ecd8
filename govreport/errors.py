"""What can go wrong, one class for each kind; each message is one sentence that says where, what, and the remedy.

Everything that govreport raises on purpose derives from `GovReportError`; anything else is a bug.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class GovReportError(Exception):
    """The base of every error that govreport raises on purpose."""


class InvalidInput(GovReportError, ValueError):
    """A file or an argument does not say what it must.

    Args:
        what: what is wrong.
        place: where: a file, a key path, a line, or several of them joined by a colon.
        hint: what to do about it.

    >>> str(InvalidInput("12a is not a number", place="report.json: values.own_docs", hint="write 12"))
    'report.json: values.own_docs: 12a is not a number; write 12'
    """

    def __init__(self, what: str, *, place: str = "", hint: str = "") -> None:
        self.what, self.place, self.hint = _short(what), _short(place), _short(hint)
        super().__init__(": ".join(filter(None, (self.place, self.what))) + (f"; {self.hint}" if hint else ""))

    def within(self, place: str) -> InvalidInput:
        """Return the same error, told from further out: `place` is put before its own place."""
        return type(self)(self.what, place=": ".join(filter(None, (place, self.place))), hint=self.hint)


def _short(text: str, limit: int = 600) -> str:
    """Return a text with its middle left out, if a whole file was quoted in it."""
    return text if len(text) <= limit else f"{text[: limit // 2]} … {text[-limit // 4 :]}"


class UnknownName(InvalidInput, LookupError):
    """A cell, form, format, section or other name is not known; the message offers near ones."""

    @classmethod
    def among(cls, kind: str, name: str, known: Iterable[str], *, place: str = "") -> UnknownName:
        """Build the error for `name`, which is none of the `known` names.

        >>> str(UnknownName.among("cell", "own_doc", ["own_docs", "sub_docs"]))
        "unknown cell 'own_doc'; did you mean 'own_docs'?"
        """
        return cls(f"unknown {kind} {name!r}", place=place, hint=near(name, known))


def near(name: str, known: Iterable[str]) -> str:
    """Say which of the `known` names are meant, or list them where none is near and they are few."""
    names = sorted(set(known))
    close = difflib.get_close_matches(name, names, n=3, cutoff=0.6)
    if close:
        return "did you mean " + " or ".join(repr(each) for each in close) + "?"
    if names and len(names) <= 12:
        return "known: " + ", ".join(names)
    return ""


def repeated(names: Iterable[str]) -> str | None:
    """Return the first name that stands twice, or None.

    >>> repeated(["a", "b", "a"])
    'a'
    """
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return None


class FormError(InvalidInput):
    """A form or rule file of a rule set is wrong; its author has to mend it."""


class PluginError(GovReportError):
    """A plugin broke its contract or failed; the message names its distribution, version and hook."""


class Unavailable(GovReportError, RuntimeError):
    """Something that this machine lacks is needed; the message says what to install."""


class MissingGlyph(GovReportError):
    """No font at hand has a character of the text; the message names the characters and where they stand."""


class WriteFailed(GovReportError, OSError):
    """A file could not be written; what was there before is unchanged."""


class ReportHasErrors(GovReportError):
    """A report has findings of severity error, and the caller asked for none."""
