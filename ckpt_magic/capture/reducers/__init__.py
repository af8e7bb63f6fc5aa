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
    caches,
    classes,
    csv_files,
    enums,
    exceptions,
    exotic,
    files,
    frames,
    functions,
    iterators,
    locks,
    modules,
    objects,
    process_state,
    progress_bars,
    refused,
    tensors,
    typing_forms,
    weakrefs,
)
from ckpt_magic.capture.reducers.identity import by_identity
from ckpt_magic.capture.scene import Scene

Rule = Callable[[Scene, Any], Any]
PLAIN = None
"""The rule of types that the C pickler saves right by itself."""

_FAMILIES = (
    functions.rule_for,
    process_state.rule_for,
    refused.rule_for,
    classes.rule_for,
    enums.rule_for,
    typing_forms.rule_for,
    modules.rule_for,
    files.rule_for,
    csv_files.rule_for,
    exceptions.rule_for,
    arrays.rule_for,
    tensors.rule_for,
    frames.rule_for,
    iterators.rule_for,
    locks.rule_for,
    weakrefs.rule_for,
    caches.rule_for,
    progress_bars.rule_for,
    objects.rule_for,
    exotic.rule_for,
)


def rule_for(scene: Scene, kind: type) -> Rule | None:
    """Return the rule for objects of exactly this type; ``PLAIN`` where none is needed."""
    for family in _FAMILIES:
        rule = family(scene, kind)
        if rule is not None:
            return by_identity(scene, kind, rule)
    return by_identity(scene, kind, PLAIN)
