"""A process is killed before each of its SQL statements; the store stays whole.

The child does the same work every time and writes down what was acknowledged. Before
statement number *k* it kills itself with SIGKILL. The parent opens the store, checks that
it is whole and that nothing acknowledged is lost, and goes on. For all *k*.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ckpt_magic.core.model import Status
from ckpt_magic.store import saving
from ckpt_magic.store.sqlite import SqliteStore
from tests.store.conftest import KEY
from tests.store.contract_suite import begin, commit
from tests.store.processes import at_statement, kill_self, run_forked

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
SHARED, OWN = random.Random(1).randbytes(90_000), random.Random(2).randbytes(70_000)
SAMPLE_STEP = 12


class Journal:
    """What a child acknowledged, in a file that survives it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.write_text("")

    def write(self, line: str) -> None:
        with self.path.open("a") as file:
            file.write(line + "\n")

    def lines(self) -> list[str]:
        return self.path.read_text().splitlines()


def open_at(folder: Path) -> SqliteStore:
    """Open the store of one round."""
    return SqliteStore(folder / "book.ckpt", state_dir=folder / "state", key=KEY, wait_s=2.0)


def small_transactions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a small checkpoint need several transactions."""
    monkeypatch.setattr(saving, "TRANSACTION_BYTES", 64 * 1024)
    monkeypatch.setattr(saving, "DELETE_BYTES", 64 * 1024)
    monkeypatch.setattr(saving, "PAUSE_S", 0.0)


def contents(number: int) -> dict[str, bytes]:
    """The blobs of checkpoint `number`."""
    return {"shared": SHARED, "own": OWN + b"%d" % number, "small": b"%d" % number}


def work(folder: Path, journal: Journal) -> None:
    """Begin, commit, forget, discard, compact: every statement a store ever runs."""
    store = open_at(folder)
    other = begin(store, "other")
    commit(store, other, contents(0))
    operation = begin(store, "main")
    journal.write(f"begin {operation.id}")
    for number in (1, 2, 3):
        commit(store, operation, contents(number), processed=number)
        journal.write(f"commit {number}")
    journal.write("forgetting 1")
    store.forget(operation.id, [1])
    journal.write("forgotten 1")
    store.discard(other.id)
    journal.write("discarded other")
    store.compact()
    commit(store, operation, contents(4), processed=4)
    journal.write("commit 4")
    store.finish(operation.id, Status.COMPLETED)
    journal.write("finish")


def assert_whole_and_usable(folder: Path, lines: list[str]) -> None:
    """Nothing acknowledged is lost, no invariant is broken, and work can go on."""
    store = open_at(folder)
    assert store.verify() == ()
    committed = {int(line.split()[1]) for line in lines if line.startswith("commit ")}
    maybe_gone = {1} if "forgetting 1" in lines else set()
    if lines:
        operation = store.operation(lines[0].split()[1])
        kept = {one.manifest.sequence: one for one in store.checkpoints(operation.id)}
        assert committed - maybe_gone <= set(kept) <= {1, 2, 3, 4}
        for number, checkpoint in kept.items():
            for name, data in contents(number).items():
                assert store.read(checkpoint, name) == data
        if "forgotten 1" in lines:
            assert 1 not in kept
    if "discarded other" in lines:
        assert [one.name for one in store.operations()] == ["main"]
    for one in store.operations():
        expected = Status.COMPLETED if "finish" in lines else one.status
        assert one.status in (Status.INTERRUPTED, Status.COMPLETED)
        assert one.status is expected
        go_on(store, one.id)
    store.compact()
    assert store.verify() == ()


def go_on(store: SqliteStore, operation_id: str) -> None:
    """Reopen an operation and add a checkpoint."""
    again = store.reopen(operation_id)
    made = commit(store, again, contents(9))
    assert store.read(made, "own") == contents(9)["own"]
    store.finish(operation_id, Status.COMPLETED)


def count_statements(folder: Path) -> int:
    """How many statements the whole work takes."""
    journal = Journal(folder / "journal")
    with at_statement(-1, kill_self) as seen:
        work(folder, journal)
    assert journal.lines()[-1] == "finish"
    return len(seen)


def killed_round(folder: Path, kill_at: int) -> list[str]:
    """Do the work in a child that dies before statement `kill_at`."""
    folder.mkdir()
    journal = Journal(folder / "journal")

    def act() -> None:
        with at_statement(kill_at, kill_self):
            work(folder, journal)

    assert run_forked(act) == -signal.SIGKILL
    return journal.lines()


def kill_before_each(folder: Path, first: int, step: int) -> None:
    """Kill before statement `first`, and every `step`-th after it."""
    (folder / "counted").mkdir()
    total = count_statements(folder / "counted")
    assert total > 60
    for kill_at in range(first, total + 1, step):
        round_folder = folder / f"round-{kill_at}"
        try:
            assert_whole_and_usable(round_folder, killed_round(round_folder, kill_at))
        except BaseException:
            print(f"to reproduce: kill_before_each(folder, first={kill_at}, step=10**9)")
            raise


def test_a_store_survives_a_kill_before_some_statements(
    fast_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole, complete and usable, wherever its writer dies: a sample that differs by run."""
    small_transactions(monkeypatch)
    kill_before_each(fast_folder, first=1 + time.time_ns() % SAMPLE_STEP, step=SAMPLE_STEP)


@pytest.mark.slow
def test_a_store_survives_a_kill_before_every_statement(
    fast_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole, complete and usable, wherever its writer dies: at every statement."""
    small_transactions(monkeypatch)
    kill_before_each(fast_folder, first=1, step=1)


@pytest.mark.slow
def test_a_store_survives_kills_inside_statements(
    fast_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kill at a random moment, while pages and journal are being written, loses nothing."""
    small_transactions(monkeypatch)
    seed = int(os.environ.get("CKPT_MAGIC_TEST_SEED", time.time_ns() % 10**9))
    chance = random.Random(seed)
    for number in range(60):
        folder = fast_folder / f"round-{number}"
        folder.mkdir()
        journal = Journal(folder / "journal")
        kill_after(chance.uniform(0.0, 0.35), lambda: work(folder, journal))  # noqa: B023 (used at once)
        try:
            assert_whole_and_usable(folder, journal.lines())
        except BaseException:
            print(f"to reproduce: CKPT_MAGIC_TEST_SEED={seed}, round {number}")
            raise


def kill_after(delay_s: float, act: Callable[[], object]) -> None:
    """Run `act` in a child and kill it after a while."""
    child = os.fork()
    if child == 0:
        try:
            act()
        finally:
            os._exit(0)
    time.sleep(delay_s)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
