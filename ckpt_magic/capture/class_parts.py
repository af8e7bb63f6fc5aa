"""What a class consists of.

Responsible for telling what its body defined from what Python makes by itself. Refuses to make
classes.
"""

from __future__ import annotations

import _abc  # type: ignore[import-not-found]  # the only way to an ABC's registry
from abc import ABCMeta
from types import MemberDescriptorType
from typing import Any

_NOT_STATE = {"__dict__", "__weakref__", "__slotnames__", "_abc_impl", "__module__", "__qualname__"}


def class_layout(cls: type) -> dict[str, Any]:
    """Return the part of a class body that decides how instances lie in memory."""
    body: dict[str, Any] = {"__module__": cls.__module__, "__qualname__": cls.__qualname__}
    if "__slots__" in vars(cls):
        slots = [name for name, item in vars(cls).items() if type(item) is MemberDescriptorType]
        slots += [name for name in ("__dict__", "__weakref__") if name in vars(cls)]
        body["__slots__"] = tuple(slots)
    return body


def class_attributes(cls: type) -> dict[str, Any]:
    """Return what a class body defined, without what Python makes by itself."""
    return {
        name: value
        for name, value in vars(cls).items()
        if name not in _NOT_STATE and type(value) is not MemberDescriptorType
    }


def registered_classes(cls: type) -> tuple[type, ...]:
    """Return the classes registered with an abstract base class."""
    if not issubclass(type(cls), ABCMeta):
        return ()
    found = (reference() for reference in _abc._get_dump(cls)[0])
    return tuple(other for other in found if other is not None)
