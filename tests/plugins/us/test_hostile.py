"""XML that means harm, or is none: refused with one clear line, before anything is built or fetched."""

from __future__ import annotations

import pytest

import govreport as gr
from govreport_us import parsing

LAUGHS = '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
FILE = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
NET = '<!DOCTYPE r SYSTEM "http://example.org/evil.dtd">'
PARAMETER = '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://example.org/x"> %p;]>'


def refused(data: bytes) -> str:
    with pytest.raises(gr.InvalidInput) as error:
        gr.read(data, name="evil.xml")
    assert "\n" not in str(error.value)
    return str(error.value)


@pytest.mark.parametrize("dtd", [LAUGHS, FILE, NET, PARAMETER])
def test_a_document_type_is_refused_whatever_it_declares(small, dtd):
    head, rest = small.decode().split("\n", 1)
    told = refused(f"{head}\n{dtd}\n{rest.replace('Bureau', '&c;', 1)}".encode())
    assert told.startswith("evil.xml: line 2: has a document type declaration")


def test_a_web_page_saved_as_xml_is_called_one():
    assert "is a web page (HTML)" in refused(b"<!DOCTYPE html>\n<html><body>404</body></html>")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "no element found"),
        (b"<a", "unclosed token"),
        (b"<other/>", "its root element is <other>"),
        (b"\x00\x01\x02", "this is no XML"),
        (b'<?xml version="1.0" encoding="klingon"?><a/>', "unknown encoding"),
        (b"<FoiaAnnualReport/>", "its root element is <FoiaAnnualReport>"),
    ],
)
def test_what_is_no_report_is_told_in_one_line(data, told):
    assert told in refused(data)


def test_a_file_cut_short_is_told_with_its_line(small):
    assert "line 9: this is no XML" in refused(small[: len(small) // 2])


def test_what_is_larger_than_any_report_is_refused(monkeypatch, small):
    monkeypatch.setattr(parsing, "MAX_BYTES", 1000)
    assert "is larger than any Annual FOIA Report" in refused(small)


def test_more_elements_than_any_report_has_are_refused(monkeypatch, small):
    monkeypatch.setattr(parsing, "MAX_ELEMENTS", 10)
    assert "is larger than any Annual FOIA Report" in refused(small)


def test_deep_nesting_breaks_nothing(small):
    deep = "<x>" * 50_000 + "</x>" * 50_000
    report = gr.read(
        small.replace(b"</iepd:FoiaAnnualReport>", f"{deep}</iepd:FoiaAnnualReport>".encode()), name="deep.xml"
    )
    assert [each.text for each in report.unplaced] == ["<x> "]


def test_markup_in_texts_stays_text(changed):
    report = changed(("Sent twice", "&lt;script&gt;alert(1)&lt;/script&gt; ]]&gt; &amp;amp;"))
    assert report["V_B_2.text[C1,r1]"].amount == "<script>alert(1)</script> ]]> &amp;"
    assert gr.read(gr.render(report, "foia-xml").encode(), name="x.xml") == report
    assert "<script>alert" not in gr.render(report, "html")
