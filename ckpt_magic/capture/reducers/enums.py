"""Members of enumerations that no import finds.

Responsible for members as the objects they are: by name where the enumeration is the notebook's
code, else without calling the class. Refuses to know how the class itself is saved.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, EnumMeta
from typing import Any

from ckpt_magic.capture import links
from ckpt_magic.capture.reducers.objects import set_state
from ckpt_magic.capture.scene import Scene


def rule_for(scene: Scene, kind: type) -> Callable[[Scene, Any], Any] | None:
    """Return the rule for a type of this family."""
    if not isinstance(kind, EnumMeta) or scene.importable(kind):
        return None
    return _member


def make_member(kind: Any, base: type, content: tuple[Any, ...]) -> Any:
    """Return a member without its attributes."""
    return base.__new__(kind, *content)


def _member(scene: Scene, member: Enum) -> Any:
    kind: Any = type(member)
    path = scene.code_paths.get(id(kind))
    if path is not None and not scene.writing_code:
        return links.enum_member, (path, member._value_)
    base = kind._member_type_
    content = () if base is object else (base(member),)
    return make_member, (kind, base, content), dict(member.__dict__), None, None, set_state
