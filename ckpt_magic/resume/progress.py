"""How far an iterator is, worked out when somebody asks.

Responsible for reading a position out of an iterator without moving it and without running
anybody's code, so that a loop pays nothing per item. Refuses to guess: an unknown total is
``None``.
"""

from __future__ import annotations

import operator
from typing import Any

from ckpt_magic.core.model import Progress
from ckpt_magic.resume import bars, frames_of_data, iteration

_WITH_INDEX: tuple[Any, ...] = ([], (), "", "é", b"", bytearray())
_INDEXED = frozenset(type(iter(example)) for example in _WITH_INDEX)


def progress_of(iterator: Any, length: int | None) -> Progress | None:
    """Return how many items an iterator has given, and of how many; ``None`` if not known.

    `length` is what `to_come` said before the first item.

    Examples
    --------
    >>> numbers = iter([4, 5, 6])
    >>> _ = next(numbers)
    >>> str(progress_of(numbers, 3))
    '1 of 3'
    """
    if isinstance(iterator, bars.ResumableBar):
        total = getattr(iterator.bar, "total", None)
        return Progress(processed=iterator.given, total=None if total is None else int(total))
    rest = to_come(iterator)
    if rest is None:
        return None
    given = _given(iterator)
    if given is None:
        return None if length is None else Progress(processed=max(0, length - rest), total=length)
    return Progress(processed=given, total=given + rest)


def to_come(iterator: Any) -> int | None:
    """Return how many items an iterator has still to give; ``None`` where it does not know."""
    kind = type(iterator)
    if isinstance(iterator, bars.ResumableBar):
        return to_come(iterator.iterator)
    if isinstance(iterator, frames_of_data.IndexedItems):
        return len(iterator.array) - iterator.position
    if kind in iteration.COMPOSED and kind is not filter:
        rests = [to_come(part) for part in iteration.parts_of(iterator)]
        return min((rest for rest in rests if rest is not None), default=None)
    if kind in iteration.SIMPLE:
        rest = operator.length_hint(iterator, -1)
        return None if rest < 0 else rest
    return None


def _given(iterator: Any) -> int | None:
    """Read the index of a sequence's iterator, as pickling would; the sequence may have grown."""
    if type(iterator) not in _INDEXED:
        return None
    state = iterator.__reduce__()
    return state[2] if len(state) > 2 else None
