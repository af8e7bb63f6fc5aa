"""What the person must hear at a resume, on its way into the store.

Responsible for losing none where the store takes nothing for a while. Refuses to know what
the notices say.
"""

from __future__ import annotations

import time
from dataclasses import replace

from ckpt_magic.core.model import Notice
from ckpt_magic.store.contract import Store


class NoticeBook:
    """Writes notices down at once, and later those that could not be written."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._unwritten: list[Notice] = []

    def add(self, operation_id: str, notice: Notice) -> None:
        """Write a notice down as of now, after those that still wait.

        Raises
        ------
        StoreError
            When the store does not take it; it waits for the next `write`.
        """
        self._unwritten.append(replace(notice, at=time.time()))
        self.write(operation_id)

    def write(self, operation_id: str) -> None:
        """Write what waits; raises ``StoreError`` as `add` does."""
        while self._unwritten:
            self._store.add_notice(operation_id, self._unwritten[0])
            del self._unwritten[0]
