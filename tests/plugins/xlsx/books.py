"""What the tests of workbooks share: random figures, workbooks filled in, and LibreOffice that works them out."""

from __future__ import annotations

import datetime as dt
import io
import random
import shutil
import subprocess
from pathlib import Path

import attrs
import openpyxl
import pytest

import govreport as gr
from govreport.model.frozen import FrozenMap
from govreport.model.indicator import Datatype, Member
from govreport_xlsx.book import parse_reference
from govreport_xlsx.data import NAME

_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>"""
"""A profile in which LibreOffice works out every formula that it loads."""


def named(form: gr.Form, number: int) -> gr.Report:
    """Return an empty report with so many members on each axis whose members reporters name."""
    report = gr.blank(form, "某县司法局", form.first_year or 2021)
    for axis in (each for each in form.axes.values() if each.open):
        members = [
            Member(f"{axis.id}{at}", FrozenMap({form.language: f"{axis.id} {at}"})) for at in range(1, number + 1)
        ]
        report = report.name(axis.id, members)
    return report


def random_values(form: gr.Form, cells, seed: int) -> dict[gr.Cell, gr.Value]:
    """Return figures for cells: small ones, so that sums often agree, some large or with decimals, some missing."""
    draw = random.Random(seed)
    silent = draw.choice([0.0, 0.1, 0.4])
    found = {}
    for cell in cells:
        datatype = form.traits(cell).datatype
        if datatype is Datatype.TEXT:  # some members are called by them
            found[cell] = gr.Value(draw.choice(["=1+1 一段文字", "a text", "12"]) + str(len(found)))
        elif draw.random() < silent:
            found[cell] = gr.Value(
                state=draw.choice(["blank", "not_applicable", "not_collected", "withheld", "absent"])
            )
        elif draw.random() < silent / 4 and form.is_numeric(cell):
            found[cell] = gr.Value.below(draw.randrange(1, 9))
        elif datatype is Datatype.COUNT:
            found[cell] = gr.Value.of(
                draw.choice([0, 0, draw.randrange(5), draw.randrange(10 ** draw.randrange(1, 9))])
            )
        elif form.is_numeric(cell):
            found[cell] = gr.Value.of(gr.Value.of(draw.randrange(10**5)).amount.scaleb(-draw.choice([0, 0, 1, 2, 4])))
        elif datatype is Datatype.DATE:
            found[cell] = gr.Value(dt.date(2020, 1, 1) + dt.timedelta(draw.randrange(400)))
        else:
            found[cell] = gr.Value(draw.random() < 0.5)
    return found


def random_report(form: gr.Form, seed: int, number: int = 2) -> gr.Report:
    """Return a report with a random value in every cell, totals included."""
    report = named(form, number)
    own = {axis: [member.id for member in members] for axis, members in report.members.items()}
    values = random_values(form, form.cells_with(own), seed)
    return attrs.evolve(report, values=values)


def pointers(book) -> dict[tuple[str, str], tuple[str, int, int]]:
    """Return where each entry of the hidden sheet points to, by kind and key; rows and columns from 1."""
    found = {}
    for kind, key, pointer, *_ in book[NAME].iter_rows(min_row=2, values_only=True):
        if pointer:
            sheet, row, column = parse_reference(str(pointer))
            found.setdefault((kind, key or ""), (sheet, row + 1, column + 1))
    return found


def opened(data: bytes, **options):
    return openpyxl.load_workbook(io.BytesIO(data), **options)


def saved(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def recalculated(files: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    """Return workbooks as LibreOffice saves them, with every formula worked out by it; all in one run."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    profile, into, out = folder / "profile", folder / "in", folder / "out"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS)
    into.mkdir()
    for name, data in files.items():
        (into / f"{name}.xlsx").write_bytes(data)
    command = [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", "xlsx", "--outdir", str(out), *(str(into / f"{name}.xlsx") for name in files)]
    subprocess.run(command, check=True, capture_output=True, timeout=1800)
    return {name: (out / f"{name}.xlsx").read_bytes() for name in files}
