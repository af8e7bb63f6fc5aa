"""A store follows its notebook when this is renamed in the browser."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ckpt_magic.core.model import Status
from ckpt_magic.server.moves import Holder, Moves
from ckpt_magic.server.places import Places
from ckpt_magic.store.location import FOLDER_NAME
from ckpt_magic.store.sqlite import SqliteStore
from tests.server.conftest import OpenStore, Server, begin, interrupted, write_notebook

KEY = bytes(range(32))
KERNEL = Holder(pid=7, started_at=1.0)


class Scene:
    """A folder with notebooks, and kernels that live as long as the test says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.alive: set[Holder] = set()
        places = Places(root=folder, environment={})
        log = logging.getLogger("test")
        self.moves = Moves(places.store_of, folder / "state", self.alive.__contains__, log)

    def store(self, name: str) -> SqliteStore:
        """The store of a notebook."""
        path = self.folder / FOLDER_NAME / f"{name}.ckpt"
        return SqliteStore(path, state_dir=self.folder / "state", key=KEY)

    def rename(self, source: str, target: str, *holders: Holder) -> None:
        """Rename a notebook, or a folder, and let the moves know."""
        before, now = self.folder / source, self.folder / target
        before.rename(now)
        self.moves.renamed(before, now, holders)
        self.moves.settle()

    @property
    def names(self) -> list[str]:
        """The stores there are."""
        return sorted(path.stem for path in (self.folder / FOLDER_NAME).glob("*.ckpt"))


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """One notebook, ``a``, whose operation was interrupted."""
    scene = Scene(tmp_path)
    write_notebook(tmp_path / "a.ipynb", "cell-1")
    interrupted(scene.store("a"), tmp_path / "a.ipynb")
    return scene


def test_a_store_follows_at_once(scene: Scene) -> None:
    """Nobody uses it: it has the notebook's new name, and nothing is left to do."""
    scene.rename("a.ipynb", "b.ipynb")
    assert scene.names == ["b"]
    assert scene.moves.waiting == ()
    assert len(scene.store("b").operations()) == 1


def test_it_waits_for_a_loop_that_runs(scene: Scene) -> None:
    """The process that runs an operation finds its store where it was, until it is done."""
    store = scene.store("a")
    running = begin(store, scene.folder / "a.ipynb", "cell-2")
    scene.rename("a.ipynb", "b.ipynb")
    assert scene.names == ["a"]
    store.finish(running.id, Status.COMPLETED)
    scene.moves.settle()
    assert scene.names == ["b"]


def test_it_waits_for_a_kernel_of_the_old_name(scene: Scene) -> None:
    """A kernel is told its notebook's name once, when it starts: it looks there until it ends."""
    scene.alive.add(KERNEL)
    scene.rename("a.ipynb", "b.ipynb", KERNEL)
    assert scene.names == ["a"]
    scene.alive.clear()
    scene.moves.settle()
    assert scene.names == ["b"]


def test_two_renames_are_followed_as_one(scene: Scene) -> None:
    """However often a notebook was renamed meanwhile, the store gets the last name."""
    scene.alive.add(KERNEL)
    scene.rename("a.ipynb", "b.ipynb", KERNEL)
    scene.rename("b.ipynb", "c.ipynb", KERNEL)
    scene.alive.clear()
    scene.moves.settle()
    assert scene.names == ["c"]
    assert scene.moves.waiting == ()


def test_a_rename_taken_back_leaves_all_as_it_was(scene: Scene) -> None:
    """The store never moved."""
    scene.alive.add(KERNEL)
    scene.rename("a.ipynb", "b.ipynb", KERNEL)
    scene.rename("b.ipynb", "a.ipynb", KERNEL)
    scene.alive.clear()
    scene.moves.settle()
    assert scene.names == ["a"]
    assert scene.moves.waiting == ()


def test_a_store_in_the_way_stays(scene: Scene) -> None:
    """Neither store is lost; the move is tried again when the way is free."""
    interrupted(scene.store("b"), scene.folder / "b.ipynb")
    mine = scene.store("a").operations()[0].id
    scene.rename("a.ipynb", "b.ipynb")
    assert scene.names == ["a", "b"]
    scene.store("b").path.unlink()
    scene.moves.settle()
    assert scene.names == ["b"]
    assert scene.store("b").operations()[0].id == mine


def test_a_new_notebook_of_the_old_name_keeps_the_store(scene: Scene) -> None:
    """What a kernel of it may have begun there is not taken away."""
    scene.alive.add(KERNEL)
    scene.rename("a.ipynb", "b.ipynb", KERNEL)
    write_notebook(scene.folder / "a.ipynb", "cell-5")
    scene.alive.clear()
    scene.moves.settle()
    assert scene.names == ["a"]
    assert scene.moves.waiting == ()


def test_a_folder_takes_its_stores_along(tmp_path: Path) -> None:
    """Only what was still to be moved in it is moved under the folder's new name."""
    scene = Scene(tmp_path)
    folder = tmp_path / "folder"
    folder.mkdir()
    write_notebook(folder / "a.ipynb", "cell-1")
    store = folder / FOLDER_NAME / "a.ckpt"
    interrupted(SqliteStore(store, state_dir=tmp_path / "state", key=KEY), folder / "a.ipynb")
    scene.alive.add(KERNEL)
    scene.rename("folder/a.ipynb", "folder/b.ipynb", KERNEL)
    scene.rename("folder", "renamed")
    scene.alive.clear()
    scene.moves.settle()
    assert [path.name for path in (tmp_path / "renamed" / FOLDER_NAME).glob("*.ckpt")] == ["b.ckpt"]


def test_other_files_have_no_store(scene: Scene) -> None:
    """A renamed text is nobody's notebook."""
    (scene.folder / "a.txt").touch()
    scene.rename("a.txt", "b.txt")
    assert scene.moves.waiting == ()
    assert scene.names == ["a"]


def test_renamed_through_the_server(server: Server, folder: Path, open_store: OpenStore) -> None:
    """The whole way: a PATCH as the file browser sends it, and the store is where it belongs."""
    write_notebook(folder / "old.ipynb", "cell-1")
    operation = interrupted(open_store("old"), folder / "old.ipynb")
    (folder / "sub").mkdir()
    _rename(server, folder, "old.ipynb", "sub/new.ipynb")
    stores = folder / "sub" / FOLDER_NAME
    _wait_until((stores / "new.ckpt").exists)
    assert list((folder / FOLDER_NAME).glob("*.ckpt")) == []
    [listed] = server.get("operations", path=f"{folder.name}/sub/new.ipynb").data["stores"]
    assert listed["of_this_notebook"] is True
    found = listed["operations"][0]
    assert (found["id"], found["relation"]) == (operation.id, "renamed")


@pytest.mark.kernel
def test_renamed_under_a_living_kernel(server: Server, folder: Path, open_store: OpenStore) -> None:
    """While the kernel that knows the old name lives the store stays; then it follows."""
    write_notebook(folder / "old.ipynb", "cell-1")
    interrupted(open_store("old"), folder / "old.ipynb")
    body = {
        "path": f"{folder.name}/old.ipynb", "name": "old.ipynb", "type": "notebook",
        "kernel": {"name": "python3"},
    }  # fmt: skip
    session = server.ask("POST", "api/sessions", body)
    assert session.status == 201, session
    _rename(server, folder, "old.ipynb", "new.ipynb")
    listing = server.get("operations", path=f"{folder.name}/new.ipynb").data["stores"]
    assert [(one["name"], one["operations"][0]["relation"]) for one in listing] == [
        ("old", "renamed")
    ]
    server.ask("DELETE", f"api/sessions/{session.data['id']}")
    stores = folder / FOLDER_NAME

    def followed() -> bool:
        server.get("operations", path=f"{folder.name}/new.ipynb")
        return (stores / "new.ckpt").exists()

    _wait_until(followed)
    assert not (stores / "old.ckpt").exists()


def _rename(server: Server, folder: Path, source: str, target: str) -> None:
    body = {"path": f"{folder.name}/{target}"}
    reply = server.ask("PATCH", f"api/contents/{folder.name}/{source}", body)
    assert reply.status == 200, json.dumps(reply.data)


def _wait_until(happened: Callable[[], Any]) -> None:
    deadline = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < deadline, "it did not happen within a minute"
        time.sleep(0.05)
