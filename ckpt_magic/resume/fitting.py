"""Whether a saved state belongs to a block of today's code.

Responsible for finding out before anything is entered again. Refuses to change anything.
"""

from __future__ import annotations

from ckpt_magic.core.errors import ResumeError
from ckpt_magic.resume import contexts, iteration
from ckpt_magic.resume.frames import BlockState, HandlerState, LoopState, ManagerState
from ckpt_magic.resume.paths import Point


def check_fit(block: Point, state: BlockState) -> None:
    """Check that `block` can be in `state` again.

    Raises
    ------
    ResumeError
        When it cannot.
    """
    wanted = {"for": LoopState, "with": ManagerState, "try": HandlerState}.get(block.kind)
    if wanted is not None and not isinstance(state, wanted):
        raise ResumeError(f"the checkpoint does not fit `{block.header}` (line {block.line})")
    if isinstance(state, LoopState):
        iteration.check_iterator(state.iterator, block)
    if isinstance(state, ManagerState):
        contexts.check_state(state, block)
