"""How a rule says that an object cannot be saved.

Responsible for the one exception between the rules and the pass that runs them. Refuses to
know the variable: the pass finds the way from there to the object.
"""

from __future__ import annotations

from typing import Any


class Refusal(Exception):  # noqa: N818 (not an error yet: one variable is left out)
    """`obj` cannot be saved, because of `reason`; never leaves this room."""

    def __init__(self, obj: Any, reason: str) -> None:
        super().__init__(reason)
        self.obj = obj
        self.reason = reason


def type_name(obj: Any) -> str:
    """Return the name of an object's type as a person knows it.

    Examples
    --------
    >>> type_name({})
    'dict'
    """
    kind = type(obj)
    if kind.__module__ in ("builtins", "__main__"):
        return kind.__qualname__
    return f"{kind.__module__}.{kind.__qualname__}"


def refusal_text(value: Any, culprit: Any, error: Exception) -> str:
    """Say which object inside `value` cannot be saved, and why."""
    if isinstance(error, Refusal):
        return f"{type_name(error.obj)}: {error.reason}"
    return f"{type_name(value if culprit is None else culprit)}: {error}"
