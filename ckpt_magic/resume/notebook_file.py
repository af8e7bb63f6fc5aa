"""What is in a notebook file, as far as it matters here: the ids of its cells.

Responsible for reading them from whatever lies there. Refuses to judge the file: what cannot be
read has no cells.
"""

from __future__ import annotations

import json
from pathlib import Path

MAX_BYTES = 20 * 1024 * 1024
"""A longer notebook is not read."""


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
