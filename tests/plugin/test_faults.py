"""Each fault of an installed plugin costs its own output and nothing else, and is named with distribution and reason."""

from __future__ import annotations

import re

import attrs
import pytest

from govreport.writing import plain_report, to_json
from tests.conftest import _has_pango
from tests.plugin.installed import FORMATS, HEAD, TWO_LISTS, govreport, install


@attrs.frozen
class Fault:
    """A broken plugin: its source, what becomes of it, and what is said; `at_work` if it fails only when it is used."""

    source: str | None
    reason: str
    status: str = "broken"
    target: str = ""
    at_work: bool = False
    told: str = ""


def record(**fields: str) -> str:
    """Return a plugin whose record has some fields of another kind."""
    given = {"name": '"bad"', "suffixes": '(".bad",)', "media_type": '"text/plain"', "render": "render"} | fields
    arguments = ", ".join(f"{key}={value}" for key, value in given.items())
    return f"{HEAD}\n@hookimpl\ndef govreport_formats():\n    return [OutputFormat({arguments})]\n"


def renders(body: str, **fields: str) -> str:
    return record(**fields) + f"def render(document, context):\n    {body}\n"


def hook(name: str, arguments: str, body: str) -> str:
    return f"{HEAD}\n@hookimpl\ndef {name}({arguments}):\n    {body}\n"


def prepare(body: str) -> str:
    return "import attrs\n" + hook("govreport_prepare_document", "document", body)


PREPARE, WRITTEN = "govreport_prepare_document", "govreport_written"
FAULTS = {
    "import error": Fault("import no_such_module_of_acme", "cannot be imported: ModuleNotFoundError: No module named"),
    "syntax error": Fault("def", "cannot be imported: SyntaxError"),
    "error at import": Fault("1 / 0", "cannot be imported: ZeroDivisionError: division by zero"),
    "exit at import": Fault("raise SystemExit(0)", "cannot be imported: SystemExit: 0"),
    "base exception at import": Fault(
        "class Fatal(BaseException): pass\nraise Fatal('over')", "cannot be imported: Fatal: over"
    ),
    "exception without words": Fault(
        "class Odd(Exception):\n    def __str__(self): return 1 / 0\nraise Odd", "cannot be imported: Odd"
    ),
    "no such module": Fault(None, "cannot be imported: ModuleNotFoundError: No module named 'bad_module'"),
    "no such attribute": Fault("", "cannot be imported: AttributeError", target="bad_module:nothing"),
    "function in place of a module": Fault(
        record(), "implements no hook; does its entry point name the right module?", target="bad_module:render"
    ),
    "no hook": Fault("", "implements no hook"),
    "hook without a mark": Fault("def govreport_formats(): return []", "govreport_formats lacks its @hookimpl"),
    "hook misspelt": Fault(hook("govreport_format", "", "return []"), "which is no hook; did you mean 'govreport_formats'"),
    "hook with a default": Fault(hook(WRITTEN, "artifact=None", "pass"), f"{WRITTEN} gives an argument a default"),
    "hook with an argument that is none": Fault(hook(WRITTEN, "file", "pass"), "cannot be registered"),
    "other interface": Fault("GOVREPORT_API = (2, 0)", "was made for plugin interface 2.0; this is 1.0", "incompatible"),
    "interface that is no version": Fault("GOVREPORT_API = '1.0'", "GOVREPORT_API is '1.0'; write two whole numbers"),
    "hook that fails": Fault(hook("govreport_formats", "", "1 / 0"), "govreport_formats failed: ZeroDivisionError"),
    "hook that exits": Fault(hook("govreport_formats", "", "sys.exit(3)"), "govreport_formats failed: SystemExit: 3"),
    "no record": Fault(hook("govreport_formats", "", "return ['bad']"), "gave 'bad', which is no OutputFormat"),
    "no list of records": Fault(hook("govreport_formats", "", "return 5"), "govreport_formats failed: TypeError"),
    "wrong name": Fault(record(name='"Bad Name"'), "name 'Bad Name': a name is lower-case letters"),
    "wrong ending": Fault(record(suffixes='("bad",)'), "suffixes 'bad': a suffix begins with a dot"),
    "ending that is no list": Fault(record(suffixes='".bad"'), "'.bad' stands alone: give a list"),
    "wrong media type": Fault(record(media_type='"text"'), "media_type 'text': a media type looks like text/html"),
    "aliases that are none": Fault(record(aliases="None"), "govreport_formats failed: TypeError"),
    "alias that is no word": Fault(record(aliases="(5,)"), "aliases (5,): give words"),
    "capabilities that are none": Fault(record(capabilities="None"), "'capabilities' must be"),
    "kind of block that is none": Fault(
        record(capabilities="Capabilities(blocks={'grids'})"), "there is no block 'grids'; did you mean 'grid'?"
    ),
    "summary that is no text": Fault(record(summary="None"), "'summary' must be"),
    "bundled name": Fault(
        record(name='"html"'), "format 'html' belongs to plugin html (govreport 0.1.0); pin it", "conflicting"
    ),
    "crash in render": Fault(renders("1 / 0"), "format 'bad' failed: ZeroDivisionError", at_work=True),
    "exit in render": Fault(renders("sys.exit(0)"), "format 'bad' failed: SystemExit: 0", at_work=True),
    "render gives a number": Fault(renders("return 5"), "format 'bad' gave int, not str or bytes", at_work=True),
    "render that is not there": Fault(
        record(render='"bad_module:nothing"'), "format 'bad' failed: AttributeError", at_work=True
    ),
    "extra that is missing": Fault(
        renders("import no_such_library", requires='("foo",)'),
        "needs no_such_library, which is not installed: pip install 'acme-bad[foo]'", "unavailable", at_work=True,
    ),
    "crash in an observer": Fault(
        hook(WRITTEN, "artifact", "1 / 0"), f"{WRITTEN} failed: ZeroDivisionError", at_work=True, told=WRITTEN
    ),
    "exit in an observer": Fault(
        hook(WRITTEN, "report", "sys.exit(0)"), f"{WRITTEN} failed: SystemExit: 0", at_work=True, told=WRITTEN
    ),
    "crash while preparing": Fault(prepare("1 / 0"), f"{PREPARE} failed: ZeroDiv", at_work=True, told=PREPARE),
    "prepares no document": Fault(prepare("return 'x'"), "gave str, not a Document", at_work=True, told=PREPARE),
    "prepares what is no block": Fault(
        prepare("return attrs.evolve(document, blocks=('x',))"), "gave a Document with str, which is no block",
        at_work=True, told=PREPARE,
    ),
    "prepares no blocks": Fault(
        prepare("return attrs.evolve(document, blocks=None)"), "whose blocks cannot be listed", at_work=True, told=PREPARE
    ),
}  # fmt: skip


@pytest.fixture
def site(tmp_path, report):
    """A folder of installed plugins with one that is well, beside a report to render."""
    (tmp_path / "r.json").write_text(to_json(plain_report(report)), "utf-8")
    install(tmp_path / "site", "acme-well", FORMATS.format(name="well"), plugin="well")
    return tmp_path / "site"


def outputs(site, *more: str, **environment: str):
    """Write what others give, and return what the command said; each output must be there."""
    endings = ["html", "txt", "well", *more]
    done = govreport(site, "render", "r.json", *(f"r.{each}" for each in endings), **environment)
    assert done.status == 0, done.err
    for ending in endings:
        assert (site.parent / f"r.{ending}").stat().st_size > 10
    assert "银川德胜工业园区" in (site.parent / "r.html").read_text("utf-8")
    return done


QUICK = {"crash in render", "crash while preparing", "crash in an observer"}
"""Of the faults at work those that are always looked at: each costs several processes."""


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(fault, id=name, marks=[pytest.mark.slow] if fault.at_work and name not in QUICK else [])
        for name, fault in FAULTS.items()
    ],
)
def test_a_fault_costs_its_own_output_only_and_is_named(site, fault):
    install(site, "acme-bad", fault.source, plugin="bad", target=fault.target)
    everywhere = ["pdf"] if fault.told and _has_pango() else []  # slow, so only where the fault is in the way of all
    done = outputs(site, *everywhere)
    assert ("plugin bad (acme-bad 1.0)" in done.err and fault.told in done.err) if fault.told else not done.err
    said = govreport(site, *(["--check"] if fault.at_work else []), code=TWO_LISTS)
    assert said.status == 0
    text, data, _ = re.split(r"-- end of \w+\n", said.out)
    assert "plugin bad (acme-bad 1.0): " in text
    assert fault.reason in text
    found = said._replace(out=data).plugin("bad")
    assert (found["distribution"], found["version"], found["status"]) == ("acme-bad", "1.0", fault.status)
    assert fault.reason in " ".join(found["reasons"])


@pytest.mark.parametrize("kind", [name for name, fault in FAULTS.items() if fault.at_work and not fault.told])
def test_a_format_that_fails_is_one_line_with_its_distribution(site, kind):
    install(site, "acme-bad", FAULTS[kind].source, plugin="bad")
    done = govreport(site, "render", "r.json", "out.bad")
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert "acme-bad" in done.err
    assert not (site.parent / "out.bad").exists()


def test_an_entry_point_of_a_bundled_name_takes_nothing_away(site):
    install(site, "acme-html", FORMATS.format(name="mine"), plugin="html")
    install(site, "acme-first", None, plugin="aaa", target="govreport_html")
    outputs(site, "mine")
    said = govreport(site, "plugins").out
    assert "plugin aaa (acme-first 1.0): cannot be registered" in said
    assert "format mine" in said


def test_two_third_parties_of_one_name_are_both_named_and_a_pin_settles_it(site):
    for each in ("one", "two"):
        install(site, f"acme-{each}", FORMATS.format(name="tsv").replace("bystander", each), plugin=each)
    outputs(site)
    done = govreport(site, "render", "r.json", "r.tsv", "--to", "tsv")
    assert done.status == 2
    claim = "format 'tsv' is claimed by plugin one (acme-one 1.0) and plugin two (acme-two 1.0); pin one of them"
    assert claim in done.err
    said = govreport(site, "plugins", "--format", "json")
    assert [said.plugin(each)["status"] for each in ("one", "two")] == ["conflicting"] * 2
    outputs(site, "tsv", GOVREPORT_PINS="tsv=acme-two")
    assert (site.parent / "r.tsv").read_text("utf-8").startswith("two")
    pinned = govreport(site, "plugins", "--format", "json", GOVREPORT_PINS="tsv=acme-two")
    assert pinned.plugin("two")["status"] == "active"
    assert "belongs to plugin two (acme-two 1.0)" in pinned.plugin("one")["reasons"][0]


LEAVES_A_TRACE = "open('imported', 'w').close()\n1 / 0"
BLOCKED = """
import sys
import govreport as gr
registry = gr.Registry(block=["bad"])
print({each.name: each.status.value for each in registry.plugins()}["bad"], "bad_module" in sys.modules)
"""


def test_a_blocked_plugin_is_never_imported(site):
    install(site, "acme-bad", LEAVES_A_TRACE, plugin="bad")
    outputs(site, GOVREPORT_BLOCK="bad")
    said = govreport(site, "plugins", "--format", "json", GOVREPORT_BLOCK="bad")
    assert (said.plugin("bad")["status"], said.plugin("bad")["reasons"]) == ("blocked", ["blocked by the user"])
    assert govreport(site, code=BLOCKED).out.split() == ["blocked", "False"]
    assert not (site.parent / "imported").exists()
    govreport(site, "plugins")
    assert (site.parent / "imported").exists()  # the trace that was looked for


def test_what_a_plugin_prints_is_not_in_the_output(site):
    install(site, "acme-bad", "print('noise')\n" + FORMATS.format(name="bad"), plugin="bad")
    outputs(site, "bad")
    said = govreport(site, "plugins", "--format", "json")
    assert said.plugin("bad")["status"] == "active"
    assert "noise" in said.err
    page = govreport(site, "render", "r.json", "--to", "html")
    assert page.out.startswith("<!DOCTYPE html>")


LIST = """
import sys
from govreport.verbs import default_registry
names = [each.name for each in default_registry().formats()]
assert len([name for name in names if name.startswith("many")]) == 50, names
loaded = [name for name in sys.modules if name.startswith("many") and not name.endswith("_module")]
heavy = {"weasyprint", "jinja2", "tabulate", "tomlkit", "markdown_it", "fontTools", "docutils"} & set(sys.modules)
assert not loaded and not heavy, (loaded, heavy)
print(len(sys.modules))
"""


def test_fifty_plugins_are_listed_with_one_module_each(site):
    bare = int(govreport(site, code=LIST.replace("50, names", "0, names")).out)
    for number in range(50):
        lazy = FORMATS.format(name=f"many{number}").replace("render, summary", f"'many{number}_render:render', summary")
        install(site, f"acme-many{number}", lazy, plugin=f"many{number}")
        (site / f"many{number}_render.py").write_text("import weasyprint, docutils\nrender = str\n", "utf-8")
    assert int(govreport(site, code=LIST).out) == bare + 50


SHUFFLED = """
import random, sys
from importlib.metadata import entry_points
import govreport as gr
points, seen = list(entry_points(group="govreport.plugins")), set()
report = gr.read("r.json")
for seed in range(6):
    random.Random(seed).shuffle(points)
    registry = gr.Registry(found=points)
    listed = tuple((each.name, each.distribution, each.status.value, *each.reasons) for each in registry.plugins())
    seen.add((listed, tuple(each.name for each in registry.formats()), gr.render(report, "html", registry=registry)))
print(len(seen), report.heading() + "ab" in gr.render(report, "html", registry=registry))
"""


def test_the_order_of_installation_makes_no_difference(site):
    for name in ("b", "a"):
        marks = prepare(f"return attrs.evolve(document, title=document.title + '{name}')")
        install(site, f"acme-{name}", marks, plugin=name)
    for each in ("two", "one"):
        install(site, f"acme-{each}", FORMATS.format(name="tsv"), plugin=each)
    install(site, "acme-bad", "1 / 0", plugin="bad")
    assert govreport(site, code=SHUFFLED).out.split() == ["1", "True"]


INDEPENDENT = """
import govreport as gr
first, second = gr.Registry(), gr.Registry(block=["bad"])
report = gr.read("r.json")
first_artifact, second_artifact = (gr.write(report, "r.txt", registry=each) for each in (first, second))
print(len(first_artifact.warnings), len(second_artifact.warnings))
print({each.name: each.status.value for each in first.plugins()}["bad"], gr.Registry().format("well").name)
print({each.status.value for each in gr.Registry().plugins()})
"""


def test_two_registries_know_nothing_of_each_other(site):
    install(site, "acme-bad", prepare("1 / 0"), plugin="bad")
    assert govreport(site, code=INDEPENDENT).out.splitlines() == ["1 0", "broken well", "{'active'}"]
