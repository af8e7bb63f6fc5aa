"""What the text of a namespace tells apart, and what it does not."""

from __future__ import annotations

import functools
import io
import math
import random

import numpy as np
import pytest

from tests.conformance.canonical import canonical_namespace


def _alias() -> dict[str, object]:
    shared: list[object] = []
    return {"a": shared, "b": [shared]}


class _Slotted:
    __slots__ = ("value",)
    __module__ = "__main__"

    def __init__(self, value: object) -> None:
        self.value = value


def _view() -> dict[str, object]:
    base = np.arange(4)
    return {"a": base, "b": base[1:]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (_alias(), {"a": [], "b": [[]]}),
        (_view(), {"a": np.arange(4), "b": np.arange(1, 4)}),
        ({"a": {1: 0, 2: 0}}, {"a": {2: 0, 1: 0}}),
        ({"a": 1}, {"a": 1.0}),
        ({"a": functools.partial(pow, 2)}, {"a": functools.partial(pow, 3)}),
        ({"a": random.Random(1)}, {"a": random.Random(2)}),
        ({"a": np.random.default_rng(1)}, {"a": np.random.default_rng(2)}),
        ({"a": iter([1, 2])}, {"a": iter([2])}),
        ({"a": _Slotted(1)}, {"a": _Slotted(2)}),
        ({"a": io.StringIO("one")}, {"a": io.StringIO("two")}),
        ({"a": random.random}, {"a": random.Random(1).random}),
        ({"a": 1}, {"b": 1}),
    ],
)
def test_a_difference_shows(one: dict[str, object], other: dict[str, object]) -> None:
    """Values, types, order, aliases, positions of iterators and random streams are told apart."""
    assert canonical_namespace(one) != canonical_namespace(other)


@pytest.mark.parametrize(
    "make",
    [
        _alias,
        _view,
        lambda: {"a": frozenset({3, 99}), "b": frozenset({99, 3})},
        lambda: {"a": {"x", "y"}, "b": object(), "c": math},
        lambda: {"a": _Slotted([1]), "f": lambda x, y=[1]: x + y},
        lambda: {"a": random.Random(1), "b": np.random.default_rng(1)},
    ],
)
def test_equal_namespaces_have_one_text(make: object) -> None:
    """Addresses, set order and identity numbers of two equal namespaces do not show."""
    assert callable(make)
    assert canonical_namespace(make()) == canonical_namespace(make())
