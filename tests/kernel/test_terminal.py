"""IPython in a real terminal, with Ctrl-C typed while saves go on."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from tests.kernel.session import REPOSITORY

pytestmark = [pytest.mark.slow, pytest.mark.kernel]

ITEMS = 30
CTRL_C = "\x03"
PROMPT = r"In \[\d+\]: "
SLOW_TO_SAVE = "heap = [[n] for n in range(100_000)]"
CELL = (
    "%%checkpointed --name typed --every 1",
    "numbers = []",
    f"for i in range({ITEMS}):",
    "    numbers.append(random.random()); heap[i].append(i)",
    "    time.sleep(0.005)",
    "    print('item', i, flush=True)",
    "total = sum(numbers)",
)


class Terminal:
    """IPython in a pseudo-terminal of its own."""

    def __init__(self, folder: Path) -> None:
        environment = os.environ | {
            "CKPT_MAGIC_DIR": str(folder / "stores"),
            "CKPT_MAGIC_KEY_FILE": str(folder / "key"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_STATE_HOME": str(folder / "state"),
            "IPYTHONDIR": str(folder / "ipython"),
            "PYTHONPATH": str(REPOSITORY),
            "TERM": "dumb",
        }
        options = ["--no-banner", "--simple-prompt", "--no-confirm-exit", "--colors=NoColor"]
        self._child = pexpect.spawn(
            sys.executable,
            ["-m", "IPython", *options],
            cwd=str(folder),
            env=environment,
            timeout=60,
            encoding="utf-8",
            dimensions=(40, 200),
        )
        self._child.expect(PROMPT)

    def type(self, *lines: str) -> str:
        """Type one line, or a cell magic and its body; return what was answered."""
        self.begin(*lines)
        return self.answer()

    def begin(self, *lines: str) -> None:
        """Type without waiting for the answer; two empty lines end a cell magic."""
        for line in lines if len(lines) == 1 else (*lines, "", ""):
            self._child.sendline(line)

    def answer(self) -> str:
        """Wait for the next prompt and return what came before it."""
        self._child.expect(PROMPT)
        return str(self._child.before)

    def wait_for(self, text: str) -> None:
        """Return as soon as `text` was printed."""
        self._child.expect(text)

    def press_ctrl_c(self) -> None:
        """Press Ctrl-C, which signals the whole foreground process group."""
        self._child.send(CTRL_C)

    def close(self) -> None:
        """End the terminal."""
        self._child.close(force=True)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """A terminal with the extension loaded and a value that is slow to save."""
    opened = Terminal(tmp_path)
    opened.type("import random, time")
    opened.type(SLOW_TO_SAVE)
    opened.type("%load_ext ckpt_magic")
    yield opened
    opened.close()


def _numbers(text: str) -> str:
    found = re.search(r"\[[-0-9., ]+\]", text)
    assert found, text
    return found.group()


def test_ctrl_c_during_saves_loses_nothing(terminal: Terminal) -> None:
    """Interrupted at many instants, most of them inside a save, the cell still ends exactly."""
    terminal.type("random.seed(5)")
    wanted = _numbers(terminal.type(f"print([random.random() for _ in range({ITEMS})])"))
    terminal.type("random.seed(5)")
    interrupted = 0
    for attempt in range(6):
        terminal.begin(*CELL)
        terminal.wait_for(rf"item {4 * attempt + 1}\b")
        time.sleep(0.011 * attempt)
        terminal.press_ctrl_c()
        interrupted += "KeyboardInterrupt" in terminal.answer()
    assert interrupted > 1
    terminal.type(*CELL)
    assert _numbers(terminal.type("print(numbers)")) == wanted
    assert "True" in terminal.type(f"len(numbers) == {ITEMS} and total == sum(numbers)")


def test_the_magic_alone_waits_for_its_cell(terminal: Terminal) -> None:
    """After its first line the terminal asks for more, as for every cell magic."""
    terminal.begin("%%checkpointed --name typed")
    terminal.wait_for(r" {3}\.\.\.: ")
    terminal.press_ctrl_c()
    terminal.answer()
