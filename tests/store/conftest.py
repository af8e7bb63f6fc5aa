"""Stores that touch nothing outside a test's own folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ckpt_magic.core.model import Checkpoint, Operation
from ckpt_magic.store.sqlite import SqliteStore
from tests.store.contract_suite import begin, commit

KEY = bytes(range(32))

CONTENT = b"".join(b"%d " % number for number in range(100_000))

OpenStore = Callable[..., SqliteStore]
Saved = tuple[Operation, list[Checkpoint]]


@pytest.fixture
def open_store(tmp_path: Path) -> OpenStore:
    """Open the test's store file, as often as wanted."""

    def opened(path: Path | None = None, **options: Any) -> SqliteStore:
        settings = {"state_dir": tmp_path / "state", "key": KEY, "wait_s": 2.0} | options
        return SqliteStore(path or tmp_path / "folder" / "book.ckpt", **settings)

    return opened


@pytest.fixture
def fast_folder() -> Iterator[Path]:
    """A folder in memory where there is one: nothing that survives a SIGKILL needs a disk."""
    memory = Path("/dev/shm")
    usable = memory.is_dir() and os.access(memory, os.W_OK)
    with tempfile.TemporaryDirectory(dir=memory if usable else None) as folder:
        yield Path(folder)


@pytest.fixture
def store(open_store: OpenStore) -> SqliteStore:
    """A store in a file."""
    return open_store()


@pytest.fixture
def saved(store: SqliteStore) -> Saved:
    """An operation with three checkpoints, each with a blob of its own and one they share."""
    operation = begin(store)
    made = [
        commit(store, operation, {"shared": CONTENT, "own": CONTENT[number:] + b"!"})
        for number in (1, 2, 3)
    ]
    return operation, made
