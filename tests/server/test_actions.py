"""What a person may ask of a store from a browser."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from pathlib import Path

import pytest

from ckpt_magic.core.control import Command
from ckpt_magic.core.model import Status
from ckpt_magic.store.live import (
    CommandReader,
    LiveStatus,
    control_path,
    status_path,
    write_status,
)
from ckpt_magic.store.location import FOLDER_NAME
from tests.server.conftest import OpenStore, Server, begin, interrupted, save
from tests.store.processes import end, start_python


@pytest.fixture
def token(folder: Path) -> str:
    """What requests name the test's store by."""
    return f"{folder.name}/{FOLDER_NAME}/book.ckpt"


def test_commands_arrive_in_order(
    server: Server, folder: Path, open_store: OpenStore, token: str
) -> None:
    """A loop that runs hears each command once, in the order they were asked."""
    store = open_store()
    operation = begin(store, folder / "book.ipynb")
    reader = CommandReader(store.path, operation.id)
    for command in Command:
        reply = server.post("control", store=token, id=operation.id, command=command)
        assert (reply.status, reply.data) == (200, {"accepted": True})
    assert reader.new() == tuple(Command)
    assert reader.new() == ()


def test_commands_that_nobody_would_hear(
    server: Server, folder: Path, open_store: OpenStore, token: str
) -> None:
    """An unknown command, an operation that does not run, one that does not listen."""
    store = open_store()
    operation = begin(store, folder / "book.ipynb")
    odd = server.post("control", store=token, id=operation.id, command="explode")
    assert (odd.status, "explode" in odd.message) == (400, True)
    deaf = LiveStatus(
        operation_id=operation.id, name="e", pid=os.getpid(), at=1.0, controllable=False
    )
    write_status(store.path, deaf)
    assert server.post("control", store=token, id=operation.id, command="stop").status == 409
    store.finish(operation.id, Status.INTERRUPTED)
    ended = server.post("control", store=token, id=operation.id, command="stop")
    assert (ended.status, "does not run" in ended.message) == (409, True)
    assert server.post("control", store=token, id="none-1", command="stop").status == 404
    assert not control_path(store.path, operation.id).exists()


def test_discard(server: Server, folder: Path, open_store: OpenStore, token: str) -> None:
    """An operation that runs stays; one that does not is gone, its small files too."""
    store = open_store()
    running = begin(store, folder / "book.ipynb")
    reply = server.post("discard", store=token, id=running.id)
    assert (reply.status, "runs" in reply.message) == (409, True)
    store.finish(running.id, Status.INTERRUPTED)
    write_status(store.path, LiveStatus(operation_id=running.id, name="e", pid=1, at=1.0))
    other = interrupted(store, folder / "book.ipynb", "cell-2")
    reply = server.post("discard", store=token, id=running.id)
    assert (reply.status, reply.data) == (200, {})
    assert [one.id for one in store.operations()] == [other.id]
    assert not status_path(store.path, running.id).exists()
    assert server.post("discard", store=token, id=running.id).status == 404


def test_prune_and_compact(server: Server, folder: Path, open_store: OpenStore, token: str) -> None:
    """Old checkpoints of what does not run go, and the file gets smaller by what is said."""
    store = open_store()
    operation = begin(store, folder / "book.ipynb")
    for processed in (1, 2, 3):
        save(store, operation, processed, size_bytes=500_000)
    assert server.post("prune", store=token, id=operation.id, keep=1).status == 409
    assert server.post("prune", store=token, keep=1).data == {"dropped": [], "freed_bytes": 0}
    store.finish(operation.id, Status.INTERRUPTED)
    before = store.size_bytes()
    done = server.post("prune", store=token, keep=1).data
    assert done["dropped"] == [f"{operation.id}@1", f"{operation.id}@2"]
    assert done["freed_bytes"] == before - store.size_bytes() > 900_000
    assert [one.manifest.sequence for one in store.checkpoints(operation.id)] == [3]
    assert server.post("compact", store=token).data == {"freed_bytes": 0}
    for keep in (0, -1, True, "1", None, 1.5):
        assert server.post("prune", store=token, keep=keep).status == 400


def test_verify_reads_only(server: Server, folder: Path, open_store: OpenStore, token: str) -> None:
    """A whole store has no findings, a damaged one has; neither is changed."""
    store = open_store()
    interrupted(store, folder / "book.ipynb")
    assert server.post("verify", store=token).data == {"findings": []}
    with sqlite3.connect(store.path) as connection:
        connection.execute("UPDATE chunks SET data = x'00'")
    before = store.path.read_bytes()
    [finding, *_] = server.post("verify", store=token).data["findings"]
    assert set(finding) == {"invariant", "subject", "text"}
    assert store.path.read_bytes() == before


def test_a_bad_store_refuses_with_its_reason(server: Server, folder: Path, token: str) -> None:
    """Every wish to a file that is no store is answered with what is wrong with it."""
    (folder / FOLDER_NAME).mkdir()
    (folder / FOLDER_NAME / "book.ckpt").write_text("my notes")
    for name in ("discard", "prune", "compact", "trust", "verify", "control"):
        body = {"store": token, "id": "export-1a2b3c", "keep": 1, "command": "stop"}
        reply = server.post(name, **body)
        assert (reply.status, "not a checkpoint store" in reply.message) == (422, True), name
    assert (folder / FOLDER_NAME / "book.ckpt").read_text() == "my notes"


def test_nothing_is_ever_loaded(
    server: Server, folder: Path, open_store: OpenStore, token: str
) -> None:
    """Bytes that are a bomb for any unpickler go through every request unharmed."""
    store = open_store()
    operation = begin(store, folder / "book.ipynb")
    mark = folder / "exploded"
    bomb = f"cos\nsystem\n(S'touch {mark}'\ntR.".encode()
    from ckpt_magic.store.contract import Blob, CheckpointDraft

    store.commit(operation.id, CheckpointDraft(blobs=[Blob("data", bomb)]))
    store.finish(operation.id, Status.INTERRUPTED)
    server.get("operations", path=f"{folder.name}/book.ipynb")
    server.get("operation", store=token, id=operation.id)
    for name in ("verify", "trust", "compact"):
        assert server.post(name, store=token).status == 200
    server.post("prune", store=token, keep=1)
    server.post("discard", store=token, id=operation.id)
    assert not mark.exists()


def test_many_ask_while_a_kernel_saves(
    server: Server, folder: Path, open_store: OpenStore, token: str
) -> None:
    """Readers see whole states only, progress never goes back, and nobody stops the kernel."""
    store = open_store()
    code = (
        "import sys; from pathlib import Path; from ckpt_magic.store.sqlite import SqliteStore;"
        "from tests.server.conftest import begin, save;"
        "s = SqliteStore(sys.argv[1], state_dir=Path(sys.argv[2]), key=bytes.fromhex(sys.argv[3]));"
        "o = begin(s, Path(sys.argv[4])); print(o.id, flush=True);"
        "[save(s, o, n, 300_000) for n in range(1, 41)]; print('done', flush=True);"
        "sys.stdin.read()"
    )
    arguments = (
        str(store.path),
        str(server.state_dir),
        server.key.hex(),
        str(folder / "book.ipynb"),
    )
    kernel = start_python(code, *arguments)
    assert kernel.stdout is not None
    operation_id = kernel.stdout.readline().strip()
    problems: list[str] = []
    done = threading.Event()

    def watch() -> None:
        last = 0
        while not done.is_set():
            [listed] = server.get("operations", path=f"{folder.name}/book.ipynb").data["stores"]
            [operation] = listed["operations"] or [{"processed": -1, "status": listed["problem"]}]
            if operation["processed"] < last or operation["status"] != "running":
                problems.append(json.dumps(operation))
            last = operation["processed"]
            details = server.get("operation", store=token, id=operation_id)
            if details.status != 200:
                problems.append(str(details))

    readers = [threading.Thread(target=watch) for _ in range(4)]
    try:
        for reader in readers:
            reader.start()
        assert kernel.stdout.readline() == "done\n"
    finally:
        done.set()
        for reader in readers:
            reader.join()
        end(kernel)
    assert problems == []
    assert store.operation(operation_id).progress.processed == 40


def test_a_slow_request_holds_up_nobody(
    server: Server, folder: Path, open_store: OpenStore, token: str
) -> None:
    """While one request waits for a store that is held, others are answered."""
    store = open_store()
    interrupted(store, folder / "book.ipynb")
    holder = sqlite3.connect(store.path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    answers: list[tuple[str, int]] = []

    def ask_held() -> None:
        answers.append(("held", server.post("verify", store=token).status))

    waiting = threading.Thread(target=ask_held)
    try:
        waiting.start()
        time.sleep(0.2)
        answers.append(("other", server.get("operations", path="").status))
    finally:
        holder.rollback()
        holder.close()
        waiting.join()
    assert answers[0] == ("other", 200)
    assert answers[1][0] == "held"
