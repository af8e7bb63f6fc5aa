"""Whether the items of a resumed loop are those of the run before.

Responsible for a short digest of the items that were done. Refuses to know iterables and
checkpoints. Only immutable plain values are compared: an item that the loop's body may have
changed would be taken for another one, so of those only the type counts.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import PosixPath, PurePosixPath, PureWindowsPath, WindowsPath
from typing import Any
from uuid import UUID

import xxhash

_PLAIN = frozenset(
    {
        int, float, complex, bool, str, bytes, type(None), range, date, datetime, time, timedelta,
        Decimal, Fraction, UUID, PosixPath, WindowsPath, PurePosixPath, PureWindowsPath,
    }
)  # fmt: skip


def is_plain(item: Any) -> bool:
    """Whether an item is an immutable value that reads the same in every process."""
    if type(item) is tuple:
        return all(is_plain(part) for part in item)
    return type(item) in _PLAIN


def fingerprint(item: Any) -> bytes:
    """Return bytes that are equal for equal plain items, and for others their type's name.

    Examples
    --------
    >>> fingerprint((1, "a")) == fingerprint((1, "b"))
    False
    """
    if type(item) is tuple:
        return b"(" + b",".join(fingerprint(part) for part in item) + b")"
    kind = type(item)
    text = repr(item) if kind in _PLAIN else f"<{kind.__module__}.{kind.__qualname__}>"
    return text.encode("utf-8", "surrogatepass")


class Trail:
    """A digest of items in the order they were noted."""

    def __init__(self) -> None:
        self._hash = xxhash.xxh3_128()

    def note(self, item: Any) -> None:
        """Add the next item."""
        self._hash.update(fingerprint(item) + b"\n")

    def digest(self) -> str:
        """Return the digest of all items noted so far."""
        return str(self._hash.hexdigest())
