"""Lives of one notebook: forked processes that run a checkpointed cell and may die in it.

Responsible for the cell, the process around it and the moment at which something happens to
it. Refuses to judge what is left.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

import ckpt_magic
from ckpt_magic.magics import load, session_of
from ckpt_magic.magics import running as _loaded_before_the_fork  # noqa: F401 (forks are quick)
from ckpt_magic.magics.session import Session
from tests.store.processes import run_forked

ITEMS = 5
CELL = f"""%%checkpointed --name work --every 1 --keep 2 --quiet
import random
random.seed(7)
rows, table = [], {{}}
for i in range({ITEMS}):
    row = [i]
    rows.append(row)
    for j in range(2):
        row.append(random.randrange(1000))
        table[i, j] = row
    shared = rows[-1]
total = sum(map(sum, rows))
"""
NAMES = ("rows", "table", "shared", "total", "i", "j")
_OURS = str(Path(ckpt_magic.__file__).parent)


@dataclass(frozen=True, slots=True)
class Life:
    """One process of the notebook: its shell with the extension loaded."""

    shell: Any
    session: Session

    def run(self, code: str = CELL) -> BaseException | None:
        """Run a cell as a front end that knows path and cell id; returns its error."""
        result = self.shell.run_cell(code, store_history=True, cell_id="the-cell")
        error: BaseException | None = result.error_before_exec or result.error_in_exec
        return error

    def ending(self) -> dict[str, str]:
        """What the cell left, as text; shared parts are told from equal ones."""
        names = self.shell.user_ns
        found = {name: repr(names.get(name, "absent")) for name in NAMES}
        if "table" in names and "rows" in names:
            is_shared = all(names["rows"][i] is row for (i, _), row in names["table"].items())
            found["is shared"] = repr(is_shared)
        return found


def _shell() -> Any:
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    make: Any = InteractiveShell
    return make(config=config)


@contextlib.contextmanager
def _at_home(folder: Path) -> Iterator[None]:
    """Be in the notebook's folder, with keys and locks of its own; silent."""
    (folder / "work").mkdir(parents=True, exist_ok=True)
    os.chdir(folder / "work")
    os.environ |= {
        "CKPT_MAGIC_KEY_FILE": str(folder / "key"),
        "CKPT_MAGIC_STATE_DIR": str(folder / "state"),
        "JPY_SESSION_NAME": str(folder / "work" / "book.ipynb"),
    }
    os.environ.pop("CKPT_MAGIC_DIR", None)
    with (
        (folder / "printed").open("a") as file,
        contextlib.redirect_stdout(file),
        contextlib.redirect_stderr(file),
    ):
        yield


def live(folder: Path, act: Callable[[Life], object]) -> int:
    """Let `act` happen in a process of its own; its exit status, negative for a signal."""

    def in_child() -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        with _at_home(folder):
            shell = _shell()
            load(shell)
            act(Life(shell, session_of(shell)))

    sys.stdout.flush()
    return run_forked(in_child)


def ending_of(folder: Path, act: Callable[[Life], object] = Life.run) -> dict[str, str]:
    """Let `act` happen in a process of its own and return what the cell left there."""

    def in_child(life: Life) -> None:
        error = act(life)
        if isinstance(error, BaseException):
            raise error
        (folder / "ending").write_text(json.dumps(life.ending()))

    (folder / "ending").unlink(missing_ok=True)
    status = live(folder, in_child)
    assert status == 0, f"exit status {status}: {printed(folder)}"
    found: dict[str, str] = json.loads((folder / "ending").read_text())
    return found


def printed(folder: Path) -> str:
    """The end of what all lives printed."""
    return (folder / "printed").read_text()[-3000:]


@contextlib.contextmanager
def at_call(number: int, act: Callable[[], object]) -> Iterator[list[str]]:
    """Call `act` at the `number`-th call of a function of the package; yields their names."""
    seen: list[str] = []

    def count(frame: Any, event: str, _argument: object) -> None:
        code = frame.f_code
        if event != "call" or not code.co_filename.startswith(_OURS):
            return
        seen.append(f"{Path(code.co_filename).stem}.{code.co_qualname}")
        if len(seen) == number:
            act()

    sys.setprofile(count)
    try:
        yield seen
    finally:
        sys.setprofile(None)


def interrupt() -> None:
    """Press Ctrl-C."""
    os.kill(os.getpid(), signal.SIGINT)


def chance() -> tuple[int, random.Random]:
    """A seed that differs by run, or the one asked for, and its random numbers."""
    seed = int(os.environ.get("CKPT_MAGIC_TEST_SEED", time.time_ns() % 10**9))
    return seed, random.Random(seed)
