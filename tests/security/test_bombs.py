"""Small files that would take long, or much memory, are refused within a second."""

from __future__ import annotations

import time

import pytest

import govreport as gr
from govreport.errors import InvalidInput

HEAD = '{"govreport": "report/1", "form": "cn/ningxia-2017", "publisher": {"name": "x"}, "period": "2017", '
TOML = 'govreport = "report/1"\nform = "cn/ningxia-2017"\npublisher.name = "x"\nperiod = "2017"\n'

BOMBS = {
    "lists": "[" * 1_000_000,
    "closed lists": "[" * 100_000 + "]" * 100_000,
    "objects": '{"a":' * 200_000,
    "depth where any data may stand": HEAD + '"extra": {"x": ' + "[" * 900 + "]" * 900 + "}}",
    "digits": HEAD + '"values": {"own_docs": ' + "9" * 1_000_000 + "}}",
    "digits after the point": HEAD + '"values": {"own_docs": 0.' + "9" * 1_000_000 + "}}",
    "exponent": HEAD + '"values": {"own_docs": 1e999999999}}',
    "negative exponent": HEAD + '"values": {"own_docs": 1e-999999999}}',
    "giant exponent": HEAD + '"values": {"own_docs": 1e99999999999999999999}}',
    "exponent of a bound": HEAD + '"values": {"own_docs": {"below": 1e999999}}}',
    "exponent of a confidence": HEAD + '"origins": {"own_docs": {"confidence": 1e999999999}}}',
    "repeated keys": HEAD + '"values": {' + ",".join(f'"k{place}": 1' for place in range(50_000)) + ', "k49999": 1}}',
    "unknown cells": HEAD + '"values": {' + ",".join(f'"k{place}": 1' for place in range(50_000)) + "}}",
    "a long unknown name": HEAD + '"values": {"' + "k" * 1_000_000 + '": 1}}',
    "a long address": HEAD + '"values": {"own_docs[' + "a," * 300_000 + 'a]": 1}}',
    "a long text in a count": HEAD + '"values": {"own_docs": "' + "9" * 1_000_000 + '"}}',
    "braces": HEAD + '"narrative": {"lead": "' + "{" * 500_001 + '"}, "x": 1}',
    "a repeated note": HEAD + '"notes": [' + '{"id": "n", "text": "t"},' * 5_000 + '{"id": "n", "text": "t"}]}',
    "toml lists": TOML + "x = " + "[" * 100_000,
    "toml tables": TOML + "x = " + "{a = " * 100_000,
    "toml dotted key": TOML + "a." * 100_000 + "a = 1",
    "toml dotted table": TOML + "[" + "a." * 100_000 + "a]",
    "toml digits": TOML + "values.own_docs = " + "9" * 1_000_000,
    "toml hexadecimal": TOML + "values.own_docs = 0x" + "f" * 400_000,
    "toml exponent": TOML + "values.own_docs = 1e999999999",
    "toml giant exponent": TOML + "values.own_docs = 1e99999999999999999999",
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_soon_in_a_short_message(name):
    gr.form("cn/ningxia-2017")
    data = BOMBS[name].encode()
    started = time.perf_counter()
    with pytest.raises(InvalidInput) as caught:
        gr.read(data, name="bomb.toml" if name.startswith("toml") else "bomb.json")
    assert time.perf_counter() - started < 20  # a second on an idle machine; what it guards against takes minutes
    assert len(str(caught.value)) < 2500
