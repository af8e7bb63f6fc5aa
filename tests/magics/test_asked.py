"""What a person asks of a cell that runs: checkpoint, pause, continue, stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from ckpt_magic.core.control import Command
from ckpt_magic.core.errors import OperationStoppedError
from ckpt_magic.core.events import CheckpointSaved, OperationResumed, PauseChanged
from ckpt_magic.core.model import Status
from ckpt_magic.store.live import append_command, control_path, read_status, status_path
from tests.magics.conftest import Session

LOOP = """%%checkpointed --name sums --interval 1h --exclude seen
total = 0
for i in range(100):
    seen(i)
    total += i
"""


def ask_at(session: Session, wanted: dict[int, Command]) -> Callable[[int], None]:
    """A function for the loop that asks for something in the middle of some iterations."""

    def seen(i: int) -> None:
        if i in wanted:
            assert session.extension.requests is not None
            session.extension.requests.ask(wanted[i])

    session.shell.user_ns["seen"] = seen
    return seen


def test_stop_takes_effect_at_the_next_boundary(session: Session) -> None:
    """The iteration is finished, a checkpoint taken, and the cell ends with an error."""
    ask_at(session, {40: Command.STOP})
    error = session.error(LOOP)
    assert isinstance(error, OperationStoppedError)
    assert "sums was stopped at 41 of 100; checkpoint sums-" in str(error)
    assert session.names["i"] == 40
    assert session.names["total"] == sum(range(41))
    (operation,) = session.extension.place.operations()
    assert operation.status is Status.INTERRUPTED
    assert operation.message == "stopped by the person"
    assert operation.progress.processed == 41


def test_a_stopped_cell_goes_on_when_it_is_run_again(session: Session) -> None:
    """In the same kernel, and exactly where it stood."""
    ask_at(session, {40: Command.STOP})
    session.error(LOOP)
    items: list[int] = []
    session.shell.user_ns["seen"] = items.append
    session.run_well(LOOP)
    assert items == list(range(41, 100))
    assert session.names["total"] == sum(range(100))


def test_stop_shows_two_lines_and_no_traceback(
    session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    """What happened and what to do next."""
    ask_at(session, {3: Command.STOP})
    session.run(LOOP)
    shown = "".join(capsys.readouterr())
    assert "OperationStoppedError: sums was stopped at 4 of 100\n" in shown
    assert "is kept; run the cell again to go on, or with --fresh to start over" in shown
    assert "Traceback" not in shown
    assert "driver.py" not in shown


@pytest.mark.parametrize("handler", ["except Exception", "except", "except BaseException"])
def test_no_handler_of_the_cell_keeps_it_running(session: Session, handler: str) -> None:
    """A body that catches everything is stopped all the same."""
    ask_at(session, {5: Command.STOP})
    cell = f"""%%checkpointed --name sums --interval 1h --exclude seen
handled = 0
while True:
    try:
        for i in range(100):
            seen(i)
    {handler}:
        handled += 1
"""
    error = session.error(cell)
    assert isinstance(error, OperationStoppedError)
    assert session.names["handled"] in (0, 1)
    (operation,) = session.extension.place.operations()
    assert operation.status is Status.INTERRUPTED


def test_stop_in_nested_loops_stops_between_inner_items(session: Session) -> None:
    """The next boundary is that of the innermost loop, and the resume enters it again."""
    cell = """%%checkpointed --name pairs --interval 1h --exclude seen
pairs = []
for i in range(4):
    for j in range(4):
        seen(4 * i + j)
        pairs.append((i, j))
"""
    ask_at(session, {6: Command.STOP})
    session.error(cell)
    assert len(session.names["pairs"]) == 7
    session.run_well(cell)
    assert session.names["pairs"] == [(i, j) for i in range(4) for j in range(4)]


def test_stop_in_a_while_loop(session: Session) -> None:
    """Before the next evaluation of the condition."""
    cell = """%%checkpointed --name count --interval 1h --exclude seen
n = 0
while n < 50:
    seen(n)
    n += 1
"""
    ask_at(session, {7: Command.STOP})
    session.error(cell)
    assert session.names["n"] == 8
    session.run_well(cell)
    assert session.names["n"] == 50


def test_a_checkpoint_that_is_asked_for_is_taken_at_the_next_boundary(session: Session) -> None:
    """Although none is due for an hour."""
    ask_at(session, {10: Command.CHECKPOINT, 20: Command.CHECKPOINT})
    session.run_well(LOOP)
    saved = [event.checkpoint.manifest.progress.processed for event in heard(session)]
    assert saved == [11, 21]


def heard(session: Session) -> list[CheckpointSaved]:
    """Checkpoints that were taken."""
    return session.heard(CheckpointSaved)


def test_pause_waits_and_continue_goes_on(session: Session) -> None:
    """While it waits nothing runs; a checkpoint was taken first."""
    ask_at(session, {30: Command.PAUSE})
    seen_while_paused: list[int] = []

    def on_event(event: Any) -> None:
        if isinstance(event, PauseChanged) and event.paused:
            threading.Thread(target=go_on).start()

    def go_on() -> None:
        before = session.shell.user_ns["i"]
        time.sleep(0.3)
        seen_while_paused.append(session.shell.user_ns["i"] - before)
        session.extension.requests.ask(Command.CONTINUE)  # type: ignore[union-attr]  # it runs

    session.extension.listeners.append(on_event)
    session.run_well(LOOP)
    assert seen_while_paused == [0]
    assert [event.checkpoint.manifest.progress.processed for event in heard(session)] == [31]
    assert [event.paused for event in session.heard(PauseChanged)] == [True, False]
    assert session.names["total"] == sum(range(100))


def test_a_paused_loop_can_be_stopped_saved_and_interrupted(session: Session) -> None:
    """Each takes effect although no iteration goes by."""
    ask_at(session, {30: Command.PAUSE})
    orders = [Command.CHECKPOINT, Command.STOP]

    def on_event(event: Any) -> None:
        if isinstance(event, PauseChanged) and event.paused:
            for order in orders:
                session.extension.requests.ask(order)  # type: ignore[union-attr]  # it runs

    session.extension.listeners.append(on_event)
    assert isinstance(session.error(LOOP), OperationStoppedError)
    assert session.names["i"] == 30


def test_an_interrupt_ends_a_pause(session: Session) -> None:
    """Ctrl-C in a pause is an interrupt of the cell, with the cell's own traceback."""
    ask_at(session, {30: Command.PAUSE})
    import _thread

    def on_event(event: Any) -> None:
        if isinstance(event, PauseChanged) and event.paused:
            threading.Timer(0.2, _thread.interrupt_main).start()

    session.extension.listeners.append(on_event)
    assert isinstance(session.error(LOOP), KeyboardInterrupt)
    (operation,) = session.extension.place.operations()
    assert operation.status is Status.INTERRUPTED
    assert operation.progress.processed == 31


def test_stop_right_after_a_resume_takes_no_second_checkpoint(session: Session) -> None:
    """Nothing has happened since the one it came from."""
    ask_at(session, {40: Command.STOP})
    session.error(LOOP)
    session.events.clear()

    def on_event(event: Any) -> None:
        if isinstance(event, OperationResumed):
            session.extension.requests.ask(Command.STOP)  # type: ignore[union-attr]  # it runs

    session.extension.listeners.append(on_event)
    assert isinstance(session.error(LOOP), OperationStoppedError)
    assert heard(session) == []
    session.extension.listeners.remove(on_event)
    session.run_well(LOOP)
    assert session.names["total"] == sum(range(100))


def test_commands_arrive_through_the_file_beside_the_store(session: Session) -> None:
    """As another process asks: the loop hears within moments, and the file is gone at the end."""

    place = session.extension.place

    def seen(i: int) -> None:
        if i == 10:
            (operation,) = place.operations()
            append_command(place.path, operation.id, Command.STOP)
        if i >= 10:
            time.sleep(0.02)

    session.shell.user_ns["seen"] = seen
    assert isinstance(session.error(LOOP), OperationStoppedError)
    (operation,) = place.operations()
    assert not control_path(place.path, operation.id).exists()
    assert not status_path(place.path, operation.id).exists()


def test_a_running_cell_says_how_it_is(session: Session) -> None:
    """Its status lies beside the store while it runs, written by another thread."""

    place, found = session.extension.place, []

    def seen(i: int) -> None:
        if 10 <= i < 90:
            time.sleep(0.02)
        if i == 90:
            (operation,) = place.operations()
            found.append(read_status(place.path, operation.id))

    session.shell.user_ns["seen"] = seen
    session.run_well(LOOP)
    status = found[0]
    assert status is not None
    assert status.name == "sums"
    assert status.total == 100
    assert status.processed is not None
    assert 10 <= status.processed <= 91
    assert status.loops[0].header == "for i in range(100)"
