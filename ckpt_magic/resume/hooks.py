"""Who a running frame asks.

Responsible for the shape of the questions. Refuses to answer them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from ckpt_magic.resume.runtime import Frame
    from ckpt_magic.resume.skeleton import Point


class Hooks(Protocol):
    """Who is asked when somebody wants attention."""

    def at_point(self, frame: Frame, point: int) -> None:
        """Execution stands at `point`, and a checkpoint may be taken there."""

    def went_live(self) -> None:
        """The position is reached: what follows is executed, not passed."""

    def loop_begins(self, iterable: Any, loop: Point) -> None:
        """An outermost loop is about to start; an error of ours refuses it."""
