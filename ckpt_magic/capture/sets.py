"""The order in which sets are iterated.

Responsible for bringing the order back where another way of filling the table does (numbers
hash the same everywhere), and for telling which sets iterate otherwise all the same: a new
process hashes text otherwise. Refuses to look deep into values.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Mapping
from typing import Any

from ckpt_magic.core.model import Json

_LIMIT = 2000
_PLACES = (list, tuple, dict)
_TRIES = 300
_TRIED_SIZE = 64


def orders_of(values: Mapping[str, Any]) -> dict[str, Json]:
    """Return, by variable, the size and a digest of the order of each set it holds near its top.

    Examples
    --------
    >>> list(orders_of({"a": {1, 2}, "b": 3}))
    ['a']
    """
    found = {name: [_order(one) for one in _sets_in(value)] for name, value in values.items()}
    return {name: orders for name, orders in found.items() if orders}


def mend_orders(before: Mapping[str, Json], values: dict[str, Any]) -> None:
    """Fill sets again until they iterate as they did, where some way of filling them does.

    The order depends on the hashes and on the history of the table. A set is mended in place;
    a frozenset that is a variable itself is replaced by an equal one.
    """
    mended: dict[int, Any] = {}
    for name in [name for name in before if name in values]:
        for one, saved in zip(_sets_in(values[name]), before[name], strict=False):
            if id(one) not in mended and len(one) == saved[0] and _order(one) != saved:
                mended[id(one)] = _refilled(one, saved)
    for name, value in values.items():
        if type(value) is frozenset:
            values[name] = mended.get(id(value), value)


def _refilled(one: Any, saved: Json) -> Any:
    """Return a set that iterates as saved: `one` itself if it can be changed, else one like it."""
    items, shuffle = list(one), random.Random(1).shuffle  # noqa: S311 (any order will do)
    tries = _TRIES if len(items) <= _TRIED_SIZE else 1
    for _ in range(tries):
        attempt = frozenset(items)
        if _order(attempt) == saved:
            return _become(one, items) if type(one) is set else attempt
        shuffle(items)
    return one


def _become(one: set[Any], items: list[Any]) -> set[Any]:
    one.clear()
    for item in items:
        one.add(item)
    return one


def reordered(before: Mapping[str, Json], values: Mapping[str, Any]) -> tuple[tuple[str, int], ...]:
    """Return the variables with a set that iterates in another order now, and the set's size."""
    after = orders_of({name: values[name] for name in before if name in values})
    return tuple(
        (name, one[0])
        for name, orders in after.items()
        for one, saved in zip(orders, before[name], strict=False)
        if one[0] == saved[0] and one[1] != saved[1]
    )


def _sets_in(value: Any) -> Iterator[Any]:
    waiting, looked_at = [value], 0
    while waiting and looked_at < _LIMIT:
        one = waiting.pop()
        looked_at += 1
        if type(one) in (set, frozenset):
            if len(one) > 1:
                yield one
        elif type(one) in _PLACES and len(one) <= _LIMIT:
            waiting.extend(one.values() if type(one) is dict else one)


def _order(one: Any) -> list[Json]:
    digest = hashlib.blake2b(digest_size=8)
    for item in one:
        digest.update(_text_of(item).encode("utf-8", "backslashreplace"))
    return [len(one), digest.hexdigest()]


def _text_of(item: Any) -> str:
    plain = isinstance(item, str | bytes | int | float | tuple | frozenset | type(None))
    return repr(item) if plain else type(item).__name__
