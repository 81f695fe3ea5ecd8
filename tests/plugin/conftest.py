"""Fake entry points for the tests of plugins."""

from __future__ import annotations

import sys
import types
from importlib.metadata import EntryPoint

import pytest

from govreport.plugin import hookimpl
from tests.plugin.fakes import FakeDistribution


@pytest.fixture
def entry(monkeypatch):
    """Gives a function that makes the entry point of a plugin whose module has the given hooks."""

    def make(name, distribution=None, *, before=None, **content):
        module_name = f"fake_{distribution or 'none'}_{name}".replace("-", "_")
        module = types.ModuleType(module_name)
        for key, value in content.items():
            setattr(module, key, hookimpl(value) if key.startswith("govreport_") and callable(value) else value)
        monkeypatch.setitem(sys.modules, module_name, module)
        point = EntryPoint(name, module_name, "govreport.plugins")
        return point._for(FakeDistribution(distribution)) if distribution else point

    return make
