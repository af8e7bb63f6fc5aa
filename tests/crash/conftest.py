"""A folder in memory for the many short lives of a notebook."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def fast_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: a SIGKILL loses nothing that was written."""
    memory = Path("/dev/shm")
    if not memory.is_dir():
        yield tmp_path
        return
    folder = Path(tempfile.mkdtemp(prefix="ckpt_magic-test-", dir=memory))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
