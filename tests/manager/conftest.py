"""Every test has its own directory, its own key and its own locks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ckpt_magic import CheckpointManager


@pytest.fixture(autouse=True)
def own_key_and_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CKPT_MAGIC_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("CKPT_MAGIC_STATE_DIR", str(tmp_path / "locks"))


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "checkpoints"


@pytest.fixture
def make(directory: Path) -> Callable[..., CheckpointManager]:
    """Make a manager on the test's directory, as each new process of a program does."""

    def make_manager(**options: Any) -> CheckpointManager:
        return CheckpointManager(directory, **options)

    return make_manager
