"""A store lies beside its notebook, and notices when it was moved or copied."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from pathlib import Path

import pytest

from ckpt_magic.core.errors import StoreError
from ckpt_magic.core.model import Status
from ckpt_magic.store.location import (
    Home,
    StoreLocation,
    Whereabouts,
    find_store,
    is_shared,
    locate,
    open_store,
    prepare_folder,
    state_dir_of,
    whereabouts,
)
from tests.store.conftest import KEY, OpenStore
from tests.store.contract_suite import begin, commit
from tests.store.processes import run_forked


def test_a_store_lies_beside_its_notebook(tmp_path: Path) -> None:
    """The path follows from the notebook's."""
    location = locate(tmp_path / "Export movies.ipynb", Path("/elsewhere"), {})
    assert location == StoreLocation(path=tmp_path / ".ckpt_magic" / "Export movies.ckpt")
    assert not location.exists


def test_without_a_notebook_a_store_is_the_working_folders(tmp_path: Path) -> None:
    """Code in no notebook has one store per working folder."""
    location = locate(None, tmp_path, {})
    assert location.path == tmp_path / ".ckpt_magic" / "session.ckpt"


def test_one_folder_can_be_named_for_all_stores(tmp_path: Path) -> None:
    """``CKPT_MAGIC_DIR`` holds every store; a relative one is meant from the kernel's folder."""
    notebook = tmp_path / "a.ipynb"
    absolute = {"CKPT_MAGIC_DIR": str(tmp_path / "all")}
    assert locate(notebook, Path("/elsewhere"), absolute).path == tmp_path / "all" / "a.ckpt"
    assert locate(None, Path("/w"), absolute).path == tmp_path / "all" / "session.ckpt"
    assert locate(notebook, tmp_path, {"CKPT_MAGIC_DIR": "all"}).path == tmp_path / "all" / "a.ckpt"
    assert locate(notebook, tmp_path, {"CKPT_MAGIC_DIR": ""}).beside


def test_looking_for_a_place_makes_nothing(tmp_path: Path) -> None:
    """Only an opened store leaves traces."""
    location = locate(tmp_path / "a.ipynb", tmp_path, {})
    assert find_store(location) is None
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_sends_the_store_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The user's data folder then holds it, apart from other notebooks of that name."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    environment = {"XDG_DATA_HOME": str(tmp_path / "data")}
    one = locate(tmp_path / "a" / "n.ipynb", tmp_path, environment)
    other = locate(tmp_path / "b" / "n.ipynb", tmp_path, environment)
    assert not one.beside
    assert one.path.parent == tmp_path / "data" / "ckpt_magic" / "stores"
    assert one.path != other.path
    assert one.path.name.startswith("n-")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root")
def test_a_folder_of_another_user_sends_the_store_home() -> None:
    """Where somebody else's stores lie, closed to us, ours goes to our data folder."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        project.chmod(0o777)
        (project / ".ckpt_magic").mkdir(mode=0o700)

        def act() -> None:
            os.setgid(65534)
            os.setuid(65534)
            location = locate(project / "n.ipynb", project, {"XDG_DATA_HOME": folder})
            assert not location.beside
            assert not location.exists
            assert find_store(project / ".ckpt_magic" / "n.ckpt") is None

        assert run_forked(act) == 0


def test_a_store_that_is_there_is_used_even_if_it_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A read-only copy of a project is listed from where it lies."""
    folder = tmp_path / ".ckpt_magic"
    folder.mkdir()
    (folder / "n.ckpt").touch()
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert locate(tmp_path / "n.ipynb", tmp_path, {}).path == folder / "n.ckpt"


def test_the_folder_is_private_and_never_committed(tmp_path: Path) -> None:
    """It is made for its owner alone and ignores itself in git."""
    store = open_store(locate(tmp_path / "n.ipynb", tmp_path, {}), key=KEY)
    folder = tmp_path / ".ckpt_magic"
    assert store.path == folder / "n.ckpt"
    assert (folder / ".gitignore").read_text() == "*\n"
    if os.name != "nt":
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_of_another_name_gets_no_gitignore(tmp_path: Path) -> None:
    """A folder that the user named is the user's."""
    prepare_folder(tmp_path / "checkpoints")
    assert list((tmp_path / "checkpoints").iterdir()) == []


def test_a_file_in_the_way_of_the_folder_is_named(tmp_path: Path) -> None:
    """The error says what is in the way; a notebook's store goes where there is room."""
    (tmp_path / ".ckpt_magic").write_text("a file")
    with pytest.raises(StoreError, match=r"\.ckpt_magic"):
        open_store(tmp_path / ".ckpt_magic" / "n.ckpt")
    assert (tmp_path / ".ckpt_magic").read_text() == "a file"
    environment = {"XDG_DATA_HOME": str(tmp_path)}
    assert not locate(tmp_path / "n.ipynb", tmp_path, environment).beside


def test_a_store_that_exists_is_found(tmp_path: Path) -> None:
    """What was opened once is found again."""
    location = locate(tmp_path / "n.ipynb", tmp_path, {})
    made = open_store(location, key=KEY, state_dir=tmp_path / "state")
    found = find_store(location, key=KEY, state_dir=tmp_path / "state")
    assert found is not None
    assert found.store_id == made.store_id


def test_the_environment_names_the_lock_folder(tmp_path: Path) -> None:
    """The lock folder can be put on a local disk."""
    assert state_dir_of({"CKPT_MAGIC_STATE_DIR": str(tmp_path)}) == tmp_path


def test_whereabouts_of_a_file(tmp_path: Path) -> None:
    """Same path or same file: home or moved; another file while the first is there: a copy."""
    original, other = tmp_path / "a", tmp_path / "b"
    original.touch()
    other.touch()
    home, copy = Home.of(original), Home.of(other)
    new_inode = Home(path=home.path, device=home.device, inode=home.inode + 999)
    assert whereabouts(home, home) is Whereabouts.HOME
    assert whereabouts(new_inode, home) is Whereabouts.HOME
    assert whereabouts(home, copy) is Whereabouts.COPIED
    original.unlink()
    assert whereabouts(home, copy) is Whereabouts.MOVED
    assert Home.from_text(home.to_text()) == home
    with pytest.raises(ValueError, match="home"):
        Home.from_text("{}")


def test_a_moved_store_is_the_same(open_store: OpenStore, tmp_path: Path) -> None:
    """After a rename everything is there, and what runs is still run."""
    store = open_store()
    operation = begin(store)
    made = commit(store, operation, {"a": b"1"})
    moved = open_store(store.path.rename(tmp_path / "renamed.ckpt"))
    assert moved.operation(operation.id).status is Status.RUNNING
    assert moved.read(made, "a") == b"1"
    commit(moved, operation, {"a": b"2"})


def test_a_copied_store_is_one_of_its_own(open_store: OpenStore, tmp_path: Path) -> None:
    """In a copy nothing runs: what the original runs can be resumed there, without harm."""
    store = open_store()
    operation = begin(store)
    made = commit(store, operation, {"a": b"1"})
    copy = open_store(Path(shutil.copy(store.path, tmp_path / "copy.ckpt")))
    assert copy.operation(operation.id).status is Status.INTERRUPTED
    assert copy.verify() == ()
    copy.reopen(operation.id)
    commit(copy, operation, {"a": b"in the copy"})
    commit(store, operation, {"a": b"in the original"})
    assert copy.read(made, "a") == b"1"
    assert store.operation(operation.id).status is Status.RUNNING
    assert store.read(store.checkpoints(operation.id)[-1], "a") == b"in the original"


def test_a_local_disk_is_told_from_a_shared_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not known to be local counts as shared."""

    class Part:
        def __init__(self, mountpoint: str, fstype: str) -> None:
            self.mountpoint, self.fstype = mountpoint, fstype

    parts = [Part("/", "ext4"), Part("/home", "nfs4"), Part("/home/me/local", "xfs")]
    monkeypatch.setattr("psutil.disk_partitions", lambda **_: parts)
    assert not is_shared(Path("/work/n.ckpt"))
    assert is_shared(Path("/home/me/n.ckpt"))
    assert not is_shared(Path("/home/me/local/n.ckpt"))
    parts[:] = [Part("/", "fuse.unheard-of")]
    assert is_shared(Path("/work/n.ckpt"))
