"""The command line, run in this process: its exit status and what it printed."""

from __future__ import annotations

import json
import sys
from typing import NamedTuple

import pytest

from govreport.cli.main import run
from govreport.writing import plain_report, to_json


class Result(NamedTuple):
    """What became of one command."""

    status: int
    out: str
    err: str

    @property
    def data(self):
        return json.loads(self.out)


@pytest.fixture
def cli(capsys, monkeypatch):
    """Runs a command: `cli("check", path)`."""

    def call(*arguments) -> Result:
        monkeypatch.setattr(sys, "argv", ["govreport", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            run()
        out, err = capsys.readouterr()
        return Result(ended.value.code, out, err)

    return call


@pytest.fixture
def first(report, tmp_path):
    """The first report as a file."""
    path = tmp_path / "first.json"
    path.write_text(to_json(plain_report(report)), "utf-8")
    return path


@pytest.fixture
def good(report, tmp_path):
    """A report without errors, as a file."""
    path = tmp_path / "good.json"
    path.write_text(to_json(plain_report(report.fill(dict.fromkeys(report.cells(), 0)))), "utf-8")
    return path
