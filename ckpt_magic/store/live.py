"""The two small files beside a store that hold what is true only for now.

Responsible for the status of an operation that runs (written by its process, read by anybody)
and for commands to it (appended by anybody, read by its process). Refuses to keep anything
that a resume needs: these files may be lost at any moment. They are named after the operation,
because two kernels may run two operations of one notebook.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ckpt_magic.core.control import Command
from ckpt_magic.core.errors import StoreError
from ckpt_magic.core.model import Json

STATUS_SUFFIX = ".status"
CONTROL_SUFFIX = ".control"
MAX_BYTES = 64 * 1024
"""A longer file is not one of ours."""
_O_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopStatus:
    """One loop that the code is inside of; ``line`` counts from 1."""

    line: int
    header: str
    processed: int
    total: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveStatus:
    """What a running operation says of itself.

    ``at`` and ``checkpoint_at`` are in seconds since the epoch; ``elapsed_s``, ``rate_per_s``
    and ``eta_s`` are of this run only. ``state`` is ``running``, ``paused``, ``saving`` or
    ``stopping``; ``overhead`` is the share (0 to 1) of this run that saving took; ``message``
    says why the last checkpoint was skipped; ``controllable`` says that commands are read.
    """

    operation_id: str
    name: str
    pid: int
    at: float
    state: str = "running"
    processed: int | None = None
    total: int | None = None
    loops: tuple[LoopStatus, ...] = ()
    elapsed_s: float = 0.0
    rate_per_s: float | None = None
    eta_s: float | None = None
    checkpoint_at: float | None = None
    checkpoint_size_bytes: int | None = None
    stall_s: float | None = None
    saved: int = 0
    overhead: float = 0.0
    message: str = ""
    controllable: bool = True

    def to_json(self) -> dict[str, Json]:
        """Return the status as plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Json]) -> LiveStatus:
        """Build a status from what `to_json` returned; ``TypeError`` when it is not one."""
        status = cls(**data)
        loops = tuple(LoopStatus(**loop) for loop in data.get("loops", ()))
        return replace(status, loops=loops)


def status_path(store: Path, operation_id: str) -> Path:
    """Return the file in which an operation of the store at `store` says how it is."""
    return store.with_name(f"{store.stem}.{operation_id}{STATUS_SUFFIX}")


def control_path(store: Path, operation_id: str) -> Path:
    """Return the file in which an operation of the store at `store` finds commands."""
    return store.with_name(f"{store.stem}.{operation_id}{CONTROL_SUFFIX}")


def _draft_path(store: Path, operation_id: str) -> Path:
    """The next status while it is written; one process at a time runs an operation."""
    path = status_path(store, operation_id)
    return path.with_name(f"{path.name}.draft")


def write_status(store: Path, status: LiveStatus) -> None:
    """Replace the status of an operation, at once or not at all; it need not reach the disk.

    Raises
    ------
    OSError
        When the folder takes no file.
    """
    path, draft = (path_of(store, status.operation_id) for path_of in (status_path, _draft_path))
    fd = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _O_NOFOLLOW, 0o600)
    with os.fdopen(fd, "w", encoding="utf-8") as file:
        json.dump(status.to_json(), file)
    os.replace(draft, path)


def read_status(store: Path, operation_id: str) -> LiveStatus | None:
    """Return what an operation last said of itself; ``None`` where there is nothing readable."""
    try:
        with status_path(store, operation_id).open("rb") as file:
            status = LiveStatus.from_json(json.loads(file.read(MAX_BYTES)))
    except (OSError, ValueError, TypeError):
        return None
    return status if status.operation_id == operation_id else None


def append_command(store: Path, operation_id: str, command: Command) -> None:
    """Ask something of a running operation; it hears within a tenth of a second.

    Raises
    ------
    StoreError
        When the folder takes no file.
    """
    path = control_path(store, operation_id)
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | _O_NOFOLLOW
    try:
        fd = os.open(path, flags, 0o600)
        try:
            os.write(fd, json.dumps({"command": command.value}).encode() + b"\n")
        finally:
            os.close(fd)
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written ({error.strerror})",
            safe="the loop goes on as before",
            fix="interrupt the kernel instead: the operation can be continued afterwards",
        ) from error


class CommandReader:
    """Reads commands to one operation, each once and in order.

    What was asked before the reader was made is not read: it was meant for an earlier run.
    """

    def __init__(self, store: Path, operation_id: str) -> None:
        self._path = control_path(store, operation_id)
        self._read_bytes = 0
        with suppress(OSError):
            self._path.unlink()

    def new(self) -> tuple[Command, ...]:
        """Return what was asked since the last call."""
        try:
            if self._path.stat().st_size <= self._read_bytes:
                return ()
            with self._path.open("rb") as file:
                file.seek(self._read_bytes)
                text = file.read(MAX_BYTES)
        except OSError:
            return ()
        whole = text[: text.rfind(b"\n") + 1]
        self._read_bytes += len(whole)
        return tuple(found for line in whole.splitlines() if (found := _command(line)))


def remove_live(store: Path, operation_id: str) -> None:
    """Remove what is true only for now: the operation does not run any more."""
    for path_of in (status_path, _draft_path, control_path):
        with suppress(OSError, ValueError):  # a stranger's id may be no part of a name
            path_of(store, operation_id).unlink()


def _command(line: bytes) -> Command | None:
    try:
        return Command(json.loads(line)["command"])
    except (ValueError, TypeError, KeyError):
        return None
