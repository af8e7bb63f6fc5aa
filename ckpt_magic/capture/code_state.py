"""The state of functions and classes that live on.

Responsible for setting their attributes and for the way back. Refuses to run properties or
metaclass code of theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

_MISSING = object()
Undo = Callable[[], None]


def state_change(part: Any, state: Mapping[str, Any]) -> Callable[[], Undo]:
    """Return what sets attributes of a function or class; calling it returns the way back."""

    def change() -> Undo:
        before = {name: _attribute(part, name) for name in state}
        _set_attributes(part, state)
        return lambda: _set_attributes(part, before)

    return change


def _attribute(part: Any, name: str) -> Any:
    if isinstance(part, type):
        return vars(part).get(name, _MISSING)
    return dict(part.__dict__) if name == "__dict__" else getattr(part, name, _MISSING)


def _set_attributes(part: Any, state: Mapping[str, Any]) -> None:
    for name, value in state.items():
        if isinstance(part, type):
            _set_class_attribute(part, name, value)
        elif name == "__dict__":
            part.__dict__.clear()
            part.__dict__.update(value)
        else:
            setattr(part, name, value)


def _set_class_attribute(cls: type, name: str, value: Any) -> None:
    if value is not _MISSING:
        type.__setattr__(cls, name, value)
    elif name in vars(cls):
        type.__delattr__(cls, name)
