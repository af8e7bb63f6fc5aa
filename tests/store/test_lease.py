"""Who runs an operation: told by real processes that live, die, race and fork."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from ckpt_magic.core.errors import StoreError, StoreLockedError
from ckpt_magic.core.model import Operation, Owner, Status
from ckpt_magic.store import filelock, lease
from ckpt_magic.store.lease import Leases, Life, life_of, this_process
from ckpt_magic.store.rows import owner_text
from ckpt_magic.store.sqlite import SqliteStore
from tests.store.conftest import KEY, OpenStore
from tests.store.contract_suite import begin, commit
from tests.store.processes import end, start_python

pytestmark = pytest.mark.skipif(not filelock.HAS_LOCKS, reason="needs fcntl")

PRELUDE = f"""
import os, sys, time
from pathlib import Path
from ckpt_magic.core.errors import StoreLockedError
from ckpt_magic.core.model import OperationKind, Progress, Status
from ckpt_magic.store.contract import Blob, CheckpointDraft, OperationDraft
from ckpt_magic.store.rows import owner_text
from ckpt_magic.store.sqlite import SqliteStore
folder = Path(sys.argv[1])
key = bytes.fromhex("{KEY.hex()}")
store = SqliteStore(folder / "book.ckpt", state_dir=folder / "state", key=key)
"""
RUN = """
operation = store.begin(OperationDraft(name="long", kind=OperationKind.CELL, key="k"))
store.commit(operation.id, CheckpointDraft(blobs=[Blob("a", b"saved")]))
"""
WAIT = "print(operation.id, flush=True)\nsys.stdin.read()\n"


def open_in(folder: Path) -> SqliteStore:
    """Open the store that the other processes use."""
    return SqliteStore(folder / "book.ckpt", state_dir=folder / "state", key=KEY, wait_s=5.0)


def line_of(process: subprocess.Popen[str]) -> str:
    """The next line that a process prints."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_what_another_process_runs_is_running(tmp_path: Path) -> None:
    """While it lives, its operation is not resumed, ended or discarded by anybody else."""
    process = start_python(PRELUDE + RUN + WAIT, str(tmp_path))
    operation_id = line_of(process)
    store = open_in(tmp_path)
    try:
        assert store.operation(operation_id).status is Status.RUNNING
        for act in (store.reopen, store.discard):
            with pytest.raises(StoreLockedError, match=f"process {process.pid}"):
                act(operation_id)
        with pytest.raises(StoreLockedError, match=f"process {process.pid}"):
            store.finish(operation_id, Status.FAILED)
        with pytest.raises(StoreError, match="not run by this process"):
            commit(store, store.operation(operation_id), {"a": b"1"})
    finally:
        end(process)


def test_what_a_killed_process_ran_is_interrupted(tmp_path: Path) -> None:
    """After a SIGKILL the operation reads interrupted and goes on here."""
    process = start_python(PRELUDE + RUN + WAIT, str(tmp_path))
    operation_id = line_of(process)
    store = open_in(tmp_path)
    end(process)
    assert store.operation(operation_id).status is Status.INTERRUPTED
    assert [one.status for one in store.operations()] == [Status.INTERRUPTED]
    again = store.reopen(operation_id)
    assert again.owner == this_process()
    assert store.read(store.checkpoints(operation_id)[0], "a") == b"saved"
    assert commit(store, again, {"a": b"2"}).manifest.sequence == 2


def test_a_killed_process_that_nobody_waited_for_is_dead(tmp_path: Path) -> None:
    """A zombie has a pid and runs nothing."""
    process = start_python(PRELUDE + RUN + WAIT, str(tmp_path))
    operation_id = line_of(process)
    process.send_signal(signal.SIGKILL)
    while psutil.Process(process.pid).status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.01)
    assert open_in(tmp_path).operation(operation_id).status is Status.INTERRUPTED
    end(process)


def test_one_of_two_racers_wins(tmp_path: Path) -> None:
    """Of many processes that reopen at the same moment exactly one succeeds."""
    dead = start_python(PRELUDE + RUN + WAIT, str(tmp_path))
    operation_id = line_of(dead)
    end(dead)
    race = """
print("ready", flush=True)
sys.stdin.readline()
try:
    store.reopen(sys.argv[2])
    print("won", flush=True)
except StoreLockedError:
    print("lost", flush=True)
sys.stdin.read()
"""
    for _ in range(3):
        racers = [start_python(PRELUDE + race, str(tmp_path), operation_id) for _ in range(3)]
        assert {line_of(racer) for racer in racers} == {"ready"}
        for racer in racers:
            assert racer.stdin is not None
            racer.stdin.write("go\n")
            racer.stdin.flush()
        results = sorted(line_of(racer) for racer in racers)
        for racer in racers:
            end(racer)
        assert results == ["lost", "lost", "won"]


def test_a_living_child_does_not_keep_its_dead_parents_operation(tmp_path: Path) -> None:
    """A forked child outlives the owner: the operation is interrupted, and the child, late
    with its checkpoint, is refused once somebody has taken over."""
    code = """
if os.fork() == 0:
    (folder / "child").write_text(str(os.getpid()))
    while not (folder / "go").exists():
        time.sleep(0.01)
    try:
        store.commit(operation.id, CheckpointDraft(blobs=[Blob("a", b"late")]))
        result = "committed"
    except StoreLockedError:
        result = "refused"
    (folder / "draft").write_text(result)
    (folder / "draft").rename(folder / "result")
    os._exit(0)
while not (folder / "child").exists():
    time.sleep(0.01)
"""
    parent = start_python(PRELUDE + RUN + code + WAIT, str(tmp_path))
    operation_id = line_of(parent)
    store = open_in(tmp_path)
    assert store.operation(operation_id).status is Status.RUNNING
    end(parent)
    assert psutil.pid_exists(int((tmp_path / "child").read_text()))
    assert store.operation(operation_id).status is Status.INTERRUPTED
    store.reopen(operation_id)
    (tmp_path / "go").touch()
    deadline = time.monotonic() + 30
    while not (tmp_path / "result").exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert (tmp_path / "result").read_text() == "refused"
    assert [one.manifest.sequence for one in store.checkpoints(operation_id)] == [1]


def test_a_childs_end_does_not_release_its_parents_lease(store: SqliteStore) -> None:
    """A child that ends, or releases, leaves the parent in possession."""
    operation = begin(store)
    child = os.fork()
    if child == 0:
        store._operations._leases.release(operation.id)
        os._exit(0)
    os.waitpid(child, 0)
    other = start_python(
        PRELUDE
        + "try:\n    store.reopen(sys.argv[2])\nexcept StoreLockedError:\n    print('locked')\n",
        str(store.path.parent.parent),
        operation.id,
    )
    other.wait()
    end(other)
    assert store.operation(operation.id).status is Status.RUNNING


def test_what_this_process_lost_the_lease_of_is_interrupted(store: SqliteStore) -> None:
    """An operation recorded as ours that we do not run is not running."""
    operation = begin(store)
    store._operations._leases.release(operation.id)
    assert store.operation(operation.id).status is Status.INTERRUPTED
    assert store.reopen(operation.id).status is Status.RUNNING


def test_an_ended_operation_leaves_no_lock_file(store: SqliteStore, tmp_path: Path) -> None:
    """The lock folder does not fill up."""
    operation = begin(store)
    assert len(list((tmp_path / "state").glob("*.lease"))) == 1
    store.finish(operation.id, Status.COMPLETED)
    assert list((tmp_path / "state").glob("*")) == []


def record_owner(store: SqliteStore, operation: Operation, owner: Owner) -> None:
    """Make the store say that `owner` runs the operation, which nobody does."""
    with store._database.write() as connection:
        connection.execute("UPDATE operations SET owner = ?", (owner_text(owner),))
    store._operations._leases.release(operation.id)


def test_another_hosts_operation_counts_as_running(open_store: OpenStore) -> None:
    """On a shared file system nobody here can know; a person can say that it is gone."""
    store = open_store()
    store._operations._leases._shared = True
    operation = begin(store)
    elsewhere = replace(this_process(), host="another", boot_id="another boot")
    record_owner(store, operation, elsewhere)
    assert store.operation(operation.id).status is Status.RUNNING
    with pytest.raises(StoreLockedError, match="on another"):
        store.reopen(operation.id)
    with pytest.raises(StoreLockedError, match="on another"):
        store.discard(operation.id)
    assert store.finish(operation.id, Status.INTERRUPTED).status is Status.INTERRUPTED
    assert store.reopen(operation.id).status is Status.RUNNING


def test_a_lease_left_in_a_shared_lock_folder_is_evidence(open_store: OpenStore) -> None:
    """Where the lock of another host would be seen, a free one means that it is gone."""
    store = open_store()
    leases = store._operations._leases
    leases._shared = True
    operation = begin(store)
    record_owner(store, operation, replace(this_process(), host="another", boot_id="b"))
    leases._path(operation.id).touch()
    assert store.operation(operation.id).status is Status.INTERRUPTED


@pytest.mark.parametrize("shared", [True, False])
def test_life_of_recorded_processes(shared: bool) -> None:
    """Alive, gone or unknown, by host, boot, pid and start."""
    me = this_process()
    parent = psutil.Process(os.getppid())
    alive = replace(me, pid=parent.pid, pid_started_at=parent.create_time())
    assert life_of(alive, shared=shared) is Life.ALIVE
    assert life_of(None, shared=shared) is Life.GONE
    assert life_of(replace(alive, pid_started_at=1.0), shared=shared) is Life.GONE
    assert life_of(replace(alive, boot_id="earlier"), shared=shared) is Life.GONE
    container = replace(alive, host="container", pid_started_at=1.0)
    assert life_of(container, shared=shared) is Life.UNKNOWN
    machine = replace(alive, host="another", boot_id="another")
    assert life_of(machine, shared=shared) is (Life.UNKNOWN if shared else Life.GONE)


def test_ids_of_strangers_do_not_leave_the_lock_folder(tmp_path: Path) -> None:
    """An id is never a path."""
    leases = Leases(tmp_path / "state", "instance")
    assert leases.take("../../escape") is not None
    assert [path.parent for path in tmp_path.rglob("*.lease")] == [tmp_path / "state"]
    leases.release("../../escape")


def test_without_file_locks_the_recorded_process_decides(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system has no such locks, an operation is still run by one process."""
    monkeypatch.setattr(filelock, "HAS_LOCKS", False)
    operation = begin(store)
    commit(store, operation, {"a": b"1"})
    with pytest.raises(StoreLockedError):
        store.reopen(operation.id)
    store.finish(operation.id, Status.INTERRUPTED)
    store.reopen(operation.id)


def test_a_lock_folder_that_cannot_be_made_is_named(open_store: OpenStore, tmp_path: Path) -> None:
    """The error says which folder, and how to name another."""
    (tmp_path / "file").touch()
    store = open_store(state_dir=tmp_path / "file" / "state")
    with pytest.raises(StoreError, match="CKPT_MAGIC_STATE_DIR"):
        begin(store)


def test_the_boot_is_known_without_the_kernels_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Systems without a boot id are told apart by the time of their boot."""
    lease.boot_id.cache_clear()
    monkeypatch.setattr(lease, "_BOOT_ID", Path("/nowhere"))
    assert lease.boot_id().startswith("booted-")
    lease.boot_id.cache_clear()
