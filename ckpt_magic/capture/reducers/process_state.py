"""Process state inside a snapshot's extra.

Responsible for handing it to the scene too: it must be in the index, because it comes back
before anything is loaded. Refuses to change how it is saved.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckpt_magic.capture.outside.process_state import ProcessState
from ckpt_magic.capture.scene import Scene


def rule_for(_scene: Scene, kind: type) -> Callable[[Scene, Any], Any] | None:
    """Return the rule for a type of this family."""
    return _process_state if kind is ProcessState else None


def _process_state(scene: Scene, state: ProcessState) -> Any:
    scene.process = state
    return NotImplemented
