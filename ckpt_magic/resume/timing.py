"""When this run saves next.

Responsible for keeping what a schedule looks at, and for waking the loop when it is time.
Refuses to save, and to know what a save is.
"""

from __future__ import annotations

import time
from dataclasses import replace

from ckpt_magic.core.schedule import SaveHistory, Schedule
from ckpt_magic.resume.clock import Alarm

RETRY_S = 5.0
"""A save that failed is not tried again sooner."""


class SaveTimer:
    """Asks a schedule, and raises the flag in `due` when it says so."""

    def __init__(self, schedule: Schedule, due: list[bool]) -> None:
        self._schedule = schedule
        self._due = due
        self._alarm = Alarm(due)
        self._history = SaveHistory(started_at=time.monotonic())

    def start(self) -> None:
        """Count from now on."""
        self._history = SaveHistory(started_at=time.monotonic())
        self._alarm.start()
        self.arm()

    def stop(self) -> None:
        """Raise the flag no more."""
        self._alarm.stop()

    @property
    def elapsed_s(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._history.started_at

    def is_due(self, ticks: int) -> bool:
        """Whether to save now, `ticks` passes after the last save."""
        self._history = replace(self._history, items_since_save=ticks)
        return self._schedule.due(self._history, time.monotonic())

    def arm(self) -> None:
        """Have the loop look again when the next save is due."""
        self._alarm.set(self._schedule.wake_at(self._history))
        if self._schedule.due(self._history, time.monotonic()):
            self._due.append(True)

    def saved(self, cost_s: float) -> None:
        """Hear that a save ended now and what it took from the loop."""
        self._history = SaveHistory(
            started_at=self._history.started_at,
            last_saved_at=time.monotonic(),
            last_cost_s=cost_s,
        )

    def failed(self, cost_s: float) -> None:
        """Hear that a save failed now: it is not tried again at once."""
        self.saved(max(cost_s, RETRY_S / 100))
