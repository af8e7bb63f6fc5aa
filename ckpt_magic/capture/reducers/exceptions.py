"""Exceptions that were kept.

Responsible for bringing them back without calling the class: arguments, attributes, notes,
cause, context. Refuses to keep tracebacks, and says so.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckpt_magic.capture.scene import Scene

_CHAIN = ("__cause__", "__context__", "__suppress_context__")


def rule_for(_scene: Scene, kind: type) -> Callable[[Scene, Any], Any] | None:
    """Return the rule for a type of this family."""
    return _exception if issubclass(kind, BaseException) and _keeps_own_form(kind) else None


def make_exception(kind: type[BaseException], arguments: tuple[Any, ...]) -> BaseException:
    """Return an exception without running its class's own constructor."""
    made = _builtin_base(kind).__new__(kind, *arguments)
    made.args = arguments
    return made


def set_exception(made: BaseException, state: tuple[dict[str, Any], dict[str, Any]]) -> None:
    """Give an exception its attributes and what it was raised from."""
    attributes, special = state
    made.__dict__.update(attributes)
    suppress = special.pop("__suppress_context__")
    for name, value in special.items():
        setattr(made, name, value)
    made.__suppress_context__ = suppress


def _exception(scene: Scene, error: BaseException) -> Any:
    if error.__traceback__ is not None:
        name = type(error).__name__
        scene.tell("traceback", name, f"tracebacks of kept exceptions ({name}) do not come back")
    special = {name: getattr(error, name) for name in _CHAIN}
    special |= _builtin_attributes(error)
    arguments = error.args
    if isinstance(error, BaseExceptionGroup):
        arguments = (error.message, error.exceptions)
    state = (dict(error.__dict__), special)
    return make_exception, (type(error), arguments), state, None, None, set_exception


def _builtin_attributes(error: BaseException) -> dict[str, Any]:
    """Return what built-in bases keep in C (`OSError.filename`, `StopIteration.value` …)."""
    found: dict[str, Any] = {}
    for kind in type(error).__mro__:
        if kind.__module__ != "builtins" or kind in (BaseException, object, BaseExceptionGroup):
            continue
        for name, member in vars(kind).items():
            if type(member).__name__ in ("member_descriptor", "getset_descriptor"):
                _add_settable(found, error, name)
    return found


def _add_settable(found: dict[str, Any], error: BaseException, name: str) -> None:
    value = getattr(error, name, None)
    if name.startswith("__") or value is None:
        return
    try:
        setattr(error, name, value)
    except (AttributeError, TypeError):
        return
    found[name] = value


def _builtin_base(kind: type[BaseException]) -> type[BaseException]:
    return next(base for base in kind.__mro__ if base.__module__ == "builtins")


def _keeps_own_form(kind: type[BaseException]) -> bool:
    """Whether nobody but Python's own exceptions says how it is pickled."""
    for base in kind.__mro__:
        if base.__module__ != "builtins" and {"__reduce__", "__reduce_ex__"} & set(vars(base)):
            return False
    return True
