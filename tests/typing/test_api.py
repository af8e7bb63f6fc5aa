"""The types that users see."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import ckpt_magic

ROOT = Path(ckpt_magic.__file__).parents[1]


@pytest.mark.slow
def test_the_api_is_typed_as_its_users_write_it(tmp_path: Path) -> None:
    """mypy accepts what is right in api.py and refuses what is marked as wrong."""
    pytest.importorskip("mypy")
    file = Path(__file__).with_name("api.py")
    options = ["--strict", "--follow-imports=silent", f"--cache-dir={tmp_path}"]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *options, str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
