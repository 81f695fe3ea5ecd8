"""The algebra of missing values: no state becomes 0, none vanishes, and order does not matter."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import govreport as gr
from govreport.checks import Policy
from govreport.combine import total
from govreport.model.frozen import FrozenMap
from govreport.model.indicator import Aggregation
from govreport.model.value import Quality, State, Value

numbers = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12).map(
    Value.of
)
states = st.sampled_from([state for state in State if state not in {State.NUMBER, State.BELOW}]).map(
    lambda state: Value(state=state)
)
below = st.integers(1, 100).map(Value.below)
values = st.lists(st.one_of(numbers, states, below), max_size=12)
ZERO_FOR_ALL = Policy(aggregate=FrozenMap({state: Decimal(0) for state in State if state is not State.NUMBER}))


@given(values, st.randoms())
def test_order_does_not_matter(given_values, chance):
    shuffled = list(given_values)
    chance.shuffle(shuffled)
    assert total(shuffled) == total(given_values)


@given(values)
def test_every_value_is_counted_under_its_state(given_values):
    found = total(given_values)
    assert sum(found.states.values()) == len(given_values)
    assert found.contributors == found.states.get(State.NUMBER, 0)


@given(values)
def test_a_total_is_a_number_only_if_there_was_one(given_values):
    found = total(given_values)
    has_number = any(each.is_number for each in given_values)
    assert found.value.is_number is has_number
    if has_number:
        assert found.value.amount == sum(each.amount for each in given_values if each.is_number)
        assert found.value.quality is Quality.DERIVED


@given(values, values)
def test_the_sum_of_parts_is_the_sum_of_all(first, second):
    parts = [total(first).value, total(second).value]
    whole = total([*first, *second])
    if all(part.is_number for part in parts):
        assert total(parts).value.amount == whole.value.amount


@given(values)
def test_complete_means_that_nothing_that_belongs_in_it_was_missing(given_values):
    found = total(given_values)
    missing = {State.BLANK, State.ABSENT, State.WITHHELD, State.INVALID, State.BELOW}
    assert found.complete is not any(each.state in missing for each in given_values)
    assert found.lower_bound is any(each.state is State.WITHHELD for each in given_values)


@given(st.lists(states, min_size=1).filter(lambda each: True))
def test_without_a_number_there_is_a_state_that_was_met(given_values):
    assert total(given_values).value.state in {each.state for each in given_values}


@given(values)
def test_a_policy_puts_numbers_in_and_leaves_none_out(given_values):
    found = total(given_values, policy=ZERO_FOR_ALL)
    assert found.contributors == len(given_values)
    assert found.complete


@given(st.lists(numbers, min_size=1))
def test_minimum_and_maximum_are_of_the_values(given_values):
    amounts = [each.amount for each in given_values]
    assert total(given_values, Aggregation.MIN).value.amount == min(amounts)
    assert total(given_values, Aggregation.MAX).value.amount == max(amounts)


def test_nothing_adds_up_to_nothing():
    assert total([]).value.state is State.ABSENT
    assert total([Value(state="not_applicable")] * 3).value.state is State.NOT_APPLICABLE
    assert total([Value(state="not_applicable"), Value.of(None)]).value.state is State.BLANK


@pytest.mark.parametrize("aggregation", [Aggregation.NONE, Aggregation.RECOMPUTE, Aggregation.TOP])
def test_medians_ratios_and_lists_refuse(aggregation):
    with pytest.raises(gr.InvalidInput, match="do not add up"):
        total([Value.of(1)], aggregation)


def test_a_text_refuses():
    with pytest.raises(gr.InvalidInput, match="is no number and cannot be added up"):
        total([Value.of("text")])


@pytest.mark.parametrize(
    ("values", "aggregation", "expected", "complete"),
    [
        ([Value.below(1), Value.of(3)], "min", Value.below(1), True),
        ([Value.below(5), Value.of(3)], "min", Value.of(3), False),
        ([Value.below(1)], "min", Value.below(1), True),
        ([Value.below(1), Value.of(3)], "max", Value.of(3), True),
        ([Value.below(5), Value.of(3)], "max", Value.of(3), False),
        ([Value.below(1), Value.below(2)], "max", Value.below(2), True),
    ],
)
def test_a_bound_counts_in_minima_and_maxima_where_it_decides_them(values, aggregation, expected, complete):
    found = total(values, Aggregation(aggregation))
    assert (found.value.amount, found.value.bound) == (expected.amount, expected.bound)
    assert found.complete is complete
