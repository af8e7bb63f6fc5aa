"""Interpreter settings: depth of calls, garbage collection, switching of threads, csv fields.

Responsible for these as they were.
"""

from __future__ import annotations

import csv
import gc
import sys
from collections.abc import Callable, Mapping
from typing import Any

from ckpt_magic.capture.outside.baseline import Baseline


def save(_baseline: Baseline) -> dict[str, Any]:
    """Return the settings."""
    return {
        "recursion_limit": sys.getrecursionlimit(),
        "collects_garbage": gc.isenabled(),
        "switch_interval_s": sys.getswitchinterval(),
        "csv_field_limit": csv.field_size_limit(),
    }


def load(state: Mapping[str, Any]) -> Callable[[], None]:
    """Bring them back; returns what undoes it."""
    before = save(Baseline.now())
    _become(state)
    return lambda: _become(before)


def _become(state: Mapping[str, Any]) -> None:
    sys.setrecursionlimit(state["recursion_limit"])
    sys.setswitchinterval(state["switch_interval_s"])
    csv.field_size_limit(state["csv_field_limit"])
    if state["collects_garbage"]:
        gc.enable()
    else:
        gc.disable()
