"""The records that plugins give say at once what is wrong with them."""

from __future__ import annotations

import json

import pytest

from govreport.errors import PluginError
from govreport.plugin.records import OutputFormat, Reader, RuleSet, Theme, load

GOOD_FORMAT = {"name": "tsv", "suffixes": [".tsv"], "media_type": "text/plain", "render": "package.module:render"}
GOOD_READER = {"name": "tsv", "suffixes": [".tsv"], "media_types": [], "sniff": len, "read": "package.module:read"}


@pytest.mark.parametrize(
    ("field", "given", "message"),
    [
        ("name", "TSV", "name 'TSV': a name is lower-case letters, digits and _ . -"),
        ("name", "", "name ''"),
        ("name", 5, "name 5"),
        ("suffixes", ["tsv"], "suffixes 'tsv': a suffix begins with a dot and is lower case"),
        ("suffixes", [".TSV"], "suffixes '.TSV'"),
        ("suffixes", ".tsv", "'.tsv' stands alone: give a list or tuple of words"),
        ("suffixes", [5], "suffixes 5"),
        ("media_type", "text", "media_type 'text': a media type looks like text/html"),
        ("media_type", None, "media_type None"),
        (
            "render",
            "package.render",
            "render 'package.render': give a function, or its name as package.module:function",
        ),
        ("render", None, "render None"),
    ],
)
def test_a_format_that_is_none_says_which_field_is_wrong(field, given, message):
    with pytest.raises(PluginError) as caught:
        OutputFormat(**{**GOOD_FORMAT, field: given})
    assert message in str(caught.value)


@pytest.mark.parametrize(("field", "given"), [("name", "A"), ("suffixes", ["x"]), ("sniff", None), ("read", "x")])
def test_a_reader_that_is_none_says_which_field_is_wrong(field, given):
    with pytest.raises(PluginError, match=f"^{field} "):
        Reader(**{**GOOD_READER, field: given})


@pytest.mark.parametrize("make", [lambda: Theme("A"), lambda: RuleSet("cn/x", None)])
def test_every_record_has_a_name_that_can_be_typed(make):
    with pytest.raises(PluginError, match="a name is lower-case letters"):
        make()


def test_records_are_frozen_all_the_way_down():
    made = OutputFormat(**GOOD_FORMAT, options={"a": 1})
    assert made.suffixes == (".tsv",)
    with pytest.raises(TypeError):
        made.options["a"] = 2


def test_a_function_is_itself_and_a_name_is_imported_when_it_is_asked_for():
    assert load(len) is len
    assert load("json:dumps") is json.dumps
