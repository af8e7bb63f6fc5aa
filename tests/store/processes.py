"""Other processes for tests: forked ones that run a function, and fresh interpreters."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ckpt_magic.store import connection

ROOT = Path(__file__).parents[2]


def run_forked(act: Callable[[], object]) -> int:
    """Run a function in a forked child; its exit status, negative when a signal ended it."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            act()
            status = 0
        except BaseException:  # noqa: BLE001 (a child must never go on as a second pytest)
            traceback.print_exc()
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def start_python(code: str, *arguments: str) -> subprocess.Popen[str]:
    """Start a fresh interpreter that can import the package."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )


def end(process: subprocess.Popen[str]) -> None:
    """Kill a process the hard way and wait until it is gone."""
    process.send_signal(signal.SIGKILL)
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()


@contextmanager
def at_statement(number: int, act: Callable[[], object]) -> Iterator[list[str]]:
    """Call `act` before the `number`-th SQL statement inside the block; yields what ran.

    Statements that read or set up a connection are not counted.
    """
    seen: list[str] = []
    original = connection.connect

    def note(statement: str) -> None:
        if statement.startswith(("SELECT", "PRAGMA")) and "vacuum" not in statement:
            return
        seen.append(statement)
        if len(seen) == number:
            act()

    def connect(uri: str) -> sqlite3.Connection:
        opened = original(uri)
        opened.set_trace_callback(note)
        return opened

    patch = pytest.MonkeyPatch()
    patch.setattr(connection, "connect", connect)
    try:
        yield seen
    finally:
        patch.undo()


def kill_self() -> None:
    """Die like a process that the kernel runs out of memory for."""
    os.kill(os.getpid(), signal.SIGKILL)
