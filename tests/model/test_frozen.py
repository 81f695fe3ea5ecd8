"""The mapping that refuses every change."""

from __future__ import annotations

import copy
import pickle

import pytest

from govreport.model.frozen import FrozenMap


@pytest.mark.parametrize(
    "change",
    [
        lambda it: it.__setitem__("a", 2),
        lambda it: it.__delitem__("a"),
        lambda it: it.update(a=2),
        lambda it: it.__ior__({"a": 2}),
        lambda it: it.pop("a"),
        lambda it: it.popitem(),
        lambda it: it.setdefault("b", 2),
        lambda it: it.clear(),
    ],
)
def test_every_change_is_refused_and_changes_nothing(change):
    frozen = FrozenMap(a=1)
    with pytest.raises(TypeError, match="frozen; make a changed copy"):
        change(frozen)
    assert frozen == {"a": 1}


def test_a_changed_copy_keeps_the_order_and_the_original():
    frozen = FrozenMap(a=1, b=2)
    changed = frozen.with_items([("a", 3), ("c", 4)])
    assert list(changed.items()) == [("a", 3), ("b", 2), ("c", 4)]
    assert frozen == {"a": 1, "b": 2}
    assert isinstance(changed, FrozenMap)


def test_its_repr_says_what_it_is():
    assert repr(FrozenMap(a=1)) == "FrozenMap({'a': 1})"


def test_equal_maps_have_one_hash_whatever_their_order():
    assert len({FrozenMap(a=1, b=2), FrozenMap(b=2, a=1)}) == 1


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))])
def test_copies_are_frozen_too(again):
    copied = again(FrozenMap(a=(1,)))
    assert type(copied) is FrozenMap
    assert copied == {"a": (1,)}
