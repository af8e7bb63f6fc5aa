"""How fast a loop goes and when it will be done, from a few marks.

Responsible for a rate that follows what the loop does now and yet does not jump. Refuses to look
at a clock: all times are seconds in which this run was not paused.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

_INSTANT_S = 1e-9
WINDOW_S = 30.0
"""Iterations that are longer ago do not count, if there are enough newer ones."""
ENOUGH = 5
"""So many marks are kept however long ago they are: an iteration may last an hour."""
MOST = 121
"""So many marks are kept at most: four a second for `WINDOW_S`."""


@dataclass(frozen=True, slots=True)
class Mark:
    """At `active_s` the loop had done `processed` items."""

    active_s: float
    processed: int


@dataclass(frozen=True, slots=True)
class Pace:
    """The newest marks of one loop in one run, oldest first.

    ``begun`` says that the first mark is when the run began, which may be long before its loop
    did; it does not count any more once two others are there.
    """

    marks: tuple[Mark, ...] = ()
    begun: bool = False

    @classmethod
    def starting(cls, active_s: float, processed: int) -> Pace:
        """Begin to count at what an earlier process had done, or at nothing."""
        return cls((Mark(active_s, processed),), begun=True)

    def reached(self, active_s: float, processed: int) -> Pace:
        """Take in how far the loop is; a loop that is less far than before is another one."""
        last = self.marks[-1] if self.marks else None
        if last is None or processed < last.processed or active_s < last.active_s:
            return Pace((Mark(active_s, processed),))
        if processed == last.processed:
            return self
        marks = (*self.marks, Mark(active_s, processed))
        if self.begun and len(marks) > 2:
            return Pace(marks[1:])
        return replace(self, marks=_newest(marks))

    def rate_per_s(self, active_s: float) -> float | None:
        """Return items a second; ``None`` until the loop is known to have done one.

        An iteration that lasts longer than those before it lowers the rate while it lasts.
        """
        if len(self.marks) < 2:
            return None
        first, last = self.marks[0], self.marks[-1]
        done, took_s = last.processed - first.processed, last.active_s - first.active_s
        if took_s < _INSTANT_S:
            return None
        waited_s = max(0.0, active_s - last.active_s)
        return min(done / took_s, (done + 1) / (took_s + waited_s))

    def eta_s(self, active_s: float, total: int | None) -> float | None:
        """Return the seconds until all `total` items are done; ``None`` where nobody can say."""
        rate_per_s = self.rate_per_s(active_s)
        if total is None or not rate_per_s:
            return None
        last = self.marks[-1]
        left_s = max(0, total - last.processed) / rate_per_s
        into_this_one_s = min(max(0.0, active_s - last.active_s), 1 / rate_per_s)
        return max(0.0, left_s - into_this_one_s)


def _newest(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    horizon_s = marks[-1].active_s - WINDOW_S
    old = sum(1 for mark in marks if mark.active_s < horizon_s)
    return marks[min(old, max(0, len(marks) - ENOUGH)) :][-MOST:]
