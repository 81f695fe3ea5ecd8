"""Addresses: reading, printing, and the marks of repeated rows."""

from __future__ import annotations

import pytest

from govreport.errors import InvalidInput
from govreport.model.cell import Cell, original, parse_cell


@pytest.mark.parametrize(
    "address",
    [
        "own_docs",
        "requests_new[natural_person]",
        "V_B_1.reason[C1,NoRecords]",
        "VII_E.days[C1,1]",
        "VII_C_1.count[total,401+]",
        "V_B_1.reason[C3#2,Other]",
        "IV.count[s1,total#12]",
    ],
)
def test_addresses_are_printed_as_they_were_written(address):
    assert str(parse_cell(address)) == address


def test_space_around_members_says_nothing():
    assert parse_cell(" a.b[ x , y ] ") == Cell("a.b", ("x", "y"))


@pytest.mark.parametrize(
    "address",
    [
        "", " ", "1a", "a.", ".a", "a..b", "a b", "a[", "a]", "a[]", "a[x]y", "a[x][y]", "a[x,]", "a[,x]", "a[x y]",
        "a[x#]", "a[#2]", "a[x#0]", "a[x#2y]", "a[x#2#3]", "a[*]", "a[é]", "総数", "a[x]\nb", "a-b",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_and_shown(address):
    with pytest.raises(InvalidInput) as caught:
        parse_cell(address)
    assert repr(address) in str(caught.value)


@pytest.mark.parametrize(("member", "plain"), [("C3#2", "C3"), ("C3", "C3"), ("401+", "401+")])
def test_a_repeated_row_stands_for_its_original(member, plain):
    assert original(member) == plain


def test_cells_are_sorted_by_indicator_then_members():
    cells = [parse_cell(each) for each in ("b", "a[y]", "a[x]", "a")]
    assert [str(each) for each in sorted(cells)] == ["a", "a[x]", "a[y]", "b"]


def test_the_repr_of_a_cell_shows_its_address():
    assert repr(Cell("a", ("x", "y"))) == "Cell('a[x,y]')"
