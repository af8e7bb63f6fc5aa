"""Objects that a stream never contains: they are the same in every process, or the caller's.

Responsible for their keys and for finding them. Refuses to know what they are for.
"""

from __future__ import annotations

import builtins
import decimal
import sys
from collections.abc import Callable, Mapping
from typing import Any

_OF_PROCESS: Mapping[str, Callable[[], Any]] = {
    "builtins": lambda: vars(builtins),
    "sys.path": lambda: sys.path,
    "sys.argv": lambda: sys.argv,
    "sys.modules": lambda: sys.modules,
    "stdout": lambda: sys.stdout,
    "stderr": lambda: sys.stderr,
    "stdin": lambda: sys.stdin,
    "original stdout": lambda: sys.__stdout__,
    "original stderr": lambda: sys.__stderr__,
    "original stdin": lambda: sys.__stdin__,
    "decimal context": decimal.getcontext,
}


def all_references(namespace: dict[str, Any], given: Mapping[str, object]) -> dict[str, Any]:
    """Return the objects that are stored by key, in a fixed order: the caller's come last."""
    found: dict[str, Any] = {"namespace": namespace}
    found |= {key: find() for key, find in _OF_PROCESS.items()}
    return found | dict(given)
