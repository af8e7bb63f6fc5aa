"""Classes that no import finds.

Responsible for making a class again without running anybody's code: no metaclass, no
``__init_subclass__``, no ``__set_name__``. Refuses to know which class is the live one.
"""

from __future__ import annotations

import _abc  # type: ignore[import-not-found]  # the only way to an ABC's registry
import types
from abc import ABCMeta
from collections.abc import Callable
from typing import Any

from ckpt_magic.capture import links
from ckpt_magic.capture.class_parts import class_attributes, class_layout, registered_classes
from ckpt_magic.capture.code import code_attributes
from ckpt_magic.capture.scene import Scene

_IMMUTABLE = 1 << 8
_BUILTIN_NAMES = {id(kind): name for name, kind in vars(types).items() if isinstance(kind, type)}


def rule_for(_scene: Scene, kind: type) -> Callable[[Scene, Any], Any] | None:
    """Return the rule for a type of this family."""
    return _class if issubclass(kind, type) else None


def make_class(meta: type, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
    """Return a class with nothing but its layout; no code of its bases or metaclass runs."""
    made = (
        _quietly(meta, name, bases, body)
        if _has_hook(bases)
        else type.__new__(meta, name, bases, body)
    )
    if issubclass(meta, ABCMeta):
        _abc._abc_init(made)
    return made


def set_class(made: type, state: tuple[dict[str, Any], tuple[type, ...]]) -> None:
    """Give a class its attributes and what was registered with it."""
    attributes, registered = state
    for name, value in attributes.items():
        type.__setattr__(made, name, value)
    for other in registered:
        _abc._abc_register(made, other)


def _class(scene: Scene, cls: type) -> Any:
    if cls in (type(None), type(Ellipsis), type(NotImplemented)) or scene.importable(cls):
        return NotImplemented
    if id(cls) in _BUILTIN_NAMES:
        return links.module_attribute, ("types", _BUILTIN_NAMES[id(cls)])
    path = scene.code_paths.get(id(cls))
    parts = (type(cls), cls.__name__, cls.__bases__, class_layout(cls))
    state = (class_attributes(cls), registered_classes(cls))
    if path is None:
        return make_class, parts, state, None, None, set_class
    if not scene.writing_code:
        return links.code, path
    state = (code_attributes(scene, cls), registered_classes(cls))
    return links.code_class, (path, *parts), state, None, None, links.set_code_class


def _has_hook(bases: tuple[type, ...]) -> bool:
    return any("__init_subclass__" in vars(kind) for base in bases for kind in base.__mro__[:-1])


def _quietly(meta: type, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
    """Make a class while the hooks of its bases are covered by one that does nothing."""
    covered = [base for base in bases if not base.__flags__ & _IMMUTABLE]
    hooks = [(base, vars(base).get("__init_subclass__")) for base in covered]
    try:
        for base in covered:
            type.__setattr__(base, "__init_subclass__", classmethod(_no_hook))
        # a built-in `Generic` cannot be covered, and wants to see what it was called with
        made: type = type.__new__(meta, name, bases, {**body, "__orig_bases__": ()})
    finally:
        for base, hook in hooks:
            if hook is None:
                type.__delattr__(base, "__init_subclass__")
            else:
                type.__setattr__(base, "__init_subclass__", hook)
    type.__delattr__(made, "__orig_bases__")
    return made


def _no_hook(_cls: type, /, **_options: Any) -> None:
    """Stand for ``__init_subclass__``."""
