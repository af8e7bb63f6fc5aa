"""Ctrl-C in our own work: noted when it comes, delivered where nothing is half done.

Responsible for the moment at which an interrupt reaches the caller. Refuses to know what
is being protected.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType, TracebackType

Handler = Callable[[int, FrameType | None], object]


class InterruptDelay:
    """Holds back SIGINT inside a ``with``, and delivers it at `check` or at the end.

    Does nothing outside the main thread, where Python never raises an interrupt, and where
    SIGINT is ignored or not handled by Python.
    """

    def __init__(self) -> None:
        self._previous: Handler | None = None
        self._noted = False

    def __enter__(self) -> InterruptDelay:
        if threading.current_thread() is threading.main_thread():
            handler = signal.getsignal(signal.SIGINT)
            if callable(handler):
                self._previous = handler
                signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        previous = self._previous
        if previous is not None:
            signal.signal(signal.SIGINT, previous)
            self._deliver(previous)

    def check(self) -> None:
        """Deliver an interrupt that came; call it where stopping is harmless."""
        previous = self._previous
        if previous is None:
            return
        self._deliver(previous)
        outer = getattr(previous, "__self__", None)
        if isinstance(outer, InterruptDelay):
            outer.check()

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self._noted = True

    def _deliver(self, handler: Handler) -> None:
        if self._noted:
            self._noted = False
            handler(signal.SIGINT, None)
