"""How a rule says that an object cannot be saved.

Responsible for the one exception between the rules and the pass that runs them. Refuses to
know the variable: the pass finds the way from there to the object.
"""

from __future__ import annotations

from typing import Any

from ckpt_magic.capture.ways import way_to


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


def refusal_text(value: Any, culprit: Any, error: Exception, name: str) -> str:
    """Say which object inside the variable `name` cannot be saved, and why.

    Examples
    --------
    >>> inner = object()
    >>> refusal_text([inner], inner, Refusal(inner, "it is a secret"), "box")
    'box[0]: object: it is a secret'
    """
    obj = error.obj if isinstance(error, Refusal) else culprit
    text = error.reason if isinstance(error, Refusal) else str(error)
    if obj is None or obj is value:
        return f"{type_name(value)}: {text}"
    return f"{way_to(value, obj, name)}: {type_name(obj)}: {text}"
