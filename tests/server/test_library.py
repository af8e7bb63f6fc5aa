"""The list without a server around it: other places, no key, files that changed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ckpt_magic.core.model import Notice, Status
from ckpt_magic.server.listing import Library
from ckpt_magic.server.places import Places
from ckpt_magic.server.reading import ViewCache
from ckpt_magic.store.contract import Blob, CheckpointDraft
from ckpt_magic.store.location import FOLDER_NAME
from ckpt_magic.store.signing import load_or_create_key
from ckpt_magic.store.sqlite import SqliteStore
from tests.server.conftest import begin, interrupted, write_notebook
from tests.store.processes import run_forked


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment whose places are all the test's own."""
    return {
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "CKPT_MAGIC_STATE_DIR": str(tmp_path / "state"),
        "CKPT_MAGIC_KEY_FILE": str(tmp_path / "signing.key"),
    }


def library_of(root: Path, environment: Mapping[str, str]) -> Library:
    """A library over a folder."""
    return Library(Places(root=root, environment=environment), ViewCache(environment))


def store_at(path: Path, environment: Mapping[str, str]) -> SqliteStore:
    """A store of the user whose environment this is."""
    key = load_or_create_key(Path(environment["CKPT_MAGIC_KEY_FILE"]))
    return SqliteStore(path, state_dir=Path(environment["CKPT_MAGIC_STATE_DIR"]), key=key)


def test_one_folder_for_all_stores(tmp_path: Path, environment: dict[str, str]) -> None:
    """Of a folder that many share only the stores of this folder's notebooks are listed."""
    named = tmp_path / "all stores"
    environment["CKPT_MAGIC_DIR"] = str(named)
    for folder in ("a", "b"):
        (tmp_path / "root" / folder).mkdir(parents=True)
        notebook = write_notebook(tmp_path / "root" / folder / f"in {folder}.ipynb", folder)
        interrupted(store_at(named / f"in {folder}.ckpt", environment), notebook, folder)
    library = library_of(tmp_path / "root", environment)
    for shown, path in (("a/in a.ipynb", "a/in a.ipynb"), ("a", "a")):
        [store] = library.listing(shown, tmp_path / "root" / path)["stores"]
        assert (store["store"], store["notebook"]) == ("dir:in a.ckpt", "a/in a.ipynb")
    assert library.places.path_of(library.places.token_of(named / "in a.ckpt")).exists()


def test_a_user_without_a_key(tmp_path: Path, environment: dict[str, str]) -> None:
    """Looking makes no key; without one nothing is trusted, and with it again all that was."""
    interrupted(store_at(tmp_path / FOLDER_NAME / "n.ckpt", environment), tmp_path / "n.ipynb")
    library, key = library_of(tmp_path, environment), Path(environment["CKPT_MAGIC_KEY_FILE"])
    kept = key.rename(tmp_path / "kept.key")
    assert _only(library, tmp_path)["trusted"] is False
    assert not key.exists()
    kept.rename(key)
    assert _only(library, tmp_path)["trusted"] is True
    key.write_text("no key")
    assert _only(library, tmp_path)["trusted"] is False


def test_what_is_told_before_it_goes_on(tmp_path: Path, environment: dict[str, str]) -> None:
    """What the checkpoint says, and files that changed since; a stranger's files are left alone."""
    written, later = tmp_path / "written.csv", tmp_path / "later.csv"
    written.write_text("one")
    store = store_at(tmp_path / FOLDER_NAME / "n.ckpt", environment)
    operation = begin(store, tmp_path / "n.ipynb")
    stamp = written.stat()
    files = {
        "touched": {str(written): [stamp.st_size, stamp.st_mtime_ns]}, "folder": {}, "place": "",
    }  # fmt: skip
    store.commit(
        operation.id,
        CheckpointDraft(
            blobs=[Blob("data", b"1")],
            notices=(Notice(kind="told", subject="s", text="the socket is gone"),),
            context={"files": files, "index": {"files": []}},
        ),
    )
    store.finish(operation.id, Status.INTERRUPTED)
    library = library_of(tmp_path, environment)
    assert _only(library, tmp_path)["operations"][0]["told"] == ["the socket is gone"]
    written.write_text("one and more")
    at = store.checkpoints(operation.id)[0].manifest.created_at + 1
    store.add_notice(operation.id, Notice(kind="file", subject=str(later), text="", at=at))
    told = _only(library, tmp_path)["operations"][0]["told"]
    assert told == [
        "the socket is gone",
        f"{later} changed after the checkpoint and may be written twice",
        f"{written} changed after the checkpoint and may be written twice",
    ]
    environment["CKPT_MAGIC_KEY_FILE"] = str(tmp_path / "another.key")
    assert _only(library, tmp_path)["operations"][0]["told"] == ["the socket is gone"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root")
def test_a_folder_of_another_user(environment: dict[str, str]) -> None:
    """What may be read is listed, what may not says so, and nothing can be changed."""
    with tempfile.TemporaryDirectory() as made:
        root = Path(made)
        root.chmod(0o755)
        for name in ("open", "closed"):
            path = root / FOLDER_NAME / f"{name}.ckpt"
            interrupted(store_at(path, environment), root / f"{name}.ipynb")
            path.chmod(0o644 if name == "open" else 0o600)
        (root / FOLDER_NAME).chmod(0o755)

        def act() -> None:
            os.setgid(65534)
            os.setuid(65534)
            stores = library_of(root, environment).listing("", root)["stores"]
            found = {one["name"]: one for one in stores}
            assert found["open"]["operations"][0]["checkpoint"]["sequence"] == 3
            assert (found["open"]["writable"], found["open"]["trusted"]) == (False, False)
            assert found["closed"]["problem"]["kind"] == "unreadable"

        assert run_forked(act) == 0


def _only(library: Library, folder: Path) -> dict[str, Any]:
    [store] = library.listing("", folder)["stores"]
    return store
