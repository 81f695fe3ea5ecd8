"""The families that a page is set in, and which characters they have: by the list that Typst itself goes by."""

from __future__ import annotations

import pytest

import govreport as gr
from govreport.document import Paragraph, Run, font_coverage
from govreport.plugin import Theme
from govreport.verbs import default_registry
from govreport_typst import fonts
from govreport_typst.style import make_style, points
from tests.pages import render, words

THEME = default_registry().theme()


def test_the_theme_s_private_names_stand_for_its_files_and_close_every_list():
    style = make_style(THEME, "zh-Hans", "A4")
    assert style.fonts.own == ("Noto Serif SC", "Noto Sans SC")
    assert style.tokens["body"]["families"][-2:] == style.fonts.own
    assert style.tokens["heading"]["families"][-2:] == ("Noto Sans SC", "Noto Serif SC")


def test_fonts_are_found_through_a_link_too(tmp_path):
    import attrs

    (tmp_path / "link").symlink_to(THEME.fonts[0].path.parent)
    linked = tuple(attrs.evolve(face, path=tmp_path / "link" / face.path.name) for face in THEME.fonts)
    assert fonts.typecase(linked, ()).own == ("Noto Serif SC", "Noto Sans SC")


def test_an_official_family_of_the_machine_comes_first(monkeypatch):
    class Machine:
        def families(self):
            return ["SIMHEI", "Arial"]

    monkeypatch.setattr(fonts, "with_system", lambda folders: Machine())
    fonts.typecase.cache_clear()
    found = fonts.typecase(THEME.fonts, ("SimHei", "黑体"))
    fonts.typecase.cache_clear()
    assert found.official
    assert found.families(("黑体", "SimHei", "Govreport Sans")) == ("SIMHEI", "Noto Sans SC", "Noto Serif SC")
    assert not found.is_own(found.families(("SimHei",)))


def test_a_character_counts_only_where_each_list_of_families_has_it():
    case = make_style(THEME, "zh-Hans", "A4").fonts
    both = case.covered((case.own,))
    assert ord("政") in both
    assert case.covered((case.own, ("Nothing",))) == frozenset()


def test_what_only_another_font_of_the_machine_has_is_printed_with_it():
    found = fonts.rescuers({"‣"}, THEME.fonts)
    if not found:
        pytest.skip("no font of this machine has ‣")
    (family,) = found
    pdf = render(Paragraph((Run("a ‣ b"),)))
    assert "‣" in words(pdf)
    faces = [face for face in fonts.with_system(()).fonts() if face.family == family]
    assert any(ord("‣") in font_coverage(face.path, face.index) for face in faces)


def test_what_no_font_has_is_an_error_that_names_its_place():
    with pytest.raises(gr.MissingGlyph, match=r"U\+10FFFD.*in paragraph p1"):
        render(Paragraph((Run(chr(0x10FFFD)),), id="p1"))


def test_a_length_that_is_none_is_refused():
    with pytest.raises(gr.InvalidInput, match="'wide' is no length"):
        points("wide", 10)


def test_a_theme_that_says_nothing_of_a_role_is_named():
    with pytest.raises(gr.InvalidInput, match=r"theme plain has no tokens for page, body, .*colour; a page needs"):
        make_style(Theme("plain"), "en", "A4")


def test_diagnosis_names_both_libraries():
    found = {each.name: each for each in default_registry().diagnostics()}
    assert found["typst"].ok
    assert found["pikepdf"].ok
