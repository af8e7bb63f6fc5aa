"""Functions of the notebook that sit in somebody else's module.

Responsible for noticing them: a restore does not put them there again. Refuses to change them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import FunctionType, ModuleType
from typing import Any

from ckpt_magic.core.model import Notice


def patch_notices(namespace: dict[str, Any], values: Iterable[Any]) -> Iterator[Notice]:
    """Yield a notice for every function of the notebook in a module among `values`."""
    seen: set[int] = set()
    for module in values:
        if not isinstance(module, ModuleType) or id(module) in seen:
            continue
        seen.add(id(module))
        for name, value in list(vars(module).items()):
            if type(value) is FunctionType and value.__globals__ is namespace:
                label = f"{module.__name__}.{name}"
                text = f"{label} was replaced by a function of the notebook; do it again first"
                yield Notice(kind="told", subject=label, text=text)
