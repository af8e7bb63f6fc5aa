"""The store: one SQLite file per notebook.

Responsible for the contract over one file, shared by threads and processes, whatever kills
them. Refuses to know what the bytes mean. FORMAT.md says what is in the file and why.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from ckpt_magic.core.errors import StoreError, StoreFullError
from ckpt_magic.core.model import Checkpoint, Notice, Operation, Progress, Status
from ckpt_magic.store.connection import WAIT_S, Database, free_pages, read_only_error, translated
from ckpt_magic.store.contract import CheckpointDraft, Finding, OperationDraft, Store
from ckpt_magic.store.interrupts import InterruptDelay
from ckpt_magic.store.lease import Leases
from ckpt_magic.store.live import remove_live
from ckpt_magic.store.location import is_shared, state_dir_of
from ckpt_magic.store.opening import open_file, prepare_file, settle
from ckpt_magic.store.operations import OperationTable, known_id
from ckpt_magic.store.reading import is_signed_by, read_blob, refuse_unsigned, sign_all
from ckpt_magic.store.records import manifest_from_text, manifest_text
from ckpt_magic.store.reserve import Reserve
from ckpt_magic.store.rows import checkpoint_from, sealed, select_checkpoints
from ckpt_magic.store.saving import (
    CAREFUL_BYTES,
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

_T = TypeVar("_T")


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
        leases = Leases(self._state_dir, self._names.instance, shared=is_shared(self.path))
        self._operations = OperationTable(self._database, leases, self.store_id)
        self._reserve = Reserve(self.path)
        self._readable: Checkpoint | None = None

    def begin(self, draft: OperationDraft) -> Operation:
        """Record a new operation as running, owned by this process, and take its lease."""
        return self._operations.begin(draft, self._signer)

    def reopen(self, operation_id: str) -> Operation:
        """Make an operation that nobody runs running again, owned by this process."""
        return self._operations.reopen(operation_id)

    def finish(self, operation_id: str, status: Status, message: str = "") -> Operation:
        """Record how an operation ended and release its lease.

        An operation of another host, of which nobody here can tell whether it still runs, can
        be finished too: that is how a person says that the other machine is gone.
        """
        known = self.operation(operation_id).id
        with InterruptDelay():
            try:
                self._with_reserve(lambda: self._operations.finish(known, status, message))
            finally:
                self._operations.release(known)
        return self.operation(known)

    def record_progress(self, operation_id: str, progress: Progress) -> None:
        """Record progress without a checkpoint."""
        self._operations.record_progress(operation_id, progress)

    def operations(self) -> tuple[Operation, ...]:
        """All operations that were not discarded, oldest first; damaged ones are left out."""
        return self._operations.all()

    def operation(self, operation_id: str) -> Operation:
        """One operation by id or by an unambiguous beginning of it."""
        return self._operations.find(operation_id)

    def commit(self, operation_id: str, draft: CheckpointDraft) -> Checkpoint:
        """Keep a checkpoint; when this returns it survives everything."""
        with self._writing() as delay:
            with self._database.read() as connection:
                current = self._operations.claimed(connection, operation_id)
                known = last_chunks(connection, current.id)
            plan = plan_save(draft.blobs, known, delay.check)
            with self._database.read() as connection:
                plan = without_present(plan, connection)
            self._limits.check(plan.estimated_bytes, self._room())
            self._reserve.keep()
            try:
                return self._write(current, draft, plan, delay)
            except BaseException:
                with suppress(StoreError):  # what stays behind is found by the next sweep
                    sweep(self._database)
                raise

    def checkpoints(self, operation_id: str) -> tuple[Checkpoint, ...]:
        """An operation's checkpoints, oldest first, without those whose manifest is damaged."""
        with self._database.read() as connection:
            known = known_id(connection, operation_id)
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
        if self._readable is not checkpoint:
            refuse_unsigned(self._database, checkpoint, self._signer)
            self._readable = checkpoint
        yield from read_blob(self._database, checkpoint, blob_name)

    def add_notice(self, operation_id: str, notice: Notice) -> None:
        """Write down at once what the person must hear at a resume."""
        self._operations.add_notice(operation_id, notice)

    def notices(self, operation_id: str) -> tuple[Notice, ...]:
        """Notices of an operation in the order they were written."""
        return self._operations.notices(operation_id)

    def forget(self, operation_id: str, sequences: Sequence[int]) -> None:
        """Drop checkpoints of an operation, and chunks nothing refers to any more."""
        with self._writing():
            self._with_reserve(lambda: self._drop(operation_id, sequences))
            self._sweep()

    def discard(self, operation_id: str) -> None:
        """Drop an operation with its checkpoints and give back what only it used.

        Raises
        ------
        StoreLockedError
            When another process runs it.
        """
        with self._writing():
            known = self._with_reserve(lambda: self._operations.remove(operation_id))
            remove_live(self.path, known)
            self._sweep()
            with suppress(StoreFullError):  # moving pages takes room; the next save reuses them
                self._database.give_back()

    def compact(self) -> int:
        """Remove chunks nothing refers to and give the space back; returns the bytes freed."""
        with self._writing():
            before = self.size_bytes()
            self._sweep()
            self._with_reserve(self._database.give_back)
            return max(0, before - self.size_bytes())

    def size_bytes(self) -> int:
        """Bytes of the file."""
        with translated(self.path):
            return self.path.stat().st_size

    def verify(self) -> tuple[Finding, ...]:
        """Check every invariant of the format; empty means the store is whole."""
        return find_damage(self._database, self._signer)

    def is_trusted(self) -> bool:
        """Whether every manifest and operation here was signed with this user's key."""
        return is_signed_by(self._database, self._signer)

    def trust(self) -> None:
        """Sign what is whole in the store with this user's key: from now on a resume loads it."""
        with self._writing():
            sign_all(self._database, self._signer)

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

    def _drop(self, operation_id: str, sequences: Sequence[int]) -> None:
        with self._database.write() as connection:
            known = known_id(connection, operation_id)
            connection.executemany(
                "DELETE FROM checkpoints WHERE operation_id = ? AND sequence = ?",
                ((known, sequence) for sequence in sequences),
            )

    def _sweep(self) -> None:
        """Delete unused chunks; on a full disk in small steps, which need little room."""
        try:
            sweep(self._database)
        except StoreFullError:
            self._reserve.spend()
            sweep(self._database, step_bytes=CAREFUL_BYTES)

    def _with_reserve(self, act: Callable[[], _T]) -> _T:
        """Do what needs little room; where the disk is full, once more out of the reserve."""
        try:
            return act()
        except StoreFullError:
            if not self._reserve.spend():
                raise
            return act()

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
            self._operations.claimed(connection, current.id)
            return self._record(connection, current, draft, plan, stored_bytes)

    def _record(
        self,
        connection: sqlite3.Connection,
        current: Operation,
        draft: CheckpointDraft,
        plan: SavePlan,
        stored_bytes: int,
    ) -> Checkpoint:
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
        processed, total = draft.progress.processed, draft.progress.total
        connection.execute(
            "UPDATE operations SET last_sequence = ?, last_checkpoint_at = ?, processed = ?, "
            "total = coalesce(?, total) WHERE id = ?",
            (sequence, manifest.created_at, processed, total, current.id),
        )
        return Checkpoint(manifest=manifest, stored_bytes=stored_bytes)

    def _room(self) -> Room:
        with self._database.read() as connection:
            holes = free_pages(connection) * PAGE_BYTES
        return Room(
            used_bytes=self.size_bytes() - holes,
            reusable_bytes=holes,
            disk_free_bytes=shutil.disk_usage(self.path.parent).free,
        )


def _next_sequence(connection: sqlite3.Connection, known: str) -> int:
    query = "SELECT last_sequence FROM operations WHERE id = ?"
    return int(connection.execute(query, (known,)).fetchone()[0]) + 1
