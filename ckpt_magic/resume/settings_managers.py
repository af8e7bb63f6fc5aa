"""Managers that change one setting of the process and put it back.

Responsible for a few known ones: what the setting was before they were entered, and how it is
put back when the block is left after a resume. The setting inside the block is restored with
the other state of the process. Refuses to know ``with`` statements.
"""

from __future__ import annotations

import contextlib
import decimal
import sys
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting by the name of its rule, and its value before the block."""

    kind: str
    before: Any


class PutBack:
    """A manager that is inside already; leaving it puts a setting back."""

    __slots__ = ("__weakref__", "_before", "_put")

    def __init__(self, put: Callable[[Any], object], before: Any) -> None:
        self._put, self._before = put, before

    def __enter__(self) -> None:
        return None

    def __exit__(self, *error: object) -> None:
        self._put(self._before)


def setting_of(manager: Any) -> Setting | None:
    """Return the setting that `manager` is about to change; ``None`` when it is none of these."""
    for kind, rule in _RULES.items():
        if rule.changes(manager):
            return Setting(kind, rule.before(manager))
    return None


def manager_for(kind: str, before: Any) -> Any:
    """Return a manager that is inside already and puts the setting back when it is left."""
    return _RULES[kind].again(before)


def is_known(kind: str) -> bool:
    """Whether there is a rule of that name."""
    return kind in _RULES


@dataclass(frozen=True, slots=True)
class _Rule:
    changes: Callable[[Any], bool]
    before: Callable[[Any], Any]
    again: Callable[[Any], Any]


def _puts(put: Callable[[Any], object]) -> Callable[[Any], Any]:
    return lambda before: PutBack(put, before)


def _is_named(manager: Any, module: str, name: str) -> bool:
    """Whether `manager` is of a class, or from a generator function, of that name."""
    for thing in (type(manager), getattr(manager, "func", None)):
        root = str(getattr(thing, "__module__", "")).partition(".")[0]
        if root == module and getattr(thing, "__name__", "") == name:
            return True
    return False


def _is_redirect(manager: Any) -> bool:
    return type(manager) in (contextlib.redirect_stdout, contextlib.redirect_stderr)


def _redirect_before(manager: Any) -> tuple[str, Any]:
    return type(manager).__name__, manager._new_target


def _redirect_again(before: tuple[str, Any]) -> Any:
    name, target = before
    return getattr(contextlib, name)(target)


def _numpy_errors_before(_: Any) -> tuple[dict[str, str], Any]:
    numpy = sys.modules["numpy"]
    return numpy.geterr(), numpy.geterrcall()


def _put_numpy_errors(before: tuple[dict[str, str], Any]) -> None:
    numpy = sys.modules["numpy"]
    numpy.seterr(**before[0])
    numpy.seterrcall(before[1])


def _numpy_print_before(_: Any) -> dict[str, Any]:
    return dict(sys.modules["numpy"].get_printoptions())


def _put_numpy_print(before: dict[str, Any]) -> None:
    sys.modules["numpy"].set_printoptions(**before)


def _pandas_before(manager: Any) -> list[tuple[str, Any]]:
    pandas = sys.modules["pandas"]
    if hasattr(manager, "ops"):
        names = [name for name, _ in manager.ops]
    else:
        names = list(_pairs(manager.args))
    return [(name, pandas.get_option(name)) for name in names]


def _pairs(arguments: tuple[Any, ...]) -> dict[str, Any]:
    if len(arguments) == 1 and isinstance(arguments[0], Mapping):
        return dict(arguments[0])
    return dict(zip(arguments[::2], arguments[1::2], strict=True))


def _put_pandas(before: list[tuple[str, Any]]) -> None:
    for name, value in before:
        sys.modules["pandas"].set_option(name, value)


def _catches_silently(manager: Any) -> bool:
    kind: type = type(manager)
    return kind is warnings.catch_warnings and not getattr(manager, "_record", True)


def _put_filters(before: list[Any]) -> None:
    warnings.resetwarnings()
    warnings.filters.extend(before)  # type: ignore[attr-defined]  # a list, typed as a sequence


_RULES: dict[str, _Rule] = {
    "decimal context": _Rule(
        lambda m: _is_named(m, "decimal", "ContextManager"),
        lambda _: decimal.getcontext(),
        _puts(decimal.setcontext),
    ),
    "numpy errors": _Rule(
        lambda m: _is_named(m, "numpy", "errstate"), _numpy_errors_before, _puts(_put_numpy_errors)
    ),
    "numpy printing": _Rule(
        lambda m: _is_named(m, "numpy", "printoptions"),
        _numpy_print_before,
        _puts(_put_numpy_print),
    ),
    "pandas options": _Rule(
        lambda m: _is_named(m, "pandas", "option_context"), _pandas_before, _puts(_put_pandas)
    ),
    "warning filters": _Rule(
        _catches_silently, lambda _: list(warnings.filters), _puts(_put_filters)
    ),
    "redirection": _Rule(_is_redirect, _redirect_before, _redirect_again),
}
