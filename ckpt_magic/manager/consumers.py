"""Who draws the items of a tracked loop.

Responsible for refusing consumers that make "drawn" and "done" two things, or that keep a
count of their own which a resume does not bring back. Refuses to know what the items are.
"""

from __future__ import annotations

import gc
import itertools
import threading
from collections.abc import Iterator
from typing import Any

from ckpt_magic.core.errors import NotResumableError

_WITH_A_PLACE_OF_THEIR_OWN: tuple[type, ...] = (
    enumerate, zip, itertools.zip_longest, itertools.islice, itertools.pairwise, itertools.cycle,
    itertools.accumulate, itertools.groupby, itertools.compress, itertools.dropwhile,
    getattr(itertools, "batched", zip),  # new in 3.12
)  # fmt: skip
_SHORT_TUPLE = 16


def refuse_wrapped(items: Iterator[Any]) -> None:
    """Refuse an iterator around `items` that counts, pairs or draws ahead.

    Raises
    ------
    NotResumableError
        Naming the iterator and how to turn it round.
    """
    for one in _holders(items):
        if isinstance(one, _WITH_A_PLACE_OF_THEIR_OWN):
            name = type(one).__name__
            raise NotResumableError(
                f"{name}(operation.track(…)) cannot be resumed: {name} would begin anew",
                safe="no item was taken",
                fix=f"turn it round: operation.track({name}(…))",
            )


def refuse_another_thread(thread_id: int) -> None:
    """Refuse to hand an item to a thread other than the one that called ``track``.

    Raises
    ------
    NotResumableError
        As a pool's feeder draws items long before they are worked on.
    """
    if threading.get_ident() != thread_id:
        raise NotResumableError(
            "operation.track() is drawn from by another thread: items would count as done before "
            "they are",
            safe="what was saved is intact",
            fix="call track() in the thread whose loop does the work",
        )


def _holders(items: Iterator[Any]) -> Iterator[Any]:
    """Yield what refers to `items`, looking through the short tuple in which zip keeps its own."""
    for one in gc.get_referrers(items):
        yield one
        if type(one) is tuple and len(one) <= _SHORT_TUPLE:
            yield from gc.get_referrers(one)
