"""Components and sections: named once, in one row of each table, and none that leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from govreport import Cell, Report
from govreport.checks import Context, Outcome
from govreport_us.rows import extra_of, original


def judge_unique(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield for each component whether no other has its abbreviation, and each second row of one in a table."""
    seen: dict[str, str] = {}
    for member in report.members.get("component", ()):
        if member.unknown or member.short is None:
            continue
        if member.short.strip() in seen:
            told = f"{seen[member.short.strip()]} and {member.id} are both called {member.short}"
            yield context.fails({"en": told, "zh": f"{seen[member.short.strip()]}与{member.id}缩写同为{member.short}"})
        else:
            seen[member.short.strip()] = member.id
            yield context.holds()
    for table, row, cell in second_rows(report):
        en, zh = f"{original(row)} has a second row in {table}", f"{original(row)}在{table}中有第二行"
        yield context.fails({"en": en, "zh": zh}, cells=(cell,))


def second_rows(report: Report) -> Iterator[tuple[str, str, Cell]]:
    """Yield table, member and first cell of each row that stands for a component a second time.

    In section IV one organisation may have several quantities for one statute, of which the last counts.
    """
    seen: set[tuple[str, str]] = set()
    for cell in report.values:
        indicator = report.form.indicators[cell.indicator]
        if indicator.axes and indicator.axes[0] == "component" and "#" in cell.members[0]:
            table = report.form.table_of(cell)
            key = "" if table is None else table.id, cell.members[0]
            if key not in seen:
                seen.add(key)
                yield *key, cell


def judge_references(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield each row under a reference that resolves to nothing; one that holds if there is none."""
    unknown = {member.id: member.short for member in report.members.get("component", ()) if member.unknown}
    first: dict[tuple[str, str], Cell] = {}
    for cell in report.values if unknown else ():
        axes = report.form.indicators[cell.indicator].axes
        member = cell.members[axes.index("component")] if "component" in axes else ""
        table = report.form.table_of(cell)
        if original(member) in unknown and table is not None:
            first.setdefault((table.id, member), cell)
    for (name, member), cell in first.items():
        reference = unknown[original(member)] or ""
        told = {
            "en": f"a row of {name} refers to {reference!r}, which is no component",
            "zh": f"{name}中有一行指向“{reference}”，并无此部门",
        }
        yield context.fails(told, cells=(cell,))
    if not first:
        yield context.holds()


def judge_sections(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield whether the file that the report was read from has every section, in order."""
    present = extra_of(report).get("sections")
    if not isinstance(present, list):
        yield context.holds()
        return
    told = ", ".join(str(each) for each in present[:40])
    yield context.fails({"en": f"there are only, or in this order: {told}", "zh": f"现有或次序为：{told}"})
