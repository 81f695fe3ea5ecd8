"""Whether a text says anything of its own (LY-THIN-TEXT), and whether it stands where it belongs (LY-HEAD-LOST)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from govreport import Report
from govreport.checks import Context, Outcome, Place, compile_pattern
from govreport.reading import Numeral
from govreport_cn.functions.sums import UNITS

_CATALOGUE = re.compile(r"(?:[^、，。；：,;:\n]{2,16}、){2,}[^、，。；：,;:\n]{2,16}")
"""Three names or more in a row."""


def judge_thin(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield whether a section has a figure, or some sentences that are no list of names (LY-THIN-TEXT).

    Args of the rule: `section`, and `characters`, how many characters of sentences are enough without a figure.
    """
    section, enough = str(context.args["section"]), int(str(context.args["characters"]))
    passages = [each for each in context.text.passages if each.section == section and not each.heading]
    if report.partial or not passages:
        yield context.not_applicable()
        return
    if any(each.table or any(_is_figure(numeral) for numeral in each.numerals) for each in passages):
        yield context.holds()
        return
    told = sum(
        len(_CATALOGUE.sub("", span.text)) for each in passages for span in each.sentences() if _is_told(span.text)
    )
    if told >= enough:
        yield context.holds()
        return
    yield context.fails(
        {
            "zh": f"没有数字，除公开目录名称外只有 {told} 字的叙述",
            "en": f"there is no figure, and but for names of a catalogue only {told} characters are told",
        },
        places=[passages[0].place()],
    )


def _is_figure(numeral: Numeral) -> bool:
    """Whether a number counts something or is a share; those of headings, dates and articles say nothing."""
    return numeral.percent or (numeral.counts and numeral.unit(UNITS) is not None)


def _is_told(sentence: str) -> bool:
    """Whether words end as a sentence does; the lines of a catalogue do not."""
    return sentence.rstrip("”’」』)").endswith(("。", "！", "!", ";", "；", "."))


def judge_lost(report: Report, context: Context) -> Iterator[Outcome]:
    """Yield for each section without text whether its words stand under a heading before it (LY-HEAD-LOST).

    Only reports that were read from a publication are judged: what lays a text out has no headings to lose.

    Args of the rule: `sections`, by its id the pattern by which the words of a section are known.
    """
    place, sections = f"{context.rule.place}: rule {context.rule.id}", context.args["sections"]
    assert isinstance(sections, dict)
    order = [each.id for each in report.form.sections]
    for name, words in sections.items():
        section = report.form.section(name)
        if report.layout is None or report.narrative.get(name, "").strip():
            yield context.not_applicable()
            continue
        label = {language: section.labels.get(language, name) for language in ("zh", "en")}
        yield context.none_of(
            _strayed(compile_pattern(str(words), place), context, order[: order.index(name)]),
            zh=f"疑丢失标题“{label['zh']}”，其内容接在别的部分之下",
            en=f'the heading "{label["en"]}" seems lost: its text stands under another',
        )


def _strayed(words: re.Pattern[str], context: Context, sections: Sequence[str]) -> list[Place]:
    """Return where some words first stand in some sections."""
    passages = (each for each in context.text.passages if each.section in sections and not (each.heading or each.table))
    found = ((each, words.search(each.plain)) for each in passages)
    return next(([passage.place(*match.span())] for passage, match in found if match), [])
