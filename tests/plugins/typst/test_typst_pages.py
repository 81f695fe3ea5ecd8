"""The pages that Typst makes: every kind of block, text as it is whatever it looks like, and nothing outside the page."""

from __future__ import annotations

import io

import pytest

import govreport as gr
from govreport.document import Attestation, Figure, Grid, GridCell, Heading, List, Note, Notes, Paragraph, Run
from tests.pages import BLOCKS, SVG, render, words


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_every_kind_of_block_is_there(language):
    text = words(render(*BLOCKS, language=language, date="2018-01-18", author="issuer", subject="what"))
    for told in (
        "The title|the lead|heading two|heading five|plain|strong|slanted|x  = 1|second line|linked|7.|one|• inner|8.|corner|"
        "head|group|row|items|31415|(blank)|caption|a note|the key|issuer|January 18, 2018|annexed|figure caption|"
        "somebody|Telephone|RULE-1|1 ≠ 2|label|lost|law|mend it|the sum of it|中文|括号"
    ).split("|"):
        assert "".join(told.split()) in "".join(text.split()), told


@pytest.mark.parametrize(
    "text",
    [
        '#read("/etc/passwd") #import "@preview/x:1.0.0" #eval("1+1")',
        "$x^2$ \\ *b* _i_ `c` @ref <label> // no comment /* none */ = no heading",
        "- no list + 1. \\u{41} ~ -- --- ... [x](y) #{1} \"q\" 'q'",
        "]) #panic() \\",
    ],
)
@pytest.mark.parametrize("mark", ["strong", "code", "note", None])
def test_what_looks_like_typst_is_printed_as_it_is(text, mark):
    runs = (Run(text, **({mark: True} if mark else {})),)
    cell = Grid((GridCell(0, 0, runs),), 1, 1)
    blocks = (Heading(2, runs), Paragraph(runs), cell, Notes((Note("", runs),)), Attestation((("l", text),)))
    found = "".join(words(render(*blocks)).split())
    assert found.count("".join(text.split())) == 5


def test_controls_and_what_turns_text_around_are_spelt_out():
    found = words(render(Paragraph((Run("a\x1b[2Jb\x00\u202etxt\u2066\tc\u200f\ufe0f\u00ad\u2028d\re"),))))
    assert "a\\u001b[2Jb\\u0000\\u202etxt\\u2066 c" in found
    assert found.index("d") < found.rindex("e")


def test_a_long_word_stays_on_the_page_and_is_copied_whole():
    import pdfplumber

    word = "https://example.org/" + "abcdefghij" * 40
    pdf = render(Paragraph((Run(word),)), Grid((GridCell(0, 0, (Run(word),)), GridCell(0, 1, (Run("x"),))), 1, 2))
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            assert max(each["x1"] for each in page.chars) < page.width - 60
        text = "".join("".join(page.extract_text().split()) for page in opened.pages)
    assert text.count(word) == 1  # in the table the other column stands between its lines
    assert "\u200b" not in text


def test_a_table_with_more_than_fits_is_set_smaller_and_stays_on_the_page():
    import pdfplumber

    cells = [GridCell(0, at, (Run(f"{10**9 + at}"),), numeric=True) for at in range(18)]
    with pdfplumber.open(io.BytesIO(render(Grid(tuple(cells), 1, 18)))) as opened:
        page = opened.pages[1]
        assert page.width > page.height  # it is turned for it
        assert max(each["x1"] for each in page.chars) <= page.width - 70
        assert all(cell.text in page.extract_text().split() for cell in cells)


def test_a_table_in_a_list_is_as_wide_as_there_is_room():
    import pdfplumber

    table = Grid(tuple(GridCell(0, at, (Run(f"word {at}"),)) for at in range(6)), 1, 6)
    with pdfplumber.open(io.BytesIO(render(List(((List(((table,),)),),)), language="zh"))) as opened:
        page = opened.pages[0]
        edge = page.width - 26 / 25.4 * 72
        assert max(each["x1"] for each in (*page.lines, *page.rects, *page.curves)) == pytest.approx(edge, abs=1)


def test_rows_are_never_broken_and_a_heading_row_is_not_left_alone():
    import pdfplumber

    rows = []
    for at in range(0, 120, 2):
        rows.append(GridCell(at, 0, (Run(f"group {at}"),), "group", colspan=2))
        rows.append(GridCell(at + 1, 0, (Run(f"begin {at} " + "long text " * 30 + f"end {at}"),), "row"))
        rows.append(GridCell(at + 1, 1, (Run("1"),), numeric=True))
    with pdfplumber.open(io.BytesIO(render(Grid(tuple(rows), 120, 2)))) as opened:
        pages = [page.extract_text() for page in opened.pages]
    assert len(pages) > 3
    for at in range(0, 120, 2):
        (page,) = [each for each in pages if f"group {at}\n" in each]
        assert f"begin {at} " in page
        assert f"end {at}" in page.replace("\n", " ")


def lines(page) -> list[str]:
    """Return the lines of a page above its number."""
    return page.extract_text().splitlines()[:-1]


def test_a_chinese_page_has_22_lines_of_28_characters_and_its_number_outside():
    import pdfplumber

    with pdfplumber.open(io.BytesIO(render(Paragraph((Run("政" * 28 * 90),)), language="zh"))) as opened:
        for number, page in enumerate(opened.pages[1:3], 2):
            assert [len(line) for line in lines(page)] == [28] * 22
            outer = [each for each in page.chars if each["text"] == str(number)][-1]
            assert (outer["x0"] > page.width / 2) is (number % 2 == 1)
            assert page.extract_text().splitlines()[-1].replace(" ", "") == f"—{number}—"


def test_no_bracket_opens_at_the_end_of_a_line_and_no_mark_stands_at_its_beginning():
    import pdfplumber

    told = [Paragraph((Run("政" * shift + "（一），“二”。《三》、四；" * 24),)) for shift in range(14)]
    with pdfplumber.open(io.BytesIO(render(*told, language="zh"))) as opened:
        found = [line for page in opened.pages for line in lines(page)]
    assert len(found) > 100
    assert {line[-1] for line in found}.isdisjoint("（“《")
    assert {line[0] for line in found}.isdisjoint("），”。》、；")


def test_a_drawing_that_wants_a_file_is_refused_in_one_line():
    svg = SVG.replace("/></svg>", '/><image href="file:///etc/hostname" width="9" height="9"/></svg>')
    with pytest.raises(gr.PluginError, match=r"^Typst: .*file:///etc/hostname") as caught:
        render(Figure(svg, "alternative"))
    assert "\n" not in str(caught.value)


def test_a_paper_that_is_not_known_is_refused():
    with pytest.raises(gr.InvalidInput, match="no paper 'Foolscap'; one of A3, A4, A5, Letter, Legal"):
        render(paper="Foolscap")


def test_a_table_without_a_cell_leaves_its_caption():
    assert "the caption" in words(render(Grid((), 0, 0, caption=(Run("the caption"),))))


def test_a_document_without_anything_is_a_page_with_its_title():
    assert "The title" in words(render())
