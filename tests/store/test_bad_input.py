"""Files, folders and disks as they really are: wrong, damaged, foreign, read-only, full."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from ckpt_magic.core.errors import (
    CorruptStoreError,
    StoreError,
    StoreFullError,
    UnsupportedFormatError,
    UntrustedStoreError,
)
from ckpt_magic.core.model import Checkpoint, Operation, Status
from ckpt_magic.store.contract import Blob, CheckpointDraft
from ckpt_magic.store.sqlite import SqliteStore
from tests.store.conftest import KEY, OpenStore
from tests.store.contract_suite import begin, commit
from tests.store.processes import run_forked

OTHER_KEY = bytes(32)
CONTENT = b"".join(b"%d " % number for number in range(100_000))


def execute(store: SqliteStore, statement: str, *values: Any) -> None:
    """Change the file behind the store's back."""
    with closing(sqlite3.connect(store.path)) as raw, raw:
        raw.execute(statement, values)


# --- files that are no store of ours


@pytest.mark.parametrize("content", [b"x", b"a notebook, by mistake\n" * 1000, bytes(70_000)])
def test_a_file_that_is_no_database_is_refused(
    tmp_path: Path, open_store: OpenStore, content: bytes
) -> None:
    """It is named and left as it is."""
    path = tmp_path / "n.ckpt"
    path.write_bytes(content)
    with pytest.raises(UnsupportedFormatError, match=r"n\.ckpt is not a checkpoint store"):
        open_store(path)
    assert path.read_bytes() == content


def test_another_programs_database_is_refused(tmp_path: Path, open_store: OpenStore) -> None:
    """It is named and left as it is."""
    path = tmp_path / "n.ckpt"
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("CREATE TABLE t (x)")
    before = path.read_bytes()
    with pytest.raises(UnsupportedFormatError, match="another program"):
        open_store(path)
    assert path.read_bytes() == before


def test_a_newer_format_is_refused(store: SqliteStore, open_store: OpenStore) -> None:
    """The error names both versions and how to upgrade."""
    execute(store, "PRAGMA user_version = 7")
    with pytest.raises(UnsupportedFormatError, match=r"format 7.*understands 0.*upgrade"):
        open_store()


def test_an_empty_file_becomes_a_store(tmp_path: Path, open_store: OpenStore) -> None:
    """It is what a creation leaves that was cut off at its first step."""
    (tmp_path / "n.ckpt").touch()
    store = open_store(tmp_path / "n.ckpt")
    commit(store, begin(store), {"a": b"1"})
    assert store.verify() == ()


def test_a_folder_is_no_store(tmp_path: Path, open_store: OpenStore) -> None:
    """A folder of that name is named."""
    (tmp_path / "n.ckpt").mkdir()
    with pytest.raises(StoreError, match="is a folder"):
        open_store(tmp_path / "n.ckpt")


def test_a_file_is_no_folder(tmp_path: Path, open_store: OpenStore) -> None:
    """A path through a file is named."""
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="file/n"):
        open_store(tmp_path / "file" / "n.ckpt")


# --- damage


@pytest.fixture
def saved(store: SqliteStore) -> tuple[Operation, list[Checkpoint]]:
    """An operation with three checkpoints, each with a blob of its own and one they share."""
    operation = begin(store)
    made = [
        commit(store, operation, {"shared": CONTENT, "own": CONTENT[number:] + b"!"})
        for number in (1, 2, 3)
    ]
    return operation, made


@pytest.mark.parametrize("part", [0.0, 0.001, 0.2, 0.5, 0.99])
def test_a_truncated_file_is_damaged(
    store: SqliteStore,
    open_store: OpenStore,
    saved: tuple[Operation, list[Checkpoint]],
    part: float,
) -> None:
    """A file that was cut off is never taken for a whole or an empty one."""
    operation, made = saved
    size_bytes = max(100, int(store.size_bytes() * part))
    os.truncate(store.path, size_bytes)

    def use() -> None:
        again = open_store()
        again.operation(operation.id)
        for checkpoint in made:
            again.read(checkpoint, "own")
        assert again.verify() != ()
        raise CorruptStoreError("verify found it")

    with pytest.raises((CorruptStoreError, UnsupportedFormatError)):
        use()
    assert store.path.stat().st_size == size_bytes


def test_a_flipped_bit_costs_the_checkpoints_that_use_it(
    store: SqliteStore, saved: tuple[Operation, list[Checkpoint]]
) -> None:
    """The damaged chunk is named; every checkpoint without it is read."""
    _, made = saved
    ref = made[2].manifest.blob("own").chunks[0]
    (data,) = closing_fetch(store, "SELECT data FROM chunks WHERE digest = ?", ref.digest)
    damaged = bytearray(data)
    damaged[len(damaged) // 2] ^= 16
    execute(store, "UPDATE chunks SET data = ? WHERE digest = ?", bytes(damaged), ref.digest)
    with pytest.raises(CorruptStoreError, match=ref.digest[:16]):
        store.read(made[2], "own")
    assert store.read(made[2], "shared") == CONTENT
    assert store.read(made[1], "own") == CONTENT[2:] + b"!"
    assert [finding.subject for finding in store.verify()] == [ref.digest]


def test_a_missing_chunk_is_named(
    store: SqliteStore, saved: tuple[Operation, list[Checkpoint]]
) -> None:
    """A hole in a checkpoint is never read over."""
    _, made = saved
    ref = made[0].manifest.blob("own").chunks[1]
    execute(store, "DELETE FROM chunks WHERE digest = ?", ref.digest)
    with pytest.raises(CorruptStoreError, match=f"{ref.digest[:16]} is missing"):
        store.read(made[0], "own")
    assert store.read(made[1], "own") == CONTENT[2:] + b"!"


def closing_fetch(store: SqliteStore, query: str, *values: Any) -> Any:
    """One row, past the store."""
    with closing(sqlite3.connect(store.path)) as raw:
        return raw.execute(query, values).fetchone()


def test_a_damaged_manifest_is_left_out(
    store: SqliteStore, saved: tuple[Operation, list[Checkpoint]]
) -> None:
    """The checkpoint before it is the last one; the damaged one in hand is not read."""
    operation, made = saved
    execute(store, "UPDATE checkpoints SET manifest = 'x' || manifest WHERE sequence = 3")
    assert store.checkpoints(operation.id) == tuple(made[:2])
    with pytest.raises(CorruptStoreError, match="@3"):
        store.read(made[2], "own")
    assert store.is_trusted()


def test_bytes_flipped_anywhere_give_the_right_bytes_or_an_error(
    store: SqliteStore, open_store: OpenStore, saved: tuple[Operation, list[Checkpoint]]
) -> None:
    """Wherever the disk lies, nothing wrong is read and no foreign error is raised."""
    operation, _ = saved
    whole = store.path.read_bytes()
    expected = {number: CONTENT[number:] + b"!" for number in (1, 2, 3)}
    chance = random.Random(20_240_101)
    for _ in range(60):
        damaged = bytearray(whole)
        position = chance.choice([chance.randrange(len(whole)), chance.randrange(4096)])
        damaged[position] ^= 1 << chance.randrange(8)
        store.path.write_bytes(damaged)
        with suppress(StoreError, LookupError):
            again = open_store()
            for checkpoint in again.checkpoints(operation.id):
                for name in ("shared", "own"):
                    wanted = expected[checkpoint.manifest.sequence] if name == "own" else CONTENT
                    with suppress(StoreError):
                        assert again.read(checkpoint, name) == wanted, f"byte {position}"
            again.verify()
    store.path.write_bytes(whole)
    assert store.verify() == ()


# --- another user's store


def test_a_foreign_store_is_listed_and_not_loaded(
    store: SqliteStore, open_store: OpenStore, saved: tuple[Operation, list[Checkpoint]]
) -> None:
    """Listing and verifying need no trust; bytes for a resume do."""
    operation, made = saved
    stranger = open_store(key=OTHER_KEY)
    assert not stranger.is_trusted()
    assert stranger.operations() == store.operations()
    assert stranger.checkpoints(operation.id) == tuple(made)
    assert stranger.verify() == ()
    with pytest.raises(UntrustedStoreError, match="%ckpt trust"):
        stranger.read(made[0], "own")


def test_trusting_signs_what_is_whole(
    store: SqliteStore, open_store: OpenStore, saved: tuple[Operation, list[Checkpoint]]
) -> None:
    """After that it is read; what was damaged before stays damaged."""
    _, made = saved
    execute(store, "UPDATE checkpoints SET manifest = manifest || ' ' WHERE sequence = 2")
    stranger = open_store(key=OTHER_KEY)
    stranger.trust()
    assert stranger.is_trusted()
    assert stranger.read(made[0], "own") == CONTENT[1:] + b"!"
    with pytest.raises(CorruptStoreError):
        stranger.read(made[1], "own")
    assert not store.is_trusted()


def test_a_foreign_checkpoint_of_an_own_operation_is_not_loaded(
    store: SqliteStore, open_store: OpenStore
) -> None:
    """One row signed by somebody else makes the store untrusted; the others stay readable."""
    operation = begin(store)
    mine = commit(store, operation, {"a": b"mine"})
    theirs = commit(open_store(key=OTHER_KEY), operation, {"a": b"theirs"})
    assert not store.is_trusted()
    assert store.read(mine, "a") == b"mine"
    with pytest.raises(UntrustedStoreError):
        store.read(theirs, "a")


def test_a_changed_manifest_in_hand_is_not_read(store: SqliteStore) -> None:
    """What is read is what was signed, not what the caller holds."""
    from dataclasses import replace

    operation = begin(store)
    made = commit(store, operation, {"a": b"1"})
    forged = replace(made, manifest=replace(made.manifest, position=(99,)))
    with pytest.raises(CorruptStoreError):
        store.read(forged, "a")


# --- folders that cannot be written


def test_a_read_only_folder_is_for_listing(
    store: SqliteStore,
    open_store: OpenStore,
    saved: tuple[Operation, list[Checkpoint]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Reading works, every write says why it does not, nothing is changed."""
    operation, made = saved
    store.finish(operation.id, Status.FAILED)
    before = store.path.read_bytes()
    monkeypatch.setattr(os, "access", lambda *_: False)
    frozen = open_store()
    assert frozen.checkpoints(operation.id) == tuple(made)
    assert frozen.read(made[0], "own") == CONTENT[1:] + b"!"
    assert frozen.verify() == ()
    for act in (
        lambda: begin(frozen),
        lambda: frozen.reopen(operation.id),
        lambda: frozen.forget(operation.id, [1]),
        lambda: frozen.discard(operation.id),
        frozen.compact,
        frozen.trust,
    ):
        with pytest.raises(StoreError, match="cannot be written"):
            act()
    assert store.path.read_bytes() == before


def test_a_cut_off_write_in_a_read_only_folder_is_not_listed(
    store: SqliteStore, open_store: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages of two states are never shown as one."""
    store.path.with_name(store.path.name + "-journal").write_bytes(b"a hot journal")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(StoreError, match="cut off"):
        open_store()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root")
def test_another_users_folder_is_really_read_only(
    saved: tuple[Operation, list[Checkpoint]], store: SqliteStore
) -> None:
    """A user without permission to write lists the store and is refused a write."""
    operation, _ = saved
    store.finish(operation.id, Status.FAILED)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(store.path, Path(folder) / "n.ckpt"))
        copy.chmod(0o644)
        Path(folder).chmod(0o755)

        def act() -> None:
            os.setgid(65534)
            os.setuid(65534)
            frozen = SqliteStore(copy, state_dir=Path("/nowhere"), key=KEY)
            assert len(frozen.checkpoints(operation.id)) == 3
            with pytest.raises(StoreError, match="cannot be"):
                frozen.reopen(operation.id)
            with pytest.raises(StoreError, match="cannot be written"):
                frozen.discard(operation.id)

        assert run_forked(act) == 0


# --- disks that are full


def big(number: int, size_bytes: int = 2_000_000) -> CheckpointDraft:
    """A checkpoint of incompressible bytes."""
    data = random.Random(number).randbytes(size_bytes)
    return CheckpointDraft(blobs=[Blob("a", data, 1024 * 1024)])


def test_a_checkpoint_that_exceeds_the_limit_is_not_begun(open_store: OpenStore) -> None:
    """It is refused before anything is written; smaller ones still fit."""
    store = open_store(max_size_bytes=5_000_000)
    operation = begin(store)
    store.commit(operation.id, big(1))
    before = store.path.read_bytes()
    with pytest.raises(StoreFullError, match=r"--max-size"):
        store.commit(operation.id, big(2, 4_000_000))
    assert store.path.read_bytes() == before
    assert store.commit(operation.id, big(3, 100_000)).manifest.sequence == 2


def test_only_new_bytes_count(open_store: OpenStore) -> None:
    """What the store has already takes no room, and neither does what was dropped."""
    store = open_store(max_size_bytes=5_000_000)
    operation = begin(store)
    for _ in range(5):
        store.commit(operation.id, big(1, 4_000_000))
    store.forget(operation.id, [1, 2, 3, 4, 5])
    store.commit(operation.id, big(2, 4_000_000))
    store.commit(operation.id, CheckpointDraft(blobs=[Blob("zeros", bytes(50_000_000))]))


def test_a_checkpoint_that_would_fill_the_disk_is_not_begun(open_store: OpenStore) -> None:
    """What must stay free stays free."""
    free_bytes = shutil.disk_usage("/").free
    store = open_store(min_free_bytes=10 * free_bytes)
    operation = begin(store)
    with pytest.raises(StoreFullError, match="free"):
        store.commit(operation.id, big(1))
    assert store.checkpoints(operation.id) == ()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 24 MB of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(place)]
    if shutil.which("mount") is None:
        pytest.skip("there is no mount command")
    if subprocess.run(command, check=False, capture_output=True).returncode != 0:
        pytest.skip("mounting is not allowed here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def fill(disk: Path) -> None:
    """Leave not a single free byte, as another program would."""
    with (disk / "filler").open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass


def open_on(disk: Path, open_store: OpenStore) -> SqliteStore:
    """A store that does not look at what is free: the disk itself must say no."""
    return open_store(disk / "n.ckpt", min_free_bytes=-(10**12), max_size_bytes=10**12)


@pytest.mark.parametrize("by_whom", ["itself", "another program"])
def test_a_full_disk_costs_nothing_that_was_kept(
    small_disk: Path, open_store: OpenStore, by_whom: str
) -> None:
    """The save fails as a whole; dropping makes room, and the next save fits."""
    store = open_on(small_disk, open_store)
    operation, other = begin(store), begin(store, "other")
    first = store.commit(operation.id, big(1, 4_000_000))
    second = store.commit(operation.id, big(2, 4_000_000))
    store.commit(other.id, big(3, 4_000_000))
    if by_whom == "another program":
        fill(small_disk)
    with pytest.raises(StoreFullError, match="no more bytes"):
        store.commit(operation.id, big(4, 15_000_000))
    assert store.checkpoints(operation.id) == (first, second)
    assert store.read(first, "a") == big(1, 4_000_000).blobs[0].data
    assert store.verify() == ()
    store.forget(operation.id, [1])
    store.discard(other.id)
    assert [one.id for one in store.operations()] == [operation.id]
    made = store.commit(operation.id, big(5, 4_000_000))
    assert store.read(made, "a") == big(5, 4_000_000).blobs[0].data
    assert store.verify() == ()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_file_size_limit_is_a_full_disk(store: SqliteStore) -> None:
    """A write that the system refuses leaves what is kept, and dropping still works."""
    import resource

    operation = begin(store)
    first = store.commit(operation.id, big(1))

    def act() -> None:
        limit = store.size_bytes() + 500_000
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        with pytest.raises(StoreFullError):
            store.commit(operation.id, big(2, 4_000_000))
        store.forget(operation.id, [])

    assert run_forked(act) == 0
    assert store.checkpoints(operation.id) == (first,)
    assert store.read(first, "a") == big(1).blobs[0].data
    assert store.verify() == ()
    assert store.commit(operation.id, big(3)).manifest.sequence == 2


def test_the_key_of_these_tests_is_not_the_users(store: SqliteStore) -> None:
    """Tests never sign with, or make, the key of whoever runs them."""
    assert store._signer.sign("x") == SqliteStore(store.path, key=KEY)._signer.sign("x")
