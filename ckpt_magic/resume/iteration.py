"""What a ``for`` may loop over: iterators whose position comes back exactly.

Responsible for the list of such iterators, checked down to their parts before the first
iteration, and for how far one is. Refuses to know loops, and how an iterator becomes bytes.
"""

from __future__ import annotations

import gc
import io
import itertools
import sys
import types
from array import array
from collections import OrderedDict, deque
from collections.abc import Iterable
from typing import Any

from ckpt_magic.core.errors import NotResumableError
from ckpt_magic.resume import bars, frames_of_data
from ckpt_magic.resume.skeleton import Point

PLAIN: frozenset[type] = frozenset({range, list, tuple, dict, set, frozenset, str, bytes})
"""Iterables that need no look at their iterator."""


class _ByIndex:
    """An instance of it iterates by ``__getitem__``."""

    def __getitem__(self, index: int) -> Any:
        raise IndexError


_EXAMPLES: tuple[Any, ...] = (
    range(0), range(2**70), [], (), "", "é", b"", bytearray(), set(), deque(), array("b"),
    {}, {}.values(), {}.items(), OrderedDict(), reversed([]), reversed({}), reversed({}.values()),
    reversed({}.items()), reversed(deque()), reversed(()), reversed(range(0)), _ByIndex(),
    iter(int, 0),
)  # fmt: skip
SIMPLE = frozenset(type(iter(example)) for example in _EXAMPLES)
COMPOSED: frozenset[type] = frozenset({enumerate, zip, map, filter})
_OF_A_SNAPSHOT = "ckpt_magic.capture."
"""Where the iterators come from that stand in for those of a dead process."""
_WITH_OWN_STATE = sys.version_info < (3, 14)
_ITERTOOLS: frozenset[type] = frozenset(
    {
        itertools.chain, itertools.islice, itertools.count, itertools.cycle, itertools.product,
        itertools.permutations, itertools.combinations, itertools.combinations_with_replacement,
        itertools.accumulate, itertools.takewhile, itertools.dropwhile, itertools.starmap,
        itertools.zip_longest, itertools.repeat, itertools.compress, itertools.filterfalse,
        type(itertools.tee(())[0]),
    }
    if _WITH_OWN_STATE
    else ()
)  # fmt: skip
_REASONS: dict[type, tuple[str, str]] = {
    types.GeneratorType: (
        "a generator, whose place inside cannot be saved",
        "loop over list(...) of it",
    ),
    types.AsyncGeneratorType: (
        "an async generator, whose place inside cannot be saved",
        "collect it first: [x async for x in ...]",
    ),
}


def iterator_over(iterable: Any, block: Point) -> Any:
    """Return the iterator that the loop `block` uses.

    Raises
    ------
    NotResumableError
        When the position of the iterator could not be saved; no item was taken.
    """
    if type(iterable) in PLAIN:
        return iter(iterable)
    iterator = iter(resumable(iterable))
    check_iterator(iterator, block)
    return iterator


def async_iterator_over(iterable: Any, block: Point) -> Any:
    """Return the async iterator that the loop `block` uses; see `iterator_over`."""
    iterator = aiter(iterable)
    check_iterator(iterator, block)
    return iterator


def resumable(iterable: Any) -> Any:
    """Return something that iterates just like `iterable`, with a position that can be saved."""
    if bars.is_bar(iterable):
        return bars.ResumableBar(iterable, iter(resumable(iterable.iterable)))
    return frames_of_data.indexed(iterable)


def part(consumer: Any, iterable: Any) -> Any:
    """Return what to hand to `consumer` in a header instead of `iterable`."""
    return resumable(iterable) if consumer in COMPOSED else iterable


def check_iterator(iterator: Any, block: Point) -> None:
    """Check an iterator and all its parts.

    Raises
    ------
    NotResumableError
        Naming the part whose position could not be saved.
    """
    culprit = _culprit(iterator, set())
    if culprit is not None:
        raise _refusal(culprit, block)


def wake(iterator: Any) -> None:
    """Let the bars of a restored iterator move and close again."""
    if isinstance(iterator, bars.ResumableBar):
        iterator.wake()
        wake(iterator.iterator)
    elif type(iterator) in COMPOSED or type(iterator) in _ITERTOOLS:
        for inner in parts_of(iterator):
            wake(inner)


def _culprit(iterator: Any, seen: set[int]) -> Any:
    """Return the part of an iterator whose position cannot be saved, or ``None``."""
    kind = type(iterator)
    if kind in SIMPLE or kind is reversed or id(iterator) in seen:
        return None
    seen.add(id(iterator))
    if kind in COMPOSED or kind in _ITERTOOLS:
        parts: Iterable[Any] = parts_of(iterator)
    elif isinstance(iterator, bars.ResumableBar):
        parts = [iterator.iterator]
    elif (
        kind is frames_of_data.IndexedItems
        or kind.__module__.startswith(_OF_A_SNAPSHOT)
        or _of_the_notebook(kind)
    ):
        return None
    else:
        return iterator
    return next((c for p in parts if (c := _culprit(p, seen)) is not None), None)


def parts_of(iterator: Any) -> list[Any]:
    """Return the iterators inside a composed one, those still to come in a chain included."""
    found: list[Any] = []
    for inner in gc.get_referents(iterator):
        if type(inner) is tuple:  # not iterated: one of zip_longest has holes
            found += filter(_is_iterator, gc.get_referents(inner))
        elif type(inner).__name__ == "_tee_dataobject":
            found += parts_of(inner)
        elif _is_iterator(inner):
            found.append(inner)
            found += _coming(iterator, inner)
    return found


def _coming(outer: Any, source: Any) -> list[Any]:
    """Return the iterators that a chain has not come to yet, where its source is a sequence."""
    if type(outer) is not itertools.chain:
        return []
    sequences = [r for r in gc.get_referents(source) if type(r) in (tuple, list)]
    return [item for sequence in sequences for item in sequence if _is_iterator(item)]


def _is_iterator(thing: Any) -> bool:
    return hasattr(type(thing), "__next__")


def _of_the_notebook(kind: type) -> bool:
    """Whether its steps are a method written in the notebook: its state is its own."""
    makers = [c for c in kind.__mro__ if "__next__" in vars(c) or "__anext__" in vars(c)]
    return bool(makers) and makers[0].__module__ == "__main__"


def _refusal(culprit: Any, block: Point) -> NotResumableError:
    kind = type(culprit)
    name = f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")
    reason = f"a {name}, whose position cannot be saved"
    fix = "loop over list(...) of it"
    if kind in _REASONS:
        reason, fix = _REASONS[kind]
    elif isinstance(culprit, io.IOBase):
        reason, fix = "the lines of an open file", "loop over .readlines() of it"
    return NotResumableError(
        f"`{block.header}` (line {block.line}) goes over {reason}",
        safe="the loop was not begun",
        fix=fix,
    )
