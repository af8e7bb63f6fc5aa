"""Which checkpoints of an operation may go.

Responsible for one exception to retention: the newest state that the caller's check accepted
stays, however many it refused since. Refuses to choose the operation.
"""

from __future__ import annotations

from collections.abc import Sequence

from ckpt_magic.core.model import Checkpoint
from ckpt_magic.core.retention import KeepLast
from ckpt_magic.store.contract import Store

ACCEPTED = "accepted"
"""Whether the caller's check accepted the state when it was saved; in a manifest's context."""


def sequences_to_drop(checkpoints: Sequence[Checkpoint], retention: KeepLast) -> tuple[int, ...]:
    """Return the sequence numbers that may go, oldest first."""
    accepted = [one.manifest.sequence for one in checkpoints if one.manifest.context.get(ACCEPTED)]
    spared = max(accepted, default=None)
    sequences = [one.manifest.sequence for one in checkpoints]
    return tuple(one for one in retention.drop(sequences) if one != spared)


def prune(store: Store, operation_id: str, keep: int) -> list[str]:
    """Drop all but the newest `keep` checkpoints of an operation; return the ids of the dropped."""
    old = sequences_to_drop(store.checkpoints(operation_id), KeepLast(keep))
    if old:
        store.forget(operation_id, old)
    return [f"{operation_id}@{sequence}" for sequence in old]
