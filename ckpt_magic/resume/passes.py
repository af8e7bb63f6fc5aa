"""What a rewritten ``for`` header iterates over.

Responsible for the passes of one loop: it alone owns the loop's iterator, keeps no item, and
lets the frame look between two items. A loop pays for this at every pass. Refuses to know what
is due and how an iterator is made.
"""

from __future__ import annotations

from collections.abc import Awaitable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ckpt_magic.resume.runtime import Frame


def passes(frame: Frame, point: int, iterator: Any, due: list[Any], down: bool) -> Iterator[Any]:
    """Yield the items of a loop; keep none of them, and own the iterator alone."""
    __tracebackhide__ = True
    if down:
        if frame.target == point:
            frame.go_live()
        else:
            yield None
    if due:
        frame.ask(point)
    while True:
        try:
            yield next(iterator)
        except StopIteration:
            return
        if due:
            frame.ask(point)


def counted_passes(
    frame: Frame, point: int, iterator: Any, due: list[Any], down: bool, every: int
) -> Iterator[Any]:
    """Yield like `passes`, and ask after `every` passes of whatever loop."""
    __tracebackhide__ = True
    if down:
        if frame.target == point:
            frame.go_live()
        else:
            yield None
            frame.tick(point)
    elif due:
        frame.ask(point)
    while True:
        try:
            yield next(iterator)
        except StopIteration:
            return
        ticks = frame.ticks = frame.ticks + 1
        if ticks >= every or due:
            frame.ask(point)


class AsyncPasses:
    """The passes of an ``async for``."""

    __slots__ = ("__weakref__", "_down", "_frame", "_fresh", "_point", "iterator")

    def __init__(self, frame: Frame, point: int, iterator: Any, down: bool) -> None:
        self._frame, self._point, self.iterator, self._down = frame, point, iterator, down
        self._fresh = True

    def __aiter__(self) -> AsyncPasses:
        return self

    def __anext__(self) -> Awaitable[Any]:
        __tracebackhide__ = True
        down, self._down = self._down, False
        frame, point = self._frame, self._point
        if down and frame.target != point:
            self._fresh = False
            return _nothing()
        if down:
            frame.go_live()
        if self._fresh:
            self._fresh = False
            if frame.due:
                frame.ask(point)
        else:
            frame.tick(point)
        return anext(self.iterator)


class NoPasses:
    """An ``async for`` that goes straight to its ``else``."""

    def __aiter__(self) -> NoPasses:
        return self

    async def __anext__(self) -> Any:
        raise StopAsyncIteration


async def _nothing() -> None:
    """Stand in for the item that the loop variable holds already."""
