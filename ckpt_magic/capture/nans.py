"""Floats that are not equal to themselves: only their identity says which one it is.

Responsible for their keys in a stream, so that one nan in two places is one object afterwards.
Refuses all other floats, whose value is all there is.
"""

from __future__ import annotations

import importlib
import math
import struct
import sys
from typing import Any

_MARKS = (b"G\x7f\xf8", b"G\xff\xf8")
_PREFIX = "nan "
_MATH_NAN = math.nan


def has_nan(stream: bytes) -> bool:
    """Whether a stream may contain a nan by value."""
    return any(mark in stream for mark in _MARKS)


class NanKeys:
    """Keys of the nans of one pass."""

    def __init__(self) -> None:
        self._seen: dict[int, tuple[float, str]] = {}

    def key(self, obj: Any) -> str | None:
        """Return the key of a nan; ``None`` for anything else."""
        if type(obj) is not float or obj == obj:
            return None
        if obj is _MATH_NAN:
            return _PREFIX + "math"
        if obj is getattr(sys.modules.get("numpy"), "nan", None):
            return _PREFIX + "numpy"
        bits = struct.pack(">d", obj).hex()
        return self._seen.setdefault(id(obj), (obj, f"{_PREFIX}{bits} {len(self._seen)}"))[1]


class Nans:
    """The nans of one load, by key."""

    def __init__(self) -> None:
        self._made: dict[str, float] = {}

    def is_key(self, key: str) -> bool:
        """Whether a key means a nan."""
        return key.startswith(_PREFIX)

    def value(self, key: str) -> float:
        """Return the nan of a key."""
        what = key.removeprefix(_PREFIX)
        if what == "math":
            return math.nan
        if what == "numpy":
            nan: float = importlib.import_module("numpy").nan
            return nan
        bits = bytes.fromhex(what.partition(" ")[0])
        return self._made.setdefault(key, struct.unpack(">d", bits)[0])
