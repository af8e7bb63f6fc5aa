"""Which names of a namespace belong to a snapshot.

Responsible for leaving out what is not the person's: dunders, hidden names of the front end.
Refuses to look into values.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckpt_magic.capture.reducers.refused import is_process_local

_HISTORY = ("_i", "_ii", "_iii", "_", "__", "___", "_dh", "_oh", "_ih", "In", "Out", "exit", "quit")


def saveable_names(namespace: Mapping[str, Any], hidden: frozenset[str]) -> tuple[str, ...]:
    """Return the person's names in their order: neither hidden, nor dunders, nor history.

    Examples
    --------
    >>> saveable_names({"__name__": "m", "_i1": "x", "In": [], "x": 1}, frozenset({"In"}))
    ('x',)
    """
    return tuple(name for name in namespace if name not in hidden and not _is_machinery(name))


def _is_machinery(name: str) -> bool:
    if name.startswith("__") and name.endswith("__"):
        return name != "__annotations__"
    if name in _HISTORY:
        return True
    return name.startswith("_") and name.lstrip("_").lstrip("i").isdigit()


__all__ = ["is_process_local", "saveable_names"]
