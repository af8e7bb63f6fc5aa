"""The hold of this process on an operation: whether it runs here, and how its run ends.

Responsible for what the store records of an operation and for who may write to it. Refuses to
know states, checkpoints and loops.
"""

from __future__ import annotations

import os
import sys
import time
import warnings
from dataclasses import replace

from ckpt_magic.core.errors import StoreError
from ckpt_magic.core.model import Operation as OperationRecord
from ckpt_magic.core.model import Progress, Status
from ckpt_magic.manager import refusals
from ckpt_magic.manager.ending import Ending
from ckpt_magic.store.contract import Store


class Hold:
    """The operation `record` in `store`, not yet run by this process."""

    def __init__(self, record: OperationRecord, store: Store) -> None:
        self.record = record
        self._store = store
        self._pid: int | None = None
        self._since = time.monotonic()

    @property
    def runs_here(self) -> bool:
        """Whether this very process runs it: a forked child has the object, not the operation."""
        return self._pid == os.getpid()

    @property
    def elapsed_s(self) -> float:
        """Seconds since the run began here."""
        return time.monotonic() - self._since

    def begin(self) -> None:
        """Count the operation as run by this process from now on."""
        self._pid, self._since = os.getpid(), time.monotonic()

    def reopen(self) -> None:
        """Take the operation over from whoever left it, unless it runs here already.

        Raises
        ------
        StoreLockedError
            When another process runs it.
        """
        if not self.runs_here:
            self.record = self._store.reopen(self.record.id)
        self.begin()

    def require(self) -> None:
        """Refuse where this process does not run the operation."""
        if not self.runs_here:
            raise refusals.does_not_run_here(self.record.name, self.record.status)

    def end(self, ending: Ending) -> None:
        """Record how the run ended."""
        self.record = self._store.finish(self.record.id, ending.status, ending.message)
        self._pid = None

    def end_quietly(self, ending: Ending) -> None:
        """End while the caller's own exception is on its way: it must arrive untouched."""
        if sys.is_finalizing():
            return
        try:
            self.end(ending)
        except StoreError as error:
            text = f"{self.record.name}: its end was not recorded: {error}"
            warnings.warn(text, stacklevel=3)

    def discard(self) -> None:
        """Delete the operation with its checkpoints."""
        self._store.discard(self.record.id)
        self.record = replace(self.record, status=Status.DISCARDED)
        self._pid = None

    def note(self, progress: Progress, last_checkpoint_at: float | None) -> None:
        """Remember how far the operation is."""
        self.record = replace(self.record, progress=progress, last_checkpoint_at=last_checkpoint_at)
