"""A thread that does small things so often while a cell runs.

Responsible for the rhythm, so that the loop's own thread never does them. Refuses to know what
the things are.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to do every `every_s` seconds; one that fails is not done again."""

    every_s: float
    do: Callable[[], None]


class Ticker:
    """Does its duties from `start` to `stop`, each for the first time after its interval."""

    def __init__(self, duties: Sequence[Duty]) -> None:
        self._due_at = dict.fromkeys(duties, 0.0)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ckpt_magic-ticker", daemon=True)

    def start(self) -> None:
        """Begin."""
        now = time.monotonic()
        self._due_at = {duty: now + duty.every_s for duty in self._due_at}
        self._thread.start()

    def stop(self) -> None:
        """End; when this returns nothing is being done any more."""
        self._stopped.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join()

    def _run(self) -> None:
        while self._due_at:
            pause_s = min(self._due_at.values()) - time.monotonic()
            if self._stopped.wait(max(0.0, pause_s)):
                return
            self._do_what_is_due()

    def _do_what_is_due(self) -> None:
        now = time.monotonic()
        for duty, at in tuple(self._due_at.items()):
            if at > now:
                continue
            self._due_at[duty] = now + duty.every_s
            try:
                duty.do()
            except Exception:  # noqa: BLE001 (a view that fails must not end the others)
                del self._due_at[duty]
