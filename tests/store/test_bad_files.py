"""Files that are no store, or a damaged one: named, and never read wrongly."""

from __future__ import annotations

import os
import random
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from ckpt_magic.core.errors import (
    CorruptStoreError,
    StoreError,
    UnsupportedFormatError,
)
from ckpt_magic.store.sqlite import SqliteStore
from tests.store.conftest import CONTENT, OpenStore, Saved
from tests.store.contract_suite import begin, commit


def execute(store: SqliteStore, statement: str, *values: Any) -> None:
    """Change the file behind the store's back."""
    with closing(sqlite3.connect(store.path)) as raw, raw:
        raw.execute(statement, values)


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


@pytest.mark.parametrize("part", [0.0, 0.001, 0.2, 0.5, 0.99])
def test_a_truncated_file_is_damaged(
    store: SqliteStore,
    open_store: OpenStore,
    saved: Saved,
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


def test_a_flipped_bit_costs_the_checkpoints_that_use_it(store: SqliteStore, saved: Saved) -> None:
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


def test_a_missing_chunk_is_named(store: SqliteStore, saved: Saved) -> None:
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


def test_a_damaged_manifest_is_left_out(store: SqliteStore, saved: Saved) -> None:
    """The checkpoint before it is the last one; the damaged one in hand is not read."""
    operation, made = saved
    execute(store, "UPDATE checkpoints SET manifest = 'x' || manifest WHERE sequence = 3")
    assert store.checkpoints(operation.id) == tuple(made[:2])
    with pytest.raises(CorruptStoreError, match="@3"):
        store.read(made[2], "own")
    assert store.is_trusted()


def test_bytes_flipped_anywhere_give_the_right_bytes_or_an_error(
    store: SqliteStore, open_store: OpenStore, saved: Saved
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


def test_a_store_that_is_deleted_while_it_is_used_is_named_as_gone(store: SqliteStore) -> None:
    """What happened, what goes on, and what brings it back; and none is made in its place."""
    operation = begin(store)
    store.path.unlink()
    with pytest.raises(StoreError, match=r"is gone: it was deleted or moved away; .*; put it back"):
        commit(store, operation, {"data": b"more"})
    assert not store.path.exists()
