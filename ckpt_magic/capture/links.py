"""Names that a stream uses for what only the loader knows.

Responsible for standing in a stream for methods of `loading.LoadContext`; the unpickler puts
the loader's own method in the place of each. Refuses to do anything by itself.
"""

from __future__ import annotations

from typing import Any, NoReturn


def _outside(name: str) -> NoReturn:
    raise RuntimeError(f"{name} has a meaning only while a snapshot is loaded")


def code(*_path: str) -> Any:
    """The function or class at a path from a name of the notebook."""
    _outside("code")


def code_function(*_parts: Any) -> Any:
    """A function of the notebook: the live one, or a new one."""
    _outside("code_function")


def set_code_function(*_parts: Any) -> Any:
    """Complete a new function of the notebook."""
    _outside("set_code_function")


def code_class(*_parts: Any) -> Any:
    """A class of the notebook: the live one, or a new one."""
    _outside("code_class")


def set_code_class(*_parts: Any) -> Any:
    """Complete a new class of the notebook."""
    _outside("set_code_class")


def enum_member(*_parts: Any) -> Any:
    """The member of an enumeration of the notebook that has a name or a value."""
    _outside("enum_member")


def module(*_parts: Any) -> Any:
    """An imported module."""
    _outside("module")


def module_attribute(*_parts: Any) -> Any:
    """What an imported module holds under a name."""
    _outside("module_attribute")


def module_globals(*_parts: Any) -> Any:
    """The globals of an imported module."""
    _outside("module_globals")


def array(*_parts: Any) -> Any:
    """A new array that owns its data."""
    _outside("array")


def open_file(*_parts: Any) -> Any:
    """A file opened again where it stood."""
    _outside("open_file")


def progress_bar(*_parts: Any) -> Any:
    """A progress bar at its count."""
    _outside("progress_bar")
