"""A disk or a limit that is reached: what is kept is intact, and room can be made."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from ckpt_magic.core.errors import (
    StoreFullError,
)
from ckpt_magic.core.model import Status
from ckpt_magic.store.contract import Blob, CheckpointDraft
from ckpt_magic.store.sqlite import SqliteStore
from tests.store.conftest import OpenStore
from tests.store.contract_suite import begin
from tests.store.processes import run_forked


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


def test_an_end_is_recorded_on_a_full_disk(small_disk: Path, open_store: OpenStore) -> None:
    """Hours of work that complete on a full disk are completed."""
    store = open_on(small_disk, open_store)
    operation = begin(store)
    store.commit(operation.id, big(1))
    fill(small_disk)
    assert store.finish(operation.id, Status.COMPLETED).status is Status.COMPLETED
    assert store.verify() == ()


def test_without_a_reserve_a_full_disk_is_said(small_disk: Path, open_store: OpenStore) -> None:
    """Where there is no room at all, dropping is refused and nothing is changed."""
    store = open_on(small_disk, open_store)
    operation = begin(store)
    made = store.commit(operation.id, big(1))
    (small_disk / "n.ckpt-reserve").unlink()
    fill(small_disk)
    with pytest.raises(StoreFullError):
        store.forget(operation.id, [1])
    assert store.checkpoints(operation.id) == (made,)
    with pytest.raises(StoreFullError):
        store.finish(operation.id, Status.COMPLETED)
    (small_disk / "filler").unlink()
    assert store.operation(operation.id).status is Status.INTERRUPTED
    assert store.reopen(operation.id).status is Status.RUNNING
