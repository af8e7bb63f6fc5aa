"""A loop that saves between its items.

Responsible for the order of things: an item counts as done after its body ran, and only then
may a save happen. Refuses to know what a save does and what an ending means.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable, Generator, Iterator
from enum import Enum
from typing import Any, TypeVar
from weakref import ref

from ckpt_magic.core.errors import StoreError
from ckpt_magic.core.model import Status
from ckpt_magic.manager.consumers import refuse_another_thread, refuse_wrapped
from ckpt_magic.manager.ending import Ending, ending_after
from ckpt_magic.manager.pace import Pacer
from ckpt_magic.manager.source import Source

T = TypeVar("T")


class LoopStage(Enum):
    """Where the one loop of a run stands."""

    BEFORE = "before"
    INSIDE = "inside"
    LEFT = "left before its end"
    OVER = "over"


class TrackedLoop:
    """The one loop that a run of an operation may track.

    Parameters
    ----------
    save
        Keeps where a source stands, together with the state.
    left
        Is told when the loop ends before its last item, however that comes.
    """

    def __init__(
        self, save: Callable[[Source[Any]], object], left: Callable[[Ending], object]
    ) -> None:
        self._save = save
        self._left = left
        self.stage = LoopStage.BEFORE
        self.source: Source[Any] | None = None
        self._items: Callable[[], Iterator[Any] | None] = _nothing

    def items(self, source: Source[T], pacer: Pacer) -> Iterator[T]:
        """Return an iterator over the items of `source`, saving in between."""
        items = self._drive(source, pacer, threading.get_ident())
        self._items = ref(items)
        return items

    def _drive(self, source: Source[T], pacer: Pacer, thread_id: int) -> Generator[T, None, None]:
        self._refuse_wrapped()
        self.source, self.stage = source, LoopStage.INSIDE
        try:
            if source.position == 0:
                self._save(source)
            for item in source:
                refuse_another_thread(thread_id)
                yield item
                source.item_done()
                if pacer.item_done():
                    pacer.attempt(self._save_if_possible)
            if pacer.unsaved_items:
                self._save(source)
        except GeneratorExit:
            done = source.position
            self._leave(Ending(Status.FAILED, f"the loop was left after {done} items"))
            raise
        except BaseException as error:
            self._leave(ending_after(error))
            raise
        self.source, self.stage = None, LoopStage.OVER

    def _refuse_wrapped(self) -> None:
        items = self._items()
        if items is not None:
            refuse_wrapped(items)

    def _leave(self, ending: Ending) -> None:
        self.source, self.stage = None, LoopStage.LEFT
        self._left(ending)

    def _save_if_possible(self) -> bool:
        """Save; a store that cannot keep it now must not cost the work done in the loop."""
        assert self.source is not None
        try:
            self._save(self.source)
        except StoreError as error:
            warnings.warn(f"no checkpoint was taken: {error}; the loop goes on", stacklevel=4)
            return False
        return True


def _nothing() -> None:
    return None
