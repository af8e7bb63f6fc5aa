"""A checkpoint on its way into the file: which chunks are new, and how they are written.

Responsible for the order of a save: plan, chunks, manifest. Refuses to know locks, keys and
limits: its caller holds the writer lock, signs, and decides whether there is room.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ckpt_magic.core.model import BlobRecord, ChunkRef
from ckpt_magic.store.chunks import Buffer, cut, encode, estimated_bytes, fingerprint, name_of
from ckpt_magic.store.connection import PAUSE_S, Database
from ckpt_magic.store.contract import Blob

TRANSACTION_BYTES = 32 * 1024 * 1024
"""Most bytes of chunks that one transaction writes."""
DELETE_BYTES = 256 * 1024 * 1024
"""Most bytes of chunks that one transaction deletes."""
CAREFUL_BYTES = 4 * 1024 * 1024
"""The same on a full disk: about a tenth of it is needed for the journal."""
_QUERY_NAMES = 500
_QUERY_CHUNKS = 8192


@dataclass(frozen=True, slots=True, kw_only=True)
class NewChunk:
    """A chunk that the store does not have."""

    ref: ChunkRef
    fingerprint: bytes
    data: memoryview


@dataclass(frozen=True, slots=True, kw_only=True)
class SavePlan:
    """What a checkpoint consists of, and what of it must be written."""

    blobs: tuple[BlobRecord, ...]
    fresh: Mapping[str, NewChunk] = field(default_factory=dict)

    @property
    def estimated_bytes(self) -> int:
        """About how many bytes the new chunks will take, compressed."""
        return sum(estimated_bytes(chunk.data) for chunk in self.fresh.values())

    @property
    def digests(self) -> set[str]:
        """The names of all chunks of the checkpoint."""
        return {ref.digest for record in self.blobs for ref in record.chunks}


def plan_save(
    blobs: Iterable[Blob], known: Mapping[bytes, ChunkRef], pause: Callable[[], None]
) -> SavePlan:
    """Cut blobs and name their chunks; those in `known` by their fingerprint are not hashed.

    `pause` is called between blobs, where an interrupt does no harm.
    """
    records: list[BlobRecord] = []
    fresh: dict[str, NewChunk] = {}
    for blob in blobs:
        pause()
        refs = []
        for piece in cut(blob):
            mark = fingerprint(piece)
            ref = known.get(mark)
            if ref is None or ref.size_bytes != len(piece):
                ref = ChunkRef(name_of(piece), len(piece))
                fresh.setdefault(ref.digest, NewChunk(ref=ref, fingerprint=mark, data=piece))
            refs.append(ref)
        size_bytes = sum(ref.size_bytes for ref in refs)
        records.append(BlobRecord(name=blob.name, size_bytes=size_bytes, chunks=tuple(refs)))
    return SavePlan(blobs=tuple(records), fresh=fresh)


def without_present(plan: SavePlan, connection: sqlite3.Connection) -> SavePlan:
    """Return the plan without the new chunks that the store has from elsewhere."""
    present = _present(connection, plan.fresh)
    fresh = {name: chunk for name, chunk in plan.fresh.items() if name not in present}
    return SavePlan(blobs=plan.blobs, fresh=fresh)


def last_chunks(connection: sqlite3.Connection, operation_id: str) -> dict[bytes, ChunkRef]:
    """Return the chunks of an operation's last checkpoint by their fingerprint."""
    rows = connection.execute(
        "SELECT fingerprint, digest, size_bytes FROM chunks JOIN uses ON chunk_id = chunks.id "
        "WHERE checkpoint_id = (SELECT max(id) FROM checkpoints WHERE operation_id = ?)",
        (operation_id,),
    )
    return {mark: ChunkRef(digest, size_bytes) for mark, digest, size_bytes in rows}


def write_chunks(database: Database, plan: SavePlan, check: Callable[[int], None]) -> int:
    """Write the new chunks in transactions of bounded size; returns the bytes they take.

    `check` is called before each transaction with the bytes that will have been written after
    it, and may raise.
    """
    written = 0
    for rows in _transactions(plan.fresh.values()):
        written += sum(len(row[-1]) for row in rows)
        check(written)
        with database.write() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO chunks (digest, fingerprint, size_bytes, encoding, data) "
                "VALUES (?, ?, ?, ?, ?)",
                rows,
            )
        time.sleep(PAUSE_S)
    return written


def record_uses(connection: sqlite3.Connection, checkpoint_row: int, plan: SavePlan) -> bool:
    """Record which chunks a checkpoint uses; whether all of them are in the store."""
    names = plan.digests
    connection.executemany(
        "INSERT INTO uses SELECT ?, id FROM chunks WHERE digest = ?",
        ((checkpoint_row, name) for name in names),
    )
    query = "SELECT count(*) FROM uses WHERE checkpoint_id = ?"
    return bool(connection.execute(query, (checkpoint_row,)).fetchone()[0] == len(names))


def sweep(database: Database, step_bytes: int | None = None) -> None:
    """Delete every chunk that no checkpoint uses; the caller holds the writer lock."""
    while _sweep_step(database, step_bytes or DELETE_BYTES):
        time.sleep(PAUSE_S)


def _sweep_step(database: Database, step_bytes: int) -> bool:
    with database.read() as connection:
        rows = connection.execute(
            "SELECT id, length(data) FROM chunks "
            "WHERE NOT EXISTS (SELECT 1 FROM uses WHERE chunk_id = chunks.id)"
        ).fetchmany(_QUERY_CHUNKS)
    step: list[tuple[int]] = []
    size_bytes = 0
    for row_id, length in rows:
        if step and size_bytes + length > step_bytes:
            break
        step.append((row_id,))
        size_bytes += length
    if step:
        with database.write() as connection:
            connection.executemany("DELETE FROM chunks WHERE id = ?", step)
    return bool(step)


def _transactions(
    chunks: Iterable[NewChunk],
) -> Iterator[list[tuple[str, bytes, int, int, Buffer]]]:
    rows: list[tuple[str, bytes, int, int, Buffer]] = []
    size_bytes = 0
    for chunk in chunks:
        encoding, kept = encode(chunk.data)
        if rows and size_bytes + len(kept) > TRANSACTION_BYTES:
            yield rows
            rows, size_bytes = [], 0
        ref = chunk.ref
        rows.append((ref.digest, chunk.fingerprint, ref.size_bytes, int(encoding), kept))
        size_bytes += len(kept)
    if rows:
        yield rows


def _present(connection: sqlite3.Connection, names: Iterable[str]) -> set[str]:
    found: set[str] = set()
    wanted = list(names)
    for start in range(0, len(wanted), _QUERY_NAMES):
        some = wanted[start : start + _QUERY_NAMES]
        marks = ",".join("?" * len(some))
        query = f"SELECT digest FROM chunks WHERE digest IN ({marks})"  # noqa: S608 (only marks)
        found.update(row[0] for row in connection.execute(query, some))
    return found
