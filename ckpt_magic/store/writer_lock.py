"""One writer per store, in this process and among all of this machine.

Responsible for the lock that is held from a save's first "do I have this chunk?" to its
commit. Refuses to know what is written.
"""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from types import TracebackType

from ckpt_magic.core.errors import StoreError, StoreLockedError
from ckpt_magic.store.filelock import try_lock, unlock
from ckpt_magic.store.interrupts import InterruptDelay

_RETRY_S = 0.002


class _Registry:
    """One lock per store in this process; new ones in a forked child."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self._locks: dict[str, threading.Lock] = {}

    def lock_of(self, instance: str) -> threading.Lock:
        return self._locks.setdefault(instance, threading.Lock())


_registry = _Registry()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_registry.clear)


class WriterLock:
    """Held in a ``with`` by the one writer of a store.

    Raises
    ------
    StoreLockedError
        Naming the process that has it, after `wait_s` seconds.
    """

    def __init__(
        self, folder: Path, instance: str, *, wait_s: float, interrupts: InterruptDelay
    ) -> None:
        self._path = folder / f"{instance}.writer"
        self._in_process = _registry.lock_of(instance)
        self._wait_s = wait_s
        self._interrupts = interrupts
        self._fd: int | None = None

    def __enter__(self) -> WriterLock:
        deadline = time.monotonic() + self._wait_s
        while not self._in_process.acquire(timeout=_RETRY_S):
            self._wait(deadline, "another thread of this process")
        try:
            self._fd = self._lock_file(deadline)
        except BaseException:
            self._in_process.release()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        fd, self._fd = self._fd, None
        try:
            if fd is not None:
                unlock(fd, self._path)
        finally:
            self._in_process.release()

    def _lock_file(self, deadline: float) -> int:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            while (fd := try_lock(self._path, f"process {os.getpid()}")) is None:
                self._wait(deadline, self._holder())
                time.sleep(_RETRY_S)
        except StoreError:
            raise
        except OSError as error:
            raise StoreError(
                f"the lock folder {self._path.parent} cannot be used ({error.strerror})",
                fix="set CKPT_MAGIC_STATE_DIR to a folder on a local disk",
            ) from error
        return fd

    def _wait(self, deadline: float, holder: str) -> None:
        self._interrupts.check()
        if time.monotonic() > deadline:
            raise StoreLockedError(
                f"{holder} writes this store, waited {self._wait_s:.0f} s",
                safe="nothing was changed",
                fix="try again when it is done",
            )

    def _holder(self) -> str:
        try:
            return self._path.read_text(encoding="ascii") or "another process"
        except (OSError, UnicodeDecodeError):
            return "another process"
