"""Real processes, killed with SIGKILL at every item and around every save, then run again."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ckpt_magic import CheckpointManager
from tests.manager import worker

WORKER = Path(worker.__file__)
ROOT = WORKER.parents[2]
ITEMS = 3
POINTS = [
    *((point, number) for point in ("body", "changed") for number in range(1, ITEMS + 1)),
    *((point, number) for point in ("commit", "committed") for number in (1, 2, 3)),
]


def run_worker(mode: str, directory: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the program in a fresh process; print how to do it again."""
    command = [sys.executable, str(WORKER), mode, str(directory), *map(str, arguments)]
    keys = ("CKPT_MAGIC_KEY_FILE", "CKPT_MAGIC_STATE_DIR")
    environment = {key: os.environ[key] for key in keys} | {"PYTHONPATH": str(ROOT)}
    print(" ".join(f"{key}={value}" for key, value in environment.items()), shlex.join(command))
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=os.environ | environment,
    )


@pytest.mark.slow
@pytest.mark.parametrize(("point", "number"), POINTS)
@pytest.mark.parametrize(("mode", "every"), [("track", 1), ("track", 2), ("save", 1)])
def test_killed_anywhere_the_next_process_ends_the_same(
    mode: str, every: int, point: str, number: int, directory: Path
) -> None:
    """Whatever the point of death, every item is in the result exactly once."""
    dead = run_worker(mode, directory, ITEMS, every, point, number)
    if dead.returncode == 0:
        assert point.startswith("commit"), "with fewer saves the later points are not reached"
        assert json.loads(dead.stdout) == list(range(ITEMS))
        return
    assert dead.returncode == -signal.SIGKILL, dead.stderr
    again = run_worker(mode, directory, ITEMS, every)
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout) == list(range(ITEMS))
    (operation,) = CheckpointManager(directory).operations()
    assert (operation.status, operation.processed_items) == ("completed", ITEMS)


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["track", "save"])
def test_killed_at_every_item_in_turn(mode: str, directory: Path) -> None:
    """Processes that each die one item further still end with the right result."""
    for _ in range(ITEMS):
        dead = run_worker(mode, directory, ITEMS, 1, "body", 2)
        if dead.returncode == 0:
            break
        assert dead.returncode == -signal.SIGKILL, dead.stderr
    assert json.loads(dead.stdout) == list(range(ITEMS))


@pytest.mark.slow
def test_what_was_acknowledged_is_found_at_start_up(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next process finds the operation interrupted, at its last checkpoint."""
    monkeypatch.setattr(sys.modules["__main__"], "Row", worker.Row, raising=False)
    dead = run_worker("save", directory, ITEMS, 1, "body", 3)
    assert dead.returncode == -signal.SIGKILL, dead.stderr
    (found,) = CheckpointManager(directory).interrupted_operations()
    checkpoint = found.last_checkpoint()
    assert checkpoint is not None
    assert (found.status, found.processed_items) == ("interrupted", 2)
    assert (checkpoint.progress, checkpoint.last_item) == (2 / ITEMS, 1)
    assert checkpoint.metadata["pid"] != os.getpid()


def forked_run(directory: Path, items: int, every: int, point: str, number: int) -> bool:
    """Run the program in a forked child that dies where it is told; say whether it ended."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            worker.run("track", directory, items, every, worker.Death(point, number))
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return False
    assert os.WEXITSTATUS(status) == 0
    return True


POINT = st.tuples(st.sampled_from(["body", "changed", "commit", "committed"]), st.integers(1, 6))


@pytest.mark.slow
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(items=st.integers(0, 12), every=st.integers(1, 5), deaths=st.lists(POINT, max_size=5))
def test_any_number_of_deaths_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory,
    items: int,
    every: int,
    deaths: list[tuple[str, int]],
) -> None:
    """Random items, saves and deaths: the last process ends with every item exactly once."""
    directory = tmp_path_factory.mktemp("any")
    print(f"again: items={items} every={every} deaths={deaths} directory={directory}")
    for point, number in deaths:
        if forked_run(directory, items, every, point, number):
            break
    else:
        assert forked_run(directory, items, every, "", 0)
    (operation,) = CheckpointManager(directory).operations()
    assert [row.number for row in operation.state["rows"]] == list(range(items))
