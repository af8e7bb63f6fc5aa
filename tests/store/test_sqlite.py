"""The store in a file keeps the contract, between processes, threads and interrupts too."""

from __future__ import annotations

import os
import signal
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from ckpt_magic.core.errors import StoreError, StoreLockedError
from ckpt_magic.core.model import Checkpoint, Progress, Status
from ckpt_magic.store import connection
from ckpt_magic.store.contract import Blob, CheckpointDraft
from ckpt_magic.store.sqlite import SqliteStore
from tests.store.conftest import OpenStore
from tests.store.contract_suite import StoreContract, begin, commit
from tests.store.processes import at_statement, end, run_forked, start_python

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
DATA = os.urandom(600_000)


class TestSqliteStore(StoreContract):
    """The whole contract, on a file."""


def test_a_store_is_one_file(store: SqliteStore) -> None:
    """Between transactions nothing lies beside the file but an empty journal and the reserve."""
    commit(store, begin(store), {"a": DATA})
    beside = {path for path in store.path.parent.iterdir() if path.stat().st_size > 0}
    assert beside == {store.path, store.path.with_name("book.ckpt-reserve")}
    assert store.path.stat().st_mode & 0o777 == 0o600


def test_a_store_is_the_same_when_opened_again(store: SqliteStore, open_store: OpenStore) -> None:
    """Everything is in the file, nothing in the object."""
    operation = begin(store)
    made = commit(store, operation, {"a": DATA})
    again = open_store()
    assert again.store_id == store.store_id
    assert again.operations() == store.operations()
    assert again.checkpoints(operation.id) == (made,)
    assert again.read(made, "a") == DATA


def test_two_openers_of_a_process_share_its_operations(
    store: SqliteStore, open_store: OpenStore
) -> None:
    """What one object began, another of the same process can go on with, but not reopen."""
    operation = begin(store)
    again = open_store()
    with pytest.raises(StoreLockedError):
        again.reopen(operation.id)
    commit(again, operation, {"a": b"1"})
    assert again.finish(operation.id, Status.COMPLETED).status is Status.COMPLETED


def test_threads_commit_at_the_same_time(store: SqliteStore) -> None:
    """Every thread's checkpoints are complete, and chunks are shared between them."""
    operations = [begin(store, f"op{number}") for number in range(4)]

    def save(number: int) -> Checkpoint:
        for turn in range(4):
            made = commit(store, operations[number], {"a": DATA, "b": b"%d %d" % (number, turn)})
        return made

    with ThreadPoolExecutor(4) as pool:
        last = list(pool.map(save, range(4)))
    for number, checkpoint in enumerate(last):
        assert store.read(checkpoint, "b") == b"%d 3" % number
        assert store.read(checkpoint, "a") == DATA
        assert checkpoint.manifest.sequence == 4
    assert store.verify() == ()


def test_readers_read_while_a_writer_writes(store: SqliteStore, open_store: OpenStore) -> None:
    """A reader sees whole checkpoints only, and is never turned away."""
    operation = begin(store)
    done = threading.Event()
    failures: list[BaseException] = []

    def read() -> None:
        reader = open_store()
        try:
            while not done.is_set():
                for checkpoint in reader.checkpoints(operation.id):
                    assert reader.read(checkpoint, "a") == DATA
        except BaseException as error:  # noqa: BLE001 (reported by the main thread)
            failures.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    for number in range(10):
        commit(store, operation, {"a": DATA, "b": os.urandom(400_000 + number)})
    done.set()
    thread.join()
    assert failures == []


@needs_fork
def test_a_forked_child_commits_for_its_parent(store: SqliteStore) -> None:
    """The child of an operation's owner may add checkpoints; the parent reads them."""
    operation = begin(store)
    commit(store, operation, {"a": DATA})
    assert run_forked(lambda: commit(store, operation, {"a": DATA, "b": b"child"})) == 0
    first, second = store.checkpoints(operation.id)
    assert second.stored_bytes < 100
    assert store.read(second, "b") == b"child"
    assert commit(store, operation, {"a": DATA}).manifest.sequence == 3
    assert first.manifest.sequence == 1


@needs_fork
def test_a_forked_child_cannot_end_its_parents_operation(store: SqliteStore) -> None:
    """Only the process that took the lease ends the operation."""
    operation = begin(store)

    def try_to_end() -> None:
        with pytest.raises(StoreLockedError, match=str(os.getppid())):
            store.finish(operation.id, Status.COMPLETED)
        with pytest.raises(StoreLockedError):
            store.reopen(operation.id)

    assert run_forked(try_to_end) == 0
    assert store.operation(operation.id).status is Status.RUNNING
    store.finish(operation.id, Status.COMPLETED)


@needs_fork
def test_no_connection_is_open_at_a_fork(store: SqliteStore) -> None:
    """A fork waits for the transaction of another thread: the child inherits none."""
    operation = begin(store)
    inside, go_on = threading.Event(), threading.Event()
    order: list[str] = []

    def hold() -> None:
        with store._database.read():
            inside.set()
            go_on.wait(10)
            order.append("closed")

    thread = threading.Thread(target=hold)
    thread.start()
    inside.wait(10)
    timer = threading.Timer(0.1, go_on.set)
    timer.start()
    status = run_forked(lambda: order.append("forked") or commit(store, operation, {"a": b"1"}))
    thread.join()
    assert status == 0
    assert order == ["closed"]
    assert len(store.checkpoints(operation.id)) == 1


def test_a_writer_that_was_replaced_is_refused(store: SqliteStore) -> None:
    """A process wrongly taken for dead cannot write over its successor's work."""
    operation = begin(store)
    with closing(sqlite3.connect(store.path)) as raw, raw:
        raw.execute("UPDATE operations SET claim = 'another'")
    with pytest.raises(StoreLockedError, match=operation.id):
        commit(store, operation, {"a": DATA})
    with pytest.raises(StoreLockedError):
        store.record_progress(operation.id, Progress(processed=1))
    assert store.checkpoints(operation.id) == ()
    assert store.compact() >= 0
    assert store.verify() == ()


def test_a_writer_whose_operation_was_ended_is_refused(store: SqliteStore) -> None:
    """A save that comes after the end is told that there was one."""
    operation = begin(store)
    with closing(sqlite3.connect(store.path)) as raw, raw:
        raw.execute("UPDATE operations SET claim = NULL, owner = NULL, status = 'interrupted'")
    with pytest.raises(StoreError, match=r"interrupted.*reopen"):
        commit(store, operation, {"a": DATA})


def test_a_deleted_file_is_an_error_that_says_so(store: SqliteStore) -> None:
    """Who deletes the store of a running operation hears of it at the next save."""
    operation = begin(store)
    store.path.unlink()
    with pytest.raises(StoreError, match=r"book\.ckpt"):
        commit(store, operation, {"a": DATA})
    assert not store.path.exists()


def test_a_busy_file_is_an_error_that_says_so(store: SqliteStore, open_store: OpenStore) -> None:
    """Who cannot get in within the limit is told that another process writes."""
    operation = begin(store)
    impatient = open_store(wait_s=0.05)
    with closing(sqlite3.connect(store.path, isolation_level=None)) as raw:
        raw.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreLockedError, match="busy"):
            impatient.operations()
        with pytest.raises(StoreLockedError, match="busy"):
            impatient.record_progress(operation.id, Progress(processed=1))
    impatient.record_progress(operation.id, Progress(processed=1))


def test_the_writer_lock_names_its_holder(
    store: SqliteStore, open_store: OpenStore, tmp_path: Path
) -> None:
    """While another process saves, a writer waits, then says which process it waited for."""
    operation = begin(store)
    holder = start_python(
        "import sys\nfrom pathlib import Path\n"
        "from ckpt_magic.store.interrupts import InterruptDelay\n"
        "from ckpt_magic.store.writer_lock import WriterLock\n"
        "lock = WriterLock(Path(sys.argv[1]), sys.argv[2], wait_s=1, interrupts=InterruptDelay())\n"
        "with lock:\n    print('held', flush=True)\n    sys.stdin.read()\n",
        str(tmp_path / "state"),
        store._names.instance,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    impatient = open_store(wait_s=0.1)
    with pytest.raises(StoreLockedError, match=f"process {holder.pid}"):
        commit(impatient, operation, {"a": b"1"})
    end(holder)
    commit(impatient, operation, {"a": b"1"})


def do(what: str, store: SqliteStore, operation_id: str) -> None:
    """Do one thing that writes."""
    if what == "begin":
        begin(store, "new")
    elif what == "commit":
        store.commit(operation_id, CheckpointDraft(blobs=[Blob("a", DATA[::-1])]))
    elif what == "forget":
        store.forget(operation_id, [2])
    elif what == "finish":
        store.finish(operation_id, Status.INTERRUPTED)
    else:
        getattr(store, what)(operation_id)


def interrupt_self() -> None:
    """Press Ctrl-C."""
    os.kill(os.getpid(), signal.SIGINT)


@pytest.mark.parametrize("what", ["begin", "commit", "forget", "finish", "discard", "reopen"])
def test_an_interrupt_at_any_statement_leaves_the_store_whole(
    what: str, fast_folder: Path, open_store: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C reaches the caller, earlier checkpoints are there, locks are free, work goes on."""
    monkeypatch.setattr("ckpt_magic.store.saving.TRANSACTION_BYTES", 256 * 1024)
    number = 0
    while True:
        number += 1
        store = open_store(fast_folder / f"{number}.ckpt")
        operation = begin(store)
        kept = commit(store, operation, {"a": DATA})
        commit(store, operation, {"a": b"second"})
        if what == "reopen":
            store.finish(operation.id, Status.FAILED)
        with at_statement(number, interrupt_self) as seen:
            try:
                do(what, store, operation.id)
            except KeyboardInterrupt:
                pass
            else:
                assert len(seen) < number, "the interrupt was swallowed"
                break
        assert store.verify() == ()
        fresh = begin(store, "fresh")
        commit(store, fresh, {"a": DATA})
        for one in store.operations():
            if one.id == operation.id:
                assert store.read(kept, "a") == DATA
                if one.status is not Status.RUNNING:
                    store.reopen(one.id)
                commit(store, one, {"a": b"goes on"})
        store.compact()
        assert store.verify() == ()
    assert number > 3
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_no_engine_error_leaks(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever SQLite says, the caller hears it as a store error."""

    def fail(_uri: str) -> sqlite3.Connection:
        raise sqlite3.InternalError("out of luck")

    monkeypatch.setattr(connection, "connect", fail)
    for act in (store.operations, store.verify, store.is_trusted, store.compact):
        with pytest.raises(StoreError, match="out of luck"):
            act()


def test_space_is_given_back(store: SqliteStore) -> None:
    """Discarding shrinks the file by what only that operation used."""
    keep, drop = begin(store, "keep"), begin(store, "drop")
    commit(store, keep, {"a": DATA})
    before = store.size_bytes()
    blobs = [Blob("b", os.urandom(5_000_000), 1024 * 1024)]
    store.commit(drop.id, CheckpointDraft(blobs=blobs))
    assert store.size_bytes() > before + 5_000_000
    store.discard(drop.id)
    assert store.size_bytes() < before + 300_000


def test_an_interrupted_save_leaves_nothing_behind(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A save that fails after its chunks were written removes them."""
    operation = begin(store)
    commit(store, operation, {"a": b"first"})

    def fail(*_arguments: object) -> bool:
        raise RuntimeError("in the middle")

    monkeypatch.setattr("ckpt_magic.store.sqlite.record_uses", fail)
    with pytest.raises(RuntimeError, match="in the middle"):
        commit(store, operation, {"a": DATA})
    monkeypatch.undo()
    with closing(sqlite3.connect(store.path)) as raw:
        assert raw.execute("SELECT count(*) FROM chunks").fetchone() == (1,)
    assert commit(store, operation, {"a": DATA}).manifest.sequence == 2
