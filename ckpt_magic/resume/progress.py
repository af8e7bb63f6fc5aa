"""How far an iterator is, worked out when somebody asks.

Responsible for reading a position out of an iterator without moving it, so that a loop pays
nothing per item. Refuses to guess: an unknown total is ``None``.
"""

from __future__ import annotations

import gc
import operator
from collections.abc import Mapping, Set
from typing import Any

from ckpt_magic.core.model import Progress
from ckpt_magic.resume import bars, frames_of_data

_SEQUENCES: tuple[Any, ...] = (range(0), range(2**70), [], (), "", "é", b"", bytearray())
_SEQUENCE_ITERATORS = frozenset(type(iter(example)) for example in _SEQUENCES)


def progress_of(iterator: Any) -> Progress:
    """Return how many items an iterator has given, and of how many where that is known.

    Examples
    --------
    >>> numbers = iter([4, 5, 6])
    >>> _ = next(numbers)
    >>> str(progress_of(enumerate(numbers)))
    '1 of 3'
    """
    if isinstance(iterator, bars.ResumableBar):
        return Progress(processed=iterator.given, total=_total_of_bar(iterator.bar))
    if isinstance(iterator, frames_of_data.IndexedItems):
        return Progress(processed=iterator.position, total=len(iterator.array))
    if type(iterator) in _SEQUENCE_ITERATORS:
        return _from_state(iterator)
    if type(iterator) in (enumerate, zip, map, filter):
        return _from_parts(iterator)
    return _from_remaining(iterator)


def _total_of_bar(bar: Any) -> int | None:
    total = getattr(bar, "total", None)
    return int(total) if isinstance(total, int | float) else None


def _from_state(iterator: Any) -> Progress:
    """Read container and index as pickling would."""
    _, (container, *_), *index = iterator.__reduce__()
    given = index[0] if index else 0
    return Progress(processed=given or 0, total=len(container))


def _from_parts(iterator: Any) -> Progress:
    """Follow the part that ends first: it ends the whole."""
    parts = [part for part in iterator.__reduce__()[1] if hasattr(type(part), "__next__")]
    found = [progress_of(part) for part in parts]
    return min(found, key=_to_come, default=Progress())


def _to_come(progress: Progress) -> float:
    return float("inf") if progress.total is None else progress.total - progress.processed


def _from_remaining(iterator: Any) -> Progress:
    """Compare what is to come with the size of the container that the iterator refers to."""
    to_come = operator.length_hint(iterator, -1)
    sizes = [len(r) for r in gc.get_referents(iterator) if _is_sized(r)]
    if to_come < 0 or len(sizes) != 1 or sizes[0] < to_come:
        return Progress()
    return Progress(processed=sizes[0] - to_come, total=sizes[0])


def _is_sized(thing: Any) -> bool:
    kinds = (Mapping, Set, list, tuple)
    array = type(thing).__module__ == "numpy" and getattr(thing, "ndim", 0) > 0
    return array or isinstance(thing, kinds) or type(thing).__name__ in ("deque", "array")
