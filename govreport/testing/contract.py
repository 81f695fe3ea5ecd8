"""The contract of output formats, as tests: a class to derive from, in the tests of the plugin that gives one."""

from __future__ import annotations

import functools
import importlib
import time
import types
import unicodedata
import unittest
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from govreport.document import Document
from govreport.errors import UnknownName
from govreport.model.report import Report
from govreport.model.value import State, Value
from govreport.plugin import Artifact, Capabilities, OutputFormat, Registry, RenderContext, hookimpl
from govreport.plugin.records import BLOCKS
from govreport.testing.documents import synthetic_documents
from govreport.testing.matching import is_text, missing_numbers, shows
from govreport.testing.samples import hostile_report, hostile_strings, long_report, random_report, sample_reports
from govreport.testing.watched import Seen, watch
from govreport.verbs import render, write

_MARK = "Marked4711"


class FormatContract:
    """What every output format must do; derive a class from it, name the format, and run pytest.

    ```python
    from govreport.testing import FormatContract

    class TestTsv(FormatContract):
        format = "tsv"
    ```

    Attributes:
        format: the name of the output format.
        plugins: modules that are plugins though not installed, by name; none if the plugin is installed.
        options: of the format, for every rendering of the tests; wide lines make texts easy to find again.
        refuses: errors by which the format may refuse a text, if their message names one of its characters.
        invisible: characters that the format keeps and `text_of` cannot give back.
        rows: how many rows the long report has; fewer where an engine is slow (say why beside it), 0 to leave it out.
        seconds: of processor time that it may take.
        may_use: beginnings of paths and audit events that a rendering may open and raise beside the usual (say why).
    """

    format: ClassVar[str]
    plugins: ClassVar[tuple[str, ...]] = ()
    options: ClassVar[Mapping[str, Any]] = types.MappingProxyType({})
    refuses: ClassVar[tuple[type[Exception], ...]] = ()
    invisible: ClassVar[str] = ""
    rows: ClassVar[int] = 10_000
    seconds: ClassVar[float] = 60.0
    may_use: ClassVar[tuple[str, ...]] = ()

    def text_of(self, output: str | bytes) -> str:
        """Return all text of an output as a reader sees it: markup gone, escapes undone; as it is if not overridden."""
        return output if isinstance(output, str) else output.decode("utf-8")

    def structure_of(self, output: str | bytes) -> object:
        """Return what of an output is markup (tags, nodes, keys), to be compared; None if it has none."""
        return None

    # --- what the tests share --------------------------------------------------------------------------------------

    def pytest_generate_tests(self, metafunc: Any) -> None:
        """Let pytest run a test for each kind of block, each hostile text and each sample report."""
        cases = {"kind": sorted(BLOCKS), "hostile": list(hostile_strings()), "sample": list(sample_reports())}
        for name, values in cases.items():
            if name in metafunc.fixturenames:
                metafunc.parametrize(name, values)

    @classmethod
    @functools.cache
    def registry(cls) -> Registry:
        """Return the registry that has the format."""
        return Registry(extra=[importlib.import_module(each) for each in cls.plugins])

    @property
    def record(self) -> OutputFormat:
        """The record of the format."""
        return self.registry().format(self.format)

    @property
    def capabilities(self) -> Capabilities:
        """What the format declares that it carries."""
        return self.record.capabilities

    def render(self, source: Report | Document) -> str | bytes:
        """Return a report or document in the format."""
        if isinstance(source, Report):
            return render(source, self.format, registry=self.registry(), **self.options)
        registry = self.registry()
        options = registry.options(self.format, self.options)
        context = RenderContext(None, source.language, registry.theme(), options, registry)
        return registry.render_document(self.format, source, context)

    def write_document(self, document: Document, folder: Path) -> Artifact:
        """Write a document in place of a report's own, and return what is told of the file."""
        module = types.ModuleType("govreport_testing_document")
        setattr(module, "govreport_prepare_document", hookimpl(lambda: document))  # noqa: B010  # modules have no such field
        registry = Registry(extra=[*(importlib.import_module(each) for each in self.plugins), module])
        path = folder / f"document{(*self.record.suffixes, '.out')[0]}"
        return write(sample_reports()["empty"], path, format=self.format, registry=registry, **self.options)

    def skip_if_it_writes_the_report_itself(self) -> None:
        """Skip a test on documents for a format that writes the report itself, as JSON does."""
        if not self.capabilities.blocks:
            reason = f"format {self.format} writes the report itself, not blocks of it"
            raise unittest.SkipTest(reason)

    def render_or_refuse(self, source: Report | Document, text: str) -> str | bytes | None:
        """Return the output, or None if the format refused a text by an error that names a character of it."""
        try:
            return self.render(source)
        except self.refuses as error:
            told = str(error)
            named = any(each in told or f"{ord(each):04X}" in told.upper() for each in text)
            assert named, f"the error names no character of {text!r}: {told}"
            return None

    # --- what it says of itself ------------------------------------------------------------------------------------

    def test_it_is_found_by_its_names_and_endings(self) -> None:
        """Name, aliases and endings lead to the format, unless another plugin has them."""
        record, registry = self.record, self.registry()
        assert record.name == self.format, f"{self.format!r} is an alias of {record.name!r}; name the format"
        assert record.summary, "OutputFormat.summary is empty: `govreport formats` has nothing to say"
        for alias in record.aliases:
            assert registry.format(alias) is record, f"alias {alias!r} belongs to {registry.format(alias).name!r}"
        for suffix in record.suffixes:
            found = registry.format_for(Path(f"x{suffix}"))
            assert found is record, f"ending {suffix!r} belongs to {found.name!r}"

    def test_text_formats_give_text_and_others_bytes(self, sample: str) -> None:
        """A text media type comes as str that is UTF-8 and has no control character, any other as bytes."""
        output = self.render(sample_reports()[sample])
        wanted = str if is_text(self.record.media_type) else bytes
        assert isinstance(output, wanted), f"{self.record.media_type} came as {type(output).__name__}"
        assert output, "the output is empty"
        if isinstance(output, str):
            output.encode("utf-8")

    def test_an_unknown_option_is_refused(self) -> None:
        """An option that the record does not list is an error, not silence."""
        try:
            render(sample_reports()["empty"], self.format, registry=self.registry(), no_such_option=1)
        except UnknownName:
            return
        msg = "an unknown option was taken"
        raise AssertionError(msg)

    def test_it_writes_the_same_file_as_it_renders(self, tmp_path: Path) -> None:
        """`write` by each ending gives what `render` gives, and nothing else is in the folder."""
        report = sample_reports()["english"]
        output = self.render(report)
        for suffix in self.record.suffixes:
            path = tmp_path / f"report{suffix}"
            write(report, path, registry=self.registry(), **self.options)
            assert path.read_bytes() == (output.encode() if isinstance(output, str) else output), f"{suffix} differs"
        assert len(list(tmp_path.iterdir())) == len(self.record.suffixes), "files were left behind"

    # --- nothing is lost in silence --------------------------------------------------------------------------------

    def test_each_kind_of_block_is_shown_or_declared_lost(self, kind: str, tmp_path: Path) -> None:
        """A declared kind of block shows its text; one that is not declared is a loss of the artifact."""
        self.skip_if_it_writes_the_report_itself()
        document = synthetic_documents(_MARK)[kind]
        if kind in self.capabilities.blocks and (kind != "findings" or self.capabilities.findings):
            shown = self.text_of(self.render(document))
            assert _MARK in shown, f"{kind} is declared, and its text is not there"
            assert "{0}" not in shown, "a placeholder was left open"
        else:
            assert self.write_document(document, tmp_path).losses, f"{kind} is not declared, and no loss is told"

    def test_merged_cells_keep_their_text_and_lost_spans_are_told(self, tmp_path: Path) -> None:
        """Texts of merged cells and a number below them are there; a format without spans tells it."""
        self.skip_if_it_writes_the_report_itself()
        document = synthetic_documents(_MARK)["grid"]
        losses = self.write_document(document, tmp_path).losses
        if "grid" not in self.capabilities.blocks:
            return
        shown = "".join(self.text_of(self.render(document)).split())
        assert "314159" in shown, "the number of the grid is not there"
        assert "second" in shown, "the second row under a merged head is not there"
        assert any("span" in each for each in losses) == (not self.capabilities.spans), f"losses are told as {losses}"

    def test_states_are_told_apart(self, tmp_path: Path) -> None:
        """0, a number, and each reason for there being none come out differently, or the loss is told."""
        values = [0, 7, *(Value(state=each) for each in State if each.value not in {"number", "below", "invalid"})]
        values += [Value.below(5), Value(state="invalid", raw="n/k"), Value(state="invalid", raw="?")]
        empty = sample_reports()["empty"]
        shown = [self.text_of(self.render(empty.fill({"granted[person]": each}))) for each in values]
        if self.capabilities.states:
            assert len(set(shown)) == len(values), "two states of a value come out alike"
            assert "n/k" in shown[-2], "the raw token of an invalid value is not there"
        else:
            path = tmp_path / "report"
            artifact = write(
                sample_reports()["states"], path, format=self.format, registry=self.registry(), **self.options
            )
            assert any("missing" in each for each in artifact.losses), "no loss is told"

    def test_every_number_is_there(self) -> None:
        """Each number of random reports is found, whole and as it was entered."""
        for seed in range(3):
            report = random_report(seed)
            amounts = [f"{each.amount:f}" for each in report.values.values() if each.is_number]
            assert not (lost := missing_numbers(amounts, self.text_of(self.render(report)))), f"seed {seed}: {lost}"

    def test_an_empty_report_comes_out(self) -> None:
        """A report without a single value still has its title."""
        report = sample_reports()["empty"]
        shown = self.text_of(self.render(report))
        assert shows(report.heading() if self.capabilities.blocks else "Office", shown), "its title is not there"

    def test_a_long_report_comes_out_in_time(self) -> None:
        """A report of `rows` rows comes out within `seconds`, with its last number."""
        if not self.rows:
            reason = "the class leaves the long report out"
            raise unittest.SkipTest(reason)
        start = time.process_time()  # so that a busy machine makes no difference
        output = self.render(long_report(self.rows))
        took = time.process_time() - start
        assert not missing_numbers([str(100_000 + self.rows)], self.text_of(output)), "the last row is not there"
        assert took < self.seconds, f"{self.rows} rows took {took:.0f} seconds"

    # --- text stays text -------------------------------------------------------------------------------------------

    def test_hostile_text_of_a_report_stays_text(self, hostile: str) -> None:
        """Whatever stands in a report is found again, steers nothing and makes no markup."""
        self._check_hostile(hostile_report, hostile, 4)

    def test_hostile_text_of_each_block_stays_text(self, hostile: str) -> None:
        """Whatever stands in a block is found again, steers nothing and makes no markup."""
        self.skip_if_it_writes_the_report_itself()
        for kind in self.capabilities.blocks:
            self._check_hostile(lambda text, kind=kind: synthetic_documents(text)[kind], hostile, 1)

    def _check_hostile(self, make: Any, name: str, times: int) -> None:
        text = hostile_strings()[name]
        output = self.render_or_refuse(make(text), text)
        if output is None:
            return
        if isinstance(output, str):
            steering = {each for each in output if unicodedata.category(each) == "Cc"} - set("\n\r\t")
            assert not steering, f"control characters are in the output: {steering}"
        shown = self.text_of(output)
        found = shows(text, shown, self.invisible)
        assert found >= times, f"{name}: found {found} times, not {times} times: {text!r} in {shown[:2000]!r}"
        plain, hurt = self.structure_of(self.render(make("plain"))), self.structure_of(output)
        assert plain == hurt, f"{name}: {text!r} changed the markup: {hurt!r}, not {plain!r}"

    # --- the same again, and nothing else --------------------------------------------------------------------------

    def test_the_same_report_gives_the_same_bytes(self, sample: str) -> None:
        """Rendering twice gives one output."""
        report = sample_reports()[sample]
        assert self.render(report) == self.render(report), "two renderings differ"

    def test_other_processes_give_the_same_bytes(self, tmp_path: Path) -> None:
        """Hash seed, time zone and locale make no difference."""
        first = self._watched(tmp_path / "a", PYTHONHASHSEED="0", TZ="Asia/Shanghai", LC_ALL="C.UTF-8")
        second = self._watched(tmp_path / "b", PYTHONHASHSEED="42", TZ="America/New_York", LC_ALL="C")
        assert first.digests == second.digests, "two processes give different bytes"

    def test_it_opens_no_socket_and_no_file_that_was_not_handed_over(self, tmp_path: Path) -> None:
        """Rendering reads packages, the system's fonts and temporary files; it starts nothing and leaves nothing."""
        seen = self._watched(tmp_path)
        foreign = [each for each in (*seen.opened, *seen.events) if not each.startswith(self.may_use)]
        assert not foreign, f"opened or started: {foreign}"
        assert not seen.left, f"left behind: {seen.left}"

    def _watched(self, folder: Path, **environment: str) -> Seen:
        return watch(self.format, self.plugins, self.options, folder, **environment)
