"""Which checkpoints of an operation may go.

Responsible for one exception to retention: the newest state that the caller's check accepted
stays, however many it refused since. Refuses to know how a checkpoint is dropped.
"""

from __future__ import annotations

from collections.abc import Sequence

from ckpt_magic.core.model import Checkpoint
from ckpt_magic.core.retention import KeepLast

ACCEPTED = "accepted"
"""Whether the caller's check accepted the state when it was saved; in a manifest's context."""


def sequences_to_drop(checkpoints: Sequence[Checkpoint], retention: KeepLast) -> tuple[int, ...]:
    """Return the sequence numbers that may go, oldest first."""
    accepted = [one.manifest.sequence for one in checkpoints if one.manifest.context.get(ACCEPTED)]
    spared = max(accepted, default=None)
    sequences = [one.manifest.sequence for one in checkpoints]
    return tuple(one for one in retention.drop(sequences) if one != spared)
