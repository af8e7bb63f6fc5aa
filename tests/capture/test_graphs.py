"""Any graph of plain containers comes back with its shape."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.capture.namespaces import put_into, run, snapshot_of


class Shape:
    """Walks two graphs side by side and compares values, types and what is the same object."""

    def __init__(self) -> None:
        self.pairs: dict[int, Any] = {}
        self.reverse: dict[int, Any] = {}

    def same(self, one: Any, other: Any) -> bool:
        if type(one) is not type(other):
            return False
        if isinstance(one, int | str | float | None):
            return bool(one == other)
        if id(one) in self.pairs or id(other) in self.reverse:
            return self.pairs.get(id(one)) is other and self.reverse.get(id(other)) is one
        self.pairs[id(one)], self.reverse[id(other)] = other, one
        ones, others = self.parts(one), self.parts(other)
        return len(ones) == len(others) and all(map(self.same, ones, others))

    def parts(self, obj: Any) -> list[Any]:
        if isinstance(obj, dict):
            return [part for item in obj.items() for part in item]
        return list(obj) if isinstance(obj, list | tuple) else [obj.__dict__]


def graph(seed: int, size: int) -> list[Any]:
    """Return nodes of random containers that refer to each other, cycles included."""
    draw = random.Random(seed)
    kinds = [list, dict, Node]
    nodes: list[Any] = [draw.choice(kinds)() for _ in range(size)]
    for node in nodes:
        for place in range(draw.randrange(4)):
            _put(node, place, draw.choice([*nodes, (draw.choice(nodes), 1), 7, "text", None]))
    return nodes


def _put(node: Any, place: int, child: Any) -> None:
    if isinstance(node, list):
        node.append(child)
    elif isinstance(node, dict):
        node[place] = child
    else:
        setattr(node, f"a{place}", child)


class Node:
    """An object of an importable class."""


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), size=st.integers(1, 12), split=st.integers(1, 4))
def test_graphs_come_back_isomorphic(seed: int, size: int, split: int) -> None:
    """Values, types, sharing and cycles survive, within a variable and between variables."""
    nodes = graph(seed, size)
    values = {f"v{place}": nodes[place::split] for place in range(split)}
    namespace = run("", **values)
    target = run("")
    put_into(snapshot_of(namespace), target)
    assert Shape().same([*values.values()], [target[name] for name in values])
