"""What is in a notebook file, as far as it matters here: the ids of its cells.

Responsible for reading them from whatever lies there. Refuses to judge the file: what cannot be
read has no cells.
"""

from __future__ import annotations

import json
import threading
from pathlib import Path

MAX_BYTES = 20 * 1024 * 1024
"""A longer notebook is not read."""
REMEMBERED = 100


class CellIds:
    """Ids of the cells of notebooks, read again when the file changed."""

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


def cell_ids(notebook: Path) -> frozenset[str]:
    """Read the ids of a notebook's cells; none where it is no notebook, or too long."""
    try:
        with notebook.open("rb") as file:
            text = file.read(MAX_BYTES + 1)
        cells = json.loads(text)["cells"] if len(text) <= MAX_BYTES else []
        ids = [cell.get("id") for cell in cells if isinstance(cell, dict)]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return frozenset()
    return frozenset(one for one in ids if isinstance(one, str))
