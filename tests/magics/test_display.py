"""What a run leaves behind, however it begins and ends."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from ckpt_magic.core.events import Event, OperationEnded, OperationStarted
from ckpt_magic.core.model import Operation, OperationKind, Status
from ckpt_magic.magics.display import Display
from ckpt_magic.magics.printer import Printer
from ckpt_magic.resume.requests import Requests
from ckpt_magic.store.live import control_path, status_path
from tests.magics.conftest import Session
from tests.store.processes import run_forked

CELL = """%%checkpointed --name sums
total = 0
for i in range(10):
    total += i
"""


def interrupts_at(kind: type) -> Callable[[Event], None]:
    """A listener in which Ctrl-C arrives with the first event of one kind."""
    pressed: list[Event] = []

    def hear(event: Event) -> None:
        if isinstance(event, kind) and not pressed:
            pressed.append(event)
            raise KeyboardInterrupt

    return hear


def tickers() -> list[str]:
    """The threads that look after a run."""
    return [one.name for one in threading.enumerate() if one.name == "ckpt_magic-ticker"]


@pytest.mark.parametrize("kind", [OperationStarted, OperationEnded])
def test_an_interrupt_at_either_end_leaves_nothing_that_runs(
    session: Session, kind: type[Event]
) -> None:
    """No thread, no file beside the store, no operation that counts as running."""
    session.extension.listeners.append(interrupts_at(kind))
    session.run(CELL)
    (operation,) = session.extension.place.operations()
    store = session.extension.place.path
    assert operation.status is not Status.RUNNING
    assert tickers() == []
    assert session.extension.requests is None
    assert not status_path(store, operation.id).exists()
    assert not control_path(store, operation.id).exists()


def test_a_cell_that_was_interrupted_while_it_began_can_be_run_again(session: Session) -> None:
    """The operation that began is over, so that the next run is not refused."""
    session.extension.listeners.append(interrupts_at(OperationStarted))
    assert isinstance(session.error(CELL), KeyboardInterrupt)
    session.run_well(CELL)
    assert session.names["total"] == sum(range(10))


def test_a_forked_child_closes_nothing_of_its_parents(tmp_path: Path) -> None:
    """A child that comes to the end of the cell leaves the parent's files alone."""
    store = tmp_path / "n.ckpt"
    display = Display(Printer(), store, Requests([]))
    operation = Operation(
        id="sums-1",
        name="sums",
        kind=OperationKind.CELL,
        key="k",
        status=Status.RUNNING,
        started_at=0.0,
    )
    display.hear(OperationStarted(operation=operation))
    status = status_path(store, operation.id)
    status.touch()
    assert run_forked(display.close) == 0
    assert status.exists()
    display.close()
    assert not status.exists()
