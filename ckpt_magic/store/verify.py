"""The invariants of FORMAT.md, one function each.

Responsible for finding every violation. Refuses to repair: a finding says what is wrong.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ckpt_magic.core.errors import CorruptStoreError
from ckpt_magic.core.model import Checkpoint, ChunkRef, Status
from ckpt_magic.store.chunks import decode
from ckpt_magic.store.connection import Database
from ckpt_magic.store.contract import BUFFER_CHUNK_BYTES, Finding
from ckpt_magic.store.location import Home
from ckpt_magic.store.records import manifest_from_text
from ckpt_magic.store.rows import (
    Verdict,
    digest_of,
    judge,
    operation_from,
    select_checkpoints,
    select_operations,
)
from ckpt_magic.store.schema import PAGE_BYTES
from ckpt_magic.store.signing import Signer

_INCREMENTAL = 2


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an invariant is judged by: one state of the file, and this user's key."""

    connection: sqlite3.Connection
    signer: Signer

    @property
    def store_id(self) -> str | None:
        """The name of the store, where it has one."""
        row = self.connection.execute("SELECT store_id FROM store").fetchone()
        return None if row is None else str(row[0])

    def checkpoints(self) -> Iterator[tuple[int, Checkpoint]]:
        """Checkpoints whose manifest is whole, wherever it belongs, with their row."""
        query = "SELECT id, manifest, digest, stored_bytes FROM checkpoints ORDER BY id"
        for row_id, text, digest, stored_bytes in self.connection.execute(query).fetchall():
            if digest != digest_of(str(text)):
                continue
            try:
                manifest = manifest_from_text(text)
            except ValueError:
                continue
            yield row_id, Checkpoint(manifest=manifest, stored_bytes=stored_bytes)


def find_damage(database: Database, signer: Signer) -> tuple[Finding, ...]:
    """Return every violation of an invariant; empty means the store is whole.

    Damage that keeps an invariant from being judged is a violation of it.
    """
    found: list[Finding] = []
    for invariant in INVARIANTS:
        name = invariant.__name__
        try:
            with database.read() as connection:
                evidence = Evidence(connection, signer)
                found.extend(Finding(name, *line) for line in invariant(evidence))
        except CorruptStoreError as error:
            found.append(Finding(name, "file", f"cannot be judged: {error.what}"))
    return tuple(found)


Lines = Iterator[tuple[str, str]]
"""Subject and text of each violation."""


def file_whole(evidence: Evidence) -> Lines:
    """1: the engine's own check passes, and the lasting settings are ours."""
    for (text,) in evidence.connection.execute("PRAGMA integrity_check").fetchall():
        if text != "ok":
            yield "file", str(text)
    for name, expected in (("page_size", PAGE_BYTES), ("auto_vacuum", _INCREMENTAL)):
        (found,) = evidence.connection.execute(f"PRAGMA {name}").fetchone()
        if found != expected:
            yield "file", f"{name} is {found}, not {expected}"


def store_named(evidence: Evidence) -> Lines:
    """2: there is one row in `store`, with both names and a readable home."""
    rows = evidence.connection.execute("SELECT store_id, instance, home FROM store").fetchall()
    if len(rows) != 1 or not all(rows[0]):
        yield "store", f"it has {len(rows)} rows of names"
        return
    try:
        Home.from_text(rows[0][2])
    except (ValueError, TypeError):
        yield "store", "its home cannot be read"


def definition_whole(evidence: Evidence) -> Lines:
    """3: the definition of an operation matches its digest and is one, with its row's id."""
    query = "SELECT id, definition, digest FROM operations"
    for row_id, text, digest in evidence.connection.execute(query).fetchall():
        if digest != digest_of(str(text)):
            yield row_id, "the definition is not what was written"
        elif _operation(evidence, row_id) is None:
            yield row_id, "the definition is not one, or of another operation"


def manifest_whole(evidence: Evidence) -> Lines:
    """4: a manifest matches its digest and is one."""
    whole = {row_id for row_id, _ in evidence.checkpoints()}
    query = "SELECT id, operation_id, sequence FROM checkpoints"
    for row_id, operation_id, sequence in evidence.connection.execute(query).fetchall():
        if row_id not in whole:
            yield f"{operation_id}@{sequence}", "the manifest is not what was written"


def manifest_in_place(evidence: Evidence) -> Lines:
    """5: a manifest names the store, operation and number of its row; the operation exists."""
    query = (
        "SELECT operation_id, sequence, operation_id IN (SELECT id FROM operations) "
        "FROM checkpoints WHERE id = ?"
    )
    for row_id, checkpoint in evidence.checkpoints():
        manifest = checkpoint.manifest
        operation_id, sequence, exists = evidence.connection.execute(query, (row_id,)).fetchone()
        subject = f"{operation_id}@{sequence}"
        if not exists:
            yield subject, "its operation does not exist"
        if (manifest.operation_id, manifest.sequence) != (operation_id, sequence):
            yield subject, f"the manifest is that of {checkpoint.id}"
        if manifest.store_id != evidence.store_id:
            yield subject, "the manifest is of another store"


def signature_holds(evidence: Evidence) -> Lines:
    """6: a text that names this user's key has that key's MAC."""
    rows = [(f"{row[0]}@{row[1]}", row[2:6]) for row in select_checkpoints(evidence.connection)]
    rows += [(row[0], row[1:5]) for row in select_operations(evidence.connection)]
    for subject, columns in rows:
        named = columns[2] == evidence.signer.key_id
        if named and judge(columns, evidence.signer) is Verdict.FOREIGN:
            yield subject, "the signature is not that of the key it names"


def chunk_is_its_name(evidence: Evidence) -> Lines:
    """7: the content of a chunk hashes to its digest and has its size."""
    query = "SELECT digest, size_bytes, encoding, data FROM chunks"
    for digest, size_bytes, encoding, data in evidence.connection.execute(query):
        try:
            decode(ChunkRef(str(digest), size_bytes), encoding, bytes(data))
        except CorruptStoreError as error:
            yield str(digest), error.what


def chunk_is_small(evidence: Evidence) -> Lines:
    """8: a chunk is at most 1 MiB, unpacked and as it is kept."""
    query = "SELECT digest, max(size_bytes, length(data)) FROM chunks GROUP BY id"
    for digest, size_bytes in evidence.connection.execute(query):
        if size_bytes > BUFFER_CHUNK_BYTES:
            yield str(digest), f"it has {size_bytes} bytes"


def chunks_present(evidence: Evidence) -> Lines:
    """9: every chunk that a manifest names is there with that size."""
    sizes = dict(evidence.connection.execute("SELECT digest, size_bytes FROM chunks").fetchall())
    for _, checkpoint in evidence.checkpoints():
        for ref in sorted(_chunks_of(checkpoint), key=lambda one: one.digest):
            if sizes.get(ref.digest) != ref.size_bytes:
                yield ref.digest, f"{checkpoint.id} needs it and it is not there"


def uses_agree(evidence: Evidence) -> Lines:
    """10: `uses` holds exactly the chunks that the manifest names."""
    query = "SELECT digest FROM uses LEFT JOIN chunks ON chunk_id = chunks.id WHERE checkpoint_id=?"
    for row_id, checkpoint in evidence.checkpoints():
        used = {row[0] for row in evidence.connection.execute(query, (row_id,))}
        if used != {ref.digest for ref in _chunks_of(checkpoint)}:
            yield checkpoint.id, "the chunks it uses are not the ones its manifest names"
    stray = (
        "SELECT DISTINCT checkpoint_id FROM uses "
        "WHERE checkpoint_id NOT IN (SELECT id FROM checkpoints)"
    )
    for (row_id,) in evidence.connection.execute(stray).fetchall():
        yield f"row {row_id}", "chunks are used by a checkpoint that does not exist"


def sizes_add_up(evidence: Evidence) -> Lines:
    """11: the size of a blob is the sum of its chunks' sizes."""
    for _, checkpoint in evidence.checkpoints():
        for record in checkpoint.manifest.blobs:
            if record.size_bytes != sum(ref.size_bytes for ref in record.chunks):
                yield checkpoint.id, f"the chunks of {record.name!r} do not add up to its size"


def sequence_in_range(evidence: Evidence) -> Lines:
    """12: a sequence number lies between 1 and the operation's last one."""
    query = (
        "SELECT operation_id, sequence, last_sequence FROM checkpoints "
        "JOIN operations ON operations.id = operation_id"
    )
    for operation_id, sequence, last in evidence.connection.execute(query).fetchall():
        if not 1 <= sequence <= last:
            yield f"{operation_id}@{sequence}", f"the operation's last number is {last}"


def status_consistent(evidence: Evidence) -> Lines:
    """13: a known status, and an owner and a claim exactly when it is running."""
    query = "SELECT id, status, owner IS NOT NULL, claim IS NOT NULL FROM operations"
    for row_id, status, owned, claimed in evidence.connection.execute(query).fetchall():
        running = status == Status.RUNNING
        if status not in tuple(Status) or status == Status.DISCARDED:
            yield row_id, f"unknown status {status!r}"
        elif not owned == claimed == running:
            yield row_id, f"{status}, but owner and claim say otherwise"


INVARIANTS: tuple[Callable[[Evidence], Lines], ...] = (
    file_whole,
    store_named,
    definition_whole,
    manifest_whole,
    manifest_in_place,
    signature_holds,
    chunk_is_its_name,
    chunk_is_small,
    chunks_present,
    uses_agree,
    sizes_add_up,
    sequence_in_range,
    status_consistent,
)
"""All invariants, in the order of their numbers."""


def _operation(evidence: Evidence, row_id: str) -> object | None:
    return operation_from(select_operations(evidence.connection, "id = ?", row_id)[0])


def _chunks_of(checkpoint: Checkpoint) -> set[ChunkRef]:
    return {ref for record in checkpoint.manifest.blobs for ref in record.chunks}
