"""Keeps Ctrl-C away from the moments that must not be cut in two.

Responsible for letting at most one interrupt through while the gate is open, and for handing on
later those that came when it was closed. Refuses to swallow any.
"""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import Any


class InterruptGate:
    """Open at first: an interrupt raises as always, and closes the gate. Then they wait.

    `install` inside the ``try`` whose ``finally`` calls `remove`: an interrupt may come at any
    step of either.
    """

    def __init__(self) -> None:
        self._closed = False
        self._pending = False
        self._before: Any = None

    def install(self) -> None:
        """Take over interrupts, where Python delivers them: on the main thread."""
        before = signal.getsignal(signal.SIGINT)
        if threading.current_thread() is threading.main_thread() and callable(before):
            self._before = before
            signal.signal(signal.SIGINT, self._interrupted)

    def close(self) -> None:
        """From now on interrupts wait until the gate is removed."""
        self._closed = True

    def remove(self) -> None:
        """Give interrupts back, and hand on one that waited."""
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)
        if self._pending:
            self._pending = False
            signal.raise_signal(signal.SIGINT)

    def _interrupted(self, number: int, frame: FrameType | None) -> None:
        if self._closed:
            self._pending = True
            return
        self._closed = True
        self._before(number, frame)
