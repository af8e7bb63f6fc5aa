"""Modules, by their names.

Responsible for modules inside data. Refuses modules that no import would find.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

from ckpt_magic.capture import links
from ckpt_magic.capture.refusal import Refusal
from ckpt_magic.capture.scene import Scene


def rule_for(_scene: Scene, kind: type) -> Callable[[Scene, Any], Any] | None:
    """Return the rule for a type of this family."""
    return _module if issubclass(kind, ModuleType) else None


def _module(_scene: Scene, module: ModuleType) -> Any:
    if sys.modules.get(module.__name__) is not module:
        raise Refusal(module, f"the module {module.__name__} is not one that can be imported")
    return links.module, (module.__name__,)
