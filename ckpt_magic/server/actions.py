"""What a person may ask of a store from a browser.

Responsible for the few changes: a command to a loop that runs, discard, prune, compact, trust;
and for the check of a store. Refuses to touch an operation that runs, and to load a value.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from ckpt_magic.core.control import Command
from ckpt_magic.core.errors import InvalidOptionError, StoreLockedError
from ckpt_magic.core.model import Json, Status
from ckpt_magic.manager.keeping import prune as drop_old
from ckpt_magic.server.listing import Library
from ckpt_magic.store.live import append_command, read_status
from ckpt_magic.store.location import open_store
from ckpt_magic.store.looking import findings_of


def control(library: Library, store: Path, operation_id: str, command: str) -> dict[str, Json]:
    """Ask something of a loop that runs.

    Raises
    ------
    InvalidOptionError
        When there is no such command.
    StoreLockedError
        When the operation does not run, or nothing in its process listens.
    """
    if command not in list(Command):
        words = ", ".join(Command)
        raise InvalidOptionError(f"{command[:40]!r} is no command: expected one of {words}")
    _, one = library.find(store, operation_id)
    if one.operation.status is not Status.RUNNING:
        raise StoreLockedError(
            f"{operation_id} does not run ({one.operation.status})", safe="nothing was asked"
        )
    status = read_status(store, operation_id)
    if status is not None and not status.controllable:
        raise StoreLockedError(
            f"nothing in the process of {operation_id} listens", fix="interrupt the kernel instead"
        )
    append_command(store, operation_id, Command(command))
    return {"accepted": True}


def discard(library: Library, store: Path, operation_id: str) -> dict[str, Json]:
    """Drop an operation with its checkpoints.

    Raises
    ------
    StoreLockedError
        When it runs.
    """
    _refuse_running(library, store, operation_id)
    open_store(store).discard(operation_id)
    return {}


def prune(library: Library, store: Path, operation_id: str | None, keep: int) -> dict[str, Json]:
    """Keep the newest checkpoints of one operation, or of all that do not run; free the space.

    Raises
    ------
    InvalidOptionError
        When `keep` is not 1 or more.
    StoreLockedError
        When the operation asked for runs.
    """
    if keep < 1:
        raise InvalidOptionError(f"keep {keep}: expected a whole number of 1 or more")
    if operation_id is not None:
        _refuse_running(library, store, operation_id)
    opened = open_store(store)
    if operation_id is None:
        ids = [one.id for one in opened.operations() if one.status is not Status.RUNNING]
    else:
        ids = [operation_id]
    before = opened.size_bytes()
    dropped = [checkpoint_id for one in ids for checkpoint_id in drop_old(opened, one, keep)]
    opened.compact()
    return {"dropped": dropped, "freed_bytes": max(0, before - opened.size_bytes())}


def compact(store: Path) -> dict[str, Json]:
    """Give unused space back."""
    return {"freed_bytes": open_store(store).compact()}


def trust(store: Path) -> dict[str, Json]:
    """Sign what is whole in a store with this user's key: from now on a resume loads it."""
    open_store(store).trust()
    return {}


def verify(library: Library, store: Path) -> dict[str, Json]:
    """Check every invariant of the format; reads all of the store."""
    found = findings_of(store, library.views.signer())
    return {"findings": [asdict(one) for one in found]}


def _refuse_running(library: Library, store: Path, operation_id: str) -> None:
    _, one = library.find(store, operation_id)
    if one.operation.status is Status.RUNNING:
        raise StoreLockedError(
            f"{operation_id} runs", safe="nothing was changed", fix="stop it first"
        )
