"""When a tracked loop saves.

Responsible for feeding a schedule with the time and with what a save cost. Refuses to know
what is saved; the clock is handed in.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable

from ckpt_magic.core.schedule import SaveHistory, Schedule


class Pacer:
    """Asks a schedule between two items.

    Examples
    --------
    >>> from ckpt_magic.core.schedule import EveryItems
    >>> pacer = Pacer(EveryItems(2))
    >>> pacer.item_done(), pacer.item_done()
    (False, True)
    """

    def __init__(self, schedule: Schedule, clock: Callable[[], float] = time.monotonic) -> None:
        self._schedule = schedule
        self._clock = clock
        self._items = 0
        self._started_at = clock()
        self._last_saved_at: float | None = None
        self._last_cost_s = 0.0
        self._counts_items = schedule.due(self._history(sys.maxsize), self._started_at)
        self._wake_at = self._next_wake_at()

    @property
    def unsaved_items(self) -> int:
        """Items done since the last save."""
        return self._items

    def item_done(self) -> bool:
        """Count one item; return whether to save now."""
        self._items += 1
        now = self._clock()
        if now < self._wake_at and not self._counts_items:
            return False  # the usual case, at the price of reading a clock
        return self._schedule.due(self._history(self._items), now)

    def attempt(self, save: Callable[[], bool]) -> None:
        """Run `save` and remember its cost; items stay unsaved where it returns false."""
        begun = self._clock()
        saved = save()
        self._last_saved_at = self._clock()
        self._last_cost_s = self._last_saved_at - begun
        self._items = 0 if saved else self._items
        self._wake_at = self._next_wake_at()

    def _history(self, items: int) -> SaveHistory:
        return SaveHistory(
            started_at=self._started_at,
            last_saved_at=self._last_saved_at,
            last_cost_s=self._last_cost_s,
            items_since_save=items,
        )

    def _next_wake_at(self) -> float:
        at = self._schedule.wake_at(self._history(0))
        return math.inf if at is None else at
