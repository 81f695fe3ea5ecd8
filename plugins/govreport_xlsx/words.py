"""What workbooks say to those who fill them in or read them, in Chinese and English."""

from __future__ import annotations

from govreport import State
from govreport.document import say

_WORDS: dict[str, tuple[str, str]] = {
    "sheet.report": ("报告", "Report"),
    "sheet.help": ("填报说明", "How to fill in"),
    "sheet.about": ("基本信息", "About"),
    "sheet.texts": ("文字内容", "Texts"),
    "sheet.checks": ("数据核对", "Checks"),
    "sheet.table": ("表", "Table"),
    "go": ("见工作表：{0}", "See the sheet: {0}"),
    # about the report
    "about": ("报告基本信息", "About the report"),
    "about.how": (
        "浅黄色的格可以填写，其余已锁定。",
        "Cells in light yellow are to be filled in; all others are locked.",
    ),
    "field.publisher.name": ("机关全称", "Authority, full name"),
    "field.publisher.id": ("机关代码", "Its code, if it has one"),
    "field.publisher.level": ("机关层级或类别", "Its level or kind"),
    "field.period": ("报告年度", "Period"),
    "field.kind": ("报告种类", "Kind of report"),
    "field.published": ("发布日期", "Date of publication"),
    "hint.publisher.name": ("必填", "required"),
    "hint.period": ("必填，四位年份", "required; the year in four digits"),
    "hint.date": ("例如 2025-01-20", "as in 2025-01-20"),
    "signed": ("签署", "Signature"),
    "rows": ("{0}：请在此命名，各表自动带出", "{0}: name them here; the tables repeat the names"),
    "rows.name": ("名称", "Name"),
    # texts
    "texts": ("报告文字", "Texts of the report"),
    "texts.how": (
        "每格一段，在“正文”一栏填写。花括号中是单元格，发布时换成其中的数字；## 开头的是小标题。",
        (
            "One paragraph a cell, in the column Text. Cells of the form in braces are replaced by their figures on "
            "publication; ## begins a heading."
        ),
    ),
    "texts.first": ("开头（没有标题）", "At the beginning, without a heading"),
    "texts.own": ("正文", "Text"),
    "texts.starter": ("可供参考的写法", "What it may begin with"),
    "texts.length": ("已写 {0} 字，至多 {1} 字", "{0} of at most {1} characters"),
    # checks
    "checks": ("数据核对", "Checks"),
    "checks.sum": ("不符 {0} 处，相符 {1} 处，其余尚不能判断。", "✗ {0}, ✓ {1}; the others cannot be judged yet."),
    "checks.head": (
        "结果|规则|级别|应满足的关系|核对的格|位置",
        "Result|Rule|Severity|What must hold|For|Where",
    ),
    "checks.others": (
        "以下规则不能用公式表达，由 govreport 在读取后核对：",
        "Formulas cannot say these rules; govreport checks them when it reads the workbook:",
    ),
    "checks.some": ("其中 {0} 处", "{0} of its instances"),
    "failing": ("✗ 本表有 {0} 处核对不符，见“{1}”", "✗ {0} checks fail in this table; see {1}"),
    # what is allowed
    "input.title": ("允许填写的内容", "What may stand here"),
    "input.count": ("填 0 或正整数；没有发生的填 0。", "A whole number, 0 where there was none."),
    "input.positive": ("填 0 或正数，可以有小数。", "0 or a positive number; decimals are fine."),
    "input.whole": ("填整数，可以是负数。", "A whole number; it may be negative."),
    "input.number": ("填数字，可以有小数或负数。", "A number; decimals and negative ones are fine."),
    "input.date": ("填日期，例如 2019-03-04。", "A date, as in 2019-03-04."),
    "input.code": ("请从列表中选择。", "Choose from the list."),
    "input.states": ("没有数字的，可填：{0}；或 <5 这样的上限。", "Without a number: {0}; or a bound such as <5."),
    "input.states.only": ("没有的，可填：{0}。", "Without one: {0}."),
    "input.year": ("填四位年份。", "A year in four digits."),
    # reading back
    "read.formula": (
        "{0}：公式所存的值为 {1}，而其各项合计为 {2}；按 {1} 读入",
        "{0}: the formula shows {1}, and its parts come to {2}; {1} was read",
    ),
    "read.told": (
        "{0}：正文在工作表中被改动，读入的是原稿；请在报告数据中修改",
        "{0}: the text was changed in the sheet; the source of it was read. Change it in the report itself",
    ),
    "read.nameless": ("{0}：此行有数字而没有名称", "{0}: the row has figures and no name"),
}

HEAD_OF_CHECKS = 4
"""The row of the sheet of checks in which the heads of its columns stand, from 1; checks begin below."""

_HELP = (
    (
        "填报说明",
        "在浅黄色的格里填写；白色和灰色的格已锁定，由公式算出或印有表头，不用填写。",
        "基本信息填在“{about}”，文字填在“{texts}”，数字填在各表。",
        "没有发生的填 0。留空表示没有填写，不等于 0；公式只在判断勾稽关系时按制度规定处理空格，读入后仍是空。",
        "总计由公式自动算出，没有填写任何一项时为空。确需填写与合计不同的数时，可取消工作表保护（没有密码）后直接改写，并在报告中说明。",
        "没有数字时，可以填写下列词语之一，各有含义，都不等于 0：",
        "只知道小于某数的，填 <5 这样的上限。",
        "填好一项，“{checks}”立即给出结果：✓ 相符，✗ 不符，空白为尚不能判断。表中标红的格是核对不符的格。",
        "填好后保存为 .xlsx，原样交回即可。不要删除工作表，不要改动表头；插入行、调整列宽、改工作表名称不影响读取。",
        "读取：govreport check 文件名.xlsx；数字以各格为准，隐藏的工作表只记录各格的位置。",
    ),
    (
        "How to fill in",
        "Fill in the cells in light yellow; white and grey ones are locked: formulas and heads.",
        "What concerns the whole report goes into “{about}”, texts into “{texts}”, figures into the tables.",
        (
            "Write 0 where there was none. An empty cell means that nothing was filled in, which is not 0; only the "
            "checks may count it as the rules say, and it is read as blank."
        ),
        (
            "Totals are formulas, empty as long as none of their parts is there. If a total must differ from its "
            "parts, take the protection off the sheet (it has no password), write over the formula, and say why in the "
            "report."
        ),
        "Where there is no number one of these words may stand; each says why, and none is 0:",
        "What is known only to lie under a bound is written as <5.",
        (
            "“{checks}” shows at once whether the figures agree: ✓ they do, ✗ they do not, nothing: it cannot be "
            "judged yet. Cells in red are those of a check that fails."
        ),
        (
            "Save it as .xlsx and send it back as it is. Delete no sheet and change no head; rows inserted, columns "
            "made wider and sheets renamed do no harm."
        ),
        (
            "It is read by: govreport check FILE.xlsx. The figures are those in the cells; the hidden sheet only knows "
            "where they stand."
        ),
    ),
)


def is_chinese(language: str) -> bool:
    """Whether a language is Chinese."""
    return language.lower().partition("-")[0] == "zh"


def told(key: str, language: str, *values: object) -> str:
    """Return the words of a key in a language (Chinese, else English), with values put in.

    >>> told("sheet.checks", "en")
    'Checks'
    """
    words = _WORDS[key][0 if is_chinese(language) else 1]
    return words.format(*values) if values else words


def help_lines(language: str) -> tuple[str, ...]:
    """Return the title and the lines of the help, each as a pattern with the names of sheets."""
    return _HELP[0 if is_chinese(language) else 1]


MISSING = (State.BLANK, State.ABSENT, State.NOT_APPLICABLE, State.NOT_COLLECTED, State.WITHHELD)
"""States that are told by a word alone."""
_SHORTER = frozenset({State.BLANK, State.ABSENT})


def state_words(language: str) -> dict[State, tuple[str, ...]]:
    """Return the words by which sheets of a language tell states.

    >>> state_words("en")[State.NOT_APPLICABLE]
    ('N/A',)
    """
    return {
        state: tuple(
            dict.fromkeys(
                say(f"state.{state.value}{end}", language) for end in (("", ".short") if state in _SHORTER else ("",))
            )
        )
        for state in MISSING
    }


def allowed_words(language: str) -> tuple[str, ...]:
    """Return the words that may be filled in where there is no number."""
    return tuple(words[0] for state, words in state_words(language).items() if state is not State.BLANK)


def explained(language: str) -> list[tuple[str, str]]:
    """Return each word that may be filled in, and what it means."""
    found = []
    for state in MISSING[1:]:
        word = say(f"state.{state.value}", language)
        meaning = say(f"legend.{state.value}", language)
        found.append((word, meaning.removeprefix(word).lstrip("：: ")))
    return found
