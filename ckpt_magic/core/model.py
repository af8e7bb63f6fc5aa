"""The nouns of the project as frozen values: operation, checkpoint, manifest, progress.

Responsible for the shape of what a store keeps and for its plain-JSON form. Refuses to
know where these values are kept, and what the bytes behind a blob mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

Json = Any
"""Plain data: ``None``, ``bool``, ``int``, ``float``, ``str``, lists and string-keyed dicts."""

FORMAT_VERSION = 0
"""Version of what a store contains; 0 may change without a migration."""

DIED = "its process died"
"""Message of an operation whose death was noticed by a resume that was refused."""


class Status(StrEnum):
    """Where an operation stands."""

    RUNNING = "running"
    INTERRUPTED = "interrupted"
    FAILED = "failed"
    COMPLETED = "completed"
    DISCARDED = "discarded"

    @property
    def resumable(self) -> bool:
        """Whether running the operation again continues it."""
        return self in (Status.INTERRUPTED, Status.FAILED)


class OperationKind(StrEnum):
    """What drives an operation."""

    CELL = "cell"
    LOOP = "loop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an operation got, in items."""

    processed: int = 0
    total: int | None = None

    @property
    def fraction(self) -> float | None:
        """Processed over total, 0 to 1; ``None`` where the total is not known."""
        return None if not self.total else min(1.0, self.processed / self.total)

    def __str__(self) -> str:
        return f"{self.processed}" if self.total is None else f"{self.processed} of {self.total}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """The process that runs an operation, told apart from a later one with the same pid.

    ``pid_started_at`` is in seconds since the epoch, as the operating system reports it.
    """

    pid: int
    pid_started_at: float
    host: str
    boot_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One long execution that can be resumed, from its start to its completion.

    ``key`` says which piece of work this is (the same cell run again has the same key);
    ``definition`` is plain data that belongs to whoever started it. Times are in seconds
    since the epoch. ``status`` is what was recorded; an operation recorded as running whose
    process is gone counts as interrupted, which the store's readers work out.
    """

    id: str
    name: str
    kind: OperationKind
    key: str
    status: Status
    started_at: float
    ended_at: float | None = None
    last_checkpoint_at: float | None = None
    progress: Progress = field(default_factory=Progress)
    owner: Owner | None = None
    message: str = ""
    definition: Mapping[str, Json] = field(default_factory=dict)

    @property
    def died(self) -> bool:
        """Whether it was interrupted by the death of its process: nobody recorded an end."""
        found_dead = self.ended_at is None or self.message == DIED
        return self.status is Status.INTERRUPTED and found_dead


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something the person must hear about an operation, written down when it was first seen.

    ``kind`` groups notices for the reader (``"file"``, ``"process"`` …), ``subject`` names the
    variable, file or line, ``text`` says what happened and what follows from it.
    """

    kind: str
    subject: str
    text: str
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class ChunkRef:
    """Immutable bytes, named by the hex blake3 digest of their uncompressed content."""

    digest: str
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BlobRecord:
    """One stream of bytes of a checkpoint, as the chunks it is cut into, in order."""

    name: str
    size_bytes: int
    chunks: tuple[ChunkRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableRecord:
    """One saved variable; ``size_bytes`` counts its stream and its buffers."""

    name: str
    type_name: str
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedVariable:
    """One variable that could not be saved, why, and what made it (``""`` where unknown)."""

    name: str
    type_name: str
    reason: str
    made_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a checkpoint consists of. Everything a resume acts on is in here, and signed.

    ``position`` holds one number per frame, outermost first; ``None`` where the caller keeps
    its own position in the state. ``context`` is plain data of the room that took the
    checkpoint (code, path to the position, working folder, files …).
    """

    store_id: str
    operation_id: str
    sequence: int
    created_at: float
    format_version: int = FORMAT_VERSION
    progress: Progress = field(default_factory=Progress)
    position: tuple[int, ...] | None = None
    variables: tuple[VariableRecord, ...] = ()
    skipped: tuple[SkippedVariable, ...] = ()
    notices: tuple[Notice, ...] = ()
    blobs: tuple[BlobRecord, ...] = ()
    context: Mapping[str, Json] = field(default_factory=dict)

    def blob(self, name: str) -> BlobRecord:
        """Return the blob called `name`; ``KeyError`` when the checkpoint has none."""
        for record in self.blobs:
            if record.name == name:
                return record
        raise KeyError(name)

    @property
    def size_bytes(self) -> int:
        """Bytes of all blobs, before chunks are shared and compressed."""
        return sum(record.size_bytes for record in self.blobs)

    def to_json(self) -> dict[str, Json]:
        """Return the manifest as plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Json]) -> Manifest:
        """Build a manifest from what `to_json` returned.

        Examples
        --------
        >>> one = Manifest(store_id="s", operation_id="o", sequence=1, created_at=0.0)
        >>> Manifest.from_json(one.to_json()) == one
        True
        """
        values = dict(data)
        position = values["position"]
        values["progress"] = Progress(**values["progress"])
        values["position"] = None if position is None else tuple(position)
        values["variables"] = tuple(VariableRecord(**v) for v in values["variables"])
        values["skipped"] = tuple(SkippedVariable(**v) for v in values["skipped"])
        values["notices"] = tuple(Notice(**v) for v in values["notices"])
        values["blobs"] = tuple(_blob_from_json(v) for v in values["blobs"])
        return cls(**values)


def _blob_from_json(data: Mapping[str, Json]) -> BlobRecord:
    chunks = tuple(ChunkRef(c["digest"], c["size_bytes"]) for c in data["chunks"])
    return BlobRecord(name=data["name"], size_bytes=data["size_bytes"], chunks=chunks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A point of an operation one can return to: its manifest and what it cost to keep.

    ``stored_bytes`` counts what the commit added to the store; chunks that an earlier
    checkpoint already had are not in it.
    """

    manifest: Manifest
    stored_bytes: int = 0

    @property
    def id(self) -> str:
        """``operation-id@sequence``, what commands take."""
        return f"{self.manifest.operation_id}@{self.manifest.sequence}"
