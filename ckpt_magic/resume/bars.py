"""Progress bars of tqdm in a ``for`` header.

Responsible for iterating like the bar does, with a position that can be saved: the count and the
iterator inside. Found by type name, tqdm is never imported. Refuses to know loops.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def is_bar(thing: Any) -> bool:
    """Whether `thing` is a bar of tqdm, of any of its looks."""
    named = any(
        c.__name__ == "tqdm" and c.__module__.partition(".")[0] == "tqdm"
        for c in type(thing).__mro__
    )
    return named and hasattr(thing, "iterable")


class ResumableBar:
    """The items of a bar, which moves and is closed as when it iterates by itself.

    Parameters
    ----------
    bar
        The bar.
    iterator
        An iterator over what the bar is around.
    """

    def __init__(self, bar: Any, iterator: Iterator[Any]) -> None:
        self.bar = bar
        self.iterator = iterator
        self.given: int = getattr(bar, "n", 0)
        self._passes = self.given
        self._closed = bool(bar.disable)
        self._begun = False
        self._asleep = False

    def __iter__(self) -> ResumableBar:
        return self

    def __len__(self) -> int:
        return len(self.bar)

    def __next__(self) -> Any:
        __tracebackhide__ = True
        if self._begun and not self._closed:
            self._move()
        self._begun = True
        try:
            item = next(self.iterator)
        except StopIteration:
            self._close()
            raise
        self.given += 1
        return item

    def __getstate__(self) -> dict[str, Any]:
        """A copy sleeps: thrown away unused, it must not close a bar."""
        return {**self.__dict__, "_asleep": True}

    def __del__(self) -> None:
        if not getattr(self, "_asleep", True) and self._begun:
            self._close()

    def wake(self) -> None:
        """Take the bar over, after a resume."""
        self._asleep = False

    def _move(self) -> None:
        """Count the pass, and draw the bar when its own rules say so."""
        self._passes += 1
        bar = self.bar
        if self._passes - bar.last_print_n < bar.miniters:
            return
        now = bar._time()
        if now - bar.last_print_t >= bar.mininterval and now >= bar.start_t + bar.delay:
            bar.update(self._passes - bar.last_print_n)

    def _close(self) -> None:
        if not self._closed:
            self._closed = True
            self.bar.n = self._passes
            self.bar.close()
