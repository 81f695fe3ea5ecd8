"""How far long work is, told to a person who watches and to nobody else."""

from __future__ import annotations

import io
import sys

import pytest

from govreport.cli.common import progress


class Screen(io.StringIO):
    def __init__(self, watched: bool) -> None:
        super().__init__()
        self.watched = watched

    def isatty(self) -> bool:
        return self.watched


@pytest.mark.parametrize(("watched", "items", "told"), [(True, 9, True), (False, 9, False), (True, 2, False)])
def test_a_bar_is_shown_on_a_terminal_for_several_items(monkeypatch, watched, items, told):
    screen = Screen(watched)
    monkeypatch.setattr(sys, "stderr", screen)
    assert list(progress(range(items), "reading")) == list(range(items))
    assert ("reading" in screen.getvalue() and "9/9" in screen.getvalue()) == told
