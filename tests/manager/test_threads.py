"""Several threads on one operation and on several."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from ckpt_magic import CheckpointManager
from ckpt_magic.core.errors import CheckpointError
from ckpt_magic.manager.operation import Operation

Make = Callable[..., CheckpointManager]
THREADS = 6
SAVES = 8


def test_threads_save_on_one_operation(make: Make) -> None:
    """Every save of every thread is kept whole, and all of them are kept."""
    operation = make(max_checkpoints=1000).start_operation("export")

    def work(thread: int) -> list[str]:
        states = [{"thread": thread, "save": save} for save in range(SAVES)]
        return [operation.save_checkpoint(state).id for state in states]

    with ThreadPoolExecutor(THREADS) as pool:
        ids = [one for done in pool.map(work, range(THREADS)) for one in done]
    kept = operation.checkpoints()
    assert sorted(one.id for one in kept) == sorted(ids)
    states = [(one.state["thread"], one.state["save"]) for one in kept]
    assert len(set(states)) == THREADS * SAVES
    for thread in range(THREADS):
        own = [save for owner, save in states if owner == thread]
        assert own == sorted(own), "a thread's saves are kept in the order it made them"


def test_threads_run_operations_of_their_own(make: Make) -> None:
    """Loops in several threads, each with its own operation, do not disturb each other."""
    manager = make(every=2)

    def work(thread: int) -> Operation:
        with manager.start_operation(f"thread {thread}") as operation:
            operation.state = {"total": 0}
            for number in operation.track(range(SAVES)):
                operation.state["total"] += number * thread
        return operation

    with ThreadPoolExecutor(THREADS) as pool:
        operations = list(pool.map(work, range(THREADS)))
    assert [one.status for one in operations] == ["completed"] * THREADS
    for thread, operation in enumerate(operations):
        checkpoint = operation.last_checkpoint()
        assert checkpoint is not None
        assert checkpoint.state == {"total": sum(range(SAVES)) * thread}


def test_one_of_several_resumes_wins(make: Make) -> None:
    """Of managers that resume one operation at the same time, one gets it."""
    operation = make().start_operation("export")
    operation.save_checkpoint({"count": 1})
    operation.fail()
    barrier = Barrier(THREADS)

    def work(_thread: int) -> bool:
        found = make().operation(operation.id)
        barrier.wait()
        try:
            found.resume()
        except CheckpointError:
            return False
        return True

    with ThreadPoolExecutor(THREADS) as pool:
        assert sum(pool.map(work, range(THREADS))) == 1
    assert make().operation(operation.id).status == "running"


@pytest.mark.parametrize("ending", ["complete", "fail", "discard"])
def test_saving_while_another_thread_ends_it(make: Make, ending: str) -> None:
    """A save that comes after the end is refused; the end itself stands."""
    operation = make().start_operation("export")
    barrier = Barrier(2)

    def save() -> None:
        barrier.wait()
        for count in range(50):
            operation.save_checkpoint({"count": count})

    def end() -> None:
        barrier.wait()
        getattr(operation, ending)()

    with ThreadPoolExecutor(2) as pool:
        saving, done = pool.submit(save), pool.submit(end)
        done.result()
        assert isinstance(saving.exception(), CheckpointError | None)
    assert operation.status in ("completed", "failed", "discarded")
