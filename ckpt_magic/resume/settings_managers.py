"""Managers that change one setting of the process and put it back.

Responsible for a few known ones: the setting before they were entered, the setting inside at a
checkpoint, and putting back either. Refuses to know ``with`` statements.
"""

from __future__ import annotations

import contextlib
import decimal
import sys
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

BY_GENERATOR = (contextlib._GeneratorContextManager, contextlib._AsyncGeneratorContextManager)
"""What the decorators of ``contextlib`` make; they keep the function as ``func``."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting by the name of its rule.

    ``names`` say which part of it is meant, where a rule has parts; ``before`` is what it was
    when the block was entered, ``inside`` what it was at the checkpoint.
    """

    kind: str
    names: tuple[str, ...]
    before: Any
    inside: Any = None


class PutBack:
    """A manager that was inside already: entering it puts back that, leaving it what was before."""

    __slots__ = ("__weakref__", "_setting")

    def __init__(self, setting: Setting) -> None:
        self._setting = setting

    def __enter__(self) -> None:
        _RULES[self._setting.kind].enter(self._setting.inside)

    def __exit__(self, *error: object) -> None:
        _RULES[self._setting.kind].leave(self._setting.before)


def setting_of(manager: Any) -> Setting | None:
    """Return the setting that `manager` is about to change; ``None`` when it is none of these."""
    for kind, rule in _RULES.items():
        if rule.changes(manager):
            names = rule.names(manager)
            return Setting(kind, names, rule.before(names))
    return None


def read_inside(setting: Setting) -> Setting:
    """Return the setting with what it is now, inside the block."""
    now = _RULES[setting.kind].inside(setting.names)
    return Setting(setting.kind, setting.names, setting.before, now)


def is_known(setting: Setting) -> bool:
    """Whether the rule and the library of a setting are here."""
    rule = _RULES.get(setting.kind)
    return rule is not None and (not rule.library or rule.library in sys.modules)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """One kind of manager. ``library`` must be loaded before the setting can be put back."""

    changes: Callable[[Any], bool]
    before: Callable[[tuple[str, ...]], Any]
    inside: Callable[[tuple[str, ...]], Any]
    enter: Callable[[Any], object]
    leave: Callable[[Any], object]
    names: Callable[[Any], tuple[str, ...]] = lambda _: ()
    library: str = ""


def _is_named(manager: Any, module: str, name: str) -> bool:
    """Whether `manager` is of a class, or from a generator function, of that name."""
    things = [type(manager), *([manager.func] if isinstance(manager, BY_GENERATOR) else [])]
    for thing in things:
        root = str(getattr(thing, "__module__", "")).partition(".")[0]
        if root == module and getattr(thing, "__name__", "") == name:
            return True
    return False


_DECIMAL_NUMBERS = ("prec", "rounding", "Emin", "Emax", "capitals", "clamp")
_DECIMAL_SIGNALS = ("flags", "traps")


def _decimal_values(_: tuple[str, ...]) -> dict[str, Any]:
    context = decimal.getcontext()
    numbers = {name: getattr(context, name) for name in _DECIMAL_NUMBERS}
    return numbers | {name: dict(getattr(context, name)) for name in _DECIMAL_SIGNALS}


def _put_decimal_values(values: dict[str, Any]) -> None:
    """Change the running context in place: the notebook's name for it stays true."""
    context = decimal.getcontext()
    for name in _DECIMAL_NUMBERS:
        setattr(context, name, values[name])
    for name in _DECIMAL_SIGNALS:
        getattr(context, name).update(values[name])


def _numpy_errors(_: tuple[str, ...]) -> tuple[dict[str, str], Any]:
    numpy = sys.modules["numpy"]
    return numpy.geterr(), numpy.geterrcall()


def _put_numpy_errors(value: tuple[dict[str, str], Any]) -> None:
    numpy = sys.modules["numpy"]
    numpy.seterr(**value[0])
    numpy.seterrcall(value[1])


def _numpy_printing(_: tuple[str, ...]) -> dict[str, Any]:
    return dict(sys.modules["numpy"].get_printoptions())


def _put_numpy_printing(value: dict[str, Any]) -> None:
    sys.modules["numpy"].set_printoptions(**value)


def _pandas_names(manager: Any) -> tuple[str, ...]:
    if hasattr(manager, "ops"):
        return tuple(name for name, _ in manager.ops)
    arguments = manager.args
    if len(arguments) == 1 and isinstance(arguments[0], Mapping):
        return tuple(arguments[0])
    return tuple(arguments[::2])


def _pandas_options(names: tuple[str, ...]) -> list[tuple[str, Any]]:
    return [(name, sys.modules["pandas"].get_option(name)) for name in names]


def _put_pandas_options(value: list[tuple[str, Any]]) -> None:
    for name, option in value:
        sys.modules["pandas"].set_option(name, option)


def _catches_silently(manager: Any) -> bool:
    kind: type = type(manager)
    return kind is warnings.catch_warnings and not getattr(manager, "_record", True)


def _filters(_: tuple[str, ...]) -> list[Any]:
    return list(warnings.filters)


def _put_filters(value: list[Any]) -> None:
    warnings.resetwarnings()
    warnings.filters.extend(value)  # type: ignore[attr-defined]  # a list, typed as a sequence


_RULES: dict[str, _Rule] = {
    "decimal context": _Rule(
        changes=lambda m: _is_named(m, "decimal", "ContextManager"),
        before=lambda _: decimal.getcontext(),
        inside=_decimal_values,
        enter=_put_decimal_values,
        leave=decimal.setcontext,
    ),
    "numpy errors": _Rule(
        changes=lambda m: _is_named(m, "numpy", "errstate"),
        before=_numpy_errors,
        inside=_numpy_errors,
        enter=_put_numpy_errors,
        leave=_put_numpy_errors,
        library="numpy",
    ),
    "numpy printing": _Rule(
        changes=lambda m: _is_named(m, "numpy", "printoptions"),
        before=_numpy_printing,
        inside=_numpy_printing,
        enter=_put_numpy_printing,
        leave=_put_numpy_printing,
        library="numpy",
    ),
    "pandas options": _Rule(
        changes=lambda m: _is_named(m, "pandas", "option_context"),
        before=_pandas_options,
        inside=_pandas_options,
        enter=_put_pandas_options,
        leave=_put_pandas_options,
        names=_pandas_names,
        library="pandas",
    ),
    "warning filters": _Rule(
        changes=_catches_silently,
        before=_filters,
        inside=_filters,
        enter=_put_filters,
        leave=_put_filters,
    ),
}
