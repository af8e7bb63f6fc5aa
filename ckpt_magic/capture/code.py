"""Which functions and classes are the notebook's own code, and where their state begins.

Responsible for telling code (saved apart, replaced by the live one where it is the same) from
what shares objects with the data. Refuses to write or load anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import EnumMeta
from types import FunctionType
from typing import Any

from ckpt_magic.capture.class_parts import class_attributes
from ckpt_magic.capture.constants import is_plain
from ckpt_magic.capture.scene import Path, Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class NotebookCode:
    """The top-level names that are code, and by ``id`` the path of everything inside them."""

    names: tuple[str, ...]
    paths: Mapping[int, Path]


def find_code(scene: Scene, names: Iterable[str]) -> NotebookCode:
    """Return what among `names` is code of the notebook.

    A function with cells of its own, and a class that builds on one that no name leads to,
    belong to the data: they share objects with it.
    """
    found = {name: scene.namespace[name] for name in names if _own(scene, name)}
    while True:
        tops = {id(value) for value in found.values()}
        standing = {
            name: value for name, value in found.items() if _stands_alone(value, scene, tops)
        }
        if len(standing) == len(found):
            break
        found = standing
    paths: dict[int, Path] = {}
    for name, value in sorted(found.items(), key=lambda item: item[0] != item[1].__name__):
        if id(value) not in paths:
            paths.update((id(part), path) for part, path in _parts(scene, value, (name,)))
    chosen = {paths[id(value)][0] for value in found.values()}
    return NotebookCode(names=tuple(name for name in found if name in chosen), paths=paths)


def is_simple_function(scene: Scene, value: Any) -> bool:
    """Whether a function is the notebook's and closes over nothing but its class."""
    return (
        type(value) is FunctionType
        and value.__globals__ is scene.namespace
        and all(name == "__class__" for name in value.__code__.co_freevars)
    )


def code_attributes(scene: Scene, cls: type) -> dict[str, Any]:
    """Return the attributes that are part of a class's code; constants are also in its state."""
    if isinstance(cls, EnumMeta):
        return class_attributes(cls)
    return {
        name: value
        for name, value in class_attributes(cls).items()
        if is_plain(value) or _is_code_attribute(scene, value)
    }


def data_attributes(scene: Scene, cls: type) -> dict[str, Any]:
    """Return the attributes of a class that may share objects with the data, or change."""
    if isinstance(cls, EnumMeta):
        return {}
    return {
        name: value
        for name, value in class_attributes(cls).items()
        if not _is_code_attribute(scene, value) and name != "__doc__"
    }


def code_parts(scene: Scene, name: str) -> Iterator[tuple[Any, Path]]:
    """Yield every function and class inside a top-level name, with its path."""
    return _parts(scene, scene.namespace[name], (name,))


def at_path(start: Any, path: Iterable[str]) -> Any:
    """Return what a path leads to; ``KeyError`` or ``AttributeError`` where it does not.

    Examples
    --------
    >>> class A:
    ...     @property
    ...     def size(self): ...
    >>> at_path(A, ("size", "fget")).__name__
    'size'
    """
    found = start
    for part in path:
        found = vars(found)[part] if isinstance(found, type) else getattr(found, part)
    return found


def _own(scene: Scene, name: str) -> bool:
    value = scene.namespace[name]
    if isinstance(value, type):
        return scene.is_main(value.__module__) and not scene.importable(value)
    return is_simple_function(scene, value) and not scene.importable(value)


def _stands_alone(value: Any, scene: Scene, tops: set[int]) -> bool:
    if not isinstance(value, type):
        return True
    above = (type(value), *value.__bases__)
    return all(scene.importable(kind) or id(kind) in tops for kind in above)


def _parts(scene: Scene, value: Any, path: Path) -> Iterator[tuple[Any, Path]]:
    yield value, path
    if not isinstance(value, type):
        return
    for name, member in class_attributes(value).items():
        if isinstance(member, type):
            if _is_nested(scene, value, member):
                yield from _parts(scene, member, (*path, name))
            continue
        for function, steps in _functions_in(member):
            if is_simple_function(scene, function):
                yield function, (*path, name, *steps)


def _is_nested(scene: Scene, outer: type, cls: type) -> bool:
    own = scene.is_main(cls.__module__) and cls.__qualname__.startswith(outer.__qualname__ + ".")
    return own and all(scene.importable(kind) for kind in (type(cls), *cls.__bases__))


def _functions_in(member: Any) -> Iterator[tuple[Any, Path]]:
    if type(member) is FunctionType:
        yield member, ()
    elif type(member) in (staticmethod, classmethod):
        yield member.__func__, ("__func__",)
    elif type(member) is property:
        for name in ("fget", "fset", "fdel"):
            if getattr(member, name) is not None:
                yield getattr(member, name), (name,)


def _is_code_attribute(scene: Scene, value: Any) -> bool:
    if isinstance(value, type):
        return id(value) in scene.code_paths
    functions = [function for function, _steps in _functions_in(value)]
    return bool(functions) and all(is_simple_function(scene, function) for function in functions)
