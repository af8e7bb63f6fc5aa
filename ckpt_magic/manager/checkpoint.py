"""One checkpoint, as a caller sees it.

Responsible for names and types people use (datetimes, fractions, a state that is loaded when
asked for). Refuses to know how a checkpoint is chosen, written or kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from ckpt_magic.core.model import Checkpoint as StoredCheckpoint

STATE_BLOB = "state"
LAST_ITEM_BLOB = "last_item"


@dataclass(frozen=True, kw_only=True, eq=False)
class Checkpoint:
    """A point of an operation one can return to.

    ``state`` and ``last_item`` are loaded, every byte verified, when first asked for, and are
    this object's own: changing them changes nothing that is kept.
    """

    id: str
    operation_type: str
    stored: StoredCheckpoint = field(repr=False)
    read: Callable[[str], Any] = field(repr=False)

    @property
    def processed(self) -> int:
        """Items that were done."""
        return self.stored.manifest.progress.processed

    @property
    def total(self) -> int | None:
        """Items there are, ``None`` where it was not known."""
        return self.stored.manifest.progress.total

    @property
    def progress(self) -> float | None:
        """Processed over total, 0 to 1; ``None`` where the total is not known."""
        return self.stored.manifest.progress.fraction

    @property
    def timestamp(self) -> datetime:
        """When it was taken, with a time zone (UTC)."""
        return as_datetime(self.stored.manifest.created_at)

    @property
    def metadata(self) -> Mapping[str, Any]:
        """Timing and context: ``elapsed_s``, ``python``, ``host``, ``pid``, sizes.

        ``elapsed_s`` counts seconds of the run that saved it, since its start or resume;
        ``stored_bytes`` what it added to the store, after sharing and compression.
        """
        manifest = self.stored.manifest
        sizes = {"size_bytes": manifest.size_bytes, "stored_bytes": self.stored.stored_bytes}
        return {**manifest.context.get("metadata", {}), **sizes}

    @cached_property
    def state(self) -> Any:
        """The saved state.

        Raises
        ------
        CorruptStoreError
            When its bytes are not those that were written.
        """
        return self.read(STATE_BLOB)

    @cached_property
    def last_item(self) -> Any:
        """What `save_checkpoint` was given; in `track` the last item done, if it is plain data."""
        return self.read(LAST_ITEM_BLOB)


def as_datetime(seconds: float) -> datetime:
    """Return seconds since the epoch as an aware datetime in UTC."""
    return datetime.fromtimestamp(seconds, tz=UTC)
