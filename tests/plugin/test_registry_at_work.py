"""The registry at work: rendering, preparing, reading; a plugin that fails is named and costs only itself."""

from __future__ import annotations

import types
from importlib.metadata import entry_points

import attrs
import pytest

import govreport as gr
from govreport.errors import InvalidInput, PluginError, Unavailable, UnknownName
from govreport.plugin import Registry
from govreport.reading import Source
from tests.plugin.fakes import DOCUMENT, context, fmt, needs_a_module, reader, reasons, record


def one(entry, **more):
    return Registry(found=[entry("a", "acme", govreport_formats=lambda: [fmt(**more)])])


def test_a_renderer_gets_the_document_and_its_options_over_the_defaults(entry):
    registry = one(
        entry, render=lambda document, context: f"{document.title} {dict(context.options)}", options={"w": 1, "h": 2}
    )
    assert registry.render_document("tsv", DOCUMENT, context(registry)) == "title {'w': 1, 'h': 2}"
    asked = context(registry).render("tsv", DOCUMENT, w=5)
    assert asked == "title {'w': 5, 'h': 2}"


def test_a_renderer_s_warnings_reach_the_caller(entry):
    registry = one(entry, render=lambda document, context: context.warnings.append("careful") or b"")
    asked = context(registry)
    assert registry.render_document("tsv", DOCUMENT, asked) == b""
    assert asked.warnings == ["careful"]


def test_an_unknown_option_is_refused_with_near_ones(entry):
    registry = one(entry, options={"width": 1})
    with pytest.raises(UnknownName, match="unknown option of format tsv 'widht'; did you mean 'width'"):
        registry.options("tsv", {"widht": 2})


@pytest.mark.parametrize(
    ("render", "kind", "message"),
    [
        (
            lambda *_: 1 / 0,
            PluginError,
            r"format tsv \(plugin a \(acme 3\.2\)\) failed: ZeroDivisionError: division by zero",
        ),
        (lambda *_: 5, PluginError, r"format tsv \(plugin a \(acme 3\.2\)\) gave int, not str or bytes"),
        ("no_such_module_at_all:render", Unavailable, "pip install no_such_module_at_all"),
        ("json:no_such_function", PluginError, "failed: AttributeError"),
        (needs_a_module, Unavailable, "format tsv needs openpyxl, which is not installed: pip install openpyxl"),
    ],
)
def test_a_renderer_that_fails_is_named_with_its_plugin(entry, render, kind, message):
    registry = one(entry, render=render)
    with pytest.raises(kind, match=message):
        registry.render_document("tsv", DOCUMENT, context(registry))


def test_what_a_renderer_refuses_on_purpose_is_told_as_it_is(entry):
    def refuse(document, context):
        raise InvalidInput("too wide", hint="turn the page")

    registry = one(entry, render=refuse)
    with pytest.raises(InvalidInput, match=r"^too wide; turn the page$"):
        registry.render_document("tsv", DOCUMENT, context(registry))


def test_the_extra_that_a_format_names_is_what_to_install(entry):
    registry = one(entry, render="no_such_module_at_all:render", requires=("xlsx", "chart"))
    with pytest.raises(Unavailable, match=r"pip install 'acme\[xlsx,chart\]'"):
        registry.render_document("tsv", DOCUMENT, context(registry))


def adding(mark):
    """Return an implementation that puts a mark behind the title."""
    return lambda document, context: attrs.evolve(document, title=document.title + mark)


def test_a_plugin_may_ask_to_be_first_or_last(entry):
    first, last = (types.ModuleType(name) for name in ("z", "a"))
    first.govreport_prepare_document = gr.hookimpl(tryfirst=True)(adding("1"))
    last.govreport_prepare_document = gr.hookimpl(trylast=True)(adding("3"))
    registry = Registry(found=[entry("m", govreport_prepare_document=adding("2"))], extra=[first, last])
    assert registry.prepare(DOCUMENT, context(registry)).title == "title123"


def test_documents_are_prepared_by_all_plugins_in_the_order_of_their_names(entry):
    points = [
        entry("c", govreport_prepare_document=adding("3")),
        entry("a", govreport_prepare_document=adding("1")),
        entry("b", govreport_prepare_document=lambda document: None),
        entry("d", govreport_prepare_document=lambda document: 1 / 0),
        entry("e", govreport_prepare_document=lambda context: "no document"),
    ]
    registry = Registry(found=points)
    assert registry.prepare(DOCUMENT, context(registry)).title == "title13"
    assert "govreport_prepare_document failed: ZeroDivisionError" in reasons(registry, "d")
    assert "govreport_prepare_document gave str, not a Document" in reasons(registry, "e")


def test_an_observer_that_fails_is_noted_and_the_others_still_learn_of_it(entry):
    seen = []
    points = [
        entry("a", govreport_written=lambda artifact: 1 / 0),
        entry("b", govreport_written=lambda artifact, report: seen.append((artifact, report))),
    ]
    registry = Registry(found=points)
    registry.written("artifact", "report")
    assert seen == [("artifact", "report")]
    assert "govreport_written failed: ZeroDivisionError" in reasons(registry, "a")


def test_a_failing_observer_leaves_the_written_file_as_it_is(entry, report, tmp_path):
    crash = entry("z", "acme", govreport_written=lambda artifact: 1 / 0)
    registry = Registry(found=[*entry_points(group="govreport.plugins"), crash])
    artifact = gr.write(report, tmp_path / "r.json", registry=registry)
    assert gr.read(artifact.path, registry=registry) == report
    assert "govreport_written failed" in reasons(registry, "z")


def reading(entry, *readers):
    return Registry(found=[entry("a", "acme", govreport_readers=lambda: readers)])


def test_the_reader_that_is_surest_reads(entry, report):
    registry = reading(
        entry, reader("one", sniff=lambda *_: 0.3), reader("two", sniff=lambda *_: 0.9, read=lambda *_: report)
    )
    assert registry.read(Source(b"x", "x")) is report


def test_what_no_reader_knows_is_refused_with_the_endings_that_are_known(entry):
    registry = reading(entry, reader("one", sniff=lambda *_: 0), reader("two", sniff=lambda *_: 0))
    with pytest.raises(InvalidInput, match=r"x\.bin: no reader knows this file; read: \.one, \.two"):
        registry.read(Source(b"x", "x.bin"))
    with pytest.raises(InvalidInput, match="no reader knows this file"):
        Registry(found=[]).read(Source(b"x"))


@pytest.mark.parametrize("answer", [lambda *_: 1 / 0, lambda *_: "surely", "no_such_module_at_all:sniff"])
def test_a_reader_that_cannot_sniff_costs_only_itself(entry, report, answer):
    registry = reading(entry, reader("one", sniff=answer), reader("two", sniff=lambda *_: 0.5, read=lambda *_: report))
    assert registry.read(Source(b"x")) is report
    assert registry.read(Source(b"x")) is report
    assert len(record(registry, "a").reasons) == 1
    assert "reader 'one' cannot sniff" in reasons(registry, "a")


@pytest.mark.parametrize(
    ("read", "kind", "message"),
    [
        (lambda *_: 1 / 0, PluginError, r"x\.tsv: reader tsv \(plugin a \(acme 3\.2\)\) failed: ZeroDivisionError"),
        (lambda *_: {}, PluginError, r"x\.tsv: reader tsv \(plugin a \(acme 3\.2\)\) gave dict, not a Report"),
        (needs_a_module, Unavailable, "reader tsv needs openpyxl, which is not installed: pip install openpyxl"),
        ("no_such_module_at_all:read", Unavailable, "pip install no_such_module_at_all"),
    ],
)
def test_a_reader_that_fails_is_named_with_its_plugin(entry, read, kind, message):
    with pytest.raises(kind, match=message):
        reading(entry, reader(read=read)).read(Source(b"x", "x.tsv"))
