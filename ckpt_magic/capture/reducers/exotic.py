"""Rare built-in types, by the rules that dill keeps for them.

Responsible for running one rule of dill on one object, so that what it is made of is saved by
our own pass. Refuses rules that would save more than one object or write bytes themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from ckpt_magic.capture.refusal import Refusal
from ckpt_magic.capture.scene import Scene

_NOT_WANTED = ("save_file", "save_capsule", "save_context", "save_module_dict", "save_singleton")


def rule_for(_scene: Scene, kind: type) -> Callable[[Scene, Any], Any] | None:
    """Return the rule for a type of this family."""
    save = _dill_rules().get(kind)
    return None if save is None else _running(save)


class _OneReduction:
    """Stands for a pickler before a rule of dill and keeps the one reduction it makes."""

    # dill asks these of its pickler
    __module__ = "dill._dill"
    _main = None
    _byref = _recurse = _strictio = _session = _first_pass = False
    _fmode = 0
    _trace_depth = None
    proto = 5
    bin = True

    def __init__(self) -> None:
        self.memo: dict[int, Any] = {}
        self._postproc: dict[int, Any] = {}
        self.found: tuple[Any, ...] | None = None

    def save_reduce(self, *parts: Any, obj: Any = None, **named: Any) -> None:  # noqa: ARG002
        if self.found is not None or named:
            raise NotImplementedError
        self.found = parts

    def write(self, _data: bytes) -> None:
        raise NotImplementedError


def _running(save: Callable[[Any, Any], Any]) -> Callable[[Scene, Any], Any]:
    def rule(_scene: Scene, obj: Any) -> Any:
        one = _OneReduction()
        try:
            save(one, obj)
        except (NotImplementedError, AttributeError):
            return NotImplemented
        if one.found is None:
            raise Refusal(obj, "no rule saves it")
        return one.found

    return rule


@cache
def _dill_rules() -> dict[type, Callable[[Any, Any], Any]]:
    from dill import _dill  # noqa: PLC0415 (takes 30 ms, and few notebooks need it)

    return {
        kind: save
        for kind, save in dict.items(_dill.Pickler.dispatch)
        if getattr(save, "__module__", "").startswith("dill") and save.__name__ not in _NOT_WANTED
    }
