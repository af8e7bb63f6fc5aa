"""When to save, decided over plain numbers.

Responsible for the policies behind ``--every``, ``--interval`` and the default. Refuses to
know clocks and threads: the caller passes the time and arms its own timer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

DEFAULT_COST_RATIO = 100.0
"""Time between two saves over the cost of one: 100 keeps the overhead near 1 %."""
DEFAULT_FIRST_S = 2.0
"""Seconds before the first save, which nothing is known about yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveHistory:
    """What a schedule may look at. Times are seconds on one monotonic clock.

    ``last_cost_s`` is what the last save took from the loop; ``items_since_save`` counts
    iterations since the last save, or since the start.
    """

    started_at: float
    last_saved_at: float | None = None
    last_cost_s: float = 0.0
    items_since_save: int = 0


class Schedule(Protocol):
    """Decides when a save is due."""

    def due(self, history: SaveHistory, now: float) -> bool:
        """Whether to save at `now`."""
        ...

    def wake_at(self, history: SaveHistory) -> float | None:
        """When a timer should ask again; ``None`` where only items matter."""
        ...


@dataclass(frozen=True, slots=True)
class EveryItems:
    """Save after every `items` iterations.

    Examples
    --------
    >>> EveryItems(100).due(SaveHistory(started_at=0.0, items_since_save=100), now=1.0)
    True
    """

    items: int

    def due(self, history: SaveHistory, now: float) -> bool:  # noqa: ARG002 (one protocol for all)
        """Whether enough items were done."""
        return history.items_since_save >= self.items

    def wake_at(self, history: SaveHistory) -> float | None:  # noqa: ARG002 (one protocol for all)
        """Never: a clock has no say."""
        return None


@dataclass(frozen=True, slots=True)
class EveryInterval:
    """Save `interval_s` seconds after the last save, or after the start."""

    interval_s: float

    def due(self, history: SaveHistory, now: float) -> bool:
        """Whether the interval is over."""
        return now >= self.wake_at(history)

    def wake_at(self, history: SaveHistory) -> float:
        """End of the running interval."""
        return _since(history) + self.interval_s


@dataclass(frozen=True, slots=True)
class BoundedOverhead:
    """Save no sooner than `cost_ratio` times what the last save cost: safe to leave on.

    The first save comes after `first_s` seconds.
    """

    cost_ratio: float = DEFAULT_COST_RATIO
    first_s: float = DEFAULT_FIRST_S

    def due(self, history: SaveHistory, now: float) -> bool:
        """Whether the last save is paid for."""
        return now >= self.wake_at(history)

    def wake_at(self, history: SaveHistory) -> float:
        """When the last save will be paid for."""
        if history.last_saved_at is None:
            return history.started_at + self.first_s
        return history.last_saved_at + max(self.cost_ratio * history.last_cost_s, 0.1)


@dataclass(frozen=True, slots=True)
class FirstOf:
    """Save when any of several schedules says so."""

    schedules: tuple[Schedule, ...]

    def due(self, history: SaveHistory, now: float) -> bool:
        """Whether one of them is due."""
        return any(schedule.due(history, now) for schedule in self.schedules)

    def wake_at(self, history: SaveHistory) -> float | None:
        """The soonest of them that looks at a clock."""
        times = [schedule.wake_at(history) for schedule in self.schedules]
        return min((time for time in times if time is not None), default=None)


def schedule_for(every: int | None, interval_s: float | None) -> Schedule:
    """Return the schedule that ``--every`` and ``--interval`` ask for; bounded overhead without.

    Examples
    --------
    >>> schedule_for(None, None)
    BoundedOverhead(cost_ratio=100.0, first_s=2.0)
    """
    asked: list[Schedule] = []
    if every is not None:
        asked.append(EveryItems(every))
    if interval_s is not None:
        asked.append(EveryInterval(interval_s))
    if not asked:
        return BoundedOverhead()
    return asked[0] if len(asked) == 1 else FirstOf(tuple(asked))


def _since(history: SaveHistory) -> float:
    return history.started_at if history.last_saved_at is None else history.last_saved_at
