"""A lock on a file that any death of its process releases.

Responsible for one lock, held by a process and never by its forked children. Refuses to
know what the lock protects.
"""

from __future__ import annotations

import os
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: there the recorded process alone says who runs what
    HAS_LOCKS = False
else:
    HAS_LOCKS = True

_MODE = 0o600


def try_lock(path: Path, text: str = "") -> int | None:
    """Return a descriptor that holds the lock on `path`, or ``None`` when another process has it.

    `text` is written into the file for whoever finds it locked. The kernel drops the lock
    when this process closes *any* descriptor of the file: open it nowhere else.
    """
    while True:
        fd = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), _MODE)
        try:
            if not _locked(fd):
                os.close(fd)
                return None
            if _is_at(fd, path):
                os.ftruncate(fd, 0)
                os.write(fd, text.encode())
                return fd
        except BaseException:
            os.close(fd)
            raise
        os.close(fd)  # whoever had it removed the file: lock the new one


def unlock(fd: int, path: Path) -> None:
    """Release the lock and remove its file."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        pass  # Windows refuses while it is open; an empty file is left behind
    finally:
        os.close(fd)


def is_locked(path: Path) -> bool:
    """Whether another process holds the lock; never ask for one that this process holds."""
    if not HAS_LOCKS or not path.exists():
        return False
    try:
        fd = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.lockf(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return True
    finally:
        os.close(fd)
    return False


def _locked(fd: int) -> bool:
    if not HAS_LOCKS:
        return True
    try:
        fcntl.lockf(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):  # POSIX allows EACCES for "somebody has it"
        return False
    return True


def _is_at(fd: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(fd), path.stat())
    except FileNotFoundError:
        return False
