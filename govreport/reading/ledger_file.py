"""`ledger/1`: from a TOML file to how a ledger of cases is read."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from pathlib import Path

import attrs

from govreport.errors import near
from govreport.model.frozen import FrozenMap
from govreport.reading.keyed import Keyed, author_mends, open_keyed
from govreport.reading.labels import normalise
from govreport.reading.source import Source, open_source

FORMAT = "ledger/1"
WHEN = ("before", "within", "after", "empty")
"""Where a date may lie: before, within or after the period of the report, or nowhere."""
PART = re.compile(r"\{(\w+)\}")
"""What stands in an address for the words of a column."""


@attrs.frozen
class Count:
    """Which rows count in a cell.

    Args:
        cell: the address; `{column}` stands for what the row has there.
        when: for each column of dates, where the date may lie.
        given: for each other column, what it may hold.
        lacking: columns; only where the ledger lacks one of them the rows count so.
    """

    cell: str
    when: FrozenMap[str, tuple[str, ...]] = FrozenMap()
    given: FrozenMap[str, tuple[str, ...]] = FrozenMap()
    lacking: tuple[str, ...] = ()

    @property
    def columns(self) -> frozenset[str]:
        """The columns that it asks for."""
        return frozenset((*self.when, *self.given, *PART.findall(self.cell)))


@attrs.frozen
class LedgerMapping:
    """How a ledger is read.

    Args:
        form: the form that it is counted into.
        columns: by our name, the names under which a column may stand in the ledger, the one that is meant first.
        words: by column, what its words stand for; nothing for a word that says that nothing happened yet.
        dates: the columns that hold dates; the first says when a case came in.
        key: the column that no two rows share.
        counts: which rows count in which cells.
        tables: whose other cells are 0, since the ledger is all there is.
        optional: columns that a ledger may lack; what needs them is not counted then.
        not_before: by column of dates, the date before which it cannot lie.
        needs: by column, the one without which it cannot be filled in, where the ledger has that.
        unfinished: what words stand for that need none, since nothing is decided yet.
        place: the file it comes from.
    """

    form: str
    columns: FrozenMap[str, tuple[str, ...]]
    words: FrozenMap[str, FrozenMap[str, str]]
    dates: tuple[str, ...]
    key: str | None
    counts: tuple[Count, ...]
    tables: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    not_before: FrozenMap[str, str] = FrozenMap()
    needs: FrozenMap[str, str] = FrozenMap()
    unfinished: tuple[str, ...] = ()
    place: str = ""


def read_ledger_mapping(source: Source | str | Path) -> LedgerMapping:
    """Return what a ledger mapping says.

    Raises:
        FormError: with file, key path and remedy, if it is none.
    """
    source = source if isinstance(source, Source) else open_source(source)
    with author_mends():
        return _mapping(open_keyed(source, FORMAT, "mapping of a ledger"))


def _mapping(keyed: Keyed) -> LedgerMapping:
    columns = keyed.table("columns")
    names = FrozenMap({name: columns.texts(name) for name in columns.left()})
    words = keyed.table("words")
    found: dict[str, FrozenMap[str, str]] = {}
    for column in words.left():
        inside = words.table(column)
        found[column] = FrozenMap({normalise(word): inside.text(word) or "" for word in inside.left()})
    mapping = LedgerMapping(
        form=keyed.need("form"),
        columns=names,
        words=FrozenMap(found),
        dates=keyed.texts("dates"),
        key=keyed.text("key"),
        counts=tuple(_count(each, names) for each in keyed.tables("count")),
        tables=keyed.texts("tables"),
        optional=keyed.texts("optional"),
        not_before=_pairs(keyed.table("not_before")),
        needs=_pairs(keyed.table("needs")),
        unfinished=keyed.texts("unfinished"),
        place=keyed.place,
    )
    pairs = (*mapping.not_before.items(), *mapping.needs.items())
    named = (*found, *mapping.dates, *mapping.optional, *itertools.chain.from_iterable(pairs))
    for column in (*named, *((mapping.key,) if mapping.key else ())):
        if column not in names:
            raise keyed.error(f"no column {column!r}", "columns", hint=near(column, names))
    keyed.done()
    return mapping


def _pairs(keyed: Keyed) -> FrozenMap[str, str]:
    return FrozenMap({column: keyed.need(column) for column in keyed.left()})


def _count(keyed: Keyed, columns: Mapping[str, tuple[str, ...]]) -> Count:
    when, given = keyed.table("when"), keyed.table("given")
    count = Count(
        keyed.need("cell"),
        FrozenMap({column: when.texts(column) for column in when.left()}),
        FrozenMap({column: given.texts(column) for column in given.left()}),
        keyed.texts("lacking"),
    )
    for column in (*sorted(count.columns), *count.lacking):
        if column not in columns:
            raise keyed.error(f"no column {column!r}", hint=near(column, columns))
    for place in itertools.chain.from_iterable(count.when.values()):
        if place not in WHEN:
            raise keyed.error(f"{place!r} is no place of a date", "when", hint="one of " + ", ".join(WHEN))
    keyed.done()
    return count
