"""A view of parsed data that knows where it is, so that every error names its key path.

Each getter takes a key out; `done` then refuses what is left, so that a misspelt key is never ignored.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from govreport.errors import FormError, InvalidInput, near
from govreport.model.frozen import FrozenMap
from govreport.model.labels import Labels
from govreport.model.value import number
from govreport.reading.data import parse_toml
from govreport.reading.source import Source

_NAMES = {str: "a text", bool: "true or false", int: "a whole number", dict: "a table", list: "a list"}


class Keyed:
    """One table (JSON object) of a file.

    Args:
        data: what was parsed.
        place: the file, and the path of the keys that lead here.

    >>> Keyed({"id": "x", "idd": 1}, "form.toml").text("id")
    'x'
    """

    def __init__(self, data: object, place: str, path: str = "") -> None:
        self.place, self.path = place, path
        if not isinstance(data, Mapping):
            raise self.error("a table (JSON: an object) belongs here")
        self._rest: dict[str, Any] = dict(data)
        self._known: set[str] = set()

    def error(self, what: str, key: str = "", *, hint: str = "") -> InvalidInput:
        """Return the error to raise for a key of this table."""
        path = ".".join(filter(None, (self.path, key)))
        return InvalidInput(what, place=": ".join(filter(None, (self.place, path))), hint=hint)

    def take(self, key: str) -> Any:
        """Take a value out as it is; None if it is not there."""
        self._known.add(key)
        return self._rest.pop(key, None)

    def peek(self, key: str) -> Any:
        """Return a value without taking it out; None if it is not there."""
        return self._rest.get(key)

    def look(self, key: str) -> Iterator[Keyed]:
        """Yield the tables of a list without taking them out; nothing if it is no list of tables."""
        values = self._rest.get(key)
        for value in values if isinstance(values, list) else ():
            if isinstance(value, Mapping):
                yield Keyed(value, self.place, self._below(key))

    def _typed(self, key: str, kind: type) -> Any:
        value = self.take(key)
        if value is not None and (not isinstance(value, kind) or (kind is int and isinstance(value, bool))):
            raise self.error(f"{value!r} is not {_NAMES[kind]}", key)
        return value

    def text(self, key: str) -> str | None:
        """Take a text out, or None."""
        found: str | None = self._typed(key, str)
        return found

    def need(self, key: str) -> str:
        """Take a text out that must be there, and not be empty.

        Raises:
            InvalidInput: if it is missing or empty.
        """
        found = self.text(key)
        if not found:
            raise self.error("is required", key, hint="add it")
        return found

    def flag(self, key: str, default: bool = False) -> bool:
        """Take true or false out."""
        found = self._typed(key, bool)
        return default if found is None else bool(found)

    def whole(self, key: str) -> int | None:
        """Take a whole number out, or None."""
        found: int | None = self._typed(key, int)
        return found

    def figure(self, key: str) -> Decimal | None:
        """Take a number out, exact, or None."""
        value = self.take(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise self.error(f"{value!r} is not a number", key)
        try:
            return number(value)
        except InvalidInput as error:
            raise self.error(error.what, key, hint=error.hint) from None

    def date(self, key: str) -> dt.date | None:
        """Take a date out, written YYYY-MM-DD (in TOML also bare), or None."""
        value = self.take(key)
        if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
            return value
        try:
            return dt.date.fromisoformat(str(value))
        except (TypeError, ValueError):
            raise self.error(f"{value!r} is no date", key, hint="write YYYY-MM-DD") from None

    def texts(self, key: str) -> tuple[str, ...]:
        """Take a list of texts out; a single text counts as one."""
        value = self.take(key)
        if value is None:
            return ()
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
            raise self.error(f"{value!r} is no list of texts", key)
        return tuple(values)

    def wholes(self, key: str) -> tuple[int, ...]:
        """Take a list of whole numbers out."""
        value = self.take(key)
        if not isinstance(value, list) or not all(
            isinstance(each, int) and not isinstance(each, bool) for each in value
        ):
            raise self.error(f"{value!r} is no list of whole numbers", key)
        return tuple(value)

    def table(self, key: str) -> Keyed:
        """Take a table out; an empty one if it is not there."""
        value = self.take(key)
        return Keyed({} if value is None else value, self.place, self._below(key))

    def tables(self, key: str) -> Iterator[Keyed]:
        """Take a list of tables out."""
        values = self._typed(key, list) or []
        for place, value in enumerate(values, 1):
            yield Keyed(value, self.place, f"{self._below(key)}[{place}]")

    def labels(self, key: str = "", *, languages: tuple[str, ...] = ("zh", "en", "fr")) -> Labels:
        """Take a text in several languages out: `key = {zh = …, en = …}`, or without a key `zh` and `en` here."""
        if key:
            value = self.take(key)
            if value is None:
                return FrozenMap()
            inside = Keyed(value, self.place, self._below(key))
            found = {language: inside.need(language) for language in inside.left()}
            return FrozenMap(found)
        return FrozenMap({each: text for each in languages if (text := self.text(each)) is not None})

    def texts_by_language(self, key: str) -> Labels:
        """Take a text out that is the same in every language, or a table of languages."""
        if isinstance(self.peek(key), str):
            return FrozenMap({"": self.need(key)})
        return self.labels(key)

    def left(self) -> tuple[str, ...]:
        """Return the keys that were not taken out yet."""
        return tuple(self._rest)

    def all_left(self) -> dict[str, Any]:
        """Return what was not taken out yet, as it is."""
        return dict(self._rest)

    def _below(self, key: str) -> str:
        return ".".join(filter(None, (self.path, key)))

    def done(self) -> None:
        """Refuse keys that nothing took out.

        Raises:
            InvalidInput: naming the first of them, and a key that it may be meant for.
        """
        for key in self._rest:
            raise self.error(f"unknown key {key!r}", hint=near(key, self._known))


def open_keyed(source: Source, edition: str, kind: str) -> Keyed:
    """Return the table that a TOML file of one of our own formats is.

    Args:
        source: the file.
        edition: what its key `govreport` must say, such as `rules/1`.
        kind: what such a file is called.

    Raises:
        InvalidInput: if it is no TOML, or of another format.

    >>> open_keyed(Source(b'govreport = "rules/1"'), "rules/1", "rule file").left()
    ()
    """
    keyed = Keyed(parse_toml(source), source.name)
    if keyed.take("govreport") != edition:
        raise keyed.error(f'this is no {kind} (no govreport = "{edition}")')
    return keyed


@contextmanager
def author_mends() -> Generator[None]:
    """Raise what is wrong with a file of a rule set as `FormError`: its author has to mend it, not who uses it."""
    try:
        yield
    except FormError:
        raise
    except InvalidInput as error:
        raise FormError(error.what, place=error.place, hint=error.hint) from None
