"""Going to a position in an iterable, and knowing the items again."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckpt_magic.core.errors import ResumeError
from ckpt_magic.manager.source import Mark, Source


class Shelf(Sequence[Any]):
    """A sequence of one's own that counts how often an item is fetched."""

    def __init__(self, items: Iterable[Any]) -> None:
        self.items = list(items)
        self.fetched: list[int] = []

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index: Any) -> Any:
        item = self.items[index]
        self.fetched.append(index)
        return item


class Backwards(list[Any]):
    """A list that iterates in another order than its indexes."""

    def __iter__(self) -> Iterator[Any]:
        return iter(list(super().__iter__())[::-1])


class Odd:
    """An object without anything to be known again by."""


def generator(items: Iterable[Any]) -> Iterator[Any]:
    yield from items


KINDS: list[Callable[[list[Any]], Iterable[Any]]] = [
    list, tuple, deque, Shelf, Backwards, iter, generator, enumerate, dict.fromkeys,
]  # fmt: skip
ITEMS = st.lists(st.one_of(st.integers(), st.text(), st.floats(), st.none()), max_size=8)


def taken(source: Source[Any], count: int) -> list[Any]:
    """Do `count` items of a source."""
    done = []
    for item in source if count else ():
        done.append(item)
        source.item_done()
        if len(done) == count:
            break
    return done


@given(kind=st.sampled_from(KINDS), items=ITEMS, data=st.data())
def test_a_source_goes_on_where_its_mark_stands(
    kind: Callable[[list[Any]], Iterable[Any]], items: list[Any], data: st.DataObject
) -> None:
    """For every iterable and position: what was done and what is left make the whole."""
    whole = list(kind(items))
    first = Source(kind(items), Mark())
    done = taken(first, data.draw(st.integers(0, len(whole))))
    mark = Mark.from_json(first.mark().to_json())
    assert mark.position == len(done)
    left = list(Source(kind(items), mark))
    assert [repr(item) for item in done + left] == [repr(item) for item in whole]


@given(start=st.integers(-5, 5), step=st.sampled_from([-2, -1, 1, 3]), count=st.integers(0, 9))
def test_a_range_is_entered_at_its_index(start: int, step: int, count: int) -> None:
    """A range goes on at any position, however long it is."""
    numbers = range(start, start + 9 * step, step)
    first = Source(numbers, Mark())
    taken(first, count)
    assert list(Source(numbers, first.mark())) == list(numbers[count:])


@given(items=st.lists(st.integers(0, 3), min_size=1), data=st.data())
def test_a_change_among_the_items_that_were_done_is_seen(
    items: list[int], data: st.DataObject
) -> None:
    """One other value anywhere before the position is enough to refuse."""
    first = Source(items, Mark())
    taken(first, data.draw(st.integers(1, len(items))))
    at = data.draw(st.integers(0, first.position - 1))
    changed = [*items[:at], items[at] + 1, *items[at + 1 :]]
    with pytest.raises(ResumeError, match="are not the items that were done"):
        Source(changed, first.mark())


def test_a_sequence_of_ones_own_is_not_gone_through_again() -> None:
    """Of the items that were done only the last one is fetched, however dear they are."""
    first = Source(Shelf("abcdef"), Mark())
    taken(first, 4)
    shelf = Shelf("abcdef")
    rest = list(Source(shelf, first.mark()))
    assert rest == ["e", "f"]
    assert shelf.fetched == [3, 4, 5]


@pytest.mark.parametrize("other", ["abcdefg", "abcde", "abcXef"])
def test_a_sequence_of_ones_own_is_known_by_its_length_and_last_item(other: str) -> None:
    """Where the items are not looked at again, another length is refused too."""
    first = Source(Shelf("abcdef"), Mark())
    taken(first, 4)
    with pytest.raises(ResumeError):
        Source(Shelf(other), first.mark())


def test_a_mark_saved_by_hand_checks_only_that_there_are_enough() -> None:
    """Without a digest the position alone decides."""
    assert list(Source("abc", Mark(position=2))) == ["c"]
    with pytest.raises(ResumeError, match="only 3 of the 4"):
        Source("abc", Mark(position=4))


def test_objects_are_known_by_their_type_only() -> None:
    """Items that the loop's body may change are not compared by value."""
    first = Source([Odd(), {"a": 1}], Mark())
    taken(first, 2)
    assert list(Source([Odd(), {"a": 2}], first.mark())) == []
    with pytest.raises(ResumeError):
        Source([{"a": 1}, Odd()], first.mark())


def test_the_last_item_is_told_where_it_is_plain() -> None:
    """Plain items are remembered by value, others are not."""
    source = Source([1, Odd()], Mark())
    told = []
    for _ in source:
        source.item_done()
        told.append(source.last_item)
    assert told == [1, None]
