"""How values of awkward types are saved: one family a file.

Responsible for finding the rule of a type. A rule takes the scene and an object and returns
what ``__reduce__`` may return, ``NotImplemented`` for the C pickler's own way, or raises
`Refusal`. Refuses to know the pickler that asks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckpt_magic.capture.reducers import (
    arrays,
    classes,
    enums,
    exceptions,
    functions,
    modules,
    objects,
    process_state,
)
from ckpt_magic.capture.scene import Scene

Rule = Callable[[Scene, Any], Any]
PLAIN = None
"""The rule of types that the C pickler saves right by itself."""

_FAMILIES = (
    functions.rule_for,
    process_state.rule_for,
    classes.rule_for,
    enums.rule_for,
    modules.rule_for,
    exceptions.rule_for,
    arrays.rule_for,
    objects.rule_for,
)


def rule_for(scene: Scene, kind: type) -> Rule | None:
    """Return the rule for objects of exactly this type; ``PLAIN`` where none is needed."""
    for family in _FAMILIES:
        rule = family(scene, kind)
        if rule is not None:
            return rule
    return PLAIN
