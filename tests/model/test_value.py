"""Values: amounts that are exact, and the reasons why there is none."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import attrs
import pytest

from govreport.errors import InvalidInput
from govreport.model.value import ABSENT, BLANK, MAX_DIGITS, State, Value, number


@pytest.mark.parametrize(
    ("given", "amount"),
    [
        (120, Decimal(120)),
        (0, Decimal(0)),
        (Decimal("0.1"), Decimal("0.1")),
        ("text", "text"),
        (True, True),
        (False, False),
        (dt.date(2019, 3, 4), dt.date(2019, 3, 4)),
    ],
)
def test_what_a_script_gives_becomes_the_amount(given, amount):
    value = Value.of(given)
    assert (value.amount, type(value.amount), value.state) == (amount, type(amount), State.NUMBER)


@pytest.mark.parametrize("given", [None, ""])
def test_nothing_is_a_blank_and_not_0(given):
    assert Value.of(given) is BLANK
    assert BLANK.amount is None


def test_a_state_alone_is_a_value_of_that_state():
    assert Value.of(State.WITHHELD) == Value(state="withheld")


def test_a_value_stays_the_value_it_is():
    assert Value.of(ABSENT) is ABSENT


def test_a_float_is_refused_with_the_decimal_to_write():
    with pytest.raises(InvalidInput, match=r'0\.1 is a float.*write Decimal\("0\.1"\)'):
        Value.of(0.1)


@pytest.mark.parametrize("given", [object(), [1], {"amount": 1}, b"1", dt.time(1)])
def test_what_is_no_amount_is_refused(given):
    with pytest.raises(InvalidInput, match="is no value; give a number, a text"):
        Value.of(given)


@pytest.mark.parametrize("given", ["NaN", "Infinity", "-Infinity", "sNaN"])
def test_numbers_are_finite(given):
    with pytest.raises(InvalidInput, match="is no number; use null for a blank cell"):
        Value.of(Decimal(given))


@pytest.mark.parametrize(
    "given",
    [10**MAX_DIGITS, -(10**MAX_DIGITS), Decimal("1e40"), Decimal("1e-41"), pytest.param(1 << 100_000_000, id="huge")],
)
def test_numbers_longer_than_any_figure_are_refused_at_once(given):
    with pytest.raises(InvalidInput, match="more than 40 digits"):
        number(given)


@pytest.mark.parametrize(
    "given", [10**MAX_DIGITS - 1, Decimal("1e-40"), Decimal("-" + "9" * 39 + ".5"), Decimal("0e-99")]
)
def test_numbers_up_to_the_limit_are_kept_exactly(given):
    assert str(number(given)) == str(given)


@pytest.mark.parametrize("given", ["12a", None])
def test_only_whole_numbers_and_decimals_are_numbers(given):
    with pytest.raises(InvalidInput, match="is no number"):
        number(given)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "contradicts itself"),
        ({"amount": Decimal(1), "state": "blank"}, "contradicts itself"),
        ({"amount": Decimal(1), "bound": Decimal(2)}, "a bound goes with the state 'below'"),
        ({"state": "below"}, "a bound goes with the state 'below'"),
        ({"state": "withheld", "bound": Decimal(1)}, "a bound goes with the state 'below'"),
    ],
)
def test_a_value_cannot_contradict_itself(fields, message):
    with pytest.raises(InvalidInput, match=message):
        Value(**fields)


def test_a_value_known_only_by_its_bound_keeps_the_bound_and_no_amount():
    value = Value.below(1)
    assert (value.state, value.bound, value.amount) == (State.BELOW, Decimal(1), None)


@pytest.mark.parametrize(
    ("value", "is_number"), [(Value.of(1), True), (Value.of("1"), False), (Value.of(True), False), (BLANK, False)]
)
def test_only_decimals_are_reckoned_with(value, is_number):
    assert value.is_number is is_number


def test_quality_and_confidentiality_do_not_touch_presence():
    value = attrs.evolve(BLANK, quality="estimated", confidentiality="restricted")
    assert (value.state, value.quality.value) == (State.BLANK, "estimated")


def test_values_are_frozen():
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        BLANK.raw = "-"
