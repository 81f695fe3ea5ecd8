"""Reports of each edition that keep every equality, made of numbers that `pick` chooses between two bounds.

The middle of the bounds gives one report; Hypothesis gives any.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import attrs

import govreport as gr

Pick = Callable[[int, int], int]
EDITIONS = {
    "cn/2014": 2016,
    "cn/2019": 2020,
    "cn/2021": 2023,
    "cn/fujian-2009": 2012,
    "cn/fujian-2014": 2015,
    "cn/fujian-2017": 2018,
}
"""Each edition, with a year that has another of the same edition before it."""


def middle(low: int, high: int) -> int:
    """Return the middle of two bounds."""
    return (low + high) // 2


def two_years(edition: str, pick: Pick = middle) -> tuple[gr.Report, gr.Report]:
    """Return a valid report and that of the year before, of a city that may make rules."""
    form, year = gr.form(edition), EDITIONS[edition]
    make = old_table if edition == "cn/2014" else fujian_table if "fujian" in edition else new_tables
    reports: list[gr.Report] = []
    for period in (year - 1, year):
        report = gr.blank(form, gr.Publisher("某市", level="地市级"), period)
        report = attrs.evolve(report, kind="government_rollup")
        before = reports[-1].values if reports else {}
        reports.append(report.fill(make(form, pick, {str(cell): int(v.amount) for cell, v in before.items()})))
    return reports[1], reports[0]


# --- 2019 and 2021 ---------------------------------------------------------------------------------------------------


def new_tables(form: gr.Form, pick: Pick, before: dict[str, int]) -> dict[str, object]:
    """Return the cells of the three tables."""
    values: dict[str, object] = {}
    for applicant in (member.id for member in form.axes["applicant"].leaves()):
        values |= requests(form, pick, before, applicant)
    rows = {name.partition("[")[0] for name in values}
    values |= {
        f"{row}[total]": sum(values[f"{row}[{each.id}]"] for each in form.axes["applicant"].leaves()) for row in rows
    }
    for case in ("reconsideration", "litigation_direct", "litigation_after_review"):
        results = {f"{case}[{each.id}]": pick(0, 9) for each in form.axes["result"].leaves()}
        values |= {**results, f"{case}[total]": sum(results.values())}
    return values | (documents_2021 if form.id == "cn/2021" else documents_2019)(pick, before)


def requests(form: gr.Form, pick: Pick, before: dict[str, int], applicant: str) -> dict[str, object]:
    """Return one column of the table of requests; enough are granted that new ones are not fewer than none."""
    outcomes = {row.id: pick(0, 8) for row in form.leaves("outcomes")}
    carried_in = before.get(f"requests_carried_out[{applicant}]", pick(0, 5))
    carried_out = pick(0, 5)
    outcomes["granted"] += carried_in
    total = sum(outcomes.values())
    column = {
        **outcomes,
        "outcome_total": total,
        "requests_carried_in": carried_in,
        "requests_carried_out": carried_out,
        "requests_new": total + carried_out - carried_in,
    }
    return {f"{row}[{applicant}]": value for row, value in column.items()}


def documents_2021(pick: Pick, before: dict[str, int]) -> dict[str, object]:
    """Return table II of 2021."""
    values: dict[str, object] = {"admin_fees[amount]": Decimal(pick(100, 900)) / 8}
    for row in ("rules", "normative_documents"):
        issued, repealed = pick(0, 9), pick(0, 9)
        stock = before.get(f"{row}[in_force]", pick(20, 30))
        values |= {
            f"{row}[issued]": issued,
            f"{row}[repealed]": repealed,
            f"{row}[in_force]": stock + issued - repealed,
        }
    return values | {f"{row}[decisions]": pick(10, 20) for row in ("licensing", "penalties", "coercive_measures")}


def documents_2019(pick: Pick, before: dict[str, int]) -> dict[str, object]:
    """Return table II of 2019."""
    values: dict[str, object] = {"procurement[items]": pick(0, 9), "procurement[amount]": Decimal(pick(0, 900)) / 8}
    for row in ("rules", "normative_documents"):
        new = pick(0, 9)
        total = before.get(f"{row}[published_total]", pick(20, 30)) + new
        values |= {f"{row}[made]": new + pick(0, 3), f"{row}[newly_published]": new, f"{row}[published_total]": total}
    for row in ("licensing", "other_services", "penalties", "coercive_measures", "admin_fees"):
        last = before.get(f"{row}[items_last_year]", 20) + before.get(f"{row}[items_change]", 0)
        values |= {f"{row}[items_last_year]": last, f"{row}[items_change]": pick(-9, 9)}
        if row != "admin_fees":
            values[f"{row}[decisions]"] = pick(10, 20)
    return values


# --- 2014 and Fujian -------------------------------------------------------------------------------------------------


def with_wholes(form: gr.Form, parts: dict[str, int]) -> dict[str, int]:
    """Return parts completed by the wholes that they add up to, the lowest first."""
    found = dict(parts)
    for indicator in reversed(list(form.indicators.values())):
        if children := form.children(indicator.id):
            found[indicator.id] = sum(found[child.id] for child in children)
    return {name: value for name, value in found.items() if not form.indicators[name].group}


def old_table(form: gr.Form, pick: Pick, _: dict[str, int]) -> dict[str, object]:
    """Return the cells of the table of 2014."""
    lowest = [each.id for each in form.indicators.values() if not each.group and not form.children(each.id)]
    values = with_wholes(form, {name: pick(0, 9) for name in lowest})
    channels = ["gazette", "website", "weibo", "wechat", "other"]
    values["public_info"] = pick(
        max(values[f"channel_{each}"] for each in channels), sum(values[f"channel_{each}"] for each in channels)
    )
    values["public_norm_docs"] = pick(0, values["public_info"])
    values["norm_docs_issued"] = values["public_norm_docs"] + pick(0, 5)
    for event in ("press_conferences", "online_interviews"):
        values[f"{event}_head"] = pick(0, values[event])
    closed = values["requests_answered"] + pick(0, 5)
    values |= {"requests_closed": closed, "closed_on_time": pick(0, closed)}
    values["closed_extended"] = closed - values["closed_on_time"]
    received = closed + pick(0, 5)
    ways = {"requests_in_person": pick(0, received), "requests_fax": 0, "requests_online": 0}
    ways["requests_letter"] = received - ways["requests_in_person"]
    return {**values, **ways, "requests_received": received}


def fujian_table(form: gr.Form, pick: Pick, before: dict[str, int]) -> dict[str, object]:
    """Return the cells of Fujian's annex; what was counted before this year is the same for every row's parts."""
    lowest = [each.id for each in form.indicators.values() if not form.children(each.id)]
    year = with_wholes(form, {name: pick(0, 9) for name in lowest})
    earlier = with_wholes(form, {name: pick(0, 9) for name in lowest})
    for amounts in (year, earlier):
        website, gazette = amounts["fj_public_website"], amounts["fj_public_gazette"]
        amounts["fj_public"] = pick(max(website, gazette), website + gazette)
        amounts["fj_requests"] = max(amounts["fj_answers"], amounts["fj_requests"])
        lacking = amounts["fj_requests"] - amounts["fj_answers"]
        amounts["fj_answers"] += lacking
        amounts["fj_answers_granted"] += lacking
        amounts["fj_requests_in_person"] += amounts["fj_requests"] - sum(
            amounts[child.id] for child in form.children("fj_requests")
        )
    cumulative = {row: before.get(f"{row}[cumulative]", earlier[row]) + year[row] for row in year}
    return {f"{row}[year]": value for row, value in year.items()} | {
        f"{row}[cumulative]": value for row, value in cumulative.items()
    }
