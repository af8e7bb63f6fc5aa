"""The public names of the package."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import ckpt_magic
from ckpt_magic.manager.manager import CheckpointManager


def test_the_public_names() -> None:
    """What a user may import is this list, and nothing is added by accident."""
    assert ckpt_magic.__all__ == [
        "CheckpointManager",
        "__version__",
        "load_ipython_extension",
        "unload_ipython_extension",
    ]
    assert all(hasattr(ckpt_magic, name) for name in ckpt_magic.__all__)


def test_the_manager_is_exported() -> None:
    """The name at the top is the class itself."""
    assert ckpt_magic.CheckpointManager is CheckpointManager


def test_the_public_methods_of_an_operation() -> None:
    """An operation offers these fields and methods and no others."""
    from ckpt_magic.manager.operation import Operation

    assert sorted(name for name in vars(Operation) if not name.startswith("_")) == [
        "checkpoints", "complete", "discard", "fail", "id", "last_checkpoint",
        "last_checkpoint_at", "message", "operation_type", "processed_items", "resume",
        "save_checkpoint", "start_time", "state", "status", "total_items", "track",
    ]  # fmt: skip


def test_importing_the_package_loads_none_of_its_rooms() -> None:
    """`import ckpt_magic` is cheap: the rooms are loaded when they are first used."""
    program = (
        "import ckpt_magic, sys;"
        "print([name for name in sys.modules if name.startswith('ckpt_magic.')"
        " or name in ('dill', 'IPython', 'sqlite3')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(ckpt_magic.__file__).parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"
