"""The few words that the core itself says to people, in Chinese and English."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable
from decimal import Decimal

from govreport.model.frozen import FrozenMap
from govreport.model.labels import Labels, base
from govreport.model.value import Amount, Quality, State, Value

_WORDS: dict[str, tuple[str, str]] = {
    # how a state is printed in place of a number
    "state.blank": ("（空）", "(blank)"),
    "state.absent": ("（缺）", "(missing)"),
    "state.absent.short": ("缺", "–"),
    "state.blank.short": ("空", "(blank)"),
    "state.not_applicable": ("不适用", "N/A"),
    "state.not_collected": ("未统计", "not collected"),
    "state.withheld": ("不公开", "withheld"),
    "state.invalid": ("（无效）", "(invalid)"),
    "left.again": ("与前文重复，数值相同", "printed twice, with the same figures"),
    "left.no_cell": ("表格中没有这一单元格", "the form has no such cell"),
    "left.beside": ("数值之外的内容", "beside the figures"),
    "left.glued": ("数字连在一起，无法分开", "the figures run together and cannot be told apart"),
    "left.ways": (
        "数字连在一起，以下几种读法都符合勾稽关系：{}",
        "figures run together, and these readings agree with the sums of the form: {}",
    ),
    "left.or": ("；或 ", " or "),
    "left.numbers": ("一行中有几个数", "several numbers"),
    "left.signed": ("签署信息重复", "signed twice"),
    "left.no_date": ("不是日期", "not a date"),
    "left.in_tables": ("只应有表格的部分中的文字", "text in a section of tables"),
    "left.taken": ("这一行在前面已经有了", "this row stands further up already"),
    "left.columns": ("不能确定各数属于哪一栏", "which column each figure is of cannot be told"),
    "left.annex": ("附件的名称", "the name of an annex"),
    "left.about": ("网页的发布信息", "what the page tells of itself"),
    "left.around": ("报告以外的内容", "around the report"),
    "left.unknown": ("表格中没有这一行", "no such row in the form"),
    "left.ambiguous": ("可能是表格中的几行之一", "several rows of the form could be meant"),
    "left.page": ("第{}页", "page {}"),
    "left.table": ("第{}个表第{}行", "table {}, row {}"),
    "left.sheet": ("工作表“{}”第{}行", "sheet {}, row {}"),
    "printed": (
        "版面上印出的数值，应与文件所附数据一致。",
        "What the pages print must be what the data in the file say.",
    ),
    "printed.hint": (
        "核对原始记录，改正其中一处，再重新生成文件。",
        "Look at the records, correct one of the two, and make the file again.",
    ),
    "printed.source": ("报告文件所附数据（report/1）", "The data in the report's file (report/1)"),
    "printed.detail": ("版面为{}，数据为{}", "the pages print {}, the data have {}"),
    "legend.blank": ("（空）：此格未填写，不等于 0。", "(blank): the cell was left empty; this is not 0."),
    "legend.absent": ("（缺）：报告中没有此项数据。", "(missing): the report gives no figure here."),
    "legend.absent.short": ("缺：报告中没有此项数据。", "–: the report gives no figure here."),
    "legend.blank.short": ("空：此格未填写，不等于 0。", "(blank): the cell was left empty; this is not 0."),
    "legend.not_applicable": ("不适用：此项不适用于本机关。", "N/A: not applicable to this authority."),
    "legend.not_collected": ("未统计：本期不统计此项。", "not collected: not asked in this period."),
    "legend.withheld": ("不公开：数据存在但不公开。", "withheld: the figure exists and is not shown."),
    "legend.below": ("<：小于所列数值，不等于 0。", "<: less than the number shown; this is not 0."),
    "legend.invalid": (
        "（无效）：此处原文不是数值，照录。",
        "(invalid): the source has no number here; shown as found.",
    ),
    "legend.flag": ("※：见文末核对结果。", "※: see the findings at the end."),
    # how good a number is
    "quality.provisional": ("[暂]", "[p]"),
    "quality.estimated": ("[估]", "[e]"),
    "quality.restated": ("[更]", "[r]"),
    "quality.derived": ("[算]", "[c]"),
    "legend.provisional": ("[暂]：暂定数。", "[p]: provisional."),
    "legend.estimated": ("[估]：估计数。", "[e]: estimated."),
    "legend.restated": ("[更]：更正后的数。", "[r]: restated."),
    "legend.derived": ("[算]：由系统计算。", "[c]: calculated, not entered."),
    "unknown_member": ("（未登记）", " (not on the list)"),
    "charts.none": ("格式 {0} 写的是报告数据，没有图表", "format {0} writes the report's data, which has no charts"),
    # findings
    "severity.error": ("错误", "error"),
    "severity.warning": ("警告", "warning"),
    "severity.info": ("提示", "note"),
    "difference": ("相差 {0}", "a difference of {0}"),
    "replaced": ("（{0}：{1}，按 {2} 计）", " ({0} is {1}, counted as {2})"),
    "replaced.many": ("（{0}等 {3} 项：{1}，按 {2} 计）", " ({0} and others, {3} in all, are {1}, counted as {2})"),
    "alike": ("（{0} 处）", " ({0} times)"),
    "alike.more": ("……另有 {0} 处", "… and {0} more"),
    "previous": ("上年", "last year's "),
    "cells": ("单元格", "cells"),
    "source": ("依据", "source"),
    "hint": ("处理", "what to do"),
    "settled": ("已由注释 {0} 说明", "settled by note {0}"),
    "waived": ("已接受：{0}", "accepted: {0}"),
    "waived.by": ("（{0}）", " ({0})"),
    "lapsed": (
        "原先的接受已失效（{0}），因为以下内容已经改变：{1}",
        "it was accepted before ({0}), which has lapsed, since this has changed: {1}",
    ),
    "unused": ("没有对应问题的接受记录：{0}。", "Waivers of findings that there are not: {0}."),
    "skipped": ("按项目文件不核对：{0}（{1}）。", "Left out by the project file: {0} ({1})."),
    "overridden": ("级别由项目文件定为“{0}”：{1}", 'the project file makes it "{0}": {1}'),
    "status": ("状态", "state"),
    "place": ("位置", "where"),
    "line": ("（第{0}行）", " (line {0})"),
    "mend.one": ("可能的改正", "a possible correction"),
    "mend.many": ("候选改正", "a candidate for correction"),
    "mend": ("{0} 由 {1} 改为 {2}，可消除 {3}", "{0}: {2} instead of {1} would clear {3}"),
    "mend.all": (
        "{0} 由 {1} 改为 {2}，可消除 {3}，此后其余规则不再报错",
        "{0}: {2} instead of {1} would clear {3}, and no rule would report an error any more",
    ),
    # what texts say
    "claim.differs": (
        "正文{0}，而表中{1}为 {2}，相差 {3}",
        "the text has {0}; in the table {1} is {2}, a difference of {3}",
    ),
    "claim.other_reading": (
        "正文{0}，表中{1}为 {2}；若把上年结转等一并计入则两者相符。请确认正文所指范围",
        (
            "the text has {0}; in the table {1} is {2}. In another reading (such as with what was carried in) "
            "they agree: which is meant?"
        ),
    ),
    "claim.scope": (
        "正文{0}，表中{1}为 {2}；两者统计范围可能不同。请确认，范围不同的在正文中写明",
        "the text has {0}; in the table {1} is {2}. They may differ in scope: say so in the text if they do",
    ),
    "claim.same": ("{0}前后不一：{1}", "{0} is stated with different values: {1}"),
    "claim.general": ("正文{0}，而表中{1}", "the text has {0}; in the table {1}"),
    "claim.rowless": (
        "正文中的这些数量在表中没有对应的行（共 {1} 处）：{0}",
        "{1} counts of the text have no row in the form: {0}",
    ),
    "claim.units": ("{0}用了不同的量词：{1}", "{0} is counted in different measure words: {1}"),
    "hint.identity": (
        "请对照原始记录核对这些单元格，改正有误的一个；数字确实如此的，请在注释中说明原因。",
        "Check these cells against the records and correct the one that is wrong; if all are right, say why in a note.",
    ),
    "hint.text": ("请核对正文并改正。", "Check the text and correct it."),
    "hint.cell": ("请核对此单元格。", "Check this cell."),
    "summary": (
        (
            "规则 {rules} 条，核对 {instances} 处：成立 {holds}，不成立 {fails}，"
            "无法判断 {not_evaluable}，不适用 {not_applicable}。"
        ),
        (
            "Rules: {rules}. Instances: {instances}, of which {holds} hold, {fails} fail, "
            "{not_evaluable} not evaluable, {not_applicable} not applicable."
        ),
    ),
    "counts": (
        "发现 {error} 个错误、{warning} 个警告、{info} 个提示。",
        "Found: errors {error}, warnings {warning}, notes {info}.",
    ),
    "nothing": ("没有发现问题。", "No findings."),
    "unjudged": ("因缺少数据而无法判断的规则：{0}。", "Not evaluable for lack of data: {0}."),
    "parts": ("“{0}”应等于其各分项之和。", '"{0}" must equal the sum of its parts.'),
    "included": ("“{0}”的其中项不应大于该项。", 'No "of which" of "{0}" may be greater than it.'),
    "others_zero": ("其余 {0} 项为 0", "{0} others, all 0"),
    "phrase": ("{0}：{1}", "{0}: {1}"),
    "unplaced": (
        "原文中有 {0} 处未能归入，逐一列在报告数据中：{1}。",
        "Not understood, and kept in the data of the report ({0}): {1}.",
    ),
    # carried over to a newer edition
    # two reports beside each other
    "compare.years": ("{0} {2}年与{3}年{1}比较", "{0}: {1}, {2} and {3} compared"),
    "compare.revisions": ("{0}{1}第{2}稿与第{3}稿比较", "{0}: {1}, revisions {2} and {3} compared"),
    "compare.publishers": ("{2}与{3}{1}比较", "{1}: {2} and {3} compared"),
    "compare.summary": ("{0} 个数字不同，{1} 个相同。", "{0} figures differ, {1} are the same."),
    "compare.difference": ("增减", "Change"),
    "compare.share": ("增减率", "Change, %"),
    "compare.kept": ("文字与前一份相同的部分：{0}。", "Part of the text that the earlier one had: {0}."),
    "compare.gone": ("不再有：", "No longer there:"),
    "compare.new": ("新的：", "New:"),
    "compare.apart": ("不作比较的部分", "What is not compared"),
    "compare.broken": ("{0}：{1}", "{0}: {1}"),
    "compare.lost": (
        "前一份报告有 {0} 个数字在新表中没有位置。",
        "Figures of the earlier report without a place here: {0}.",
    ),
    # what became of many reports
    "rollup.of": ("汇总自 {0} 份报告：{1}。", "Rolled up from {0} reports: {1}."),
    "rollup.more": ("{0}等（另有 {1} 个）", "{0} and {1} more"),
    "rollup.missing": ("缺 {0} 份，合计不含其数：{1}。", "Missing, and not in the totals ({0}): {1}."),
    "rollup.lacks": ("{0}（{1}）", "{0} ({1})"),
    "rollup.incomplete": ("合计不完整，不含：{0}。", "Not complete: the total lacks {0}."),
    "rollup.bound": ("合计为下限，不含：{0}。", "At least this: the total lacks {0}."),
    "rollup.incomplete.more": (
        "合计不完整，不含部分报告的数。",
        "Not complete: the total lacks some reports' figures.",
    ),
    "rollup.refused": ("此类数值不能相加，须另行填写。", "Values of this kind do not add up; it must be entered."),
    "rollup.refused.rows": ("不能相加、未汇总的行：{0}。", "Rows that do not add up, and have no total: {0}."),
    "members.part": ("{0}：{1}，小于所属 {2}", "{0}: {1}, less than {2}"),
    "members.same": ("与 {0} 的报告 {1} 个数全部相同", "equal to the report of {0} in all {1} figures"),
    "members.sum": ("{0}：{1}，各成员合计 {2}", "{0}: {1}, where the members add up to {2}"),
    "members.missing": ("缺 {0} 的报告", "the report of {0} is missing"),
    "members.mixed": ("{0} 的报告使用 {1} 格式", "the report of {0} is on the form {1}"),
    "mapped": ("由 {0} 转为 {1}：{2} 个数字延续。", "From {0} to {1}: figures that continue: {2}."),
    "mapped.derived": ("由其他行得出或口径相近（{0}）：{1}。", "Made of other rows, or nearly the same ({0}): {1}."),
    "mapped.lost": ("新表没有对应的行（{0}）：{1}。", "Without a place in the newer form ({0}): {1}."),
    "mapped.new": ("旧表没有的行（{0}）：{1}。", "Not asked by the older form ({0}): {1}."),
    "mapped.section": ("新表没有对应的部分：{0}。", "Text without a place in the newer form: {0}."),
    "mapped.broken": ("不可比较：{0} 与 {1}。{2}", "Not to be compared: {0} and {1}. {2}"),
    # rows of a ledger that fit nowhere
    "ledger.twice": ("{0}“{1}”与第{2}行重复", "{0} {1!r} stands in line {2} already"),
    "ledger.no_date": ("{0}“{1}”不是日期", "{0}: {1!r} is no date"),
    "ledger.word": ("{0}“{1}”无法对应到表中的行或列", "{0}: {1!r} is none of the words of the mapping"),
    "ledger.empty": ("{0}没有填写", "{0} is empty"),
    "ledger.before": ("{0}（{1}）早于{2}（{3}）", "{0} {1} lies before {2} {3}"),
    "ledger.needs": ("{0}为“{1}”，而{2}没有填写", "{0} is {1!r}, and {2} is empty"),
    "ledger.nowhere": ("没有一格计入此行", "no cell counts it"),
    # reports to be filled in
    "fill.how": (
        '填报说明：数字填在等号后面，没有发生的填 0；留空（""）表示未填，不等于 0。以 # 开头的行是说明，不会读入。',
        'Numbers go behind the equals signs, 0 where there was none; "" is blank, not 0. Lines with # are not read.',
    ),
    "fill.text": (
        "各部分文字：去掉行首的 # 即可使用示例，并按实际情况修改。花括号中是单元格，发布时换成其中的数字。",
        "Texts: take the # away to use what is offered, and change it. Cells in braces are replaced by their figures.",
    ),
    # documents
    "contents": ("目录", "Contents"),
    "skip": ("跳到正文", "Skip to the report"),
    "annex": ("附件", "Annex"),
    "findings": ("核对结果", "Findings"),
    # charts
    "chart.title": ("{0}（单位：{1}）", "{0} ({1})"),
    "chart.part": ("（{0}/{1}）", ", {0} of {1}"),
    "chart.bars": ("条形图：{0}。{1}。", "Bar chart: {0}. {1}."),
    "chart.trend": ("柱形图：{0}，{2}至{3}年。{1}。", "Column chart: {0}, {2} to {3}. {1}."),
    "chart.group": ("{0}：{1}", "{0}: {1}"),
    "chart.zero": ("各项均为 0", "all of them 0"),
    "chart.above": ("数字见上表。", "The figures are those of the table above."),
    "chart.year": ("年份", "Year"),
    "chart.of": ("项目", "What"),
    "empty_section": ("无。", "None."),
    "attestation.head": ("单位负责人", "Head of the authority"),
    "attestation.reviewer": ("审核", "Reviewed by"),
    "attestation.preparer": ("填表人", "Prepared by"),
    "attestation.unit": ("填表单位", "Reporting unit"),
    "attestation.phone": ("电话", "Telephone"),
    "attestation.date": ("日期", "Date"),
}
_MONTHS = "January February March April May June July August September October November December".split()


def say(key: str, language: str, *values: object, **named: object) -> str:
    """Return the words of a key in a language (Chinese, else English), with `values` put in.

    >>> say("difference", "en", 26)
    'a difference of 26'
    """
    chinese, english = _WORDS[key]
    words = chinese if base(language) == "zh" else english
    return words.format(*values, **named) if values or named else words


def show_amount(amount: Amount, language: str) -> str:
    """Return an amount as it is printed: a number as stored, a date and yes or no in the words of the language.

    >>> show_amount(Decimal("24252.311082"), "zh"), show_amount(True, "en")
    ('24252.311082', 'yes')
    """
    if isinstance(amount, bool):
        return {True: "是", False: "否"}[amount] if base(language) == "zh" else {True: "yes", False: "no"}[amount]
    if isinstance(amount, dt.date):
        return say_date(amount, language)
    return f"{amount:f}" if isinstance(amount, Decimal) else amount


def show_value(value: Value, language: str, *, short: bool = False) -> str:
    """Return a value as it is printed: the amount, a bound as `<1`, any other state in its words.

    In a table of many columns dates, and what is absent or blank, are told in `short`: there is no room for more.

    >>> show_value(Value.of(0), "en"), show_value(Value.of(None), "en"), show_value(Value.below(1), "en")
    ('0', '(blank)', '<1')
    """
    if value.state is State.BELOW:
        return f"<{value.bound:f}"
    if short and isinstance(value.amount, dt.date):
        return value.amount.isoformat()
    if value.amount is not None:
        return show_amount(value.amount, language)
    return f"{value.raw or ''}{say_state(value.state, language, short=short)}"


@functools.cache
def state_words() -> tuple[tuple[str, State], ...]:
    """Return the words by which states are printed, in every language, the longest first: for those who read them.

    >>> dict(state_words())["（空）"].value
    'blank'
    """
    states = [state for state in State if f"state.{state.value}" in _WORDS]
    ways = [(language, short) for language in LANGUAGES for short in (False, True)]
    words = {say_state(state, language, short=short): state for state in states for language, short in ways}
    return tuple(sorted(words.items(), key=lambda pair: -len(pair[0])))


def show_marks(value: Value, language: str) -> str:
    """Return the marks beside a number: how good it is, and who may see it; nothing if both go without saying."""
    quality = "" if value.quality is None else say(f"quality.{value.quality.value}", language)
    return quality + ("" if value.confidentiality is None else f"[{value.confidentiality}]")


LANGUAGES = ("zh", "en")
"""Those that the core speaks."""


def in_languages(key: str, *values: object) -> Labels:
    """Return the words of a key by language, with values put in; a function gives its value for each language.

    >>> in_languages("quality.derived")["en"]
    '[c]'
    >>> in_languages("difference", lambda language: {"zh": "二", "en": "two"}[language])["zh"]
    '相差 二'
    """
    return FrozenMap(
        {
            language: say(key, language, *(value(language) if callable(value) else value for value in values))
            for language in LANGUAGES
        }
    )


def say_quality(quality: Quality, language: str) -> str:
    """Return what the mark of a quality means, for the key of a table."""
    return say(f"legend.{quality.value}", language)


_SHORT = {State.ABSENT, State.BLANK}
"""States that have a shorter word for tables of many columns."""


def say_state(state: State, language: str, *, short: bool = False) -> str:
    """Return how a state is printed in place of a number."""
    return say(f"state.{state.value}{'.short' if short and state in _SHORT else ''}", language)


def explain_state(state: State, language: str, *, short: bool = False) -> str:
    """Return what the word of a state means, for the key of a table."""
    return say(f"legend.{state.value}{'.short' if short and state in _SHORT else ''}", language)


@functools.cache
def legends() -> frozenset[str]:
    """Return the sentences that say below a table what the words of its states mean, in every language."""
    return frozenset(
        explain_state(state, language, short=short)
        for state in State
        if f"legend.{state.value}" in _WORDS
        for language in LANGUAGES
        for short in (False, True)
    )


def say_date(date: dt.date, language: str) -> str:
    """Return a date as an official text of the language writes it.

    >>> import datetime
    >>> say_date(datetime.date(2018, 1, 18), "zh"), say_date(datetime.date(2018, 1, 18), "en")
    ('2018年1月18日', 'January 18, 2018')
    """
    if base(language) == "zh":
        return f"{date.year}年{date.month}月{date.day}日"
    return f"{_MONTHS[date.month - 1]} {date.day}, {date.year}"


def say_number(number: int, language: str) -> str:
    """Return the number of a section with what separates it from the heading.

    >>> say_number(12, "zh"), say_number(4, "en")
    ('十二、', 'IV. ')
    """
    if base(language) == "zh":
        return f"{_han(number)}、"
    roman = ""
    for value, letters in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        roman += letters * (number // value)
        number %= value
    return f"{roman}. "


def say_lower_number(number: int, depth: int, language: str) -> str:
    """Return the number of a heading below a section, with what separates it: （一） then 1. then （1） in Chinese.

    >>> say_lower_number(2, 1, "zh"), say_lower_number(2, 2, "zh"), say_lower_number(2, 3, "zh")
    ('（二）', '2.', '（2）')
    >>> say_lower_number(2, 1, "en"), say_lower_number(2, 2, "en")
    ('B. ', '2. ')
    """
    if base(language) == "zh":
        return (f"（{_han(number)}）", f"{number}.", f"（{number}）")[min(depth, 3) - 1]
    letter = chr(ord("A") + (number - 1) % 26)
    return (f"{letter}. ", f"{number}. ", f"({letter.lower()}) ")[min(depth, 3) - 1]


def _han(number: int) -> str:
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    return (digits[tens] if tens > 1 else "") + ("十" if tens else "") + (digits[ones] if ones else "")


def listed(items: Iterable[str], language: str) -> str:
    """Return some words one after the other, as a language separates them.

    >>> listed(["一", "二"], "zh"), listed(["one", "two"], "en")
    ('一、二', 'one, two')
    """
    return ("、" if base(language) == "zh" else ", ").join(items)


def quote(text: str, language: str) -> str:
    """Return a text in the quotation marks of a language; marks inside it become the inner ones.

    >>> quote("标注为“主动公开”的数量", "zh")
    '“标注为‘主动公开’的数量”'
    """
    if base(language) == "zh":
        return "“" + text.replace("“", "‘").replace("”", "’") + "”"
    return "“" + text.replace('"', "'") + "”"
