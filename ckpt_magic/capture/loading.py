"""What the stream may ask while a snapshot is loaded.

Responsible for the answers that depend on where the snapshot is loaded: the live namespace,
live functions and classes, imported modules. Refuses to change anything that lives already:
changes to live objects are collected, and made by whoever commits.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import ModuleType
from typing import Any

from ckpt_magic.capture.code import at_path
from ckpt_magic.capture.nans import Nans
from ckpt_magic.capture.open_files import FileState, open_again
from ckpt_magic.capture.reducers.classes import make_class, set_class
from ckpt_magic.capture.reducers.functions import make_function, set_function
from ckpt_magic.capture.reducers.progress_bars import make_bar
from ckpt_magic.capture.scene import Path
from ckpt_magic.capture.shared_globals import is_global_key, live_container

TRIAL_ARRAY_BYTES = 1024 * 1024
"""Larger arrays stay empty while a snapshot is tried: untouched memory costs nothing."""


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
        self.nans = Nans()
        self._held: dict[str, Any] = {}
        self._new: dict[int, Any] = {}
        self.at_end: list[Callable[[], None]] = []
        self.on_commit: list[Callable[[], Callable[[], None]]] = []

    def reference(self, key: str) -> Any:
        """Return the object that a stream refers to by a key."""
        if key not in self._held:
            self._held[key] = self._hold(key)
        return self._held[key]

    def _hold(self, key: str) -> Any:
        if self.nans.is_key(key):
            return self.nans.value(key)
        if is_global_key(key):
            return live_container(key)
        if key.startswith("held "):
            _, module_name, name = key.split(" ", 2)
            return self.module_attribute(module_name, name)
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

    def array(  # numpy's own parameters
        self, kind: Any, buffer: Any, dtype: Any, shape: Any, order: str, writeable: bool
    ) -> Any:
        """Return an array that owns its memory, filled from a buffer."""
        numpy = importlib.import_module("numpy")
        made = numpy.empty(shape, dtype, order)
        if made.nbytes and not (self.trial and made.nbytes > TRIAL_ARRAY_BYTES):
            flat = made.reshape(-1, order=order).view("u1")
            flat[:] = numpy.frombuffer(buffer, "u1")
        made = made if kind is numpy.ndarray else made.view(kind)
        if not writeable:
            made.flags.writeable = False
        return made

    def open_file(self, state: FileState) -> Any:
        """Return a file object that stands where the saved one stood."""
        if self.trial:
            return open_again(replace(state, closed=True), [])
        return open_again(state, self.at_end)

    def progress_bar(self, kind: Any, parts: dict[str, Any]) -> Any:
        """Return a bar at its count; none is drawn in a trial."""
        return object.__new__(kind) if self.trial else make_bar(kind, parts)

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
        self._new[id(made)] = made
        return made

    def _is_live(self, obj: Any) -> bool:
        return id(obj) not in self._new
