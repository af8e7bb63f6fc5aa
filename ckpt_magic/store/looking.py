"""A store seen from outside: read once, changed in nothing.

Responsible for everything that a list of operations needs, in one transaction: no lock taken,
no key made, no file adopted, nothing created where there is no store. Refuses to write; who
wants to opens a `SqliteStore`.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from ckpt_magic.core.errors import CorruptStoreError, StoreError, UnsupportedFormatError
from ckpt_magic.core.model import FORMAT_VERSION, Checkpoint, Notice, Operation, Status
from ckpt_magic.store.connection import Database, no_connection, translated
from ckpt_magic.store.contract import Finding
from ckpt_magic.store.lease import Leases
from ckpt_magic.store.location import Home, Whereabouts, is_shared
from ckpt_magic.store.opening import judge_place, names_in, recognise, refuse_cut_off
from ckpt_magic.store.reading import all_signed_by
from ckpt_magic.store.rows import (
    checkpoint_from,
    notice_from,
    operation_from,
    select_checkpoints,
    select_operations,
)
from ckpt_magic.store.schema import APPLICATION_ID, check_format, is_blank
from ckpt_magic.store.signing import KEY_BYTES, Signer
from ckpt_magic.store.verify import find_damage

LOOK_WAIT_S = 2.0
"""How long a look waits for a writer; a commit takes a few milliseconds."""
_HEADER_BYTES = 100
_VERSION_AT, _APPLICATION_AT = 60, 68


class Fault(StrEnum):
    """What may be wrong with a file in a store's place."""

    DAMAGED = "damaged"
    FOREIGN = "foreign"
    NEWER = "newer"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationView:
    """An operation as it is recorded, with its newest whole checkpoint and its notices."""

    operation: Operation
    newest: Checkpoint | None = None
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreView:
    """A store as it was at one moment.

    ``copied`` says that the file is a copy of one that is still there: nothing runs in it.
    ``trusted`` that this user's key signed all of it, ``writable`` that a resume could go on
    here, ``shared`` that other machines may have it open. Damaged operations are left out.
    """

    path: Path
    instance: str
    copied: bool
    trusted: bool
    writable: bool
    shared: bool
    size_bytes: int
    operations: tuple[OperationView, ...] = ()


def look(path: Path, signer: Signer | None, *, wait_s: float = LOOK_WAIT_S) -> StoreView | None:
    """Read the store at `path`; ``None`` where there is none, or not yet.

    Parameters
    ----------
    signer
        Whose signatures to trust; ``None`` trusts nothing.
    wait_s
        How long to wait for another process that writes.

    Raises
    ------
    StoreError
        When something is there that cannot be read as a store; `fault_of` says which kind.
    """
    with translated(path):
        try:
            if not path.stat().st_size:
                return None
            read_only = recognise(path)
        except FileNotFoundError:
            return None
    database = Database(path=path.absolute(), read_only=read_only, wait_s=wait_s)
    if read_only:
        refuse_cut_off(path)
    with database.read() as connection:
        return None if is_blank(connection) else view_of(connection, database, signer)


def view_of(connection: sqlite3.Connection, database: Database, signer: Signer | None) -> StoreView:
    """Return what `look` does, for whoever has the file open already."""
    path = database.path
    check_format(connection, str(path))
    names = names_in(connection, path)
    operations = tuple(_operations(connection, names.store_id))
    trusted = all_signed_by(connection, signer) if signer is not None else not operations
    return StoreView(
        path=path,
        instance=names.instance,
        copied=judge_place(connection, Home.of(path)) is Whereabouts.COPIED,
        trusted=trusted,
        writable=not database.read_only,
        shared=is_shared(path),
        size_bytes=path.stat().st_size,
        operations=operations,
    )


def _operations(connection: sqlite3.Connection, store_id: str) -> Iterator[OperationView]:
    newest = _newest_checkpoints(connection, store_id)
    notices = _notices(connection)
    for row in select_operations(connection):
        operation = operation_from(row)
        if operation is not None:
            yield OperationView(
                operation=operation,
                newest=newest.get(operation.id),
                notices=tuple(notices.get(operation.id, ())),
            )


def _newest_checkpoints(connection: sqlite3.Connection, store_id: str) -> dict[str, Checkpoint]:
    """The newest whole checkpoint of each operation; older ones are read only where it is not."""
    newest = (
        "sequence = (SELECT max(other.sequence) FROM checkpoints AS other "
        "WHERE other.operation_id = checkpoints.operation_id)"
    )
    found: dict[str, Checkpoint] = {}
    for row in select_checkpoints(connection, newest):
        checkpoint = checkpoint_from(row, store_id)
        if checkpoint is None:
            older = select_checkpoints(connection, "operation_id = ?", row[0])
            whole = (checkpoint_from(one, store_id) for one in reversed(older))
            checkpoint = next((one for one in whole if one is not None), None)
        if checkpoint is not None:
            found[row[0]] = checkpoint
    return found


def _notices(connection: sqlite3.Connection) -> dict[str, list[Notice]]:
    found: dict[str, list[Notice]] = {}
    query = "SELECT operation_id, notice FROM notices ORDER BY ordinal"
    for operation_id, text in connection.execute(query):
        notice = notice_from(text)
        if notice is not None:
            found.setdefault(operation_id, []).append(notice)
    return found


def checkpoints_of(path: Path, operation_id: str) -> tuple[Checkpoint, ...]:
    """Return the whole checkpoints of one operation of the store at `path`, oldest first.

    Raises
    ------
    StoreError
        When the store cannot be read.
    """
    with _database(path).read() as connection:
        store_id = names_in(connection, path).store_id
        rows = select_checkpoints(connection, "operation_id = ?", operation_id)
    found = (checkpoint_from(row, store_id) for row in rows)
    return tuple(one for one in found if one is not None)


def findings_of(path: Path, signer: Signer | None) -> tuple[Finding, ...]:
    """Check every invariant of the format; empty means the store at `path` is whole.

    Without a `signer` signatures are not judged.

    Raises
    ------
    StoreError
        When the store cannot be read.
    """
    return find_damage(_database(path), signer or Signer(secrets.token_bytes(KEY_BYTES)))


def _database(path: Path) -> Database:
    """The file at `path`, to be read only by the rules of `look`."""
    with translated(path):
        read_only = recognise(path)
    return Database(path=path.absolute(), read_only=read_only, wait_s=LOOK_WAIT_S)


def believed(view: StoreView, state_dir: Path) -> tuple[OperationView, ...]:
    """Return the operations of a view with the status a reader must believe right now.

    One recorded as running whose process is gone is interrupted, and so is what the original
    of a copy was running; `state_dir` is the folder of lock files.
    """
    leases = Leases(state_dir, view.instance, shared=view.shared)
    return tuple(_believed(one, view, leases) for one in view.operations)


def _believed(one: OperationView, view: StoreView, leases: Leases) -> OperationView:
    operation = one.operation
    if operation.status is not Status.RUNNING:
        return one
    if view.copied:
        text = "in a copy of the store"
        operation = replace(operation, status=Status.INTERRUPTED, owner=None, message=text)
    elif leases.is_dead(operation.id, operation.owner):
        operation = replace(operation, status=Status.INTERRUPTED)
    return replace(one, operation=operation)


def fault_of(path: Path, error: StoreError) -> Fault:
    """Return which kind of fault kept the file at `path` from being read."""
    if isinstance(error, CorruptStoreError):
        return Fault.DAMAGED
    if not isinstance(error, UnsupportedFormatError):
        return Fault.UNREADABLE
    application, version = _header(path)
    if application != APPLICATION_ID:
        return Fault.FOREIGN
    return Fault.DAMAGED if version == FORMAT_VERSION else Fault.NEWER


def _header(path: Path) -> tuple[int, int]:
    """What the first bytes of the file say: the program it belongs to, the format's version."""
    try:
        with no_connection(), path.open("rb") as file:
            start = file.read(_HEADER_BYTES)
    except OSError:
        start = b""
    numbers = (start[at : at + 4] for at in (_APPLICATION_AT, _VERSION_AT))
    application, version = (int.from_bytes(number, "big") for number in numbers)
    return application, version
