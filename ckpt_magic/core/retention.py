"""Which checkpoints to keep, decided over their sequence numbers.

Responsible for ``--keep``. Refuses to know how a checkpoint is dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

DEFAULT_KEEP = 3


@dataclass(frozen=True, slots=True)
class KeepLast:
    """Keep the newest `count` checkpoints of an operation.

    Examples
    --------
    >>> KeepLast(2).drop([1, 2, 3, 4])
    (1, 2)
    """

    count: int = DEFAULT_KEEP

    def drop(self, sequences: Sequence[int]) -> tuple[int, ...]:
        """Return the sequence numbers that may go, oldest first."""
        ordered = sorted(sequences)
        return tuple(ordered[: max(0, len(ordered) - self.count)])
