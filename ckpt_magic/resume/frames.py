"""What a frame is inside of at one of its points, as plain data.

Responsible for the shape of a frame's record: one state per block around the point, outermost
first. Refuses to know how these values become bytes and how a frame gets them back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopState:
    """A ``for`` loop: its iterator stands before the next item.

    ``length`` is how many items there were to come before the first, where that was known.
    """

    iterator: Any
    length: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagerState:
    """A ``with`` block that was entered.

    ``kept`` is the manager itself, or the `Setting` of the process that it changed.
    """

    kept: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlerState:
    """An ``except`` clause: its exception is pending.

    Raising the exception again replaces its context, so that one is kept apart.
    """

    exception: BaseException
    context: BaseException | None


BlockState = LoopState | ManagerState | HandlerState | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameRecord:
    """One frame at one point; ``blocks`` follow the point's owners, then the loop it stands at.

    A block without state of its own (``while``, ``match``) has ``None``.
    """

    point: int
    blocks: tuple[BlockState, ...]
