"""Instances of classes: with an own ``__new__``, or built on a built-in container.

Responsible for bringing them back without running the class's ``__new__`` or ``__init__``.
Honours ``__getstate__`` and ``__reduce__``, and says that it did.
"""

from __future__ import annotations

import gc
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable
from types import (
    ClassMethodDescriptorType,
    GetSetDescriptorType,
    MappingProxyType,
    MemberDescriptorType,
    MethodDescriptorType,
    WrapperDescriptorType,
)
from typing import Any

from ckpt_magic.capture.scene import Scene

_CONTAINERS: tuple[type, ...] = (dict, list, set, frozenset, deque)
_HEAP, _IMMUTABLE = 1 << 9, 1 << 8
"""Flags of types: made by a program, and not to be changed by one. C has both or neither."""
_OWN_FORM = ("__reduce__", "__reduce_ex__", "__getnewargs__", "__getnewargs_ex__")
_DESCRIPTORS = (
    ClassMethodDescriptorType,
    GetSetDescriptorType,
    MemberDescriptorType,
    MethodDescriptorType,
    WrapperDescriptorType,
)


def rule_for(scene: Scene, kind: type) -> Callable[[Scene, Any], Any] | None:
    """Return the rule for a type of this family."""
    if kind in _RULES:
        return _RULES[kind]
    own = [base for base in kind.__mro__ if _written_in_python(base)]
    if any(name in vars(base) for base in own for name in _OWN_FORM):
        return _told if _of_notebook(scene, kind, _OWN_FORM[:2]) else None
    if _of_notebook(scene, kind, ("__getstate__",)):
        return _told
    if own and issubclass(kind, _CONTAINERS):
        return _container
    if any(type(vars(base).get("__new__")) is staticmethod for base in own):
        return _instance
    return None


def make_instance(kind: type) -> Any:
    """Return an instance as its built-in base makes it."""
    base: Any = _c_base(kind)
    return base.__new__(kind)


def make_from(base: type, kind: type, content: Any) -> Any:
    """Return an instance of `kind` that has its content from the constructor of a C type."""
    return base.__new__(kind, content)


def set_container(made: Any, state: tuple[Any, Any]) -> None:
    """Give a container its content and its attributes, by its base's own methods."""
    content, attributes = state
    base = _c_base(type(made))
    if issubclass(base, dict):
        for key, value in content:
            dict.__setitem__(made, key, value) if base is dict else base.__setitem__(
                made, key, value
            )
    elif issubclass(base, list):
        list.extend(made, content)
    elif issubclass(base, set):
        set.update(made, content)
    elif issubclass(base, deque):
        deque.extend(made, content)
    set_state(made, attributes)


def set_state(made: Any, state: Any) -> None:
    """Give an object its attributes, without its class's ``__setattr__``."""
    plain, slots = state if isinstance(state, tuple) else (state, None)
    if plain:
        made.__dict__.update(plain)
    for name, value in (slots or {}).items():
        object.__setattr__(made, name, value)


def make_deque(kind: type, limit: int | None) -> Any:
    """Return an empty deque of that length."""
    made: Any = deque.__new__(kind)
    deque.__init__(made, (), limit)
    return made


def make_defaultdict(kind: type, factory: Any) -> Any:
    """Return an empty defaultdict with that factory."""
    made: Any = defaultdict.__new__(kind)
    defaultdict.__init__(made, factory)
    return made


def _container(_scene: Scene, obj: Any) -> Any:
    kind: Any = type(obj)
    base: Any = _c_base(kind)
    attributes = _attributes(obj)
    if issubclass(base, frozenset):
        return (
            make_from,
            (frozenset, kind, list(frozenset.__iter__(obj))),
            attributes,
            None,
            None,
            set_state,
        )
    content = list(base.items(obj)) if issubclass(base, dict) else list(base.__iter__(obj))
    maker: Any = (make_instance, (kind,))
    if issubclass(base, deque):
        maker = (make_deque, (kind, obj.maxlen))
    elif issubclass(base, defaultdict):
        maker = (make_defaultdict, (kind, obj.default_factory))
    return (*maker, (content, attributes), None, None, set_container)


def _instance(_scene: Scene, obj: Any) -> Any:
    base = _c_base(type(obj))
    if base is object:
        return make_instance, (type(obj),), _attributes(obj), None, None, set_state
    if base in (int, float, str, bytes, complex, tuple):
        content: Any = tuple(obj) if base is tuple else base(obj)
        return make_from, (base, type(obj), content), _attributes(obj), None, None, set_state
    return NotImplemented


def _attributes(obj: Any) -> Any:
    return object.__getstate__(obj)


def _told(scene: Scene, obj: Any) -> Any:
    name = type(obj).__qualname__
    scene.tell(
        "told", name, f"{name} says by itself what of it is saved (__getstate__, __reduce__)"
    )
    return NotImplemented


def _of_notebook(scene: Scene, kind: type, names: tuple[str, ...]) -> bool:
    """Whether the person wrote one of the methods `names`; decorators write some, too."""
    return any(
        scene.is_main(base.__module__)
        and name in vars(base)
        and scene.is_main(getattr(vars(base)[name], "__module__", scene.main_name))
        for base in kind.__mro__
        for name in names
    )


def _written_in_python(kind: type) -> bool:
    own = kind.__flags__ & _HEAP and not kind.__flags__ & _IMMUTABLE
    return bool(own) and kind not in (Counter, OrderedDict)


def _c_base(kind: type) -> type:
    for base in kind.__mro__:
        if base in (dict, list, set, frozenset, deque, OrderedDict, defaultdict):
            return base
        if not base.__flags__ & _HEAP or base.__flags__ & _IMMUTABLE:
            return base
    return object


def _descriptor(_scene: Scene, member: Any) -> Any:
    return getattr, (member.__objclass__, member.__name__)


def _property(_scene: Scene, value: property) -> Any:
    return property, (value.fget, value.fset, value.fdel, value.__doc__)


def _wrapped(_scene: Scene, value: Any) -> Any:
    return type(value), (value.__func__,)


def _proxy(_scene: Scene, value: Any) -> Any:
    return MappingProxyType, (gc.get_referents(value)[0],)


_RULES: dict[type, Callable[[Scene, Any], Any]] = {
    property: _property,
    staticmethod: _wrapped,
    classmethod: _wrapped,
    MappingProxyType: _proxy,
    **dict.fromkeys(_DESCRIPTORS, _descriptor),
}
