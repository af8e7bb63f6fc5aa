"""Data that the person's own modules hold.

Responsible for finding it, and for bringing it back into the live module: containers in place,
so that everybody who refers to them sees the content. Refuses installed packages.
"""

from __future__ import annotations

import importlib
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import FunctionType, ModuleType
from typing import Any

from ckpt_magic.capture.module_index import persons_modules

_CONTAINERS: dict[str, type] = {"list": list, "dict": dict, "set": set, "deque": deque}
_PREFIX = "global "
Undo = Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleGlobal:
    """A name of one of the person's modules; ``kind`` is set for containers kept in place."""

    module_name: str
    name: str
    value: Any
    kind: str | None

    @property
    def label(self) -> str:
        """What names it for a person."""
        return f"{self.module_name}.{self.name}"

    @property
    def key(self) -> str:
        """Its key among the references of a stream."""
        return f"{_PREFIX}{self.kind} {self.module_name} {self.name}"

    @property
    def content(self) -> Any:
        """What is written: a container's content, or the value itself."""
        if self.kind is None:
            return self.value
        return list(self.value.items()) if self.kind == "dict" else list(self.value)


def find_globals(values: Iterator[Any]) -> list[ModuleGlobal]:
    """Return the data of the person's modules that `values` lead to; each container once."""
    found: list[ModuleGlobal] = []
    seen: set[int] = set()
    for module_name, module in persons_modules(values).items():
        for name, value in list(vars(module).items()):
            if name.startswith("__") or _is_code(value, module_name):
                continue
            kind = next((key for key, cls in _CONTAINERS.items() if type(value) is cls), None)
            if kind is not None and id(value) in seen:
                kind = None
            seen.add(id(value))
            found.append(ModuleGlobal(module_name=module_name, name=name, value=value, kind=kind))
    return found


def is_global_key(key: str) -> bool:
    """Whether a reference's key means a container of a module."""
    return key.startswith(_PREFIX)


def live_container(key: str) -> Any:
    """Return the container of a key: the live one, or an empty one where it is missing."""
    kind, module_name, name = key.removeprefix(_PREFIX).split(" ", 2)
    live = vars(importlib.import_module(module_name)).get(name)
    return live if type(live) is _CONTAINERS[kind] else _CONTAINERS[kind]()


def bring_back(module_name: str, name: str, container: Any, content: Any) -> Callable[[], Undo]:
    """Return what sets a module's global (a container's content in place) and can undo it."""
    names = vars(importlib.import_module(module_name))

    def change() -> Undo:
        missing = name not in names
        before = names.get(name)
        saved = None if container is None else _content(container)
        names[name] = content if container is None else container
        if container is not None:
            _fill(container, content)

        def undo() -> None:
            if saved is not None:
                _fill(container, saved)
            names[name] = before
            if missing:
                del names[name]

        return undo

    return change


def _content(container: Any) -> list[Any]:
    return list(container.items()) if isinstance(container, dict) else list(container)


def _fill(container: Any, content: list[Any]) -> None:
    container.clear()
    if isinstance(container, dict | set):
        container.update(content)
    else:
        container.extend(content)


def _is_code(value: Any, module_name: str) -> bool:
    if isinstance(value, ModuleType):
        return True
    own_name = getattr(value, "__qualname__", "")
    found = isinstance(value, type | FunctionType)
    return found and (value.__module__ != module_name or "<" not in own_name)
