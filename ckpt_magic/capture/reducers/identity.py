"""Objects that an imported module holds.

Responsible for saving them by the module's name for them, so that they are the same objects
afterwards. Refuses to guess by type: another object of the same type is data.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckpt_magic.capture import links
from ckpt_magic.capture.scene import Scene

Rule = Callable[[Scene, Any], Any]


def by_identity(scene: Scene, kind: type, rule: Rule | None) -> Rule | None:
    """Return a rule that looks for the object in modules first, if any of its type is there."""
    if kind not in scene.modules.kinds:
        return rule

    def first_by_name(scene: Scene, obj: Any) -> Any:
        found = scene.modules.find(obj)
        if found is not None:
            return links.module_attribute, found
        return NotImplemented if rule is None else rule(scene, obj)

    return first_by_name
