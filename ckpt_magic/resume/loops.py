"""The loops that a frame is inside of, and how far they are.

Responsible for finding the iterator of a loop that runs without owning it. Refuses to count:
what an iterator does not tell is not known, and a ``while`` tells nothing, because counting
its passes would cost more than all else that it pays for.
"""

from __future__ import annotations

import weakref
from typing import Any

from ckpt_magic.core.events import LoopProgress
from ckpt_magic.core.model import Progress
from ckpt_magic.resume.passes import AsyncPasses
from ckpt_magic.resume.progress import progress_of
from ckpt_magic.resume.skeleton import Skeleton


class LoopBook:
    """What is known of the loops of one frame.

    Attributes
    ----------
    outermost
        The loops that are in no other loop.
    lengths
        How many items a ``for`` had to give at its last start; ``None`` if not known.
    """

    __slots__ = ("_points", "_running", "lengths", "outermost")

    def __init__(self, skeleton: Skeleton) -> None:
        self._points = skeleton.points
        self._running: dict[int, weakref.ref[Any]] = {}
        self.outermost = skeleton.outermost_loops
        self.lengths: dict[int, int | None] = {}

    def begins(self, point: int, loop: Any) -> None:
        """Take note of what a rewritten header iterates over."""
        self._running[point] = weakref.ref(loop)

    def iterator(self, point: int) -> Any:
        """Return the iterator of a running loop, or ``None`` when it does not run."""
        loop = self._running[point]()
        if loop is None:
            return None
        if isinstance(loop, AsyncPasses):
            return loop.iterator
        return None if loop.gi_frame is None else loop.gi_frame.f_locals["iterator"]

    def iterations(self, *, at_end: bool) -> Progress | None:
        """Return how far the outermost running loop is; at the end of the code, the last one."""
        for point in sorted(self.outermost.intersection(self._running)):
            iterator = self.iterator(point)
            if iterator is not None:
                return progress_of(iterator, self.lengths.get(point))
        begun = self.outermost.intersection(self.lengths)
        last = self.lengths[max(begun)] if at_end and begun else None
        return None if last is None else Progress(processed=last, total=last)

    def running(self) -> tuple[LoopProgress, ...]:
        """Return the loops that the code is inside of and that tell their progress."""
        told = []
        for point in sorted(self._running):
            iterator = self.iterator(point)
            progress = None if iterator is None else progress_of(iterator, self.lengths.get(point))
            if progress is not None:
                place = self._points[point]
                told.append(LoopProgress(line=place.line, header=place.header, progress=progress))
        return tuple(told)
