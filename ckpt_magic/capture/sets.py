"""The order in which sets are iterated.

Responsible for telling which sets came back in another order: a new process hashes text
otherwise. Refuses to bring the order back, which cannot be done.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from ckpt_magic.core.model import Json

_LIMIT = 2000
_PLACES = (list, tuple, dict)


def orders_of(values: Mapping[str, Any]) -> dict[str, Json]:
    """Return, by variable, the size and a digest of the order of each set it holds near its top.

    Examples
    --------
    >>> list(orders_of({"a": {1, 2}, "b": 3}))
    ['a']
    """
    found = {name: [_order(one) for one in _sets_in(value)] for name, value in values.items()}
    return {name: orders for name, orders in found.items() if orders}


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
