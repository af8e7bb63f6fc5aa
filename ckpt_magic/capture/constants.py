"""Values that nothing can change and whose identity says nothing.

Responsible for telling them from data. Refuses to look at anything but built-in types.
"""

from __future__ import annotations

from typing import Any

_PLAIN_TYPES = (bool, int, float, complex, str, bytes, type(None), type(Ellipsis))


def is_plain(value: Any) -> bool:
    """Whether a value is a constant, or a tuple of constants, that nothing can change.

    Examples
    --------
    >>> is_plain((1, "a")), is_plain([1])
    (True, False)
    """
    if type(value) in (tuple, frozenset):
        return all(is_plain(item) for item in value)
    return type(value) in _PLAIN_TYPES
