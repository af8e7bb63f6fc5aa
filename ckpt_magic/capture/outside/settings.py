"""Interpreter settings: how deep functions may call each other.

Responsible for the recursion limit. Refuses to lower a limit that is higher here.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

from ckpt_magic.capture.outside.baseline import Baseline


def save(_baseline: Baseline) -> dict[str, Any]:
    """Return the settings."""
    return {"recursion_limit": sys.getrecursionlimit()}


def load(state: Mapping[str, Any]) -> Callable[[], None]:
    """Bring them back; returns what undoes it."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(state["recursion_limit"])
    return lambda: sys.setrecursionlimit(before)
