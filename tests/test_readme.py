"""Everything in the README is run, and everything there is to use is in it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ckpt_magic.cli.entry import COMMANDS as CLI_COMMANDS
from ckpt_magic.core import settings
from ckpt_magic.magics.complete import COMMANDS
from tests.magics.conftest import Session, new_session

__all__ = ["new_session"]

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.DOTALL | re.MULTILINE)


def test_no_block_is_of_a_language_that_is_not_run() -> None:
    """Python and shell blocks are looked at below; there are no others."""
    assert set(re.findall(r"^```(\w+)$", README, flags=re.MULTILINE)) == {"python", "sh"}


def test_the_first_cells_run_in_a_notebook(new_session: Callable[[], Session]) -> None:
    """The cell of the first screen, as it stands there."""
    load, cell = _blocks("python")[:2]
    session = new_session()
    session.run_well(load)
    session.run_well("movies = range(5)\ndef process(movie): return movie * 2")
    session.run_well(cell)
    assert session.names["rows"] == [0, 2, 4, 6, 8]


def test_the_script_runs(tmp_path: Path) -> None:
    """The Python API block is a whole program."""
    program = tmp_path / "script.py"
    program.write_text(_blocks("python")[2], encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(program)], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(sum(range(1000)))


def test_the_test_command_is_the_one_of_the_gate() -> None:
    """What the README says passes is what must pass before a change goes in."""
    gate = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    install, tests = _blocks("sh")[:2]
    assert "ckpt-magic demo" in install
    assert tests.strip().endswith("&& python -m pytest")
    assert "python -m pytest\n" in gate
    assert "ckpt-magic demo" in gate


def test_every_option_and_command_is_in_it() -> None:
    """A feature nobody can find is a defect."""
    options = {"--" + name.replace("_", "-") for name in settings._PARSERS}
    missing = [word for word in options | set(COMMANDS) if word not in README]
    missing += [command.name for command in CLI_COMMANDS if command.name not in README]
    assert missing == []


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#:]+)\)", README))
def test_links_lead_somewhere(target: str) -> None:
    """Pictures, notebooks and documents exist."""
    assert (ROOT / target).exists()
