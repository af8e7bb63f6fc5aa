"""The small parts: pace, trail, used iterators, rules, endings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ckpt_magic.core.errors import ResumeError
from ckpt_magic.core.model import Checkpoint, Manifest, Status
from ckpt_magic.core.retention import KeepLast
from ckpt_magic.core.schedule import BoundedOverhead, EveryInterval, FirstOf
from ckpt_magic.manager import used
from ckpt_magic.manager.ending import ending_after
from ckpt_magic.manager.keeping import ACCEPTED, sequences_to_drop
from ckpt_magic.manager.pace import Pacer
from ckpt_magic.manager.rules import rules_from
from ckpt_magic.manager.trail import fingerprint, is_plain


class Clock:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_pace_is_that_of_the_cost() -> None:
    """By default a save of 0.1 s is not repeated within 10 s, and the first comes after 2 s."""
    clock = Clock()
    pacer = Pacer(BoundedOverhead(), clock)

    def save() -> bool:
        clock.now += 0.1
        return True

    assert not pacer.item_done()
    clock.now = 2.0
    assert pacer.item_done()
    pacer.attempt(save)
    clock.now = 12.0
    assert not pacer.item_done()
    clock.now = 12.2
    assert pacer.item_done()


def test_an_interval_counts_from_the_end_of_a_save() -> None:
    """A save that takes long does not make the next one due at once."""
    clock = Clock()
    pacer = Pacer(EveryInterval(5.0), clock)

    def save() -> bool:
        clock.now += 30.0
        return True

    pacer.attempt(save)
    assert not pacer.item_done()


@pytest.mark.parametrize(("kept", "unsaved"), [(True, 0), (False, 2)])
def test_items_stay_unsaved_until_a_save_succeeds(kept: bool, unsaved: int) -> None:
    """A save that failed counts for the pace, not for the items."""
    pacer = Pacer(BoundedOverhead(), Clock())
    pacer.item_done()
    pacer.item_done()
    pacer.attempt(lambda: kept)
    assert pacer.unsaved_items == unsaved


def test_both_ways_of_asking_count() -> None:
    """`every` and `interval` together save when either is due."""
    assert isinstance(rules_from(interval="30s", every=10).schedule, FirstOf)


@pytest.mark.parametrize("item", [1, 1.5, "a", b"a", None, True, (1, "a"), Path("a"), range(3)])
def test_immutable_values_are_plain(item: object) -> None:
    """What the body of a loop cannot change is compared by value."""
    assert is_plain(item)
    assert fingerprint(item) != fingerprint((item,))


@pytest.mark.parametrize("item", [[1], {"a": 1}, {1}, object(), (1, [2])])
def test_what_can_change_is_not_plain(item: object) -> None:
    """What the body of a loop may change is compared by type."""
    assert not is_plain(item)


def test_values_of_several_types_are_told_apart() -> None:
    """1, 1.0, True and "1" are four different items."""
    assert len({fingerprint(item) for item in (1, 1.0, True, "1", b"1", None)}) == 6


def test_iterators_inside_a_generator_are_found() -> None:
    """A generator over a used iterator is as used as the iterator."""

    def doubled(numbers: Iterator[int]) -> Iterator[int]:
        for number in numbers:
            yield 2 * number

    numbers = iter([1, 2, 3])
    used.claim("one", numbers)
    with pytest.raises(ResumeError, match="was used before"):
        used.claim("one", zip(doubled(numbers), "abc", strict=True))
    used.claim("another operation", doubled(numbers))
    used.release("one")
    used.claim("one", numbers)
    used.release("one")
    used.release("another operation")


def test_a_file_to_write_to_is_no_source(tmp_path: Path) -> None:
    """A generator that holds a file only to write to it is not taken for used."""

    def logged(rows: list[int], file: object) -> Iterator[int]:
        for row in rows:
            print(row, file=file)  # type: ignore[call-overload]  # any file will do
            yield row

    with (tmp_path / "log").open("w") as file:
        used.claim("one", logged([1], file))
        used.claim("one", logged([1], file))
    used.release("one")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ValueError("x"), Status.FAILED),
        (KeyboardInterrupt(), Status.INTERRUPTED),
        (SystemExit(1), Status.INTERRUPTED),
    ],
)
def test_what_ends_a_run(error: BaseException, status: Status) -> None:
    """Errors fail an operation, requests to stop interrupt it."""
    assert ending_after(error).status is status


def test_the_newest_accepted_state_is_spared() -> None:
    """Retention drops the oldest, but not the only one that was accepted."""
    kept = [
        Checkpoint(
            manifest=Manifest(
                store_id="s",
                operation_id="o",
                sequence=sequence,
                created_at=0.0,
                context={ACCEPTED: sequence == 2},
            )
        )
        for sequence in (1, 2, 3, 4)
    ]
    assert sequences_to_drop(kept, KeepLast(1)) == (1, 3)
