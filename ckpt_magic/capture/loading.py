"""What the stream may ask while a snapshot is loaded.

Responsible for the answers that depend on where the snapshot is loaded: the live namespace,
live functions and classes, imported modules. Refuses to change anything that lives already:
changes to live objects are collected, and made by whoever commits.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

from ckpt_magic.capture.code import at_path
from ckpt_magic.capture.reducers.classes import make_class, set_class
from ckpt_magic.capture.reducers.functions import make_function, set_function
from ckpt_magic.capture.scene import Path


class LoadContext:
    """One load of one snapshot.

    Parameters
    ----------
    live_code
        The functions and classes, by top-level name, that stay the live ones.
    trial
        Whether the result is thrown away: nothing outside may be touched then.
    """

    def __init__(
        self,
        namespace: dict[str, Any],
        *,
        references: Mapping[str, Any],
        live_code: Mapping[str, Any] | None = None,
        trial: bool = False,
    ) -> None:
        self.namespace = namespace
        self.references = references
        self.live_code = dict(live_code or {})
        self.trial = trial
        self.code_names: dict[str, Any] = dict(self.live_code)
        self.on_commit: list[Callable[[], Callable[[], None]]] = []

    def reference(self, key: str) -> Any:
        """Return the object that a stream refers to by a key."""
        return self.references[key]

    def code(self, *path: str) -> Any:
        """Return a function or class of the notebook."""
        top, *rest = path
        start = self.code_names[top] if top in self.code_names else self.namespace[top]
        return at_path(start, rest)

    def code_function(self, path: Path, *parts: Any) -> Any:
        """Return the live function at `path`, or a new one."""
        return self._live(path) or self._register(path, make_function(*parts))

    def set_code_function(self, function: Any, state: dict[str, Any]) -> None:
        """Complete a new function; a live one stays as it is."""
        if not self._is_live(function):
            set_function(function, state)

    def code_class(self, path: Path, *parts: Any) -> Any:
        """Return the live class at `path`, or a new one."""
        return self._live(path) or self._register(path, make_class(*parts))

    def set_code_class(self, cls: Any, state: Any) -> None:
        """Complete a new class; a live one stays as it is."""
        if not self._is_live(cls):
            set_class(cls, state)

    def enum_member(self, path: Path, value: Any) -> Any:
        """Return the member of an enumeration of the notebook that has a value."""
        return self.code(*path)(value)

    def module(self, name: str) -> ModuleType:
        """Import a module."""
        return importlib.import_module(name)

    def module_attribute(self, module_name: str, name: str) -> Any:
        """Return what a module holds under a name."""
        return getattr(importlib.import_module(module_name), name)

    def module_globals(self, module_name: str) -> dict[str, Any]:
        """Return the globals of a module."""
        return vars(importlib.import_module(module_name))

    def array(self, buffer: Any, dtype: Any, shape: Any, order: str, writeable: bool) -> Any:
        """Return an array that owns its memory, filled from a buffer."""
        numpy = importlib.import_module("numpy")
        made = numpy.empty(shape, dtype, order)
        if made.nbytes:
            flat = made.reshape(-1, order=order).view("u1")
            flat[:] = numpy.frombuffer(buffer, "u1")
        made.flags.writeable = writeable
        return made

    def _live(self, path: Path) -> Any:
        if path[0] not in self.live_code:
            return None
        try:
            return at_path(self.live_code[path[0]], path[1:])
        except (KeyError, AttributeError):
            return None

    def _register(self, path: Path, made: Any) -> Any:
        if len(path) == 1:
            self.code_names[path[0]] = made
        self._new = getattr(self, "_new", {})
        self._new[id(made)] = made
        return made

    def _is_live(self, obj: Any) -> bool:
        return id(obj) not in getattr(self, "_new", {})
