"""Iterators that a loop of this process has already drawn items from.

Responsible for refusing them when the loop is entered again: what they gave is gone, and
skipping in what is left would leave items out without a word. Refuses to know positions.
"""

from __future__ import annotations

import gc
import io
from collections.abc import Iterator
from threading import Lock
from typing import Any

from ckpt_magic.core.errors import ResumeError

_SHORT_TUPLE = 16
"""``zip`` and ``map`` keep their iterators in a tuple; a longer one is data."""
_used: dict[str, list[Any]] = {}
_lock = Lock()


def claim(operation_id: str, iterable: Any) -> None:
    """Note the iterators in `iterable` as used by an operation's loop.

    Raises
    ------
    ResumeError
        When one of them was used by an earlier loop of the operation in this process.
    """
    inside = iterators_inside(iterable)
    with _lock:
        used = _used.setdefault(operation_id, [])
        if any(one is other for one in inside for other in used):
            raise ResumeError(
                "the iterator given to track() was used before: its items are gone",
                safe="the checkpoint is intact",
                fix="make it anew (open the file again, call the generator again)",
            )
        used.extend(inside)


def release(operation_id: str) -> None:
    """Forget the iterators of an operation that needs no loop any more."""
    with _lock:
        _used.pop(operation_id, None)


def iterators_inside(iterable: Any) -> list[Any]:
    """Return one-shot iterators that `iterable` is, or draws its items from.

    Examples
    --------
    >>> numbers = iter([1, 2])
    >>> numbers in iterators_inside(enumerate(numbers))
    True
    """
    found: list[Any] = []
    pending = [iterable]
    while pending:
        one = pending.pop()
        if type(one) is tuple and len(one) <= _SHORT_TUPLE:
            pending.extend(one)
        elif _is_iterator(one, iterable) and not any(one is other for other in found):
            found.append(one)
            pending.extend(gc.get_referents(one))
    return found


def _is_iterator(one: Any, source: Any) -> bool:
    """Files count only where they are the source itself: a generator may hold one to write to."""
    return isinstance(one, Iterator) and (one is source or not isinstance(one, io.IOBase))
