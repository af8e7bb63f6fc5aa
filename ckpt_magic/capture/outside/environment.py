"""Environment variables that the program changed, and the time zone they may set.

Responsible for changes only: what the machine came with stays the machine's. Refuses to keep
variables that were not touched, which may hold secrets.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from typing import Any

from ckpt_magic.capture.outside.baseline import Baseline


def save(baseline: Baseline) -> dict[str, Any]:
    """Return the variables that were set, changed or removed."""
    before, now = baseline.environment, os.environ
    return {
        "set": {name: value for name, value in now.items() if before.get(name) != value},
        "removed": [name for name in before if name not in now],
    }


def load(state: Mapping[str, Any]) -> Callable[[], None]:
    """Bring the changes back; returns what undoes it."""
    before = dict(os.environ)
    after = {**before, **state["set"]}
    _become({name: value for name, value in after.items() if name not in state["removed"]})
    return lambda: _become(before)


def _become(environment: Mapping[str, str]) -> None:
    for name in set(os.environ) - set(environment):
        del os.environ[name]
    for name, value in environment.items():
        if os.environ.get(name) != value:
            os.environ[name] = value
    if hasattr(time, "tzset"):
        time.tzset()
