"""The ids of the cells of notebooks, read once and remembered until the file changes.

Responsible for answering quickly. Refuses to know what is in a notebook: that is
`ckpt_magic.resume.notebook_file`'s.
"""

from __future__ import annotations

import threading
from pathlib import Path

from ckpt_magic.resume.notebook_file import cell_ids

REMEMBERED = 100


class CellIds:
    """Ids of the cells of notebooks; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[Path, tuple[tuple[int, int, int], frozenset[str]]] = {}

    def of(self, notebook: Path) -> frozenset[str]:
        """Return the ids of a notebook's cells as it was last saved."""
        try:
            found = notebook.stat()
        except OSError:
            return frozenset()
        stamp = (found.st_mtime_ns, found.st_size, found.st_ino)
        with self._lock:
            known = self._known.get(notebook)
        if known is not None and known[0] == stamp:
            return known[1]
        ids = cell_ids(notebook)
        with self._lock:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[notebook] = (stamp, ids)
        return ids
