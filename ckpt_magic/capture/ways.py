"""The way from a variable to an object inside it, as a person would write it.

Responsible for naming the object that stands in the way of a save. Refuses to search for ever.
"""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Iterator
from types import FunctionType
from typing import Any

_LIMIT = 200_000
_LONGEST = 80
_LEAVES = (str, bytes, int, float, complex, type(None))


def way_to(root: Any, target: Any, name: str) -> str:
    """Return how `target` is reached from the variable `name`; the name alone if it is not found.

    Examples
    --------
    >>> inner = object()
    >>> way_to({"session": [inner]}, inner, "client")
    "client['session'][0]"
    """
    waiting: deque[tuple[Any, str]] = deque([(root, name)])
    seen = {id(root)}
    while waiting and len(seen) < _LIMIT:
        obj, way = waiting.popleft()
        if obj is target:
            return way if len(way) <= _LONGEST else f"{way[:40]}…{way[-20:]}"
        for step, child in _children(obj):
            if id(child) not in seen and not isinstance(child, _LEAVES):
                seen.add(id(child))
                waiting.append((child, way + step))
    return name


def _children(obj: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(obj, dict):
        for key, value in list(dict.items(obj)):
            yield f"[{_short(key)}]", value
            yield ".keys()", key
    elif isinstance(obj, list | tuple):
        yield from ((f"[{place}]", item) for place, item in enumerate(obj))
    elif isinstance(obj, FunctionType):
        yield from _function_parts(obj)
    elif not isinstance(obj, type):
        yield from _attributes(obj)
    if isinstance(obj, type):
        yield from ((f".{name}", value) for name, value in list(vars(obj).items()))


def _function_parts(function: FunctionType) -> Iterator[tuple[str, Any]]:
    names = function.__code__.co_freevars
    for name, cell in zip(names, function.__closure__ or (), strict=True):
        try:
            yield f"→{name}", cell.cell_contents
        except ValueError:
            continue
    yield ".__defaults__", function.__defaults__
    yield from ((f".{name}", value) for name, value in function.__dict__.items())


def _attributes(obj: Any) -> Iterator[tuple[str, Any]]:
    found = getattr(obj, "__dict__", None)
    if isinstance(found, dict):
        yield from ((f".{name}", value) for name, value in list(found.items()))
    for kind in type(obj).__mro__:
        for name, member in vars(kind).items():
            if type(member).__name__ == "member_descriptor" and not name.startswith("__"):
                yield f".{name}", _slot(member, obj)
    for other in gc.get_referents(obj):
        if not isinstance(other, type) and other is not found:
            yield f"→{type(other).__name__}", other


def _slot(member: Any, obj: Any) -> Any:
    try:
        return member.__get__(obj)
    except (AttributeError, ValueError, RuntimeError):
        return None


def _short(key: Any) -> str:
    return repr(key) if isinstance(key, str | int | bool) and len(str(key)) <= 40 else "…"
