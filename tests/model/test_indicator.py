"""Indicators, axes and members; traits are resolved cell by cell."""

from __future__ import annotations

from decimal import Decimal

import pytest

from govreport.errors import InvalidInput
from govreport.model.cell import parse_cell
from govreport.model.indicator import NO_TRAITS, Axis, Datatype, Member, Nature, Sign, Traits


def traits(form, address):
    return form.traits(parse_cell(address))


def test_a_member_overrides_what_its_indicator_says(mini):
    china = mini("china")
    issued, amount = traits(china, "rules[issued]"), traits(china, "admin_fees[amount]")
    assert (issued.unit, issued.datatype, issued.nature) == ("件", Datatype.COUNT, Nature.FLOW)
    assert (amount.unit, amount.datatype) == ("万元", Datatype.MONEY)
    assert traits(china, "rules[in_force]").nature is Nature.STOCK


def test_what_neither_says_is_a_count_of_things_that_happened(mini):
    plain = traits(mini("us"), "V_A.received[total]")
    assert (plain.unit, plain.datatype.value, plain.sign.value, plain.nature.value, plain.aggregation.value) == (
        None, "count", "nonnegative", "flow", "sum"
    )  # fmt: skip


def test_only_counts_refuse_negative_amounts_by_default(mini):
    assert traits(mini("china"), "admin_fees[amount]").sign is Sign.ANY
    assert traits(mini("china"), "rules[issued]").sign is Sign.NONNEGATIVE


def test_a_sign_that_is_given_holds_for_any_datatype():
    assert Traits(datatype="money", sign="nonnegative").over(NO_TRAITS).sign is Sign.NONNEGATIVE


def test_two_indicators_of_one_member_have_their_own_units(mini):
    canada = mini("canada")
    assert canada.unit(parse_cell("size.pages[total,lt100]"), "en") == "pages"
    assert canada.unit(parse_cell("size.requests[total,lt100]"), "fr") == "demandes"


def test_a_cell_without_a_unit_prints_none(mini):
    assert mini("us").unit(parse_cell("V_A.received[total]"), "en") == ""


def test_a_money_cell_takes_what_a_count_beside_it_refuses(mini):
    import govreport as gr

    report = gr.blank(mini("china"), "x", 2021)
    assert report.fill({"admin_fees[amount]": Decimal("-1.5")})["admin_fees[amount]"].amount == Decimal("-1.5")
    with pytest.raises(InvalidInput, match=r"rules\[issued\]: 1\.5 is no whole number"):
        report.fill({"rules[issued]": Decimal("1.5")})


def test_traits_without_a_word_leave_the_others_as_they_are():
    other = Traits(unit="x")
    assert NO_TRAITS.over(other) is other


AXIS = Axis(
    "a", members=(Member("g", group=True), Member("x", parent="g"), Member("y", parent="g"), Member("t")), total="t"
)


def test_the_leaves_of_an_axis_are_neither_headings_nor_the_total():
    assert [each.id for each in AXIS.leaves()] == ["x", "y"]


@pytest.mark.parametrize(("parent", "below"), [(None, ["g", "t"]), ("g", ["x", "y"]), ("x", [])])
def test_members_stand_under_their_parents(parent, below):
    assert [each.id for each in AXIS.under(parent)] == below


def test_a_repeated_row_has_the_member_of_its_original():
    assert AXIS.member("x#2") is AXIS.member("x")
    assert AXIS.member("z") is None
