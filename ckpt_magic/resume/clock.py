"""The thread that looks at the clock so that the loop does not have to.

Responsible for raising a flag when somebody wants to be asked. Refuses to decide anything
and never saves: the loop's own thread does, at its next resume point.
"""

from __future__ import annotations

import threading
import time

PROGRESS_EVERY_S = 0.25
"""A view that shows progress needs no more."""


class Alarm:
    """Raises `flag` (appends to the list) at the set time, and at least four times a second.

    Parameters
    ----------
    flag
        List that the loop tests for truth; whoever answers clears it.
    """

    def __init__(self, flag: list[bool]) -> None:
        self._flag = flag
        self._wake_at: float | None = None
        self._changed = threading.Event()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="ckpt_magic-alarm", daemon=True)

    def start(self) -> None:
        """Start looking at the clock."""
        self._thread.start()

    def set(self, wake_at: float | None) -> None:
        """Raise the flag at `wake_at` (monotonic seconds) as well as four times a second."""
        self._wake_at = wake_at
        self._changed.set()

    def stop(self) -> None:
        """Let the thread end; the flag is not raised any more."""
        self._stopped = True
        self._changed.set()

    def _run(self) -> None:
        while not self._stopped:
            if not self._changed.wait(self._timeout_s()) and not self._stopped:
                self._flag.append(True)
                self._wake_at = None
            self._changed.clear()

    def _timeout_s(self) -> float:
        if self._wake_at is None:
            return PROGRESS_EVERY_S
        return min(PROGRESS_EVERY_S, max(0.0, self._wake_at - time.monotonic()))
