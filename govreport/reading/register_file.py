"""`register/1`: from a TOML file to the register of those who owe a report."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from govreport.combine.register import Register, RegisterMember
from govreport.errors import near, repeated
from govreport.model.report import Publisher
from govreport.reading.keyed import Keyed, open_keyed
from govreport.reading.source import Source, open_source

FORMAT = "register/1"


def read_register(source: Source | str | Path) -> Register:
    r"""Return the register that a file holds.

    Raises:
        InvalidInput: with file, key path and remedy, if it is none.

    >>> text = '''govreport = "register/1"
    ... publisher = { name = "某市", level = "地市级" }
    ... due = "01-31"
    ... [[member]]
    ... id = "sfj"
    ... name = "某市司法局"
    ... since = 2019'''
    >>> read_register(Source(text.encode(), "members.toml")).members[0].owes(2018)
    False
    """
    source = source if isinstance(source, Source) else open_source(source)
    keyed = open_keyed(source, FORMAT, "register")
    inside = keyed.table("publisher")
    publisher = Publisher(inside.need("name"), inside.text("id"), inside.text("level"))
    inside.done()
    members = tuple(_member(each) for each in keyed.tables("member"))
    ids = [member.id for member in members]
    if (twice := repeated(ids)) is not None:
        raise keyed.error(f"the member {twice!r} stands twice", "member")
    for member in members:
        if member.into is not None and member.into not in ids:
            what = f"{member.id} was merged into {member.into!r}, which is no member"
            raise keyed.error(what, "member", hint=near(member.into, ids))
    register = Register(publisher, members, _day(keyed), keyed.text("kind"), source.name)
    keyed.done()
    return register


def _member(keyed: Keyed) -> RegisterMember:
    member = RegisterMember(
        id=keyed.need("id"),
        name=keyed.need("name"),
        names=keyed.texts("names"),
        level=keyed.text("level"),
        since=keyed.whole("since"),
        until=keyed.whole("until"),
        into=keyed.text("into"),
        due=_day(keyed),
    )
    if member.since is not None and member.until is not None and member.until < member.since:
        raise keyed.error(f"{member.until} is before {member.since}", "until")
    keyed.done()
    return member


def _day(keyed: Keyed) -> str | None:
    day = keyed.text("due")
    if day is not None:
        try:
            dt.date.fromisoformat(f"2023-{day}")
        except ValueError:
            raise keyed.error(f"{day!r} is no day of a year", "due", hint="write MM-DD, as in 01-31") from None
    return day
