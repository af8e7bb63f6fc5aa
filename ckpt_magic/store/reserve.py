"""A few megabytes set aside, so that something can be dropped when the disk is full.

Responsible for the reserve file. Refuses to know what the room is used for.

SQLite needs room for its journal to delete anything. Where another program took the last
byte, a store could not free itself: then the reserve is given up first.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

RESERVE_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Reserve:
    """The reserve of the store at `store_path`, in a file beside it."""

    store_path: Path

    @property
    def path(self) -> Path:
        """The reserve file."""
        return self.store_path.with_name(self.store_path.name + "-reserve")

    def keep(self) -> None:
        """Set the reserve aside where there is none and the disk has room to spare."""
        if self.path.exists():
            return
        with suppress(OSError):  # a store without a reserve is a store
            if shutil.disk_usage(self.store_path.parent).free > 2 * RESERVE_BYTES:
                self._write()

    def spend(self) -> bool:
        """Give the reserve up; whether there was one."""
        try:
            self.path.unlink()
        except OSError:
            return False
        return True

    def _write(self) -> None:
        """Write bytes that no file system can store in less."""
        fd = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(fd, os.urandom(RESERVE_BYTES))
        finally:
            os.close(fd)
