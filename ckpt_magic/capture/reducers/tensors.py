"""torch's tensors, found by the name of their type.

Responsible for letting through what torch's own form keeps. Refuses what it would lose without a
word: memory shared with another tensor, a gradient, a place in a graph of operations.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckpt_magic.capture.refusal import Refusal
from ckpt_magic.capture.scene import Scene


def rule_for(_scene: Scene, kind: type) -> Callable[[Scene, Any], Any] | None:
    """Return the rule for a type of this family."""
    tensor = any(
        base.__module__.partition(".")[0] == "torch" and base.__name__ in ("Tensor", "TensorBase")
        for base in kind.__mro__
    )
    return _tensor if tensor else None


def _tensor(scene: Scene, tensor: Any) -> Any:
    if not tensor.is_leaf:
        raise Refusal(tensor, "it is the result of operations that are still to be differentiated")
    if tensor.grad is not None:
        raise Refusal(tensor, "its gradient would be lost; set .grad to None before the next item")
    memory = tensor.untyped_storage().data_ptr()
    other = scene.tensor_memory.setdefault(memory, tensor)
    if memory and other is not tensor:
        raise Refusal(tensor, "it shares its memory with another tensor; save a .clone() of it")
    return NotImplemented
