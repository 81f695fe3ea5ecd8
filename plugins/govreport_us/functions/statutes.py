"""Section IV: of several quantities for one statute and organisation the last counts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from govreport import Cell, Report
from govreport.checks import Context, Outcome
from govreport_us.niem import OVERALL
from govreport_us.rows import original

_EXEMPTION_3 = Cell("V_B_3.count", (OVERALL, "3"))


def _last_counts(report: Report) -> dict[str, dict[str, Cell]]:
    """Return by statute the cell of each organisation that counts."""
    found: dict[str, dict[str, Cell]] = {}
    for cell in sorted(each for each in report.values if each.indicator == "IV.count"):
        statute, member = cell.members
        counted = found.setdefault(statute, {})
        before = counted.get(original(member))
        if before is None or _repeat(before.members[1]) < _repeat(member):
            counted[original(member)] = cell
    return found


def _repeat(member: str) -> int:
    return int(member.partition("#")[2] or 1)


def _amount(report: Report, cell: Cell) -> Decimal:
    amount = report[cell].amount
    return amount if isinstance(amount, Decimal) else Decimal(0)


def judge_roll_up(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield for each statute with quantities of components and of the agency whether they add up."""
    for counted in _last_counts(report).values():
        overall = counted.get(OVERALL)
        below = [cell for member, cell in counted.items() if member != OVERALL]
        if overall is None or not below:
            continue
        total, own = sum((_amount(report, cell) for cell in below), Decimal(0)), _amount(report, overall)
        cells = (overall, *below)
        if total == own:
            yield context.holds(cells=cells)
        else:
            told = {
                "en": f"the components' add up to {total:f}, the agency has {own:f}",
                "zh": f"各部门合计{total:f}，全机关{own:f}",
            }
            yield context.fails(told, cells=cells)


def judge_exemption(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield whether Exemption 3 is applied no more often than its statutes were relied upon."""
    if not report.has_row(_EXEMPTION_3):
        return
    total, cells = Decimal(0), [_EXEMPTION_3]
    for counted in _last_counts(report).values():
        chosen = [counted[OVERALL]] if OVERALL in counted else list(counted.values())
        total += sum((_amount(report, cell) for cell in chosen), Decimal(0))
        cells.extend(chosen)
    applied = _amount(report, _EXEMPTION_3)
    if applied <= total:
        yield context.holds(cells=cells)
    else:
        told = {
            "en": f"Exemption 3 was applied {applied:f} times, its statutes were relied upon {total:f} times",
            "zh": f"第3项豁免适用{applied:f}次，各法律合计{total:f}次",
        }
        yield context.fails(told, cells=cells)
