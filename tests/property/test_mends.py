"""Random valid reports with one changed cell: is it found, and is the proposed mend the right one?"""

from __future__ import annotations

import random

import pytest

import govreport as gr
from govreport.checks import Status

NAMES = ["own", "sub"]


def valid_values(draw: random.Random) -> dict[str, int]:
    """Return figures that keep every rule of the form."""
    values: dict[str, int] = {}
    for own in NAMES:
        marks = {mark: draw.randint(0, 400) for mark in ("public", "on_request", "redacted", "closed")}
        published = draw.randint(0, marks["public"] + marks["redacted"])
        channels = {each: draw.randint(0, published) for each in ("app", "wechat", "other")} | {"website": published}
        norm = draw.randint(0, sum(marks.values()))
        norm_public = draw.randint(0, min(norm, marks["public"]))
        policy = draw.randint(0, published)
        received = draw.randint(0, 90)
        closed = draw.randint(0, received)
        full, part = draw.randint(1, 20), draw.randint(0, 20)
        values |= {f"{own}_docs_marked_{mark}": count for mark, count in marks.items()}
        values |= {f"{own}_docs_published_{channel}": count for channel, count in channels.items()}
        values |= {
            f"{own}_docs": sum(marks.values()),
            f"{own}_docs_published": published,
            f"{own}_norm_docs": norm,
            f"{own}_norm_docs_marked_public": norm_public,
            f"{own}_norm_docs_website": draw.randint(0, min(norm, published)),
            f"{own}_policy_docs": policy,
            f"{own}_policy_docs_explained": draw.randint(0, policy),
            f"{own}_responses": draw.randint(0, 50),
            f"{own}_requests": received,
            f"{own}_requests_closed": closed,
            f"{own}_requests_answered": draw.randint(0, closed),
            f"{own}_staff": full + part,
            f"{own}_staff_full_time": full,
            f"{own}_staff_part_time": part,
        }
    conferences = draw.randint(0, 9)
    return values | {
        "own_press_conferences": conferences,
        "own_press_conferences_head": draw.randint(0, conferences),
        "own_leader_mailbox": draw.randint(0, 99),
        "own_interviews": draw.randint(0, 9),
        "sub_offices": draw.randint(1, 9),
    }


def mistyped(number: int, draw: random.Random) -> int:
    """Return a number as a hand slips: a digit changed, lost, doubled or swapped with its neighbour."""
    text = str(number)
    while True:
        place = draw.randrange(len(text))
        kind = draw.choice(["change", "lose", "double", "swap"])
        typed = {
            "change": text[:place] + str(draw.randint(0, 9)) + text[place + 1 :],
            "lose": text[:place] + text[place + 1 :],
            "double": text[:place] + text[place] + text[place:],
            "swap": text[:place] + text[place : place + 2][::-1] + text[place + 2 :],
        }[kind]
        if typed and int(typed) != number:
            return int(typed)


def trial(seed: int) -> dict[str, bool] | None:
    """Change one cell that an equality covers; say what was found and proposed."""
    draw = random.Random(seed)
    form = gr.form("cn/ningxia-2017")
    values = valid_values(draw)
    report = gr.blank(form, "某局", 2017).fill(values)
    clean = gr.check(report)
    assert not clean.errors
    covered = sorted(
        {
            str(cell)
            for each in clean.outcomes
            if each.rule.id.startswith(("NX-MARKS", "NX-STAFF")) and each.status is Status.HOLDS
            for cell in each.cells
        }
    )
    cell = draw.choice(covered)
    findings = gr.check(report.fill({cell: mistyped(values[cell], draw)}))
    mends = [mend for each in findings.errors for mend in each.mends]
    whole = [mend for mend in mends if mend.all_errors]
    original = [str(mend.cell) == cell and mend.after == values[cell] for mend in whole]
    first = findings.errors[0].mends[:1] if findings.errors else ()
    return {
        "found": bool(findings.errors),
        "mended": bool(whole),
        "offered": any(original),
        "first": any(str(mend.cell) == cell and mend.after == values[cell] for mend in first),
    }


def shares(count: int) -> dict[str, float]:
    """Return the share of trials in which each thing was so."""
    results = [trial(seed) for seed in range(count)]
    return {key: sum(each[key] for each in results) / count for key in ("found", "mended", "offered", "first")}


def test_what_an_equality_covers_is_found_and_can_be_mended():
    found = shares(40)
    assert found["found"] == 1
    assert found["mended"] == 1
    assert found["offered"] > 0.6


@pytest.mark.slow
def test_of_five_hundred_reports():
    found = shares(500)
    assert (found["found"], found["mended"]) == (1, 1)
    assert found["offered"] > 0.6
