"""Runs something that goes very deep.

Responsible for a thread with a large stack. Refuses to be faster than a plain call.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from enum import IntEnum
from typing import TypeVar

STACK_BYTES = 512 * 1024 * 1024
DEPTH = 1_000_000
_C_USES_THE_STACK = sys.version_info < (3, 12)

Result = TypeVar("Result")


class Depth(IntEnum):
    """How deep a pass may go: as it is, on a large stack, or in Python on a large stack."""

    PLAIN = 0
    LARGE_STACK = 1
    IN_PYTHON = 2

    def deeper(self) -> Depth:
        """Return what to try next; from Python 3.12 on no stack makes C go deeper."""
        return Depth.LARGE_STACK if self is Depth.PLAIN and _C_USES_THE_STACK else Depth.IN_PYTHON


def run_deep(function: Callable[[], Result]) -> Result:
    """Return what `function` returns, called where a million calls may be nested.

    Examples
    --------
    >>> run_deep(lambda: 1)
    1
    """
    outcome: list[Result] = []
    trouble: list[BaseException] = []

    def call() -> None:
        try:
            outcome.append(function())
        except BaseException as error:  # noqa: BLE001 (raised again below, where it belongs)
            trouble.append(error)

    limit, stack = sys.getrecursionlimit(), threading.stack_size(STACK_BYTES)
    try:
        sys.setrecursionlimit(DEPTH)
        thread = threading.Thread(target=call, name="ckpt_magic deep")
        thread.start()
        thread.join()
    finally:
        threading.stack_size(stack)
        sys.setrecursionlimit(limit)
    if trouble:
        raise trouble[0]
    return outcome[0]
