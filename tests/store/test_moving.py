"""A store follows its notebook: whole, under one name or the other, and never while it is used."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from ckpt_magic.core.control import Command
from ckpt_magic.core.errors import StoreError, StoreLockedError
from ckpt_magic.core.model import Status
from ckpt_magic.store import moving
from ckpt_magic.store.live import (
    LiveStatus,
    append_command,
    control_path,
    read_status,
    write_status,
)
from ckpt_magic.store.moving import move_store
from ckpt_magic.store.sqlite import SqliteStore
from tests.store.conftest import OpenStore, Saved
from tests.store.contract_suite import begin, commit
from tests.store.processes import kill_self, run_forked


@pytest.fixture
def finished(saved: Saved, store: SqliteStore) -> Saved:
    """An operation that does not run any more."""
    store.finish(saved[0].id, Status.INTERRUPTED)
    return saved


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where the store shall go: into a folder that is still to be made."""
    return tmp_path / "other" / ".ckpt_magic" / "new name.ckpt"


def test_all_of_it_moves(
    finished: Saved, store: SqliteStore, open_store: OpenStore, target: Path, tmp_path: Path
) -> None:
    """Under the new name everything is there and can be continued; the old one is free."""
    operation, made = finished
    write_status(store.path, LiveStatus(operation_id=operation.id, name="e", pid=1, at=2.0))
    append_command(store.path, operation.id, Command.STOP)
    assert move_store(store.path, target, tmp_path / "state")
    assert not list(store.path.parent.glob("book.*"))
    moved = open_store(target)
    assert moved.checkpoints(operation.id) == tuple(made)
    assert moved.verify() == ()
    assert read_status(target, operation.id) is not None
    assert control_path(target, operation.id).exists()
    moved.reopen(operation.id)
    commit(moved, operation, {"a": b"more"})


def test_nothing_to_move(tmp_path: Path, target: Path) -> None:
    """Where there is no store nothing is made either."""
    assert not move_store(tmp_path / "none.ckpt", target, tmp_path / "state")
    assert list(tmp_path.iterdir()) == []


def test_a_store_in_use_stays(
    saved: Saved, store: SqliteStore, target: Path, tmp_path: Path
) -> None:
    """While an operation runs its process looks for the store where it was."""
    with pytest.raises(StoreLockedError, match="runs in"):
        move_store(store.path, target, tmp_path / "state")
    store.finish(saved[0].id, Status.INTERRUPTED)
    assert move_store(store.path, target, tmp_path / "state")


def test_a_store_in_the_way_is_not_written_over(
    finished: Saved, store: SqliteStore, open_store: OpenStore, target: Path, tmp_path: Path
) -> None:
    """Both stay what they are."""
    other = begin(open_store(target))
    with pytest.raises(StoreError, match="already"):
        move_store(store.path, target, tmp_path / "state")
    assert open_store(target).operations()[0].id == other.id
    assert store.operations()[0].id == finished[0].id


def test_a_store_that_is_being_written_stays(
    finished: Saved,
    store: SqliteStore,
    target: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A journal belongs to a name: a file must not lose it by a rename."""
    assert finished
    monkeypatch.setattr(moving, "LOOK_WAIT_S", 0.05)
    writer = sqlite3.connect(store.path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE store SET created_at = 1")
    try:
        with pytest.raises(StoreLockedError):
            move_store(store.path, target, tmp_path / "state")
    finally:
        writer.close()
    assert store.path.exists()
    assert not target.exists()


@pytest.mark.parametrize("number", [0, 1])
def test_a_death_at_the_rename_leaves_one_whole_store(
    finished: Saved,
    store: SqliteStore,
    open_store: OpenStore,
    target: Path,
    tmp_path: Path,
    number: int,
) -> None:
    """Killed just before or just after, the store is there once, and whole."""
    rename = os.rename

    def die(source: os.PathLike[str], destination: os.PathLike[str]) -> None:
        if number:
            rename(source, destination)
        kill_self()

    def act() -> None:
        moving.os.rename = die  # type: ignore[attr-defined]  # in the child alone
        move_store(store.path, target, tmp_path / "state")

    assert run_forked(act) < 0
    assert store.path.exists() != target.exists()
    found = open_store(target if target.exists() else store.path)
    assert found.verify() == ()
    assert found.checkpoints(finished[0].id) == tuple(finished[1])
    found.reopen(finished[0].id)


def test_a_writer_that_waits_writes_nothing_astray(
    finished: Saved, store: SqliteStore, target: Path, tmp_path: Path, open_store: OpenStore
) -> None:
    """Who opened the file before the rename is refused afterwards; nothing is lost or doubled."""
    waiting = sqlite3.connect(store.path, isolation_level=None)
    waiting.execute("SELECT count(*) FROM operations").fetchone()
    assert move_store(store.path, target, tmp_path / "state")
    with pytest.raises(sqlite3.OperationalError):
        waiting.execute("UPDATE store SET created_at = 2")
    waiting.close()
    assert not store.path.exists()
    assert open_store(target).verify() == ()
    assert open_store(target).checkpoints(finished[0].id) == tuple(finished[1])
