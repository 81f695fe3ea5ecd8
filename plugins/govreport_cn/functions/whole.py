"""Rules about a report as a whole: required matters, signature, dates, length, broken paragraphs (LY-…)."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from govreport import Report, Section
from govreport.checks import Context, Outcome, Passage, Place
from govreport.reading import normalise
from govreport_cn.functions.numbering import items_of
from govreport_cn.functions.table import row_place

_ENDS = tuple("。！？；：….!?;:”’」』)）》")
_SHORT = 20
"""A shorter paragraph without a mark at its end is a line of its own, not a broken one."""


# --- what must be there ----------------------------------------------------------------------------------------------


def judge_matters(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield for each matter that the law demands whether the report speaks of it (LY-MISSING-SECTION).

    Where headings are the publisher's own, the words by which the form knows a matter may stand anywhere, in the text
    or in the labels of rows that are filled in. A report that is data only has no text to judge.
    """
    required = [section for section in report.form.sections if section.required]
    if report.partial or (report.layout is None and not report.narrative):
        for _ in required:
            yield context.not_applicable() if report.partial else context.not_evaluable()
        return
    said = _everything_said(report, context)
    for section in required:
        if _is_told(section, report, said):
            yield context.holds()
            continue
        told = {language: _lacking(section, language) for language in ("zh", "en")}
        yield context.fails(told)


def _is_told(section: Section, report: Report, said: str) -> bool:
    if report.narrative.get(section.id, "").strip():
        return True
    if any(cell in report.values for table in section.tables for cell in report.form.cells(report, table.id)):
        return True
    return any(normalise(word) in said for word in section.mentions)


def _everything_said(report: Report, context: Context) -> str:
    """Return text and labels of filled rows, with the headings above them, as `normalise` has them."""
    indicators = report.form.indicators
    names = {cell.indicator for cell in report.values}
    names |= {parent for name in names if (parent := indicators[name].parent) is not None}
    labels = [label for name in names for label in indicators[name].labels.values()]
    return "\n".join(normalise(text) for text in (*(each.plain for each in context.text.passages), *labels))


def _lacking(section: Section, language: str) -> str:
    label = section.labels.get(language, section.id)
    return f"报告未涉及“{label}”" if language == "zh" else f'nothing is said of "{label}"'


def judge_signature(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield whether the signature block is complete (LY-SIGN)."""
    labels, signed = report.form.attestation, report.attestation
    given = {key: getattr(signed, key) for key in labels}
    if not labels or (report.layout is None and not any(given.values())):
        return
    lacking = [key for key, entry in given.items() if not entry]
    if not lacking:
        yield context.holds()
        return
    yield context.fails(
        {
            "zh": "签署栏缺：" + "、".join(labels[key].get("zh", key) for key in lacking),
            "en": "lacking in the signature block: " + ", ".join(labels[key].get("en", key) for key in lacking),
        }
    )


def judge_length(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield for each section with a limit whether its text keeps it (LY-LENGTH)."""
    for section in report.form.sections:
        if section.max_characters is None or section.id not in report.narrative:
            continue
        count = sum(
            len(each.plain) for each in context.text.passages if each.section == section.id and not each.heading
        )
        if count <= section.max_characters:
            yield context.holds()
        else:
            yield context.fails(
                {
                    "zh": f"共 {count} 字，超过 {section.max_characters} 字",
                    "en": f"{count} characters, and the limit is {section.max_characters}",
                }
            )


# --- who and when ----------------------------------------------------------------------------------------------------


def plain_name(name: str) -> str:
    """Return an authority's name without brackets and spaces, 管理委员会 in its short form.

    >>> plain_name("某园区管理委员会（某市）")
    '某园区管委会'
    """
    text = re.sub(r"[(（].*?[)）]|\s", "", unicodedata.normalize("NFKC", name))
    return text.replace("管理委员会", "管委会")


def judge_unit_name(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield whether the unit that signs is the one that publishes (LY-UNIT-NAME)."""
    unit = report.attestation.unit
    if not unit:
        return
    signed, publisher = plain_name(unit), plain_name(report.publisher.name)
    if signed in publisher or publisher in signed:
        yield context.holds()
        return
    alike = difflib.SequenceMatcher(None, signed, publisher).ratio() > 0.6
    zh = f"填表单位“{unit}”与发布机关“{report.publisher.name}”不一致" + ("，疑为误写" if alike else "")
    en = f'the unit "{unit}" is not the publisher "{report.publisher.name}"' + (": a slip of the pen?" if alike else "")
    yield context.fails({"zh": zh, "en": en})


def judge_dates(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield whether the dates of a report agree: published, signed, and that in its address (LY-DATE)."""
    in_address = re.search(r"t(20\d{2})(\d{2})(\d{2})_", report.source or "")
    others = {
        "zh": [("签署栏日期", report.attestation.date), ("网页地址日期", _date(in_address))],
        "en": [("signed", report.attestation.date), ("in the address", _date(in_address))],
    }
    if report.published is None:
        return
    for (zh, date), (en, _) in zip(others["zh"], others["en"], strict=True):
        if date is None:
            continue
        if date == report.published:
            yield context.holds()
        else:
            yield context.fails(
                {
                    "zh": f"{zh}为 {date.isoformat()}，公布日期为 {report.published.isoformat()}",
                    "en": f"{en} {date.isoformat()}, published {report.published.isoformat()}",
                }
            )


def _date(found: re.Match[str] | None) -> dt.date | None:
    try:
        return None if found is None else dt.date(*(int(each) for each in found.groups()))
    except ValueError:
        return None


# --- how it is set ---------------------------------------------------------------------------------------------------


def judge_breaks(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield whether no paragraph ends within a sentence, and no label is cut in two (LY-BREAK)."""
    numbered = {id(item.passage) for item in items_of(context.text)}
    passages = context.text.passages
    found: list[Place] = []
    for passage, after in pairwise(passages):
        goes_on = not after.heading and not after.table and id(after) not in numbered
        if is_broken(passage) and goes_on and passage.section == after.section:
            end = len(passage.plain)
            start = max(passage.clause_at(end).start, end - 12)
            found.append(passage.place(start, end))
    cut = [row_place(report, cell) for cell, origin in report.origins.items() if "\n" in (origin.label or "")]
    yield context.none_of(found, zh="段落在句中断开", en="a paragraph ends within a sentence")
    yield context.none_of(cut, zh="标签被分成两段", en="a label is cut in two")


def is_broken(passage: Passage) -> bool:
    """Whether a paragraph ends within a sentence."""
    plain = passage.plain.rstrip()
    return not passage.heading and not passage.table and len(plain) > _SHORT and not plain.endswith(_ENDS)
