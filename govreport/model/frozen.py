"""An immutable mapping, so that frozen objects are frozen all the way down."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, NoReturn, Self, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class FrozenMap(dict[K, V]):
    """A dict that refuses every change; `with_items` gives a changed copy.

    >>> FrozenMap(a=1).with_items({"b": 2})
    FrozenMap({'a': 1, 'b': 2})
    """

    __slots__ = ()

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse a change; `with_items` makes a changed copy."""
        msg = "this mapping is frozen; make a changed copy with with_items()"
        raise TypeError(msg)

    __setitem__ = __delitem__ = _refuse
    __ior__ = clear = update = _refuse  # pyright: ignore[reportAssignmentType]  # to refuse is the point
    pop = popitem = setdefault = _refuse  # pyright: ignore[reportAssignmentType]  # likewise

    def __hash__(self) -> int:  # type: ignore[override]  # frozen, so hashable, which dict is not
        return hash(frozenset(self.items()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({dict(self)!r})"

    def __reduce__(self) -> tuple[type[Self], tuple[dict[K, V]]]:
        return type(self), (dict(self),)

    def with_items(self, items: Mapping[K, V] | Iterable[tuple[K, V]]) -> Self:
        """Return a copy in which `items` are added or replaced; the order of what was there stays."""
        return type(self)({**self, **dict(items)})
