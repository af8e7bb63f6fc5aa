"""Ctrl-C during our own work.

Responsible for letting a save or a swap come to its end before the person's interrupt takes
effect. Refuses to swallow one: it is delivered to the handler it was meant for.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def interrupts_deferred() -> Iterator[None]:
    """Hold the first SIGINT back until the block ends; a second one takes effect at once.

    Off the main thread, where Python delivers no signals, the block runs as it is.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed: list[int] = []
    previous = signal.getsignal(signal.SIGINT)

    def hold(number: int, _frame: FrameType | None) -> None:
        pressed.append(number)
        if len(pressed) > 1:
            signal.signal(signal.SIGINT, previous)
            raise KeyboardInterrupt

    if previous is None or not _replaced(hold):
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, previous)
        if len(pressed) == 1:
            signal.raise_signal(signal.SIGINT)


def _replaced(handler: object) -> bool:
    """Install `handler`; false where signals are out of reach (an embedded interpreter)."""
    try:
        signal.signal(signal.SIGINT, handler)  # type: ignore[arg-type]  # a handler by its shape
    except ValueError:
        return False
    return True
