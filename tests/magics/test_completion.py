"""After the end of a cell: its result, the next run, and its neighbours."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ckpt_magic.core.errors import StoreLockedError
from ckpt_magic.core.events import OperationResumed, OperationStarted
from ckpt_magic.core.model import Status
from tests.crash.lives import CELL, Life, live, printed
from tests.magics.conftest import Session

Make = Callable[[], Session]


def _cell(name: str, items: int = 4, options: str = "--every 1", extra: str = "") -> str:
    loop = f"{name} = []\nfor i in range({items}):\n    {extra or 'pass'}\n    {name}.append(i)\n"
    return f"%%checkpointed --name {name} {options}\n{loop}"


def test_a_result_is_one_command_away_after_a_restart(new_session: Make) -> None:
    """Nothing is run; the result keeps one checkpoint."""
    first = new_session()
    first.run_well(_cell("rows"))
    later = new_session()
    (operation,) = later.extension.place.operations()
    assert len(later.extension.place.store().checkpoints(operation.id)) == 1
    later.run_well(f"%ckpt restore {operation.id}")
    assert later.names["rows"] == [0, 1, 2, 3]
    assert later.events == []


def test_a_completed_cell_starts_anew_and_says_where_the_old_result_is(session: Session) -> None:
    """The line names the command; the old result stays until the new one is there."""
    session.run_well(_cell("rows"))
    (old,) = session.extension.place.operations()
    assert isinstance(session.error(_cell("rows", extra="1 / (2 - i)")), ZeroDivisionError)
    assert f"%ckpt restore {old.id}" in session.heard(OperationStarted)[-1].remarks[0]
    assert [o.status for o in session.extension.place.operations()] == [
        Status.COMPLETED,
        Status.FAILED,
    ]
    session.run_well(_cell("rows"))
    (new,) = session.extension.place.operations()
    assert new.status is Status.COMPLETED
    assert new.id != old.id


def test_a_result_that_does_not_fit_leaves_the_one_before(session: Session) -> None:
    """The older result is not dropped for one that could not be kept."""
    session.run_well(_cell("rows"))
    (old,) = session.extension.place.operations()
    session.run_well(_cell("rows", options="--max-size 1KB"))
    assert old.id in {operation.id for operation in session.extension.place.operations()}


def test_two_cells_of_a_notebook_do_not_disturb_each_other(new_session: Make) -> None:
    """One completes while the other is left in the middle; each goes on by itself."""
    first = new_session()
    first.run_well("stop = 2")
    assert isinstance(first.error(_cell("left", extra="1 / (stop - i)")), ZeroDivisionError)
    first.run_well(_cell("right"))
    by_name = {o.name: o.status for o in first.extension.place.operations()}
    assert by_name == {"left": Status.FAILED, "right": Status.COMPLETED}
    first.run_well(_cell("left", extra="pass"))
    assert first.names["left"] == [0, 1, 2, 3]
    assert first.names["right"] == [0, 1, 2, 3]
    assert first.heard(OperationResumed)[0].checkpoint.manifest.progress.processed == 2


def test_a_stop_before_the_first_checkpoint_starts_anew_under_its_own_text(
    new_session: Make,
) -> None:
    """``%ckpt resume`` of an operation without a checkpoint runs the cell, and keeps its text."""
    first = new_session()
    first.run_well("tries = []")
    code = _cell("rows", options="--every 100", extra="1 / (len(tries) - i + 1)")
    assert isinstance(first.error(code), ZeroDivisionError)
    (operation,) = first.extension.place.operations()
    first.run_well("tries = [0] * 50")
    first.run_well(f"%ckpt resume {operation.id}")
    assert first.names["rows"] == [0, 1, 2, 3]
    (new,) = first.extension.place.operations()
    assert new.definition["raw"] == code


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_of_two_kernels_that_race_for_an_operation_one_wins(tmp_path: Path) -> None:
    """The other is told who runs it, and touches nothing; the winner ends it."""
    assert (
        live(
            tmp_path, lambda life: life.run(CELL.replace("    shared", "    assert i != 2; shared"))
        )
        == 0
    )

    def act(life: Life) -> None:
        (tmp_path / f"ready-{os.getpid()}").touch()
        while len(list(tmp_path.glob("ready-*"))) < 2:
            time.sleep(0.001)
        error = life.run(CELL.replace("total =", "__import__('time').sleep(3); total ="))
        outcome = "won" if error is None else type(error).__name__
        (tmp_path / f"outcome-{os.getpid()}").write_text(outcome)

    with ThreadPoolExecutor(2) as pool:
        statuses = list(pool.map(lambda _: live(tmp_path, act), range(2)))
    assert statuses == [0, 0], printed(tmp_path)
    outcomes = sorted(path.read_text() for path in tmp_path.glob("outcome-*"))
    assert outcomes == [StoreLockedError.__name__, "won"]


def test_a_completed_run_leaves_the_one_with_other_parameters(new_session: Make) -> None:
    """A sweep over parameters: what one run finishes is not what another one was doing."""
    code = "out = []\nfor i in range(4):\n    out.append(alpha * i)\n    1 / (stop - i)\n"
    cell = f"%%checkpointed --name sweep --every 1\n{code}"
    for alpha, stop in ((1, 2), (2, 9)):
        session = new_session()
        session.run_well(f"alpha, stop = {alpha}, {stop}")
        session.run(cell)
    later = new_session()
    later.run_well("alpha, stop = 1, 2")
    assert isinstance(later.error(cell), ZeroDivisionError)
    (resumed,) = later.heard(OperationResumed)
    assert resumed.checkpoint.manifest.progress.processed == 2
    assert later.names["out"] == [0, 1, 2]


def test_a_context_variable_made_again_is_not_the_one_there_was(new_session: Make) -> None:
    """Run All makes a new one with its first value: going on needs a yes."""
    setup = "import contextvars\nvar = contextvars.ContextVar('var')\nvar.set(0); stop = 2"
    code = "for i in range(4):\n    var.set(var.get() + 1)\n    1 / (stop - i)\n"
    for _ in range(2):
        session = new_session()
        session.run_well(setup)
        error = session.error(f"%%checkpointed --name ctx --every 1\n{code}")
    assert "`var` holds a value that could not be saved" in str(error)
