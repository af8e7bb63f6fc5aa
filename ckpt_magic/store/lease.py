"""Who runs what: dead or alive.

Responsible for one lease per running operation and for telling a live owner from a dead
one. Refuses to know what an operation is: it sees names and owners.

A lease is a locked file in the user's state folder: outside the notebook's folder, because
the lock is dropped when its process closes any descriptor of that file. A forked child
inherits the memory of a lease and never the lock: it neither owns nor releases it.
"""

from __future__ import annotations

import functools
import os
import secrets
import socket
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
from blake3 import blake3

from ckpt_magic.core.errors import StoreError
from ckpt_magic.core.model import Owner
from ckpt_magic.store.filelock import is_locked, try_lock, unlock

START_TOLERANCE_S = 2.0
"""The start of a process is computed from the boot time, which clock corrections move."""
_PATIENCE_S = 0.1
"""A reader that asks whether a lease is free holds it for a moment; longer means taken."""
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    fd: int
    path: Path
    claim: str
    pid: int


class _Registry:
    """The leases of this process. Renewed in a forked child, where other threads are gone."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.held: dict[tuple[str, str], _Held] = {}

    def after_fork(self) -> None:
        self.lock = threading.RLock()


_registry = _Registry()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_registry.after_fork)


class Leases:
    """Leases on the operations of one store.

    Parameters
    ----------
    folder
        Where lock files lie; made when it is first needed.
    instance
        Tells this store from its copies.
    """

    def __init__(self, folder: Path, instance: str) -> None:
        self._folder = folder
        self._instance = instance

    def take(self, operation_id: str) -> str | None:
        """Return a new claim on the operation, or ``None`` when it is taken."""
        with _registry.lock:
            key = (self._instance, operation_id)
            if self._own(key) is not None:
                return None
            path = self._path(operation_id)
            fd = self._patiently(path)
            if fd is None:
                return None
            claim = secrets.token_hex(16)
            _registry.held[key] = _Held(fd=fd, path=path, claim=claim, pid=os.getpid())
            return claim

    def release(self, operation_id: str) -> None:
        """Give the lease back; does nothing in a process that does not hold it."""
        with _registry.lock:
            key = (self._instance, operation_id)
            held = self._own(key)
            if held is not None:
                del _registry.held[key]
                unlock(held.fd, held.path)

    def claim(self, operation_id: str) -> str | None:
        """Return the claim this process, or the one it was forked from, has on the operation."""
        held = _registry.held.get((self._instance, operation_id))
        return None if held is None else held.claim

    def is_ours(self, operation_id: str) -> bool:
        """Whether this very process runs the operation."""
        return self._own((self._instance, operation_id)) is not None

    def is_dead(self, operation_id: str, owner: Owner | None) -> bool:
        """Whether nobody runs an operation that is recorded as running.

        Only when its lease is free *and* the recorded process is known to be gone. Of a
        process on another host nothing is known: its operation counts as running.
        """
        if self.is_ours(operation_id):
            return False
        if owner is not None and may_be_alive(owner):
            return False
        return not is_locked(self._path(operation_id))

    def _own(self, key: tuple[str, str]) -> _Held | None:
        held = _registry.held.get(key)
        return held if held is not None and held.pid == os.getpid() else None

    def _patiently(self, path: Path) -> int | None:
        deadline = time.monotonic() + _PATIENCE_S
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            while (fd := try_lock(path)) is None and time.monotonic() < deadline:
                time.sleep(0.002)
        except OSError as error:
            raise StoreError(
                f"the lock folder {self._folder} cannot be used ({error.strerror})",
                fix="set CKPT_MAGIC_STATE_DIR to a folder on a local disk",
            ) from error
        return fd

    def _path(self, operation_id: str) -> Path:
        # Hashed, because an id from a stranger's store may hold anything, "../" included.
        name = blake3(f"{self._instance}\0{operation_id}".encode()).hexdigest()
        return self._folder / f"{name[:40]}.lease"


def this_process() -> Owner:
    """Return what tells this process from every other, later ones with its pid included."""
    return Owner(
        pid=os.getpid(),
        pid_started_at=psutil.Process().create_time(),
        host=socket.gethostname(),
        boot_id=boot_id(),
    )


def may_be_alive(owner: Owner) -> bool:
    """Whether the process may still run: ``False`` only when it is known to be gone."""
    if owner.host != socket.gethostname():
        return True
    if owner.boot_id != boot_id():
        return False
    try:
        process = psutil.Process(owner.pid)
        same = abs(process.create_time() - owner.pid_started_at) < START_TOLERANCE_S
        return bool(same and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        return True


@functools.cache
def boot_id() -> str:
    """Return what changes with every boot of this machine."""
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return f"booted-{round(psutil.boot_time() / 60)}"


def describe(owner: Owner | None) -> str:
    """Return who an owner is, for an error."""
    if owner is None:
        return "another process"
    where = "" if owner.host == socket.gethostname() else f" on {owner.host}"
    return f"process {owner.pid}{where}"
