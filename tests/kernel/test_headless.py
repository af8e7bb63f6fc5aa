"""Notebooks executed where nobody looks: nbclient, killed once and executed again."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError

from tests.kernel.session import REPOSITORY

pytestmark = [pytest.mark.slow, pytest.mark.kernel]

ITEMS = 15
DIE_AT = "CKPT_TEST_DIE_AT"
SETUP = "import os, random, signal\nrandom.seed({alpha})\nalpha = {alpha}"
LOOP = f"""%%checkpointed --name headless --every 1
numbers, pids = [], []
for i in range({ITEMS}):
    if str(i) == os.environ.get({DIE_AT!r}):
        os.kill(os.getpid(), signal.SIGKILL)
    pids.append(os.getpid())
    numbers.append(round(random.random() * alpha, 6))
"""
RESULT = "print(numbers)"
PROCESSES = "print(len(set(pids)))"


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep keys and locks of the kernels in a folder of the test."""
    monkeypatch.setenv("CKPT_MAGIC_KEY_FILE", str(tmp_path / "state" / "key"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "state" / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state" / "state"))
    monkeypatch.setenv("PYTHONPATH", str(REPOSITORY))
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    monkeypatch.delenv(DIE_AT, raising=False)
    return tmp_path


def _execute(folder: Path, alpha: str = "1.0") -> list[str]:
    """Execute the notebook from its first cell; return what its last two cells printed."""
    texts = ["%load_ext ckpt_magic", SETUP.format(alpha=alpha), LOOP, RESULT, PROCESSES]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in texts])
    for index, cell in enumerate(book.cells):
        cell["id"] = f"cell-{index}"
    client = NotebookClient(book, timeout=60, resources={"metadata": {"path": str(folder)}})
    client.execute()
    return [cell.outputs[0]["text"].strip() for cell in book.cells[-2:]]


def _execute_and_die(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DIE_AT, "7")
    with pytest.raises(DeadKernelError):
        _execute(folder)
    monkeypatch.delenv(DIE_AT)


def _never_killed(state: Path, alpha: str = "1.0") -> str:
    elsewhere = state / "elsewhere"
    elsewhere.mkdir()
    return _execute(elsewhere, alpha)[0]


def test_executing_again_continues(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second execution goes on where the first one died and ends like one never killed."""
    work = state / "work"
    work.mkdir()
    _execute_and_die(work, monkeypatch)
    numbers, processes = _execute(work)
    assert numbers == _never_killed(state)
    assert processes == "2"


def test_another_parameter_never_goes_on_from_this_run(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With another value in a cell before it, a new run starts; the interrupted one stays."""
    work = state / "work"
    work.mkdir()
    _execute_and_die(work, monkeypatch)
    numbers, processes = _execute(work, alpha="2.0")
    assert numbers == _never_killed(state, alpha="2.0")
    assert processes == "1"


def test_executing_a_finished_notebook_again_starts_anew(state: Path) -> None:
    """Completed work is not continued."""
    work = state / "work"
    work.mkdir()
    assert _execute(work) == _execute(work)
    assert os.listdir(work)
