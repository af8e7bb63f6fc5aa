"""Operations in a store file: begun, run by one process at a time, ended.

Responsible for who runs an operation and for what is recorded of it. Refuses to know
checkpoints and chunks.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from ckpt_magic.core.errors import CorruptStoreError, StoreError, StoreLockedError
from ckpt_magic.core.model import Notice, Operation, Progress, Status
from ckpt_magic.store.connection import Database
from ckpt_magic.store.contract import OperationDraft
from ckpt_magic.store.identity import find_id, new_operation_id
from ckpt_magic.store.interrupts import InterruptDelay
from ckpt_magic.store.lease import Leases, describe, is_elsewhere, this_process
from ckpt_magic.store.rows import (
    definition_text,
    notice_from,
    notice_text,
    operation_from,
    owner_text,
    sealed,
    select_operations,
)
from ckpt_magic.store.signing import Signer


class OperationTable:
    """The operations of one store file; ``store_id`` is part of what is signed of them."""

    def __init__(self, database: Database, leases: Leases, store_id: str) -> None:
        self._database = database
        self._leases = leases
        self._store_id = store_id

    def begin(self, draft: OperationDraft, signer: Signer) -> Operation:
        """Record a new operation as running, owned by this process, and take its lease."""
        started = _started(draft)
        columns = sealed(definition_text(started, self._store_id), signer)
        with self._new_claim(started) as claim:
            with self._database.write() as connection:
                connection.execute(
                    "INSERT INTO operations (id, definition, digest, key_id, mac, status, total) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (started.id, *columns, started.status, draft.total),
                )
                _record_claim(connection, started, claim)
            return self.find(started.id)

    def reopen(self, typed: str) -> Operation:
        """Make an operation that nobody runs running again, owned by this process."""
        with self._database.read() as connection:
            judged = recorded_operation(connection, known_id(connection, typed))
        if self.believed(judged).status is Status.RUNNING:
            raise taken(judged)
        with self._new_claim(judged) as claim:
            with self._database.write() as connection:
                now = recorded_operation(connection, judged.id)
                if (now.status, now.owner) != (judged.status, judged.owner):
                    raise taken(now)  # somebody was faster
                _record_claim(connection, now, claim)
            return self.find(judged.id)

    def finish(self, typed: str, status: Status, message: str) -> None:
        """Record how an operation ended; its lease is released by `release`."""
        current = self.find(typed)
        self._refuse_to_end(current)
        with self._database.write() as connection:
            connection.execute(
                "UPDATE operations SET status = ?, ended_at = ?, message = ?, "
                "owner = NULL, claim = NULL WHERE id = ?",
                (status, time.time(), message, current.id),
            )

    def release(self, known: str) -> None:
        """Give the lease back, where this process has it."""
        self._leases.release(known)

    def record_progress(self, typed: str, progress: Progress) -> None:
        """Record progress without a checkpoint."""
        with self._database.write() as connection:
            current = self.claimed(connection, typed)
            connection.execute(
                "UPDATE operations SET processed = ?, total = coalesce(?, total) WHERE id = ?",
                (progress.processed, progress.total, current.id),
            )

    def all(self) -> tuple[Operation, ...]:
        """All operations, oldest first, without those whose record is damaged."""
        with self._database.read() as connection:
            rows = select_operations(connection)
        found = (operation_from(row) for row in rows)
        return tuple(self.believed(one) for one in found if one is not None)

    def find(self, typed: str) -> Operation:
        """One operation by id or by an unambiguous beginning of it."""
        with self._database.read() as connection:
            found = recorded_operation(connection, known_id(connection, typed))
        return self.believed(found)

    def remove(self, typed: str) -> str:
        """Drop an operation with its checkpoints, unless another process runs it; its whole id."""
        with self._database.read() as connection:
            known = known_id(connection, typed)
            recorded = operation_from(select_operations(connection, "id = ?", known)[0])
        ours = self._leases.is_ours(known)
        if recorded is not None and not ours:
            if self.believed(recorded).status is Status.RUNNING:
                raise taken(recorded)
            if self._leases.take(known) is None:
                raise taken(recorded)
        with InterruptDelay():
            try:
                with self._database.write() as connection:
                    connection.execute("DELETE FROM operations WHERE id = ?", (known,))
            except BaseException:
                if not ours:
                    self._leases.release(known)
                raise
            self._leases.release(known)
        return known

    def add_notice(self, typed: str, notice: Notice) -> None:
        """Write down a notice."""
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO notices (operation_id, notice) VALUES (?, ?)",
                (known_id(connection, typed), notice_text(notice)),
            )

    def notices(self, typed: str) -> tuple[Notice, ...]:
        """Notices of an operation in the order they were written."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT notice FROM notices WHERE operation_id = ? ORDER BY ordinal",
                (known_id(connection, typed),),
            ).fetchall()
        found = (notice_from(row[0]) for row in rows)
        return tuple(one for one in found if one is not None)

    def claimed(self, connection: sqlite3.Connection, typed: str) -> Operation:
        """One operation that this process, or the one it was forked from, still runs.

        A process that was taken for dead while it lived finds its claim replaced here, before
        it can write anything over the work of its successor.
        """
        current = recorded_operation(connection, known_id(connection, typed))
        claim = self._leases.claim(current.id)
        if claim is None or current.status is not Status.RUNNING:
            raise _not_running(current)
        query = "SELECT claim FROM operations WHERE id = ?"
        if connection.execute(query, (current.id,)).fetchone()[0] != claim:
            raise taken(current)
        return current

    def believed(self, recorded: Operation) -> Operation:
        """The operation with the status a reader must believe."""
        running = recorded.status is Status.RUNNING
        if running and self._leases.is_dead(recorded.id, recorded.owner):
            return replace(recorded, status=Status.INTERRUPTED)
        return recorded

    def _refuse_to_end(self, current: Operation) -> None:
        if self._leases.is_ours(current.id):
            return
        if current.status is not Status.RUNNING:
            raise _not_running(current)
        if not is_elsewhere(current.owner):
            raise taken(current)

    @contextmanager
    def _new_claim(self, operation: Operation) -> Iterator[str]:
        """Take the lease; it is given back when the block raises, or an interrupt comes.

        An operation that stays recorded as running without its lease counts as interrupted.
        """
        took = False
        try:
            with InterruptDelay():
                claim = self._leases.take(operation.id)
                if claim is None:
                    raise taken(operation)
                took = True
                yield claim
        except BaseException:
            if took:
                self._leases.release(operation.id)
            raise


def known_id(connection: sqlite3.Connection, typed: str) -> str:
    """Return the id of an operation from what a person typed."""
    rows = connection.execute("SELECT id FROM operations ORDER BY ordinal").fetchall()
    return find_id(typed, [row[0] for row in rows])


def recorded_operation(connection: sqlite3.Connection, known: str) -> Operation:
    """Return an operation as it is recorded.

    Raises
    ------
    CorruptStoreError
        When its record is damaged.
    """
    rows = select_operations(connection, "id = ?", known)
    found = operation_from(rows[0]) if rows else None
    if found is None:
        raise CorruptStoreError(
            f"the record of operation {known} is damaged",
            safe="other operations are readable",
            fix=f"%ckpt discard {known}",
        )
    return found


def taken(operation: Operation) -> StoreLockedError:
    """Return the error for an operation that somebody else runs."""
    return StoreLockedError(
        f"{operation.id} is run by {describe(operation.owner)}",
        safe="its checkpoints are intact",
        fix="end that process, or wait for it",
    )


def _not_running(operation: Operation) -> StoreError:
    return StoreError(
        f"{operation.id} is not run by this process ({operation.status})", fix="reopen it first"
    )


def _started(draft: OperationDraft) -> Operation:
    return Operation(
        id=new_operation_id(draft.name),
        name=draft.name,
        kind=draft.kind,
        key=draft.key,
        status=Status.RUNNING,
        started_at=time.time(),
        progress=Progress(total=draft.total),
        owner=this_process(),
        definition=draft.definition,
    )


def _record_claim(connection: sqlite3.Connection, operation: Operation, claim: str) -> None:
    connection.execute(
        "UPDATE operations SET status = ?, owner = ?, claim = ?, ended_at = NULL, message = '' "
        "WHERE id = ?",
        (Status.RUNNING, owner_text(this_process()), claim, operation.id),
    )
