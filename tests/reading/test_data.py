"""Plain data out of JSON and TOML."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from govreport.errors import InvalidInput
from govreport.reading.data import MAX_DEPTH, parse_json, parse_toml
from govreport.reading.source import Source


def json_of(text):
    return parse_json(Source(text if isinstance(text, bytes) else text.encode(), "a.json"))


def toml_of(text):
    return parse_toml(Source(text if isinstance(text, bytes) else text.encode(), "a.toml"))


@pytest.mark.parametrize("figure", ["0.1", "1.10", "1E+2", "12345678901234567890.123456789", "1e-7"])
def test_numbers_with_a_point_or_exponent_are_exact_decimals(figure):
    for found in (json_of(f'{{"a": {figure}}}')["a"], toml_of(f"a = {figure.replace('E+', 'e')}")["a"]):
        assert type(found) is Decimal
        assert found == Decimal(figure)
    assert str(json_of(f"[{figure}]")[0]) == str(Decimal(figure))


def test_whole_numbers_stay_whole():
    assert type(json_of("[7]")[0]) is int


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("{", "line 1, column 2", "this is no JSON"),
        ('{"a": 1,\n "b": }', "line 2, column 7", "this is no JSON"),
        ("", "line 1, column 1", "this is no JSON"),
        ('{"a": 1} x', "line 1, column 10", "this is no JSON"),
        ('{"a": NaN}', "line 1, column 7", "write null for a blank cell"),
        ('{"a": Infinity}', "line 1, column 7", "write null for a blank cell"),
        ('{"a": -Infinity}', "line 1, column 7", "write null for a blank cell"),
        ('{"a": 01}', "line 1", "this is no JSON"),
        ("{'a': 1}", "line 1, column 2", "this is no JSON"),
    ],
)
def test_what_is_no_json_is_named_with_line_and_column(text, place, message):
    with pytest.raises(InvalidInput) as caught:
        json_of(text)
    assert str(caught.value).startswith(f"a.json: {place}")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1,\n"a": 2}', "a.json: line 2: the key 'a' stands twice; delete one of them"),
        ('{"values": {"x": 1,\n\n "x": 1}}', "a.json: line 3: the key 'x' stands twice"),
        ('{"a": {"id": 1},\n "b": {"id": 1, "id": 2}}', "a.json: the key 'id' stands twice"),
        ('{"a": "\\"x\\"",\n "x": 1,\n "x" : 2}', "a.json: line 3: the key 'x' stands twice"),
        ('{"\\u0061": 1, "a": 2}', "a.json: the key 'a' stands twice"),
    ],
)
def test_a_repeated_key_is_an_error_that_names_its_line_if_it_is_sure(text, message):
    with pytest.raises(InvalidInput) as caught:
        json_of(text)
    assert str(caught.value).startswith(message)


def test_many_keys_with_one_repeated_are_refused_in_a_moment():
    keys = ",".join(f'"k{place}":1' for place in range(100_000))
    started = time.perf_counter()
    with pytest.raises(InvalidInput, match="'k99999' stands twice"):
        json_of("{" + keys + ',"k99999":2}')
    assert time.perf_counter() - started < 30


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = \n", "a.toml: line 1, column 5: this is no TOML: Invalid value"),
        ("a = 1\na = 2\n", "a.toml: line 2, column 6: this is no TOML: Cannot overwrite a value"),
        ("a = 'x", "a.toml: end of document: this is no TOML"),
        ("a = 2023-02-30", "this is no TOML"),
    ],
)
def test_what_is_no_toml_is_named_with_line_and_column(text, message):
    with pytest.raises(InvalidInput) as caught:
        toml_of(text)
    assert message in str(caught.value)


def nested(levels):
    return "[" * levels + "]" * levels


@pytest.mark.parametrize("levels", [MAX_DEPTH + 1, 900, 100_000])
def test_deep_nesting_is_refused(levels):
    for parse, text in (
        (json_of, nested(levels)),
        (toml_of, f"a = {nested(levels)}"),
        (json_of, '{"a":' * levels + "1" + "}" * levels),
    ):
        with pytest.raises(InvalidInput, match="nested too deeply"):
            parse(text)


def test_nesting_up_to_the_limit_is_read():
    assert json_of(nested(MAX_DEPTH)) is not None
    assert toml_of(f"a = {nested(MAX_DEPTH - 1)}")["a"] is not None


@pytest.mark.parametrize(
    "text", ["a." * 50_000 + "a = 1", "[" + "a." * 50_000 + "a]", 'b = {"a b"' + '."a b"' * 50_000 + " = 1}"]
)
def test_dotted_keys_of_thousands_of_parts_are_refused_at_once(text):
    started = time.perf_counter()
    with pytest.raises(InvalidInput, match="nested too deeply"):
        toml_of(text)
    assert time.perf_counter() - started < 10


def test_long_words_and_dotted_keys_of_some_parts_are_read_in_a_moment():
    started = time.perf_counter()
    assert toml_of(f'a.b.c.d = "{"x" * 2_000_000}"')["a"]["b"]["c"]["d"][0] == "x"
    assert toml_of(f'a = "{"x. " * 30}"')["a"].startswith("x. ")
    assert time.perf_counter() - started < 20


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (json_of, "[1" + "0" * 1_000_000 + "]"),
        (json_of, '{"a": 1e99999999999999999999}'),
        (toml_of, "a = 1" + "0" * 1_000_000),
        (toml_of, "a = 0x" + "f" * 100_000),
        (toml_of, "a = 1e99999999999999999999"),
    ],
)
def test_giant_numbers_are_refused_in_a_moment(parse, text):
    started = time.perf_counter()
    with pytest.raises(InvalidInput, match="holds a number that is too long; check it for a typing error"):
        parse(text)
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize("text", [r'["\ud800"]', r'{"\udfff": 1}', r'{"a": [{"b": "x\ud83dy"}]}'])
def test_half_characters_are_refused_since_they_cannot_be_written(text):
    with pytest.raises(InvalidInput, match="half a character"):
        json_of(text)


def test_whole_characters_beyond_the_basic_plane_are_read():
    assert json_of(r'["\ud83d\ude00"]') == ["😀"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_json_and_toml_are_read_in_every_known_encoding(encoding):
    assert json_of('{"名": "某局"}'.encode(encoding)) == {"名": "某局"}
    assert toml_of('"名" = "某局"\r\n'.encode(encoding)) == {"名": "某局"}
