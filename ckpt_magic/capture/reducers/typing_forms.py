"""Type variables of the notebook.

Responsible for those that no import finds. Refuses to look at what they annotate.
"""

from __future__ import annotations

import typing
from collections.abc import Callable
from typing import Any

from ckpt_magic.capture.scene import Scene

_KINDS: tuple[Any, ...] = (typing.TypeVar, typing.ParamSpec, typing.NewType)


def rule_for(_scene: Scene, kind: type) -> Callable[[Scene, Any], Any] | None:
    """Return the rule for a type of this family."""
    return _form if kind in _KINDS else None


def make_form(kind: Any, module_name: str, parts: tuple[Any, ...], options: dict[str, Any]) -> Any:
    """Return a type variable or new type of a module."""
    made = kind(*parts, **options)
    made.__module__ = module_name
    return made


def _form(scene: Scene, form: Any) -> Any:
    if scene.by_reference or not scene.is_main(form.__module__):
        return NotImplemented
    options: dict[str, Any] = {}
    parts: tuple[Any, ...] = (form.__name__,)
    if isinstance(form, typing.NewType):
        parts += (form.__supertype__,)
    else:
        options = {"covariant": form.__covariant__, "contravariant": form.__contravariant__}
        if form.__bound__ is not None:
            options["bound"] = form.__bound__
        parts += getattr(form, "__constraints__", ())
    return make_form, (type(form), form.__module__, parts, options)
