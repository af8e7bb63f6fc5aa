"""Progress bars of tqdm in a ``for`` header.

Responsible for iterating like the bar does, with a position that can be saved: the count and the
iterator inside. Found by type name, tqdm is never imported. Refuses to know loops.
"""

from __future__ import annotations

from typing import Any


def is_bar(thing: Any) -> bool:
    """Whether `thing` is a bar of tqdm, of any of its looks."""
    return any(
        c.__name__ in ("tqdm", "std") and c.__module__.partition(".")[0] == "tqdm"
        for c in type(thing).__mro__
    ) and hasattr(thing, "iterable")


class ResumableBar:
    """The items of a bar, which moves and is closed as when it iterates by itself."""

    def __init__(self, bar: Any) -> None:
        self.bar = bar
        self.iterator = iter(bar.iterable)
        self.passes: int = getattr(bar, "n", 0)
        self.given = self.passes
        self._begun = False
        self._done = bar.disable

    def __iter__(self) -> ResumableBar:
        return self

    def __len__(self) -> int:
        return len(self.bar)

    def __next__(self) -> Any:
        __tracebackhide__ = True
        if self._begun and not self._done:
            self._move()
        self._begun = True
        self.given += 1
        try:
            return next(self.iterator)
        except StopIteration:
            self.given -= 1
            self._close()
            raise

    def __del__(self) -> None:
        if self._begun:
            self._close()

    def _move(self) -> None:
        """Count the pass, and draw the bar when its own rules say so."""
        self.passes += 1
        bar = self.bar
        if self.passes - bar.last_print_n < bar.miniters:
            return
        now = bar._time()
        if now - bar.last_print_t >= bar.mininterval and now >= bar.start_t + bar.delay:
            bar.update(self.passes - bar.last_print_n)

    def _close(self) -> None:
        if not self._done:
            self._done = True
            self.bar.n = self.passes
            self.bar.close()
