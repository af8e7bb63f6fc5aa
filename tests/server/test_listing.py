"""The list of a folder's stores: what a banner and a side panel are drawn from."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest

from ckpt_magic.core.model import Notice, Status
from ckpt_magic.store.live import LiveStatus, write_status
from ckpt_magic.store.location import FOLDER_NAME, data_dir, locate
from ckpt_magic.store.sqlite import SqliteStore
from tests.server.conftest import (
    OpenStore,
    Server,
    begin,
    interrupted,
    save,
    write_notebook,
)
from tests.store.processes import end, start_python


def test_a_notebooks_operations(server: Server, folder: Path, open_store: OpenStore) -> None:
    """Its own store comes first, with what can go on, before any kernel was there."""
    write_notebook(folder / "book.ipynb", "cell-1")
    interrupted(open_store("another"), folder / "another.ipynb", "cell-9")
    operation = interrupted(open_store(), folder / "book.ipynb")
    listing = server.get("operations", path=f"{folder.name}/book.ipynb").data
    assert listing["path"] == f"{folder.name}/book.ipynb"
    assert abs(listing["now"] - time.time()) < 60
    own, other = listing["stores"]
    assert own["store"] == f"{folder.name}/{FOLDER_NAME}/book.ckpt"
    assert (own["name"], own["of_this_notebook"]) == ("book", True)
    assert (own["trusted"], own["writable"], own["problem"]) == (True, True, None)
    assert own["notebook"] == f"{folder.name}/book.ipynb"
    found = own["operations"][0]
    assert (found["id"], found["status"], found["died"]) == (operation.id, "interrupted", False)
    assert (found["relation"], found["notebook"]) == ("here", f"{folder.name}/book.ipynb")
    assert (found["processed"], found["total"]) == (15, 20)
    assert found["checkpoint"]["id"] == f"{operation.id}@3"
    assert found["source"] == "%%checkpointed\nfor x in y: pass"
    assert (other["of_this_notebook"], other["operations"][0]["relation"]) == (False, "elsewhere")


def test_a_folder_lists_all_and_makes_nothing(
    server: Server, folder: Path, open_store: OpenStore
) -> None:
    """A folder without stores stays as it is; one with stores has them all, none its own."""
    assert server.get("operations", path=folder.name).data["stores"] == []
    assert server.get("operations", path=f"{folder.name}/new.ipynb").data["stores"] == []
    assert server.get("operations", path=f"{folder.name}/none/new.ipynb").data["stores"] == []
    assert list(folder.iterdir()) == []
    for name in ("a", "b"):
        interrupted(open_store(name), folder / f"{name}.ipynb")
    stores = server.get("operations", path=folder.name).data["stores"]
    assert [one["name"] for one in stores] == ["a", "b"]
    assert not any(one["of_this_notebook"] for one in stores)


def test_a_running_operation_is_live_and_a_killed_one_has_died(
    server: Server, folder: Path, open_store: OpenStore
) -> None:
    """What its process says is shown while it lives; when it is gone, how far it had got."""
    store = open_store()
    code = (
        "import os, sys, time; from pathlib import Path;"
        "from ckpt_magic.store.sqlite import SqliteStore;"
        "from ckpt_magic.store.live import LiveStatus, write_status;"
        "from tests.server.conftest import begin, save;"
        "s = SqliteStore(sys.argv[1], state_dir=Path(sys.argv[2]), key=bytes.fromhex(sys.argv[3]));"
        "o = begin(s, Path(sys.argv[4])); save(s, o, 5);"
        "write_status(s.path, LiveStatus(operation_id=o.id, name='export', pid=os.getpid(),"
        " at=time.time(), processed=7, total=20));"
        "print('ready', flush=True); sys.stdin.read()"
    )
    notebook = folder / "book.ipynb"
    arguments = (str(store.path), str(server.state_dir), server.key.hex(), str(notebook))
    kernel = start_python(code, *arguments)
    try:
        assert kernel.stdout is not None
        assert kernel.stdout.readline() == "ready\n"
        running = _operation(server, folder, "book.ipynb")
        assert (running["status"], running["pid"]) == ("running", kernel.pid)
        assert (running["live"]["processed"], running["live"]["total"]) == (7, 20)
        assert (running["died"], running["reached"], running["deaths"]) == (False, None, 0)
    finally:
        end(kernel)
    dead = _operation(server, folder, "book.ipynb")
    assert (dead["status"], dead["died"], dead["live"]) == ("interrupted", True, None)
    assert (dead["reached"]["processed"], dead["processed"], dead["deaths"]) == (7, 5, 1)
    store.add_notice(dead["id"], Notice(kind="death", subject="1", text="it died"))
    assert _operation(server, folder, "book.ipynb")["deaths"] == 2


def test_a_renamed_notebook_finds_its_operations(
    server: Server, folder: Path, open_store: OpenStore
) -> None:
    """By its cells, where the notebook that they were recorded for is gone."""
    write_notebook(folder / "new.ipynb", "cell-1")
    interrupted(open_store("old"), folder / "old.ipynb")
    stores = server.get("operations", path=f"{folder.name}/new.ipynb").data["stores"]
    assert [one["operations"][0]["relation"] for one in stores] == ["renamed"]
    write_notebook(folder / "old.ipynb", "cell-1")
    stores = server.get("operations", path=f"{folder.name}/new.ipynb").data["stores"]
    assert [one["operations"][0]["relation"] for one in stores] == ["copy"]


@pytest.mark.parametrize("text", ["", "not json", "[]", '{"cells": 7}', '{"cells": [{"id": []}]}'])
def test_a_notebook_that_cannot_be_read_has_no_cells(
    server: Server, folder: Path, open_store: OpenStore, text: str
) -> None:
    """Whatever lies in a notebook's place, the list is answered."""
    (folder / "new.ipynb").write_text(text)
    interrupted(open_store("old"), folder / "old.ipynb")
    reply = server.get("operations", path=f"{folder.name}/new.ipynb")
    assert reply.status == 200
    assert reply.data["stores"][0]["operations"][0]["relation"] == "elsewhere"


def test_bad_stores_spoil_nothing(server: Server, folder: Path, open_store: OpenStore) -> None:
    """Each says what it is and what to do; the good one beside them is there in full."""
    good = interrupted(open_store("good"), folder / "good.ipynb")
    stores = folder / FOLDER_NAME
    for name in ("newer", "damaged", "cut", "scrambled"):
        shutil.copy(stores / "good.ckpt", stores / f"{name}.ckpt")
    with sqlite3.connect(stores / "newer.ckpt") as connection:
        connection.execute("PRAGMA user_version = 7")
    with sqlite3.connect(stores / "damaged.ckpt") as connection:
        connection.execute("DELETE FROM store")
    os.truncate(stores / "cut.ckpt", 70_000)
    whole = (stores / "scrambled.ckpt").read_bytes()
    (stores / "scrambled.ckpt").write_bytes(whole[:100] + b"Z" * (len(whole) - 100))
    (stores / "foreign.ckpt").write_text("my notes")
    (stores / "empty.ckpt").touch()
    (stores / "folder.ckpt").mkdir()
    listed = server.get("operations", path=folder.name).data["stores"]
    kinds = {one["name"]: one["problem"] and one["problem"]["kind"] for one in listed}
    assert kinds == {
        "good": None, "newer": "newer", "damaged": "damaged", "cut": "damaged",
        "foreign": "foreign", "scrambled": "damaged",
    }  # fmt: skip
    for one in listed:
        if one["problem"]:
            assert one["operations"] == []
            assert one["problem"]["text"]
            assert one["problem"]["fix"]
        else:
            assert one["operations"][0]["id"] == good.id
    assert (stores / "empty.ckpt").read_bytes() == b""


def test_odd_contents_are_damage(server: Server, folder: Path, open_store: OpenStore) -> None:
    """A crafted store that is whole as a file, and nonsense inside, is named as such."""
    store = open_store()
    operation = begin(store, folder / "book.ipynb")
    store.finish(operation.id, Status.INTERRUPTED)
    with sqlite3.connect(store.path) as connection:
        connection.execute("UPDATE operations SET processed = 'many', message = x'ff'")
    reply = server.get("operations", path=f"{folder.name}/book.ipynb")
    assert reply.status == 200
    assert len(reply.data["stores"]) == 1


def test_a_store_of_somebody_else_is_not_trusted(
    server: Server, folder: Path, open_store: OpenStore
) -> None:
    """It is listed in full, and trusted only when the person said so."""
    interrupted(open_store(key=bytes(32)), folder / "book.ipynb")
    [listed] = server.get("operations", path=f"{folder.name}/book.ipynb").data["stores"]
    assert (listed["trusted"], len(listed["operations"])) == (False, 1)
    assert server.post("trust", store=listed["store"]).status == 200
    [listed] = server.get("operations", path=f"{folder.name}/book.ipynb").data["stores"]
    assert listed["trusted"] is True


def test_stores_kept_in_the_data_folder_are_found(server: Server, folder: Path) -> None:
    """A notebook in a place where no folder can be made has its store listed all the same."""
    (folder / FOLDER_NAME).write_text("in the way")
    notebook = write_notebook(folder / "book.ipynb", "cell-1")
    location = locate(notebook, folder, server.environment)
    assert location.path.parent == data_dir(server.environment)
    store = SqliteStore(location.path, state_dir=server.state_dir, key=server.key)
    operation = interrupted(store, notebook)
    [listed] = server.get("operations", path=f"{folder.name}/book.ipynb").data["stores"]
    assert listed["store"] == f"data:{location.path.name}"
    assert (listed["of_this_notebook"], listed["operations"][0]["relation"]) == (True, "here")
    reply = server.post("discard", store=listed["store"], id=operation.id)
    assert reply.status == 200, reply
    assert store.operations() == ()


def test_a_change_is_seen_at_once(server: Server, folder: Path, open_store: OpenStore) -> None:
    """What was remembered of a file is forgotten with its next checkpoint."""
    store = open_store()
    operation = begin(store, folder / "book.ipynb")
    for processed in range(1, 15):
        save(store, operation, processed)
        write_status(store.path, _status(operation.id, processed))
        found = _operation(server, folder, "book.ipynb")
        assert found["checkpoint"]["processed"] == processed
        assert found["live"]["processed"] == processed
        time.sleep(0.0 if processed % 3 else 0.25)  # so that some answers are remembered


def test_one_operation_in_full(server: Server, folder: Path, open_store: OpenStore) -> None:
    """Its checkpoints, the newest one's variables, and what was told."""
    store = open_store()
    operation = interrupted(store, folder / "book.ipynb")
    store.add_notice(operation.id, Notice(kind="file", subject="a", text="a.csv is written"))
    token = f"{folder.name}/{FOLDER_NAME}/book.ckpt"
    data = server.get("operation", store=token, id=operation.id).data
    assert set(data) == {"operation", "checkpoints", "variables", "notices"}
    assert [one["processed"] for one in data["checkpoints"]] == [5, 10, 15]
    assert data["operation"]["id"] == operation.id
    assert data["notices"] == ["a.csv is written"]
    beginning = server.get("operation", store=token, id=operation.id[:8])
    assert (beginning.status, "no operation" in beginning.message) == (404, True)


def _operation(server: Server, folder: Path, name: str) -> Any:
    [store] = server.get("operations", path=f"{folder.name}/{name}").data["stores"]
    [operation] = store["operations"]
    return operation


def _status(operation_id: str, processed: int) -> LiveStatus:
    return LiveStatus(
        operation_id=operation_id, name="e", pid=os.getpid(), at=time.time(), processed=processed
    )
