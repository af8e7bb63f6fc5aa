"""Stores that touch nothing outside a test's own folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ckpt_magic.store.sqlite import SqliteStore

KEY = bytes(range(32))

OpenStore = Callable[..., SqliteStore]


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
