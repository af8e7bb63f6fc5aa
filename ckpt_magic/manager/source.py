"""The items of a tracked loop, from where a checkpoint stands.

Responsible for going to a position in an iterable without running the loop's body, and for
refusing items that are known not to be those of the run before. Refuses to know operations
and stores: a `Mark` goes in, a `Mark` comes out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any, Generic, Protocol, TypeVar

from ckpt_magic.core.errors import ResumeError
from ckpt_magic.core.model import Json
from ckpt_magic.manager.trail import Trail, is_plain

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where a loop stands: ``position`` items are done.

    ``digest`` and ``length`` describe the items as far as they could be looked at; ``None``
    where nothing is known of them, as after a checkpoint saved by hand.
    """

    position: int = 0
    digest: str | None = None
    length: int | None = None

    def to_json(self) -> dict[str, Json]:
        """Return the mark as plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Json]) -> Mark:
        """Build a mark from what `to_json` returned."""
        return cls(**data)


class _Access(Protocol):
    """How one kind of iterable is entered and recognised."""

    may_change_length: bool

    def rest(self, position: int) -> Iterator[Any]: ...
    def note(self, item: Any) -> None: ...
    def digest(self) -> str: ...


class _Again:
    """Goes through the items once more: every one of them is compared."""

    may_change_length = True

    def __init__(self, iterable: Iterable[Any]) -> None:
        self._iterable = iterable
        self._trail = Trail()

    def rest(self, position: int) -> Iterator[Any]:
        iterator = iter(self._iterable)
        found = 0
        for item in islice(iterator, position):
            self.note(item)
            found += 1
        if found < position:
            raise _too_few(found, position)
        return iterator

    def note(self, item: Any) -> None:
        self._trail.note(item)

    def digest(self) -> str:
        return self._trail.digest()


class _Indexed:
    """Enters a sequence at an index: items before the last one done are not fetched again."""

    def __init__(self, sequence: Sequence[Any]) -> None:
        self._sequence = sequence
        self._last: Any = None
        self.may_change_length = isinstance(sequence, range)

    def rest(self, position: int) -> Iterator[Any]:
        if len(self._sequence) < position:
            raise _too_few(len(self._sequence), position)
        if position:
            self.note(self._sequence[position - 1])
        return self._from(position)

    def note(self, item: Any) -> None:
        self._last = item

    def digest(self) -> str:
        trail = Trail()
        if isinstance(self._sequence, range):
            trail.note((self._sequence.start, self._sequence.step))
        trail.note(self._last)
        return trail.digest()

    def _from(self, index: int) -> Iterator[Any]:
        while True:
            try:
                item = self._sequence[index]
            except IndexError:
                return
            yield item
            index += 1


class Source(Generic[T]):
    """Iterates over what is still to be done, and knows how much is done.

    A ``range``, and a sequence of one's own that iterates by index, is entered at the index.
    Everything else is gone through again from its beginning, without the loop's body.

    Raises
    ------
    ResumeError
        When the items are fewer than were done, or others.
    """

    def __init__(self, iterable: Iterable[T], mark: Mark) -> None:
        self.position = mark.position
        self._last: Any = None
        self._access = _access_to(iterable)
        self._length = len(iterable) if isinstance(iterable, Sized) else None
        if not self._access.may_change_length and mark.length not in (None, self._length):
            raise _others(f"there were {mark.length} items and now there are {self._length}")
        self._rest: Iterator[T] = self._access.rest(mark.position)
        if mark.digest not in (None, self._access.digest()):
            raise _others(f"the first {mark.position} are not the items that were done")

    def __iter__(self) -> Iterator[T]:
        """Yield the items that are still to be done."""
        for item in self._rest:
            self._access.note(item)
            self._last = item
            yield item

    def item_done(self) -> None:
        """Count the item that was yielded last as done."""
        self.position += 1

    @property
    def last_item(self) -> Any:
        """The item yielded last where it is plain data, else ``None``."""
        return self._last if is_plain(self._last) else None

    @property
    def length(self) -> int | None:
        """Number of all items, where the iterable knows it."""
        return self._length

    def mark(self) -> Mark:
        """Return where the loop stands, between two items."""
        return Mark(position=self.position, digest=self._access.digest(), length=self._length)


def _access_to(iterable: Iterable[Any]) -> _Access:
    by_index = isinstance(iterable, range) or (
        isinstance(iterable, Sequence) and type(iterable).__iter__ is Sequence.__iter__
    )
    return _Indexed(iterable) if by_index else _Again(iterable)  # type: ignore[arg-type]  # a sequence


def _too_few(found: int, position: int) -> ResumeError:
    return _others(f"there are only {found} of the {position} that were done")


def _others(difference: str) -> ResumeError:
    return ResumeError(
        f"these are not the items of the checkpoint: {difference}",
        safe="the checkpoint is intact",
        fix="pass the same items to track(), or go on by hand from op.processed_items",
    )
