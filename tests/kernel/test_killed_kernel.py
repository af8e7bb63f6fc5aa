"""A kernel killed with SIGKILL in the middle of a loop; the cell is run again in a new one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.kernel.session import Kernel, Notebook

pytestmark = [pytest.mark.slow, pytest.mark.kernel]

ITEMS = 12
LOAD = "%load_ext ckpt_magic"
SETUP = """
import os, random, time
import numpy as np
random.seed(3); np.random.seed(4)
rows = []; table = {}; pids = []
"""
LOOP = f"""
alias = rows
for i in range({ITEMS}):
    pids.append(os.getpid())
    for j, letter in enumerate('ab'):
        rows.append((i, letter, random.random()))
    table[f'k{{i}}'] = np.random.rand(3)
    print('item', i, flush=True)
    time.sleep(0.02)
total = sum(row[2] for row in rows)
"""
CELL = f"%%checkpointed --name table --every 1{LOOP}"
NAMES = ("rows", "table", "alias", "total", "i", "j", "letter")
MOMENTS = ("item 0\n", "item 4\n", f"item {ITEMS - 2}\n")


@pytest.fixture(scope="module")
def never_killed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The namespace of a run without the magic and without a kill."""
    with Notebook(tmp_path_factory.mktemp("unkilled")).kernel() as kernel:
        assert kernel.run(SETUP, "setup").ok
        assert kernel.run(LOOP, "loop").ok
        return kernel.namespace(NAMES)


def _run_until_killed(notebook: Notebook, moment: str) -> int:
    """Run the notebook in a kernel that dies once the loop printed `moment`; return its pid."""
    with notebook.kernel() as kernel:
        assert kernel.run(LOAD, "load").ok
        assert kernel.run(SETUP, "setup").ok
        kernel.wait_for_text(kernel.begin(CELL, "loop"), moment)
        pid = kernel.pid
        kernel.kill()
    return pid


def _assert_continued(kernel: Kernel, dead_pid: int, wanted: dict[str, str], moment: str) -> None:
    """The end is that of a run never killed, and the dead process' items were not done again."""
    hint = f"killed once the loop printed {moment!r}"
    reply = kernel.run(CELL, "loop")
    assert reply.ok, f"{hint}: {reply.traceback}"
    assert kernel.namespace(NAMES) == wanted, hint
    pids = kernel.run("print(*pids)", "pids").text.split()
    assert len(pids) == ITEMS, hint
    assert set(pids) == {str(dead_pid), str(kernel.pid)}, f"{hint}: started over instead"


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_cell_alone_continues(
    notebook: Notebook, never_killed: dict[str, str], moment: str
) -> None:
    """In a new kernel the cell goes on without any setup, wherever the old one died."""
    dead_pid = _run_until_killed(notebook, moment)
    with notebook.kernel() as kernel:
        assert kernel.run(LOAD, "load").ok
        _assert_continued(kernel, dead_pid, never_killed, moment)


@pytest.mark.parametrize("known", [True, False], ids=["with-cell-ids", "without-identity"])
def test_run_all_after_the_restart_continues(
    folder: Path, never_killed: dict[str, str], *, known: bool
) -> None:
    """Running every cell again, setup included, ends like a run that was never killed."""
    notebook = Notebook(folder, known=known)
    dead_pid = _run_until_killed(notebook, MOMENTS[1])
    with notebook.kernel() as kernel:
        assert kernel.run(LOAD, "load").ok
        assert kernel.run(SETUP, "setup").ok
        _assert_continued(kernel, dead_pid, never_killed, MOMENTS[1])


def test_killed_twice(notebook: Notebook, never_killed: dict[str, str]) -> None:
    """A resumed cell that is killed again goes on from its newer checkpoint."""
    first = _run_until_killed(notebook, MOMENTS[0])
    with notebook.kernel() as kernel:
        assert kernel.run(LOAD, "load").ok
        kernel.wait_for_text(kernel.begin(CELL, "loop"), "item 7\n")
        second = kernel.pid
        kernel.kill()
    with notebook.kernel() as kernel:
        assert kernel.run(LOAD, "load").ok
        assert kernel.run(CELL, "loop").ok
        assert kernel.namespace(NAMES) == never_killed
        pids = kernel.run("print(*pids)", "pids").text.split()
        assert set(pids) == {str(first), str(second), str(kernel.pid)}


def test_loading_says_what_was_interrupted(notebook: Notebook) -> None:
    """After the kill, loading the extension names the operation."""
    _run_until_killed(notebook, MOMENTS[1])
    with notebook.kernel() as kernel:
        assert "table" in kernel.run(LOAD, "load").text


def test_fresh_starts_over(notebook: Notebook, never_killed: dict[str, str]) -> None:
    """With --fresh nothing is taken from the interrupted operation."""
    _run_until_killed(notebook, MOMENTS[1])
    with notebook.kernel() as kernel:
        assert kernel.run(LOAD, "load").ok
        assert kernel.run(SETUP, "setup").ok
        reply = kernel.run(CELL.replace("--every 1", "--every 1 --fresh"), "loop")
        assert reply.ok, reply.traceback
        assert kernel.namespace(NAMES) == never_killed
        assert set(kernel.run("print(*pids)", "pids").text.split()) == {str(kernel.pid)}


def test_another_path_to_the_position_is_refused(notebook: Notebook) -> None:
    """An edited loop header is refused with the difference; the cell is not run."""
    _run_until_killed(notebook, MOMENTS[1])
    edited = CELL.replace(f"range({ITEMS})", f"range({ITEMS + 1})")
    with notebook.kernel() as kernel:
        assert kernel.run(LOAD, "load").ok
        reply = kernel.run(edited, "loop")
        assert reply.error == "CodeChangedError", reply
        assert f"range({ITEMS})" in reply.traceback
        assert f"range({ITEMS + 1})" in reply.traceback
        assert kernel.run("print('rows' in globals())", "probe").text.strip() == "False"


def test_the_result_of_a_finished_cell_outlives_its_kernel(notebook: Notebook) -> None:
    """A completed operation is offered after a restart, and its variables come back."""
    with notebook.kernel() as kernel:
        assert kernel.run(LOAD, "load").ok
        assert kernel.run(SETUP, "setup").ok
        assert kernel.run(CELL, "loop").ok
        wanted = kernel.namespace(NAMES)
        kernel.kill()
    with notebook.kernel() as kernel:
        assert kernel.run(LOAD, "load").ok
        reply = kernel.run("%ckpt restore table", "restore")
        assert reply.ok, reply.traceback
        assert kernel.namespace(NAMES) == wanted


def test_a_store_of_a_killed_kernel_stays_beside_the_notebook(notebook: Notebook) -> None:
    """What was saved lies in one private folder beside the notebook, which git leaves alone."""
    _run_until_killed(notebook, MOMENTS[1])
    store = notebook.folder / ".ckpt_magic"
    assert os.stat(store).st_mode & 0o077 == 0
    assert (store / ".gitignore").read_text().strip() == "*"
