"""Functions with a cache around them.

Responsible for `functools.lru_cache`, whose contents cannot be read: it comes back empty, and
that is said. Refuses to call the function.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from ckpt_magic.capture import links
from ckpt_magic.capture.scene import Scene

_WRAPPER = functools._lru_cache_wrapper


def rule_for(_scene: Scene, kind: type) -> Callable[[Scene, Any], Any] | None:
    """Return the rule for a type of this family."""
    return _cached if kind is _WRAPPER else None


def make_cached(function: Any, maxsize: int | None, typed: bool) -> Any:
    """Return a function with an empty cache around it."""
    return functools.lru_cache(maxsize=maxsize, typed=typed)(function)


def set_cached(made: Any, attributes: dict[str, Any]) -> None:
    """Give it its attributes."""
    made.__dict__.update(attributes)


def _cached(scene: Scene, wrapper: Any) -> Any:
    found = scene.importable(wrapper)
    if found:
        return links.module_attribute, (wrapper.__module__, wrapper.__qualname__)
    parameters = wrapper.cache_parameters()
    if wrapper.cache_info().currsize:
        name = wrapper.__qualname__
        scene.tell("told", name, f"the results that {name} has cached are worked out again")
    parts = (wrapper.__wrapped__, parameters["maxsize"], parameters["typed"])
    return make_cached, parts, dict(wrapper.__dict__), None, None, set_cached
