"""A cell is killed before each statement that it writes to its store; the next process ends it.

The child runs the whole cell: start, saves, pruning, result, end. Before its *k*-th statement it
kills itself with SIGKILL. A new process runs the cell again; what it leaves is what an unkilled
run leaves.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.crash.lives import Life, chance, ending_of, live, printed
from tests.store.processes import at_statement, kill_self

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
SAMPLE = 8


def _count_statements(folder: Path) -> int:
    def act(life: Life) -> None:
        with at_statement(-1, kill_self) as seen:
            assert life.run() is None
        (folder / "count").write_text(str(len(seen)))

    assert live(folder, act) == 0, printed(folder)
    return int((folder / "count").read_text())


def _killed_before(folder: Path, statement: int) -> None:
    def act(life: Life) -> None:
        with at_statement(statement, kill_self):
            life.run()

    assert live(folder, act) == -signal.SIGKILL, printed(folder)


def _go_on(life: Life) -> BaseException | None:
    error = life.run()
    assert life.session.place.store().verify() == ()
    (operation,) = life.session.place.operations()
    assert operation.status.value == "completed"
    return error


def assert_survives(folder: Path, statements: list[int]) -> None:
    """Kill before each of the statements; each time a new process must come to the same end.

    With ``range(1, total + 1)`` this is every statement there is: some minutes.
    """
    unkilled = ending_of(folder / "unkilled")
    for statement in statements:
        place = folder / f"killed-{statement}"
        try:
            _killed_before(place, statement)
            assert ending_of(place, _go_on) == unkilled
        except BaseException:
            print(f"to reproduce: assert_survives(folder, [{statement}])")
            raise


def test_a_cell_survives_a_kill_before_some_statements(fast_folder: Path) -> None:
    """Wherever its process dies, the next one ends as if nothing had been: a sample."""
    seed, numbers = chance()
    total = _count_statements(fast_folder / "counted")
    assert total > 40
    print(f"CKPT_MAGIC_TEST_SEED={seed}")
    assert_survives(fast_folder, sorted(numbers.sample(range(1, total + 1), SAMPLE)))


@pytest.mark.slow
def test_a_cell_survives_a_kill_around_its_end(fast_folder: Path) -> None:
    """Between the last checkpoint, the result, the record of the end and the cleaning up."""
    total = _count_statements(fast_folder / "counted")
    assert_survives(fast_folder, list(range(total - 15, total + 1)))
