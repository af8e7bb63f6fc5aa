"""Keeps quiet what a person's reducers print while a snapshot is taken.

Responsible for this thread's output only: other threads go on printing. Refuses to keep it.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class _MutedHere:
    """A stream that drops what one thread writes."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._thread_id = threading.get_ident()

    def write(self, text: str) -> int:
        if threading.get_ident() != self._thread_id:
            self._stream.write(text)
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def muted() -> Iterator[None]:
    """Drop what this thread prints inside the block."""
    before = sys.stdout, sys.stderr
    if None in before:
        yield
        return
    sys.stdout, sys.stderr = _MutedHere(sys.stdout), _MutedHere(sys.stderr)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
