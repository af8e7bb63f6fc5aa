"""The working folder and the module search path.

Responsible for both as they were. Refuses to take over entries of the search path that the
saved process was started with: this process has its own.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from typing import Any

from ckpt_magic.capture.outside.baseline import Baseline
from ckpt_magic.core.errors import RestoreError


def save(baseline: Baseline) -> dict[str, Any]:
    """Return the working folder and the entries that were added to the search path."""
    known = set(baseline.sys_path)
    added = [[place, entry] for place, entry in enumerate(sys.path) if entry not in known]
    removed = [entry for entry in baseline.sys_path if entry not in set(sys.path)]
    return {"cwd": os.getcwd(), "added": added, "removed": removed}


def load(state: Mapping[str, Any]) -> Callable[[], None]:
    """Bring them back; returns what undoes it."""
    cwd, path = os.getcwd(), list(sys.path)
    try:
        os.chdir(state["cwd"])
    except OSError as error:
        raise RestoreError(
            f"the working folder {state['cwd']} of the checkpoint is not there: {error.strerror}",
            safe="nothing was changed",
            fix="make the folder again, then resume",
        ) from error
    sys.path[:] = [entry for entry in sys.path if entry not in state["removed"]]
    for place, entry in state["added"]:
        if entry not in sys.path:
            sys.path.insert(place, entry)

    def undo() -> None:
        os.chdir(cwd)
        sys.path[:] = path

    return undo
