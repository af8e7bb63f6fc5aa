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
from enum import StrEnum
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


class Life(StrEnum):
    """What is known of a recorded process."""

    ALIVE = "alive"
    GONE = "gone"
    UNKNOWN = "unknown"


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
    shared
        Whether other machines may have the store open.
    """

    def __init__(self, folder: Path, instance: str, *, shared: bool = False) -> None:
        self._folder = folder
        self._instance = instance
        self._shared = shared

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

        Only when its lease is free *and* the recorded process is known to be gone. Where that
        cannot be known (another machine, another container) it must have left its lease behind
        in our folder, free: then we would have seen it locked. Else it counts as running.
        """
        if self.is_ours(operation_id):
            return False
        path = self._path(operation_id)
        if is_locked(path):
            return False
        life = life_of(owner, shared=self._shared)
        return life is Life.GONE or (life is Life.UNKNOWN and path.exists())

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


def life_of(owner: Owner | None, *, shared: bool) -> Life:
    """Judge whether the recorded process still runs.

    `shared` says whether other machines may have the store open: on a local disk nothing of
    another machine, or of an earlier boot, can be running.
    """
    if owner is None:
        return Life.GONE
    same_host, same_boot = owner.host == socket.gethostname(), owner.boot_id == boot_id()
    if not same_boot:
        return Life.UNKNOWN if shared and not same_host else Life.GONE
    if owner.pid == os.getpid() and same_host:
        return Life.GONE  # it is us, and whoever asks knows that we do not run it
    if runs_here(owner.pid, owner.pid_started_at):
        return Life.ALIVE
    return Life.GONE if same_host else Life.UNKNOWN


def runs_here(pid: int, started_at: float) -> bool:
    """Whether a process that started at `started_at` (seconds since the epoch) still runs here."""
    try:
        process = psutil.Process(pid)
        same = abs(process.create_time() - started_at) < START_TOLERANCE_S
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


def is_elsewhere(owner: Owner | None) -> bool:
    """Whether the owner is on another host, where nobody here can see whether it lives."""
    return owner is not None and owner.host != socket.gethostname()


def describe(owner: Owner | None) -> str:
    """Return who an owner is, for an error."""
    if owner is None:
        return "another process"
    where = "" if owner.host == socket.gethostname() else f" on {owner.host}"
    return f"process {owner.pid}{where}"
