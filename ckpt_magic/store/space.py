"""Room for another checkpoint, decided over plain numbers.

Responsible for the limits on the size of a store. Refuses to know how sizes are measured.
"""

from __future__ import annotations

from dataclasses import dataclass

from ckpt_magic.core.errors import StoreFullError
from ckpt_magic.core.units import format_size

DEFAULT_MAX_BYTES = 10 * 10**9
DEFAULT_FREE_PART = 0.2
MIN_FREE_BYTES = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Sizes in bytes: what chunks and tables occupy, the holes between them, the disk's rest."""

    used_bytes: int
    reusable_bytes: int
    disk_free_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How large a store may get, and what it must leave free; sizes in bytes.

    ``max_size_bytes`` of ``None`` means the smaller of 10 GB and 20 % of what would be free
    without the store.
    """

    max_size_bytes: int | None = None
    min_free_bytes: int = MIN_FREE_BYTES

    def largest_bytes(self, room: Room) -> int:
        """Return the size that the store may have."""
        if self.max_size_bytes is not None:
            return self.max_size_bytes
        without = room.disk_free_bytes + room.used_bytes + room.reusable_bytes
        return min(DEFAULT_MAX_BYTES, int(DEFAULT_FREE_PART * without))

    def check(self, needed_bytes: int, room: Room) -> None:
        """Refuse a checkpoint that adds `needed_bytes` where they do not fit.

        Raises
        ------
        StoreFullError
            Naming what is needed and what there is.
        """
        largest = self.largest_bytes(room)
        if room.used_bytes + needed_bytes > largest:
            raise StoreFullError(
                f"the checkpoint adds {format_size(needed_bytes)} and the store may grow by "
                f"{format_size(max(0, largest - room.used_bytes))} more "
                f"(limit {format_size(largest)})",
                safe="earlier checkpoints are intact",
                fix="raise --max-size, keep fewer with --keep, or %ckpt prune",
            )
        growth = max(0, needed_bytes - room.reusable_bytes)
        if growth and room.disk_free_bytes - growth < self.min_free_bytes:
            raise StoreFullError(
                f"the checkpoint needs {format_size(growth)} and would leave less than "
                f"{format_size(self.min_free_bytes)} of {format_size(room.disk_free_bytes)} free",
                safe="earlier checkpoints are intact",
                fix="free space on the disk, or %ckpt prune",
            )
