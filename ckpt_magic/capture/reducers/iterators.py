"""Iterators and views of dictionaries and sets, and other iterators Python pickles with loss.

Responsible for going on where they stood, over the same container. Refuses an iterator whose
container changed under it: its next step would raise, and where it stands is not known.
"""

from __future__ import annotations

import gc
import operator
from collections import OrderedDict
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from ckpt_magic.capture.refusal import Refusal
from ckpt_magic.capture.scene import Scene
from ckpt_magic.core.errors import RestoreError

_D: dict[Any, Any] = {}
_O: OrderedDict[Any, Any] = OrderedDict()
_VIEWS = {
    type(view): name
    for owner in (_D, _O)
    for name, view in (("keys", owner.keys()), ("values", owner.values()), ("items", owner.items()))
}
_MAKERS: dict[str, Callable[[Any], Any]] = {
    "keys": iter,
    "values": lambda owner: iter(owner.values()),
    "items": lambda owner: iter(owner.items()),
    "reversed keys": reversed,
    "reversed values": lambda owner: reversed(owner.values()),
    "reversed items": lambda owner: reversed(owner.items()),
}
_KINDS = {type(make(_D)): name for name, make in _MAKERS.items()}
_ORDERED = type(iter(_O))


class SetIterator:
    """Goes on over a set in the order of the process that began, and notices a changed size."""

    def __init__(self, owner: Any, rest: list[Any]) -> None:
        self._owner = owner
        self._rest = rest[::-1]
        self._size = len(owner)

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        if self._owner is not None and len(self._owner) != self._size:
            self._size = -1
            raise RuntimeError("Set changed size during iteration")
        if not self._rest:
            self._owner = None
            raise StopIteration
        return self._rest.pop()

    def __length_hint__(self) -> int:
        return len(self._rest)


class DictIterator:
    """Goes on over a dictionary, as long as it can be told what the first process would do.

    Where an iterator goes after keys were removed and added depends on gaps in the dictionary's
    table that no snapshot sees: then it raises instead of guessing.
    """

    def __init__(self, owner: dict[Any, Any], name: str, rest: Iterator[Any]) -> None:
        self.owner = owner
        self.name = name
        self.rest = rest
        self._size = len(owner)
        self._last = next(reversed(owner), None)

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        if len(self.owner) == self._size and next(reversed(self.owner), None) is not self._last:
            raise RestoreError(
                "keys of a dictionary were removed and added while a loop that was resumed goes "
                "over it: where it would go on is not known",
                safe="the checkpoints are intact",
                fix="loop over list(...) of it, and start over with --fresh",
            )
        return next(self.rest)

    def __length_hint__(self) -> int:
        return operator.length_hint(self.rest)


def rule_for(_scene: Scene, kind: type) -> Callable[[Scene, Any], Any] | None:
    """Return the rule for a type of this family."""
    return _RULES.get(kind)


def dict_view(owner: Any, name: str) -> Any:
    """Return a view of a dictionary."""
    return getattr(owner, name)()


def dict_iterator(owner: Any, name: str, left: int) -> Any:
    """Return an iterator over a dictionary that has `left` items to go."""
    rest = _MAKERS[name](owner)
    passed = len(owner) - left
    next(islice(rest, passed, passed), None)
    return rest if isinstance(owner, OrderedDict) else DictIterator(owner, name, rest)


def full_memoryview(owner: Any) -> memoryview:
    """Return a view of the whole of an object."""
    return memoryview(owner)


def _view(_scene: Scene, view: Any) -> Any:
    return dict_view, (gc.get_referents(view)[0], _VIEWS[type(view)])


def _dict_iterator(_scene: Scene, iterator: Any) -> Any:
    owner = _owner_of(iterator, dict)
    if owner is None:
        return iter, ((),)
    left = len(_rest_of(iterator))
    if left != operator.length_hint(iterator):
        raise Refusal(iterator, "its dictionary's keys were replaced: where it stands is not known")
    return dict_iterator, (owner, _KINDS[type(iterator)], left)


def _resumed_iterator(scene: Scene, iterator: DictIterator) -> Any:
    return _dict_iterator(scene, iterator.rest)


def _ordered_iterator(_scene: Scene, iterator: Any) -> Any:
    owner = _owner_of(iterator, OrderedDict)
    if owner is None:
        return iter, ((),)
    rest = _rest_of(iterator)
    name = _ordered_kind(owner, rest)
    return dict_iterator, (owner, name, len(rest))


def _ordered_kind(owner: Any, rest: list[Any]) -> str:
    """Tell what an iterator over an OrderedDict yields by what it has left."""
    if not rest:
        return "keys"
    found = [
        name
        for name, make in _MAKERS.items()
        if all(map(operator.is_, _tail(make(owner), len(rest)), rest)) or _equal(name, owner, rest)
    ]
    if not found:
        raise Refusal(rest, "where an iterator over an OrderedDict stands is not known")
    return found[0]


def _equal(name: str, owner: Any, rest: list[Any]) -> bool:
    if not name.endswith("items") or not all(type(item) is tuple for item in rest):
        return False
    pairs = _tail(_MAKERS[name](owner), len(rest))
    return all(a is c and b is d for (a, b), (c, d) in zip(pairs, rest, strict=True))


def _tail(iterator: Any, count: int) -> list[Any]:
    return list(iterator)[-count:]


def _set_iterator(_scene: Scene, iterator: Any) -> Any:
    owner = _owner_of(iterator, set | frozenset)
    if owner is None:
        return iter, ((),)
    return SetIterator, (owner, _rest_of(iterator))


def _rest_of(iterator: Any) -> list[Any]:
    try:
        return list(iterator.__reduce__()[1][0])
    except RuntimeError as error:
        raise Refusal(iterator, f"{error}: where it stands is not known") from error


def _owner_of(iterator: Any, kind: Any) -> Any:
    return next((obj for obj in gc.get_referents(iterator) if isinstance(obj, kind)), None)


def _memoryview(_scene: Scene, view: memoryview) -> Any:
    whole = memoryview(view.obj) if view.obj is not None else None
    if whole is None or (whole.shape, whole.format, whole.strides) != (
        view.shape, view.format, view.strides,
    ):  # fmt: skip
        raise Refusal(view, "it shows a part of an object's memory")
    return full_memoryview, (view.obj,)


_RULES: dict[type, Callable[[Scene, Any], Any]] = {
    **dict.fromkeys(_VIEWS, _view),
    **dict.fromkeys(_KINDS, _dict_iterator),
    _ORDERED: _ordered_iterator,
    type(iter(set())): _set_iterator,
    memoryview: _memoryview,
    DictIterator: _resumed_iterator,
}
