"""Functions, cells and code objects.

Responsible for functions that no import finds: by path where they are the notebook's own
code, else by value with their real cells and the live globals. Refuses generators.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable
from types import CellType, CodeType, FunctionType, MethodType
from typing import Any

from ckpt_magic.capture import links
from ckpt_magic.capture.constants import is_plain
from ckpt_magic.capture.scene import ModuleGlobals, Scene


def rule_for(_scene: Scene, kind: type) -> Callable[[Scene, Any], Any] | None:
    """Return the rule for a type of this family."""
    return _RULES.get(kind)


def make_code(data: bytes) -> CodeType:
    """Return the code object that was marshalled."""
    code = marshal.loads(data)  # noqa: S302 (a restore runs the notebook's code anyway)
    assert isinstance(code, CodeType)
    return code


def make_cell() -> CellType:
    """Return an empty cell."""
    return CellType()


def set_cell(cell: CellType, contents: tuple[Any]) -> None:
    """Fill a cell."""
    cell.cell_contents = contents[0]


def make_function(
    code: CodeType,
    global_names: dict[str, Any],
    name: str,
    closure: tuple[CellType, ...] | None,
) -> FunctionType:
    """Return a function without its defaults and attributes."""
    return FunctionType(code, global_names, name, None, closure)


def set_function(function: FunctionType, state: dict[str, Any]) -> None:
    """Give a function its defaults, names and attributes."""
    attributes = state.pop("__dict__", None)
    for name, value in state.items():
        setattr(function, name, value)
    if attributes:
        function.__dict__.update(attributes)


def function_state(function: FunctionType) -> dict[str, Any]:
    """Return what of a function can be set after it was made."""
    state: dict[str, Any] = {
        "__qualname__": function.__qualname__,
        "__module__": function.__module__,
        "__doc__": function.__doc__,
    }
    for name in ("__defaults__", "__kwdefaults__", "__annotations__", "__type_params__"):
        value = getattr(function, name, None)
        if value:
            state[name] = value
    if function.__dict__:
        state["__dict__"] = function.__dict__
    return state


def plain_function_state(function: FunctionType) -> dict[str, Any]:
    """Return the state without what may share objects with the data."""
    state = function_state(function)
    state.pop("__dict__", None)
    if not is_plain(function.__defaults__):
        state.pop("__defaults__", None)
    if not all(map(is_plain, (function.__kwdefaults__ or {}).values())):
        state.pop("__kwdefaults__", None)
    return state


def data_function_state(function: FunctionType) -> dict[str, Any]:
    """Return defaults and attributes: they may change, or share objects with the data."""
    found: dict[str, Any] = {}
    for name in ("__defaults__", "__kwdefaults__"):
        if getattr(function, name):
            found[name] = getattr(function, name)
    if function.__dict__:
        found["__dict__"] = function.__dict__
    return found


def _function(scene: Scene, function: FunctionType) -> Any:
    if scene.importable(function):
        return NotImplemented
    path = scene.code_paths.get(id(function))
    parts = (
        scene.code_of(function.__code__),
        scene.globals_in_stream(function),
        function.__name__,
        function.__closure__,
    )
    if path is None:
        return make_function, parts, function_state(function), None, None, set_function
    if not scene.writing_code:
        return links.code, path
    state = plain_function_state(function)
    return links.code_function, (path, *parts), state, None, None, links.set_code_function


def _cell(_scene: Scene, cell: CellType) -> Any:
    try:
        contents = cell.cell_contents
    except ValueError:
        return make_cell, ()
    return make_cell, (), (contents,), None, None, set_cell


def _code(scene: Scene, code: CodeType) -> Any:
    return make_code, (marshal.dumps(scene.code_of(code)),)


def _globals(_scene: Scene, stand_in: ModuleGlobals) -> Any:
    return links.module_globals, (stand_in.module_name,)


def _method(_scene: Scene, method: MethodType) -> Any:
    return MethodType, (method.__func__, method.__self__)


_RULES: dict[type, Callable[[Scene, Any], Any]] = {
    FunctionType: _function,
    CellType: _cell,
    CodeType: _code,
    ModuleGlobals: _globals,
    MethodType: _method,
}
