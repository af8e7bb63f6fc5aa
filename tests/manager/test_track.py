"""Loops that save between their items and go on at the next one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any

import pytest

from ckpt_magic import CheckpointManager
from ckpt_magic.core.errors import CaptureError, NotResumableError, ResumeError, StoreFullError
from ckpt_magic.manager.operation import Operation
from ckpt_magic.store.sqlite import SqliteStore

Make = Callable[..., CheckpointManager]


class BodyError(Exception):
    """What a loop's body raises here."""


def started(manager: CheckpointManager) -> Operation:
    operation = manager.start_operation("collect")
    operation.state = {"seen": []}
    return operation


def collect(operation: Operation, items: Any, *, fail_at: int | None = None) -> None:
    """Append every item to the state; raise before item number `fail_at` is complete."""
    for item in operation.track(items):
        if len(operation.state["seen"]) == fail_at:
            operation.state["seen"].append("half done")
            raise BodyError
        operation.state["seen"].append(item)


def fail_and_find(make: Make, items: Any, *, fail_at: int) -> Operation:
    """Run until the body raises; return the operation as another process would find it."""
    with pytest.raises(BodyError):
        collect(started(make()), items, fail_at=fail_at)
    (found,) = make().interrupted_operations()
    return found.resume()


def interrupt_in(items: Iterator[Any]) -> None:
    """Press Ctrl-C while the first item is worked on."""
    for _ in items:
        raise KeyboardInterrupt


def letters() -> Iterator[str]:
    yield from "abcdef"


@pytest.mark.parametrize("every", [1, 4])
@pytest.mark.parametrize("fail_at", [0, 1, 5])
@pytest.mark.parametrize("kind", [list, tuple, str, dict.fromkeys, iter, enumerate])
def test_every_item_counts_once(make: Make, every: int, fail_at: int, kind: Any) -> None:
    """Whatever is iterated and wherever the body fails, the end is that of an unbroken run."""
    found = fail_and_find(lambda: make(every=every), kind("abcdef"), fail_at=fail_at)
    collect(found, kind("abcdef"))
    assert found.state == {"seen": list(kind("abcdef"))}
    assert found.processed_items == 6


def test_an_exception_fails_the_operation_at_its_last_consistent_state(make: Make) -> None:
    """What the body had half done when it raised is not in any checkpoint."""
    with pytest.raises(BodyError):
        collect(started(make(every=1)), "abcdef", fail_at=3)
    (found,) = make().interrupted_operations()
    assert (found.status, found.message) == ("failed", "the loop was left after 3 items")
    assert (found.state, found.processed_items) == ({"seen": ["a", "b", "c"]}, 3)


def test_an_exception_inside_a_block_is_kept_by_name(make: Make) -> None:
    """With a block around the loop, the operation knows what stopped it."""
    operation = started(make(every=1))
    with pytest.raises(BodyError), operation:
        collect(operation, "abcdef", fail_at=3)
    assert (operation.status, operation.message) == ("failed", "BodyError")


def test_ctrl_c_inside_a_block_interrupts(make: Make) -> None:
    """An interrupt in the body of a loop is not a failure."""
    operation = started(make(every=1))
    with pytest.raises(KeyboardInterrupt), operation:
        interrupt_in(operation.track("abc"))
    assert operation.status == "interrupted"


def test_an_error_of_the_iterable_passes_untouched(make: Make) -> None:
    """What the caller's generator raises arrives, and is kept as the reason."""

    def broken() -> Iterator[int]:
        yield 1
        raise BodyError("the file ended early")

    operation = started(make(every=1))
    with pytest.raises(BodyError, match="ended early"):
        collect(operation, broken())
    assert (operation.status, operation.processed_items) == ("failed", 1)
    assert operation.message == "BodyError: the file ended early"


def test_the_initial_state_is_saved_before_the_first_item(make: Make) -> None:
    """A death before the first save that is due finds the state the loop began with."""
    operation = started(make(every=100))
    for _ in operation.track("ab"):
        (found,) = make().operations()
        assert found.state == {"seen": []}
        break


def test_the_end_is_saved(make: Make) -> None:
    """The last save holds the whole result, however far apart saves are."""
    operation = started(make(every=4))
    collect(operation, "abcdef")
    checkpoint = operation.last_checkpoint()
    assert checkpoint is not None
    assert checkpoint.state == {"seen": list("abcdef")}
    assert checkpoint.last_item == "f"
    assert operation.status == "running"


def test_a_resume_after_the_end_does_nothing_again(make: Make) -> None:
    """A loop that was finished when its process died yields no item twice."""
    operation = started(make(every=4))
    collect(operation, "abcdef")
    operation.fail("died before complete()")
    found = make().operation(operation.id).resume()
    assert list(found.track("abcdef")) == []
    assert found.state == {"seen": list("abcdef")}


def test_saves_happen_every_so_many_items(make: Make) -> None:
    """`every` counts items; the first save is that of the beginning."""
    operation = started(make(every=2, max_checkpoints=10))
    collect(operation, "abcde")
    assert [one.processed for one in operation.checkpoints()] == [0, 2, 4, 5]


def test_an_interval_saves_by_the_clock(make: Make) -> None:
    """A tiny interval saves after every item, a long one only at both ends."""
    often, seldom = make(interval=1e-9, max_checkpoints=10), make(interval="1h", max_checkpoints=10)
    counts = []
    for manager in (often, seldom):
        operation = started(manager)
        collect(operation, "abc")
        counts.append([one.processed for one in operation.checkpoints()])
    assert counts == [[0, 1, 2, 3], [0, 3]]


def test_progress_is_live_and_takes_the_length_for_a_total(make: Make) -> None:
    """Inside the loop an operation says how many items are done, of how many."""
    operation = started(make(every=100))
    told = [(operation.processed_items, operation.total_items) for _ in operation.track("abc")]
    assert told == [(0, 3), (1, 3), (2, 3)]
    assert (operation.processed_items, operation.total_items) == (3, 3)


def test_a_loop_goes_on_after_checkpoints_saved_by_hand(make: Make) -> None:
    """Counted by hand first, tracked after the resume: no item is lost or done twice."""
    operation = make().start_operation("collect", total_items=6)
    operation.save_checkpoint({"seen": ["a", "b"], "processed_count": 2})
    operation.fail()
    found = make().operation(operation.id).resume()
    collect(found, "abcdef")
    assert found.state["seen"] == list("abcdef")


def test_a_checkpoint_that_counts_no_items_cannot_be_tracked_from(make: Make) -> None:
    """Where nothing says how far it got, going on is refused instead of guessed."""
    operation = make().start_operation("collect")
    operation.save_checkpoint({"anything": 1})
    operation.fail()
    with pytest.raises(ResumeError, match="does not say how many items"):
        operation.resume().track("abc")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("abcdef", "abXdef", "the first 4 are not the items that were done"),
        ("abcdef", "ab", "there are only 2 of the 4"),
        (range(6), range(1, 7), "the first 4 are not"),
        (range(6), range(0, 12, 2), "the first 4 are not"),
        (range(6), range(3), "only 3 of the 4"),
        (list("abcdef"), iter("xabcdef"), "the first 4 are not"),
    ],
)
def test_other_items_are_refused(make: Make, before: Any, after: Any, told: str) -> None:
    """A resume over items that are not those that were done says so and does nothing."""
    found = fail_and_find(lambda: make(every=1), before, fail_at=4)
    with pytest.raises(ResumeError, match=told):
        found.track(after)
    assert len(found.state["seen"]) == 4


@pytest.mark.parametrize(("before", "after"), [(range(6), range(8)), ("abcdef", "abcdXYZ")])
def test_items_may_change_where_they_are_not_done_yet(make: Make, before: Any, after: Any) -> None:
    """More or other items after the position are simply done."""
    found = fail_and_find(lambda: make(every=1), before, fail_at=4)
    collect(found, after)
    assert found.state == {"seen": list(after)}


def test_an_iterator_that_was_used_before_is_refused(make: Make) -> None:
    """Items that an iterator already gave would be left out without a word."""
    numbers = iter([[1], [2], [3]])
    found = fail_and_find(lambda: make(every=1), numbers, fail_at=1)
    with pytest.raises(ResumeError, match="was used before"):
        found.track(enumerate(numbers))


def test_a_generator_made_anew_is_skipped_to_the_position(make: Make) -> None:
    """A generator function called again goes on at the next item."""
    found = fail_and_find(lambda: make(every=1), letters(), fail_at=3)
    collect(found, letters())
    assert found.state == {"seen": list("abcdef")}


def test_items_the_body_changed_are_still_the_same_items(make: Make) -> None:
    """In one process, records that the body filled in do not count as other records."""
    rows: list[dict[str, int]] = [{"id": number} for number in range(4)]
    operation = started(make(every=1))

    def fill_in() -> None:
        for row in operation.track(rows):
            row["done"] = 1
            if row["id"] == 2:
                raise BodyError

    with pytest.raises(BodyError):
        fill_in()
    assert [row["id"] for row in operation.resume().track(rows)] == [2, 3]


@pytest.mark.parametrize(
    "wrap",
    [
        enumerate,
        lambda items: zip(items, "abc", strict=True),
        lambda items: islice(items, 2),
        lambda items: ThreadPoolExecutor(1).map(str, items),
    ],
)
def test_what_keeps_a_place_of_its_own_around_the_loop_is_refused(make: Make, wrap: Any) -> None:
    """A count or a pairing that a resume would begin anew is refused before the first item."""
    operation = started(make(every=1))
    with pytest.raises(NotResumableError, match="turn it round"):
        list(wrap(operation.track("abc")))
    assert operation.checkpoints() == ()
    assert list(operation.track(enumerate("abc"))) == [(0, "a"), (1, "b"), (2, "c")]


def test_wrappers_without_a_place_of_their_own_are_fine(make: Make) -> None:
    """What passes one item at a time and remembers nothing may stand around the loop."""
    operation = started(make(every=1))
    assert list(map(str.upper, filter(str.isalpha, operation.track("a1b")))) == ["A", "B"]
    assert operation.processed_items == 3


def test_another_thread_cannot_draw_items(make: Make) -> None:
    """A pool's feeder would count items as done before anybody worked on them."""
    operation = started(make(every=1))
    items = operation.track("abc")
    with ThreadPoolExecutor(1) as pool, pytest.raises(NotResumableError, match="another thread"):
        pool.submit(lambda: next(items)).result()
    assert operation.processed_items == 0


@pytest.mark.parametrize("call", ["save", "complete", "discard", "resume", "track"])
def test_inside_the_loop_what_would_be_wrong_is_refused(make: Make, call: str) -> None:
    """While an item is half done there is nothing to save, end or begin."""
    operation = started(make(every=1))
    calls: dict[str, Callable[[], object]] = {
        "save": lambda: operation.save_checkpoint(operation.state),
        "complete": operation.complete,
        "discard": operation.discard,
        "resume": operation.resume,
        "track": lambda: operation.track("xyz"),
    }
    for item in operation.track("abc"):
        with pytest.raises(ResumeError, match="half done"):
            calls[call]()
        operation.state["seen"].append(item)
    assert operation.state["seen"] == ["a", "b", "c"]


def test_one_operation_tracks_one_loop(make: Make) -> None:
    """A second loop over the first one's position would be skipped; it is refused."""
    operation = started(make(every=1))
    collect(operation, "abc")
    with pytest.raises(ResumeError, match="has tracked a loop already"):
        operation.track("abc")


def test_after_a_break_the_work_can_be_completed(make: Make) -> None:
    """Who leaves the loop on purpose may save and complete."""
    operation = started(make(every=1))
    for item in operation.track("abcdef"):
        operation.state["seen"].append(item)
        if item == "c":
            break
    operation.save_checkpoint(operation.state, processed=3)
    operation.complete()
    assert operation.status == "completed"
    assert operation.state == {"seen": ["a", "b", "c"]}


def test_a_state_that_cannot_be_saved_stops_the_loop_before_its_first_item(make: Make) -> None:
    """What could never be resumed is refused before time is spent on it."""
    operation = make(every=1).start_operation("collect")
    operation.state = {"open": (number for number in range(3))}
    with pytest.raises(CaptureError):
        next(operation.track("abc"))
    assert operation.status == "failed"


def test_a_full_disk_costs_checkpoints_not_the_loop(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When a save in mid-loop does not fit, the loop warns, goes on and tries again."""
    operation = started(make(every=1, max_checkpoints=10))
    commit = SqliteStore.commit

    def work() -> None:
        for item in operation.track("abcd"):
            monkeypatch.setattr(SqliteStore, "commit", _full if item in "bc" else commit)

    with pytest.warns(UserWarning, match="no checkpoint was taken: 4 MB are needed"):
        work()
    assert [one.processed for one in operation.checkpoints()] == [0, 1, 4]


def _full(*_arguments: object) -> None:
    raise StoreFullError("4 MB are needed and 1 MB is free", safe="all checkpoints are intact")
