"""Series, indexes and frames of pandas in a ``for`` header.

Responsible for going over them by position where pandas itself uses a generator. Found by type
name, pandas is never imported. Refuses to know loops.
"""

from __future__ import annotations

import types
from typing import Any

_NAMES = ("Series", "Index", "DataFrame")


class IndexedItems:
    """The items of an array, one position after the other."""

    __slots__ = ("array", "position")

    def __init__(self, array: Any) -> None:
        self.array = array
        self.position = 0

    def __iter__(self) -> IndexedItems:
        return self

    def __next__(self) -> Any:
        if self.position >= len(self.array):
            raise StopIteration
        item = self.array[self.position]
        self.position += 1
        return item

    def __length_hint__(self) -> int:
        return len(self.array) - self.position


def indexed(thing: Any) -> Any:
    """Return something that iterates just like `thing`, but not by a generator of pandas."""
    names = _pandas_names(type(thing))
    if not names or not isinstance(iter(thing), types.GeneratorType):
        return thing
    if "DataFrame" in names:
        return indexed(thing.columns)
    if "RangeIndex" in names:
        return range(thing.start, thing.stop, thing.step)
    return IndexedItems(thing.array)


def _pandas_names(kind: type) -> set[str]:
    names = {c.__name__ for c in kind.__mro__ if c.__module__.partition(".")[0] == "pandas"}
    return names if names.intersection(_NAMES) else set()
