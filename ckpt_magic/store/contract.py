"""What any store must do.

Responsible for the promises of a store, in words and as an abstract class; one test suite
runs against every implementation. Refuses to know how they are kept.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ckpt_magic.core.model import (
    Checkpoint,
    Json,
    Notice,
    Operation,
    OperationKind,
    Progress,
    SkippedVariable,
    Status,
    VariableRecord,
)

STREAM_CHUNK_BYTES = 256 * 1024
"""Chunk length for pickle streams."""
BUFFER_CHUNK_BYTES = 1024 * 1024
"""Chunk length for large buffers, and the upper limit of any chunk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationDraft:
    """What is known of an operation before it has an id."""

    name: str
    kind: OperationKind
    key: str
    total: int | None = None
    definition: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Blob:
    """A named stream of bytes to be kept, cut every `chunk_bytes`.

    ``data`` is anything with the buffer protocol (C-contiguous); it is not copied.
    """

    name: str
    data: bytes | bytearray | memoryview
    chunk_bytes: int = STREAM_CHUNK_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointDraft:
    """A checkpoint before it is committed: the manifest's content and the bytes."""

    blobs: Sequence[Blob]
    progress: Progress = field(default_factory=Progress)
    position: tuple[int, ...] | None = None
    variables: tuple[VariableRecord, ...] = ()
    skipped: tuple[SkippedVariable, ...] = ()
    notices: tuple[Notice, ...] = ()
    context: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """One violation of an invariant of the format, with the invariant's name."""

    invariant: str
    subject: str
    text: str


class Store(ABC):
    """Everything kept for one notebook (or one script): operations and their checkpoints.

    Safe to call from several threads and processes. An operation that a store returns has the
    status a reader must believe: one recorded as running whose process is gone reads
    ``interrupted``.
    """

    store_id: str

    @abstractmethod
    def begin(self, draft: OperationDraft) -> Operation:
        """Record a new operation as running, owned by this process, and take its lease."""

    @abstractmethod
    def reopen(self, operation_id: str) -> Operation:
        """Make an interrupted, failed or completed operation running again, owned by this process.

        Raises
        ------
        StoreLockedError
            When another process runs it, or won the race for it.
        """

    @abstractmethod
    def finish(self, operation_id: str, status: Status, message: str = "") -> Operation:
        """Record how an operation ended and release its lease."""

    @abstractmethod
    def record_progress(self, operation_id: str, progress: Progress) -> None:
        """Record progress without a checkpoint."""

    @abstractmethod
    def operations(self) -> tuple[Operation, ...]:
        """All operations that were not discarded, oldest first."""

    @abstractmethod
    def operation(self, operation_id: str) -> Operation:
        """One operation by id or by an unambiguous beginning of it.

        Raises
        ------
        OperationNotFoundError
            Naming the nearest ids.
        """

    @abstractmethod
    def commit(self, operation_id: str, draft: CheckpointDraft) -> Checkpoint:
        """Keep a checkpoint; when this returns it survives everything.

        Raises
        ------
        StoreFullError
            Before anything is written where it would not fit, else with nothing changed.
        """

    @abstractmethod
    def checkpoints(self, operation_id: str) -> tuple[Checkpoint, ...]:
        """An operation's checkpoints, oldest first, without those whose manifest is damaged."""

    @abstractmethod
    def read_chunks(self, checkpoint: Checkpoint, blob_name: str) -> Iterator[bytes]:
        """Yield a blob's bytes chunk by chunk, each verified against its name.

        Raises
        ------
        CorruptStoreError
            At the chunk that is missing or not what was written.
        """

    def read(self, checkpoint: Checkpoint, blob_name: str) -> bytearray:
        """Return a blob's bytes, verified."""
        joined = bytearray()
        for chunk in self.read_chunks(checkpoint, blob_name):
            joined += chunk
        return joined

    @abstractmethod
    def add_notice(self, operation_id: str, notice: Notice) -> None:
        """Write down at once what the person must hear at a resume, whatever happens next."""

    @abstractmethod
    def notices(self, operation_id: str) -> tuple[Notice, ...]:
        """Notices of an operation in the order they were written."""

    @abstractmethod
    def forget(self, operation_id: str, sequences: Sequence[int]) -> None:
        """Drop checkpoints of an operation, and chunks nothing refers to any more."""

    @abstractmethod
    def discard(self, operation_id: str) -> None:
        """Drop an operation with its checkpoints and free what only it used."""

    @abstractmethod
    def compact(self) -> int:
        """Remove chunks nothing refers to and give the space back; returns the bytes freed."""

    @abstractmethod
    def size_bytes(self) -> int:
        """Bytes the store occupies."""

    @abstractmethod
    def verify(self) -> tuple[Finding, ...]:
        """Check every invariant of the format; empty means the store is whole."""

    @abstractmethod
    def is_trusted(self) -> bool:
        """Whether every manifest here was signed with a key of this user."""

    @abstractmethod
    def trust(self) -> None:
        """Sign the store's manifests with this user's key: from now on a resume loads them."""
