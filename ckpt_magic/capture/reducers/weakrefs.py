"""Weak references and the collections made of them.

Responsible for references that lead to the same object afterwards. Refuses those that call
something when the object goes.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any

from ckpt_magic.capture.refusal import Refusal
from ckpt_magic.capture.scene import Scene


def rule_for(_scene: Scene, kind: type) -> Callable[[Scene, Any], Any] | None:
    """Return the rule for a type of this family."""
    return _RULES.get(kind)


class _Gone:
    """What a reference to an object that is gone leads to for a moment."""


def dead_reference() -> Any:
    """Return a weak reference whose object is gone."""
    return weakref.ref(_Gone())


def fill_weak_dict(made: Any, items: list[tuple[Any, Any]]) -> None:
    """Give a weak dictionary its items."""
    for key, value in items:
        made[key] = value


def fill_weak_set(made: Any, items: list[Any]) -> None:
    """Give a weak set its items."""
    for item in items:
        made.add(item)


def _reference(_scene: Scene, reference: Any) -> Any:
    if reference.__callback__ is not None:
        raise Refusal(reference, "it calls a function when its object goes")
    target = reference()
    return (dead_reference, ()) if target is None else (weakref.ref, (target,))


def _proxy(_scene: Scene, proxy: Any) -> Any:
    raise Refusal(proxy, "a weak proxy cannot be told from its object")


def _weak_dict(_scene: Scene, weak: Any) -> Any:
    return type(weak), (), list(weak.items()), None, None, fill_weak_dict


def _weak_set(_scene: Scene, weak: Any) -> Any:
    return type(weak), (), list(weak), None, None, fill_weak_set


_RULES: dict[type, Callable[[Scene, Any], Any]] = {
    weakref.ReferenceType: _reference,
    weakref.ProxyType: _proxy,
    weakref.CallableProxyType: _proxy,
    weakref.WeakValueDictionary: _weak_dict,
    weakref.WeakKeyDictionary: _weak_dict,
    weakref.WeakSet: _weak_set,
}
