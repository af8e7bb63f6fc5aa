"""Finds what belongs to an imported module, by identity.

Responsible for telling a library's own objects (`dataclasses.MISSING`, the generator behind
`random.choice`, `os.environ`) from the person's. Refuses to look inside them.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterator
from functools import cache
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

_NEVER = (
    bool, int, float, complex, str, bytes, tuple, frozenset, type(None), type, FunctionType,
    BuiltinFunctionType, ModuleType,
)  # fmt: skip
_CONTAINERS = (dict, list, set)
_NOT_OWNERS = ("builtins", "sys", "__main__", "__mp_main__", "gc")
_LARGE = ("ndarray", "DataFrame", "Series")


class ModuleIndex:
    """What library modules hold under a name; made once and again when modules are imported."""

    def __init__(self) -> None:
        self._modules = -1
        self._names: dict[int, tuple[str, str]] = {}
        self.kinds: set[type] = set()

    def refresh(self) -> None:
        """Look at modules that were imported since."""
        if len(sys.modules) == self._modules:
            return
        self._modules = len(sys.modules)
        self._names, self.kinds = {}, set()
        for module_name, module in list(sys.modules.items()):
            if module_name not in _NOT_OWNERS and not is_persons_module(module):
                self._add(module_name, module)

    def find(self, obj: Any) -> tuple[str, str] | None:
        """Return the module and the name under which it holds this very object."""
        found = self._names.get(id(obj))
        if found is None:
            return None
        module = sys.modules.get(found[0])
        return found if module is not None and vars(module).get(found[1]) is obj else None

    def _add(self, module_name: str, module: ModuleType) -> None:
        for name, value in list(vars(module).items()):
            kind = type(value)
            if kind in _NEVER or kind.__module__ == "__main__" or kind.__name__ in _LARGE:
                continue
            if isinstance(value, type | BaseException) or name.startswith("__"):
                continue
            self._names.setdefault(id(value), (module_name, name))
            if kind not in _CONTAINERS:
                self.kinds.add(kind)


def is_persons_module(module: Any) -> bool:
    """Whether a module is the person's own file: neither installed nor part of Python."""
    file = getattr(module, "__file__", None)
    if not isinstance(file, str) or not file.endswith(".py"):
        return False
    if module.__name__.partition(".")[0] == __name__.partition(".")[0]:
        return False
    if file.startswith(_installed_folders()) or "site-packages" in file:
        return False
    return not _holds_installed(_root_of(module.__name__, file))


def _root_of(module_name: str, file: str) -> str:
    """Return the folder that the search path has for a module."""
    levels = module_name.count(".") + (os.path.basename(file) == "__init__.py")
    folder = os.path.dirname(file)
    for _ in range(levels):
        folder = os.path.dirname(folder)
    return folder


@cache
def _holds_installed(folder: str) -> bool:
    """Whether packages were installed into `folder`: their records lie beside them."""
    try:
        return any(name.endswith(".dist-info") for name in os.listdir(folder))
    except OSError:
        return False


def persons_modules(values: Iterator[Any]) -> dict[str, ModuleType]:
    """Return the person's own modules that `values` lead to, and those that they import."""
    found: dict[str, ModuleType] = {}
    waiting = list(values)
    while waiting:
        module = _module_of(waiting.pop())
        if module is None or module.__name__ in found or not is_persons_module(module):
            continue
        found[module.__name__] = module
        waiting.extend(vars(module).values())
    return dict(sorted(found.items()))


def _module_of(value: Any) -> ModuleType | None:
    if isinstance(value, ModuleType):
        return value if sys.modules.get(value.__name__) is value else None
    name = value.__module__ if isinstance(value, type | FunctionType) else type(value).__module__
    return sys.modules.get(name) if name not in _NOT_OWNERS else None


@cache
def _installed_folders() -> tuple[str, ...]:
    paths = sysconfig.get_paths()
    return tuple({paths[key] for key in ("stdlib", "platstdlib", "purelib", "platlib")})
