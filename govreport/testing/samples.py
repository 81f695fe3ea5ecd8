"""Reports to try formats on: of a made-up form that has what forms have, and texts that want to be more than text."""

from __future__ import annotations

import datetime as dt
import functools
import random
import re
from collections.abc import Mapping
from decimal import Decimal
from importlib.resources import files

import attrs

from govreport.model.form import Form
from govreport.model.frozen import FrozenMap
from govreport.model.indicator import Member
from govreport.model.report import Attestation, Note, Publisher, Report, blank
from govreport.model.value import Value
from govreport.reading.form_file import read_form
from govreport.reading.source import Source

_HOSTILE: Mapping[str, str] = FrozenMap(
    {
        "html": "<script>alert(1)</script><img src=//evil.example/x onerror=alert(1)> &amp; &lt; &#60; a<b>c",
        "attribute": "\" onmouseover='alert(1)' x=\" ` = '>\">",
        "closing": "--> ]]> </title></style></textarea></p></main></table></body></html> <!-- <![CDATA[",
        "latex": r"\input{/etc/passwd} \write18{id} $x^2_1$ 100% & #1 ~ {a} \\ \end{document} \begin{x}",
        "rst": r".. include:: /etc/passwd :raw:`x` |sub| `a <http://evil.example>`_ *b* **c** d_ ``e`` [1]_ ::",
        "rst-start": "- (a) 1. A) >>> +--+ | x :field: y http://evil.example a@evil.example _`t` __ `f`__",
        "markdown": "# a [x](javascript:alert(1)) ![y](file:///etc/passwd) <b> **c** _d_ ~~e~~ `f` | g | \\* 1. - + >",
        "asciidoc": "= a include::/etc/passwd[] {counter:x} *b* _c_ `d` image::x[] <<e>> |=== ++f++ pass:[<b>]",
        "typst": '#import "x": * #read("/etc/passwd") $ y $ *b* _c_ @ref <label> // d /* e */ [f] #{g} ~ -- \\u{41}',
        "wiki": "== a == [[b]] {{c}} '''d''' <nowiki>e</nowiki> {| f |} ~~~~ __TOC__ h1. i !x! {code}",
        "template": "{{ 7*7 }} {% for x in y %} ${7*7} #{7*7} <%= 7*7 %> {0} %s $(id) `id`",
        "formula": '=cmd|\'/C calc\'!A0 =HYPERLINK("http://evil.example") +1+1 -1+1 @SUM(1) ;a,"b"',
        "formula-start": "@SUM(1+1)*cmd|' /C calc'!A0",
        "data": '"""a""" \'\'\'b\'\'\' \\u0041 \\n }] , "c": null // d # e',
        "numbers": "1e5 0x10 007 1,000.50 -0 +3 1_000 Infinity NaN 2018-01-18 true null",
        "quotes": "\"a\" 'b' `c` “d” ‘e’ «f» 「g」 \\ \\\\ C:\\temp\\new\\x",
        "control": "a\x00b\x07c\x08d\x1b[2Je\x7ff\x9b1mg",
        "line-ends": "a\x0bb\x0cc\x1cd\x85e\u2028f\u2029g",
        "direction": "abc\u202etxt.exe\u202c \u2066d\u2069 \u200fe\u200e",
        "zero-width": "a\u200bb\u2060c\ufeffd\u00ade",
        "long-word": "Donaudampfschifffahrt" * 8,
        "chinese": "某县司法局：《条例》第二十条（一）——“应公开尽公开”，㎡、①、㈠。",
        "right-to-left": "a תורה b",
        "arabic": "القرآن",
        "four-byte": "𠮷野家 𝔘nicode 👩‍👩‍👧 🏛️",
        "combining": "e\u0301 n\u0303 \u0915\u094d\u0937 \u1112\u1161\u11ab",
    }
)


def hostile_strings() -> Mapping[str, str]:
    """Return texts that try to be markup, code, formulas or control, and texts in scripts that get lost, by name.

    Each of them must come out of a format as the text that it is; a character that steers may be spelt out.

    >>> hostile_strings()["template"][:9]
    '{{ 7*7 }}'
    """
    return _HOSTILE


@functools.cache
def sample_form() -> Form:
    """Return the form of the sample reports: made up, and of no jurisdiction.

    >>> [section.id for section in sample_form().sections]
    ['overview', 'requests', 'offices']
    """
    data = (files("govreport.testing") / "sample" / "forms" / "2020.toml").read_bytes()
    return read_form(Source(data, "sample/2020.toml"))


def _offices(*labels: str) -> list[Member]:
    return [Member(f"o{place}", FrozenMap(en=label, zh=label)) for place, label in enumerate(labels, 1)]


def _filled(language: str) -> Report:
    zh = language == "zh"
    report = blank(sample_form(), "某县司法局" if zh else "Office of Justice", 2020, language=language)
    report = report.name("office", _offices("一处", "二处") if zh else _offices("First", "Second"))
    report = report.fill({str(cell): number for number, cell in enumerate(report.cells(), 101)})
    report = report.fill(
        {
            "new[person]": 0,
            "received[o1]": 4096,
            "fees[o1]": Decimal("24252.311082"),
            "remark[o1]": "无" if zh else "none",
            "opened[o1]": dt.date(2019, 3, 4),
            "online[o1]": True,
            "received[o2]": Value(Decimal(7), quality="provisional", confidentiality="restricted", note="n1"),
            "online[o2]": False,
        }
    )
    told = "本年新收 {new[person]} 件。\n\n## 一、*说明*\n\n1. **甲**\n2. 乙\n\n| 丙 | 丁 |\n|-|-|\n| 1 | 2 |"
    english = "New: {new[person]}.\n\n## Of *note*\n\n1. **a**\n2. b\n\n| c | d |\n|-|-|\n| 1 | 2 |"
    report = report.tell("overview", told if zh else english)
    return attrs.evolve(
        report,
        published=dt.date(2021, 1, 20),
        attestation=Attestation(head="甲" if zh else "A. Head", preparer="乙" if zh else "B. Clerk"),
        notes=(Note("n1", "暂定" if zh else "Not final."), Note("n2", "全文" if zh else "On all of it.")),
    )


def _states() -> Report:
    """Return a report in which every state stands once, and one cell was not reported at all."""
    report = blank(sample_form(), "Office", 2020)
    names = ["blank", "not_applicable", "not_collected", "withheld"]
    values = {f"new[{member}]": Value(state=name) for member, name in zip(_APPLICANTS, names, strict=True)}
    rest = {"granted[person]": Value.below(5), "granted[business]": Value(state="invalid", raw="n/k")}
    return report.fill({**values, **rest, "granted[research]": 0, "granted[total]": 12})


_APPLICANTS = ("person", "business", "research", "total")


def sample_reports() -> Mapping[str, Report]:
    """Return reports by what they show: `english`, `chinese`, `states`, `empty`.

    >>> sorted(sample_reports())
    ['chinese', 'empty', 'english', 'states']
    """
    empty = blank(sample_form(), "Office", 2020)
    return FrozenMap(english=_filled("en"), chinese=_filled("zh"), states=_states(), empty=empty)


def random_report(seed: int = 0) -> Report:
    """Return a report with another random number in each cell: large and small, negative, with decimals.

    >>> random_report(1) == random_report(1) != random_report(2)
    True
    """
    draw = random.Random(seed)  # noqa: S311  # nothing is secret here
    report = blank(sample_form(), "Office", 2020).name("office", _offices("First", "Second", "Third"))
    rows = [f"received[o{place}]" for place in (1, 2, 3)]
    values: dict[str, object] = {
        str(cell): draw.randrange(10_000, 10 ** draw.randint(5, 9)) for cell in [*report.cells(), *rows]
    }
    for place, sign in enumerate((1, 1, -1), 1):
        values[f"fees[o{place}]"] = sign * Decimal(draw.randrange(10**6, 10**9)).scaleb(-draw.randint(1, 6))
    return report.fill(values)


def long_report(rows: int) -> Report:
    """Return a report with that many rows, each with a number of its own, from 100001.

    >>> len(long_report(3).values)
    3
    """
    report = blank(sample_form(), "Office", 2020)
    report = report.name("office", _offices(*(f"Office {place}" for place in range(1, rows + 1))))
    return report.fill({f"received[o{place}]": 100_000 + place for place in range(1, rows + 1)})


def hostile_report(text: str) -> Report:
    """Return a report with a text in each place that holds one: names, title, narrative, notes, values, signature."""
    report = blank(sample_form(), Publisher(text), 2020).name("office", _offices(text))
    report = report.fill({"received[o1]": 1, "remark[o1]": text, "new[person]": Value(state="invalid", raw=text)})
    report = report.tell("overview", _in_commonmark(text.replace("\x00", "")))  # CommonMark has no NUL
    signed = Attestation(head=text, preparer=text)
    return attrs.evolve(report, title=text, attestation=signed, notes=(Note("n1", text), Note("n2", text)))


def _in_commonmark(text: str) -> str:
    """Return a narrative that says a text and no more: every mark escaped, and the braces of bound figures doubled."""
    escaped = re.sub(r"[!-/:-@\[-`{-~]", r"\\\g<0>", text)
    return escaped.replace("{", "{{").replace("}", "}}")
