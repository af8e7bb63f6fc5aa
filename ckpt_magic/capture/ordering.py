"""The order in which variables are written.

Responsible for keeping it from one save to the next: a stream's references count from the
start, so a change moves everything behind it. Refuses to look inside values.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any


class Ordering:
    """Large and stable variables first, growing and new ones last."""

    def __init__(self) -> None:
        self._known: list[str] = []
        self._sizes: dict[str, int] = {}
        self._settled = False

    def sort(self, names: Sequence[str], namespace: Mapping[str, Any]) -> list[str]:
        """Return `names` in the order to write them."""
        known = [name for name in self._known if name in set(names)]
        new = [name for name in names if name not in set(known)]
        return known + sorted(new, key=lambda name: -_guessed_bytes(namespace[name]))

    def learn(self, sizes: Mapping[str, int]) -> None:
        """Take note of the bytes each variable had, in the order they were written."""
        if self._sizes and not self._settled:
            self._known = sorted(sizes, key=lambda name: self._rank(name, sizes[name]))
            self._settled = True
        else:
            self._known = list(sizes)
        self._sizes = dict(sizes)

    def _rank(self, name: str, size_bytes: int) -> tuple[bool, int]:
        return self._sizes.get(name) != size_bytes, -size_bytes


def _guessed_bytes(value: Any) -> int:
    size = getattr(value, "nbytes", None)
    if type(size) is int:
        return size
    if isinstance(value, list | dict | set | tuple):
        return sys.getsizeof(value) * 8
    return 0 if isinstance(value, type) else sys.getsizeof(object())
