"""A store seen from outside is read whole and changed in nothing."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from ckpt_magic.core.errors import StoreError, StoreLockedError
from ckpt_magic.core.model import Notice, Status
from ckpt_magic.store.looking import (
    Fault,
    believed,
    checkpoints_of,
    fault_of,
    findings_of,
    look,
)
from ckpt_magic.store.signing import Signer
from ckpt_magic.store.sqlite import SqliteStore
from tests.store.conftest import KEY, OpenStore, Saved
from tests.store.contract_suite import begin, commit
from tests.store.processes import end, start_python

SIGNER = Signer(KEY)


def test_a_look_sees_what_the_store_says(store: SqliteStore, saved: Saved, tmp_path: Path) -> None:
    """Operations, newest checkpoints, notices and trust are those of the opened store."""
    operation, made = saved
    other = begin(store, "other")
    notice = Notice(kind="file", subject="a.csv", text="a.csv is written")
    store.add_notice(operation.id, notice)
    view = look(store.path, SIGNER)
    assert view is not None
    first, second = believed(view, tmp_path / "state")
    assert (first.operation, second.operation) == store.operations()
    assert (first.newest, first.notices) == (made[-1], (notice,))
    assert (second.operation.id, second.newest) == (other.id, None)
    assert (view.trusted, view.writable, view.copied) == (True, True, False)
    assert view.size_bytes == store.size_bytes()
    assert checkpoints_of(store.path, operation.id) == tuple(made)


def test_a_look_leaves_no_trace(saved: Saved, store: SqliteStore, tmp_path: Path) -> None:
    """No file is made, written or touched, neither beside the store nor among the locks."""
    store.finish(saved[0].id, Status.INTERRUPTED)
    moved = store.path.rename(store.path.with_name("elsewhere.ckpt"))
    before = {path: path.stat() for path in tmp_path.rglob("*")}
    view = look(moved, None)
    assert view is not None
    believed(view, tmp_path / "no state")
    findings_of(moved, None)
    assert {path: path.stat() for path in tmp_path.rglob("*")}.keys() == before.keys()
    assert all(path.stat().st_mtime_ns == was.st_mtime_ns for path, was in before.items())


def test_nothing_and_not_yet(tmp_path: Path) -> None:
    """No file, an empty one and a blank database are no stores, and stay what they are."""
    assert look(tmp_path / "none.ckpt", SIGNER) is None
    empty = tmp_path / "empty.ckpt"
    empty.touch()
    assert look(empty, SIGNER) is None
    assert empty.read_bytes() == b""
    blank = tmp_path / "blank.ckpt"
    with sqlite3.connect(blank) as connection:
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.execute("VACUUM")
    assert look(blank, SIGNER) is None
    assert sorted(path.name for path in tmp_path.iterdir()) == ["blank.ckpt", "empty.ckpt"]


def test_trust_is_the_users_own(saved: Saved, store: SqliteStore) -> None:
    """Without a key, or with another's, what is in a store is not trusted."""
    assert saved
    for signer in (None, Signer(bytes(32))):
        view = look(store.path, signer)
        assert view is not None
        assert not view.trusted


def test_a_damaged_manifest_gives_way_to_the_one_before(saved: Saved, store: SqliteStore) -> None:
    """The newest checkpoint shown is the newest that a resume could use."""
    operation, made = saved
    with sqlite3.connect(store.path) as connection:
        connection.execute("UPDATE checkpoints SET manifest = '{}' WHERE sequence = 3")
    view = look(store.path, SIGNER)
    assert view is not None
    assert view.operations[0].newest == made[1]
    assert checkpoints_of(store.path, operation.id) == tuple(made[:2])


def test_a_dead_process_is_seen_at_once(tmp_path: Path, open_store: OpenStore) -> None:
    """The same view reads running while its process lives, and interrupted when it is gone."""
    store = open_store()
    code = (
        "import sys; from ckpt_magic.store.sqlite import SqliteStore;"
        "from pathlib import Path; from tests.store.contract_suite import begin;"
        "s = SqliteStore(sys.argv[1], state_dir=Path(sys.argv[2]), key=bytes(range(32)));"
        "begin(s); print('ready', flush=True); sys.stdin.read()"
    )
    writer = start_python(code, str(store.path), str(tmp_path / "state"))
    try:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        view = look(store.path, SIGNER)
        assert view is not None
        assert believed(view, tmp_path / "state")[0].operation.status is Status.RUNNING
    finally:
        end(writer)
    assert believed(view, tmp_path / "state")[0].operation.status is Status.INTERRUPTED


def test_nothing_runs_in_a_copy(saved: Saved, store: SqliteStore, tmp_path: Path) -> None:
    """A copy that nobody opened yet reads as one that was."""
    assert saved
    copy = Path(shutil.copy(store.path, tmp_path / "copy.ckpt"))
    view = look(copy, SIGNER)
    assert view is not None
    assert view.copied
    operation = believed(view, tmp_path / "state")[0].operation
    assert (operation.status, operation.owner) == (Status.INTERRUPTED, None)
    assert store.operations()[0].status is Status.RUNNING


def _foreign(path: Path) -> None:
    path.write_text("these are my notes, not a store")


def _another_programs(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (a)")


def _newer(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")


def _nameless(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM store")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:70_000])


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (_foreign, Fault.FOREIGN),
        (_another_programs, Fault.FOREIGN),
        (_newer, Fault.NEWER),
        (_nameless, Fault.DAMAGED),
        (_cut, Fault.DAMAGED),
    ],
)
def test_what_is_wrong_with_a_file(
    saved: Saved, store: SqliteStore, spoil: object, expected: Fault
) -> None:
    """A bad file is named for what it is, and left as it is."""
    assert saved
    assert callable(spoil)
    spoil(store.path)
    before = store.path.read_bytes()
    with pytest.raises(StoreError) as raised:
        look(store.path, SIGNER)
    assert fault_of(store.path, raised.value) is expected
    assert store.path.read_bytes() == before


def test_a_store_that_is_held_is_unreadable_for_now(saved: Saved, store: SqliteStore) -> None:
    """A look waits for a writer as long as it was told, no longer."""
    assert saved
    holder = sqlite3.connect(store.path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(StoreLockedError) as raised:
            look(store.path, SIGNER, wait_s=0.05)
    finally:
        holder.close()
    assert fault_of(store.path, raised.value) is Fault.UNREADABLE
    assert look(store.path, SIGNER) is not None


def test_a_folder_that_cannot_be_written_is_looked_at(
    saved: Saved, store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A read-only copy of a project is listed; a write that was cut off there is named."""
    assert saved
    monkeypatch.setattr(os, "access", lambda *_: False)
    view = look(store.path, SIGNER)
    assert view is not None
    assert not view.writable
    store.path.with_name(store.path.name + "-journal").write_bytes(b"a hot journal")
    with pytest.raises(StoreError, match="cut off") as raised:
        look(store.path, SIGNER)
    assert fault_of(store.path, raised.value) is Fault.UNREADABLE


def test_damage_is_found_without_a_key(saved: Saved, store: SqliteStore) -> None:
    """The check judges what is whole; signatures only where there is a key."""
    assert saved
    assert findings_of(store.path, None) == ()
    assert findings_of(store.path, SIGNER) == ()
    with sqlite3.connect(store.path) as connection:
        connection.execute("UPDATE chunks SET data = x'00'")
    assert findings_of(store.path, None)


def test_a_save_between_two_looks_is_seen(saved: Saved, store: SqliteStore) -> None:
    """A look shows one state of the file: the newest that was committed."""
    operation, _ = saved
    newest = commit(store, operation, {"a": b"more"})
    view = look(store.path, SIGNER)
    assert view is not None
    assert view.operations[0].newest == newest
