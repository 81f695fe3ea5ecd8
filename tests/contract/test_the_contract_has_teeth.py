"""A format that breaks the contract in one way fails the test that is there for it."""

from __future__ import annotations

import contextlib
import html
import itertools
import re
import sys
import types
import unittest

import pytest

from govreport import PluginError, UnknownName
from govreport.document import Attestation, Figure, Findings, Grid, List, Notes, plain_text
from govreport.plugin import BLOCKS, Capabilities, OutputFormat, hookimpl
from govreport.testing import FormatContract, sample_reports, synthetic_documents
from govreport.testing.matching import shows


def texts(block):
    """Yield every text of a block, one a line."""
    match block:
        case List():
            for item in block.items:
                for each in item:
                    yield from texts(each)
        case Grid():
            yield plain_text(block.caption)
            yield from (cell.text for cell in block.cells)
        case Notes():
            yield from (f"{note.mark} {plain_text(note.runs)}" for note in block.items)
        case Findings():
            yield from (f"{each.rule} {each.text}" for each in block.items)
            yield block.summary
        case Attestation():
            yield from (f"{label} {entry}" for label, entry in block.items)
        case Figure():
            yield block.alternative
        case _:
            yield plain_text(getattr(block, "runs", ()))


def spelt(text):
    return "".join(each if each.isprintable() or each == "\u3000" else f"\\u{ord(each):04x}" for each in text)


def good(document, context):
    """Return a page of paragraphs, which keeps the contract."""
    lines = [document.title, *(line for block in document.blocks for line in texts(block))]
    return "\n".join(f"<p>{html.escape(spelt(line))}</p>" for line in lines)


def without(kind):
    return lambda document, context: "\n".join(
        f"<p>{html.escape(spelt(line))}</p>" for block in document.blocks if block.kind != kind for line in texts(block)
    )


def leaves(document, context):
    open("left", "w").close()
    return good(document, context)


def reads(document, context):
    with contextlib.suppress(OSError):
        open("/etc/hostname").close()
    return good(document, context)


def connects(document, context):
    import socket

    socket.socket().close()
    return good(document, context)


TICKS = itertools.count()
BREAKS = {
    "markup": (lambda *it: html.unescape(good(*it)), "test_hostile_text_of_a_report_stays_text", {"hostile": "html"}),
    "controls": (
        lambda document, context: document.title + "\n".join(line for each in document.blocks for line in texts(each)),
        "test_hostile_text_of_each_block_stays_text",
        {"hostile": "control"},
    ),
    "loses letters": (
        lambda *it: good(*it).encode("ascii", "ignore").decode(),
        "test_hostile_text_of_a_report_stays_text",
        {"hostile": "chinese"},
    ),
    "astral": (
        lambda *it: re.sub("[\U00010000-\U0010ffff]", "?", good(*it)),
        "test_hostile_text_of_each_block_stays_text",
        {"hostile": "four-byte"},
    ),
    "loses notes": (without("notes"), "test_each_kind_of_block_is_shown_or_declared_lost", {"kind": "notes"}),
    "loses tables": (without("grid"), "test_merged_cells_keep_their_text_and_lost_spans_are_told", {"tmp_path": True}),
    "blank is zero": (lambda *it: re.sub(r"\([a-z ]+\)", "0", good(*it)), "test_states_are_told_apart", {"tmp_path": True}),
    "rounds": (lambda *it: re.sub(r"(\d)\.\d+", r"\1", good(*it)), "test_every_number_is_there", {}),
    "groups digits": (lambda *it: re.sub(r"(\d{3})(\d{3})\b", r"\1,\2", good(*it)), "test_every_number_is_there", {}),
    "first rows only": (lambda *it: good(*it)[:20_000], "test_a_long_report_comes_out_in_time", {}),
    "no title": (lambda document, context: "<p>x</p>", "test_an_empty_report_comes_out", {}),
    "bytes": (lambda *it: good(*it).encode(), "test_text_formats_give_text_and_others_bytes", {"sample": "english"}),
    "chance": (lambda *it: good(*it) + str(next(TICKS)), "test_the_same_report_gives_the_same_bytes", {"sample": "empty"}),
    "hash": (lambda *it: good(*it) + str(hash("x")), "test_other_processes_give_the_same_bytes", {"tmp_path": True}),
    "leaves": (leaves, "test_it_opens_no_socket_and_no_file_that_was_not_handed_over", {"tmp_path": True}),
    "reads": (reads, "test_it_opens_no_socket_and_no_file_that_was_not_handed_over", {"tmp_path": True}),
    "connects": (connects, "test_it_opens_no_socket_and_no_file_that_was_not_handed_over", {"tmp_path": True}),
}  # fmt: skip


def plugin_of(render, **capabilities):
    capabilities.setdefault("spans", False)
    record = OutputFormat(
        "page", (".page",), "text/html", render, summary="-", capabilities=Capabilities(**capabilities)
    )
    return hookimpl(lambda: [record])


class Page(FormatContract):
    format = "page"
    rows = 2_000

    def text_of(self, output):
        return html.unescape(re.sub("<[^<>]*>", "", output if isinstance(output, str) else output.decode()))

    def structure_of(self, output):
        return re.findall("<[^<>]*>", output)


def contract_of(monkeypatch, name, govreport_formats):
    """Return the contract of a format whose plugin is a module of that name."""
    module = types.ModuleType(name)
    module.govreport_formats = govreport_formats
    monkeypatch.setitem(sys.modules, name, module)
    return type("Broken", (Page,), {"plugins": (name,)})()


@pytest.mark.parametrize("name", BREAKS)
def test_what_breaks_the_contract_is_found(name, monkeypatch, tmp_path):
    render, test, arguments = BREAKS[name]
    given = {key: tmp_path if value is True else value for key, value in arguments.items()}
    if "kind" in given:
        given["tmp_path"] = tmp_path
    source = f"from tests.contract.test_the_contract_has_teeth import BREAKS, plugin_of\ngovreport_formats = plugin_of(BREAKS[{name!r}][0])\n"
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "broken_format.py").write_text(source, "utf-8")
    monkeypatch.syspath_prepend(tmp_path / "site")
    contract = contract_of(monkeypatch, "broken_format", plugin_of(render))
    with pytest.raises(AssertionError):
        getattr(contract, test)(**given)


class TestGood(Page):
    """The page that all broken ones derive from keeps the contract itself."""

    plugins = ("tests.contract.good_format",)


def test_what_is_declared_lost_is_told_and_passes(monkeypatch, tmp_path):
    contract = contract_of(monkeypatch, "lossy", plugin_of(without("notes"), blocks=BLOCKS - {"notes"}, states=False))
    contract.test_each_kind_of_block_is_shown_or_declared_lost("notes", tmp_path)
    losses = contract.write_document(synthetic_documents()["notes"], tmp_path).losses
    assert losses == ("notes are not shown",)
    contract.test_states_are_told_apart(tmp_path)


def test_a_refusal_must_name_a_character(monkeypatch):
    def refuse(document, context):
        raise PluginError("no")

    contract = contract_of(monkeypatch, "refusing", plugin_of(refuse))
    type(contract).refuses = (PluginError,)
    with pytest.raises(AssertionError, match="names no character"):
        contract.render_or_refuse(synthetic_documents("甲")["paragraph"], "甲")


def test_a_format_that_is_not_there_is_said_so():
    with pytest.raises(UnknownName, match="unknown format 'nothing'"):
        type("Nothing", (FormatContract,), {"format": "nothing"})().render(sample_reports()["empty"])


def test_the_long_report_can_be_left_out(monkeypatch):
    contract = contract_of(monkeypatch, "slow", plugin_of(good))
    type(contract).rows = 0
    with pytest.raises(unittest.SkipTest):
        contract.test_a_long_report_comes_out_in_time()


def test_a_character_may_be_spelt_out_and_never_dropped():
    assert shows("a\x07b", "a\\u0007b a\x07b aU+0007b a\\x07b") == 4
    assert shows("a\x07b", "ab") == 0
    assert shows("a\u200bb", "ab", "\u200b") == 1


def test_importing_it_imports_neither_pytest_nor_a_plugin():
    import subprocess

    code = "import sys, govreport.testing; bad = {'pytest', '_pytest', 'govreport_html', 'jinja2'} & set(sys.modules); assert not bad, bad"
    subprocess.run([sys.executable, "-c", code], check=True)
