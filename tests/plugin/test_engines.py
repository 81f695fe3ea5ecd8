"""Several engines of one format: their order, the one asked for, and the next where one cannot run."""

from __future__ import annotations

import pytest

import govreport as gr
from govreport.errors import InvalidInput, PluginError, Unavailable, UnknownName
from govreport.plugin import PluginStatus, Registry
from tests.plugin.fakes import DOCUMENT, context, fmt, reasons, record


def lacks(what):
    def render(document, context):
        raise Unavailable(f"{what} is missing:\n install {what}")

    return render


def making(text):
    return lambda document, context: text


def press(name, text="", *, preference=0, render=None, **more):
    return fmt("pdf", render or making(text or name), engine=name, preference=preference, **more)


def registry(entry, *records, distribution="govreport", **more):
    return Registry(found=[entry("a", distribution, govreport_formats=lambda: list(records))], **more)


def test_the_preferred_engine_comes_first_whatever_the_order_of_the_records(entry):
    both = registry(entry, press("slow", preference=1), press("quick", preference=2))
    assert [each.engine for each in both.engines("pdf")] == ["quick", "slow"]
    assert [each.name for each in both.formats()] == ["pdf"]
    assert both.format("pdf").engine == "quick"
    assert both.render_document("pdf", DOCUMENT, context(both)) == "quick"
    assert record(both, "a").gives == ["format pdf by slow", "format pdf by quick"]


def test_an_engine_can_be_asked_for_and_an_unknown_one_offers_near_ones(entry):
    both = registry(entry, press("slow"), press("quick", preference=2), fmt())
    assert both.render_document("pdf", DOCUMENT, context(both), "slow") == "slow"
    with pytest.raises(UnknownName, match="unknown engine of format pdf 'slov'; did you mean 'slow'"):
        both.render_document("pdf", DOCUMENT, context(both), "slov")
    with pytest.raises(UnknownName, match="unknown engine of format tsv 'slow'; there is one way only"):
        both.format("tsv", "slow")


def test_a_third_party_s_engine_joins_without_conflict_behind_the_bundled_ones(entry):
    points = [
        entry("a", "acme", govreport_formats=lambda: [press("acme", preference=99)]),
        entry("b", "govreport", govreport_formats=lambda: [press("own")]),
    ]
    found = Registry(found=points)
    assert [each.engine for each in found.engines("pdf")] == ["own", "acme"]
    assert {each.status for each in found.plugins()} == {PluginStatus.ACTIVE}
    assert Registry(found=points, pins={"pdf": "acme"}).format("pdf").engine == "acme"


def test_the_same_engine_twice_is_a_conflict_like_any_other(entry):
    points = [
        entry("a", "acme", govreport_formats=lambda: [press("own")]),
        entry("b", "govreport", govreport_formats=lambda: [press("own", "bundled")]),
    ]
    found = Registry(found=points)
    assert found.render_document("pdf", DOCUMENT, context(found)) == "bundled"
    assert "format 'pdf by own' belongs to plugin b" in reasons(found, "a")
    pinned = Registry(found=points, pins={"pdf": "acme"})
    assert pinned.render_document("pdf", DOCUMENT, context(pinned)) == "own"


def test_where_an_engine_cannot_run_the_next_one_does_and_one_line_says_why(entry):
    found = registry(entry, press("first", preference=2, render=lacks("pango")), press("second"))
    asked = context(found)
    taken, result = found.render_by("pdf", DOCUMENT, asked)
    assert (taken.engine, result) == ("second", "second")
    assert asked.warnings == ["made by second: first cannot run: pango is missing: install pango"]


def test_an_engine_that_was_asked_for_is_not_replaced(entry):
    found = registry(entry, press("first", preference=2, render=lacks("pango")), press("second"))
    with pytest.raises(Unavailable, match="pango is missing"):
        found.render_document("pdf", DOCUMENT, context(found), "first")


def test_where_none_can_run_each_says_what_would_help(entry):
    found = registry(
        entry, press("first", preference=2, render=lacks("pango")), press("second", render="no_such_module:render")
    )
    with pytest.raises(
        Unavailable,
        match=r"format pdf cannot be made: first cannot run: pango is missing: install pango; second cannot run: "
        r"format pdf by second needs no_such_module, which is not installed: pip install no_such_module$",
    ):
        found.render_document("pdf", DOCUMENT, context(found))


@pytest.mark.parametrize(
    ("render", "kind"),
    [(lambda *_: 1 / 0, PluginError), (lambda *_: (_ for _ in ()).throw(InvalidInput("too wide")), InvalidInput)],
)
def test_an_engine_that_runs_and_fails_is_not_replaced(entry, render, kind):
    found = registry(entry, press("first", preference=2, render=render), press("second"))
    with pytest.raises(kind):
        found.render_document("pdf", DOCUMENT, context(found))


def test_an_engine_without_an_option_that_was_asked_for_does_not_stand_in(entry):
    first = press("first", preference=2, render=lacks("pango"), options={"dpi": 96})
    found = registry(entry, first, press("second"))
    asked = context(found)
    assert found.render_document("pdf", DOCUMENT, asked) == "second"
    asked.options = {"dpi": 96}
    assert found.render_document("pdf", DOCUMENT, asked) == "second"
    asked.options = {"dpi": 300}
    with pytest.raises(Unavailable, match="pango is missing"):
        found.render_document("pdf", DOCUMENT, asked)


@pytest.mark.parametrize("engine", ["Press", "a b", 5])
def test_an_engine_has_a_name_that_can_be_typed(engine):
    with pytest.raises(PluginError, match=r"engine .*: a name is lower-case"):
        fmt("pdf", engine=engine)


def test_the_artifact_says_which_engine_made_it(entry, report, tmp_path):
    found = registry(entry, press("first", preference=2, render=lacks("pango")), press("second"))
    artifact = gr.write(report, tmp_path / "r.pdf", registry=found)
    assert (artifact.format, artifact.engine, len(artifact.warnings)) == ("pdf", "second", 1)
    assert gr.write(report, tmp_path / "r.pdf", registry=found, engine="second").warnings == ()
