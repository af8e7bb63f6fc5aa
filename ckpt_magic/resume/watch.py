"""What the running code does to files and processes, heard from the interpreter's audit events.

Responsible for the paths that were opened for writing, renamed or removed, and for whether
other processes were started. Refuses to judge: it collects, the plan decides. Audit hooks
cannot be removed, so there is one for the process, dormant unless an operation runs.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Callable
from typing import Any

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC
_PATH_ARGUMENTS = {
    "os.rename": (0, 1),
    "os.remove": (0,),
    "os.mkdir": (0,),
    "os.rmdir": (0,),
    "os.truncate": (0,),
    "os.link": (1,),
    "os.symlink": (1,),
    "os.chmod": (0,),
    "sqlite3.connect": (0,),
}
_PROCESSES = frozenset(
    {
        "subprocess.Popen",
        "os.system",
        "os.posix_spawn",
        "os.spawn",
        "os.exec",
        "os.fork",
        "os.forkpty",
        "pty.spawn",
    }
)


class Watch:
    """Collects what the thread that created it does while it is switched on.

    Parameters
    ----------
    on_path
        Called with an absolute path before it is touched for the first time.
    on_process
        Called with the name of the program before the first other process starts.
    ignored
        Folders whose content does not count.
    """

    def __init__(
        self,
        on_path: Callable[[str], None],
        on_process: Callable[[str], None],
        ignored: tuple[str, ...] = (),
    ) -> None:
        self.paths: set[str] = set()
        self.started_process = False
        self._on_path = on_path
        self._on_process = on_process
        self._ignored = tuple(os.path.join(os.path.realpath(folder), "") for folder in ignored)
        self._scratch = os.path.join(os.path.realpath(tempfile.gettempdir()), "")
        self._home = os.path.join(os.path.realpath(os.getcwd()), "")
        self._pid = os.getpid()
        self._busy = threading.local()

    def __enter__(self) -> Watch:
        _install()
        _active.append(self)
        return self

    def __exit__(self, *error: object) -> None:
        if self in _active:
            _active.remove(self)

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Take one audit event; whatever happens here must not reach the audited call."""
        if getattr(self._busy, "now", False) or os.getpid() != self._pid:
            return
        self._busy.now = True
        try:
            self._hear(event, arguments)
        finally:
            self._busy.now = False

    def paused(self) -> _Pause:
        """A block in which this thread's own events do not count."""
        return _Pause(self._busy)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = arguments
            if _writes(mode, flags):
                self._touched(path)
        elif event in _PROCESSES:
            if not self.started_process:
                self.started_process = True
                self._on_process(_program(arguments))
        else:
            for index in _PATH_ARGUMENTS[event]:
                self._touched(arguments[index])

    def _touched(self, path: Any) -> None:
        if not isinstance(path, str | bytes | os.PathLike):
            return
        full = os.path.abspath(os.fsdecode(path))
        if full in self.paths or not _regular(full) or self._is_ignored(full):
            return
        self.paths.add(full)
        self._on_path(full)

    def _is_ignored(self, path: str) -> bool:
        real = os.path.realpath(path)
        if real.startswith(self._scratch) and not real.startswith(self._home):
            return True  # scratch files have a new name every time: nobody reads them again
        return "__pycache__" in real or any(real.startswith(folder) for folder in self._ignored)


class _Pause:
    def __init__(self, busy: threading.local) -> None:
        self._busy = busy

    def __enter__(self) -> None:
        self._before = getattr(self._busy, "now", False)
        self._busy.now = True

    def __exit__(self, *error: object) -> None:
        self._busy.now = self._before


_active: list[Watch] = []
_installed: list[bool] = []


def _install() -> None:
    if not _installed:
        _installed.append(True)
        sys.addaudithook(_hook)


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if not _active or (
        event != "open" and event not in _PATH_ARGUMENTS and event not in _PROCESSES
    ):
        return
    for watch in tuple(_active):
        watch.hear(event, arguments)


def _writes(mode: Any, flags: Any) -> bool:
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return isinstance(flags, int) and bool(flags & _WRITES)


def _regular(path: str) -> bool:
    """Whether `path` is, or may become, an ordinary file or folder (no device, no pipe)."""
    if path.endswith(":memory:") or os.path.dirname(path) == "/dev" or path.startswith("/proc/"):
        return False
    return not os.path.exists(path) or os.path.isfile(path) or os.path.isdir(path)


def _program(arguments: tuple[Any, ...]) -> str:
    first = arguments[0] if arguments else ""
    command = arguments[1] if not first and len(arguments) > 1 else first
    if isinstance(command, list | tuple):
        command = " ".join(map(str, command))
    return os.fsdecode(command)[:80] if isinstance(command, str | bytes) else "a program"
