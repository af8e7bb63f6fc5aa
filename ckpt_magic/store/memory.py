"""A store in memory, for tests and as the model of what a store does.

Responsible for the contract with nothing behind it: no file, no other process, no key.
Refuses to know how long its process lives.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ckpt_magic.core.errors import StoreError, StoreLockedError
from ckpt_magic.core.model import (
    BlobRecord,
    Checkpoint,
    ChunkRef,
    Notice,
    Operation,
    Progress,
    Status,
)
from ckpt_magic.store.chunks import cut, decode, encode, missing, name_of
from ckpt_magic.store.contract import (
    Blob,
    CheckpointDraft,
    Finding,
    OperationDraft,
    Store,
)
from ckpt_magic.store.identity import find_id, new_operation_id
from ckpt_magic.store.lease import this_process
from ckpt_magic.store.records import manifest_from_text, manifest_text


class MemoryStore(Store):
    """A store that ends with its process."""

    def __init__(self) -> None:
        self.store_id = secrets.token_hex(16)
        self._lock = threading.RLock()
        self._operations: dict[str, Operation] = {}
        self._checkpoints: dict[str, dict[int, Checkpoint]] = {}
        self._last_sequence: dict[str, int] = {}
        self._notices: dict[str, list[Notice]] = {}
        self._chunks: dict[str, tuple[int, bytes]] = {}

    def begin(self, draft: OperationDraft) -> Operation:
        """Record a new operation as running."""
        started = Operation(
            id=new_operation_id(draft.name),
            name=draft.name,
            kind=draft.kind,
            key=draft.key,
            status=Status.RUNNING,
            started_at=time.time(),
            progress=Progress(total=draft.total),
            owner=this_process(),
            definition=dict(draft.definition),
        )
        with self._lock:
            self._operations[started.id] = started
            self._checkpoints[started.id], self._notices[started.id] = {}, []
            self._last_sequence[started.id] = 0
        return started

    def reopen(self, operation_id: str) -> Operation:
        """Make an operation running again."""
        with self._lock:
            current = self.operation(operation_id)
            if current.status is Status.RUNNING:
                raise StoreLockedError(f"{current.id} is running in this process already")
            return self._put(
                replace(
                    current,
                    status=Status.RUNNING,
                    owner=this_process(),
                    ended_at=None,
                    message="",
                )
            )

    def finish(self, operation_id: str, status: Status, message: str = "") -> Operation:
        """Record how an operation ended."""
        with self._lock:
            current = self._running(operation_id)
            return self._put(
                replace(current, status=status, ended_at=time.time(), owner=None, message=message)
            )

    def record_progress(self, operation_id: str, progress: Progress) -> None:
        """Record progress without a checkpoint."""
        with self._lock:
            current = self._running(operation_id)
            total = current.progress.total if progress.total is None else progress.total
            self._put(replace(current, progress=replace(progress, total=total)))

    def operations(self) -> tuple[Operation, ...]:
        """All operations, oldest first."""
        with self._lock:
            return tuple(self._operations.values())

    def operation(self, operation_id: str) -> Operation:
        """One operation by id or by an unambiguous beginning of it."""
        with self._lock:
            return self._operations[find_id(operation_id, list(self._operations))]

    def commit(self, operation_id: str, draft: CheckpointDraft) -> Checkpoint:
        """Keep a checkpoint."""
        with self._lock:
            current = self._running(operation_id)
            before = self.size_bytes()
            sequence = self._last_sequence[current.id] + 1
            text = manifest_text(
                draft,
                tuple(self._kept(blob) for blob in draft.blobs),
                store_id=self.store_id,
                operation_id=current.id,
                sequence=sequence,
            )
            checkpoint = Checkpoint(
                manifest=manifest_from_text(text), stored_bytes=self.size_bytes() - before
            )
            self._checkpoints[current.id][sequence] = checkpoint
            self._last_sequence[current.id] = sequence
            created_at = checkpoint.manifest.created_at
            self._put(replace(current, last_checkpoint_at=created_at))
            self.record_progress(current.id, draft.progress)
            return checkpoint

    def checkpoints(self, operation_id: str) -> tuple[Checkpoint, ...]:
        """An operation's checkpoints, oldest first."""
        with self._lock:
            return tuple(self._checkpoints[self.operation(operation_id).id].values())

    def read_chunks(self, checkpoint: Checkpoint, blob_name: str) -> Iterator[bytes]:
        """Yield a blob's bytes chunk by chunk, verified."""
        for ref in checkpoint.manifest.blob(blob_name).chunks:
            kept = self._chunks.get(ref.digest)
            if kept is None:
                raise missing(ref)
            yield decode(ref, *kept)

    def add_notice(self, operation_id: str, notice: Notice) -> None:
        """Write down a notice."""
        with self._lock:
            self._notices[self.operation(operation_id).id].append(notice)

    def notices(self, operation_id: str) -> tuple[Notice, ...]:
        """Notices of an operation in the order they were written."""
        with self._lock:
            return tuple(self._notices[self.operation(operation_id).id])

    def forget(self, operation_id: str, sequences: Sequence[int]) -> None:
        """Drop checkpoints of an operation, and chunks nothing refers to any more."""
        with self._lock:
            kept = self._checkpoints[self.operation(operation_id).id]
            for sequence in sequences:
                kept.pop(sequence, None)
            self.compact()

    def discard(self, operation_id: str) -> None:
        """Drop an operation with its checkpoints."""
        with self._lock:
            current = self.operation(operation_id)
            del self._operations[current.id], self._checkpoints[current.id]
            del self._notices[current.id]
            self.compact()

    def compact(self) -> int:
        """Remove chunks nothing refers to; returns the bytes freed."""
        with self._lock:
            before = self.size_bytes()
            used = self._referenced()
            self._chunks = {name: kept for name, kept in self._chunks.items() if name in used}
            return before - self.size_bytes()

    def size_bytes(self) -> int:
        """Bytes of all chunks as they are kept."""
        with self._lock:
            return sum(len(kept) for _, kept in self._chunks.values())

    def verify(self) -> tuple[Finding, ...]:
        """Check that every chunk a checkpoint names is there."""
        gone = self._referenced() - self._chunks.keys()
        return tuple(Finding("chunks_present", name, "the chunk is missing") for name in gone)

    def is_trusted(self) -> bool:
        """Always: nobody else can write here."""
        return True

    def trust(self) -> None:
        """Nothing to do."""

    def _put(self, operation: Operation) -> Operation:
        self._operations[operation.id] = operation
        return operation

    def _running(self, operation_id: str) -> Operation:
        current = self.operation(operation_id)
        if current.status is not Status.RUNNING:
            raise StoreError(f"{current.id} is not running", fix="reopen it first")
        return current

    def _kept(self, blob: Blob) -> BlobRecord:
        refs = []
        for piece in cut(blob):
            ref = ChunkRef(name_of(piece), len(piece))
            if ref.digest not in self._chunks:
                encoding, packed = encode(piece)
                self._chunks[ref.digest] = (encoding, bytes(packed))
            refs.append(ref)
        size_bytes = sum(ref.size_bytes for ref in refs)
        return BlobRecord(name=blob.name, size_bytes=size_bytes, chunks=tuple(refs))

    def _referenced(self) -> set[str]:
        return {
            ref.digest
            for kept in self._checkpoints.values()
            for checkpoint in kept.values()
            for record in checkpoint.manifest.blobs
            for ref in record.chunks
        }
