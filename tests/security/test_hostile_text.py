"""Whatever stands in a text of a report stays text: it runs nothing, loads nothing and steers no terminal."""

from __future__ import annotations

import unicodedata

import attrs
import pytest
from lxml import html

import govreport as gr
from govreport.model.cell import Cell
from govreport.model.frozen import FrozenMap
from govreport.model.indicator import Member
from govreport.model.report import Attestation, Note, Publisher, Unplaced, Waiver
from govreport.model.value import Value

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "attribute": "\" onmouseover='alert(1)' x=\"",
    "image": "<img src=http://evil.example/x onerror=alert(1)>",
    "link": "[x](javascript:alert(1)) [y](data:text/html,x) <javascript:alert(1)> [z](VBScript:x)",
    "picture": "![x](http://evil.example/p.png) ![y](file:///etc/passwd)",
    "frame": "</p></main><iframe src=//evil.example></iframe>",
    "template": "{{{{ 1234*1234 }}}} {{% for x in y %}} ${{1234*1234}}",
    "style": "</style><style>@import url(http://evil.example/a.css); body{{display:none}}</style>",
    "closing": "--> ]]> </title></table></html>",
    "direction": "abc\u202etxt.exe\u2066\u200f",
    "control": "a\x1b[2J\x07b\x00c\x9bd",
}


def hostile_report(form, text: str) -> gr.Report:
    """Return a report with `text` in every place that holds one."""
    report = gr.blank(form, Publisher(text, text, text), 2017).fill(dict.fromkeys(form.cells(), 1))
    odd = Value(state="invalid", raw=text, confidentiality=text, note="n1")
    report = report.fill({"own_docs": odd, "sub_docs": Value(state="withheld", raw=text, note="n1")})
    for section in form.sections:
        if section.narrative:
            report = report.tell(
                section.id, f"{text}\n\n# {text}\n\n- {text}\n\n`{text}`\n\n```\n{text}\n```\n\n{{own_docs}}"
            )
    signed = Attestation(head=text, reviewer=text, preparer=text, unit=text, phone=text)
    return attrs.evolve(
        report, title=text, source=text, attestation=signed,
        notes=(Note("n1", text, (Cell("own_docs"),)), Note("n2", text, section="lead"), Note("n3", text)),
        waivers=(Waiver("R", text, (Cell("own_docs"),), text),), unplaced=(Unplaced(text, 1),),
    )  # fmt: skip


def hostile_members(mini, text: str) -> gr.Report:
    """Return a report whose open rows are labelled with `text`."""
    members = [Member("C1", FrozenMap(en=text), text), Member("C9", FrozenMap(en=text), unknown=True)]
    report = (
        gr.blank(mini("us"), text, 2024)
        .name("component", members)
        .name("other_reason", [Member("r1", FrozenMap(en=text))])
    )
    return report.fill({"V_A.received[C1]": 1, "V_A.end[C9]": 2, "V_B_2.text[C1,r1]": text, "V_B_2.count[C1,r1]": 3})


@pytest.fixture(params=HOSTILE, ids=list(HOSTILE))
def text(request):
    return HOSTILE[request.param]


@pytest.fixture(params=["report", "members"])
def hostile(request, form, mini, text):
    return hostile_report(form, text) if request.param == "report" else hostile_members(mini, text)


def spelt_out(text: str) -> str:
    """Return text as the page shows it, with controls, and what turns the direction of text around, spelt out."""
    turning = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}
    return "".join(
        f"\\u{ord(each):04x}" if unicodedata.category(each) == "Cc" or ord(each) in turning else each for each in text
    )


def shown(page: str) -> html.HtmlElement:
    return html.document_fromstring(page)


@pytest.mark.parametrize("purpose", ["screen", "print"])
def test_a_page_runs_nothing_and_loads_nothing(hostile, purpose):
    page = shown(gr.render(hostile, "html", purpose=purpose, findings=hostile.form.id.startswith("cn/")))
    tags = {each.tag for each in page.iter() if isinstance(each.tag, str)}
    assert tags.isdisjoint(
        {"script", "iframe", "img", "object", "embed", "link", "base", "form", "svg", "audio", "video"}
    )
    assert len(page.findall(".//style")) == (1 if purpose == "screen" else 0)
    for element in page.iter():
        for name, given in element.attrib.items():
            assert not name.startswith("on")
            assert name not in {"style", "src", "srcset", "action"}
            if name == "href":
                assert given.startswith(("#", "http://", "https://", "mailto:"))


def test_a_page_keeps_its_own_frame_whatever_a_text_closes(hostile):
    page = gr.render(hostile, "html")
    for tag in ("html", "body", "main", "title", "style"):
        assert page.count(f"</{tag}>") == 1


def test_a_page_shows_the_text_itself(form, text):
    page = shown(gr.render(hostile_report(form, text), "html"))
    visible = "".join(page.itertext())
    told = spelt_out(text).split()[0]
    assert told in visible or told.replace("{{", "{") in visible  # in a narrative a doubled brace is a brace


def test_a_pdf_by_typst_shows_the_text_itself(form, text):
    from tests.pages import words

    told = "".join(words(gr.render(hostile_report(form, text), "pdf", engine="typst", findings=True)).split())
    wanted = "".join(spelt_out(text).split()).replace("\u200f", "")
    assert wanted in told or wanted.replace("{{", "{").replace("}}", "}") in told


def test_a_pdf_by_typst_takes_any_label(mini, text):
    assert gr.render(hostile_members(mini, text), "pdf", engine="typst").startswith(b"%PDF-")


def test_no_template_is_evaluated(form):
    told = hostile_report(form, HOSTILE["template"])
    for name in ("html", "table"):
        assert "1522756" not in gr.render(told, name)
        assert "1234*1234" in gr.render(told, name)


def test_a_table_has_no_character_that_steers_a_terminal(hostile):
    printed = gr.render(hostile, "table", findings=hostile.form.id.startswith("cn/"))
    assert {each for each in printed if unicodedata.category(each) in {"Cc", "Cf"}} <= {"\n", "\u200d"}


def test_a_page_has_no_control_character(hostile):
    page = gr.render(hostile, "html")
    assert {each for each in page if unicodedata.category(each) == "Cc"} <= {"\n"}


def test_json_and_toml_keep_the_text_as_it_is(hostile):
    from govreport.reading import Source, build_report, parse_json, parse_toml

    for name, parse in (("json", parse_json), ("toml", parse_toml)):
        written = gr.render(hostile, name)
        assert build_report(parse(Source(written.encode())), "r", lambda _: hostile.form) == hostile
        assert not {each for each in written if each < " "} - {"\n"}
