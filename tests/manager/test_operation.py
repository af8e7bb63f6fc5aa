"""The life of one operation: saving, ending, going on."""

from __future__ import annotations

import gc
import os
import platform
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from ckpt_magic import CheckpointManager
from ckpt_magic.core.errors import (
    CaptureError,
    InvalidOptionError,
    OperationNotFoundError,
    ResumeError,
    StoreFullError,
)
from ckpt_magic.store.sqlite import SqliteStore

Make = Callable[..., CheckpointManager]


def test_a_checkpoint_has_every_field(make: Make) -> None:
    """A saved checkpoint comes back with id, type, progress, state, time, last item, metadata."""
    operation = make().start_operation("export", total_items=4)
    before = datetime.now(UTC)
    saved = operation.save_checkpoint({"ids": [7, 8], "processed_count": 2}, last_item="movie 8")
    checkpoint = operation.last_checkpoint()
    assert checkpoint is not None
    assert checkpoint.id == saved.id
    assert checkpoint.operation_type == "export"
    assert (checkpoint.progress, checkpoint.processed, checkpoint.total) == (0.5, 2, 4)
    assert checkpoint.state == {"ids": [7, 8], "processed_count": 2}
    assert checkpoint.last_item == "movie 8"
    assert before <= checkpoint.timestamp <= datetime.now(UTC)
    assert checkpoint.metadata["pid"] == os.getpid()
    assert checkpoint.metadata["python"] == platform.python_version()
    assert checkpoint.metadata["elapsed_s"] >= 0
    assert operation.last_checkpoint_at == checkpoint.timestamp
    assert operation.processed_items == 2


def test_progress_is_unknown_without_a_total(make: Make) -> None:
    """Without a total the fraction is None, not a guess."""
    operation = make().start_operation("export")
    assert operation.save_checkpoint({}, processed=3).progress is None
    assert operation.processed_items == 3


def test_processed_wins_over_the_count_in_the_state(make: Make) -> None:
    """The argument is taken before the state's own count."""
    operation = make().start_operation("export", total_items=10)
    operation.save_checkpoint({"processed_count": 2}, processed=5)
    assert operation.processed_items == 5


def test_a_state_without_a_count_leaves_the_progress(make: Make) -> None:
    """A save that says nothing of progress does not move it."""
    operation = make().start_operation("export", total_items=10)
    operation.save_checkpoint({}, processed=5)
    operation.save_checkpoint(["anything"])
    assert operation.processed_items == 5


def test_a_wrong_count_is_refused(make: Make) -> None:
    """Progress is a count of items."""
    with pytest.raises(InvalidOptionError, match="processed=-1"):
        make().start_operation("export").save_checkpoint({}, processed=-1)


def test_a_checkpoint_s_state_is_its_own(make: Make) -> None:
    """Changing a state after it was saved changes nothing that is kept."""
    operation = make().start_operation("export")
    state = {"rows": [1]}
    operation.save_checkpoint(state)
    state["rows"].append(2)
    checkpoint = operation.last_checkpoint()
    assert checkpoint is not None
    checkpoint.state["rows"].append(3)
    again = operation.last_checkpoint()
    assert again is not None
    assert again.state == {"rows": [1]}


def test_only_the_newest_checkpoints_are_kept(make: Make) -> None:
    """Cleaning up is automatic: max_checkpoints are kept, oldest first in the list."""
    operation = make(max_checkpoints=2).start_operation("export")
    for count in range(5):
        operation.save_checkpoint({"count": count})
    assert [one.state["count"] for one in operation.checkpoints()] == [3, 4]


def test_a_state_that_cannot_be_saved_changes_nothing(make: Make) -> None:
    """A refused state names what refused, and the earlier checkpoint is still the last."""
    operation = make().start_operation("export")
    operation.save_checkpoint({"good": 1})
    with pytest.raises(CaptureError):
        operation.save_checkpoint({"bad": (number for number in range(3))})
    checkpoint = operation.last_checkpoint()
    assert checkpoint is not None
    assert checkpoint.state == {"good": 1}
    assert operation.state == {"good": 1}


def test_a_full_disk_leaves_the_earlier_checkpoint(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is no room the caller is told, and what was saved can still be loaded."""
    operation = make().start_operation("export")
    operation.save_checkpoint({"count": 1})
    monkeypatch.setattr(SqliteStore, "commit", _full)
    with pytest.raises(StoreFullError):
        operation.save_checkpoint({"count": 2})
    checkpoint = operation.last_checkpoint()
    assert checkpoint is not None
    assert checkpoint.state == {"count": 1}
    assert operation.status == "running"


def test_resume_gives_the_saved_state_to_another_manager(make: Make) -> None:
    """What one manager failed, another one goes on with."""
    operation = make().start_operation("export", total_items=4)
    operation.save_checkpoint({"count": 2}, processed=2)
    operation.fail("lost the connection")
    (found,) = make().interrupted_operations()
    assert (found.id, found.state) == (operation.id, {"count": 2})
    assert found.resume() is found
    assert (found.status, found.state, found.processed_items) == ("running", {"count": 2}, 2)
    assert found.last_checkpoint_at == operation.last_checkpoint_at
    found.complete()
    assert make().interrupted_operations() == ()


def test_resume_goes_back_to_the_checkpoint(make: Make) -> None:
    """Changes since the last checkpoint are gone after a resume in the same process."""
    operation = make().start_operation("export")
    operation.state = {"rows": [1]}
    operation.save_checkpoint(operation.state, processed=1)
    operation.state["rows"].append(2)
    operation.fail()
    assert operation.resume().state == {"rows": [1]}


def test_resume_without_a_checkpoint_begins_anew(make: Make) -> None:
    """An operation that never saved starts from an empty state."""
    operation = make().start_operation("export")
    operation.state["half"] = True
    operation.fail()
    assert operation.resume().state == {}


def test_resume_in_the_middle_of_a_run_goes_back(make: Make) -> None:
    """An operation that runs here may be set back to its last checkpoint."""
    operation = make().start_operation("export")
    operation.save_checkpoint({"count": 1})
    operation.state = {"count": "spoilt"}
    assert operation.resume().state == {"count": 1}


@pytest.mark.parametrize("ended", ["complete", "discard"])
def test_what_has_ended_for_good_is_not_resumed(make: Make, ended: str) -> None:
    """A completed or discarded operation refuses to go on, and says what to do instead."""
    operation = make().start_operation("export")
    getattr(operation, ended)()
    with pytest.raises(ResumeError, match="nothing to resume"):
        operation.resume()
    with pytest.raises(ResumeError):
        operation.save_checkpoint({})


def test_an_interrupted_operation_must_be_resumed_before_it_saves(make: Make) -> None:
    """Saving into an operation that does not run is refused, naming resume()."""
    operation = make().start_operation("export")
    operation.fail()
    with pytest.raises(ResumeError, match=r"resume\(\) goes on"):
        operation.save_checkpoint({})


def test_a_running_operation_of_elsewhere_is_left_alone(make: Make) -> None:
    """An object that found a running operation neither saves nor completes it."""
    operation = make().start_operation("export")
    (found,) = make().operations()
    with pytest.raises(ResumeError, match="runs elsewhere"):
        found.save_checkpoint({})
    assert operation.save_checkpoint({"mine": True}).state == {"mine": True}


def test_the_result_of_a_completed_operation_stays(make: Make) -> None:
    """After completion the last checkpoint is still there, for any later process."""
    operation = make().start_operation("export")
    operation.save_checkpoint({"result": 42})
    operation.complete()
    operation.complete()
    (found,) = make().operations()
    assert found.status == "completed"
    assert found.state == {"result": 42}


def test_discard_deletes(make: Make) -> None:
    """A discarded operation is gone from its directory."""
    operation = make().start_operation("export")
    operation.save_checkpoint({"count": 1})
    operation.discard()
    assert operation.status == "discarded"
    assert make().operations() == ()
    with pytest.raises(OperationNotFoundError):
        make().operation(operation.id)


def test_a_block_completes(make: Make) -> None:
    """Leaving the block normally completes the operation."""
    with make().start_operation("export") as operation:
        operation.save_checkpoint({"count": 1})
    assert operation.status == "completed"


def test_an_exception_in_a_block_fails_it_and_passes(make: Make) -> None:
    """The caller's exception arrives as it is, and its text is kept."""
    operation = make().start_operation("export")
    error = ValueError("no such film")
    with pytest.raises(ValueError, match="no such film") as caught, operation:
        raise error
    assert caught.value is error
    assert (operation.status, operation.message) == ("failed", "ValueError: no such film")


def test_an_interrupt_in_a_block_interrupts_it(make: Make) -> None:
    """Ctrl-C is not a failure."""
    operation = make().start_operation("export")
    with pytest.raises(KeyboardInterrupt), operation:
        raise KeyboardInterrupt
    assert operation.status == "interrupted"


def test_a_block_keeps_an_ending_of_the_caller_s_own(make: Make) -> None:
    """What the block itself recorded is not overwritten at its end."""
    with make().start_operation("export") as operation:
        operation.fail("not good enough")
    assert (operation.status, operation.message) == ("failed", "not good enough")


def test_nested_blocks_end_with_the_outer_one(make: Make) -> None:
    """An inner block over a running operation does not complete it."""
    with make().start_operation("export") as operation:
        with operation:
            pass
        assert operation.status == "running"
    assert operation.status == "completed"


def test_a_forked_child_does_not_end_its_parent_s_operation(make: Make) -> None:
    """A child that inherited the object leaves the operation to the process that runs it."""
    operation = make().start_operation("export")
    loop = operation.track([1, 2, 3])
    next(loop)
    child = os.fork()
    if child == 0:
        loop.close()
        gc.collect()
        os._exit(0)
    os.waitpid(child, 0)
    assert make().operation(operation.id).status == "running"


def test_repr_says_where_it_stands(make: Make) -> None:
    """An operation in a prompt tells its type, status and progress."""
    operation = make().start_operation("export", total_items=4)
    assert repr(operation) == f"<Operation {operation.id} 'export': running, 0 of 4>"


def _full(*_arguments: object) -> None:
    raise StoreFullError("4 MB are needed and 1 MB is free", safe="all checkpoints are intact")
