"""Random reports: everything that `report/1` can hold."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import attrs
from hypothesis import strategies as st

import govreport as gr
from govreport.model.frozen import FrozenMap
from govreport.model.indicator import Datatype, Member
from govreport.model.report import Attestation, Note, Origin, Publisher, Report, Revision, Unplaced, Waiver
from govreport.model.value import Quality, State, Value
from govreport.reading.form_file import read_form
from govreport.reading.source import Source
from govreport.writing import plain_report, to_json

MINIATURE = """
govreport = "form/1"
id = "mini/random"
[[axis]]
id = "unit"
open = true
total = "total"
members = [{ id = "total" }]
[[axis]]
id = "reason"
open = true
[[axis]]
id = "column"
members = [{ id = "state" }, { id = "amount", datatype = "money" }, { id = "401+" }]
[[section]]
id = "s"
narrative = true
[[table]]
id = "t"
section = "s"
rows = [{ axis = "unit", rows = [{ axis = "reason" }] }]
columns = [
  { id = "T.count" }, { id = "T.text", datatype = "text" }, { id = "T.day", datatype = "date" },
  { id = "T.yes", datatype = "boolean" }, { id = "T.code", datatype = "code", codes = ["a", "b"] },
  { id = "T.share", datatype = "ratio" },
]
[[table]]
id = "u"
section = "s"
rows = [{ id = "closed" }, { id = "signed.flow", sign = "any" }]
columns = [{ axis = "column" }]
[[table]]
id = "v"
section = "s"
rows = [{ id = "single" }, { id = "other" }]
"""
RANDOM = read_form(Source(MINIATURE.encode(), "random.toml"))

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
some_text = texts.filter(bool)
maybe_text = st.none() | texts
days = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))
counts = st.integers(0, 10**40 - 1).map(Decimal)
figures = st.decimals(Decimal(-(10**20)), Decimal(10**20), allow_nan=False, places=6) | st.builds(
    lambda digits, power: Decimal(digits).scaleb(power), st.integers(-(10**9), 10**9), st.integers(-20, 20)
)
SILENT = [state for state in State if state not in {State.NUMBER, State.BELOW}]
_AMOUNTS = {
    Datatype.TEXT: some_text,
    Datatype.DATE: days,
    Datatype.BOOLEAN: st.booleans(),
    Datatype.CODE: st.sampled_from(["a", "b"]),
}
_NUMBERS = {Datatype.COUNT, Datatype.MONEY, Datatype.RATIO, Datatype.NUMBER}


@st.composite
def values(draw, traits, notes):
    """Give a value that fits a cell of these traits: any state, quality, raw token, note."""
    about = {
        "quality": draw(st.none() | st.sampled_from(Quality)),
        "confidentiality": draw(maybe_text),
        "raw": draw(maybe_text),
        "note": draw(st.none() | st.sampled_from(notes)) if notes else None,
    }
    about = {key: given if draw(st.booleans()) else None for key, given in about.items()}
    kind = draw(st.sampled_from(["number", "number", "silent", "below"]))
    if kind == "below" and traits.datatype in _NUMBERS:
        return Value(state=State.BELOW, bound=draw(st.integers(1, 100).map(Decimal) | st.just(Decimal("0.5"))), **about)
    if kind != "number":
        return Value(state=draw(st.sampled_from(SILENT)), **about)
    numbers = counts if traits.datatype is Datatype.COUNT else figures
    return Value(draw(_AMOUNTS.get(traits.datatype, numbers)), **about)


@st.composite
def _filled(draw, report, cells):
    """Put in values, notes, origins, waivers and narrative that speak of the given cells."""
    chosen = draw(st.lists(st.sampled_from(cells), unique=True, max_size=12))
    some_cells = st.lists(st.sampled_from(cells), unique=True, max_size=3).map(tuple)
    ids = draw(st.lists(some_text, unique=True, max_size=3))
    sections = [section.id for section in report.form.sections]
    narratives = [section.id for section in report.form.sections if section.narrative]
    told = draw(
        st.dictionaries(st.sampled_from(narratives), texts.map(lambda text: text.replace("{", "{{").replace("}", "}}")))
    )
    if chosen and told:
        first = next(iter(told))
        told[first] += f" {{{chosen[0]}}}"
    filled = report.fill({cell: draw(values(report.form.traits(cell), ids)) for cell in chosen})
    for section, text in told.items():
        filled = filled.tell(section, text)
    origin = st.builds(
        Origin, maybe_text, *[st.none() | st.integers(0, 10**6)] * 5, maybe_text, maybe_text,
        st.none() | st.decimals(0, 1, places=3),
    )  # fmt: skip
    return attrs.evolve(
        filled,
        notes=tuple(
            Note(note, draw(some_text), draw(some_cells), draw(st.none() | st.sampled_from(sections))) for note in ids
        ),
        origins=FrozenMap({cell: draw(origin) for cell in draw(some_cells)}),
        waivers=tuple(  # a reason says something: blank ones are refused
            draw(
                st.lists(
                    st.builds(Waiver, some_text, some_text.filter(str.strip), some_cells, maybe_text, st.none() | days),
                    max_size=2,
                )
            )
        ),
        unplaced=tuple(draw(st.lists(st.builds(Unplaced, some_text, st.none() | st.integers(0, 999)), max_size=2))),
    )


plain_data = st.recursive(
    st.booleans() | st.integers(-(10**20), 10**20) | figures | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)


@st.composite
def _headed(draw, form, periods):
    publisher = Publisher(draw(some_text.filter(str.strip)), draw(maybe_text), draw(maybe_text))
    report = gr.blank(form, publisher, draw(periods))
    return attrs.evolve(
        report,
        kind=draw(st.none() | st.sampled_from(form.kinds or ("any",))),
        published=draw(st.none() | days),
        language=draw(st.none() | st.sampled_from(["zh-Hans", "en", "ug"])),
        title=draw(maybe_text),
        source=draw(maybe_text),
        partial=draw(st.booleans()),
        revision=draw(st.none() | st.builds(Revision, st.integers(1, 99), maybe_text)),
        attestation=draw(st.builds(Attestation, *[maybe_text] * 5, st.none() | days)),
        extra=FrozenMap(draw(st.dictionaries(texts, plain_data, max_size=2))),
    )


@st.composite
def china_reports(draw) -> Report:
    """Give random reports of the form `cn/ningxia-2017`."""
    form = gr.form("cn/ningxia-2017")
    report = draw(_headed(form, st.sampled_from([2017, "2017", "2017-01-01/2017-12-31"])))
    return draw(_filled(report, list(form.cells())))


member_ids = st.text("abcXYZ019_.+-", min_size=1, max_size=6).filter(lambda each: each != "total")


@st.composite
def members(draw, language):
    label = draw(st.none() | some_text)
    labels = FrozenMap({language: label}) if label else FrozenMap()
    return Member(draw(member_ids), labels, draw(maybe_text), unknown=draw(st.booleans()))


@st.composite
def open_reports(draw) -> Report:
    """Give random reports of a miniature form with open axes, repeated rows and every datatype."""
    report = draw(_headed(RANDOM, st.just(2024)))
    for axis in ("unit", "reason"):
        named = draw(st.lists(members(report.in_language), max_size=3, unique_by=lambda each: each.id))
        report = report.name(axis, named)
    units = [*(each.id for each in report.members["unit"]), "total"]
    reasons = [each.id for each in report.members["reason"]]
    marks = st.sampled_from(["", "", "#2", "#13"])
    cells = [
        report.locate(address)
        for address in ("single", "other", "closed[state]", "closed[amount]", "signed.flow[401+]")
    ]
    for indicator in ("T.count", "T.text", "T.day", "T.yes", "T.code", "T.share"):
        for reason in reasons:
            unit = draw(st.sampled_from(units))
            cells.append(report.locate(f"{indicator}[{unit}{draw(marks)},{reason}{draw(marks)}]"))
    return draw(_filled(report, list(dict.fromkeys(cells))))


class Drawn:
    """A random report that shows itself as its JSON, and not with the whole of its form."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def __repr__(self) -> str:
        return to_json(plain_report(self.report))


reports = (china_reports() | open_reports()).map(Drawn)
reports_with_rules = china_reports().map(Drawn)
reports_with_open_rows = open_reports().map(Drawn)
