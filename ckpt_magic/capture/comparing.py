"""Whether two values say the same.

Responsible for a cautious answer: "differs" where it cannot be told. Refuses to run anybody's
``__eq__`` but that of plain values and known arrays.
"""

from __future__ import annotations

import sys
from typing import Any

_ATOMS = (bool, int, float, complex, str, bytes, bytearray, type(None), range, slice)


def differs(one: Any, other: Any) -> bool:
    """Whether two values differ, or may differ.

    Examples
    --------
    >>> differs([1, {"a": 2}], [1, {"a": 2}]), differs([1], (1,))
    (False, True)
    """
    try:
        return not _same(one, other, 0)
    except Exception:  # noqa: BLE001 (a comparison may fail in any way; then it is not known)
        return True


def _same(one: Any, other: Any, depth: int) -> bool:
    if one is other:
        return True
    if type(one) is not type(other) or depth > 100:
        return False
    if isinstance(one, _ATOMS):
        return bool(one == other) or repr(one) == repr(other)
    if type(one) in (list, tuple):
        return len(one) == len(other) and all(map(_same, one, other, [depth + 1] * len(one)))
    if type(one) is dict:
        return _same(list(one.items()), list(other.items()), depth + 1)
    if type(one) in (set, frozenset):
        return bool(one == other)
    return _same_array(one, other)


def _same_array(one: Any, other: Any) -> bool:
    module = type(one).__module__.partition(".")[0]
    if module == "numpy":
        numpy = sys.modules["numpy"]
        return bool(numpy.array_equal(one, other) and one.dtype == other.dtype)
    if module == "pandas" and hasattr(one, "equals"):
        return bool(one.equals(other))
    return False
