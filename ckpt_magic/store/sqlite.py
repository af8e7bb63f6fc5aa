"""The store: one SQLite file per notebook.

Responsible for the contract over one file, shared by threads and processes, whatever kills
them. Refuses to know what the bytes mean. FORMAT.md says what is in the file and why.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from ckpt_magic.core.errors import (
    CorruptStoreError,
    OperationNotFoundError,
    StoreError,
    StoreFullError,
    StoreLockedError,
    UntrustedStoreError,
)
from ckpt_magic.core.model import Checkpoint, ChunkRef, Notice, Operation, Progress, Status
from ckpt_magic.store.chunks import decode, missing
from ckpt_magic.store.connection import WAIT_S, Database, free_pages, read_only_error
from ckpt_magic.store.contract import CheckpointDraft, Finding, OperationDraft, Store
from ckpt_magic.store.identity import find_id, new_operation_id
from ckpt_magic.store.interrupts import InterruptDelay
from ckpt_magic.store.lease import Leases, describe, this_process
from ckpt_magic.store.location import state_dir_of
from ckpt_magic.store.opening import open_file, prepare_file, settle
from ckpt_magic.store.records import canonical, manifest_from_text, manifest_text
from ckpt_magic.store.rows import (
    Verdict,
    checkpoint_from,
    definition_text,
    judge,
    notice_from,
    notice_text,
    operation_from,
    owner_text,
    sealed,
    select_checkpoints,
    select_operations,
)
from ckpt_magic.store.saving import (
    SavePlan,
    last_chunks,
    plan_save,
    record_uses,
    sweep,
    without_present,
    write_chunks,
)
from ckpt_magic.store.schema import PAGE_BYTES
from ckpt_magic.store.signing import Signer, key_path, load_or_create_key
from ckpt_magic.store.space import MIN_FREE_BYTES, Limits, Room
from ckpt_magic.store.verify import find_damage
from ckpt_magic.store.writer_lock import WriterLock

READ_CHUNKS = 16
"""How many chunks one transaction reads."""


class SqliteStore(Store):
    """A store in one SQLite file; made where there is none.

    Parameters
    ----------
    path
        The file.
    state_dir
        Folder of lock files, on a local disk; the user's state folder by default.
    key
        Key that signs; the user's key by default.
    max_size_bytes
        How large the file may get; the smaller of 10 GB and 20 % of the free space by default.
    min_free_bytes
        What a checkpoint must leave free on the disk.
    wait_s
        How long to wait for another process that writes.

    Raises
    ------
    StoreError
        When the file is not a store, or cannot be opened or made. In a folder that cannot be
        written it opens for listing only.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        state_dir: Path | None = None,
        key: bytes | None = None,
        max_size_bytes: int | None = None,
        min_free_bytes: int = MIN_FREE_BYTES,
        wait_s: float = WAIT_S,
    ) -> None:
        self.path = Path(path).absolute()
        self._key = key
        self._limits = Limits(max_size_bytes=max_size_bytes, min_free_bytes=min_free_bytes)
        self._state_dir = state_dir or state_dir_of(os.environ)
        read_only = prepare_file(self.path)
        self._database = Database(path=self.path, read_only=read_only, wait_s=wait_s)
        names = open_file(self._database)
        self._names = names if read_only else settle(self._database, names)
        self.store_id = self._names.store_id
        self._leases = Leases(self._state_dir, self._names.instance)
        self._cleared: Checkpoint | None = None

    def begin(self, draft: OperationDraft) -> Operation:
        """Record a new operation as running, owned by this process, and take its lease."""
        started = Operation(
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
        columns = sealed(definition_text(started, self.store_id), self._signer)
        with InterruptDelay(), self._new_claim(started) as claim:
            with self._database.write() as connection:
                connection.execute(
                    "INSERT INTO operations (id, definition, digest, key_id, mac, status, total) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (started.id, *columns, started.status, draft.total),
                )
                self._record_claim(connection, started, claim)
            return self.operation(started.id)

    def reopen(self, operation_id: str) -> Operation:
        """Make an operation that nobody runs running again, owned by this process."""
        current = self.operation(operation_id)
        with InterruptDelay(), self._new_claim(current) as claim:
            with self._database.write() as connection:
                recorded = self._found(connection, current.id)
                if recorded.status is Status.RUNNING and not self._is_dead(recorded):
                    raise _taken(recorded)
                self._record_claim(connection, recorded, claim)
            return self.operation(current.id)

    def finish(self, operation_id: str, status: Status, message: str = "") -> Operation:
        """Record how an operation ended and release its lease.

        An operation of another host, of which nobody here can tell whether it still runs, can
        be finished too: that is how a person says that the other machine is gone.
        """
        with InterruptDelay():
            current = self.operation(operation_id)
            if current.status is Status.RUNNING and not self._may_end(current):
                raise _taken(current)
            if not self._may_end(current):
                raise _not_running(current)
            try:
                with self._database.write() as connection:
                    connection.execute(
                        "UPDATE operations SET status = ?, ended_at = ?, message = ?, "
                        "owner = NULL, claim = NULL WHERE id = ?",
                        (status, time.time(), message, current.id),
                    )
            finally:
                self._leases.release(current.id)
            return self.operation(current.id)

    def record_progress(self, operation_id: str, progress: Progress) -> None:
        """Record progress without a checkpoint."""
        with self._database.write() as connection:
            current = self._claimed(connection, operation_id)
            connection.execute(
                "UPDATE operations SET processed = ?, total = coalesce(?, total) WHERE id = ?",
                (progress.processed, progress.total, current.id),
            )

    def operations(self) -> tuple[Operation, ...]:
        """All operations that were not discarded, oldest first; damaged ones are left out."""
        with self._database.read() as connection:
            rows = select_operations(connection)
        found = (operation_from(row) for row in rows)
        return tuple(self._believed(one) for one in found if one is not None)

    def operation(self, operation_id: str) -> Operation:
        """One operation by id or by an unambiguous beginning of it."""
        with self._database.read() as connection:
            found = self._found(connection, self._id(connection, operation_id))
        return self._believed(found)

    def commit(self, operation_id: str, draft: CheckpointDraft) -> Checkpoint:
        """Keep a checkpoint; when this returns it survives everything."""
        with self._writing() as delay:
            with self._database.read() as connection:
                current = self._claimed(connection, operation_id)
                known = last_chunks(connection, current.id)
            plan = plan_save(draft.blobs, known, delay.check)
            with self._database.read() as connection:
                plan = without_present(plan, connection)
            self._limits.check(plan.estimated_bytes, self._room())
            try:
                return self._write(current, draft, plan, delay)
            except BaseException:
                with suppress(StoreError):  # what stays behind is found by the next sweep
                    sweep(self._database)
                raise

    def checkpoints(self, operation_id: str) -> tuple[Checkpoint, ...]:
        """An operation's checkpoints, oldest first, without those whose manifest is damaged."""
        with self._database.read() as connection:
            known = self._id(connection, operation_id)
            rows = select_checkpoints(connection, "operation_id = ?", known)
        found = (checkpoint_from(row, self.store_id) for row in rows)
        return tuple(one for one in found if one is not None)

    def read_chunks(self, checkpoint: Checkpoint, blob_name: str) -> Iterator[bytes]:
        """Yield a blob's bytes chunk by chunk, each verified against its name.

        Raises
        ------
        UntrustedStoreError
            When the checkpoint was signed with another key.
        """
        self._clear(checkpoint)
        refs = checkpoint.manifest.blob(blob_name).chunks
        for start in range(0, len(refs), READ_CHUNKS):
            some = refs[start : start + READ_CHUNKS]
            with self._database.read() as connection:
                kept = [_kept(connection, ref) for ref in some]
            for ref, (encoding, data) in zip(some, kept, strict=True):
                yield decode(ref, encoding, data)

    def add_notice(self, operation_id: str, notice: Notice) -> None:
        """Write down at once what the person must hear at a resume."""
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO notices (operation_id, notice) VALUES (?, ?)",
                (self._id(connection, operation_id), notice_text(notice)),
            )

    def notices(self, operation_id: str) -> tuple[Notice, ...]:
        """Notices of an operation in the order they were written."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT notice FROM notices WHERE operation_id = ? ORDER BY ordinal",
                (self._id(connection, operation_id),),
            ).fetchall()
        found = (notice_from(row[0]) for row in rows)
        return tuple(one for one in found if one is not None)

    def forget(self, operation_id: str, sequences: Sequence[int]) -> None:
        """Drop checkpoints of an operation, and chunks nothing refers to any more."""
        with self._writing():
            with self._database.write() as connection:
                known = self._id(connection, operation_id)
                connection.executemany(
                    "DELETE FROM checkpoints WHERE operation_id = ? AND sequence = ?",
                    ((known, sequence) for sequence in sequences),
                )
            sweep(self._database)

    def discard(self, operation_id: str) -> None:
        """Drop an operation with its checkpoints and give back what only it used.

        Raises
        ------
        StoreLockedError
            When another process runs it.
        """
        with self._writing():
            with self._database.write() as connection:
                known = self._id(connection, operation_id)
                row = select_operations(connection, "id = ?", known)[0]
                self._refuse_if_taken(operation_from(row))
                connection.execute("DELETE FROM operations WHERE id = ?", (known,))
            self._leases.release(known)
            sweep(self._database)
            with suppress(StoreFullError):  # moving pages takes room; the next save reuses them
                self._database.give_back()

    def compact(self) -> int:
        """Remove chunks nothing refers to and give the space back; returns the bytes freed."""
        with self._writing():
            before = self.size_bytes()
            sweep(self._database)
            self._database.give_back()
            return max(0, before - self.size_bytes())

    def size_bytes(self) -> int:
        """Bytes of the file."""
        return self.path.stat().st_size

    def verify(self) -> tuple[Finding, ...]:
        """Check every invariant of the format; empty means the store is whole."""
        return find_damage(self._database, self._signer)

    def is_trusted(self) -> bool:
        """Whether every manifest and operation here was signed with this user's key."""
        with self._database.read() as connection:
            rows = connection.execute(_SEALED_ROWS).fetchall()
        return all(judge(row, self._signer) is not Verdict.FOREIGN for row in rows)

    def trust(self) -> None:
        """Sign what is whole in the store with this user's key: from now on a resume loads it."""
        with self._writing(), self._database.write() as connection:
            for table, column in (("operations", "definition"), ("checkpoints", "manifest")):
                rows = connection.execute(
                    f"SELECT {column}, digest, key_id, mac, rowid FROM {table}"  # noqa: S608 (constants)
                ).fetchall()
                foreign = [row for row in rows if judge(row[:4], self._signer) is Verdict.FOREIGN]
                connection.executemany(
                    f"UPDATE {table} SET {column} = ?, digest = ?, key_id = ?, mac = ? "  # noqa: S608 (constants)
                    "WHERE rowid = ?",
                    [(*sealed(row[0], self._signer), row[4]) for row in foreign],
                )

    @cached_property
    def _signer(self) -> Signer:
        return Signer(self._key or load_or_create_key(key_path(os.environ)))

    @contextmanager
    def _writing(self) -> Iterator[InterruptDelay]:
        """Be the one writer of the store; interrupts wait for a harmless moment."""
        if self._database.read_only:
            raise read_only_error(self.path)
        with InterruptDelay() as delay:
            lock = WriterLock(
                self._state_dir,
                self._names.instance,
                wait_s=self._database.wait_s,
                interrupts=delay,
            )
            with lock:
                yield delay

    @contextmanager
    def _new_claim(self, operation: Operation) -> Iterator[str]:
        """Take the lease; it is given back when the block raises."""
        claim = self._leases.take(operation.id)
        if claim is None:
            raise _taken(operation)
        try:
            yield claim
        except BaseException:
            self._leases.release(operation.id)
            raise

    def _write(
        self, current: Operation, draft: CheckpointDraft, plan: SavePlan, delay: InterruptDelay
    ) -> Checkpoint:
        """Chunks first, then the manifest in one transaction."""
        room = self._room()

        def check(written_bytes: int) -> None:
            delay.check()
            self._limits.check(written_bytes, room)

        stored_bytes = write_chunks(self._database, plan, check)
        with self._database.write() as connection:
            self._claimed(connection, current.id)
            sequence = _next_sequence(connection, current.id)
            text = manifest_text(
                draft,
                plan.blobs,
                store_id=self.store_id,
                operation_id=current.id,
                sequence=sequence,
            )
            row = connection.execute(
                "INSERT INTO checkpoints (operation_id, sequence, manifest, digest, key_id, mac, "
                "stored_bytes) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (current.id, sequence, *sealed(text, self._signer), stored_bytes),
            )
            if not record_uses(connection, int(row.lastrowid or 0), plan):
                raise StoreError("chunks vanished during the save", safe="nothing was changed")
            manifest = manifest_from_text(text)
            progress = draft.progress
            connection.execute(
                "UPDATE operations SET last_sequence = ?, last_checkpoint_at = ?, processed = ?, "
                "total = coalesce(?, total) WHERE id = ?",
                (
                    sequence,
                    manifest.created_at,
                    progress.processed,
                    progress.total,
                    current.id,
                ),
            )
        return Checkpoint(manifest=manifest, stored_bytes=stored_bytes)

    def _record_claim(
        self, connection: sqlite3.Connection, operation: Operation, claim: str
    ) -> None:
        connection.execute(
            "UPDATE operations SET status = ?, owner = ?, claim = ?, ended_at = NULL, "
            "message = '' WHERE id = ?",
            (Status.RUNNING, owner_text(this_process()), claim, operation.id),
        )

    def _id(self, connection: sqlite3.Connection, typed: str) -> str:
        rows = connection.execute("SELECT id FROM operations ORDER BY ordinal").fetchall()
        return find_id(typed, [row[0] for row in rows])

    def _found(self, connection: sqlite3.Connection, known: str) -> Operation:
        """One operation as it is recorded."""
        rows = select_operations(connection, "id = ?", known)
        found = operation_from(rows[0]) if rows else None
        if found is None:
            raise CorruptStoreError(
                f"the record of operation {known} is damaged",
                safe="other operations are readable",
                fix=f"%ckpt discard {known}",
            )
        return found

    def _claimed(self, connection: sqlite3.Connection, operation_id: str) -> Operation:
        """One operation that this process, or the one it was forked from, still runs."""
        current = self._found(connection, self._id(connection, operation_id))
        claim = self._leases.claim(current.id)
        if claim is None:
            raise _not_running(current)
        query = "SELECT claim FROM operations WHERE id = ?"
        if connection.execute(query, (current.id,)).fetchone()[0] != claim:
            raise _taken(current)
        return current

    def _is_dead(self, recorded: Operation) -> bool:
        return self._leases.is_dead(recorded.id, recorded.owner)

    def _believed(self, recorded: Operation) -> Operation:
        """The operation with the status a reader must believe."""
        if recorded.status is Status.RUNNING and self._is_dead(recorded):
            return replace(recorded, status=Status.INTERRUPTED)
        return recorded

    def _may_end(self, current: Operation) -> bool:
        if self._leases.is_ours(current.id):
            return True
        owner = current.owner
        elsewhere = owner is not None and owner.host != this_process().host
        return current.status is Status.RUNNING and elsewhere

    def _refuse_if_taken(self, recorded: Operation | None) -> None:
        if recorded is None or self._leases.is_ours(recorded.id):
            return
        if self._believed(recorded).status is Status.RUNNING:
            raise _taken(recorded)

    def _clear(self, checkpoint: Checkpoint) -> None:
        """Refuse to read a checkpoint that is not, byte for byte, one this user signed."""
        if self._cleared is checkpoint:
            return
        manifest = checkpoint.manifest
        where = (manifest.operation_id, manifest.sequence)
        with self._database.read() as connection:
            rows = select_checkpoints(connection, "operation_id = ? AND sequence = ?", *where)
        if not rows:
            raise OperationNotFoundError(f"there is no checkpoint {checkpoint.id}")
        columns = rows[0][2:6]
        verdict = judge(columns, self._signer)
        if verdict is Verdict.FOREIGN:
            raise UntrustedStoreError(
                f"{self.path.name} was signed with another key; loading it runs code of its maker",
                safe="it can be listed and verified",
                fix="%ckpt trust, if you know where it comes from",
            )
        if verdict is Verdict.DAMAGED or columns[0] != canonical(manifest.to_json()):
            raise CorruptStoreError(
                f"the manifest of {checkpoint.id} is damaged",
                safe="other checkpoints are readable",
            )
        self._cleared = checkpoint

    def _room(self) -> Room:
        with self._database.read() as connection:
            holes = free_pages(connection) * PAGE_BYTES
        return Room(
            used_bytes=self.size_bytes() - holes,
            reusable_bytes=holes,
            disk_free_bytes=shutil.disk_usage(self.path.parent).free,
        )


_SEALED_ROWS = (
    "SELECT definition, digest, key_id, mac FROM operations "
    "UNION ALL SELECT manifest, digest, key_id, mac FROM checkpoints"
)


def _next_sequence(connection: sqlite3.Connection, known: str) -> int:
    query = "SELECT last_sequence FROM operations WHERE id = ?"
    return int(connection.execute(query, (known,)).fetchone()[0]) + 1


def _kept(connection: sqlite3.Connection, ref: ChunkRef) -> tuple[int, bytes]:
    query = "SELECT encoding, data FROM chunks WHERE digest = ?"
    row = connection.execute(query, (ref.digest,)).fetchone()
    if row is None:
        raise missing(ref)
    return row[0], bytes(row[1])


def _taken(operation: Operation) -> StoreLockedError:
    return StoreLockedError(
        f"{operation.id} is run by {describe(operation.owner)}",
        safe="its checkpoints are intact",
        fix="end that process, or wait for it",
    )


def _not_running(operation: Operation) -> StoreError:
    return StoreError(
        f"{operation.id} is not run by this process ({operation.status})", fix="reopen it first"
    )
