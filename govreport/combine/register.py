"""Registers: who owes a report, since when and until when, merged into whom; so who is missing, and who was late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import attrs

from govreport.errors import InvalidInput
from govreport.model.report import Publisher, Report


@attrs.frozen
class RegisterMember:
    """One that owes a report.

    Args:
        id: its name in the register.
        name: its full name.
        names: others under which its reports may come.
        level: the rule set's word for what it is.
        since, until: the first and the last report year that it owes; None is open.
        into: the id of the member that it was merged into.
        due: the day by which its report is due in the year after, `01-31`; the register's if not given.
    """

    id: str
    name: str
    names: tuple[str, ...] = ()
    level: str | None = None
    since: int | None = None
    until: int | None = None
    into: str | None = None
    due: str | None = None

    def owes(self, year: int) -> bool:
        """Whether it owes a report for a year."""
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)


@attrs.frozen
class Standing:
    """How a member stands in a year.

    Args:
        member: the member.
        report: its report; None if it is missing.
        due: the day by which it was due.
        late: whether it came later; None if that cannot be said.
    """

    member: RegisterMember
    report: Report | None
    due: dt.date | None
    late: bool | None


@attrs.frozen
class Register:
    """Whose reports a publisher adds up.

    Args:
        publisher: who adds them up.
        members: who owes a report.
        due: the day of the year after by which reports are due, `01-31`.
        kind: the kind of report that the sum is.
        place: the file it comes from.
    """

    publisher: Publisher
    members: tuple[RegisterMember, ...] = ()
    due: str | None = None
    kind: str | None = None
    place: str = ""

    def member_of(self, publisher: Publisher) -> RegisterMember | None:
        """Return the member that a publisher is, by its id or any of its names; spaces do not matter."""
        name = _bare(publisher.name)
        for member in self.members:
            if publisher.id == member.id or name in {_bare(each) for each in (member.name, *member.names)}:
                return member
        return None

    def standings(self, reports: Iterable[Report], year: int) -> tuple[Standing, ...]:
        """Return how each member that owes a report for a year stands, in the order of the register.

        Raises:
            InvalidInput: if a report is of nobody who owes one, or a member has two.
        """
        by_member: dict[str, Report] = {}
        for report in reports:
            member = self.member_of(report.publisher)
            if member is None or not member.owes(year):
                raise self.stranger(report, member, year)
            if member.id in by_member:
                raise InvalidInput(f"{member.name} has two reports for {year}", hint="give the one that counts")
            by_member[member.id] = report
        return tuple(
            self._standing(member, by_member.get(member.id), year) for member in self.members if member.owes(year)
        )

    def missing(self, reports: Iterable[Report], year: int) -> tuple[str, ...]:
        """Return the names of those who owe a report for a year and have none; raises as `standings` does."""
        return tuple(each.member.name for each in self.standings(reports, year) if each.report is None)

    def _standing(self, member: RegisterMember, report: Report | None, year: int) -> Standing:
        due = member.due or self.due
        day = None if due is None else dt.date.fromisoformat(f"{year + 1}-{due}")
        published = None if report is None else report.published
        return Standing(member, report, day, None if day is None or published is None else published > day)

    def stranger(self, report: Report, member: RegisterMember | None, year: int) -> InvalidInput:
        """Return the error to raise for a report that the register does not expect."""
        name = report.publisher.name
        if member is None:
            return InvalidInput(f"{name} is not on the register", place=self.place, hint="add it, or leave it out")
        into = next((each.name for each in self.members if each.id == member.into), None)
        hint = f"it was merged into {into}" if into else "correct since and until"
        return InvalidInput(f"{name} owes no report for {year}", place=self.place, hint=hint)


def _bare(name: str) -> str:
    return "".join(name.split())
